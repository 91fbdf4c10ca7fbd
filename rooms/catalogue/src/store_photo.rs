//! All SQL of photos.

use std::collections::BTreeMap;

use db::{Read, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, PhotoId, ProductId};

use crate::{photo::Developed, product::Photo};

fn photo(row: &Row<'_>) -> Result<Photo> {
    Ok(Photo { id: row.get(0)?, alt: row.get(1)?, width: row.get(2)?, height: row.get(3)? })
}

/// The photos that are shown, in their order.
pub fn of_product(read: &mut Read, product: ProductId) -> Result<Vec<Photo>> {
    let statement = sql!(
        "SELECT id, alt, width, height FROM catalogue_photo
         WHERE product_id = $1 AND removed_at IS NULL ORDER BY position, id"
    );
    read.all(statement, &[&product], photo)
}

/// The first photo of each of these products that has one.
pub fn first_of(read: &mut Read, ids: &[ProductId]) -> Result<BTreeMap<ProductId, Photo>> {
    let statement = sql!(
        "SELECT id, alt, width, height, product_id FROM catalogue_photo
         WHERE product_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
           AND removed_at IS NULL ORDER BY position, id"
    );
    let mut first = BTreeMap::new();
    read.each_of(statement, &[], ids, |row| {
        let (product, shown) = (row.get(4)?, photo(row)?);
        first.entry(product).or_insert(shown);
        Ok(())
    })?;
    Ok(first)
}

/// Whose photo it is, and whether it is still shown.
pub fn product_of(read: &mut Read, id: PhotoId) -> Result<Option<(ProductId, bool)>> {
    let statement =
        sql!("SELECT product_id, removed_at IS NULL FROM catalogue_photo WHERE id = $1");
    read.first(statement, &[&id], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub fn large(read: &mut Read, id: PhotoId) -> Result<Option<Vec<u8>>> {
    let statement = sql!("SELECT large FROM catalogue_photo WHERE id = $1 AND removed_at IS NULL");
    read.first(statement, &[&id], |row| row.get(0))
}

pub fn small(read: &mut Read, id: PhotoId) -> Result<Option<Vec<u8>>> {
    let statement = sql!("SELECT small FROM catalogue_photo WHERE id = $1 AND removed_at IS NULL");
    read.first(statement, &[&id], |row| row.get(0))
}

/// A photo on its way onto the page.
pub struct NewPhoto<'a> {
    pub id: PhotoId,
    pub consignor: ConsignorId,
    pub product: ProductId,
    pub position: i64,
    pub alt: &'a str,
    pub developed: &'a Developed,
}

pub fn insert(tx: &mut Tx, ctx: &Context, new: &NewPhoto<'_>) -> Result<()> {
    let statement = sql!(
        "INSERT INTO catalogue_photo (id, consignor_id, product_id, position, alt, width, height,
            created_by, created_at, small, large)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let Developed { large, small, width, height } = new.developed;
    tx.run(
        statement,
        &[
            &new.id,
            &new.consignor,
            &new.product,
            &new.position,
            &new.alt,
            width,
            height,
            &ctx.actor.user,
            &ctx.now,
            small,
            large,
        ],
    )?;
    Ok(())
}

pub fn describe(tx: &mut Tx, id: PhotoId, alt: &str) -> Result<()> {
    let statement = sql!("UPDATE catalogue_photo SET alt = $2 WHERE id = $1");
    tx.run(statement, &[&id, &alt]).map(drop)
}

pub fn place(tx: &mut Tx, id: PhotoId, position: i64) -> Result<()> {
    let statement = sql!("UPDATE catalogue_photo SET position = $2 WHERE id = $1");
    tx.run(statement, &[&id, &position]).map(drop)
}

/// Keeps the row and erases the picture.
pub fn remove(tx: &mut Tx, ctx: &Context, id: PhotoId) -> Result<()> {
    let statement = sql!(
        "UPDATE catalogue_photo SET removed_by = $2, removed_at = $3, large = NULL, small = NULL
         WHERE id = $1"
    );
    tx.run(statement, &[&id, &ctx.actor.user, &ctx.now]).map(drop)
}
