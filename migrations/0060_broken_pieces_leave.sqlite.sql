-- Broken pieces at a shop go back to the unit, or are destroyed there.
-- SQLite cannot change a CHECK: see 0019.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'kind IN (''return'', ''damage'', ''loss'', ''transfer'', ''found_on_shelf'', ''found_at_unit'')',
    'kind IN (''return'', ''damage'', ''loss'', ''transfer'', ''found_on_shelf'', ''found_at_unit'', ''broken_back'', ''destroyed'')')
    WHERE type = 'table' AND name = 'consignment_movement';
PRAGMA writable_schema = RESET;
