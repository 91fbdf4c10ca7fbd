//! What a shop's shelf hears of before anybody confirmed that it came.

use db::{Read, Result, Tx, sql};
use kernel::{AgreementId, BatchId, ConsignorId, Day, ProductId, ShopId};

use crate::fifo::OnShelf;

/// A batch on its way to a shop that never had it.
struct Coming {
    consignor: ConsignorId,
    agreement: AgreementId,
    batch: BatchId,
    sent_on: Day,
}

fn coming(read: &mut Read, shop: ShopId, product: ProductId) -> Result<Vec<Coming>> {
    let sql = sql!(
        "SELECT d.consignor_id, d.agreement_id, l.batch_id, d.sent_on
         FROM consignment_delivery d JOIN consignment_delivery_line l ON l.delivery_id = d.id
         WHERE d.shop_id = $1 AND d.state = 'sent' AND l.product_id = $2
           AND NOT EXISTS (SELECT 1 FROM consignment_shelf_batch b
             WHERE b.shop_id = $1 AND b.product_id = $2 AND b.batch_id = l.batch_id)
         ORDER BY d.sent_on, d.number, l.line_no"
    );
    read.all(sql, &[&shop, &product], |row| {
        Ok(Coming {
            consignor: row.get(0)?,
            agreement: row.get(1)?,
            batch: row.get(2)?,
            sent_on: row.get(3)?,
        })
    })
}

/// Makes the batches of a product that are on their way to a shop known to its shelf, with nothing
/// to account for: of what was sold something has come, whatever the papers say, and what the books
/// have below zero is seen. Those that the shelf knows already are left out.
///
/// # Errors
/// When the database cannot be written.
pub fn expect(tx: &mut Tx, shop: ShopId, product: ProductId) -> Result<Vec<OnShelf>> {
    let insert = sql!(
        "INSERT INTO consignment_shelf_batch (shop_id, product_id, batch_id, consignor_id, \
         agreement_id, finished_on, first_received_on, last_received_on, accountable) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0) \
         ON CONFLICT (shop_id, product_id, batch_id) DO NOTHING"
    );
    let mut known = Vec::new();
    for one in coming(tx, shop, product)? {
        let batch = production::batches(tx, &[one.batch])?.remove(&one.batch);
        let finished = batch.and_then(|batch| batch.finished_on).unwrap_or(one.sent_on);
        let ids: [&dyn db::Param; 7] =
            [&shop, &product, &one.batch, &one.consignor, &one.agreement, &finished, &one.sent_on];
        if tx.run(insert, &ids)? == 1 {
            known.push(OnShelf {
                batch: one.batch,
                quantity: 0,
                last_received_on: one.sent_on,
                accountable: 0,
            });
        }
    }
    Ok(known)
}
