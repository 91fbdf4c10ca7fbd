-- What a buyer asked for at a shop and may not have got. The id is made where it was heard.
CREATE TABLE demand_ask (
    id          uuid        NOT NULL PRIMARY KEY,
    shop_id     uuid        NOT NULL REFERENCES people_shop (id),
    -- A product, or what the buyer said of something that nobody makes yet; or both.
    product_id  uuid        REFERENCES catalogue_product (id),
    words       text,
    -- The product's name and the words in small letters: what it is searched and summed by.
    heard       text        NOT NULL,
    quantity    bigint      NOT NULL CHECK (quantity > 0),
    -- What the buyer would pay for a piece, where he said.
    price       bigint      CHECK (price > 0),
    asked_on    date        NOT NULL,
    recorded_by uuid        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CHECK (product_id IS NOT NULL OR words IS NOT NULL)
);
CREATE INDEX demand_ask_by_shop ON demand_ask (shop_id, asked_on);
CREATE INDEX demand_ask_by_day ON demand_ask (asked_on);

-- The units that hear of it: the product's own, else all whose agreements with the shop were in
-- force that day. Written with the ask, so that a later agreement does not open what was said
-- before it.
CREATE TABLE demand_ask_unit (
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    ask_id       uuid NOT NULL REFERENCES demand_ask (id),
    -- The ask's own day: a unit's last months are one stretch.
    asked_on     date NOT NULL,
    PRIMARY KEY (consignor_id, ask_id)
);
CREATE INDEX demand_ask_unit_by_day ON demand_ask_unit (consignor_id, asked_on);

-- A shop asks a product's unit for more pieces, under an agreement that covers them.
CREATE TABLE demand_request (
    id           uuid        NOT NULL PRIMARY KEY,
    consignor_id uuid        NOT NULL REFERENCES people_consignor (id),
    shop_id      uuid        NOT NULL REFERENCES people_shop (id),
    agreement_id uuid        NOT NULL REFERENCES agreements_agreement (id),
    product_id   uuid        NOT NULL REFERENCES catalogue_product (id),
    -- The product's name in small letters, for the search.
    heard        text        NOT NULL,
    quantity     bigint      NOT NULL CHECK (quantity > 0),
    note         text,
    asked_on     date        NOT NULL,
    state        text        NOT NULL
        CHECK (state IN ('open', 'promised', 'sent', 'declined', 'withdrawn')),
    -- What the unit said last, or why the shop took it back; the journal has every word.
    answer_note  text,
    delivery_id  uuid        REFERENCES consignment_delivery (id),
    answered_on  date,
    recorded_by  uuid        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    CHECK ((state = 'open') = (answered_on IS NULL))
);
CREATE INDEX demand_request_by_unit ON demand_request (consignor_id, state, asked_on);
CREATE INDEX demand_request_by_shop ON demand_request (shop_id, state, asked_on);
