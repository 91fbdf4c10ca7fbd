//! All SQL of the shop-window: only its own views.

use db::{Param, Read, Result, Row, sql};
use kernel::{Day, PhotoId, ProductId};

use crate::thing::{Place, Thing};

/// Things on one page, and so the most whose places are asked for at once.
pub const PER_PAGE: usize = 24;

/// What the list is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Narrow {
    /// `%word%`, in small letters.
    pub like: Option<String>,
    pub category: Option<String>,
}

fn thing(row: &Row<'_>) -> Result<Thing> {
    Ok(Thing {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        family_id: row.get(2)?,
        variant: row.get(3)?,
        code: row.get(4)?,
        name: row.get(5)?,
        unit: row.get(6)?,
        category: row.get(7)?,
        size: row.get(8)?,
        material: row.get(9)?,
        care: row.get(10)?,
        description: row.get(11)?,
        promise_days: row.get(12)?,
        price: row.get(13)?,
        photo: row.get(14)?,
        photo_alt: row.get(15)?,
        places: Vec::new(),
    })
}

/// One page of what is offered, with its places.
pub fn list(read: &mut Read, narrow: &Narrow, today: Day, page: i64) -> Result<Vec<Thing>> {
    let statement = sql!(
        "SELECT p.id, p.consignor_id, p.family_id, p.variant, p.code, p.name, p.unit, p.category,
                p.size, p.material, p.care, p.description, p.promise_days,
                (SELECT c.price_rupiah FROM storefront_price c
                 WHERE c.product_id = p.id AND c.valid_from <= $1
                 ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1),
                f.id, f.alt
         FROM storefront_product p
         LEFT JOIN storefront_photo f ON f.id =
            (SELECT g.id FROM storefront_photo g WHERE g.product_id = p.id
             ORDER BY g.position, g.id LIMIT 1)
         WHERE (p.id IN (SELECT s.product_id FROM storefront_shelf s)
                OR (p.active AND p.id IN (SELECT o.product_id FROM storefront_offer o
                    WHERE o.from_day <= $1 AND o.until_day >= $1)))
           AND (CAST($2 AS text) IS NULL OR LOWER(p.name) LIKE $2 ESCAPE '!'
                OR LOWER(p.variant) LIKE $2 ESCAPE '!' OR LOWER(p.category) LIKE $2 ESCAPE '!'
                OR LOWER(p.code) LIKE $2 ESCAPE '!')
           AND (CAST($3 AS text) IS NULL OR p.category = $3)
         ORDER BY LOWER(p.name), p.code, p.id LIMIT $4 OFFSET $5"
    );
    let limit = PER_PAGE as i64;
    let offset = (page - 1) * limit;
    let params: [&dyn Param; 5] = [&today, &narrow.like, &narrow.category, &limit, &offset];
    let things = read.all(statement, &params, thing)?;
    with_places(read, things, today)
}

pub fn count(read: &mut Read, narrow: &Narrow, today: Day) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM storefront_product p
         WHERE (p.id IN (SELECT s.product_id FROM storefront_shelf s)
                OR (p.active AND p.id IN (SELECT o.product_id FROM storefront_offer o
                    WHERE o.from_day <= $1 AND o.until_day >= $1)))
           AND (CAST($2 AS text) IS NULL OR LOWER(p.name) LIKE $2 ESCAPE '!'
                OR LOWER(p.variant) LIKE $2 ESCAPE '!' OR LOWER(p.category) LIKE $2 ESCAPE '!'
                OR LOWER(p.code) LIKE $2 ESCAPE '!')
           AND (CAST($3 AS text) IS NULL OR p.category = $3)"
    );
    read.one(statement, &[&today, &narrow.like, &narrow.category], |row| row.get(0))
}

/// The categories of what is offered.
pub fn categories(read: &mut Read, today: Day) -> Result<Vec<String>> {
    let statement = sql!(
        "SELECT DISTINCT p.category FROM storefront_product p
         WHERE p.category IS NOT NULL
           AND (p.id IN (SELECT s.product_id FROM storefront_shelf s)
                OR (p.active AND p.id IN (SELECT o.product_id FROM storefront_offer o
                    WHERE o.from_day <= $1 AND o.until_day >= $1)))
         ORDER BY p.category LIMIT 100"
    );
    read.all(statement, &[&today], |row| row.get(0))
}

/// A thing and the others of its family, if it is offered.
pub fn family(read: &mut Read, id: ProductId, today: Day) -> Result<Vec<Thing>> {
    let statement = sql!(
        "SELECT p.id, p.consignor_id, p.family_id, p.variant, p.code, p.name, p.unit, p.category,
                p.size, p.material, p.care, p.description, p.promise_days,
                (SELECT c.price_rupiah FROM storefront_price c
                 WHERE c.product_id = p.id AND c.valid_from <= $1
                 ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1),
                f.id, f.alt
         FROM storefront_product p
         LEFT JOIN storefront_photo f ON f.id =
            (SELECT g.id FROM storefront_photo g WHERE g.product_id = p.id
             ORDER BY g.position, g.id LIMIT 1)
         WHERE p.family_id = (SELECT q.family_id FROM storefront_product q WHERE q.id = $2)
           AND (p.id IN (SELECT s.product_id FROM storefront_shelf s)
                OR (p.active AND p.id IN (SELECT o.product_id FROM storefront_offer o
                    WHERE o.from_day <= $1 AND o.until_day >= $1)))
         ORDER BY CASE WHEN p.id = $2 THEN 0 ELSE 1 END, LOWER(p.name), p.code, p.id LIMIT $3"
    );
    let limit = PER_PAGE as i64;
    let things = read.all(statement, &[&today, &id, &limit], thing)?;
    with_places(read, things, today)
}

/// Gives each of at most [`PER_PAGE`] things its places, those that have it first.
fn with_places(read: &mut Read, mut things: Vec<Thing>, today: Day) -> Result<Vec<Thing>> {
    let Some(first) = things.first().map(|thing| thing.id) else { return Ok(things) };
    let statement = sql!(
        "SELECT x.product_id, x.shop_id, s.name, s.address, s.city, s.whatsapp, s.opening_hours,
                x.here,
                COALESCE(
                    (SELECT o.price_rupiah FROM storefront_offer o
                     WHERE o.shop_id = x.shop_id AND o.product_id = x.product_id
                       AND o.from_day <= $1 ORDER BY o.until_day DESC, o.from_day LIMIT 1),
                    (SELECT c.price_rupiah FROM storefront_price c
                     WHERE c.product_id = x.product_id AND c.valid_from <= $1
                     ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1))
         FROM (SELECT y.product_id, y.shop_id, CAST(MAX(y.here) AS bigint) AS here
               FROM (SELECT product_id, shop_id, 0 AS here FROM storefront_offer
                     WHERE from_day <= $1 AND until_day >= $1
                     UNION ALL SELECT product_id, shop_id, 1 FROM storefront_shelf) y
               GROUP BY y.product_id, y.shop_id) x
         JOIN storefront_shop s ON s.id = x.shop_id
         WHERE x.product_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
            $17, $18, $19, $20, $21, $22, $23, $24, $25)
         ORDER BY x.here DESC, LOWER(s.name), s.id"
    );
    let ids: Vec<ProductId> = things.iter().map(|thing| thing.id).collect();
    let mut params: Vec<&dyn Param> = vec![&today];
    // A short page asks for its first thing again.
    params.extend((0..PER_PAGE).map(|at| -> &dyn Param { ids.get(at).unwrap_or(&first) }));
    let places = read.all(statement, &params, place)?;
    for place in places {
        if let Some(thing) = things.iter_mut().find(|thing| thing.id == place.product_id) {
            thing.places.push(place);
        }
    }
    Ok(things)
}

fn place(row: &Row<'_>) -> Result<Place> {
    Ok(Place {
        product_id: row.get(0)?,
        shop_id: row.get(1)?,
        shop: row.get(2)?,
        address: row.get(3)?,
        city: row.get(4)?,
        whatsapp: row.get(5)?,
        opening_hours: row.get(6)?,
        here: row.get::<i64>(7)? == 1,
        price: row.get(8)?,
    })
}

/// A photo on a product's page.
pub struct Photo {
    pub id: PhotoId,
    pub alt: String,
    pub width: i64,
    pub height: i64,
}

pub fn photos(read: &mut Read, product: ProductId) -> Result<Vec<Photo>> {
    let statement = sql!(
        "SELECT id, alt, width, height FROM storefront_photo WHERE product_id = $1
         ORDER BY position, id LIMIT 24"
    );
    read.all(statement, &[&product], |row| {
        Ok(Photo { id: row.get(0)?, alt: row.get(1)?, width: row.get(2)?, height: row.get(3)? })
    })
}

/// Whose goods they are, and where to complain.
pub struct Unit {
    /// The unit's name, or its brand.
    pub name: String,
    pub branded: bool,
    pub complaint_contact: Option<String>,
}

pub fn unit(read: &mut Read, thing: &Thing) -> Result<Option<Unit>> {
    let statement =
        sql!("SELECT name, branded, complaint_contact FROM storefront_unit WHERE id = $1");
    read.first(statement, &[&thing.consignor_id], |row| {
        Ok(Unit { name: row.get(0)?, branded: row.get(1)?, complaint_contact: row.get(2)? })
    })
}

/// `%word%` for a search, with what LIKE knows escaped; nothing for blanks.
pub fn like(words: &str) -> Option<String> {
    let words = words.trim().to_lowercase();
    let escape = |c: char| if "%_!".contains(c) { format!("!{c}") } else { c.to_string() };
    let escaped: String = words.chars().take(100).map(escape).collect();
    (!words.is_empty()).then(|| format!("%{escaped}%"))
}
