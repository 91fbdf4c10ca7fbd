-- When the buyer brought it, where a till tells the hour: a count that was taken before looks at it.
ALTER TABLE sales_refund ADD COLUMN brought_at timestamptz;

-- What changed a shop's shelf since the day of a count.
CREATE INDEX consignment_move_by_shop ON consignment_move (shop_id, booked_on);
