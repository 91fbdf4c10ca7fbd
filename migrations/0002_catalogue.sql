-- What is made: products with their variants, dated prices, photos.

-- A variant is a product of its own (own code, price and shelf) within a family. The family's id
-- is the id of its first product.
CREATE TABLE catalogue_product (
    id uuid PRIMARY KEY,
    consignor_id uuid NOT NULL,
    family_id uuid NOT NULL,
    -- What tells it from the others of its family: "besar", "merah". The first may have none.
    variant text,
    code text NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    category text,
    size text,
    material text,
    care text,
    description text,
    -- What a piece is thought to cost; the batch knows what it did cost.
    hpp_estimate_rupiah bigint CHECK (hpp_estimate_rupiah >= 0),
    floor_price_rupiah bigint CHECK (floor_price_rupiah > 0),
    -- The trade's barcode, where there is one; the own code otherwise.
    barcode text,
    -- Within how many days an order can be promised.
    promise_days bigint CHECK (promise_days BETWEEN 0 AND 3650),
    active boolean NOT NULL,
    -- Counts the edits, so that two people at once don't undo each other's.
    revision bigint NOT NULL CHECK (revision >= 1),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (consignor_id, code)
);
CREATE UNIQUE INDEX catalogue_product_barcode ON catalogue_product (consignor_id, barcode)
    WHERE barcode IS NOT NULL;
CREATE UNIQUE INDEX catalogue_product_variant ON catalogue_product (family_id, variant)
    WHERE variant IS NOT NULL;
CREATE INDEX catalogue_product_family ON catalogue_product (family_id);

-- Prices by the day from which they hold. Lines are only added: of two with the same day the
-- later holds, and it says why.
CREATE TABLE catalogue_price (
    product_id uuid NOT NULL REFERENCES catalogue_product (id),
    seq bigint NOT NULL,
    id uuid NOT NULL UNIQUE,
    consignor_id uuid NOT NULL,
    valid_from date NOT NULL,
    price_rupiah bigint NOT NULL CHECK (price_rupiah > 0),
    -- The line of the same day that this one corrects.
    corrects bigint,
    reason text,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (product_id, seq),
    CHECK (corrects IS NULL OR reason IS NOT NULL)
);
CREATE INDEX catalogue_price_day ON catalogue_price (product_id, valid_from, seq);

-- Photos, made anew from what was uploaded, so that nothing of the camera is left. A removed photo
-- keeps its row and loses its bytes.
CREATE TABLE catalogue_photo (
    id uuid PRIMARY KEY,
    consignor_id uuid NOT NULL,
    product_id uuid NOT NULL REFERENCES catalogue_product (id),
    position bigint NOT NULL,
    -- What the photo shows, for those who don't see it.
    alt text NOT NULL,
    width bigint NOT NULL CHECK (width > 0),
    height bigint NOT NULL CHECK (height > 0),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    removed_by uuid,
    removed_at timestamptz,
    small bytea,
    large bytea,
    CHECK ((removed_at IS NULL) = (large IS NOT NULL)),
    CHECK ((removed_at IS NULL) = (small IS NOT NULL))
);
CREATE INDEX catalogue_photo_product ON catalogue_photo (product_id, position);
