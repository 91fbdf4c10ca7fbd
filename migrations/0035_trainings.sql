-- Trainings: what was learnt, by whom (by id; shown by code), and who examined. Written once; one
-- recorded wrongly is taken back with a reason, and its certificates hold no more.
CREATE TABLE production_training (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  -- What was taught, a line each.
  content text,
  hours bigint NOT NULL CHECK (hours > 0),
  from_day date NOT NULL,
  to_day date NOT NULL,
  place text NOT NULL,
  examiner text NOT NULL,
  examiner_title text NOT NULL,
  taken_back_on date,
  taken_back_by uuid,
  taken_back_reason text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK (from_day <= to_day),
  CHECK ((taken_back_on IS NULL) = (taken_back_reason IS NULL)),
  UNIQUE (consignor_id, number)
);
CREATE INDEX production_training_consignor ON production_training (consignor_id, to_day);

CREATE TABLE production_trainee (
  training_id uuid NOT NULL REFERENCES production_training (id),
  line_no bigint NOT NULL,
  maker_id uuid NOT NULL,
  result text NOT NULL CHECK (result IN ('very_good', 'good', 'fair')),
  PRIMARY KEY (training_id, line_no),
  UNIQUE (training_id, maker_id)
);
CREATE INDEX production_trainee_maker ON production_trainee (maker_id);
