//! What a period came to, gathered from the rooms that know it: sales say what was sold,
//! consignment what moved on the shelf, this room what the shop may deduct. The cost is the
//! period's own lines and nothing of the history before it.

use std::collections::BTreeMap;

use agreements::Agreement;
use consignment::ShelfChange;
use db::{Read, Result};
use kernel::{Day, Period, ProductId, Quantity, Rupiah};

use crate::{
    distribution::Moved,
    kinds::LossKind,
    statement::{self, Draft, LossLine, LostBy, SoldLine, Stock},
    store, store_money,
    types::ProductLine,
};

/// The first day that no statement covers.
pub fn next_from(read: &mut Read, agreement: &Agreement) -> Result<Day> {
    let last = store::last_day(read, agreement.id)?;
    Ok(statement::next_from(agreement.effective_from, last))
}

/// The period that a person would close next, whether it is over or not: that of the cycle, and
/// with it those before in which nothing moved and nothing lay. `None` where no day is over.
pub fn next_period(read: &mut Read, agreement: &Agreement, today: Day) -> Result<Option<Period>> {
    let from = next_from(read, agreement)?;
    let yesterday = today.plus_days(-1);
    if yesterday < from {
        return Ok(None);
    }
    let mut to = cycle_end(read, agreement, from)?;
    if to < yesterday && !is_empty(read, agreement, Period { from, to: yesterday })? {
        while to < yesterday && is_empty(read, agreement, Period { from, to })? {
            to = cycle_end(read, agreement, to.plus_days(1))?;
        }
    }
    Ok(Some(Period { from, to }))
}

/// The oldest period that is over, has no statement and holds something.
pub fn to_close(read: &mut Read, agreement: &Agreement, today: Day) -> Result<Option<Period>> {
    match next_period(read, agreement, today)?.filter(|period| period.to < today) {
        Some(period) if !is_empty(read, agreement, period)? => Ok(Some(period)),
        _ => Ok(None),
    }
}

fn is_empty(read: &mut Read, agreement: &Agreement, period: Period) -> Result<bool> {
    Ok(draft(read, agreement, period)?.is_empty())
}

/// The last day of the period that begins on `from`.
fn cycle_end(read: &mut Read, agreement: &Agreement, from: Day) -> Result<Day> {
    let terms = agreements::terms_on(read, agreement.id, from)?;
    let last_day = agreement.ended_on.unwrap_or(agreement.ends_on);
    Ok(statement::period_end(terms.cycle, from, last_day))
}

/// The period in whose statement a day will stand that is not closed: that of its cycle, as far as it
/// is open.
pub fn open_period(read: &mut Read, agreement: &Agreement, day: Day) -> Result<Period> {
    let first = next_from(read, agreement)?;
    let terms = agreements::terms_on(read, agreement.id, day)?;
    let Period { from, to } = terms.cycle.period_of(day.max(first));
    Ok(Period { from: from.max(first), to })
}

/// Everything that the agreement's `period` came to.
pub fn draft(read: &mut Read, agreement: &Agreement, period: Period) -> Result<Draft> {
    let lines = sales::period_lines(read, agreement.id, period)?;
    let lines = lines.into_iter().map(|line| SoldLine {
        product: line.product_id,
        batch: line.batch_id,
        unit_price: line.unit_price,
        sold: line.sold,
        refunded: line.refunded,
        gross: line.gross(),
        shop_part: line.shop_part(),
        late: Moved {
            quantity: -line.late,
            gross: -line.unit_price.times(line.late),
            shop_part: -line.late_part,
        },
        set_apart: line.set_apart,
    });
    let losses = losses(read, agreement, period)?;
    let expenses = store_money::expenses_in(read, agreement.id, period)?;
    let stock = stock(read, agreement, period)?;
    Ok(Draft { period, stock, lines: lines.collect(), losses, expenses })
}

fn losses(read: &mut Read, agreement: &Agreement, period: Period) -> Result<Vec<LossLine>> {
    let all = consignment::shop_borne_losses(read, agreement.id, period)?;
    let before = match all.iter().any(|one| one.quantity.0 < 0) {
        true => consignment::charged_before(read, agreement.shop_id, period.from)?,
        false => BTreeMap::new(),
    };
    let line = |one: consignment::BorneLoss| LossLine {
        product: one.product_id,
        batch: one.batch_id,
        quantity: one.quantity,
        amount: one.charge,
        late: false,
        by: Some(lost_by(&one)),
    };
    Ok(statement::found_late(all.into_iter().map(line).collect(), &before))
}

fn lost_by(one: &consignment::BorneLoss) -> LostBy {
    let kind = match (one.difference, one.kind) {
        (Some(difference), _) => {
            return LostBy { kind: LossKind::Settled, document: difference.uuid() };
        }
        (None, ShelfChange::Damaged) if one.quantity.0 < 0 => LossKind::NotBroken,
        (None, ShelfChange::Damaged) => LossKind::Damaged,
        (None, _) if one.quantity.0 < 0 => LossKind::Found,
        (None, _) => LossKind::Lost,
    };
    LostBy { kind, document: one.document }
}

fn stock(
    read: &mut Read,
    agreement: &Agreement,
    period: Period,
) -> Result<BTreeMap<ProductId, Stock>> {
    let rows = consignment::stock_moves(read, agreement.id, period)?;
    let stock = |row: consignment::StockRow| Stock {
        opening: Quantity(row.opening),
        received: Quantity(row.received),
        returned: Quantity(row.returned),
        damaged: Quantity(row.damaged),
        lost: Quantity(row.lost),
        transferred: Quantity(row.transferred_in - row.transferred_out),
        difference: Quantity(row.discrepancy),
        closing: Quantity(row.closing),
        ..Stock::default()
    };
    Ok(rows.into_iter().map(|row| (row.product_id, stock(row))).collect())
}

/// The products of a draft as a statement shows them, by their codes.
pub fn product_lines(read: &mut Read, draft: &Draft) -> Result<Vec<ProductLine>> {
    let ids: Vec<ProductId> = draft.products().into_iter().collect();
    let known = catalogue::products(read, &ids)?;
    let mut lines: Vec<ProductLine> = Vec::with_capacity(ids.len());
    for id in ids {
        let (stock, (gross, shop_part, due)) = (draft.stock_of(id), draft.money_of(id));
        let Some(product) = known.get(&id) else { continue };
        let still = stock.is_still() && gross == Rupiah::ZERO;
        if !still {
            lines.push(line(id, product, &stock, (gross, shop_part, due)));
        }
    }
    lines.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(lines)
}

fn line(
    product_id: ProductId,
    product: &catalogue::Product,
    stock: &Stock,
    (gross, shop_part, due): (Rupiah, Rupiah, Rupiah),
) -> ProductLine {
    ProductLine {
        product_id,
        code: product.code.to_string(),
        name: product.name.to_string(),
        unit: product.unit.to_string(),
        opening: stock.opening.0,
        received: stock.received.0,
        sold: stock.sold.0,
        refunded: stock.refunded.0,
        returned: stock.returned.0,
        damaged: stock.damaged.0,
        lost: stock.lost.0,
        transferred: stock.transferred.0,
        difference: stock.difference.0,
        closing: stock.closing.0,
        gross,
        shop_part,
        due,
    }
}
