-- Pieces of a shelf that are set aside for a buyer who said that he comes. A hold ends by the
-- clock: whoever counts them asks for those that end later than now, so nothing has to end them.
CREATE TABLE consignment_hold (
    holder_id  uuid        NOT NULL,
    product_id uuid        NOT NULL REFERENCES catalogue_product (id),
    shop_id    uuid        NOT NULL REFERENCES people_shop (id),
    quantity   bigint      NOT NULL CHECK (quantity > 0),
    ends_at    timestamptz NOT NULL,
    PRIMARY KEY (holder_id, product_id)
);
CREATE INDEX consignment_hold_by_shop ON consignment_hold (shop_id, ends_at);

-- Until when all of a product that a shop has is set aside: then none of it is offered. It names
-- no number of pieces and knows no clock; the reader asks whether the moment is still to come.
CREATE VIEW storefront_reserved AS
SELECT held.shop_id AS shop_id, held.product_id AS product_id, MAX(held.ends_at) AS until
FROM (SELECT shop_id, product_id, ends_at,
             SUM(quantity) OVER (PARTITION BY shop_id, product_id ORDER BY ends_at DESC) AS pieces
      FROM consignment_hold) held
WHERE held.pieces >= (SELECT COALESCE(SUM(account.balance), 0)
                      FROM ledger_account account
                      JOIN production_batch batch ON batch.id = account.batch_id
                      WHERE account.kind = 'shelf' AND account.shop_id = held.shop_id
                        AND batch.product_id = held.product_id)
GROUP BY held.shop_id, held.product_id;

-- How a shop takes orders; the usual where it said nothing.
CREATE TABLE orders_setting (
    shop_id    uuid    NOT NULL PRIMARY KEY REFERENCES people_shop (id),
    accepts    boolean NOT NULL,
    hold_hours bigint  NOT NULL CHECK (hold_hours BETWEEN 1 AND 168)
);

-- What a buyer, whom nobody knows, asks one shop to set aside. Nothing of him is kept: the code
-- goes with his message, and the message is between him and the shop.
CREATE TABLE orders_order (
    id         uuid        NOT NULL PRIMARY KEY,
    shop_id    uuid        NOT NULL REFERENCES people_shop (id),
    code       text        NOT NULL,
    placed_at  timestamptz NOT NULL,
    placed_on  date        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('open', 'held', 'collected', 'lapsed')),
    -- The step that set the pieces aside last, and until when.
    hold_step  uuid,
    held_until timestamptz,
    -- The sale that it became, and why it came to nothing.
    sale_id    uuid        REFERENCES sales_sale (id),
    reason     text,
    ended_on   date,
    CHECK ((state = 'collected') = (sale_id IS NOT NULL)),
    CHECK (state <> 'held' OR held_until IS NOT NULL)
);
CREATE UNIQUE INDEX orders_order_code_key ON orders_order (code);
CREATE INDEX orders_order_by_shop ON orders_order (shop_id, state, placed_at);

CREATE TABLE orders_line (
    order_id   uuid   NOT NULL REFERENCES orders_order (id),
    position   bigint NOT NULL,
    product_id uuid   NOT NULL REFERENCES catalogue_product (id),
    quantity   bigint NOT NULL CHECK (quantity > 0),
    -- What a piece cost on that day; the sale asks again.
    unit_price bigint CHECK (unit_price > 0),
    PRIMARY KEY (order_id, position)
);
