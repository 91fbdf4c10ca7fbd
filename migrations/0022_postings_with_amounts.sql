-- What a shelf moved in a period is summed from the index alone: half the time of a running
-- statement beside a million sales.
DROP INDEX ledger_posting_by_account;
CREATE INDEX ledger_posting_by_account ON ledger_posting (account_id, business_day, amount);
