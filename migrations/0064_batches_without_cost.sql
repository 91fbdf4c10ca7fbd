-- Free material: why nothing was paid for a batch. With it the cost of a piece is nothing, and without
-- it and without a cost line it is not known. The first real cost line takes it back.
ALTER TABLE production_batch ADD COLUMN no_cost_reason text;
