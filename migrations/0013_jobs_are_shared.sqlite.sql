-- What a job made to order brought in is shared like a statement. A distribution is of one or the
-- other, and says its number and the day whose rule counts by itself. SQLite cannot make a column
-- optional, so the table is made anew; what refers to it is looked at when all is in its place.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE settlement_distribution_before AS SELECT * FROM settlement_distribution;
DROP TABLE settlement_distribution;
CREATE TABLE settlement_distribution (
    id BLOB NOT NULL PRIMARY KEY,
    consignor_id BLOB NOT NULL,
    statement_id BLOB REFERENCES settlement_statement (id),
    agreement_id BLOB,
    shop_id BLOB,
    rule_id BLOB NOT NULL REFERENCES settlement_rule (id),
    shared_on TEXT NOT NULL,
    base_rupiah INTEGER NOT NULL,
    cost_rupiah INTEGER NOT NULL,
    due_rupiah INTEGER NOT NULL,
    premi_rupiah INTEGER NOT NULL CONSTRAINT settlement_distribution_premi_rupiah_check CHECK (premi_rupiah >= 0),
    state_revenue_rupiah INTEGER NOT NULL CONSTRAINT settlement_distribution_state_revenue_rupiah_check CHECK (state_revenue_rupiah >= 0),
    usable_share INTEGER NOT NULL,
    -- Some cost was the product's estimate and not the batch's own.
    estimated INTEGER NOT NULL,
    digest BLOB NOT NULL,
    created_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    job_id BLOB,
    number TEXT NOT NULL,
    to_day TEXT NOT NULL,
    UNIQUE (statement_id),
    UNIQUE (job_id),
    CONSTRAINT settlement_distribution_one_check CHECK ((statement_id IS NULL) <> (job_id IS NULL)),
    CONSTRAINT settlement_distribution_agreement_check CHECK ((statement_id IS NULL) = (agreement_id IS NULL)),
    CONSTRAINT settlement_distribution_shop_check CHECK ((statement_id IS NULL) = (shop_id IS NULL))
) STRICT;
INSERT INTO settlement_distribution (id, consignor_id, statement_id, agreement_id, shop_id, rule_id,
    shared_on, base_rupiah, cost_rupiah, due_rupiah, premi_rupiah, state_revenue_rupiah, usable_share,
    estimated, digest, created_by, created_at, number, to_day)
SELECT d.id, d.consignor_id, d.statement_id, d.agreement_id, d.shop_id, d.rule_id, d.shared_on,
    d.base_rupiah, d.cost_rupiah, d.due_rupiah, d.premi_rupiah, d.state_revenue_rupiah, d.usable_share,
    d.estimated, d.digest, d.created_by, d.created_at, s.number, s.to_day
FROM settlement_distribution_before d JOIN settlement_statement s ON s.id = d.statement_id;
DROP TABLE settlement_distribution_before;
CREATE INDEX settlement_distribution_consignor ON settlement_distribution (consignor_id, shared_on);
CREATE INDEX settlement_distribution_to_day ON settlement_distribution (consignor_id, to_day);

-- Who handed the goods over and took the rest of the money, so that another shares it; and the day
-- on which it was shared.
ALTER TABLE production_job ADD COLUMN handed_over_by BLOB;
ALTER TABLE production_job ADD COLUMN shared_on TEXT;
