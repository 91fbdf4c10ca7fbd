-- What somebody wants a unit to make for him. Who he is stands apart and is erased.
CREATE TABLE orders_lead (
    id           uuid        NOT NULL PRIMARY KEY,
    consignor_id uuid        NOT NULL REFERENCES people_consignor (id),
    -- Where it is like something in the catalogue.
    product_id   uuid        REFERENCES catalogue_product (id),
    what         text        NOT NULL,
    measures     text,
    quantity     bigint      NOT NULL CHECK (quantity > 0),
    wanted_on    date,
    asked_at     timestamptz NOT NULL,
    asked_on     date        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('new', 'quoted', 'declined')),
    -- The quote that was made of it, or why not.
    job_id       uuid        REFERENCES production_job (id),
    reason       text,
    ended_on     date,
    CHECK ((state = 'quoted') = (job_id IS NOT NULL))
);
CREATE INDEX orders_lead_by_unit ON orders_lead (consignor_id, state, asked_on);

-- Personal data, with the consent that it was given under: shown until the day on which it is to
-- be erased, and erased by whatever is written in this room from that day on.
CREATE TABLE orders_lead_buyer (
    lead_id      uuid        NOT NULL PRIMARY KEY REFERENCES orders_lead (id),
    name         text,
    whatsapp     text        NOT NULL,
    consented_at timestamptz NOT NULL,
    erase_on     date        NOT NULL
);
CREATE INDEX orders_lead_buyer_due ON orders_lead_buyer (erase_on);
