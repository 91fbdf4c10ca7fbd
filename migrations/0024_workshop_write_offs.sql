-- Goods that were spoiled or lost in the workshop, before they went anywhere: one says so, another
-- agrees, and only then they leave the workshop.
CREATE TABLE production_write_off (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  batch_id uuid NOT NULL REFERENCES production_batch (id),
  kind text NOT NULL CHECK (kind IN ('damaged', 'lost')),
  quantity bigint NOT NULL CHECK (quantity > 0),
  happened_on date NOT NULL,
  reason text NOT NULL,
  state text NOT NULL CHECK (state IN ('proposed', 'approved', 'declined')),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  decided_note text,
  CHECK ((state = 'proposed') = (decided_by IS NULL)),
  CHECK (state <> 'declined' OR decided_note IS NOT NULL),
  CHECK (decided_by IS NULL OR decided_by <> created_by)
);
CREATE INDEX production_write_off_batch ON production_write_off (batch_id, created_at);
CREATE INDEX production_write_off_waiting ON production_write_off (consignor_id, state);
