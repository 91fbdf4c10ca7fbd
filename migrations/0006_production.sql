-- What the workshop makes: batches, who made them (by id; shown by code), what they cost,
-- and jobs made to order for a named buyer.

CREATE TABLE production_batch (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  product_id uuid NOT NULL,
  code text NOT NULL,
  basis text NOT NULL CHECK (basis IN ('units', 'hours', 'equal')),
  makers_version bigint NOT NULL CHECK (makers_version >= 1),
  started_on date NOT NULL,
  -- A batch made for a job is not on offer to the shops until the job is cancelled.
  reserved boolean NOT NULL,
  cost_rupiah bigint NOT NULL CHECK (cost_rupiah >= 0),
  -- Set by the first statement that uses the cost: from then on it stands.
  costs_fixed_on date,
  finished_on date,
  accepted bigint CHECK (accepted >= 0),
  rejected bigint CHECK (rejected >= 0),
  unit_cost_rupiah bigint CHECK (unit_cost_rupiah >= 0),
  grade text CHECK (grade IN ('a', 'b', 'c')),
  check_note text,
  checked_by uuid,
  checked_at timestamptz,
  note text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK (finished_on IS NULL OR (accepted + rejected > 0 AND checked_by IS NOT NULL)),
  UNIQUE (consignor_id, code)
);
CREATE INDEX production_batch_product ON production_batch (consignor_id, product_id, finished_on);

-- Append-only: a change of makers is a new version, the batch names the one that counts.
CREATE TABLE production_batch_maker (
  batch_id uuid NOT NULL REFERENCES production_batch (id),
  version bigint NOT NULL,
  maker_id uuid NOT NULL,
  line_no bigint NOT NULL,
  weight bigint NOT NULL CHECK (weight > 0),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (batch_id, version, maker_id)
);
CREATE INDEX production_batch_maker_maker ON production_batch_maker (maker_id);

-- Append-only: a wrong line is answered by a line that takes it back.
CREATE TABLE production_cost_line (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  batch_id uuid NOT NULL REFERENCES production_batch (id),
  what text NOT NULL,
  amount_rupiah bigint NOT NULL CHECK (amount_rupiah <> 0),
  reverses uuid REFERENCES production_cost_line (id),
  reason text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK ((reverses IS NULL AND amount_rupiah > 0) OR (reverses IS NOT NULL AND amount_rupiah < 0)),
  UNIQUE (reverses)
);
CREATE INDEX production_cost_line_batch ON production_cost_line (batch_id);

CREATE TABLE production_job (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  product_id uuid NOT NULL,
  code text NOT NULL,
  what text NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  price_rupiah bigint NOT NULL CHECK (price_rupiah > 0),
  quoted_on date NOT NULL,
  due_on date NOT NULL,
  state text NOT NULL CHECK (state IN ('quoted', 'accepted', 'in_work', 'done', 'handed_over', 'cancelled')),
  deposit_rupiah bigint NOT NULL CHECK (deposit_rupiah >= 0),
  accepted_on date,
  batch_id uuid REFERENCES production_batch (id),
  handed_over_on date,
  cancelled_on date,
  cancel_reason text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK (deposit_rupiah <= price_rupiah),
  UNIQUE (consignor_id, code),
  UNIQUE (batch_id)
);
CREATE INDEX production_job_due ON production_job (consignor_id, state, due_on);

-- Who ordered: personal data, kept out of the journal and erasable.
CREATE TABLE production_job_buyer (
  job_id uuid NOT NULL PRIMARY KEY REFERENCES production_job (id),
  consignor_id uuid NOT NULL,
  name text,
  contact text,
  erased_at timestamptz
);
