-- Goods between the workshop and the shelf of a shop: sent, received, counted, moved, disputed.
-- Quantities on the shelf are the ledger's; these tables say why they changed.

-- A surat jalan: from the workshop, or from another shop (a transfer).
CREATE TABLE consignment_delivery (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  number text NOT NULL,
  sent_on date NOT NULL,
  -- Why goods left although the agreement does not cover them today.
  exception_reason text,
  carried_by text,
  note text,
  from_shop_id uuid,
  movement_id uuid,
  state text NOT NULL CHECK (state IN ('sent', 'received')),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK ((from_shop_id IS NULL) = (movement_id IS NULL)),
  UNIQUE (consignor_id, number)
);
CREATE INDEX consignment_delivery_consignor ON consignment_delivery (consignor_id, sent_on);
CREATE INDEX consignment_delivery_shop ON consignment_delivery (shop_id, sent_on);

CREATE TABLE consignment_delivery_line (
  delivery_id uuid NOT NULL REFERENCES consignment_delivery (id),
  line_no bigint NOT NULL,
  product_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  sent bigint NOT NULL CHECK (sent > 0),
  PRIMARY KEY (delivery_id, line_no),
  UNIQUE (delivery_id, batch_id)
);

-- The tanda terima: the shop's own count of what arrived.
CREATE TABLE consignment_receipt (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  delivery_id uuid NOT NULL REFERENCES consignment_delivery (id),
  received_on date NOT NULL,
  booked_on date NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (delivery_id)
);

CREATE TABLE consignment_receipt_line (
  receipt_id uuid NOT NULL REFERENCES consignment_receipt (id),
  line_no bigint NOT NULL,
  received bigint NOT NULL CHECK (received >= 0),
  note text,
  photo bytea,
  photo_mime text,
  PRIMARY KEY (receipt_id, line_no)
);

-- Which batches a shop has ever had of a product: what `pick` reads, oldest first.
-- `accountable` is accepted − returned − written off ± transferred: the pieces that must be on
-- the shelf, sold, or in a difference of a count. `verify` holds it against the ledger.
CREATE TABLE consignment_shelf_batch (
  shop_id uuid NOT NULL,
  product_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  consignor_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  finished_on date NOT NULL,
  first_received_on date NOT NULL,
  last_received_on date NOT NULL,
  accountable bigint NOT NULL CHECK (accountable >= 0),
  PRIMARY KEY (shop_id, product_id, batch_id)
);
CREATE INDEX consignment_shelf_batch_consignor ON consignment_shelf_batch (consignor_id, shop_id);

-- Return, damage, loss, transfer: proposed by one side, posted when the other confirms.
CREATE TABLE consignment_movement (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('return', 'damage', 'loss', 'transfer')),
  to_shop_id uuid,
  to_agreement_id uuid,
  happened_on date NOT NULL,
  reason text NOT NULL,
  photo bytea,
  photo_mime text,
  state text NOT NULL CHECK (state IN ('proposed', 'confirmed', 'declined', 'withdrawn')),
  proposed_side text NOT NULL CHECK (proposed_side IN ('consignor', 'shop')),
  borne_by text CHECK (borne_by IN ('consignor', 'shop')),
  booked_on date,
  decided_by uuid,
  decided_at timestamptz,
  decided_note text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK ((kind = 'transfer') = (to_shop_id IS NOT NULL)),
  CHECK ((state = 'proposed') = (decided_by IS NULL)),
  CHECK ((state = 'confirmed') = (booked_on IS NOT NULL))
);
CREATE INDEX consignment_movement_consignor ON consignment_movement (consignor_id, state);
CREATE INDEX consignment_movement_shop ON consignment_movement (shop_id, state);

CREATE TABLE consignment_movement_line (
  movement_id uuid NOT NULL REFERENCES consignment_movement (id),
  line_no bigint NOT NULL,
  product_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (movement_id, line_no),
  UNIQUE (movement_id, batch_id)
);

CREATE TABLE consignment_count (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  counted_on date NOT NULL,
  booked_on date NOT NULL,
  note text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX consignment_count_consignor ON consignment_count (consignor_id, counted_on);
CREATE INDEX consignment_count_shop ON consignment_count (shop_id, counted_on);

CREATE TABLE consignment_count_line (
  count_id uuid NOT NULL REFERENCES consignment_count (id),
  line_no bigint NOT NULL,
  product_id uuid NOT NULL,
  expected bigint NOT NULL,
  counted bigint NOT NULL CHECK (counted >= 0),
  note text,
  PRIMARY KEY (count_id, line_no),
  UNIQUE (count_id, product_id)
);

-- What was not as written: missing on arrival, missing or found at a count. `missing` is
-- positive, `found` was more than expected. Open until both sides have settled every piece.
CREATE TABLE consignment_discrepancy (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  product_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  origin text NOT NULL CHECK (origin IN ('receipt', 'count')),
  direction text NOT NULL CHECK (direction IN ('missing', 'found')),
  document_id uuid NOT NULL,
  delivery_id uuid,
  from_shop_id uuid,
  quantity bigint NOT NULL CHECK (quantity > 0),
  open_quantity bigint NOT NULL CHECK (open_quantity >= 0 AND open_quantity <= quantity),
  booked_on date NOT NULL,
  note text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (document_id, batch_id)
);
CREATE INDEX consignment_discrepancy_consignor ON consignment_discrepancy (consignor_id, open_quantity);
CREATE INDEX consignment_discrepancy_shop ON consignment_discrepancy (shop_id, open_quantity);

CREATE TABLE consignment_proposal (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  discrepancy_id uuid NOT NULL REFERENCES consignment_discrepancy (id),
  side text NOT NULL CHECK (side IN ('consignor', 'shop')),
  resolution text NOT NULL CHECK (resolution IN ('found_at_origin', 'arrived', 'lost', 'taken_back')),
  quantity bigint NOT NULL CHECK (quantity > 0),
  borne_by text CHECK (borne_by IN ('consignor', 'shop')),
  note text NOT NULL,
  state text NOT NULL CHECK (state IN ('proposed', 'confirmed', 'replaced')),
  booked_on date,
  decided_by uuid,
  decided_at timestamptz,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK ((resolution = 'lost') = (borne_by IS NOT NULL)),
  CHECK ((state = 'confirmed') = (booked_on IS NOT NULL))
);
CREATE INDEX consignment_proposal_discrepancy ON consignment_proposal (discrepancy_id);

-- Append-only: every change of a shelf that is not a sale, by agreement and booked day, so that
-- a statement reads its period and nothing else. `quantity` is signed as the shelf sees it.
CREATE TABLE consignment_move (
  id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  product_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('received', 'returned', 'damaged', 'lost', 'transferred_in', 'transferred_out', 'discrepancy')),
  quantity bigint NOT NULL,
  -- What the shop owes for it: pieces it lost or broke, at the due price of that day. Pieces
  -- lost on the way were never on the shelf, so their number stands apart from `quantity`.
  charged_quantity bigint NOT NULL CHECK (charged_quantity >= 0),
  charge_rupiah bigint NOT NULL CHECK (charge_rupiah >= 0),
  booked_on date NOT NULL,
  document_id uuid NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX consignment_move_agreement ON consignment_move (agreement_id, booked_on);
CREATE INDEX consignment_move_document ON consignment_move (document_id);

-- Through which day an agreement's period is closed; what comes later is booked after it.
CREATE TABLE consignment_book (
  agreement_id uuid NOT NULL PRIMARY KEY,
  consignor_id uuid NOT NULL,
  closed_through date NOT NULL
);
