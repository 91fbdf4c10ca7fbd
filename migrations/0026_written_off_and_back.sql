-- What was written off and was mended or found since comes back to the workshop in the same way: one
-- says so, another agrees. `kind` is then what it had been.
ALTER TABLE production_write_off ADD COLUMN back boolean NOT NULL DEFAULT false;
