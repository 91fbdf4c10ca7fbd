-- Pieces written off as broken turn out to be whole; and the shop that sent a transfer has a word
-- on what did not arrive of it.
ALTER TABLE consignment_movement DROP CONSTRAINT consignment_movement_kind_check;
ALTER TABLE consignment_movement ADD CONSTRAINT consignment_movement_kind_check CHECK (kind IN ('return', 'damage', 'loss', 'transfer', 'found_on_shelf', 'found_at_unit', 'broken_back', 'destroyed', 'not_broken'));
ALTER TABLE consignment_proposal DROP CONSTRAINT consignment_proposal_side_check;
ALTER TABLE consignment_proposal ADD CONSTRAINT consignment_proposal_side_check CHECK (side IN ('consignor', 'shop', 'sender'));
CREATE INDEX consignment_discrepancy_sender ON consignment_discrepancy (from_shop_id, open_quantity);
