-- Spreadsheets that wait for their sender's yes. Not a fact of the books: a row goes with its end.
CREATE TABLE intake_upload (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES people_user (id),
    kind text NOT NULL,
    -- Of the rows as they were read.
    digest bytea NOT NULL,
    -- The rows themselves; gone once they were taken in. They may hold names of makers.
    content bytea NULL,
    row_count bigint NOT NULL,
    fresh bigint NOT NULL,
    again bigint NOT NULL,
    refused bigint NOT NULL,
    examples bigint NOT NULL,
    -- What is wrong, row by row.
    bad jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    taken_at timestamptz NULL
);
CREATE INDEX intake_upload_user ON intake_upload (user_id, created_at);
CREATE INDEX intake_upload_end ON intake_upload (expires_at);
