//! What a version's paper called parties and goods when it was signed. Names and addresses change;
//! a signed sheet does not.

use std::collections::BTreeMap;

use db::{Read, Result, Tx, sql};
use kernel::ProductId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Agreement, Terms};

/// What is no term and stands on the paper all the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsSigned {
    pub consignor_address: String,
    pub shop_address: String,
    pub shop_owner: String,
    /// Title and unit of what is in the annex.
    pub goods: BTreeMap<ProductId, (String, String)>,
}

/// As it was kept; as it is today where nobody has signed yet.
pub fn of_terms(read: &mut Read, agreement: &Agreement, terms: &Terms) -> Result<AsSigned> {
    let sql = sql!("SELECT as_signed FROM agreements_terms WHERE id = $1");
    let stored: Option<Option<Value>> = read.first(sql, &[&terms.id], |row| row.get(0))?;
    match stored.flatten() {
        Some(kept) => serde_json::from_value(kept).map_err(db::Error::fault),
        None => today(read, agreement, terms),
    }
}

fn today(read: &mut Read, agreement: &Agreement, terms: &Terms) -> Result<AsSigned> {
    let unit = people::load_consignor(read, agreement.consignor_id)?;
    let shop = people::load_shop(read, agreement.shop_id)?;
    let ids: Vec<ProductId> = terms.annex.keys().copied().collect();
    let products = catalogue::products(read, &ids)?.into_iter();
    Ok(AsSigned {
        consignor_address: format!("{}, {}", unit.address, unit.city),
        shop_address: format!("{}, {}", shop.address, shop.city),
        shop_owner: shop.owner_name,
        goods: products.map(|(id, one)| (id, (one.title(), one.unit))).collect(),
    })
}

/// Keeps it, with the first signature; what was kept stays.
pub fn keep(tx: &mut Tx, agreement: &Agreement, terms: &Terms) -> Result<()> {
    let today = serde_json::to_value(today(tx, agreement, terms)?).map_err(db::Error::fault)?;
    let sql =
        sql!("UPDATE agreements_terms SET as_signed = $2 WHERE id = $1 AND as_signed IS NULL");
    tx.run(sql, &[&terms.id, &today]).map(drop)
}
