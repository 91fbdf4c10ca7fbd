-- What a buyer says of a line of his receipt: once, and changeable. Nothing says who he is.
CREATE TABLE feedback_review (
    id           uuid        NOT NULL PRIMARY KEY,
    sale_id      uuid        NOT NULL REFERENCES sales_sale (id),
    position     bigint      NOT NULL,
    consignor_id uuid        NOT NULL REFERENCES people_consignor (id),
    shop_id      uuid        NOT NULL REFERENCES people_shop (id),
    product_id   uuid        NOT NULL REFERENCES catalogue_product (id),
    batch_id     uuid        NOT NULL REFERENCES production_batch (id),
    rating       bigint      NOT NULL CHECK (rating BETWEEN 1 AND 5),
    words        text,
    -- Counts the changes, so that nobody lets through what he has not read.
    revision     bigint      NOT NULL CHECK (revision > 0),
    rated_on     date        NOT NULL,
    -- Of the words: they are public only when shown.
    state        text        NOT NULL CHECK (state IN ('wordless', 'waiting', 'shown', 'hidden')),
    decided_by   uuid,
    reason       text,
    UNIQUE (sale_id, position),
    CHECK ((state = 'wordless') = (words IS NULL))
);
CREATE INDEX feedback_review_by_unit ON feedback_review (consignor_id, state, rated_on);
CREATE INDEX feedback_review_by_shop ON feedback_review (shop_id, rated_on);
CREATE INDEX feedback_review_by_product ON feedback_review (product_id);

-- What is wrong with something that was bought, and what is done about it.
CREATE TABLE feedback_complaint (
    id           uuid        NOT NULL PRIMARY KEY,
    receipt_id   uuid        NOT NULL REFERENCES sales_sale (id),
    sale_id      uuid        NOT NULL REFERENCES sales_sale (id),
    position     bigint      NOT NULL,
    consignor_id uuid        NOT NULL REFERENCES people_consignor (id),
    shop_id      uuid        NOT NULL REFERENCES people_shop (id),
    product_id   uuid        NOT NULL REFERENCES catalogue_product (id),
    batch_id     uuid        NOT NULL REFERENCES production_batch (id),
    words        text        NOT NULL,
    made_on      date        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
    answer       text,
    answered_by  uuid,
    answered_on  date,
    outcome      text,
    closed_on    date,
    CHECK ((state = 'open') = (answer IS NULL)),
    CHECK ((state = 'closed') = (closed_on IS NOT NULL))
);
CREATE INDEX feedback_complaint_by_unit ON feedback_complaint (consignor_id, state, made_on);
CREATE INDEX feedback_complaint_by_shop ON feedback_complaint (shop_id, state, made_on);
CREATE INDEX feedback_complaint_by_receipt ON feedback_complaint (receipt_id);

-- For the shop window: only where at least five said something, so that none stands alone.
CREATE VIEW storefront_rating AS
SELECT product_id, CAST(COUNT(*) AS bigint) AS ratings, CAST(SUM(rating) AS bigint) AS stars
FROM feedback_review
GROUP BY product_id
HAVING COUNT(*) >= 5;

-- Words that somebody else has read and let through.
CREATE VIEW storefront_review AS
SELECT product_id, batch_id, rating, words, rated_on
FROM feedback_review
WHERE state = 'shown';

-- A batch that must come back: drafted by one, approved by another, read by all until it is over.
CREATE TABLE production_notice (
    id           uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    batch_id     uuid NOT NULL REFERENCES production_batch (id),
    -- What is wrong, and what to do with a piece of it.
    reason       text NOT NULL,
    advice       text NOT NULL,
    state        text NOT NULL CHECK (state IN ('draft', 'approved', 'dropped', 'lifted')),
    drafted_by   uuid NOT NULL,
    drafted_on   date NOT NULL,
    approved_by  uuid,
    approved_on  date,
    ended_on     date,
    end_reason   text,
    CHECK (approved_by IS NULL OR approved_by <> drafted_by),
    CHECK (state <> 'approved' OR approved_by IS NOT NULL)
);
CREATE INDEX production_notice_by_unit ON production_notice (consignor_id, drafted_on);
CREATE UNIQUE INDEX production_notice_batch_key ON production_notice (batch_id)
    WHERE state IN ('draft', 'approved');
CREATE INDEX production_notice_in_force ON production_notice (approved_on)
    WHERE state = 'approved';

-- What the public reads of it.
CREATE VIEW storefront_notice AS
SELECT batch.id AS batch_id, batch.code AS code, batch.product_id AS product_id,
    notice.reason AS reason, notice.advice AS advice, notice.approved_on AS since
FROM production_notice notice
JOIN production_batch batch ON batch.id = notice.batch_id
WHERE notice.state = 'approved';
