-- One sale: pieces of one unit's goods that a buyer took from one shop. The id is the till's.
CREATE TABLE sales_sale (
    id             uuid        NOT NULL PRIMARY KEY,
    consignor_id   uuid        NOT NULL REFERENCES people_consignor (id),
    shop_id        uuid        NOT NULL REFERENCES people_shop (id),
    receipt_number text        NOT NULL,
    -- When the buyer took it, by the seller's clock; the day in the unit's zone.
    sold_at        timestamptz NOT NULL,
    business_day   date        NOT NULL,
    payment        text        NOT NULL CHECK (payment IN ('cash', 'qris', 'transfer')),
    -- How it became known: a sale typed in or sent by a till, or a count of what was left.
    source         text        NOT NULL CHECK (source IN ('desk', 'till', 'count')),
    -- Of a sale by count: the day after the count before; it was sold between that and its day.
    counted_from   date,
    gross          bigint      NOT NULL CHECK (gross > 0),
    note           text,
    recorded_by    uuid        NOT NULL,
    recorded_at    timestamptz NOT NULL
);
CREATE INDEX sales_sale_by_shop ON sales_sale (shop_id, business_day);

-- A line takes pieces of one batch at one price; the terms in force are frozen into it.
CREATE TABLE sales_line (
    sale_id      uuid   NOT NULL REFERENCES sales_sale (id),
    position     bigint NOT NULL,
    product_id   uuid   NOT NULL REFERENCES catalogue_product (id),
    batch_id     uuid   NOT NULL REFERENCES production_batch (id),
    agreement_id uuid   NOT NULL REFERENCES agreements_agreement (id),
    terms_id     uuid   NOT NULL,
    quantity     bigint NOT NULL CHECK (quantity > 0),
    unit_price   bigint NOT NULL CHECK (unit_price > 0),
    shop_part    bigint NOT NULL CHECK (shop_part >= 0 AND shop_part <= quantity * unit_price),
    -- The day under which it stands in a statement: the day it was sold, or the first day after
    -- the books that were already closed when it became known.
    booked_day   date   NOT NULL,
    PRIMARY KEY (sale_id, position)
);
CREATE INDEX sales_line_by_agreement ON sales_line (agreement_id, booked_day);

-- A buyer brought pieces back. Nothing is taken off the sale: this is a line of its own.
CREATE TABLE sales_refund (
    id           uuid        NOT NULL PRIMARY KEY,
    sale_id      uuid        NOT NULL REFERENCES sales_sale (id),
    consignor_id uuid        NOT NULL REFERENCES people_consignor (id),
    shop_id      uuid        NOT NULL REFERENCES people_shop (id),
    business_day date        NOT NULL,
    reason       text        NOT NULL,
    -- Back on the shelf, or set apart as damaged.
    resellable   boolean     NOT NULL,
    -- Why it was taken back after the return window.
    exception    text,
    gross        bigint      NOT NULL CHECK (gross > 0),
    recorded_by  uuid        NOT NULL,
    recorded_at  timestamptz NOT NULL
);
CREATE INDEX sales_refund_by_sale ON sales_refund (sale_id);
CREATE INDEX sales_refund_by_shop ON sales_refund (shop_id, business_day);

CREATE TABLE sales_refund_line (
    refund_id     uuid   NOT NULL REFERENCES sales_refund (id),
    -- The sale's line that it takes back from.
    sale_id       uuid   NOT NULL,
    position      bigint NOT NULL,
    product_id    uuid   NOT NULL,
    batch_id      uuid   NOT NULL,
    agreement_id  uuid   NOT NULL,
    quantity      bigint NOT NULL CHECK (quantity > 0),
    unit_price    bigint NOT NULL CHECK (unit_price > 0),
    shop_part     bigint NOT NULL CHECK (shop_part >= 0),
    booked_day    date   NOT NULL,
    PRIMARY KEY (refund_id, position),
    FOREIGN KEY (sale_id, position) REFERENCES sales_line (sale_id, position)
);
CREATE INDEX sales_refund_line_by_agreement ON sales_refund_line (agreement_id, booked_day);
CREATE INDEX sales_refund_line_by_sale ON sales_refund_line (sale_id, position);

-- Through which day the books of an agreement are closed; later facts stand under later days.
CREATE TABLE sales_closed (
    agreement_id uuid NOT NULL PRIMARY KEY REFERENCES agreements_agreement (id),
    through      date NOT NULL
);
