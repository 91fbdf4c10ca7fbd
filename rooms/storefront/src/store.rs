//! The goods of the shop-window: which are offered, in which order, and where.

use db::{Param, Read, Result, Row, Sql, sql};
use kernel::{Context, Day, PhotoId, ProductId, ShopId};

use crate::{
    narrow::{Narrow, PAGES_MAX, PER_PAGE, Sort},
    thing::{Place, Thing},
};

/// Offered: in the annex of an agreement in force, or on a shelf. $1 is today.
macro_rules! offered {
    () => {
        "(EXISTS (SELECT 1 FROM storefront_stand t WHERE t.product_id = p.id)
          OR (p.active AND EXISTS (SELECT 1 FROM storefront_offer o
              WHERE o.product_id = p.id AND o.from_day <= $1 AND o.until_day >= $1)))"
    };
}

/// Not all of what stands there is set aside for others: of the row `$of`, at the moment `$now`.
macro_rules! free {
    ($of:literal, $now:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM storefront_reserved r WHERE r.shop_id = ",
            $of,
            ".shop_id AND r.product_id = ",
            $of,
            ".product_id AND r.until > ",
            $now,
            ")"
        )
    };
}

/// The unit's own price of the day.
macro_rules! listed {
    () => {
        "(SELECT c.price_rupiah FROM storefront_price c
          WHERE c.product_id = p.id AND c.valid_from <= $1
          ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1)"
    };
}

/// The lowest price of the stands of a product at the shop $3, if one is chosen; a shop's own is
/// that of the agreement that holds there, else of the last that did.
macro_rules! standing {
    () => {
        concat!(
            "SELECT MIN(COALESCE(
               (SELECT o.price_rupiah FROM storefront_offer o
                WHERE o.shop_id = t.shop_id AND o.product_id = p.id AND o.from_day <= $1
                ORDER BY o.until_day DESC, o.from_day LIMIT 1), ",
            listed!(),
            ")) FROM storefront_stand t
             WHERE t.product_id = p.id AND (CAST($3 AS uuid) IS NULL OR t.shop_id = $3)"
        )
    };
}

/// What a card says that a thing costs (`Thing::asked`): the lowest price of the places that have
/// it now, at the moment `$now`; else of those that may sell it; else the unit's own.
macro_rules! price {
    ($now:literal) => {
        concat!(
            "COALESCE((",
            standing!(),
            " AND (NOT EXISTS (SELECT 1 FROM storefront_short m
                   WHERE m.product_id = t.product_id AND m.shop_id = t.shop_id)
                 OR EXISTS (SELECT 1 FROM storefront_shelf f
                   WHERE f.product_id = t.product_id AND f.shop_id = t.shop_id))
               AND ",
            free!("t", $now),
            "), (SELECT MIN(COALESCE(o.price_rupiah, ",
            listed!(),
            ")) FROM storefront_offer o
             WHERE o.product_id = p.id AND o.from_day <= $1 AND o.until_day >= $1
               AND (CAST($3 AS uuid) IS NULL OR o.shop_id = $3)), (",
            standing!(),
            "), ",
            listed!(),
            ")"
        )
    };
}

/// $2 category, $3 shop, $4 whether only what a buyer could have now, `$now`, $5 and $6 the edges of
/// the price. A shelf from which more was sold than was there is looked at as a whole.
macro_rules! narrowed {
    ($now:literal) => {
        concat!(
            "(CAST($2 AS text) IS NULL OR p.category = $2)
             AND (CAST($3 AS uuid) IS NULL
               OR EXISTS (SELECT 1 FROM storefront_stand t
                  WHERE t.product_id = p.id AND t.shop_id = $3)
               OR EXISTS (SELECT 1 FROM storefront_offer o WHERE o.product_id = p.id
                  AND o.shop_id = $3 AND o.from_day <= $1 AND o.until_day >= $1))
             AND (NOT $4
               OR EXISTS (SELECT 1 FROM storefront_stand t
                  WHERE t.product_id = p.id AND (CAST($3 AS uuid) IS NULL OR t.shop_id = $3)
                    AND NOT EXISTS (SELECT 1 FROM storefront_short m
                      WHERE m.product_id = t.product_id AND m.shop_id = t.shop_id)
                    AND ",
            free!("t", $now),
            ")
               OR (EXISTS (SELECT 1 FROM storefront_short m WHERE m.product_id = p.id)
                  AND p.id IN (SELECT f.product_id FROM storefront_shelf f
                    WHERE (CAST($3 AS uuid) IS NULL OR f.shop_id = $3) AND ",
            free!("f", $now),
            ")))
             AND (CAST($5 AS bigint) IS NULL OR ",
            price!($now),
            " >= $5) AND (CAST($6 AS bigint) IS NULL OR ",
            price!($now),
            " <= $6)"
        )
    };
}

/// How many there are, but no more than a list shows.
pub fn count(read: &mut Read, ctx: &Context, narrow: &Narrow) -> Result<i64> {
    let statement = sql!(concat!(
        "SELECT CAST(COUNT(*) AS bigint) FROM (SELECT p.id FROM storefront_product p WHERE ",
        offered!(),
        " AND ",
        narrowed!("$8"),
        " LIMIT $7) AS found"
    ));
    let most = PAGES_MAX * PER_PAGE as i64;
    let Narrow { category, shop, here, least, most: dear, .. } = narrow;
    let params: [&dyn Param; 8] =
        [&ctx.today(), category, shop, here, least, dear, &most, &ctx.now];
    read.one(statement, &params, |row| row.get(0))
}

/// One page of the list without a search.
pub fn page(read: &mut Read, ctx: &Context, narrow: &Narrow, page: i64) -> Result<Vec<ProductId>> {
    let newest: Sql = sql!(concat!(
        "SELECT p.id FROM storefront_product p WHERE ",
        offered!(),
        " AND ",
        narrowed!("$9"),
        " ORDER BY p.id DESC LIMIT $7 OFFSET $8"
    ));
    let sorted: Sql = sql!(concat!(
        "SELECT p.id FROM storefront_product p WHERE ",
        offered!(),
        " AND ",
        narrowed!("$9"),
        " ORDER BY CASE WHEN CAST($10 AS bigint) = 0 THEN 0
           ELSE CAST($10 AS bigint) * COALESCE(",
        price!("$9"),
        ", CAST($10 AS bigint) * 9000000000000000) END, LOWER(p.name), p.code, p.id LIMIT $7 OFFSET $8"
    ));
    let limit = PER_PAGE as i64;
    let offset = (page - 1) * limit;
    let Narrow { category, shop, here, least, most, .. } = narrow;
    let today = ctx.today();
    let mut params: Vec<&dyn Param> =
        vec![&today, category, shop, here, least, most, &limit, &offset, &ctx.now];
    let direction: &i64 = match narrow.sort {
        Sort::Newest => return read.all(newest, &params, |row| row.get(0)),
        Sort::Name => &0,
        Sort::Cheap => &1,
        Sort::Dear => &-1,
    };
    params.push(direction);
    read.all(sorted, &params, |row| row.get(0))
}

/// The categories of what is offered: from one to the next by the index, so that it costs by the
/// categories and not by the products.
pub fn categories(read: &mut Read, today: Day) -> Result<Vec<String>> {
    let statement = sql!(concat!(
        "WITH RECURSIVE storefront_known (category) AS (
           SELECT MIN(category) FROM storefront_product
           UNION ALL
           SELECT (SELECT MIN(n.category) FROM storefront_product n WHERE n.category > k.category)
           FROM storefront_known k WHERE k.category IS NOT NULL
         )
         SELECT category FROM storefront_known k
         WHERE category IS NOT NULL AND EXISTS (SELECT 1 FROM storefront_product p
            WHERE p.category = k.category AND ",
        offered!(),
        ") ORDER BY category LIMIT 100"
    ));
    read.all(statement, &[&today], |row| row.get(0))
}

/// A thing's id and those of the others of its family, if it is offered; it stands first.
pub fn family(read: &mut Read, id: ProductId, today: Day) -> Result<Vec<ProductId>> {
    let statement = sql!(concat!(
        "SELECT p.id FROM storefront_product p
         WHERE p.family_id = (SELECT q.family_id FROM storefront_product q WHERE q.id = $2) AND ",
        offered!(),
        " ORDER BY CASE WHEN p.id = $2 THEN 0 ELSE 1 END, LOWER(p.name), p.code, p.id LIMIT $3"
    ));
    read.all(statement, &[&today, &id, &(PER_PAGE as i64)], |row| row.get(0))
}

/// Those of at most [`PER_PAGE`] things that are offered, in their order: only they have a page.
pub fn offered_of(read: &mut Read, ids: &[ProductId], today: Day) -> Result<Vec<ProductId>> {
    let Some(first) = ids.first() else { return Ok(Vec::new()) };
    let statement = sql!(concat!(
        "SELECT p.id FROM storefront_product p
         WHERE p.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
            $17, $18, $19, $20, $21, $22, $23, $24, $25) AND ",
        offered!()
    ));
    let mut params: Vec<&dyn Param> = vec![&today];
    params.extend((0..PER_PAGE).map(|at| -> &dyn Param { ids.get(at).unwrap_or(first) }));
    let found: Vec<ProductId> = read.all(statement, &params, |row| row.get(0))?;
    Ok(ids.iter().filter(|id| found.contains(id)).copied().collect())
}

/// Offered things after one, in the order of their ids: for what lists all of them.
pub fn after(read: &mut Read, id: ProductId, today: Day, limit: i64) -> Result<Vec<ProductId>> {
    let statement = sql!(concat!(
        "SELECT p.id FROM storefront_product p WHERE p.id > $2 AND ",
        offered!(),
        " ORDER BY p.id LIMIT $3"
    ));
    read.all(statement, &[&today, &id, &limit], |row| row.get(0))
}

/// [`after`] with what each is called.
pub fn titles_after(
    read: &mut Read,
    id: ProductId,
    today: Day,
    limit: i64,
) -> Result<Vec<(ProductId, String)>> {
    let statement = sql!(concat!(
        "SELECT p.id, p.name, p.variant FROM storefront_product p WHERE p.id > $2 AND ",
        offered!(),
        " ORDER BY p.id LIMIT $3"
    ));
    read.all(statement, &[&today, &id, &limit], |row| {
        let (name, variant): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, crate::thing::title(&name, variant.as_deref())))
    })
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

/// At most [`PER_PAGE`] things by their ids, in the order of the ids, with their places.
pub fn things(read: &mut Read, ctx: &Context, ids: &[ProductId]) -> Result<Vec<Thing>> {
    let today = ctx.today();
    let Some(first) = ids.first() else { return Ok(Vec::new()) };
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
         WHERE p.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
            $17, $18, $19, $20, $21, $22, $23, $24, $25)"
    );
    let mut params: Vec<&dyn Param> = vec![&today];
    // A short page asks for its first thing again.
    params.extend((0..PER_PAGE).map(|at| -> &dyn Param { ids.get(at).unwrap_or(first) }));
    let mut things = read.all(statement, &params, thing)?;
    things.sort_by_key(|thing| ids.iter().position(|id| *id == thing.id));
    params.push(&ctx.now);
    for place in read.all(PLACES, &params, place)? {
        if let Some(thing) = things.iter_mut().find(|thing| thing.id == place.product_id) {
            thing.places.push(place);
        }
    }
    Ok(things)
}

/// [`things`] as they are at the shop that was chosen, if one was: with no other's place and price.
pub fn things_at(
    read: &mut Read,
    ctx: &Context,
    ids: &[ProductId],
    shop: Option<ShopId>,
) -> Result<Vec<Thing>> {
    let mut things = things(read, ctx, ids)?;
    for thing in &mut things {
        thing.places.retain(|place| shop.is_none_or(|own| own == place.shop_id));
    }
    Ok(things)
}

/// Where things are sold, those that have it first.
const PLACES: Sql = sql!(
    "SELECT x.product_id, x.shop_id, s.name, s.address, s.city, s.whatsapp, s.opening_hours,
            -- 2 a buyer can have it, 1 all that stands there is set aside for others, 0 none is left.
            CAST(CASE
              WHEN NOT EXISTS (SELECT 1 FROM storefront_stand t
                WHERE t.product_id = x.product_id AND t.shop_id = x.shop_id) THEN 0
              WHEN EXISTS (SELECT 1 FROM storefront_short m
                  WHERE m.product_id = x.product_id AND m.shop_id = x.shop_id)
                AND NOT EXISTS (SELECT 1 FROM storefront_shelf f
                  WHERE f.shop_id = x.shop_id AND f.product_id = x.product_id) THEN 0
              WHEN EXISTS (SELECT 1 FROM storefront_reserved r WHERE r.shop_id = x.shop_id
                AND r.product_id = x.product_id AND r.until > $26) THEN 1
              ELSE 2 END AS bigint),
            COALESCE(
                (SELECT o.price_rupiah FROM storefront_offer o
                 WHERE o.shop_id = x.shop_id AND o.product_id = x.product_id
                   AND o.from_day <= $1 ORDER BY o.until_day DESC, o.from_day LIMIT 1),
                (SELECT c.price_rupiah FROM storefront_price c
                 WHERE c.product_id = x.product_id AND c.valid_from <= $1
                 ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1)),
            NOT EXISTS (SELECT 1 FROM storefront_closed k WHERE k.shop_id = x.shop_id)
     FROM (SELECT product_id, shop_id FROM storefront_offer
           WHERE from_day <= $1 AND until_day >= $1
             AND product_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
               $17, $18, $19, $20, $21, $22, $23, $24, $25)
           UNION SELECT product_id, shop_id FROM storefront_stand
           WHERE product_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
               $17, $18, $19, $20, $21, $22, $23, $24, $25)) x
     JOIN storefront_shop s ON s.id = x.shop_id
     ORDER BY 8 DESC, LOWER(s.name), s.id"
);

fn place(row: &Row<'_>) -> Result<Place> {
    Ok(Place {
        product_id: row.get(0)?,
        shop_id: row.get(1)?,
        shop: row.get(2)?,
        address: row.get(3)?,
        city: row.get(4)?,
        whatsapp: row.get(5)?,
        opening_hours: row.get(6)?,
        here: row.get::<i64>(7)? == 2,
        promised: row.get::<i64>(7)? == 1,
        price: row.get(8)?,
        orders: row.get(9)?,
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
