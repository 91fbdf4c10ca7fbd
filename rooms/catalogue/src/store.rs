//! All SQL of products and prices.

use std::collections::BTreeMap;

use db::{Column, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Day, ProductId, Rupiah};

use crate::{
    inputs::PriceId,
    price::{Dated, Placed},
    product::{Listed, PriceLine, Product},
    refusal::No,
};

/// The next column of a row.
fn next<T: Column>(row: &Row<'_>, at: &mut usize) -> Result<T> {
    let value = row.get(*at)?;
    *at += 1;
    Ok(value)
}

/// A product from the first columns of a row, in the order of every SELECT here.
fn product(row: &Row<'_>) -> Result<Product> {
    let at = &mut 0;
    Ok(Product {
        id: next(row, at)?,
        consignor_id: next(row, at)?,
        family_id: next(row, at)?,
        variant: next(row, at)?,
        code: next(row, at)?,
        name: next(row, at)?,
        unit: next(row, at)?,
        category: next(row, at)?,
        size: next(row, at)?,
        material: next(row, at)?,
        care: next(row, at)?,
        description: next(row, at)?,
        hpp_estimate: next(row, at)?,
        floor_price: next(row, at)?,
        barcode: next(row, at)?,
        promise_days: next(row, at)?,
        active: next(row, at)?,
        revision: next(row, at)?,
    })
}

pub fn find(read: &mut Read, id: ProductId) -> Result<Option<Product>> {
    let statement = sql!(
        "SELECT id, consignor_id, family_id, variant, code, name, unit, category, size, material,
                care, description, hpp_estimate_rupiah, floor_price_rupiah, barcode, promise_days,
                active, revision
         FROM catalogue_product WHERE id = $1"
    );
    read.first(statement, &[&id], product)
}

/// Those of the ids that are products.
pub fn many(read: &mut Read, ids: &[ProductId]) -> Result<BTreeMap<ProductId, Product>> {
    let statement = sql!(
        "SELECT id, consignor_id, family_id, variant, code, name, unit, category, size, material,
                care, description, hpp_estimate_rupiah, floor_price_rupiah, barcode, promise_days,
                active, revision
         FROM catalogue_product
         WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    );
    let mut found = BTreeMap::new();
    read.each_of(statement, &[], ids, |row| {
        let product = product(row)?;
        found.insert(product.id, product);
        Ok(())
    })?;
    Ok(found)
}

/// The product that a label leads to, by its barcode or its own code, in capitals or not.
pub fn by_label(read: &mut Read, consignor: ConsignorId, label: &str) -> Result<Option<Product>> {
    let statement = sql!(
        "SELECT id, consignor_id, family_id, variant, code, name, unit, category, size, material,
                care, description, hpp_estimate_rupiah, floor_price_rupiah, barcode, promise_days,
                active, revision
         FROM catalogue_product WHERE consignor_id = $1 AND (code = $2 OR barcode = $3)
         ORDER BY CASE WHEN barcode = $3 THEN 0 ELSE 1 END"
    );
    let label = label.trim();
    read.first(statement, &[&consignor, &label.to_ascii_uppercase(), &label], product)
}

pub fn family(read: &mut Read, family: ProductId) -> Result<Vec<Product>> {
    let statement = sql!(
        "SELECT id, consignor_id, family_id, variant, code, name, unit, category, size, material,
                care, description, hpp_estimate_rupiah, floor_price_rupiah, barcode, promise_days,
                active, revision
         FROM catalogue_product WHERE family_id = $1 ORDER BY created_at, id LIMIT 200"
    );
    read.all(statement, &[&family], product)
}

/// What a unit offers.
pub fn offered(read: &mut Read, consignor: ConsignorId) -> Result<Vec<Product>> {
    let statement = sql!(
        "SELECT id, consignor_id, family_id, variant, code, name, unit, category, size, material,
                care, description, hpp_estimate_rupiah, floor_price_rupiah, barcode, promise_days,
                active, revision
         FROM catalogue_product WHERE consignor_id = $1 AND active
         ORDER BY LOWER(name), code, id LIMIT 1000"
    );
    read.all(statement, &[&consignor], product)
}

/// What a list of products is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Narrow {
    /// `None`: every unit's, for the administrator.
    pub consignor: Option<ConsignorId>,
    /// `%word%`, in small letters.
    pub like: Option<String>,
    pub category: Option<String>,
    pub active: Option<bool>,
}

/// `%word%` for a search, as a page's [`web::Browse::like`] makes it; nothing for blanks.
pub fn like(words: &str) -> Option<String> {
    let words = words.trim().to_lowercase();
    let escape = |c: char| if "%_!".contains(c) { format!("!{c}") } else { c.to_string() };
    let escaped: String = words.chars().map(escape).collect();
    (!words.is_empty()).then(|| format!("%{escaped}%"))
}

pub fn list(
    read: &mut Read,
    narrow: &Narrow,
    today: Day,
    limit: i64,
    offset: i64,
) -> Result<Vec<Listed>> {
    let statement = sql!(
        "SELECT p.id, p.consignor_id, p.family_id, p.variant, p.code, p.name, p.unit, p.category,
                p.size, p.material, p.care, p.description, p.hpp_estimate_rupiah,
                p.floor_price_rupiah, p.barcode, p.promise_days, p.active, p.revision,
                (SELECT c.price_rupiah FROM catalogue_price c
                 WHERE c.product_id = p.id AND c.valid_from <= $5
                 ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1),
                f.id, f.alt
         FROM catalogue_product p
         LEFT JOIN catalogue_photo f ON f.id =
            (SELECT g.id FROM catalogue_photo g WHERE g.product_id = p.id AND g.removed_at IS NULL
             ORDER BY g.position, g.id LIMIT 1)
         WHERE (CAST($1 AS uuid) IS NULL OR p.consignor_id = $1)
           AND (CAST($2 AS text) IS NULL OR LOWER(p.name) LIKE $2 ESCAPE '!'
                OR LOWER(p.code) LIKE $2 ESCAPE '!' OR LOWER(p.variant) LIKE $2 ESCAPE '!'
                OR LOWER(p.barcode) LIKE $2 ESCAPE '!')
           AND (CAST($3 AS text) IS NULL OR p.category = $3)
           AND (CAST($4 AS boolean) IS NULL OR p.active = $4)
         ORDER BY LOWER(p.name), p.code, p.id LIMIT $6 OFFSET $7"
    );
    let Narrow { consignor, like, category, active } = narrow;
    read.all(statement, &[consignor, like, category, active, &today, &limit, &offset], |row| {
        let product = product(row)?;
        Ok(Listed { product, price: row.get(18)?, photo: row.get(19)?, photo_alt: row.get(20)? })
    })
}

pub fn count(read: &mut Read, narrow: &Narrow) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM catalogue_product p
         WHERE (CAST($1 AS uuid) IS NULL OR p.consignor_id = $1)
           AND (CAST($2 AS text) IS NULL OR LOWER(p.name) LIKE $2 ESCAPE '!'
                OR LOWER(p.code) LIKE $2 ESCAPE '!' OR LOWER(p.variant) LIKE $2 ESCAPE '!'
                OR LOWER(p.barcode) LIKE $2 ESCAPE '!')
           AND (CAST($3 AS text) IS NULL OR p.category = $3)
           AND (CAST($4 AS boolean) IS NULL OR p.active = $4)"
    );
    let Narrow { consignor, like, category, active } = narrow;
    read.one(statement, &[consignor, like, category, active], |row| row.get(0))
}

pub fn categories(read: &mut Read, consignor: Option<ConsignorId>) -> Result<Vec<String>> {
    let statement = sql!(
        "SELECT DISTINCT category FROM catalogue_product
         WHERE category IS NOT NULL AND (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
         ORDER BY category LIMIT 200"
    );
    read.all(statement, &[&consignor], |row| row.get(0))
}

pub fn insert(tx: &mut Tx, ctx: &Context, new: &Product) -> Result<()> {
    let statement = sql!(
        "INSERT INTO catalogue_product (id, consignor_id, family_id, variant, code, name, unit,
            category, size, material, care, description, hpp_estimate_rupiah, floor_price_rupiah,
            barcode, promise_days, active, revision, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20)"
    );
    let done = tx.run(
        statement,
        &[
            &new.id,
            &new.consignor_id,
            &new.family_id,
            &new.variant,
            &new.code,
            &new.name,
            &new.unit,
            &new.category,
            &new.size,
            &new.material,
            &new.care,
            &new.description,
            &new.hpp_estimate,
            &new.floor_price,
            &new.barcode,
            &new.promise_days,
            &new.active,
            &new.revision,
            &ctx.actor.user,
            &ctx.now,
        ],
    );
    done.map(drop)
        .refuse_on("catalogue_product_consignor_id_code_key", No::CodeTaken.at("code"))
        .refuse_on("catalogue_product_barcode", No::BarcodeTaken.at("barcode"))
        .refuse_on("catalogue_product_variant", No::VariantTaken.at("variant"))
}

/// Writes everything that an edit may change. False when another edit was faster.
pub fn update(tx: &mut Tx, product: &Product) -> Result<bool> {
    let statement = sql!(
        "UPDATE catalogue_product SET variant = $2, name = $3, unit = $4, category = $5, size = $6,
            material = $7, care = $8, description = $9, hpp_estimate_rupiah = $10,
            floor_price_rupiah = $11, barcode = $12, promise_days = $13, active = $14,
            revision = revision + 1
         WHERE id = $1 AND revision = $15"
    );
    let done = tx.run(
        statement,
        &[
            &product.id,
            &product.variant,
            &product.name,
            &product.unit,
            &product.category,
            &product.size,
            &product.material,
            &product.care,
            &product.description,
            &product.hpp_estimate,
            &product.floor_price,
            &product.barcode,
            &product.promise_days,
            &product.active,
            &product.revision,
        ],
    );
    done.map(|rows| rows == 1)
        .refuse_on("catalogue_product_barcode", No::BarcodeTaken.at("barcode"))
        .refuse_on("catalogue_product_variant", No::VariantTaken.at("variant"))
}

pub fn price_on(read: &mut Read, product: ProductId, day: Day) -> Result<Option<Rupiah>> {
    let statement = sql!(
        "SELECT price_rupiah FROM catalogue_price WHERE product_id = $1 AND valid_from <= $2
         ORDER BY valid_from DESC, seq DESC LIMIT 1"
    );
    read.first(statement, &[&product, &day], |row| row.get(0))
}

/// [`price_on`] of many products; one without a price is left out.
pub fn prices_on(
    read: &mut Read,
    ids: &[ProductId],
    day: Day,
) -> Result<BTreeMap<ProductId, Rupiah>> {
    let statement = sql!(
        "SELECT p.id, (SELECT c.price_rupiah FROM catalogue_price c
             WHERE c.product_id = p.id AND c.valid_from <= $1
             ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1)
         FROM catalogue_product p
         WHERE p.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    );
    let mut found = BTreeMap::new();
    read.each_of(statement, &[&day], ids, |row| {
        let (id, price) = (row.get::<ProductId>(0)?, row.get::<Option<Rupiah>>(1)?);
        found.extend(price.map(|price| (id, price)));
        Ok(())
    })?;
    Ok(found)
}

/// All lines of a product's prices, in the order in which they were written.
pub fn prices(read: &mut Read, product: ProductId) -> Result<Vec<PriceLine>> {
    let statement = sql!(
        "SELECT seq, valid_from, price_rupiah, corrects, reason, created_by, created_at
         FROM catalogue_price WHERE product_id = $1 ORDER BY seq"
    );
    read.all(statement, &[&product], |row| {
        Ok(PriceLine {
            seq: row.get(0)?,
            valid_from: row.get(1)?,
            price: row.get(2)?,
            corrects: row.get(3)?,
            reason: row.get(4)?,
            created_by: row.get(5)?,
            created_at: row.get(6)?,
        })
    })
}

/// What the rule needs of the lines.
pub fn dated(lines: &[PriceLine]) -> Vec<Dated> {
    let dated =
        |line: &PriceLine| Dated { seq: line.seq, valid_from: line.valid_from, price: line.price };
    lines.iter().map(dated).collect()
}

/// A price on its way into the list.
pub struct NewPrice<'a> {
    pub id: PriceId,
    pub placed: Placed,
    pub valid_from: Day,
    pub price: Rupiah,
    pub reason: Option<&'a str>,
}

pub fn insert_price(
    tx: &mut Tx,
    ctx: &Context,
    product: &Product,
    new: &NewPrice<'_>,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO catalogue_price (product_id, seq, id, consignor_id, valid_from, price_rupiah,
            corrects, reason, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    tx.run(
        statement,
        &[
            &product.id,
            &new.placed.seq,
            &new.id,
            &product.consignor_id,
            &new.valid_from,
            &new.price,
            &new.placed.corrects,
            &new.reason,
            &ctx.actor.user,
            &ctx.now,
        ],
    )?;
    Ok(())
}
