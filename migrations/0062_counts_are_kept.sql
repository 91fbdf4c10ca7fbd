-- Every count of what is left, also one at which nothing was gone: a count of the days before it knows
-- less than it. Of a count that sold something the id is its receipt's.
CREATE TABLE sales_count (
    id          uuid        NOT NULL PRIMARY KEY,
    shop_id     uuid        NOT NULL,
    counted_on  date        NOT NULL,
    -- Of its own day it is the hour; else when it was typed in.
    counted_at  timestamptz NOT NULL,
    recorded_by uuid        NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX sales_count_by_shop ON sales_count (shop_id, counted_on);
CREATE TABLE sales_count_line (
    count_id    uuid   NOT NULL REFERENCES sales_count (id),
    product_id  uuid   NOT NULL,
    -- Nobody kept it of the counts before these were kept.
    pieces_left bigint CHECK (pieces_left >= 0),
    PRIMARY KEY (count_id, product_id)
);
INSERT INTO sales_count (id, shop_id, counted_on, counted_at, recorded_by, recorded_at)
SELECT id, shop_id, business_day, sold_at, recorded_by, recorded_at
FROM sales_sale WHERE source = 'count';
INSERT INTO sales_count_line (count_id, product_id)
SELECT DISTINCT l.sale_id, l.product_id
FROM sales_line l JOIN sales_sale s ON s.id = l.sale_id WHERE s.source = 'count';
