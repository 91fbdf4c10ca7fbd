-- A remittance or an expense of a shop that was confirmed wrongly is taken back: one says why,
-- another agrees. What was recorded stays. Money that was taken back pays for nothing from then on;
-- an expense comes back in the first open period as a line of its own, so that a period's expenses
-- may be below zero. SQLite cannot change a CHECK: see 0019.
ALTER TABLE settlement_remittance ADD COLUMN taken_back_on TEXT;
CREATE TABLE settlement_money_reversal (
    id BLOB NOT NULL PRIMARY KEY,
    consignor_id BLOB NOT NULL,
    agreement_id BLOB NOT NULL,
    shop_id BLOB NOT NULL,
    remittance_id BLOB REFERENCES settlement_remittance (id),
    expense_id BLOB REFERENCES settlement_expense (id),
    amount_rupiah INTEGER NOT NULL CONSTRAINT settlement_money_reversal_amount_rupiah_check CHECK (amount_rupiah > 0),
    -- The day of the books: never in a closed period. Set when it is confirmed.
    booked_on TEXT,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT settlement_money_reversal_state_check CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    decided_by BLOB,
    decided_at INTEGER,
    decided_note TEXT,
    CONSTRAINT settlement_money_reversal_one_check CHECK ((remittance_id IS NULL) <> (expense_id IS NULL)),
    CONSTRAINT settlement_money_reversal_decided_check CHECK ((state = 'reported') = (decided_by IS NULL)),
    CONSTRAINT settlement_money_reversal_booked_check CHECK ((state = 'confirmed') = (booked_on IS NOT NULL)),
    CONSTRAINT settlement_money_reversal_note_check CHECK (state <> 'rejected' OR decided_note IS NOT NULL),
    CONSTRAINT settlement_money_reversal_other_check CHECK (decided_by IS NULL OR decided_by <> created_by)
) STRICT;
-- Each is taken back once, and asked for once at a time.
CREATE UNIQUE INDEX settlement_money_reversal_remittance ON settlement_money_reversal (remittance_id)
    WHERE remittance_id IS NOT NULL AND state <> 'rejected';
CREATE UNIQUE INDEX settlement_money_reversal_expense ON settlement_money_reversal (expense_id)
    WHERE expense_id IS NOT NULL AND state <> 'rejected';
CREATE INDEX settlement_money_reversal_waiting ON settlement_money_reversal (consignor_id, state);
CREATE INDEX settlement_money_reversal_agreement ON settlement_money_reversal (agreement_id, booked_on);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
    ' CONSTRAINT settlement_statement_expense_rupiah_check CHECK (expense_rupiah >= 0)', '')
    WHERE type = 'table' AND name = 'settlement_statement';
PRAGMA writable_schema = RESET;
