-- The sale that stands in the place of what is taken back: a count had sold its pieces before it was
-- told. Whoever made them has earned nothing by the one or the other twice.
ALTER TABLE sales_refund ADD COLUMN replaced_by uuid;
