-- The code of the campaign whose link a buyer followed; which campaign that is, is not the order's
-- to know.
ALTER TABLE orders_order ADD COLUMN campaign text;
CREATE INDEX orders_order_by_campaign ON orders_order (campaign, placed_at);

-- A campaign of a unit or of a shop: what it says, which goods it leads to, and for how long.
CREATE TABLE promotion_campaign (
    id           uuid        NOT NULL PRIMARY KEY,
    consignor_id uuid        REFERENCES people_consignor (id),
    shop_id      uuid        REFERENCES people_shop (id),
    name         text        NOT NULL,
    words        text,
    from_day     date        NOT NULL,
    until_day    date,
    ended_on     date,
    created_by   uuid        NOT NULL,
    created_at   timestamptz NOT NULL,
    CHECK ((consignor_id IS NULL) <> (shop_id IS NULL)),
    CHECK (until_day >= from_day)
);
CREATE INDEX promotion_campaign_by_unit ON promotion_campaign (consignor_id, created_at);
CREATE INDEX promotion_campaign_by_shop ON promotion_campaign (shop_id, created_at);

CREATE TABLE promotion_good (
    campaign_id uuid   NOT NULL REFERENCES promotion_campaign (id),
    position    bigint NOT NULL,
    product_id  uuid   NOT NULL REFERENCES catalogue_product (id),
    PRIMARY KEY (campaign_id, position),
    UNIQUE (campaign_id, product_id)
);

-- A way by which it goes round, with a link of its own: WhatsApp, a poster.
CREATE TABLE promotion_channel (
    code        text   NOT NULL PRIMARY KEY,
    campaign_id uuid   NOT NULL REFERENCES promotion_campaign (id),
    position    bigint NOT NULL,
    name        text   NOT NULL,
    UNIQUE (campaign_id, position)
);

-- How many came by a link on a day; nothing of who they were. Written every few seconds at most.
CREATE TABLE promotion_visit (
    code   text   NOT NULL REFERENCES promotion_channel (code),
    day    date   NOT NULL,
    visits bigint NOT NULL CHECK (visits > 0),
    PRIMARY KEY (code, day)
);
