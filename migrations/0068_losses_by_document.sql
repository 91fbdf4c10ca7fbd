-- Why the shop paid for pieces, by which document, and whether what was found had been paid for in an
-- earlier period: no maker pays for that. Older lines do not say by what they came, and were set off
-- against each other: a batch of which as much or more was found than lost was taken for an earlier
-- period's, whole, and so it stays.
ALTER TABLE settlement_statement_loss ADD COLUMN late boolean NOT NULL DEFAULT false;
ALTER TABLE settlement_statement_loss ADD COLUMN kind text;
ALTER TABLE settlement_statement_loss ADD COLUMN document_id uuid;
UPDATE settlement_statement_loss SET late = true
WHERE (
    SELECT SUM(other.quantity) FROM settlement_statement_loss other
    WHERE other.statement_id = settlement_statement_loss.statement_id
        AND other.batch_id = settlement_statement_loss.batch_id
) <= 0;
