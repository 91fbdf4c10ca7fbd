-- Shops that take no orders from the shop window: their pages offer none.
CREATE VIEW storefront_closed AS
SELECT shop_id
FROM orders_setting
WHERE NOT accepts;
