-- The shop-window for people who have never heard of the house: more views without a column for a
-- maker, an own index of words for the search, and what a unit says of itself.

-- The views below are asked by product, by batch and by the code on a label.
CREATE INDEX agreements_selling_by_product ON agreements_selling (product_id, from_day);
CREATE INDEX production_batch_by_product ON production_batch (product_id);
CREATE INDEX production_batch_by_code ON production_batch (UPPER(code));
CREATE INDEX ledger_account_by_batch ON ledger_account (batch_id, kind);
CREATE INDEX sales_day_by_product ON sales_day (product_id, shop_id, booked_day);
CREATE INDEX consignment_count_line_by_product ON consignment_count_line (product_id);
CREATE INDEX consignment_shelf_batch_by_product ON consignment_shelf_batch (product_id);
CREATE INDEX settlement_distribution_batch_by_batch ON settlement_distribution_batch (batch_id);

-- A row for each batch of a product that stands on a shelf. Pieces of another batch that were sold
-- without being there may make up for it: storefront_shelf says whether any is left.
CREATE VIEW storefront_stand AS
SELECT account.shop_id AS shop_id, batch.product_id AS product_id
FROM production_batch batch
JOIN ledger_account account ON account.batch_id = batch.id
WHERE account.kind = 'shelf' AND account.shop_id IS NOT NULL AND account.balance > 0;

-- Where pieces were sold that were not there; of a product named here only storefront_shelf knows.
CREATE VIEW storefront_short AS
SELECT account.shop_id AS shop_id, batch.product_id AS product_id
FROM production_batch batch
JOIN ledger_account account ON account.batch_id = batch.id
WHERE account.kind = 'shelf' AND account.shop_id IS NOT NULL AND account.balance < 0;

-- When a shelf was last looked at, and how: the day of the last sale, count or receipt of goods.
CREATE VIEW storefront_seen AS
SELECT shop_id, product_id, 'sold' AS how, MAX(booked_day) AS day
FROM sales_day
WHERE sold > 0
GROUP BY shop_id, product_id
UNION ALL
SELECT counted.shop_id, line.product_id, 'counted', MAX(counted.counted_on)
FROM consignment_count_line line
JOIN consignment_count counted ON counted.id = line.count_id
GROUP BY counted.shop_id, line.product_id
UNION ALL
SELECT shop_id, product_id, 'received', MAX(last_received_on)
FROM consignment_shelf_batch
GROUP BY shop_id, product_id;

-- Where a unit is; of one that chose a brand not even that.
CREATE VIEW storefront_unit_place AS
SELECT id, CASE WHEN brand IS NULL THEN city END AS city
FROM people_consignor;

-- A finished batch that was made for the shops: what the code on a label leads to.
CREATE VIEW storefront_batch AS
SELECT id, consignor_id, product_id, code, finished_on
FROM production_batch
WHERE finished_on IS NOT NULL AND accepted > 0 AND NOT reserved;

-- What a piece cost to make, as its price receipt says it.
CREATE VIEW storefront_receipt AS
SELECT batch.id AS batch_id,
    COALESCE(batch.unit_cost_rupiah, product.hpp_estimate_rupiah) AS material_rupiah,
    batch.unit_cost_rupiah IS NULL AS estimated
FROM production_batch batch
JOIN catalogue_product product ON product.id = batch.product_id;

-- By which terms a product is sold where, and how long a buyer may bring it back.
CREATE VIEW storefront_terms AS
SELECT selling.shop_id AS shop_id, selling.product_id AS product_id,
    selling.from_day AS from_day, selling.until_day AS until_day,
    selling.part_kind AS part_kind, selling.part_value AS part_value,
    selling.price_rupiah AS price_rupiah, terms.return_days AS return_days
FROM agreements_selling selling
JOIN agreements_terms terms ON terms.id = selling.terms_id;

CREATE VIEW storefront_rule AS
SELECT id, consignor_id, valid_from, base, remainder_to, legal_basis, decree_number, template
FROM settlement_rule
WHERE state = 'approved';

CREATE VIEW storefront_rule_part AS
SELECT rule_id, place, kind, name, share
FROM settlement_rule_recipient;

-- For each time that pieces of a batch were shared: whether the state's part of it was deposited.
CREATE VIEW storefront_deposit AS
SELECT shared.batch_id AS batch_id, distribution.shared_on AS shared_on,
    distribution.state_revenue_rupiah > 0 AS owed,
    (SELECT MAX(billing.paid_on)
     FROM settlement_billing_due due
     JOIN settlement_billing billing ON billing.id = due.billing_id
     WHERE due.distribution_id = distribution.id AND due.live AND billing.state = 'paid') AS paid_on
FROM settlement_distribution_batch shared
JOIN settlement_distribution distribution ON distribution.id = shared.distribution_id;

-- Batches of which more pieces were sold than have been shared yet.
CREATE VIEW storefront_unshared AS
SELECT sales_day.product_id AS product_id, sales_day.batch_id AS batch_id
FROM sales_day
GROUP BY sales_day.product_id, sales_day.batch_id
HAVING SUM(sales_day.sold - sales_day.refunded) > COALESCE(
    (SELECT SUM(shared.sold + shared.late) FROM settlement_distribution_batch shared
     WHERE shared.batch_id = sales_day.batch_id), 0);

-- A unit's totals, only over at least five people, and so round that what one of them adds does
-- not show: people in fives, pieces in tens, rupiah in hundreds of thousands.
CREATE VIEW storefront_total AS
SELECT paid.consignor_id AS consignor_id,
    (paid.people / 5) * 5 AS people,
    (paid.credited_rupiah / 100000) * 100000 AS credited_rupiah,
    (COALESCE((SELECT CAST(SUM(day.sold - day.refunded) AS bigint)
     FROM agreements_agreement agreement
     JOIN sales_day day ON day.agreement_id = agreement.id
     WHERE agreement.consignor_id = paid.consignor_id), 0) / 10) * 10 AS pieces,
    (COALESCE((SELECT CAST(SUM(billing.amount_rupiah) AS bigint)
     FROM settlement_billing billing
     WHERE billing.consignor_id = paid.consignor_id AND billing.state = 'paid'), 0) / 100000)
     * 100000 AS state_rupiah
FROM (
    SELECT consignor_id, CAST(COUNT(DISTINCT maker_id) AS bigint) AS people,
        CAST(SUM(saved_rupiah + usable_rupiah) AS bigint) AS credited_rupiah
    FROM settlement_premi_credit
    GROUP BY consignor_id
    HAVING COUNT(DISTINCT maker_id) >= 5
) AS paid;

-- How often a product was edited: by it the search knows which words it has to read anew.
CREATE VIEW storefront_revision AS
SELECT id, consignor_id, revision
FROM catalogue_product;

-- What a unit says of itself in the shop-window, and which words mean the same in its search.
CREATE TABLE storefront_setting (
    consignor_id uuid NOT NULL PRIMARY KEY REFERENCES people_consignor (id),
    programme text,
    -- A line for each group of words, with commas; nothing: as the house has them.
    synonyms text,
    revision bigint NOT NULL CHECK (revision >= 1),
    updated_by uuid NOT NULL,
    updated_at timestamptz NOT NULL
);

-- The words of products, for the search: which product has a word, and how near to its name it
-- stands (3 the name, 2 what means the same, 1 what is told of it).
CREATE TABLE storefront_word (
    word text NOT NULL,
    product_id uuid NOT NULL,
    nearness bigint NOT NULL CHECK (nearness BETWEEN 1 AND 3),
    PRIMARY KEY (word, product_id)
);
CREATE INDEX storefront_word_by_product ON storefront_word (product_id);

-- The threes of letters of each word: words that share many of them are alike.
CREATE TABLE storefront_gram (
    gram text NOT NULL,
    word text NOT NULL,
    PRIMARY KEY (gram, word)
);

-- Up to which edit of the product and of its unit's words it was read.
CREATE TABLE storefront_read (
    product_id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    setting_revision bigint NOT NULL
);
