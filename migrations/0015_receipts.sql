-- Goods of several units on one receipt are one sale a unit; these rows say which stand on one
-- receipt. The receipt's id is the first sale's, the one that the till made. A sale without a row
-- is a receipt of its own, which nearly all are.
CREATE TABLE sales_receipt_sale (
    sale_id    uuid   NOT NULL PRIMARY KEY REFERENCES sales_sale (id),
    receipt_id uuid   NOT NULL REFERENCES sales_sale (id),
    -- In the order of the receipt, from 1.
    part       bigint NOT NULL CHECK (part > 0),
    UNIQUE (receipt_id, part)
);
