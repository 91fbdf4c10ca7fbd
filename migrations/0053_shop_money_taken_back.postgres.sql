-- A remittance or an expense of a shop that was confirmed wrongly is taken back: one says why,
-- another agrees. What was recorded stays. Money that was taken back pays for nothing from then on;
-- an expense comes back in the first open period as a line of its own, so that a period's expenses
-- may be below zero.
ALTER TABLE settlement_statement DROP CONSTRAINT settlement_statement_expense_rupiah_check;
ALTER TABLE settlement_remittance ADD COLUMN taken_back_on date;
CREATE TABLE settlement_money_reversal (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    remittance_id uuid REFERENCES settlement_remittance (id),
    expense_id uuid REFERENCES settlement_expense (id),
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah > 0),
    -- The day of the books: never in a closed period. Set when it is confirmed.
    booked_on date,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_note text,
    CONSTRAINT settlement_money_reversal_one_check CHECK ((remittance_id IS NULL) <> (expense_id IS NULL)),
    CONSTRAINT settlement_money_reversal_decided_check CHECK ((state = 'reported') = (decided_by IS NULL)),
    CONSTRAINT settlement_money_reversal_booked_check CHECK ((state = 'confirmed') = (booked_on IS NOT NULL)),
    CONSTRAINT settlement_money_reversal_note_check CHECK (state <> 'rejected' OR decided_note IS NOT NULL),
    CONSTRAINT settlement_money_reversal_other_check CHECK (decided_by IS NULL OR decided_by <> created_by)
);
-- Each is taken back once, and asked for once at a time.
CREATE UNIQUE INDEX settlement_money_reversal_remittance ON settlement_money_reversal (remittance_id)
    WHERE remittance_id IS NOT NULL AND state <> 'rejected';
CREATE UNIQUE INDEX settlement_money_reversal_expense ON settlement_money_reversal (expense_id)
    WHERE expense_id IS NOT NULL AND state <> 'rejected';
CREATE INDEX settlement_money_reversal_waiting ON settlement_money_reversal (consignor_id, state);
CREATE INDEX settlement_money_reversal_agreement ON settlement_money_reversal (agreement_id, booked_on);
