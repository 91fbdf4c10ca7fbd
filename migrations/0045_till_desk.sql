-- Who gave a refused act up at the desk, for a phone that no longer can; nobody where the phone did.
ALTER TABLE till_act ADD COLUMN given_up_by uuid;
CREATE INDEX till_act_given_up ON till_act (device_id, received_at) WHERE given_up_by IS NOT NULL;
CREATE INDEX till_act_withdrawn ON till_act (shop_id, received_at) WHERE state = 'withdrawn';

-- A queue that came as a file, and what became of its lines. Those in which no act could be read
-- stand in `unread`, each with its number and why.
CREATE TABLE till_import (
    id          uuid        NOT NULL PRIMARY KEY,
    name        text        NOT NULL,
    done        bigint      NOT NULL,
    again       bigint      NOT NULL,
    refused     bigint      NOT NULL,
    unread      jsonb       NOT NULL,
    imported_by uuid        NOT NULL,
    imported_at timestamptz NOT NULL
);
CREATE INDEX till_import_by_user ON till_import (imported_by, imported_at);
