//! The list of sales.

use db::{Param, Read, Result, sql};
use kernel::{Context, Reach};

use crate::{inputs::ListSales, store::sale_of, types::Sale};

/// Rows of one page.
pub(crate) const PER_PAGE: i64 = 50;

/// One page of the sales that are his to see, newest first, and how many there are in all.
pub(crate) fn list(read: &mut Read, ctx: &Context, asked: &ListSales) -> Result<(Vec<Sale>, i64)> {
    let own_consignor = ctx.actor.consignor();
    let shop = ctx.actor.shop().or(asked.shop);
    if matches!(ctx.actor.reach, Reach::Nobody | Reach::Kanwil(_)) {
        return Ok((Vec::new(), 0));
    }
    let like = asked
        .q
        .as_ref()
        .map(|q| format!("%{}%", q.trim().to_lowercase().replace(['%', '_', '!'], "")));
    let page = asked.page.map_or(1, |page| page.0).max(1);
    let offset = (page - 1) * PER_PAGE;
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
    let total = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM sales_sale s
         WHERE (CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR s.shop_id = $2)
           AND (CAST($3 AS text) IS NULL OR LOWER(s.receipt_number) LIKE $3)
           AND (CAST($4 AS text) IS NULL OR s.payment = $4)
           AND (CAST($5 AS text) IS NULL OR s.source = $5)
           AND (CAST($6 AS date) IS NULL OR s.business_day >= $6)
           AND (CAST($7 AS date) IS NULL OR s.business_day <= $7)
           AND ((CAST($8 AS uuid) IS NULL AND CAST($9 AS uuid) IS NULL AND CAST($10 AS uuid) IS NULL)
             OR EXISTS (SELECT 1 FROM sales_line l WHERE l.sale_id = s.id
                AND (CAST($8 AS uuid) IS NULL OR l.agreement_id = $8)
                AND (CAST($9 AS uuid) IS NULL OR l.product_id = $9)
                AND (CAST($10 AS uuid) IS NULL OR l.batch_id = $10)))"
    );
    let total = read.one(total, &filter, |row| row.get(0))?;
    let page = sql!(
        "SELECT s.id, s.consignor_id, s.shop_id, s.receipt_number, s.sold_at, s.business_day,
             s.payment, s.source, s.counted_from, s.gross, s.note, s.recorded_by, s.recorded_at
         FROM sales_sale s
         WHERE (CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR s.shop_id = $2)
           AND (CAST($3 AS text) IS NULL OR LOWER(s.receipt_number) LIKE $3)
           AND (CAST($4 AS text) IS NULL OR s.payment = $4)
           AND (CAST($5 AS text) IS NULL OR s.source = $5)
           AND (CAST($6 AS date) IS NULL OR s.business_day >= $6)
           AND (CAST($7 AS date) IS NULL OR s.business_day <= $7)
           AND ((CAST($8 AS uuid) IS NULL AND CAST($9 AS uuid) IS NULL AND CAST($10 AS uuid) IS NULL)
             OR EXISTS (SELECT 1 FROM sales_line l WHERE l.sale_id = s.id
                AND (CAST($8 AS uuid) IS NULL OR l.agreement_id = $8)
                AND (CAST($9 AS uuid) IS NULL OR l.product_id = $9)
                AND (CAST($10 AS uuid) IS NULL OR l.batch_id = $10)))
         ORDER BY s.business_day DESC, s.recorded_at DESC, s.id DESC LIMIT $11 OFFSET $12"
    );
    let mut params = filter.to_vec();
    params.extend([&PER_PAGE as &dyn Param, &offset]);
    Ok((read.all(page, &params, sale_of)?, total))
}
