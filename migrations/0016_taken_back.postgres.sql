-- A drafted addendum may be discarded: its row stays, its version and number are free again.
ALTER TABLE agreements_terms DROP CONSTRAINT agreements_terms_state_check;
ALTER TABLE agreements_terms DROP CONSTRAINT agreements_terms_agreement_id_version_key;
ALTER TABLE agreements_terms
    ADD COLUMN discarded_by uuid,
    ADD COLUMN discarded_at timestamptz,
    ADD COLUMN discard_reason text,
    ADD CONSTRAINT agreements_terms_state_check CHECK (state IN ('draft', 'in_force', 'discarded')),
    ADD CONSTRAINT agreements_terms_discard_check CHECK ((state = 'discarded') = (discarded_by IS NOT NULL AND discard_reason IS NOT NULL));
CREATE UNIQUE INDEX agreements_terms_version ON agreements_terms (agreement_id, version)
    WHERE state <> 'discarded';
DROP INDEX agreements_terms_addendum_number;
CREATE UNIQUE INDEX agreements_terms_addendum_number ON agreements_terms (consignor_id, addendum_number)
    WHERE addendum_number IS NOT NULL AND state <> 'discarded';

-- A payment of a billing that was recorded wrongly is taken back: the row keeps what was recorded,
-- why it was wrong, and who took it back; the billing is unpaid again.
CREATE TABLE settlement_deposit_reversal (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    billing_id uuid NOT NULL REFERENCES settlement_billing (id),
    -- It was confirmed and stood in the books; else it was only recorded, and is taken back at once.
    posted boolean NOT NULL,
    paid_on date NOT NULL,
    ntb text,
    ntpn text NOT NULL,
    file_id uuid REFERENCES settlement_file (id),
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    confirmed_by uuid,
    confirmed_at timestamptz,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_note text,
    -- Under it the next payment of the billing is recorded and posted.
    next_id uuid NOT NULL UNIQUE,
    CHECK (posted = (confirmed_by IS NOT NULL)),
    CHECK ((state = 'reported') = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> created_by OR posted = false)
);
CREATE INDEX settlement_deposit_reversal_billing ON settlement_deposit_reversal (billing_id, created_at);
CREATE UNIQUE INDEX settlement_deposit_reversal_open ON settlement_deposit_reversal (billing_id)
    WHERE state = 'reported';
CREATE INDEX settlement_deposit_reversal_consignor ON settlement_deposit_reversal (consignor_id, state);

-- Premi that follows a maker to another unit: the one sends it, the other acknowledges it.
CREATE TABLE settlement_premi_transfer (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    maker_id uuid NOT NULL,
    to_consignor_id uuid NOT NULL,
    -- The same person's row at the unit he went to.
    to_maker_id uuid NOT NULL,
    saved_rupiah bigint NOT NULL CHECK (saved_rupiah >= 0),
    usable_rupiah bigint NOT NULL CHECK (usable_rupiah >= 0),
    sent_on date NOT NULL,
    reference text NOT NULL,
    file_id uuid REFERENCES settlement_file (id),
    note text,
    state text NOT NULL CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_on date,
    decided_note text,
    CHECK (saved_rupiah + usable_rupiah > 0),
    CHECK (consignor_id <> to_consignor_id),
    CHECK ((state = 'reported') = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> created_by)
);
CREATE INDEX settlement_premi_transfer_from ON settlement_premi_transfer (consignor_id, maker_id);
CREATE INDEX settlement_premi_transfer_to ON settlement_premi_transfer (to_consignor_id, to_maker_id);

-- A maker's release stands with the maker alone.
ALTER TABLE people_maker ADD COLUMN release_note text;
UPDATE people_maker SET
    release_note = (SELECT r.note FROM settlement_release r WHERE r.maker_id = people_maker.id),
    released_on = COALESCE(released_on,
        (SELECT r.released_on FROM settlement_release r WHERE r.maker_id = people_maker.id))
WHERE EXISTS (SELECT 1 FROM settlement_release r WHERE r.maker_id = people_maker.id);
DROP TABLE settlement_release;
