//! A receipt as whoever holds it may see it. The number alone can be guessed, so a code made of
//! its id's chance stands beside it.

use db::{Read, Result};
use kernel::{BatchId, ConsignorId, Day, ProductId, Quantity, SaleId, ShopId};

use crate::{receipt, store};

/// What a buyer took under one number.
#[derive(Debug, Clone)]
pub struct Bought {
    pub receipt: SaleId,
    pub shop_id: ShopId,
    pub number: String,
    pub day: Day,
    pub lines: Vec<BoughtLine>,
}

/// Pieces of one batch; what was brought back whole is not among them.
#[derive(Debug, Clone, Copy)]
pub struct BoughtLine {
    pub sale: SaleId,
    pub position: i64,
    pub consignor_id: ConsignorId,
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub quantity: Quantity,
}

/// What stands on a receipt beside its number: `3F9A-22C1`.
pub fn receipt_code(receipt: SaleId) -> String {
    let code = receipt.short();
    match code.split_at_checked(4) {
        Some((head, tail)) => format!("{head}-{tail}"),
        None => code,
    }
}

/// The receipt that somebody holds: all four that stand on it must be right. A count of what was
/// left is nobody's receipt.
///
/// # Errors
/// When the database cannot be read.
pub fn find_receipt(
    read: &mut Read,
    shop: ShopId,
    day: Day,
    number: &str,
    code: &str,
) -> Result<Option<SaleId>> {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
    };
    for sale in store::sales_numbered(read, shop, day, number.trim())? {
        let id = receipt::receipt_of(read, sale)?;
        if plain(&receipt_code(id)) == plain(code) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// What a receipt holds, by its id. Who knows the id holds the receipt: it says so of nobody.
///
/// # Errors
/// When the database cannot be read.
pub fn bought(read: &mut Read, receipt: SaleId) -> Result<Option<Bought>> {
    let Some(first) = store::find_sale(read, receipt)? else { return Ok(None) };
    if first.source == crate::Source::Count || receipt::receipt_of(read, receipt)? != receipt {
        return Ok(None);
    }
    let mut lines = Vec::new();
    for sale in receipt::sales_on(read, receipt)? {
        let Some(own) = store::find_sale(read, sale)? else { continue };
        let kept = store::lines_of(read, sale)?;
        lines.extend(kept.into_iter().filter(|line| line.refunded < line.quantity).map(|line| {
            BoughtLine {
                sale,
                position: line.position,
                consignor_id: own.consignor_id,
                product_id: line.product_id,
                batch_id: line.batch_id,
                quantity: line.quantity - line.refunded,
            }
        }));
    }
    let (shop_id, number, day) = (first.shop_id, first.receipt_number, first.business_day);
    Ok(Some(Bought { receipt, shop_id, number, day, lines }))
}
