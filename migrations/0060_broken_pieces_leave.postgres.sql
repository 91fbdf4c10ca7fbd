-- Broken pieces at a shop go back to the unit, or are destroyed there.
ALTER TABLE consignment_movement DROP CONSTRAINT consignment_movement_kind_check;
ALTER TABLE consignment_movement ADD CONSTRAINT consignment_movement_kind_check CHECK (kind IN ('return', 'damage', 'loss', 'transfer', 'found_on_shelf', 'found_at_unit', 'broken_back', 'destroyed'));
