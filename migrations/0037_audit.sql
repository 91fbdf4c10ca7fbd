-- Packs for auditors: who asked for which period, how far it is, and the finished file in parts.
CREATE TABLE audit_pack (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    from_day date NOT NULL,
    to_day date NOT NULL,
    lang text NOT NULL CHECK (lang IN ('id', 'en')),
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'gone')),
    -- Documents done, of how many.
    done bigint NOT NULL,
    total bigint NOT NULL,
    -- How often a worker began it.
    attempts bigint NOT NULL,
    files bigint NOT NULL,
    failed_checks bigint NOT NULL,
    size_bytes bigint NOT NULL,
    parts bigint NOT NULL,
    sha256 bytea,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    -- When the worker was last heard of.
    beat_at timestamptz,
    finished_at timestamptz,
    CHECK (from_day <= to_day),
    CHECK ((state IN ('ready', 'gone')) = (sha256 IS NOT NULL))
);
CREATE INDEX audit_pack_consignor ON audit_pack (consignor_id, created_at);
CREATE INDEX audit_pack_open ON audit_pack (created_at) WHERE state IN ('waiting', 'running');

CREATE TABLE audit_part (
    pack_id uuid NOT NULL REFERENCES audit_pack (id),
    part bigint NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (pack_id, part)
);
