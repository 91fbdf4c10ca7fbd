-- Pieces written off as broken turn out to be whole; and the shop that sent a transfer has a word
-- on what did not arrive of it.
-- SQLite cannot change a CHECK: see 0019.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''broken_back'', ''destroyed'')', '''broken_back'', ''destroyed'', ''not_broken'')')
    WHERE type = 'table' AND name = 'consignment_movement';
UPDATE sqlite_schema SET sql = replace(sql, 'side IN (''consignor'', ''shop'')', 'side IN (''consignor'', ''shop'', ''sender'')')
    WHERE type = 'table' AND name = 'consignment_proposal';
PRAGMA writable_schema = RESET;
CREATE INDEX consignment_discrepancy_sender ON consignment_discrepancy (from_shop_id, open_quantity);
