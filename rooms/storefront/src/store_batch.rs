//! What stands behind the code on a label: the batch, its price receipt's terms and rule, and
//! what was deposited.

use agreements::{PartKind, ShopPart};
use db::{Read, Result, Row, sql};
use kernel::{BatchId, ConsignorId, Day, ProductId, Rupiah};
use schemars::JsonSchema;
use serde::Serialize;
use settlement::split::{Recipient, Split};

use crate::receipt::{Deposited, Terms, deposited};

/// A finished batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub id: BatchId,
    pub consignor_id: ConsignorId,
    pub product_id: ProductId,
    pub code: String,
    pub finished_on: Day,
    /// The product's name and its variant.
    pub name: String,
    pub variant: Option<String>,
    /// The unit's name, or its brand.
    pub unit: String,
}

macro_rules! batches {
    () => {
        "SELECT b.id, b.consignor_id, b.product_id, b.code, b.finished_on, p.name, p.variant, u.name
         FROM storefront_batch b
         JOIN storefront_product p ON p.id = b.product_id
         JOIN storefront_unit u ON u.id = b.consignor_id "
    };
}

fn batch(row: &Row<'_>) -> Result<Batch> {
    Ok(Batch {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        product_id: row.get(2)?,
        code: row.get(3)?,
        finished_on: row.get(4)?,
        name: row.get(5)?,
        variant: row.get(6)?,
        unit: row.get(7)?,
    })
}

/// The batches of a code, whose units may each have used it; large and small letters are one.
pub fn of_code(read: &mut Read, code: &str) -> Result<Vec<Batch>> {
    let statement = sql!(concat!(
        batches!(),
        "WHERE UPPER(b.code) = $1 ORDER BY b.finished_on DESC, b.id LIMIT 50"
    ));
    read.all(statement, &[&code.to_ascii_uppercase()], batch)
}

/// The newest batch of a product.
pub fn newest_of(read: &mut Read, product: ProductId) -> Result<Option<Batch>> {
    let statement = sql!(concat!(
        batches!(),
        "WHERE b.product_id = $1 ORDER BY b.finished_on DESC, b.id DESC LIMIT 1"
    ));
    read.first(statement, &[&product], batch)
}

/// What a piece cost to make, and whether that is only an estimate.
fn material(read: &mut Read, batch: BatchId) -> Result<Option<(Rupiah, bool)>> {
    let statement =
        sql!("SELECT material_rupiah, estimated FROM storefront_receipt WHERE batch_id = $1");
    let found = read.first(statement, &[&batch], |row| {
        Ok((row.get::<Option<Rupiah>>(0)?, row.get::<bool>(1)?))
    })?;
    Ok(found.and_then(|(material, estimated)| Some((material?, estimated))))
}

/// What a piece cost as far as its receipt needs it, and whether that is only an estimate: nothing
/// where the rule shares profit and nobody knows the cost, so that no made-up profit is told.
pub fn cost_for(read: &mut Read, batch: BatchId, split: &Split) -> Result<Option<(Rupiah, bool)>> {
    let needless = (split.base != settlement::Base::Profit).then_some((Rupiah::ZERO, false));
    Ok(material(read, batch)?.or(needless))
}

/// The terms of each shop that sells a product at a known price, by name: those of the day; where
/// none are in force any more and it stands there yet, the last, by which its sales still go.
pub fn terms(read: &mut Read, product: ProductId, today: Day) -> Result<Vec<Terms>> {
    let statement = sql!(
        "SELECT t.shop_id, s.name, t.part_kind, t.part_value, t.return_days,
            COALESCE(t.price_rupiah,
              (SELECT c.price_rupiah FROM storefront_price c
               WHERE c.product_id = t.product_id AND c.valid_from <= $2
               ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1))
         FROM storefront_terms t
         JOIN storefront_shop s ON s.id = t.shop_id
         WHERE t.product_id = $1 AND t.from_day <= $2
           AND (t.until_day >= $2 OR EXISTS (SELECT 1 FROM storefront_stand x
             WHERE x.product_id = t.product_id AND x.shop_id = t.shop_id))
         ORDER BY LOWER(s.name), t.shop_id, t.until_day DESC, t.from_day LIMIT 200"
    );
    let all = read.all(statement, &[&product, &today], |row| {
        let part = ShopPart::from_stored(row.get::<PartKind>(2)?, row.get(3)?);
        let price: Option<Rupiah> = row.get(5)?;
        let (shop_id, shop, return_days) = (row.get(0)?, row.get(1)?, row.get(4)?);
        Ok(price.map(|price| Terms { shop_id, shop, price, part, return_days }))
    })?;
    let mut first: Vec<Terms> = Vec::new();
    for terms in all.into_iter().flatten() {
        if first.iter().all(|known| known.shop_id != terms.shop_id) {
            first.push(terms);
        }
    }
    Ok(first)
}

/// The rule by which a unit shares today.
pub struct Rule {
    pub split: Split,
    pub legal_basis: String,
    pub decree_number: Option<String>,
    /// Made from the shipped template and not changed.
    pub template: bool,
}

pub fn rule(read: &mut Read, unit: ConsignorId, today: Day) -> Result<Option<Rule>> {
    let statement = sql!(
        "SELECT id, base, remainder_to, legal_basis, decree_number, template
         FROM storefront_rule WHERE consignor_id = $1 AND valid_from <= $2
         ORDER BY valid_from DESC LIMIT 1"
    );
    let found = read.first(statement, &[&unit, &today], |row| {
        let remainder_to = usize::try_from(row.int(2)?).unwrap_or(usize::MAX);
        let split = Split { base: row.get(1)?, recipients: Vec::new(), remainder_to };
        let (legal_basis, decree_number, template) = (row.get(3)?, row.get(4)?, row.get(5)?);
        Ok((row.uuid(0)?, Rule { split, legal_basis, decree_number, template }))
    })?;
    let Some((id, mut rule)) = found else { return Ok(None) };
    let statement = sql!(
        "SELECT kind, name, share FROM storefront_rule_part WHERE rule_id = $1 ORDER BY place"
    );
    rule.split.recipients = read.all(statement, &[&id], |row| {
        Ok(Recipient { kind: row.get(0)?, name: row.get(1)?, share: row.get(2)? })
    })?;
    Ok(Some(rule))
}

/// What at least five of those who make a product had learnt before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Learnt {
    /// Nothing where the unit has a brand.
    pub title: Option<String>,
    pub hours: i64,
    pub ended_on: Day,
    /// In fives, rounded down.
    pub people: i64,
}

/// The latest first; of a batch only what had ended when it was finished.
pub fn learnt(read: &mut Read, batch: &Batch) -> Result<Vec<Learnt>> {
    let statement = sql!(
        "SELECT title, hours, ended_on, people FROM storefront_training
         WHERE product_id = $1 AND ended_on <= $2
         ORDER BY ended_on DESC, title, hours LIMIT 10"
    );
    read.all(statement, &[&batch.product_id, &batch.finished_on], |row| {
        Ok(Learnt {
            title: row.get(0)?,
            hours: row.get(1)?,
            ended_on: row.get(2)?,
            people: row.get(3)?,
        })
    })
}

/// Whether the state's part of what was sold of a batch was deposited, and when last.
pub fn deposit(read: &mut Read, batch: &Batch) -> Result<(Deposited, Option<Day>)> {
    let statement =
        sql!("SELECT owed, paid_on FROM storefront_deposit WHERE batch_id = $1 ORDER BY shared_on");
    let shared = read.all(statement, &[&batch.id], |row| {
        Ok((row.get::<bool>(0)?, row.get::<Option<Day>>(1)?))
    })?;
    let statement = sql!(
        "SELECT CAST(1 AS bigint) FROM storefront_unshared WHERE product_id = $1 AND batch_id = $2"
    );
    let unshared = read.first(statement, &[&batch.product_id, &batch.id], |row| row.int(0))?;
    let each: Vec<(bool, bool)> =
        shared.iter().map(|(owed, paid)| (*owed, paid.is_some())).collect();
    let last = shared.iter().filter(|(owed, _)| *owed).filter_map(|(_, paid)| *paid).max();
    Ok((deposited(&each, unshared.is_some()), last))
}
