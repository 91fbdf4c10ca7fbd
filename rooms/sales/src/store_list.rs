//! The list of sales.

use db::{Param, Read, Result, Row, Sql, sql};
use kernel::{Context, Reach};

use crate::{
    inputs::ListSales,
    store::{line_of, sale_of},
    store_day,
    types::{Sale, SaleLine},
};

/// Rows of one page.
pub(crate) const PER_PAGE: i64 = 50;
/// So far the list is counted and opened page by page. Counting a million sales takes longer than
/// anybody waits, and nobody reads so many: who looks for an old one narrows the list.
pub(crate) const COUNTED_MAX: i64 = 10_000;

/// What narrows the list beside shop and unit. The days always stand as a range, so that the
/// indexes, whose order is the list's, can be walked between them.
macro_rules! narrowed {
    () => {
        " AND (CAST($3 AS text) IS NULL OR LOWER(s.receipt_number) LIKE $3)
          AND (CAST($4 AS text) IS NULL OR s.payment = $4)
          AND (CAST($5 AS text) IS NULL OR s.source = $5)
          AND s.business_day >= COALESCE(CAST($6 AS date), CAST('0001-01-01' AS date))
          AND s.business_day <= COALESCE(CAST($7 AS date), CAST('9999-12-31' AS date))
          AND ((CAST($8 AS uuid) IS NULL AND CAST($9 AS uuid) IS NULL AND CAST($10 AS uuid) IS NULL)
            OR EXISTS (SELECT 1 FROM sales_line l WHERE l.sale_id = s.id
               AND (CAST($8 AS uuid) IS NULL OR l.agreement_id = $8)
               AND (CAST($9 AS uuid) IS NULL OR l.product_id = $9)
               AND (CAST($10 AS uuid) IS NULL OR l.batch_id = $10))) "
    };
}
macro_rules! counted {
    ($whose:literal) => {
        sql!(concat!(
            "SELECT CAST(COUNT(*) AS bigint) FROM (SELECT 1 FROM sales_sale s WHERE ",
            $whose,
            narrowed!(),
            "LIMIT $11) found"
        ))
    };
}
macro_rules! shown {
    ($whose:literal) => {
        sql!(concat!(
            "SELECT s.id, s.consignor_id, s.shop_id, s.receipt_number, s.sold_at, s.business_day,
                 s.payment, s.source, s.counted_from, s.gross, s.note, s.recorded_by, s.recorded_at
             FROM sales_sale s WHERE ",
            $whose,
            narrowed!(),
            "ORDER BY s.business_day DESC, s.recorded_at DESC, s.id DESC LIMIT $11 OFFSET $12"
        ))
    };
}

/// The lines of the same sales.
macro_rules! lines {
    ($whose:literal) => {
        sql!(concat!(
            "SELECT s.id, s.consignor_id, s.shop_id, s.receipt_number, s.sold_at, s.business_day,
                 s.payment, s.source, s.counted_from, s.gross, s.note, s.recorded_by, s.recorded_at,
                 l.position, l.product_id, l.batch_id, l.agreement_id, l.terms_id, l.quantity,
                 l.unit_price, l.shop_part, l.booked_day,
                 CAST(COALESCE((SELECT SUM(r.quantity) FROM sales_refund_line r
                    WHERE r.sale_id = l.sale_id AND r.position = l.position), 0) AS bigint)
             FROM (SELECT * FROM sales_sale s WHERE ",
            $whose,
            narrowed!(),
            "ORDER BY s.business_day DESC, s.recorded_at DESC, s.id DESC LIMIT $11 OFFSET $12) s
             JOIN sales_line l ON l.sale_id = s.id
             ORDER BY s.business_day DESC, s.recorded_at DESC, s.id DESC, l.position"
        ))
    };
}

/// How a list is counted and shown.
struct Ways {
    counted: Sql,
    shown: Sql,
    lines: Sql,
}

/// Whose sales are looked through.
#[derive(Clone, Copy)]
enum Whose {
    /// Of a unit at it, where one asks.
    Shop,
    Consignor,
    All,
}

/// By the index of the shop, else of the unit, else of all: a statement that leaves it open which
/// of them is asked for has no plan but to read everything.
fn ways(whose: Whose) -> Ways {
    macro_rules! of {
        ($whose:literal) => {
            Ways { counted: counted!($whose), shown: shown!($whose), lines: lines!($whose) }
        };
    }
    match whose {
        Whose::Shop => of!("s.shop_id = $2 AND (CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)"),
        Whose::Consignor => of!("s.consignor_id = $1 AND CAST($2 AS uuid) IS NULL"),
        Whose::All => of!("CAST($1 AS uuid) IS NULL AND CAST($2 AS uuid) IS NULL"),
    }
}

/// One page of the sales that are his to see, newest first, and how many there are in all, as far
/// as they are counted ([`COUNTED_MAX`]).
pub(crate) fn list(read: &mut Read, ctx: &Context, asked: &ListSales) -> Result<(Vec<Sale>, i64)> {
    let pages = COUNTED_MAX / PER_PAGE;
    let page = asked.page.map_or(1, |page| page.0).clamp(1, pages);
    let offset = (page - 1) * PER_PAGE;
    let found = narrowed(read, ctx, asked, |read, ways, filter| {
        let total = read.one(ways.counted, &with(filter, &[&COUNTED_MAX]), |row| row.get(0))?;
        // Nothing is found only after everything was read; not a second time.
        let sales = match total {
            0 => Vec::new(),
            _ => read.all(ways.shown, &with(filter, &[&PER_PAGE, &offset]), sale_of)?,
        };
        Ok((sales, total))
    })?;
    Ok(found.unwrap_or_default())
}

/// The lines of so many sales after so many, in the list's order.
pub(crate) fn lines(
    read: &mut Read,
    ctx: &Context,
    asked: &ListSales,
    (limit, offset): (i64, i64),
) -> Result<Vec<(Sale, SaleLine)>> {
    let found = narrowed(read, ctx, asked, |read, ways, filter| {
        let both = |row: &Row<'_>| Ok((sale_of(row)?, line_of(row, 13)?));
        read.all(ways.lines, &with(filter, &[&limit, &offset]), both)
    })?;
    Ok(found.unwrap_or_default())
}

fn with<'p>(filter: &[&'p dyn Param], more: &[&'p dyn Param]) -> Vec<&'p dyn Param> {
    [filter, more].concat()
}

/// Looks with what narrows the list; `None` where it can hold nothing.
fn narrowed<T>(
    read: &mut Read,
    ctx: &Context,
    asked: &ListSales,
    look: impl FnOnce(&mut Read, &Ways, &[&dyn Param]) -> Result<T>,
) -> Result<Option<T>> {
    let own_consignor = ctx.actor.consignor();
    let shop = match ctx.actor.shop().or(asked.shop) {
        Some(shop) => Some(shop),
        // An agreement is with one shop: its index is walked.
        None => match asked.agreement {
            Some(agreement) => store_day::shop_of(read, agreement)?,
            None => None,
        },
    };
    if matches!(ctx.actor.reach, Reach::Nobody | Reach::Kanwil(_)) {
        return Ok(None);
    }
    let named = asked.agreement.is_some() || asked.product.is_some() || asked.batch.is_some();
    if named && !store_day::was_sold(read, shop, asked.agreement, (asked.product, asked.batch))? {
        // What is nowhere is found nowhere only after everything was read.
        return Ok(None);
    }
    let like = asked
        .q
        .as_ref()
        .map(|q| format!("%{}%", q.trim().to_lowercase().replace(['%', '_', '!'], "")));
    let filter: [&dyn Param; 10] = [
        &own_consignor,
        &shop,
        &like,
        &asked.payment,
        &asked.source,
        &asked.from,
        &asked.to,
        &asked.agreement,
        &asked.product,
        &asked.batch,
    ];
    let ways = ways(match (shop, own_consignor) {
        (Some(_), _) => Whose::Shop,
        (None, Some(_)) => Whose::Consignor,
        (None, None) => Whose::All,
    });
    look(read, &ways, &filter).map(Some)
}
