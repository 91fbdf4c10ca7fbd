//! Which sales stand on one receipt: all SQL of `sales_receipt_sale`.

use db::{Read, Result, Tx, sql};
use kernel::SaleId;

pub(crate) fn insert_part(tx: &mut Tx, sale: SaleId, receipt: SaleId, part: i64) -> Result<()> {
    let statement =
        sql!("INSERT INTO sales_receipt_sale (sale_id, receipt_id, part) VALUES ($1, $2, $3)");
    tx.run(statement, &[&sale, &receipt, &part]).map(drop)
}

/// All sales on the receipt of one, in its order; none where a sale is its own receipt.
pub(crate) fn beside(read: &mut Read, sale: SaleId) -> Result<Vec<SaleId>> {
    let statement = sql!(
        "SELECT p.sale_id FROM sales_receipt_sale o
         JOIN sales_receipt_sale p ON p.receipt_id = o.receipt_id
         WHERE o.sale_id = $1 ORDER BY p.part"
    );
    read.all(statement, &[&sale], |row| row.get(0))
}
