-- An account is (owner, kind, place or person, commodity). The id is made from these, so a
-- posting needs no look-up. A commodity is rupiah (no batch) or the units of one batch.
CREATE TABLE ledger_account (
    id           uuid   NOT NULL PRIMARY KEY,
    consignor_id uuid   NOT NULL,
    kind         text   NOT NULL,
    shop_id      uuid,
    agreement_id uuid,
    batch_id     uuid,
    maker_id     uuid,
    detail       text   NOT NULL,
    -- The sum of the account's postings, kept beside them; `hilir verify` rebuilds it.
    balance      bigint NOT NULL
);
CREATE INDEX ledger_account_by_consignor ON ledger_account (consignor_id, kind);
CREATE INDEX ledger_account_by_shop ON ledger_account (shop_id, kind);

-- Amounts in and out of accounts. The postings of one entry sum to zero for each commodity.
-- An entry is the document that caused it: one document posts once, so sending it twice cannot
-- count twice.
CREATE TABLE ledger_posting (
    entry_id     uuid   NOT NULL,
    position     bigint NOT NULL,
    account_id   uuid   NOT NULL REFERENCES ledger_account (id),
    amount       bigint NOT NULL CHECK (amount <> 0),
    business_day date   NOT NULL,
    PRIMARY KEY (entry_id, position)
);
CREATE INDEX ledger_posting_by_account ON ledger_posting (account_id, business_day);
