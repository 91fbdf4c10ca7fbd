-- Which wording stands on the labels of a batch at a shop: written once, because pieces of one
-- batch at one shop are told apart by nothing. What was recorded wrongly is taken back.
CREATE TABLE promotion_label (
    id                uuid        NOT NULL PRIMARY KEY,
    consignor_id      uuid        NOT NULL REFERENCES people_consignor (id),
    batch_id          uuid        NOT NULL REFERENCES production_batch (id),
    product_id        uuid        NOT NULL REFERENCES catalogue_product (id),
    shop_id           uuid        NOT NULL REFERENCES people_shop (id),
    variant           text        NOT NULL CHECK (variant IN ('plain', 'made_inside', 'shared')),
    pieces            bigint      NOT NULL CHECK (pieces > 0),
    labelled_on       date        NOT NULL,
    taken_back_on     date,
    taken_back_reason text,
    created_by        uuid        NOT NULL,
    created_at        timestamptz NOT NULL,
    CHECK ((taken_back_on IS NULL) = (taken_back_reason IS NULL))
);
CREATE UNIQUE INDEX promotion_label_once ON promotion_label (batch_id, shop_id)
    WHERE taken_back_on IS NULL;
CREATE INDEX promotion_label_by_unit ON promotion_label (consignor_id, labelled_on);
-- How many pieces of a batch a shop sold in some weeks.
CREATE INDEX sales_line_by_batch ON sales_line (batch_id);
