-- What was given back to a shop and was recorded wrongly: the unit withdraws it while the shop has
-- not confirmed it, whoever recorded it included; a confirmed one is taken back by two people. And
-- the bank's slip is kept with it, as with other money. SQLite cannot change a CHECK: see 0019.
ALTER TABLE settlement_credit_refund ADD COLUMN taken_back_on TEXT;
ALTER TABLE settlement_credit_refund ADD COLUMN decided_on TEXT;
ALTER TABLE settlement_credit_refund ADD COLUMN file_id BLOB REFERENCES settlement_file (id);
ALTER TABLE settlement_money_reversal ADD COLUMN credit_refund_id BLOB REFERENCES settlement_credit_refund (id);
CREATE UNIQUE INDEX settlement_money_reversal_credit_refund ON settlement_money_reversal (credit_refund_id)
    WHERE credit_refund_id IS NOT NULL AND state <> 'rejected';
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
    'CHECK (decided_by IS NULL OR decided_by <> created_by)',
    'CHECK (decided_by IS NULL OR decided_by <> created_by OR state = ''rejected'')')
    WHERE type = 'table' AND name = 'settlement_credit_refund';
UPDATE sqlite_schema SET sql = replace(sql,
    'CHECK ((remittance_id IS NULL) <> (expense_id IS NULL))',
    'CHECK ((CASE WHEN remittance_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN expense_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN credit_refund_id IS NULL THEN 0 ELSE 1 END) = 1)')
    WHERE type = 'table' AND name = 'settlement_money_reversal';
PRAGMA writable_schema = RESET;
