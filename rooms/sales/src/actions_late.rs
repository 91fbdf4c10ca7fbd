//! A sale that is told after a count which sold its pieces already: they are not sold twice.

use consignment::Picked;
use db::{Result, Tx};
use kernel::{
    AgreementId, Context, Lang, Line, ProductId, Quantity, RefundId, Rupiah, SaleId, ShopId,
};
use web::Tick;
use words::Speak;

use crate::{
    actions::{How, when},
    actions_refund::{Told, refund_at},
    as_of::Moment,
    inputs::{Refund, RefundLine, Sell, SellLine},
    store, store_count,
    terms::selling_terms,
    types::SaleLine,
};

/// A sale that is told at once is not looked at: on PostgreSQL a look for counts collides with
/// those who write one, and nearly every sale comes this way.
const AT_ONCE_SECONDS: i64 = 5;

/// Of which batches a late sale takes its pieces: of those that a count had sold of it.
pub(crate) type Freed = Vec<(ProductId, Picked)>;

/// Takes back from the counts after a sale what they had taken for sold of these products. A sale
/// whose hour is unknown is of some hour of its day, also where it was told at once.
pub(crate) fn uncount(
    tx: &mut Tx,
    ctx: &Context,
    (shop, how): (ShopId, &How),
    input: &Sell,
) -> Result<Freed> {
    // What is wrong with its day is said where the sale is decided.
    let Ok((sold_at, day)) = when(ctx, input.sold_at, input.business_day) else {
        return Ok(Freed::new());
    };
    let at_once = day == ctx.today() && sold_at.plus_seconds(AT_ONCE_SECONDS) >= ctx.now;
    if at_once && how.hour_known {
        return Ok(Freed::new());
    }
    let sold = match how.hour_known {
        true => Moment::of(sold_at, day, ctx.zone),
        false => Moment { day, at: None },
    };
    let mut freed = Freed::new();
    for (at, line) in input.lines.iter().enumerate() {
        let counts = store_count::counts_after(tx, ctx.zone, shop, (line.product, sold))?;
        if counts.is_empty() {
            continue;
        }
        if store::find_sale(tx, input.id)?.is_some() {
            return Ok(Freed::new());
        }
        let priced_on = how.priced_on.unwrap_or(day);
        let terms = selling_terms(tx, shop, line.product, priced_on)?;
        let agreed = match &terms {
            Some(terms) => agreements::price_at(tx, line.product, terms, priced_on)?,
            None => None,
        };
        let price = line.price.map(|price| price.get()).or(agreed);
        let agreement = terms.map(|one| one.agreement_id);
        let sale = Late { id: input.id, at, line, agreement, price };
        freed.extend(uncount_line(tx, ctx, &sale, &counts)?);
    }
    Ok(freed)
}

/// A line of the sale that is told late, the agreement under which it will stand, and its price.
struct Late<'a> {
    id: SaleId,
    at: usize,
    line: &'a SellLine,
    agreement: Option<AgreementId>,
    price: Option<Rupiah>,
}

impl Late<'_> {
    /// Whether it takes the same pieces of the same books: makers and shares do not change then,
    /// though the books in which the count stands be closed.
    fn replaces(&self, of: &SaleLine) -> bool {
        self.agreement == Some(of.agreement_id) && self.takes(of)
    }
    fn takes(&self, of: &SaleLine) -> bool {
        self.line.batch.is_none_or(|label| label == of.batch_id)
    }
}

fn uncount_line(
    tx: &mut Tx,
    ctx: &Context,
    sale: &Late<'_>,
    counts: &[(SaleId, Moment)],
) -> Result<Freed> {
    let (mut wanted, mut freed) = (sale.line.quantity, Freed::new());
    for (nth, (count, counted)) in counts.iter().enumerate() {
        let found = pieces(tx, *count, sale, &mut wanted)?;
        for replaced in [true, false] {
            let own = found.iter().filter(|(line, _)| sale.replaces(line) == replaced);
            let lines: Vec<RefundLine> = own
                .map(|(line, quantity)| RefundLine {
                    position: Quantity(line.position),
                    quantity: *quantity,
                })
                .collect();
            if !lines.is_empty() {
                let name = format!("counted {} {nth} {replaced}", sale.at);
                let id = journal::derived_id(sale.id, name);
                let back = take_back(id, *count, lines, *counted);
                let told = Told { at: counted.at, replaced_by: replaced.then_some(sale.id) };
                refund_at(tx, ctx, &back, told)?;
            }
        }
        let taken = found.iter().filter(|(line, _)| sale.takes(line));
        freed.extend(taken.map(|(line, quantity)| {
            (line.product_id, Picked { batch: line.batch_id, quantity: *quantity })
        }));
    }
    Ok(freed)
}

/// As many pieces as are wanted, from the lines of the count in their order, those of the labelled
/// batch first, and of these those that it sold at the same price.
fn pieces(
    tx: &mut Tx,
    count: SaleId,
    sale: &Late<'_>,
    wanted: &mut Quantity,
) -> Result<Vec<(SaleLine, Quantity)>> {
    let mut lines = store::lines_of(tx, count)?;
    lines.retain(|one| one.product_id == sale.line.product);
    lines.sort_by_key(|one| (!sale.takes(one), sale.price != Some(one.unit_price)));
    let mut found = Vec::new();
    for line in lines {
        let quantity = (*wanted).min(line.quantity - line.refunded);
        if quantity > Quantity(0) {
            *wanted -= quantity;
            found.push((line, quantity));
        }
    }
    Ok(found)
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
