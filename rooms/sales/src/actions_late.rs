//! A sale that is told after a count which sold its pieces already: they are not sold twice.

use db::{Result, Tx};
use kernel::{Context, Lang, Line, Quantity, RefundId, SaleId, ShopId};
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

/// Takes back from the first count after a sale what it had taken for sold of these products.
pub(crate) fn uncount(tx: &mut Tx, ctx: &Context, shop: ShopId, input: &Sell) -> Result<()> {
    // What is wrong with its day is said where the sale is decided.
    let Ok((sold_at, day)) = when(ctx, input.sold_at, input.business_day) else { return Ok(()) };
    if day == ctx.today() && sold_at.plus_seconds(AT_ONCE_SECONDS) >= ctx.now {
        return Ok(());
    }
    let sold = Moment::of(sold_at, day, ctx.zone);
    for (at, line) in input.lines.iter().enumerate() {
        let found = store_count::count_after(tx, ctx.zone, shop, (line.product, sold))?;
        let Some((count, counted)) = found else { continue };
        if store::find_sale(tx, input.id)?.is_some() {
            return Ok(());
        }
        let lines = pieces(tx, count, line)?;
        if !lines.is_empty() {
            let id = journal::derived_id(input.id, format!("counted {at}"));
            let back = take_back(id, count, lines, counted);
            refund_at(tx, ctx, &back, counted.at)?;
        }
    }
    Ok(())
}

/// As many pieces as were sold, from the lines of the count in their order.
fn pieces(tx: &mut Tx, count: SaleId, sold: &SellLine) -> Result<Vec<RefundLine>> {
    let mut wanted = sold.quantity;
    let mut lines = Vec::new();
    for line in store::lines_of(tx, count)?.iter().filter(|one| one.product_id == sold.product) {
        let quantity = wanted.min(line.quantity - line.refunded);
        if quantity > Quantity(0) {
            wanted -= quantity;
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
