-- Rows that were passed over because a sale says the same, and nothing tells the two apart.
ALTER TABLE intake_upload ADD COLUMN unsure jsonb;
