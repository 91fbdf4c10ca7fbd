-- A link to a paper opens it with no more rights than its giver had when he made it: a token of a
-- narrow scope makes a narrow link. Links of before have none written down and keep the giver's own.
ALTER TABLE people_paper_link ADD COLUMN capabilities bigint;
