-- A drafted addendum may be discarded: its row stays, its version and number are free again. SQLite
-- cannot change a check, so the table is made anew; what refers to it is looked at at the end.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE agreements_terms_before AS SELECT * FROM agreements_terms;
DROP TABLE agreements_terms;
CREATE TABLE agreements_terms (
    id BLOB PRIMARY KEY,
    agreement_id BLOB NOT NULL REFERENCES agreements_agreement (id),
    consignor_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    -- Both sides signed it for a day before the notice days are over.
    signed_early INTEGER NOT NULL,
    addendum_number TEXT,
    addendum_reason TEXT,
    no_scan_reason TEXT,
    part_kind TEXT NOT NULL,
    part_value INTEGER NOT NULL,
    price_set_by TEXT NOT NULL,
    cycle TEXT NOT NULL,
    payment_days INTEGER NOT NULL,
    damage_borne_by TEXT NOT NULL,
    loss_borne_by TEXT NOT NULL,
    return_days INTEGER NOT NULL,
    notice_days INTEGER NOT NULL,
    enforced_by BLOB,
    enforced_at INTEGER,
    created_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    discarded_by BLOB,
    discarded_at INTEGER,
    discard_reason TEXT,
    CONSTRAINT agreements_terms_state_check CHECK (state IN ('draft', 'in_force', 'discarded')),
    CONSTRAINT agreements_terms_version_check CHECK (version >= 1),
    CONSTRAINT agreements_terms_check CHECK (version = 1 OR addendum_number IS NOT NULL),
    CONSTRAINT agreements_terms_part_kind_check CHECK (part_kind IN ('percent_of_gross', 'rupiah_per_unit', 'above_consigned_price')),
    CONSTRAINT agreements_terms_part_value_check CHECK (part_value >= 0),
    CONSTRAINT agreements_terms_check1 CHECK (part_kind <> 'percent_of_gross' OR part_value <= 10000),
    CONSTRAINT agreements_terms_price_set_by_check CHECK (price_set_by IN ('consignor', 'shop')),
    CONSTRAINT agreements_terms_damage_borne_by_check CHECK (damage_borne_by IN ('consignor', 'shop')),
    CONSTRAINT agreements_terms_loss_borne_by_check CHECK (loss_borne_by IN ('consignor', 'shop')),
    CONSTRAINT agreements_terms_cycle_check CHECK (cycle IN ('weekly', 'twice_a_month', 'monthly')),
    CONSTRAINT agreements_terms_discard_check CHECK ((state = 'discarded') = (discarded_by IS NOT NULL AND discard_reason IS NOT NULL))
) STRICT;
INSERT INTO agreements_terms (id, agreement_id, consignor_id, version, state, valid_from, ends_on,
    signed_early, addendum_number, addendum_reason, no_scan_reason, part_kind, part_value,
    price_set_by, cycle, payment_days, damage_borne_by, loss_borne_by, return_days, notice_days,
    enforced_by, enforced_at, created_by, created_at)
SELECT id, agreement_id, consignor_id, version, state, valid_from, ends_on, signed_early,
    addendum_number, addendum_reason, no_scan_reason, part_kind, part_value, price_set_by, cycle,
    payment_days, damage_borne_by, loss_borne_by, return_days, notice_days, enforced_by, enforced_at,
    created_by, created_at
FROM agreements_terms_before;
DROP TABLE agreements_terms_before;
CREATE UNIQUE INDEX agreements_terms_draft ON agreements_terms (agreement_id) WHERE state = 'draft';
CREATE UNIQUE INDEX agreements_terms_version ON agreements_terms (agreement_id, version)
    WHERE state <> 'discarded';
CREATE UNIQUE INDEX agreements_terms_addendum_number ON agreements_terms (consignor_id, addendum_number)
    WHERE addendum_number IS NOT NULL AND state <> 'discarded';

-- A payment of a billing that was recorded wrongly is taken back: the row keeps what was recorded,
-- why it was wrong, and who took it back; the billing is unpaid again.
CREATE TABLE settlement_deposit_reversal (
    id BLOB NOT NULL PRIMARY KEY,
    consignor_id BLOB NOT NULL,
    billing_id BLOB NOT NULL REFERENCES settlement_billing (id),
    -- It was confirmed and stood in the books; else it was only recorded, and is taken back at once.
    posted INTEGER NOT NULL,
    paid_on TEXT NOT NULL,
    ntb TEXT,
    ntpn TEXT NOT NULL,
    file_id BLOB REFERENCES settlement_file (id),
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    confirmed_by BLOB,
    confirmed_at INTEGER,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT settlement_deposit_reversal_state_check CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    decided_by BLOB,
    decided_at INTEGER,
    decided_note TEXT,
    -- Under it the next payment of the billing is recorded and posted.
    next_id BLOB NOT NULL UNIQUE,
    CONSTRAINT settlement_deposit_reversal_check CHECK (posted = (confirmed_by IS NOT NULL)),
    CONSTRAINT settlement_deposit_reversal_check1 CHECK ((state = 'reported') = (decided_by IS NULL)),
    CONSTRAINT settlement_deposit_reversal_check2 CHECK (decided_by IS NULL OR decided_by <> created_by OR posted = 0)
) STRICT;
CREATE INDEX settlement_deposit_reversal_billing ON settlement_deposit_reversal (billing_id, created_at);
CREATE UNIQUE INDEX settlement_deposit_reversal_open ON settlement_deposit_reversal (billing_id)
    WHERE state = 'reported';
CREATE INDEX settlement_deposit_reversal_consignor ON settlement_deposit_reversal (consignor_id, state);

-- Premi that follows a maker to another unit: the one sends it, the other acknowledges it.
CREATE TABLE settlement_premi_transfer (
    id BLOB NOT NULL PRIMARY KEY,
    consignor_id BLOB NOT NULL,
    maker_id BLOB NOT NULL,
    to_consignor_id BLOB NOT NULL,
    -- The same person's row at the unit he went to.
    to_maker_id BLOB NOT NULL,
    saved_rupiah INTEGER NOT NULL CONSTRAINT settlement_premi_transfer_saved_rupiah_check CHECK (saved_rupiah >= 0),
    usable_rupiah INTEGER NOT NULL CONSTRAINT settlement_premi_transfer_usable_rupiah_check CHECK (usable_rupiah >= 0),
    sent_on TEXT NOT NULL,
    reference TEXT NOT NULL,
    file_id BLOB REFERENCES settlement_file (id),
    note TEXT,
    state TEXT NOT NULL CONSTRAINT settlement_premi_transfer_state_check CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    decided_by BLOB,
    decided_at INTEGER,
    decided_on TEXT,
    decided_note TEXT,
    CONSTRAINT settlement_premi_transfer_check CHECK (saved_rupiah + usable_rupiah > 0),
    CONSTRAINT settlement_premi_transfer_check1 CHECK (consignor_id <> to_consignor_id),
    CONSTRAINT settlement_premi_transfer_check2 CHECK ((state = 'reported') = (decided_by IS NULL)),
    CONSTRAINT settlement_premi_transfer_check3 CHECK (decided_by IS NULL OR decided_by <> created_by)
) STRICT;
CREATE INDEX settlement_premi_transfer_from ON settlement_premi_transfer (consignor_id, maker_id);
CREATE INDEX settlement_premi_transfer_to ON settlement_premi_transfer (to_consignor_id, to_maker_id);

-- A maker's release stands with the maker alone.
ALTER TABLE people_maker ADD COLUMN release_note TEXT;
UPDATE people_maker SET
    release_note = (SELECT r.note FROM settlement_release r WHERE r.maker_id = people_maker.id),
    released_on = COALESCE(released_on,
        (SELECT r.released_on FROM settlement_release r WHERE r.maker_id = people_maker.id))
WHERE EXISTS (SELECT 1 FROM settlement_release r WHERE r.maker_id = people_maker.id);
DROP TABLE settlement_release;
