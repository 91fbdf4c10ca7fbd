-- What the shop says of a statement: it agrees, or it disputes it with a reason. Nothing is written
-- over; the last answer counts.
CREATE TABLE settlement_statement_answer (
    id uuid NOT NULL PRIMARY KEY,
    statement_id uuid NOT NULL REFERENCES settlement_statement (id),
    -- Counts the answers to a statement from 1.
    seq bigint NOT NULL CHECK (seq > 0),
    answer text NOT NULL CHECK (answer IN ('agreed', 'disputed')),
    reason text,
    answered_by uuid NOT NULL,
    answered_at timestamptz NOT NULL,
    UNIQUE (statement_id, seq),
    CHECK ((answer = 'disputed') = (reason IS NOT NULL))
);
