-- Settlement: what a period came to, what the shop paid of it, and by which rule it was shared.
-- Money is in whole rupiah. Figures are written once, when a document is made, and never changed;
-- only a document's state moves, and who moved it and when stands beside it.

-- Papers behind a figure: transfer slips, receipts, NTPN scans.
CREATE TABLE settlement_file (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    -- Of whom the shop may see it; NULL for papers of the unit alone.
    shop_id uuid,
    name text NOT NULL,
    mime text NOT NULL CHECK (mime IN ('application/pdf', 'image/jpeg', 'image/png')),
    sha256 bytea NOT NULL,
    content bytea NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL
);

-- How a unit settles; the newest row counts.
CREATE TABLE settlement_setting (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    usable_share bigint NOT NULL CHECK (usable_share BETWEEN 0 AND 10000),
    deposit_days bigint NOT NULL CHECK (deposit_days BETWEEN 1 AND 365),
    account_code text,
    legal_basis text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX settlement_setting_consignor ON settlement_setting (consignor_id, created_at);

-- A nota: one agreement, one period.
CREATE TABLE settlement_statement (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    terms_id uuid NOT NULL,
    number text NOT NULL,
    from_day date NOT NULL,
    to_day date NOT NULL,
    closed_on date NOT NULL,
    due_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('closed', 'approved', 'rejected')),
    gross_rupiah bigint NOT NULL,
    shop_rupiah bigint NOT NULL,
    expense_rupiah bigint NOT NULL CHECK (expense_rupiah >= 0),
    loss_rupiah bigint NOT NULL CHECK (loss_rupiah >= 0),
    due_rupiah bigint NOT NULL,
    digest bytea NOT NULL,
    note text,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_on date,
    decided_note text,
    CHECK (from_day <= to_day),
    CHECK (gross_rupiah + loss_rupiah = shop_rupiah + expense_rupiah + due_rupiah),
    CHECK ((state = 'closed') = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> created_by)
);
CREATE UNIQUE INDEX settlement_statement_number ON settlement_statement (consignor_id, number);
CREATE UNIQUE INDEX settlement_statement_from ON settlement_statement (agreement_id, from_day)
    WHERE state <> 'rejected';
CREATE INDEX settlement_statement_consignor ON settlement_statement (consignor_id, to_day);
CREATE INDEX settlement_statement_shop ON settlement_statement (shop_id, to_day);

-- The shelf and the money of a product in the period.
CREATE TABLE settlement_statement_product (
    statement_id uuid NOT NULL REFERENCES settlement_statement (id),
    line_no bigint NOT NULL,
    product_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    opening bigint NOT NULL,
    received bigint NOT NULL,
    sold bigint NOT NULL,
    refunded bigint NOT NULL,
    returned bigint NOT NULL,
    damaged bigint NOT NULL,
    lost bigint NOT NULL,
    transferred bigint NOT NULL,
    difference bigint NOT NULL,
    closing bigint NOT NULL,
    gross_rupiah bigint NOT NULL,
    shop_rupiah bigint NOT NULL,
    due_rupiah bigint NOT NULL,
    PRIMARY KEY (statement_id, line_no),
    UNIQUE (statement_id, product_id)
);

-- What was sold and what came back, by batch and price: what a distribution works from.
CREATE TABLE settlement_statement_line (
    statement_id uuid NOT NULL REFERENCES settlement_statement (id),
    line_no bigint NOT NULL,
    product_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    unit_rupiah bigint NOT NULL,
    sold bigint NOT NULL CHECK (sold >= 0),
    refunded bigint NOT NULL CHECK (refunded >= 0),
    gross_rupiah bigint NOT NULL,
    shop_rupiah bigint NOT NULL,
    -- Of the pieces that came back, those sold before this period, and what they take with them.
    late_refunded bigint NOT NULL CHECK (late_refunded BETWEEN 0 AND refunded),
    late_gross_rupiah bigint NOT NULL CHECK (late_gross_rupiah <= 0),
    late_shop_rupiah bigint NOT NULL CHECK (late_shop_rupiah <= 0),
    PRIMARY KEY (statement_id, line_no)
);

-- Pieces the shop lost or broke and pays for.
CREATE TABLE settlement_statement_loss (
    statement_id uuid NOT NULL REFERENCES settlement_statement (id),
    line_no bigint NOT NULL,
    product_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    quantity bigint NOT NULL,
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah >= 0),
    PRIMARY KEY (statement_id, line_no)
);

-- What the shop may deduct: reported by one, confirmed by another.
CREATE TABLE settlement_expense (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    kind text NOT NULL,
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah > 0),
    spent_on date NOT NULL,
    -- The day of the books: never in a closed period. Set when it is confirmed.
    booked_on date,
    note text NOT NULL,
    file_id uuid REFERENCES settlement_file (id),
    state text NOT NULL CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_note text,
    CHECK ((state = 'reported') = (decided_by IS NULL)),
    CHECK ((state = 'confirmed') = (booked_on IS NOT NULL)),
    CHECK (decided_by IS NULL OR decided_by <> created_by)
);
CREATE INDEX settlement_expense_agreement ON settlement_expense (agreement_id, booked_on);
CREATE INDEX settlement_expense_consignor ON settlement_expense (consignor_id, state, spent_on);
CREATE INDEX settlement_expense_shop ON settlement_expense (shop_id, spent_on);

-- What the shop paid: reported by one, confirmed by the treasurer.
CREATE TABLE settlement_remittance (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah > 0),
    paid_on date NOT NULL,
    method text NOT NULL CHECK (method IN ('transfer', 'cash', 'qris')),
    reference text,
    note text,
    file_id uuid REFERENCES settlement_file (id),
    state text NOT NULL CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_on date,
    decided_note text,
    CHECK ((state = 'reported') = (decided_by IS NULL)),
    CHECK (state <> 'rejected' OR decided_note IS NOT NULL),
    CHECK (decided_by IS NULL OR decided_by <> created_by)
);
CREATE INDEX settlement_remittance_agreement ON settlement_remittance (agreement_id, state);
CREATE INDEX settlement_remittance_consignor ON settlement_remittance (consignor_id, paid_on);
CREATE INDEX settlement_remittance_shop ON settlement_remittance (shop_id, paid_on);

-- A dated rule by which a unit shares. Immutable once approved; a change is a new version.
CREATE TABLE settlement_rule (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    valid_from date NOT NULL,
    base text NOT NULL CHECK (base IN ('gross', 'proceeds', 'profit')),
    legal_basis text NOT NULL,
    decree_number text,
    approving_officer text NOT NULL,
    -- Made from the shipped template and not changed: the numbers are others', not the unit's.
    template boolean NOT NULL,
    remainder_to bigint NOT NULL CHECK (remainder_to >= 0),
    state text NOT NULL CHECK (state IN ('draft', 'approved', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_note text,
    CHECK ((state = 'draft') = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> created_by),
    UNIQUE (consignor_id, name, version)
);
-- On any day one rule is in force.
CREATE UNIQUE INDEX settlement_rule_valid ON settlement_rule (consignor_id, valid_from)
    WHERE state = 'approved';

CREATE TABLE settlement_rule_recipient (
    rule_id uuid NOT NULL REFERENCES settlement_rule (id),
    place bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('premi', 'support_fund', 'state_revenue', 'working_capital', 'other')),
    name text,
    share bigint NOT NULL CHECK (share BETWEEN 1 AND 10000),
    PRIMARY KEY (rule_id, place),
    CHECK ((kind = 'other') = (name IS NOT NULL))
);

-- A statement shared by the rule of its last day.
CREATE TABLE settlement_distribution (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    statement_id uuid NOT NULL REFERENCES settlement_statement (id),
    agreement_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    rule_id uuid NOT NULL REFERENCES settlement_rule (id),
    shared_on date NOT NULL,
    base_rupiah bigint NOT NULL,
    cost_rupiah bigint NOT NULL,
    due_rupiah bigint NOT NULL,
    premi_rupiah bigint NOT NULL CHECK (premi_rupiah >= 0),
    state_revenue_rupiah bigint NOT NULL CHECK (state_revenue_rupiah >= 0),
    usable_share bigint NOT NULL,
    -- Some cost was the product's estimate and not the batch's own.
    estimated boolean NOT NULL,
    digest bytea NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (statement_id)
);
CREATE INDEX settlement_distribution_consignor ON settlement_distribution (consignor_id, shared_on);

CREATE TABLE settlement_distribution_part (
    distribution_id uuid NOT NULL REFERENCES settlement_distribution (id),
    place bigint NOT NULL,
    kind text NOT NULL,
    name text,
    share bigint,
    why text NOT NULL CHECK (why IN ('rule', 'cost', 'nothing', 'kept', 'late_refund')),
    amount_rupiah bigint NOT NULL,
    PRIMARY KEY (distribution_id, place)
);

CREATE TABLE settlement_distribution_batch (
    distribution_id uuid NOT NULL REFERENCES settlement_distribution (id),
    batch_id uuid NOT NULL,
    product_id uuid NOT NULL,
    sold bigint NOT NULL,
    late bigint NOT NULL,
    lost bigint NOT NULL,
    gross_rupiah bigint NOT NULL,
    shop_rupiah bigint NOT NULL,
    unit_cost_rupiah bigint,
    estimated boolean NOT NULL,
    brought_rupiah bigint NOT NULL,
    premi_rupiah bigint NOT NULL,
    PRIMARY KEY (distribution_id, batch_id)
);

-- What a maker got of a batch. Makers are ids here; screens show their codes.
CREATE TABLE settlement_premi (
    distribution_id uuid NOT NULL REFERENCES settlement_distribution (id),
    batch_id uuid NOT NULL,
    maker_id uuid NOT NULL,
    weight bigint NOT NULL,
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah > 0),
    PRIMARY KEY (distribution_id, batch_id, maker_id)
);
CREATE INDEX settlement_premi_maker ON settlement_premi (maker_id);

-- What a maker got of a distribution, in its two halves.
CREATE TABLE settlement_premi_credit (
    distribution_id uuid NOT NULL REFERENCES settlement_distribution (id),
    maker_id uuid NOT NULL,
    consignor_id uuid NOT NULL,
    credited_on date NOT NULL,
    saved_rupiah bigint NOT NULL CHECK (saved_rupiah >= 0),
    usable_rupiah bigint NOT NULL CHECK (usable_rupiah >= 0),
    PRIMARY KEY (distribution_id, maker_id)
);
CREATE INDEX settlement_premi_credit_maker ON settlement_premi_credit (consignor_id, maker_id);

-- Premi paid out: never as cash inside.
CREATE TABLE settlement_payout (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    maker_id uuid NOT NULL,
    part text NOT NULL CHECK (part IN ('saved', 'usable')),
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah > 0),
    method text NOT NULL CHECK (method IN ('bank_book', 'e_money', 'transfer')),
    reference text,
    paid_on date NOT NULL,
    note text,
    state text NOT NULL CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_note text,
    CHECK ((state = 'reported') = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> created_by)
);
CREATE INDEX settlement_payout_maker ON settlement_payout (consignor_id, maker_id);

-- A maker leaves: from this day what was saved may be paid.
CREATE TABLE settlement_release (
    maker_id uuid NOT NULL PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    consignor_id uuid NOT NULL,
    released_on date NOT NULL,
    note text,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL
);

-- A billing of the treasury for the state's part of some distributions.
CREATE TABLE settlement_billing (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    code text NOT NULL,
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah > 0),
    issued_on date NOT NULL,
    expires_on date NOT NULL,
    account_code text,
    state text NOT NULL CHECK (state IN ('issued', 'recorded', 'paid', 'expired')),
    paid_on date,
    ntb text,
    ntpn text,
    file_id uuid REFERENCES settlement_file (id),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    recorded_by uuid,
    recorded_at timestamptz,
    confirmed_by uuid,
    confirmed_at timestamptz,
    CHECK (issued_on <= expires_on),
    CHECK ((state IN ('recorded', 'paid')) = (paid_on IS NOT NULL)),
    CHECK ((paid_on IS NULL) = (ntpn IS NULL)),
    CHECK ((state = 'paid') = (confirmed_by IS NOT NULL)),
    CHECK (confirmed_by IS NULL OR confirmed_by <> recorded_by)
);
CREATE UNIQUE INDEX settlement_billing_code ON settlement_billing (code);
CREATE UNIQUE INDEX settlement_billing_ntpn ON settlement_billing (ntpn) WHERE ntpn IS NOT NULL;
CREATE INDEX settlement_billing_consignor ON settlement_billing (consignor_id, issued_on);

CREATE TABLE settlement_billing_due (
    billing_id uuid NOT NULL REFERENCES settlement_billing (id),
    distribution_id uuid NOT NULL REFERENCES settlement_distribution (id),
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah > 0),
    -- False once the billing expired: the due is open again.
    live boolean NOT NULL,
    PRIMARY KEY (billing_id, distribution_id)
);
CREATE UNIQUE INDEX settlement_billing_due_live ON settlement_billing_due (distribution_id) WHERE live;

-- What a unit is expected to deposit; month 0 is the whole year. The newest row counts.
CREATE TABLE settlement_target (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    year bigint NOT NULL CHECK (year BETWEEN 1990 AND 2199),
    month bigint NOT NULL CHECK (month BETWEEN 0 AND 12),
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah >= 0),
    basis text,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX settlement_target_consignor ON settlement_target (consignor_id, year, month, created_at);
