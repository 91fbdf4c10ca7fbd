-- What a job made to order brought in is shared like a statement. A distribution is of one or the
-- other, and says its number and the day whose rule counts by itself.
ALTER TABLE settlement_distribution
    ALTER COLUMN statement_id DROP NOT NULL,
    ALTER COLUMN agreement_id DROP NOT NULL,
    ALTER COLUMN shop_id DROP NOT NULL,
    ADD COLUMN job_id uuid,
    ADD COLUMN number text,
    ADD COLUMN to_day date;
UPDATE settlement_distribution SET
    number = (SELECT s.number FROM settlement_statement s WHERE s.id = statement_id),
    to_day = (SELECT s.to_day FROM settlement_statement s WHERE s.id = statement_id);
ALTER TABLE settlement_distribution
    ALTER COLUMN number SET NOT NULL,
    ALTER COLUMN to_day SET NOT NULL,
    ADD CONSTRAINT settlement_distribution_job_id_key UNIQUE (job_id),
    ADD CONSTRAINT settlement_distribution_one_check CHECK ((statement_id IS NULL) <> (job_id IS NULL)),
    ADD CONSTRAINT settlement_distribution_agreement_check CHECK ((statement_id IS NULL) = (agreement_id IS NULL)),
    ADD CONSTRAINT settlement_distribution_shop_check CHECK ((statement_id IS NULL) = (shop_id IS NULL));
CREATE INDEX settlement_distribution_to_day ON settlement_distribution (consignor_id, to_day);

-- Who handed the goods over and took the rest of the money, so that another shares it; and the day
-- on which it was shared.
ALTER TABLE production_job ADD COLUMN handed_over_by uuid;
ALTER TABLE production_job ADD COLUMN shared_on date;
