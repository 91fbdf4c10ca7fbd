-- Who types a whole name finds what is called so, however many others have its words.
CREATE INDEX catalogue_product_by_name ON catalogue_product (LOWER(name));

-- The search learnt to write two words as one, and a new name of the nest box: all is read anew.
DELETE FROM storefront_read;

-- When a shelf was last looked at, and how. A sale that became known after the books were closed is
-- booked on a later day than the one on which it was made: of the last two days on which something
-- was booked that of the sale itself counts. What a count found sold is a look by counting.
DROP VIEW storefront_seen;
CREATE VIEW storefront_seen AS
SELECT latest.shop_id AS shop_id, latest.product_id AS product_id, 'sold' AS how,
    MAX(sale.business_day) AS day
FROM (
    SELECT agreement_id, booked_day, shop_id, product_id,
        DENSE_RANK() OVER (PARTITION BY product_id, shop_id ORDER BY booked_day DESC) AS place
    FROM sales_day
    WHERE sold > 0
) AS latest
JOIN sales_line line ON line.agreement_id = latest.agreement_id
    AND line.booked_day = latest.booked_day AND line.product_id = latest.product_id
JOIN sales_sale sale ON sale.id = line.sale_id
WHERE latest.place <= 2 AND sale.source <> 'count'
GROUP BY latest.shop_id, latest.product_id
UNION ALL
SELECT counted.shop_id, line.product_id, 'counted', MAX(counted.counted_on)
FROM consignment_count_line line
JOIN consignment_count counted ON counted.id = line.count_id
GROUP BY counted.shop_id, line.product_id
UNION ALL
SELECT shop_id, product_id, 'received', MAX(last_received_on)
FROM consignment_shelf_batch
GROUP BY shop_id, product_id;

-- For the map of pages: when a story was put right last.
DROP VIEW storefront_story;
CREATE VIEW storefront_story AS
SELECT id, consignor_id, published_on, title, slug, place, lead, photo_id, photo_alt,
    COALESCE((SELECT MAX(correction.published_on) FROM stories_public_correction correction
        WHERE correction.story_id = stories_headline.id), published_on) AS changed_on
FROM stories_headline;

-- How many pieces of a batch came to each shop.
CREATE INDEX consignment_move_by_batch ON consignment_move (batch_id);
