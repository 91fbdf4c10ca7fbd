//! What each kind of act means in the room that it concerns.

use db::{Result, Tx};
use journal::Line;
use kernel::{Context, Count, Day, Time};
use sales::{CountLine, RefundPieces, SellByCount};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use web::Tick;

use crate::{
    bodies::{Ask, Drawer, Refund, Request, Sell, ShelfCount, Withdraw},
    clock, damage,
    inputs::Act,
    kinds::ActState,
    refusal::No,
    store, store_refused,
};

/// For how long after a day its prices are still believed, in days.
const PRICED_DAYS_MAX: i64 = 60;

/// Does the act in one room, as of `at`.
///
/// # Errors
/// Whatever that room refuses.
pub fn perform(tx: &mut Tx, ctx: &Context, act: &Act, at: Time) -> Result<()> {
    let day = at.day(ctx.zone);
    match act.kind.as_str() {
        "sell" => sell(tx, ctx, act, (at, day)),
        "refund" => refund(tx, ctx, act, (at, day)),
        "count" => count(tx, ctx, act, at),
        "ask" => ask(tx, ctx, act, day),
        "request" => request(tx, ctx, act, day),
        "drawer" => drawer(tx, ctx, act, (at, day)),
        "withdraw" => withdraw(tx, ctx, act),
        _ => Err(No::KindUnknown.at("kind").into()),
    }
}

fn body<T: DeserializeOwned>(body: &Value) -> Result<T> {
    Ok(web::read_value(body.clone())?)
}

fn sell(tx: &mut Tx, ctx: &Context, act: &Act, (at, day): (Time, Day)) -> Result<()> {
    let Sell { receipt, lines, payment, priced_on, note } = body(&act.body)?;
    if priced_on.days_until(day) > PRICED_DAYS_MAX {
        return Err(No::PriceTooOld.at("priced_on").with("days", PRICED_DAYS_MAX).into());
    }
    let lines = lines.into_iter().map(|line| sales::SellLine {
        product: line.product,
        quantity: line.quantity,
        price: Some(line.price),
        batch: line.batch,
    });
    let sale = sales::Sell {
        id: act.id.cast(),
        shop: Some(act.shop),
        lines: lines.collect(),
        payment,
        sold_at: Some(at),
        business_day: None,
        receipt_number: Some(receipt),
        really_there: Tick(true),
        take_held: Tick(false),
        take_recalled: Tick(false),
        same_number: Tick(false),
        below_reason: None,
        note,
    };
    let hour_known = !clock::is_ahead(act.made_at, act.offset_ms, ctx.now);
    let till = sales::AtTill { priced_on: priced_on.min(day), hour_known };
    sales::sell_at_till(tx, ctx, &sale, till).map(drop)
}

fn refund(tx: &mut Tx, ctx: &Context, act: &Act, (at, day): (Time, Day)) -> Result<()> {
    let Refund { sale, lines, reason, resellable, exception } = body(&act.body)?;
    let pieces = RefundPieces {
        id: act.id.cast(),
        receipt: sale,
        pieces: lines.into_iter().map(|line| (line.product, line.quantity)).collect(),
        reason,
        resellable: Tick(resellable),
        business_day: day,
        at,
        exception,
    };
    sales::refund_pieces(tx, ctx, &pieces)
}

/// Broken pieces are still there, so they are no sale; the unit is asked to confirm them. Those
/// that it confirmed are on the shelf no longer.
fn count(tx: &mut Tx, ctx: &Context, act: &Act, made: Time) -> Result<()> {
    let ShelfCount { counted_on, lines, payment } = body(&act.body)?;
    let (mut there, mut all_broken) = (Vec::with_capacity(lines.len()), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        let broken = damage::on_shelf(tx, act.shop, line, counted_on)?;
        damage::propose(tx, ctx, act, (at, line.product, broken), counted_on)?;
        let left = Count::new((line.left.get() + broken).0);
        let left =
            left.ok_or_else(|| sales::No::CountAboveShelf.at(format!("lines[{at}].left")))?;
        there.push(CountLine {
            product: line.product,
            left,
            price: line.price,
            earlier: line.earlier.clone(),
        });
        all_broken.push(broken);
    }
    let counted = SellByCount {
        id: act.id.cast(),
        shop: Some(act.shop),
        counted_on,
        lines: there,
        payment,
        note: None,
    };
    sales::count_at_till(tx, ctx, &counted, (made, &all_broken))
}

fn ask(tx: &mut Tx, ctx: &Context, act: &Act, day: Day) -> Result<()> {
    let Ask { product, words, quantity, price } = body(&act.body)?;
    let (id, shop, asked_on) = (act.id.cast(), Some(act.shop), Some(day));
    let ask = demand::Ask { id, shop, product, words, quantity, price, asked_on };
    demand::ask(tx, ctx, &ask).map(drop)
}

fn request(tx: &mut Tx, ctx: &Context, act: &Act, day: Day) -> Result<()> {
    let Request { product, quantity, note } = body(&act.body)?;
    let (id, shop, asked_on) = (act.id.cast(), Some(act.shop), Some(day));
    let request = demand::Request { id, shop, product, quantity, note, asked_on };
    demand::request(tx, ctx, &request).map(drop)
}

fn drawer(tx: &mut Tx, ctx: &Context, act: &Act, (at, day): (Time, Day)) -> Result<()> {
    let mut drawer: Drawer = body(&act.body)?;
    // The device's clock ran ahead when the drawer was closed before.
    drawer.from = drawer.from.map(|from| from.min(at));
    store::insert_drawer(tx, ctx, act, &drawer, (at, day))?;
    let body = json!({ "expected": drawer.expected, "counted": drawer.counted });
    let line = Line::new(ctx, "till.drawer", act.id).at(act.shop).on(day);
    journal::write(tx, ctx, line.body(body))
}

/// What the house never held (it could not read it) and what was given up before is given up.
fn withdraw(tx: &mut Tx, ctx: &Context, act: &Act) -> Result<()> {
    let Withdraw { act: refused, reason } = body(&act.body)?;
    let known = store::find_act(tx, refused)?;
    if known.is_some_and(|known| known.shop != act.shop || known.state == ActState::Done) {
        return Err(No::NothingToWithdraw.at("act").into());
    }
    store_refused::withdraw(tx, act.shop, refused, (reason.as_str(), None))?;
    let line = Line::new(ctx, "till.withdraw", refused).at(act.shop);
    journal::write(tx, ctx, line.body(json!({ "reason": reason, "by": act.id })))
}
