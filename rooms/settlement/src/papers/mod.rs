//! Nota, kwitansi, pembagian, slip premi, billing: what is signed when money moves.

mod money;
mod sharing;

pub use money::{billing_sheet, credit_receipt, receipt, receipt_number, statement};
pub use sharing::{
    distribution_sheet, office_slip, office_slips, premi_list, premi_slip, premi_slips,
};

use std::collections::BTreeMap;

use agreements::Agreement;
use db::{Read, Result};
use kernel::{BatchId, ProductId};

/// The agreement's title with both its numbers.
fn titled(agreement: &Agreement) -> String {
    let numbers = [&agreement.consignor_number, &agreement.shop_number];
    let numbers: Vec<_> = numbers.into_iter().flatten().map(String::as_str).collect();
    match numbers.is_empty() {
        true => agreement.title.clone(),
        false => format!("{} ({})", agreement.title, numbers.join(" / ")),
    }
}

/// Products by title and batches by code, each under its id; a product's unit under `<id>.unit`.
fn goods(
    read: &mut Read,
    all: impl IntoIterator<Item = (ProductId, BatchId)>,
) -> Result<BTreeMap<String, String>> {
    let (products, batches): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let mut names = BTreeMap::new();
    for (id, product) in catalogue::products(read, &products)? {
        names.insert(id.to_string(), product.title());
        names.insert(format!("{id}.unit"), product.unit);
    }
    for (id, batch) in production::batches(read, &batches)? {
        names.insert(id.to_string(), batch.code);
    }
    Ok(names)
}
