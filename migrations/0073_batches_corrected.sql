-- What was wrong with a batch is put right: one says why, another agrees. A check is taken back
-- while no piece has left the workshop, and the batch is open again; makers are named anew until
-- what it earned was first shared.
CREATE TABLE production_correction (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  batch_id uuid NOT NULL REFERENCES production_batch (id),
  kind text NOT NULL CHECK (kind IN ('check', 'makers')),
  -- What the check had said.
  finished_on date,
  accepted bigint CHECK (accepted >= 0),
  rejected bigint CHECK (rejected >= 0),
  check_id uuid,
  checked_by uuid,
  -- The version of the makers that is proposed.
  makers_version bigint,
  reason text NOT NULL,
  state text NOT NULL CHECK (state IN ('proposed', 'approved', 'declined')),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  decided_note text,
  CHECK ((kind = 'makers') = (makers_version IS NOT NULL)),
  CHECK ((kind = 'check') = (finished_on IS NOT NULL)),
  CHECK ((state = 'proposed') = (decided_by IS NULL)),
  CHECK (state <> 'declined' OR decided_note IS NOT NULL),
  CHECK (decided_by IS NULL OR decided_by <> created_by)
);
CREATE UNIQUE INDEX production_correction_open ON production_correction (batch_id, kind)
  WHERE state = 'proposed';
CREATE INDEX production_correction_batch ON production_correction (batch_id, created_at);
CREATE INDEX production_correction_waiting ON production_correction (consignor_id, state);

-- By what id the check stands in the ledger and the journal; none where it is the batch's own.
ALTER TABLE production_batch ADD COLUMN check_id uuid;
-- Set by the first sharing of what it earned: from then on its makers stand.
ALTER TABLE production_batch ADD COLUMN makers_fixed_on date;
UPDATE production_batch SET makers_fixed_on = (
  SELECT MIN(d.shared_on) FROM settlement_distribution_batch b
  JOIN settlement_distribution d ON d.id = b.distribution_id
  WHERE b.batch_id = production_batch.id);
-- Opened by mistake, and given up before anything was checked. Its code stays taken.
ALTER TABLE production_batch ADD COLUMN given_up_on date;
ALTER TABLE production_batch ADD COLUMN given_up_by uuid;
ALTER TABLE production_batch ADD COLUMN given_up_reason text;
