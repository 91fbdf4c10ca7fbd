-- The list of sales is read from its new end, of a shop, of a unit or of all: in the order of an
-- index, so that its first page costs the same beside a million others.
DROP INDEX sales_sale_by_shop;
CREATE INDEX sales_sale_by_shop ON sales_sale (shop_id, business_day, recorded_at);
CREATE INDEX sales_sale_by_consignor ON sales_sale (consignor_id, business_day, recorded_at);
CREATE INDEX sales_sale_by_day ON sales_sale (business_day, recorded_at);
