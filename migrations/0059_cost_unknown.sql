-- A batch without a cost line had cost nothing, and all that it sold for was profit. What it cost is
-- not known, until somebody says it or asks for the estimate. What was shared by it stays.
UPDATE production_batch SET unit_cost_rupiah = NULL
    WHERE unit_cost_rupiah = 0 AND cost_rupiah = 0 AND costs_fixed_on IS NULL;
