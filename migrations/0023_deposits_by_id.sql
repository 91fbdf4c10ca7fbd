-- A billing's payment has an id that its sender made, as every other act has: sent again after it
-- was taken back, it is not recorded a second time. Older payments have none.
ALTER TABLE settlement_billing ADD COLUMN deposit_id uuid;
ALTER TABLE settlement_deposit_reversal ADD COLUMN deposit_id uuid;
