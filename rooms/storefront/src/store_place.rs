//! Shops and units, as the shop-window shows them; how fresh a shelf is.

use db::{Param, Read, Result, Row, sql};
use kernel::{ConsignorId, Day, ProductId, ShopId};

use crate::{
    narrow::PER_PAGE,
    place::{Seen, Shop, Totals, Unit},
};

fn shop(row: &Row<'_>) -> Result<Shop> {
    Ok(Shop {
        id: row.get(0)?,
        name: row.get(1)?,
        address: row.get(2)?,
        city: row.get(3)?,
        whatsapp: row.get(4)?,
        opening_hours: row.get(5)?,
    })
}

/// The shops that sell something today, by city and name; those of one unit where it is named.
pub fn shops(
    read: &mut Read,
    today: Day,
    unit: Option<ConsignorId>,
    limit: i64,
) -> Result<Vec<Shop>> {
    let statement = sql!(
        "SELECT s.id, s.name, s.address, s.city, s.whatsapp, s.opening_hours
         FROM storefront_shop s
         WHERE EXISTS (SELECT 1 FROM storefront_offer o
             JOIN storefront_product p ON p.id = o.product_id
             WHERE o.shop_id = s.id AND o.from_day <= $1 AND o.until_day >= $1 AND p.active
               AND (CAST($2 AS uuid) IS NULL OR p.consignor_id = $2))
           OR EXISTS (SELECT 1 FROM storefront_stand t
             JOIN storefront_product p ON p.id = t.product_id
             WHERE t.shop_id = s.id AND (CAST($2 AS uuid) IS NULL OR p.consignor_id = $2))
         ORDER BY LOWER(s.city), LOWER(s.name), s.id LIMIT $3"
    );
    read.all(statement, &[&today, &unit, &limit], shop)
}

/// Those of at most [`PER_PAGE`] shops that have something to sell: only they have a page.
pub fn selling_of(read: &mut Read, ids: &[ShopId], today: Day) -> Result<Vec<ShopId>> {
    let Some(first) = ids.first() else { return Ok(Vec::new()) };
    let statement = sql!(
        "SELECT s.id FROM storefront_shop s
         WHERE s.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
            $17, $18, $19, $20, $21, $22, $23, $24, $25)
           AND (EXISTS (SELECT 1 FROM storefront_stand t WHERE t.shop_id = s.id)
             OR EXISTS (SELECT 1 FROM storefront_offer o
               JOIN storefront_product p ON p.id = o.product_id
               WHERE o.shop_id = s.id AND o.from_day <= $1 AND o.until_day >= $1 AND p.active))"
    );
    let mut params: Vec<&dyn Param> = vec![&today];
    params.extend((0..PER_PAGE).map(|at| -> &dyn Param { ids.get(at).unwrap_or(first) }));
    read.all(statement, &params, |row| row.get(0))
}

pub fn find_shop(read: &mut Read, id: ShopId) -> Result<Option<Shop>> {
    let statement = sql!(
        "SELECT id, name, address, city, whatsapp, opening_hours FROM storefront_shop WHERE id = $1"
    );
    read.first(statement, &[&id], shop)
}

/// Whether a shop takes orders from the shop window, as far as it said.
pub fn takes_orders(read: &mut Read, shop: ShopId) -> Result<bool> {
    let closed = sql!("SELECT shop_id FROM storefront_closed WHERE shop_id = $1");
    Ok(read.first(closed, &[&shop], |row| row.get::<ShopId>(0))?.is_none())
}

fn unit(row: &Row<'_>) -> Result<Unit> {
    Ok(Unit {
        id: row.get(0)?,
        name: row.get(1)?,
        branded: row.get(2)?,
        complaint_contact: row.get(3)?,
        city: row.get(4)?,
        programme: row.get(5)?,
    })
}

macro_rules! units {
    () => {
        "SELECT u.id, u.name, u.branded, u.complaint_contact, w.city, t.programme
         FROM storefront_unit u
         JOIN storefront_unit_place w ON w.id = u.id
         LEFT JOIN storefront_setting t ON t.consignor_id = u.id "
    };
}

pub fn find_unit(read: &mut Read, id: ConsignorId) -> Result<Option<Unit>> {
    read.first(sql!(concat!(units!(), "WHERE u.id = $1")), &[&id], unit)
}

/// The units of which something is offered.
pub fn units(read: &mut Read, today: Day, limit: i64) -> Result<Vec<Unit>> {
    let statement = sql!(concat!(
        units!(),
        "WHERE EXISTS (SELECT 1 FROM storefront_product p
            JOIN storefront_offer o ON o.product_id = p.id
            WHERE p.consignor_id = u.id AND p.active AND o.from_day <= $1 AND o.until_day >= $1)
           OR EXISTS (SELECT 1 FROM storefront_stand t
            JOIN storefront_product p ON p.id = t.product_id WHERE p.consignor_id = u.id)
         ORDER BY LOWER(u.name), u.id LIMIT $2"
    ));
    read.all(statement, &[&today, &limit], unit)
}

/// What a unit makes and offers, the newest first.
pub fn goods_of(
    read: &mut Read,
    unit: ConsignorId,
    today: Day,
    limit: i64,
) -> Result<Vec<ProductId>> {
    let statement = sql!(
        "SELECT p.id FROM storefront_product p
         WHERE p.consignor_id = $2
           AND (EXISTS (SELECT 1 FROM storefront_stand t WHERE t.product_id = p.id)
             OR (p.active AND EXISTS (SELECT 1 FROM storefront_offer o
                 WHERE o.product_id = p.id AND o.from_day <= $1 AND o.until_day >= $1)))
         ORDER BY p.id DESC LIMIT $3"
    );
    read.all(statement, &[&today, &unit, &limit], |row| row.get(0))
}

/// A unit's totals; none where they would be of fewer than five people.
pub fn totals(read: &mut Read, unit: ConsignorId) -> Result<Option<Totals>> {
    let statement = sql!(
        "SELECT people, pieces, credited_rupiah, state_rupiah FROM storefront_total
         WHERE consignor_id = $1"
    );
    read.first(statement, &[&unit], |row| {
        Ok(Totals {
            people: row.get(0)?,
            pieces: row.get(1)?,
            credited: row.get(2)?,
            to_the_state: row.get(3)?,
        })
    })
}

/// When the shelves of a product were last looked at, the latest look of each shop.
pub fn seen(read: &mut Read, product: ProductId) -> Result<Vec<Seen>> {
    let statement = sql!(
        "SELECT shop_id, how, day FROM storefront_seen WHERE product_id = $1
         ORDER BY day DESC, how DESC LIMIT 1000"
    );
    let looks = read.all(statement, &[&product], |row| {
        Ok(Seen { shop_id: row.get(0)?, how: row.get(1)?, day: row.get(2)? })
    })?;
    let mut latest: Vec<Seen> = Vec::new();
    for look in looks {
        if latest.iter().all(|known| known.shop_id != look.shop_id) {
            latest.push(look);
        }
    }
    Ok(latest)
}
