-- The only door through which public pages look: views without a column for a maker, a cost, a
-- floor price or a number of pieces. What has no column here cannot be shown by mistake.

CREATE VIEW storefront_product AS
SELECT id, consignor_id, family_id, variant, code, name, unit, category, size, material, care,
    description, promise_days, active
FROM catalogue_product;

CREATE VIEW storefront_price AS
SELECT product_id, seq, valid_from, price_rupiah
FROM catalogue_price;

CREATE VIEW storefront_photo AS
SELECT id, product_id, position, alt, width, height
FROM catalogue_photo
WHERE removed_at IS NULL;

-- Where a product may be sold, from which day until which, and at which price if the agreement
-- says one.
CREATE VIEW storefront_offer AS
SELECT shop_id, product_id, from_day, until_day, price_rupiah
FROM agreements_selling;

-- A row says that the product stands on the shop's shelf; how many is the shop's business.
CREATE VIEW storefront_shelf AS
SELECT account.shop_id AS shop_id, batch.product_id AS product_id
FROM ledger_account account
JOIN production_batch batch ON batch.id = account.batch_id
WHERE account.kind = 'shelf' AND account.shop_id IS NOT NULL
GROUP BY account.shop_id, batch.product_id
HAVING SUM(account.balance) > 0;

CREATE VIEW storefront_shop AS
SELECT id, name, address, city, whatsapp, opening_hours
FROM people_shop;

-- Whose goods they are: the unit, or the neutral brand that it chose instead of its name.
CREATE VIEW storefront_unit AS
SELECT id, COALESCE(brand, name) AS name, brand IS NOT NULL AS branded, complaint_contact
FROM people_consignor;
