//! A buyer brings pieces back.

use std::collections::BTreeSet;

use db::{Lock, Result, Tx};
use journal::{Line, Once};
use kernel::{AgreementId, Capability, Context, Day, Quantity, Refusal, Rupiah, SaleId, Time};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::check_day,
    cut::part_back,
    inputs::{Refund, RefundLine},
    refusal::No,
    store,
    types::{Sale, SaleLine},
};

/// What goes back of one line.
pub(crate) struct Back<'a> {
    pub line: &'a SaleLine,
    pub quantity: Quantity,
    pub shop_part: Rupiah,
    pub booked_day: Day,
}

impl Back<'_> {
    pub fn gross(&self) -> Rupiah {
        self.line.unit_price.times(self.quantity)
    }
}

/// What is known of a refund beyond what came back.
#[derive(Clone, Copy, Default)]
pub(crate) struct Told {
    /// The hour at which it did.
    pub at: Option<Time>,
    /// The sale of the same pieces that stands in the place of the one that is taken back.
    pub replaced_by: Option<SaleId>,
}

/// Takes pieces back and gives the buyer what was paid for them; both sides' parts go back by
/// the terms that are frozen into the sale. After a statement was closed it stands in the next.
///
/// # Errors
/// Refuses more than was sold and not yet brought back, a day before the sale, and a day after
/// the agreement's return window unless an exception says why.
pub fn refund(tx: &mut Tx, ctx: &Context, input: &Refund) -> Result<Recorded> {
    refund_at(tx, ctx, input, Told::default())
}

/// The same, where more is known of it.
pub(crate) fn refund_at(
    tx: &mut Tx,
    ctx: &Context,
    input: &Refund,
    told: Told,
) -> Result<Recorded> {
    if !ctx.actor.may(Capability::RecordGoods) {
        ctx.actor.require(Capability::Sell)?;
    }
    let sale = store::load_sale(tx, ctx, input.sale)?;
    tx.lock(Lock::Shelf(sale.shop_id))?;
    let Once::First(digest) = journal::once(tx, "sales.refund", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let day = input.business_day.unwrap_or_else(|| ctx.today());
    check_day(ctx, day, "business_day")?;
    if day < sale.business_day {
        return Err(No::RefundBeforeSale.at("business_day").into());
    }
    let lines = store::lines_of(tx, sale.id)?;
    let backs = backs(tx, &lines, &input.lines, day)?;
    if input.exception.is_none() {
        check_window(tx, &sale, &backs, day)?;
    }
    let gross: Rupiah = backs.iter().map(Back::gross).sum();
    store::insert_refund(tx, ctx, &sale, input, (day, told), gross)?;
    for back in &backs {
        store::insert_refund_line(tx, input.id, &sale, back)?;
    }
    post(tx, &sale, input, &backs, day)?;
    let line = Line::new(ctx, "sales.refund", input.id).of(sale.consignor_id).at(sale.shop_id);
    let body = json!({ "sale": sale.id, "gross": gross, "resellable": input.resellable });
    journal::write(tx, ctx, line.on(day).digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// Each line's window is that of the agreement under which it was sold.
fn check_window(tx: &mut Tx, sale: &Sale, backs: &[Back<'_>], day: Day) -> Result<()> {
    let sold_under: BTreeSet<AgreementId> = backs.iter().map(|one| one.line.agreement_id).collect();
    for agreement in sold_under {
        let terms = agreements::terms_on(tx, agreement, sale.business_day)?;
        if sale.business_day.days_until(day) > terms.return_days {
            return Err(No::WindowOver.at("exception").with("days", terms.return_days).into());
        }
    }
    Ok(())
}

fn backs<'a>(
    tx: &mut Tx,
    lines: &'a [SaleLine],
    asked: &[RefundLine],
    day: Day,
) -> Result<Vec<Back<'a>>> {
    if asked.is_empty() {
        return Err(No::NoLines.at("lines").into());
    }
    let mut seen = BTreeSet::new();
    let mut backs = Vec::with_capacity(asked.len());
    for (at, one) in asked.iter().enumerate() {
        let field = |name: &str| format!("lines[{at}].{name}");
        let line = lines.iter().find(|line| line.position == one.position.0);
        let line = line.ok_or_else(|| No::LineUnknown.at(field("position")))?;
        if !seen.insert(line.position) {
            return Err(No::LineTwice.at(field("position")).into());
        }
        let left = line.quantity - line.refunded;
        check_left(one.quantity, left).map_err(|no| no.at(field("quantity")))?;
        let shop_part = part_back(line.shop_part, line.quantity, line.refunded, one.quantity);
        let booked_day = store::first_open_day(tx, line.agreement_id, day.max(line.booked_day))?;
        backs.push(Back { line, quantity: one.quantity, shop_part, booked_day });
    }
    Ok(backs)
}

fn check_left(asked: Quantity, left: Quantity) -> Result<(), Refusal> {
    if asked > left { Err(No::MoreThanSold.with("left", left)) } else { Ok(()) }
}

/// The sale's moves, the other way round; a piece that cannot be sold again is set apart.
fn post(tx: &mut Tx, sale: &Sale, input: &Refund, backs: &[Back<'_>], day: Day) -> Result<()> {
    let to = if input.resellable.0 { Kind::Shelf } else { Kind::Damaged };
    let mut moves = Vec::with_capacity(backs.len() * 3);
    for back in backs {
        let goods =
            |kind| Account::goods(kind, sale.consignor_id, back.line.batch_id, Some(sale.shop_id));
        let money = |kind| {
            let account = Account::money(kind, sale.consignor_id).shop(sale.shop_id);
            account.agreement(back.line.agreement_id)
        };
        let due = back.gross() - back.shop_part;
        let of_line = [
            Move::new(goods(Kind::Sold), goods(to), back.quantity.0),
            Move::new(money(Kind::ShopPart), money(Kind::Buyer), back.shop_part.0),
            Move::new(money(Kind::Due), money(Kind::Buyer), due.0),
        ];
        moves.extend(of_line.map(|one| one.on(back.booked_day)));
    }
    ledger::post(tx, Entry { id: input.id.cast(), day, moves })
}
