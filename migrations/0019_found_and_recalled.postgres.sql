-- Lost pieces that were found again: what the shop was charged for them is taken back, so the sums
-- of a period may be below zero; and a surat jalan that its sender took back before it arrived.
ALTER TABLE consignment_move DROP CONSTRAINT consignment_move_charged_quantity_check;
ALTER TABLE consignment_move DROP CONSTRAINT consignment_move_charge_rupiah_check;
ALTER TABLE settlement_statement DROP CONSTRAINT settlement_statement_loss_rupiah_check;
ALTER TABLE settlement_statement_loss DROP CONSTRAINT settlement_statement_loss_amount_rupiah_check;
ALTER TABLE consignment_movement DROP CONSTRAINT consignment_movement_kind_check;
ALTER TABLE consignment_movement ADD CONSTRAINT consignment_movement_kind_check CHECK (kind IN ('return', 'damage', 'loss', 'transfer', 'found_on_shelf', 'found_at_unit'));
ALTER TABLE consignment_delivery DROP CONSTRAINT consignment_delivery_state_check;
ALTER TABLE consignment_delivery ADD CONSTRAINT consignment_delivery_state_check CHECK (state IN ('sent', 'received', 'recalled'));
CREATE TABLE consignment_recall (
  delivery_id uuid NOT NULL PRIMARY KEY REFERENCES consignment_delivery (id),
  id uuid NOT NULL,
  recalled_on date NOT NULL,
  reason text NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL
);
