-- Names that were read for one paper: which reading opened which paper's copy.
ALTER TABLE people_identity_reading ADD COLUMN paper_id uuid;
CREATE INDEX people_identity_reading_paper ON people_identity_reading (paper_id)
    WHERE paper_id IS NOT NULL;
