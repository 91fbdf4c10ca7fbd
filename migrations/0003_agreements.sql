-- Agreements (PKS): who agreed what with whom, from which day, on which signed paper.
-- A row of terms is one version: the first is the agreement itself, each later one an addendum.
-- Terms, annex and deductibles are written while they are a draft and never after.

CREATE TABLE agreements_agreement (
    id uuid PRIMARY KEY,
    consignor_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    state text NOT NULL,
    -- How many times the draft was changed, so that nobody puts in force what he has not seen.
    revision bigint NOT NULL,
    title text NOT NULL,
    place text NOT NULL,
    -- The parties' names as the paper has them.
    consignor_name text NOT NULL,
    shop_name text NOT NULL,
    consignor_number text,
    shop_number text,
    signed_on date,
    effective_from date NOT NULL,
    published_on date,
    ends_on date NOT NULL,
    notes text,
    enforced_by uuid,
    enforced_at timestamptz,
    ended_on date,
    end_reason text,
    ended_by uuid,
    ended_at timestamptz,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK (state IN ('draft', 'in_force', 'ended')),
    CHECK (effective_from <= ends_on),
    CHECK (state <> 'in_force' OR (enforced_by IS NOT NULL AND consignor_number IS NOT NULL AND shop_number IS NOT NULL)),
    CHECK (state <> 'ended' OR (ended_on IS NOT NULL AND end_reason IS NOT NULL))
);
-- A number is a party's own: it uses it once. A withdrawn draft gives its number back.
CREATE UNIQUE INDEX agreements_agreement_consignor_number ON agreements_agreement (consignor_id, consignor_number)
    WHERE consignor_number IS NOT NULL AND (state <> 'ended' OR enforced_by IS NOT NULL);
CREATE UNIQUE INDEX agreements_agreement_shop_number ON agreements_agreement (shop_id, shop_number)
    WHERE shop_number IS NOT NULL AND (state <> 'ended' OR enforced_by IS NOT NULL);
CREATE INDEX agreements_agreement_consignor ON agreements_agreement (consignor_id, effective_from);
CREATE INDEX agreements_agreement_shop ON agreements_agreement (shop_id, effective_from);

CREATE TABLE agreements_terms (
    id uuid PRIMARY KEY,
    agreement_id uuid NOT NULL REFERENCES agreements_agreement (id),
    consignor_id uuid NOT NULL,
    version bigint NOT NULL,
    state text NOT NULL,
    valid_from date NOT NULL,
    ends_on date NOT NULL,
    -- Both sides signed it for a day before the notice days are over.
    signed_early boolean NOT NULL,
    addendum_number text,
    addendum_reason text,
    no_scan_reason text,
    part_kind text NOT NULL,
    part_value bigint NOT NULL,
    price_set_by text NOT NULL,
    cycle text NOT NULL,
    payment_days bigint NOT NULL,
    damage_borne_by text NOT NULL,
    loss_borne_by text NOT NULL,
    return_days bigint NOT NULL,
    notice_days bigint NOT NULL,
    enforced_by uuid,
    enforced_at timestamptz,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (agreement_id, version),
    CHECK (state IN ('draft', 'in_force')),
    CHECK (version >= 1),
    CHECK (version = 1 OR addendum_number IS NOT NULL),
    CHECK (part_kind IN ('percent_of_gross', 'rupiah_per_unit', 'above_consigned_price')),
    CHECK (part_value >= 0),
    CHECK (part_kind <> 'percent_of_gross' OR part_value <= 10000),
    CHECK (price_set_by IN ('consignor', 'shop')),
    CHECK (damage_borne_by IN ('consignor', 'shop')),
    CHECK (loss_borne_by IN ('consignor', 'shop')),
    CHECK (cycle IN ('weekly', 'twice_a_month', 'monthly'))
);
CREATE UNIQUE INDEX agreements_terms_draft ON agreements_terms (agreement_id) WHERE state = 'draft';
CREATE UNIQUE INDEX agreements_terms_addendum_number ON agreements_terms (consignor_id, addendum_number)
    WHERE addendum_number IS NOT NULL;

CREATE TABLE agreements_annex (
    terms_id uuid NOT NULL REFERENCES agreements_terms (id),
    product_id uuid NOT NULL,
    line bigint NOT NULL,
    price_rupiah bigint,
    quantity bigint,
    part_kind text,
    part_value bigint,
    below_floor_reason text,
    PRIMARY KEY (terms_id, product_id),
    CHECK (price_rupiah > 0),
    CHECK (quantity > 0),
    CHECK (part_value >= 0),
    CHECK ((part_kind IS NULL) = (part_value IS NULL))
);

CREATE TABLE agreements_deductible (
    terms_id uuid NOT NULL REFERENCES agreements_terms (id),
    kind text NOT NULL,
    limit_rupiah bigint,
    PRIMARY KEY (terms_id, kind),
    CHECK (limit_rupiah > 0)
);

CREATE TABLE agreements_signature (
    terms_id uuid NOT NULL REFERENCES agreements_terms (id),
    side text NOT NULL,
    name text NOT NULL,
    office text NOT NULL,
    acting_for text NOT NULL,
    signed_on date NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (terms_id, side),
    CHECK (side IN ('consignor', 'shop'))
);

CREATE TABLE agreements_scan (
    id uuid PRIMARY KEY,
    agreement_id uuid NOT NULL REFERENCES agreements_agreement (id),
    terms_id uuid NOT NULL REFERENCES agreements_terms (id),
    name text NOT NULL,
    mime text NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    content bytea NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (terms_id, sha256)
);
CREATE INDEX agreements_scan_agreement ON agreements_scan (agreement_id);

-- The documents that made and changed an agreement: the journal has a line for each.
CREATE TABLE agreements_deed (
    agreement_id uuid NOT NULL REFERENCES agreements_agreement (id),
    id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (agreement_id, id)
);

-- Which version sells which product at which shop on which days: every sale asks it, so it is one
-- range of one index. Made anew from the versions whenever one of an agreement changes.
CREATE TABLE agreements_selling (
    shop_id uuid NOT NULL,
    product_id uuid NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    terms_id uuid NOT NULL REFERENCES agreements_terms (id),
    agreement_id uuid NOT NULL REFERENCES agreements_agreement (id),
    consignor_id uuid NOT NULL,
    part_kind text NOT NULL,
    part_value bigint NOT NULL,
    price_rupiah bigint,
    price_set_by text NOT NULL,
    PRIMARY KEY (shop_id, product_id, from_day, terms_id)
);
CREATE INDEX agreements_selling_agreement ON agreements_selling (agreement_id);
