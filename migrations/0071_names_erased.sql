-- Why a name was erased stands in the log of readings, beside who read it before.
ALTER TABLE people_identity_reading ADD COLUMN kind text NOT NULL DEFAULT 'read'
    CHECK (kind IN ('read', 'erased'));
