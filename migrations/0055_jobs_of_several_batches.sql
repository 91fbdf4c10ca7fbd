-- A job whose batch came out short is made up by further ones. What the buyer took of each is
-- written down at the hand-over: by it the money is shared.
CREATE TABLE production_job_batch (
  batch_id uuid NOT NULL PRIMARY KEY REFERENCES production_batch (id),
  job_id uuid NOT NULL REFERENCES production_job (id),
  line_no bigint NOT NULL CHECK (line_no >= 1),
  taken bigint NOT NULL CHECK (taken >= 0),
  UNIQUE (job_id, line_no)
);
INSERT INTO production_job_batch (batch_id, job_id, line_no, taken)
SELECT batch_id, id, 1, CASE WHEN state = 'handed_over' THEN quantity ELSE 0 END
FROM production_job WHERE batch_id IS NOT NULL;
