-- A batch that must come back is offered to nobody, though it stands on the shelf until the shop has
-- sent it back. Pieces of it that were sold without being there still make up for others.
CREATE INDEX production_notice_recalled ON production_notice (batch_id) WHERE state = 'approved';

DROP VIEW storefront_stand;
CREATE VIEW storefront_stand AS
SELECT account.shop_id AS shop_id, batch.product_id AS product_id
FROM production_batch batch
JOIN ledger_account account ON account.batch_id = batch.id
WHERE account.kind = 'shelf' AND account.shop_id IS NOT NULL AND account.balance > 0
    AND NOT EXISTS (SELECT 1 FROM production_notice notice
        WHERE notice.batch_id = batch.id AND notice.state = 'approved');

DROP VIEW storefront_shelf;
CREATE VIEW storefront_shelf AS
SELECT account.shop_id AS shop_id, batch.product_id AS product_id
FROM ledger_account account
JOIN production_batch batch ON batch.id = account.batch_id
WHERE account.kind = 'shelf' AND account.shop_id IS NOT NULL
    AND (account.balance <= 0 OR NOT EXISTS (SELECT 1 FROM production_notice notice
        WHERE notice.batch_id = batch.id AND notice.state = 'approved'))
GROUP BY account.shop_id, batch.product_id
HAVING SUM(account.balance) > 0;

-- Until when all of a product that a shop may hand out is set aside.
DROP VIEW storefront_reserved;
CREATE VIEW storefront_reserved AS
SELECT held.shop_id AS shop_id, held.product_id AS product_id, MAX(held.ends_at) AS until
FROM (SELECT shop_id, product_id, ends_at,
             SUM(quantity) OVER (PARTITION BY shop_id, product_id ORDER BY ends_at DESC) AS pieces
      FROM consignment_hold) held
WHERE held.pieces >= (SELECT COALESCE(SUM(account.balance), 0)
                      FROM ledger_account account
                      JOIN production_batch batch ON batch.id = account.batch_id
                      WHERE account.kind = 'shelf' AND account.shop_id = held.shop_id
                        AND batch.product_id = held.product_id
                        AND (account.balance <= 0 OR NOT EXISTS (
                            SELECT 1 FROM production_notice notice
                            WHERE notice.batch_id = batch.id AND notice.state = 'approved')))
GROUP BY held.shop_id, held.product_id;
