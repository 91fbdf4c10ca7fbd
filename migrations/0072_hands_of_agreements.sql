-- Who had a hand in a version: who drafted, rewrote or worded it, recorded a signature or attached
-- a scan. None of them puts it in force.
CREATE TABLE agreements_hand (
  terms_id uuid NOT NULL REFERENCES agreements_terms (id),
  user_id uuid NOT NULL,
  PRIMARY KEY (terms_id, user_id)
);
-- What the records of before tell: who wrote last, who recorded signatures and scans, and of a
-- first draft everybody whom the journal names.
INSERT INTO agreements_hand (terms_id, user_id)
SELECT id, created_by FROM agreements_terms
UNION SELECT t.id, a.created_by FROM agreements_terms t
  JOIN agreements_agreement a ON a.id = t.agreement_id WHERE t.version = 1
UNION SELECT terms_id, created_by FROM agreements_signature
UNION SELECT terms_id, created_by FROM agreements_scan
UNION SELECT t.id, l.actor_id FROM agreements_terms t
  JOIN agreements_deed d ON d.agreement_id = t.agreement_id
  JOIN journal_line l ON l.subject_id = d.id
  WHERE t.version = 1 AND t.state = 'draft' AND l.kind IN ('agreements.draft', 'agreements.revise',
    'agreements.reword', 'agreements.sign', 'agreements.attach');
