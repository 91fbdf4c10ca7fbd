//! When pieces of batches came to shops, and how many: for figures that begin on that day.

use db::{Param, Read, Result, sql};
use kernel::{BatchId, Day, Quantity, ShopId};

/// Ids that one statement asks for.
const CHUNK: usize = 16;

/// What a shop ever got of a batch, whatever became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrived {
    pub batch_id: BatchId,
    pub shop_id: ShopId,
    pub first_on: Day,
    pub pieces: Quantity,
}

/// The shops to which pieces of these batches came, in no order.
pub fn arrived(read: &mut Read, batches: &[BatchId]) -> Result<Vec<Arrived>> {
    let statement = sql!(
        "SELECT m.batch_id, m.shop_id, MIN(b.first_received_on), CAST(SUM(m.quantity) AS bigint)
         FROM consignment_move m
         JOIN consignment_shelf_batch b ON b.shop_id = m.shop_id
           AND b.product_id = m.product_id AND b.batch_id = m.batch_id
         WHERE m.kind IN ('received', 'transferred_in')
           AND m.batch_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         GROUP BY m.batch_id, m.shop_id"
    );
    let mut all = Vec::new();
    for chunk in batches.chunks(CHUNK) {
        // A short chunk asks for its first again.
        let params: Vec<&dyn Param> =
            (0..CHUNK).map(|at| -> &dyn Param { chunk.get(at).unwrap_or(&chunk[0]) }).collect();
        all.extend(read.all(statement, &params, |row| {
            Ok(Arrived {
                batch_id: row.get(0)?,
                shop_id: row.get(1)?,
                first_on: row.get(2)?,
                pieces: row.get(3)?,
            })
        })?);
    }
    Ok(all)
}
