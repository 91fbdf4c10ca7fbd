-- Links that open one paper without an account: signed by their secret, expiring, to be taken back.
CREATE TABLE people_paper_link (
    id uuid PRIMARY KEY,
    -- Whose eyes the paper is seen with.
    user_id uuid NOT NULL REFERENCES people_user (id),
    path text NOT NULL,
    title text NOT NULL,
    recipient text NOT NULL,
    -- Of the path and the secret together: a link opens its own paper and no other.
    secret_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz NULL
);
CREATE INDEX people_paper_link_user ON people_paper_link (user_id, created_at);
