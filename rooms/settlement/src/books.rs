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

/// The last day of the period that a person would close now: the cycle's, but never a day that
/// is not over; `None` where no day is.
pub fn suggested_to(read: &mut Read, agreement: &Agreement, today: Day) -> Result<Option<Day>> {
    let from = next_from(read, agreement)?;
    let yesterday = today.plus_days(-1);
    if yesterday < from {
        return Ok(None);
    }
    Ok(Some(cycle_end(read, agreement, from)?.min(yesterday)))
}

/// The last day of the cycle that begins on `from`.
pub fn cycle_end(read: &mut Read, agreement: &Agreement, from: Day) -> Result<Day> {
    let terms = agreements::terms_on(read, agreement.id, from)?;
    Ok(terms.cycle.period_of(from).to)
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
        true => consignment::lost_before(read, agreement.shop_id, period.from)?,
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
