-- Lost pieces that were found again: what the shop was charged for them is taken back, so the sums
-- of a period may be below zero; and a surat jalan that its sender took back before it arrived.
-- SQLite cannot change a CHECK. Its manual ("Making Other Kinds Of Table Schema Changes") allows
-- the text of a table to be edited where that changes nothing on disk, as here.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql,
    ' CONSTRAINT consignment_move_charged_quantity_check CHECK (charged_quantity >= 0)', ''),
    ' CONSTRAINT consignment_move_charge_rupiah_check CHECK (charge_rupiah >= 0)', '')
    WHERE type = 'table' AND name = 'consignment_move';
UPDATE sqlite_schema SET sql = replace(sql,
    ' CONSTRAINT settlement_statement_loss_rupiah_check CHECK (loss_rupiah >= 0)', '')
    WHERE type = 'table' AND name = 'settlement_statement';
UPDATE sqlite_schema SET sql = replace(sql,
    ' CONSTRAINT settlement_statement_loss_amount_rupiah_check CHECK (amount_rupiah >= 0)', '')
    WHERE type = 'table' AND name = 'settlement_statement_loss';
UPDATE sqlite_schema SET sql = replace(sql, 'kind IN (''return'', ''damage'', ''loss'', ''transfer'')',
    'kind IN (''return'', ''damage'', ''loss'', ''transfer'', ''found_on_shelf'', ''found_at_unit'')')
    WHERE type = 'table' AND name = 'consignment_movement';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''sent'', ''received'')',
    'state IN (''sent'', ''received'', ''recalled'')')
    WHERE type = 'table' AND name = 'consignment_delivery';
CREATE TABLE consignment_recall (
  delivery_id BLOB NOT NULL PRIMARY KEY REFERENCES consignment_delivery (id),
  id BLOB NOT NULL,
  recalled_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_by BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
PRAGMA writable_schema = RESET;
