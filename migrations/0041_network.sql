-- Calon mitra: shops that may become partners, what they were offered, and what was done.

CREATE TABLE network_prospect (
    id uuid PRIMARY KEY,
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    name text NOT NULL,
    owner_name text NOT NULL,
    address text NOT NULL,
    city text NOT NULL,
    -- Digits only, as wa.me wants them: 628…
    whatsapp text,
    notes text,
    stage text NOT NULL CHECK (stage IN ('prospect', 'offered', 'trial', 'agreed', 'declined')),
    -- What is to be done next, and by when.
    next_step text,
    next_on date,
    -- Once it is a shop; and the last agreement that was drafted for it.
    shop_id uuid REFERENCES people_shop (id),
    agreement_id uuid REFERENCES agreements_agreement (id),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK ((next_step IS NULL) = (next_on IS NULL)),
    CHECK (stage NOT IN ('trial', 'agreed') OR shop_id IS NOT NULL)
);
CREATE INDEX network_prospect_unit ON network_prospect (consignor_id, stage, next_on);

-- What was offered; never changed, another is made.
CREATE TABLE network_offer (
    id uuid PRIMARY KEY,
    prospect_id uuid NOT NULL REFERENCES network_prospect (id),
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    number text NOT NULL,
    offered_on date NOT NULL,
    valid_until date NOT NULL,
    -- Of what the buyer pays, to the shop.
    percent_bp bigint NOT NULL CHECK (percent_bp BETWEEN 0 AND 10000),
    note text,
    offered_by uuid NOT NULL,
    UNIQUE (consignor_id, number),
    CHECK (valid_until >= offered_on)
);
CREATE INDEX network_offer_prospect ON network_offer (prospect_id, offered_on);

CREATE TABLE network_offer_line (
    offer_id uuid NOT NULL REFERENCES network_offer (id),
    position bigint NOT NULL,
    product_id uuid NOT NULL REFERENCES catalogue_product (id),
    -- What the buyer pays for one.
    price_rupiah bigint NOT NULL CHECK (price_rupiah > 0),
    quantity bigint CHECK (quantity > 0),
    PRIMARY KEY (offer_id, position)
);

-- What was done with a prospect, by whom; its id is the journal line's subject. Only added to.
CREATE TABLE network_act (
    id uuid PRIMARY KEY,
    prospect_id uuid NOT NULL REFERENCES network_prospect (id),
    deed text NOT NULL CHECK (deed IN ('add', 'edit', 'plan', 'offer', 'trial', 'agree', 'invite',
        'decline', 'reopen')),
    note text,
    done_by uuid NOT NULL,
    done_at timestamptz NOT NULL
);
CREATE INDEX network_act_prospect ON network_act (prospect_id, done_at);
