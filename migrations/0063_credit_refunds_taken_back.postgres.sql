-- What was given back to a shop and was recorded wrongly: the unit withdraws it while the shop has
-- not confirmed it, whoever recorded it included; a confirmed one is taken back by two people. And
-- the bank's slip is kept with it, as with other money.
ALTER TABLE settlement_credit_refund ADD COLUMN taken_back_on date;
ALTER TABLE settlement_credit_refund ADD COLUMN decided_on date;
ALTER TABLE settlement_credit_refund ADD COLUMN file_id uuid REFERENCES settlement_file (id);
ALTER TABLE settlement_credit_refund DROP CONSTRAINT settlement_credit_refund_check2;
ALTER TABLE settlement_credit_refund ADD CONSTRAINT settlement_credit_refund_check2 CHECK (decided_by IS NULL OR decided_by <> created_by OR state = 'rejected');
ALTER TABLE settlement_money_reversal ADD COLUMN credit_refund_id uuid REFERENCES settlement_credit_refund (id);
ALTER TABLE settlement_money_reversal DROP CONSTRAINT settlement_money_reversal_one_check;
ALTER TABLE settlement_money_reversal ADD CONSTRAINT settlement_money_reversal_one_check CHECK ((CASE WHEN remittance_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN expense_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN credit_refund_id IS NULL THEN 0 ELSE 1 END) = 1);
CREATE UNIQUE INDEX settlement_money_reversal_credit_refund ON settlement_money_reversal (credit_refund_id)
    WHERE credit_refund_id IS NOT NULL AND state <> 'rejected';
