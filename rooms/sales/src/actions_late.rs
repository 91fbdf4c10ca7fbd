//! A sale that is told after a count which sold its pieces already: they are not sold twice.

use db::{Result, Tx};
use kernel::{Context, Lang, Line, ProductId, Quantity, RefundId, SaleId, ShopId};
use web::Tick;
use words::Speak;

use crate::{
    actions::when,
    actions_refund::refund_at,
    as_of::Moment,
    inputs::{Refund, RefundLine, Sell, SellLine},
    store, store_count,
};

/// A sale that is told at once is not looked at: on PostgreSQL a look for counts collides with
/// those who write one, and nearly every sale comes this way.
const AT_ONCE_SECONDS: i64 = 5;

/// Takes back from the counts after a sale what they had taken for sold of these products. A sale
/// whose hour is unknown is of some hour of its day, also where it was told at once.
pub(crate) fn uncount(
    tx: &mut Tx,
    ctx: &Context,
    (shop, hour_known): (ShopId, bool),
    input: &Sell,
) -> Result<()> {
    // What is wrong with its day is said where the sale is decided.
    let Ok((sold_at, day)) = when(ctx, input.sold_at, input.business_day) else { return Ok(()) };
    let at_once = day == ctx.today() && sold_at.plus_seconds(AT_ONCE_SECONDS) >= ctx.now;
    if at_once && hour_known {
        return Ok(());
    }
    let sold = match hour_known {
        true => Moment::of(sold_at, day, ctx.zone),
        false => Moment { day, at: None },
    };
    for (at, line) in input.lines.iter().enumerate() {
        let counts = store_count::counts_after(tx, ctx.zone, shop, (line.product, sold))?;
        if !counts.is_empty() && store::find_sale(tx, input.id)?.is_some() {
            return Ok(());
        }
        uncount_line(tx, ctx, (input.id, at), line, &counts)?;
    }
    Ok(())
}

fn uncount_line(
    tx: &mut Tx,
    ctx: &Context,
    (sale, at): (SaleId, usize),
    line: &SellLine,
    counts: &[(SaleId, Moment)],
) -> Result<()> {
    let mut wanted = line.quantity;
    for (nth, (count, counted)) in counts.iter().enumerate() {
        let lines = pieces(tx, *count, line.product, &mut wanted)?;
        if !lines.is_empty() {
            let more = if nth == 0 { String::new() } else { format!(" {nth}") };
            let id = journal::derived_id(sale, format!("counted {at}{more}"));
            let back = take_back(id, *count, lines, *counted);
            refund_at(tx, ctx, &back, counted.at)?;
        }
    }
    Ok(())
}

/// As many pieces of a product as are wanted, from the lines of the count in their order.
fn pieces(
    tx: &mut Tx,
    count: SaleId,
    product: ProductId,
    wanted: &mut Quantity,
) -> Result<Vec<RefundLine>> {
    let mut lines = Vec::new();
    for line in store::lines_of(tx, count)?.iter().filter(|one| one.product_id == product) {
        let quantity = (*wanted).min(line.quantity - line.refunded);
        if quantity > Quantity(0) {
            *wanted -= quantity;
            lines.push(RefundLine { position: Quantity(line.position), quantity });
        }
    }
    Ok(lines)
}

/// On the day of the count, so that the month in which too much was sold is put right.
fn take_back(id: RefundId, count: SaleId, lines: Vec<RefundLine>, counted: Moment) -> Refund {
    #[expect(clippy::expect_used, reason = "a fixed text is a good line")]
    let reason = Line::parse(Lang::Id.t("sales.count.told_late")).expect("a reason");
    Refund {
        id,
        sale: count,
        lines,
        reason,
        resellable: Tick(true),
        business_day: Some(counted.day),
        exception: None,
    }
}
