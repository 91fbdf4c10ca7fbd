-- A phone or a computer of a shop that sells also without a network. Its id is its own; the code
-- stands on its receipts.
CREATE TABLE till_device (
    id         uuid        NOT NULL PRIMARY KEY,
    shop_id    uuid        NOT NULL REFERENCES people_shop (id),
    code       text        NOT NULL,
    name       text        NOT NULL,
    created_by uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (shop_id, code)
);

-- What a device sent, once for each act, whatever became of it. The body of a refused act is kept
-- until it is done or given up; of one that was done the documents tell more.
CREATE TABLE till_act (
    id          uuid        NOT NULL PRIMARY KEY,
    device_id   uuid        NOT NULL REFERENCES till_device (id),
    seq         bigint      NOT NULL CHECK (seq > 0),
    shop_id     uuid        NOT NULL REFERENCES people_shop (id),
    kind        text        NOT NULL,
    -- By the device's clock, and what we hold to be true.
    made_at     timestamptz NOT NULL,
    happened_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    sent_by     uuid        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('done', 'refused', 'withdrawn')),
    digest      bytea       NOT NULL,
    -- Why it was refused, and what it was.
    code        text,
    detail      text,
    body        jsonb,
    -- Why the shop gave it up.
    reason      text,
    CHECK ((state = 'refused') = (code IS NOT NULL AND reason IS NULL AND body IS NOT NULL))
);
CREATE INDEX till_act_by_device ON till_act (device_id, seq);
CREATE INDEX till_act_open ON till_act (shop_id, received_at) WHERE state = 'refused';

-- The end of a day: what should be in the drawer, and what was. Nothing is posted by it.
CREATE TABLE till_drawer (
    id           uuid        NOT NULL PRIMARY KEY,
    device_id    uuid        NOT NULL REFERENCES till_device (id),
    shop_id      uuid        NOT NULL REFERENCES people_shop (id),
    business_day date        NOT NULL,
    opened_at    timestamptz,
    closed_at    timestamptz NOT NULL,
    opened_with  bigint      NOT NULL CHECK (opened_with >= 0),
    expected     bigint      NOT NULL,
    counted      bigint      NOT NULL CHECK (counted >= 0),
    receipts     bigint      NOT NULL CHECK (receipts >= 0),
    note         text,
    recorded_by  uuid        NOT NULL,
    recorded_at  timestamptz NOT NULL
);
CREATE INDEX till_drawer_by_shop ON till_drawer (shop_id, business_day);
