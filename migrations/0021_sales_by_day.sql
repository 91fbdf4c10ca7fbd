-- What was sold and brought back of a batch in a day at one price, by the day under which it is
-- booked: the sums of sales_line and sales_refund_line, kept in the transaction that writes the
-- line, so that a page about a month costs by its days and not by its sales. `hilir verify`
-- rebuilds it. It refers to nothing, as an account does: the lines do.
CREATE TABLE sales_day (
    agreement_id  uuid   NOT NULL,
    booked_day    date   NOT NULL,
    batch_id      uuid   NOT NULL,
    unit_price    bigint NOT NULL,
    shop_id       uuid   NOT NULL,
    product_id    uuid   NOT NULL,
    sold          bigint NOT NULL,
    sold_part     bigint NOT NULL,
    refunded      bigint NOT NULL,
    refunded_part bigint NOT NULL,
    PRIMARY KEY (agreement_id, booked_day, batch_id, unit_price)
);
CREATE INDEX sales_day_by_shop ON sales_day (shop_id, booked_day);
INSERT INTO sales_day (agreement_id, booked_day, batch_id, unit_price, shop_id, product_id, sold,
    sold_part, refunded, refunded_part)
SELECT moved.agreement_id, moved.booked_day, moved.batch_id, moved.unit_price, a.shop_id,
    moved.product_id, CAST(SUM(moved.sold) AS bigint), CAST(SUM(moved.sold_part) AS bigint),
    CAST(SUM(moved.refunded) AS bigint), CAST(SUM(moved.refunded_part) AS bigint)
FROM (
    SELECT agreement_id, booked_day, batch_id, unit_price, product_id, quantity AS sold,
        shop_part AS sold_part, 0 AS refunded, 0 AS refunded_part
    FROM sales_line
    UNION ALL
    SELECT agreement_id, booked_day, batch_id, unit_price, product_id, 0, 0, quantity, shop_part
    FROM sales_refund_line
) AS moved JOIN agreements_agreement a ON a.id = moved.agreement_id
GROUP BY moved.agreement_id, moved.booked_day, moved.batch_id, moved.unit_price, a.shop_id,
    moved.product_id;

-- The last count of a shop is asked for by every till; without counts it was looked for in all sales.
CREATE INDEX sales_sale_by_count ON sales_sale (shop_id, business_day) WHERE source = 'count';
