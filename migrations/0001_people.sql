-- People and places: units, shops, users and how they come in, makers.
-- A maker's name stands in one table that can be emptied row by row; no other table has it.

CREATE TABLE people_consignor (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    unit_class text NULL,
    kanwil text NOT NULL,
    satker_code text NOT NULL UNIQUE CHECK (length(satker_code) = 6),
    account_code text NULL,
    address text NOT NULL,
    city text NOT NULL,
    phone text NULL,
    zone text NOT NULL CHECK (zone IN ('WIB', 'WITA', 'WIT')),
    complaint_contact text NULL,
    brand text NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX people_consignor_kanwil ON people_consignor (kanwil);

CREATE TABLE people_shop (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    owner_name text NOT NULL,
    address text NOT NULL,
    city text NOT NULL,
    -- Digits only, as wa.me wants them: 628…
    whatsapp text NULL,
    -- The whole text of the shop's own QRIS code, checked when it was saved.
    qris text NULL,
    opening_hours text NULL,
    zone text NOT NULL CHECK (zone IN ('WIB', 'WITA', 'WIT')),
    -- The unit whose administrator registered the shop and may keep its data; null: the house's.
    registered_by_consignor uuid NULL REFERENCES people_consignor (id),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX people_shop_name ON people_shop (name);

CREATE TABLE people_user (
    id uuid PRIMARY KEY,
    -- Small letters; what one types to sign in.
    sign_in_name text NOT NULL UNIQUE,
    name text NOT NULL,
    -- As it stands on the papers; free text, because titles differ by class of unit.
    job_title text NOT NULL,
    -- NIP, where the papers want it.
    employee_number text NULL,
    capabilities bigint NOT NULL CHECK (capabilities BETWEEN 0 AND 127),
    reach text NOT NULL CHECK (reach IN ('consignor', 'shop', 'kanwil', 'all')),
    consignor_id uuid NULL REFERENCES people_consignor (id),
    shop_id uuid NULL REFERENCES people_shop (id),
    kanwil text NULL,
    lang text NULL CHECK (lang IN ('id', 'en')),
    active boolean NOT NULL,
    -- PHC string of argon2id; null until the invitation is accepted.
    password_hash text NULL,
    totp_secret bytea NULL,
    -- Null while the authenticator is being set up.
    totp_since timestamptz NULL,
    -- The last step whose code was used: no code counts twice.
    totp_step bigint NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK ((reach = 'consignor') = (consignor_id IS NOT NULL)),
    CHECK ((reach = 'shop') = (shop_id IS NOT NULL)),
    CHECK ((reach = 'kanwil') = (kanwil IS NOT NULL))
);
CREATE INDEX people_user_consignor ON people_user (consignor_id);
CREATE INDEX people_user_shop ON people_user (shop_id);

CREATE TABLE people_recovery_code (
    user_id uuid NOT NULL REFERENCES people_user (id),
    code_hash bytea NOT NULL,
    used_at timestamptz NULL,
    PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE people_session (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES people_user (id),
    -- SHA-256 of the cookie; the cookie itself is kept nowhere.
    secret_hash bytea NOT NULL UNIQUE,
    -- The password was right and the authenticator's code is still to come.
    awaits_code boolean NOT NULL,
    address text NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz NULL
);
CREATE INDEX people_session_user ON people_session (user_id, seen_at);

CREATE TABLE people_token (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES people_user (id),
    name text NOT NULL,
    secret_hash bytea NOT NULL UNIQUE,
    -- At most the user's own at the time of use.
    capabilities bigint NOT NULL CHECK (capabilities BETWEEN 0 AND 127),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz NULL
);
CREATE INDEX people_token_user ON people_token (user_id);

-- One-time links: the first administrator, an invitation, a new password.
CREATE TABLE people_link (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('first', 'invitation', 'reset')),
    user_id uuid NULL REFERENCES people_user (id),
    secret_hash bytea NOT NULL UNIQUE,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz NULL,
    CHECK ((kind = 'first') = (user_id IS NULL))
);
CREATE INDEX people_link_user ON people_link (user_id);

-- Attempts to sign in. The name is hashed: people type their password into the wrong field.
CREATE TABLE people_attempt (
    id uuid PRIMARY KEY,
    name_hash bytea NOT NULL,
    address text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX people_attempt_name ON people_attempt (name_hash, at);
CREATE INDEX people_attempt_address ON people_attempt (address, at);
CREATE INDEX people_attempt_at ON people_attempt (at);

CREATE TABLE people_maker (
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    id uuid PRIMARY KEY,
    -- What every screen shows.
    code text NOT NULL,
    -- The same person's row at the unit he came from: the premi follows it.
    moved_from uuid NULL UNIQUE REFERENCES people_maker (id),
    -- When he went to another unit, and when he was released.
    moved_on date NULL,
    released_on date NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (consignor_id, code)
);

-- The only place of a maker's name. Erasing deletes the row; the code stays.
CREATE TABLE people_maker_identity (
    maker_id uuid PRIMARY KEY REFERENCES people_maker (id),
    name text NOT NULL,
    registration_number text NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL
);

-- Who read a name, when, and what for.
CREATE TABLE people_identity_reading (
    id uuid PRIMARY KEY,
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    maker_id uuid NOT NULL REFERENCES people_maker (id),
    -- A user, or the house itself, which is none.
    user_id uuid NOT NULL,
    purpose text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX people_identity_reading_consignor ON people_identity_reading (consignor_id, at);
CREATE INDEX people_identity_reading_maker ON people_identity_reading (maker_id, at);
