//! What buyers took and kept of one receipt, whoever asks: for figures that hold no person.

use db::{Read, Result, sql};
use kernel::{BatchId, ConsignorId, Day, ProductId, Quantity, Rupiah, SaleId, ShopId};

/// A line of a receipt, less what was brought back since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The unit's own sale on the receipt.
    pub sale_id: SaleId,
    pub consignor_id: ConsignorId,
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub kept: Quantity,
    pub unit_price: Rupiah,
}

impl Taken {
    pub fn gross(&self) -> Rupiah {
        self.unit_price.times(self.kept)
    }
}

/// The lines of the receipt that a sale is the first of.
pub fn taken(read: &mut Read, receipt: SaleId) -> Result<Vec<Taken>> {
    let statement = sql!(
        "SELECT s.id, s.consignor_id, l.product_id, l.batch_id,
             l.quantity - CAST(COALESCE((SELECT SUM(r.quantity) FROM sales_refund_line r
                WHERE r.sale_id = l.sale_id AND r.position = l.position), 0) AS bigint),
             l.unit_price
         FROM sales_sale s JOIN sales_line l ON l.sale_id = s.id
         WHERE s.id = $1
            OR s.id IN (SELECT p.sale_id FROM sales_receipt_sale p WHERE p.receipt_id = $1)
         ORDER BY s.id, l.position"
    );
    read.all(statement, &[&receipt], |row| {
        Ok(Taken {
            sale_id: row.get(0)?,
            consignor_id: row.get(1)?,
            product_id: row.get(2)?,
            batch_id: row.get(3)?,
            kept: row.get(4)?,
            unit_price: row.get(5)?,
        })
    })
}

/// Pieces of a batch that a shop sold on a day, less what was brought back of them since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoldOn {
    pub batch_id: BatchId,
    pub shop_id: ShopId,
    pub day: Day,
    pub kept: Quantity,
}

/// What was sold of batches since a day, in no order.
pub fn sold_by_day(read: &mut Read, batches: &[BatchId], from: Day) -> Result<Vec<SoldOn>> {
    let statement = sql!(
        "SELECT l.batch_id, s.shop_id, s.business_day,
             CAST(SUM(l.quantity - COALESCE((SELECT SUM(r.quantity) FROM sales_refund_line r
                WHERE r.sale_id = l.sale_id AND r.position = l.position), 0)) AS bigint)
         FROM sales_line l JOIN sales_sale s ON s.id = l.sale_id
         WHERE s.business_day >= $1 AND l.batch_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
             $12, $13, $14, $15, $16, $17)
         GROUP BY l.batch_id, s.shop_id, s.business_day"
    );
    let mut sold = Vec::new();
    read.each_of(statement, &[&from], batches, |row| {
        sold.push(SoldOn {
            batch_id: row.get(0)?,
            shop_id: row.get(1)?,
            day: row.get(2)?,
            kept: row.get(3)?,
        });
        Ok(())
    })?;
    Ok(sold)
}
