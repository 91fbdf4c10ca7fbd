-- When the owner's name, number and address and what was noted were erased from a prospect that
-- declined. The shop's name, its city and what was offered stay: they are the unit's own history.
ALTER TABLE network_prospect ADD COLUMN erased_at timestamptz;
