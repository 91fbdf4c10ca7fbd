-- What the unit gives back to a shop whose statements came out below zero and that has no further
-- statement to lay it on: recorded by the unit, confirmed by the shop that has the money.
CREATE TABLE settlement_credit_refund (
    id uuid NOT NULL PRIMARY KEY,
    consignor_id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    amount_rupiah bigint NOT NULL CHECK (amount_rupiah > 0),
    paid_on date NOT NULL,
    method text NOT NULL CHECK (method IN ('transfer', 'cash', 'qris')),
    reference text,
    note text,
    state text NOT NULL CHECK (state IN ('reported', 'confirmed', 'rejected')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    decided_note text,
    CHECK ((state = 'reported') = (decided_by IS NULL)),
    CHECK (state <> 'rejected' OR decided_note IS NOT NULL),
    CHECK (decided_by IS NULL OR decided_by <> created_by)
);
CREATE INDEX settlement_credit_refund_agreement ON settlement_credit_refund (agreement_id, state);
CREATE INDEX settlement_credit_refund_consignor ON settlement_credit_refund (consignor_id, paid_on);
CREATE INDEX settlement_credit_refund_shop ON settlement_credit_refund (shop_id, paid_on);
