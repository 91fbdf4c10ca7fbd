-- How far a file is on its way in: one of many rows is looked at and taken in beside the requests.
-- Its rows are kept a line each from now on; what waits in the old form is sent again.
DELETE FROM intake_upload WHERE taken_at IS NULL;
ALTER TABLE intake_upload ADD COLUMN stage text NOT NULL DEFAULT 'taken' CHECK (stage IN
    ('waiting', 'looking', 'looked', 'asked', 'taking', 'taken', 'failed'));
-- Rows done of the step that it is at.
ALTER TABLE intake_upload ADD COLUMN done bigint NOT NULL DEFAULT 0;
-- In which its refused rows are told.
ALTER TABLE intake_upload ADD COLUMN lang text NOT NULL DEFAULT 'id';
-- When its worker was last heard of, and how often it was begun.
ALTER TABLE intake_upload ADD COLUMN beat_at timestamptz;
ALTER TABLE intake_upload ADD COLUMN attempts bigint NOT NULL DEFAULT 0;
CREATE INDEX intake_upload_stage ON intake_upload (created_at)
    WHERE stage IN ('waiting', 'looking', 'asked', 'taking');
