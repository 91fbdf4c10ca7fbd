-- A payout of premi, or a release, that was recorded wrongly is taken back: one says why, another
-- agrees. What was recorded stays where it stands or is kept here.
CREATE TABLE settlement_payout_reversal (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    payout_id uuid NOT NULL REFERENCES settlement_payout (id),
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_note text,
    CHECK ((state = 'reported') = (decided_by IS NULL)),
    CHECK (state <> 'rejected' OR decided_note IS NOT NULL),
    CHECK (decided_by IS NULL OR decided_by <> created_by)
);
-- A payout is taken back once, and asked for once at a time.
CREATE UNIQUE INDEX settlement_payout_reversal_one ON settlement_payout_reversal (payout_id)
    WHERE state <> 'rejected';
CREATE INDEX settlement_payout_reversal_waiting ON settlement_payout_reversal (consignor_id, state);

CREATE TABLE people_release_reversal (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    maker_id uuid NOT NULL REFERENCES people_maker (id),
    -- What was recorded of the release.
    released_on date NOT NULL,
    release_note text,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_note text,
    CHECK ((state = 'reported') = (decided_by IS NULL)),
    CHECK (state <> 'rejected' OR decided_note IS NOT NULL),
    CHECK (decided_by IS NULL OR decided_by <> created_by)
);
CREATE UNIQUE INDEX people_release_reversal_open ON people_release_reversal (maker_id)
    WHERE state = 'reported';
CREATE INDEX people_release_reversal_maker ON people_release_reversal (maker_id, created_at);
