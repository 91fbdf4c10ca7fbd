-- What the paper of a version called the parties' addresses, the shop's owner and the goods when the
-- first of both signed it: a copy printed later is the sheet that was signed. NULL: not signed yet, or
-- signed before this was kept; such a version is printed with what they are called today.
ALTER TABLE agreements_terms ADD COLUMN as_signed jsonb;
-- The number that this side gave an addendum in its own books. Those of the agreement itself are its own.
ALTER TABLE agreements_signature ADD COLUMN number text;
