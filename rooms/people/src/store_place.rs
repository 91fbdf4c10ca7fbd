//! SQL of units and shops.

use db::{Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, ShopId, Zone};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    No,
    inputs::{ConsignorDetails, ShopDetails},
};

/// A unit (UPT) that owns goods until they are sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Consignor {
    pub id: ConsignorId,
    pub name: String,
    /// "Kelas IIA".
    pub unit_class: Option<String>,
    pub kanwil: String,
    /// Six digits.
    pub satker_code: String,
    pub account_code: Option<String>,
    pub address: String,
    pub city: String,
    pub phone: Option<String>,
    pub zone: Zone,
    pub complaint_contact: Option<String>,
    /// A neutral name for labels and public pages.
    pub brand: Option<String>,
}

impl Consignor {
    /// The name for labels and public pages: the neutral brand where there is one.
    pub fn public_name(&self) -> &str {
        self.brand.as_deref().unwrap_or(&self.name)
    }
}

/// A shop: displays, promotes, sells; owns none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Shop {
    pub id: ShopId,
    pub name: String,
    pub owner_name: String,
    pub address: String,
    pub city: String,
    /// Digits, `628…`.
    pub whatsapp: Option<String>,
    /// The text of its own QRIS code, checked when it was saved.
    pub qris: Option<String>,
    pub opening_hours: Option<String>,
    pub zone: Zone,
    /// The unit that registered it, if not the house's administrator.
    pub registered_by_consignor: Option<ConsignorId>,
}

macro_rules! consignor_columns {
    () => {
        "id, name, unit_class, kanwil, satker_code, account_code, address, city, phone, zone, \
         complaint_contact, brand"
    };
}
macro_rules! shop_columns {
    () => {
        "id, name, owner_name, address, city, whatsapp, qris, opening_hours, zone, \
         registered_by_consignor"
    };
}

fn consignor(row: &Row<'_>) -> Result<Consignor> {
    Ok(Consignor {
        id: row.get(0)?,
        name: row.get(1)?,
        unit_class: row.get(2)?,
        kanwil: row.get(3)?,
        satker_code: row.get(4)?,
        account_code: row.get(5)?,
        address: row.get(6)?,
        city: row.get(7)?,
        phone: row.get(8)?,
        zone: row.get(9)?,
        complaint_contact: row.get(10)?,
        brand: row.get(11)?,
    })
}

fn shop(row: &Row<'_>) -> Result<Shop> {
    Ok(Shop {
        id: row.get(0)?,
        name: row.get(1)?,
        owner_name: row.get(2)?,
        address: row.get(3)?,
        city: row.get(4)?,
        whatsapp: row.get(5)?,
        qris: row.get(6)?,
        opening_hours: row.get(7)?,
        zone: row.get(8)?,
        registered_by_consignor: row.get(9)?,
    })
}

pub fn find_consignor(read: &mut Read, id: ConsignorId) -> Result<Option<Consignor>> {
    let found =
        sql!(concat!("SELECT ", consignor_columns!(), " FROM people_consignor WHERE id = $1"));
    read.first(found, &[&id], consignor)
}

/// Shops that may be the same one; with more, the name says nothing.
const ALIKE_MAX: i64 = 5;

/// What a list of units or shops is narrowed to.
#[derive(Debug, Default)]
pub struct PlaceFilter {
    /// `%word%`, escaped with `!`.
    pub like: Option<String>,
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
    pub kanwil: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

/// The units of a page and the number of all.
pub fn consignors(read: &mut Read, filter: &PlaceFilter) -> Result<(Vec<Consignor>, i64)> {
    let found = sql!(concat!(
        "SELECT ",
        consignor_columns!(),
        ", CAST(COUNT(*) OVER () AS bigint) FROM people_consignor \
         WHERE (CAST($1 AS uuid) IS NULL OR id = $1) \
           AND (CAST($2 AS text) IS NULL OR kanwil = $2) \
           AND (CAST($3 AS text) IS NULL OR LOWER(name) LIKE $3 ESCAPE '!' \
                OR LOWER(city) LIKE $3 ESCAPE '!' OR satker_code LIKE $3 ESCAPE '!') \
         ORDER BY name, id LIMIT $4 OFFSET $5"
    ));
    let mut total = 0;
    let like = filter.like.as_deref();
    let rows = read.all(
        found,
        &[&filter.consignor, &filter.kanwil, &like, &filter.limit, &filter.offset],
        |row| {
            total = row.get(12)?;
            consignor(row)
        },
    )?;
    Ok((rows, total))
}

pub fn insert_consignor(
    tx: &mut Tx,
    ctx: &Context,
    id: ConsignorId,
    one: &ConsignorDetails,
) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_consignor (id, name, unit_class, kanwil, satker_code, account_code,
             address, city, phone, zone, complaint_contact, brand, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    tx.run(
        insert,
        &[
            &id,
            &one.name,
            &one.unit_class,
            &one.kanwil,
            &one.satker_code,
            &one.account_code,
            &one.address,
            &one.city,
            &one.phone,
            &one.zone.name(),
            &one.complaint_contact,
            &one.brand,
            &ctx.actor.user,
            &ctx.now,
        ],
    )
    .refuse_on("people_consignor_satker_code_key", No::SatkerTaken.at("satker_code"))
    .map(drop)
}

pub fn update_consignor(tx: &mut Tx, id: ConsignorId, one: &ConsignorDetails) -> Result<()> {
    let update = sql!(
        "UPDATE people_consignor SET name = $2, unit_class = $3, kanwil = $4, satker_code = $5,
             account_code = $6, address = $7, city = $8, phone = $9, zone = $10,
             complaint_contact = $11, brand = $12
         WHERE id = $1"
    );
    tx.run(
        update,
        &[
            &id,
            &one.name,
            &one.unit_class,
            &one.kanwil,
            &one.satker_code,
            &one.account_code,
            &one.address,
            &one.city,
            &one.phone,
            &one.zone.name(),
            &one.complaint_contact,
            &one.brand,
        ],
    )
    .refuse_on("people_consignor_satker_code_key", No::SatkerTaken.at("satker_code"))
    .map(drop)
}

pub fn find_shop(read: &mut Read, id: ShopId) -> Result<Option<Shop>> {
    let found = sql!(concat!("SELECT ", shop_columns!(), " FROM people_shop WHERE id = $1"));
    read.first(found, &[&id], shop)
}

/// The shops of a page and the number of all.
pub fn shops(read: &mut Read, filter: &PlaceFilter) -> Result<(Vec<Shop>, i64)> {
    let found = sql!(concat!(
        "SELECT ",
        shop_columns!(),
        ", CAST(COUNT(*) OVER () AS bigint) FROM people_shop \
         WHERE (CAST($1 AS uuid) IS NULL OR id = $1) \
           AND (CAST($2 AS text) IS NULL OR LOWER(name) LIKE $2 ESCAPE '!' \
                OR LOWER(city) LIKE $2 ESCAPE '!' OR LOWER(owner_name) LIKE $2 ESCAPE '!') \
         ORDER BY name, id LIMIT $3 OFFSET $4"
    ));
    let mut total = 0;
    let like = filter.like.as_deref();
    let rows = read.all(found, &[&filter.shop, &like, &filter.limit, &filter.offset], |row| {
        total = row.get(10)?;
        shop(row)
    })?;
    Ok((rows, total))
}

/// Shops with the number, or with the name in the city, those with the number first.
pub fn shops_alike(
    read: &mut Read,
    whatsapp: Option<&str>,
    name: &str,
    city: &str,
) -> Result<Vec<Shop>> {
    let found = sql!(concat!(
        "SELECT ",
        shop_columns!(),
        " FROM people_shop \
         WHERE whatsapp = $1 \
            OR (LOWER(name) = LOWER(CAST($2 AS text)) AND LOWER(city) = LOWER(CAST($3 AS text))) \
         ORDER BY CASE WHEN whatsapp = $1 THEN 0 ELSE 1 END, name, id LIMIT $4"
    ));
    read.all(found, &[&whatsapp, &name, &city, &ALIKE_MAX], shop)
}

/// What a shop's row keeps beside what was typed.
pub struct ShopChecked<'a> {
    pub details: &'a ShopDetails,
    pub whatsapp: Option<String>,
    pub qris: Option<String>,
}

pub fn insert_shop(tx: &mut Tx, ctx: &Context, id: ShopId, one: &ShopChecked<'_>) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_shop (id, name, owner_name, address, city, whatsapp, qris,
             opening_hours, zone, registered_by_consignor, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let details = one.details;
    tx.run(
        insert,
        &[
            &id,
            &details.name,
            &details.owner_name,
            &details.address,
            &details.city,
            &one.whatsapp,
            &one.qris,
            &details.opening_hours,
            &details.zone.name(),
            &ctx.actor.consignor(),
            &ctx.actor.user,
            &ctx.now,
        ],
    )
    .map(drop)
}

pub fn update_shop(tx: &mut Tx, id: ShopId, one: &ShopChecked<'_>) -> Result<()> {
    let update = sql!(
        "UPDATE people_shop SET name = $2, owner_name = $3, address = $4, city = $5,
             whatsapp = $6, qris = $7, opening_hours = $8, zone = $9
         WHERE id = $1"
    );
    let details = one.details;
    tx.run(
        update,
        &[
            &id,
            &details.name,
            &details.owner_name,
            &details.address,
            &details.city,
            &one.whatsapp,
            &one.qris,
            &details.opening_hours,
            &details.zone.name(),
        ],
    )
    .map(drop)
}
