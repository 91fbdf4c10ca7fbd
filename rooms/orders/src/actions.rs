//! What a buyer asks for, and what the shop does with it: one function a verb.

use std::collections::{BTreeMap, BTreeSet};

use db::{Lock, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, Context, Lang, ProductId, Quantity, Refusal, SaleId, ShopId};
use sales::{Sell, SellLine};
use serde_json::json;
use web::{Recorded, Tick};
use words::Speak;

use crate::{
    code, counter,
    inputs::{ChangeSettings, Collect, CollectLine, Hold, Lapse, LapseOpen, Place},
    refusal::No,
    step::{self, Step},
    store,
    types::{Collected, Good, Order, OrderLine, Placed, WholeOrder},
};

/// Records what a buyer asks a shop to set aside. Nothing is set aside by it: only the shop does
/// that (docs/decisions/0023).
///
/// # Errors
/// Refuses what is not on the shelf or promised to others, a shop that takes no orders or has
/// more than it can read, and programs that fill in every field.
pub fn place(tx: &mut Tx, ctx: &Context, input: &Place) -> Result<Placed> {
    if input.website.as_deref().is_some_and(|text| !text.trim().is_empty()) {
        return Err(No::Trap.at("website").into());
    }
    let campaign = campaign_of(input)?;
    tx.lock(Lock::Orders(input.shop))?;
    let digest = journal::digest(input)?;
    let code = code::make(ctx.ids.random());
    // As with a sale, it is written first and looked for only where it stands already.
    if !store::insert_order(tx, ctx, input, (&code, campaign.as_deref()))? {
        let known = journal::is_known(tx, "orders.place", input.id, &digest)?;
        let order = store::find(tx, input.id)?.filter(|_| known);
        let order = order.ok_or(journal::No::IdReused)?;
        return Ok(Placed { id: input.id, already: true, code: order.code });
    }
    let since = step::after(ctx.now, -step::OPEN_HOURS);
    if store::count_open(tx, input.shop, since)? > step::OPEN_MAX {
        return Err(No::ShopFull.into());
    }
    let lines = ordered(tx, ctx, input)?;
    let pieces: Quantity = lines.iter().map(|line| line.quantity).sum();
    store::insert_lines(tx, input.id, &lines)?;
    let line = Line::new(ctx, "orders.place", input.id).at(input.shop).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "lines": lines.len(), "pieces": pieces })))?;
    Ok(Placed { id: input.id, already: false, code })
}

/// The campaign's code as it is kept. Whether there is such a campaign is not this room's to know.
fn campaign_of(input: &Place) -> Result<Option<String>, Refusal> {
    let typed = input.campaign.as_ref().map(|code| code.as_str());
    typed.map(|typed| code::read(typed).ok_or_else(|| No::CampaignCode.at("campaign"))).transpose()
}

/// The lines as they will stand, each with today's price.
fn ordered(tx: &mut Tx, ctx: &Context, input: &Place) -> Result<Vec<OrderLine>> {
    if !counter::accepts(tx, input.shop)? {
        return Err(No::NotTaken.into());
    }
    match input.lines.len() {
        0 => return Err(No::NothingOrdered.at("lines").into()),
        1..=step::LINES_MAX => {}
        _ => return Err(No::TooManyLines.at("lines").with("max", step::LINES_MAX).into()),
    }
    let wanted_ids: Vec<_> = input.lines.iter().map(|line| line.product).collect();
    let goods = counter::offered(tx, ctx, input.shop, &wanted_ids)?;
    let mut seen = BTreeSet::new();
    let mut lines = Vec::with_capacity(input.lines.len());
    for (at, line) in input.lines.iter().enumerate() {
        let field = format!("lines[{at}].quantity");
        if !seen.insert(line.product) {
            return Err(No::ProductTwice.at(field).into());
        }
        let good = goods.iter().find(|good| good.product == line.product);
        let good = wanted(good, line.quantity).map_err(|no| no.at(field))?;
        let unit_price = good.price;
        lines.push(OrderLine { product_id: line.product, quantity: line.quantity, unit_price });
    }
    Ok(lines)
}

fn wanted(good: Option<&Good>, quantity: Quantity) -> Result<&Good, Refusal> {
    if quantity.0 > step::PIECES_MAX {
        return Err(No::TooManyPieces.with("max", step::PIECES_MAX));
    }
    let left = good.map_or(0, |good| good.available);
    good.filter(|_| quantity.0 <= left).ok_or_else(|| No::NotAvailable.with("left", left))
}

/// The order, for the shop that may act on it; its shelf is locked.
fn load_own(tx: &mut Tx, ctx: &Context, id: kernel::OrderId) -> Result<Order> {
    ctx.actor.require(Capability::Sell)?;
    if let Some(own) = ctx.actor.shop() {
        tx.lock(Lock::Shelf(own))?;
    }
    let order = store::load(tx, ctx, id)?;
    tx.lock(Lock::Shelf(order.shop_id))?;
    Ok(order)
}

/// The shop sets the pieces aside, or for longer.
///
/// # Errors
/// Refuses an order that has ended, and pieces that are not there or promised to another.
pub fn hold(tx: &mut Tx, ctx: &Context, input: &Hold) -> Result<Recorded> {
    let order = load_own(tx, ctx, input.order)?;
    if order.hold_step == Some(input.id) {
        return Ok(Recorded::again(order.id));
    }
    may(ctx, &order, Step::Hold)?;
    let usual = store::settings(tx, order.shop_id)?.hold_hours;
    let hours = input.hours.map_or(usual, |hours| hours.0);
    if hours > step::HOLD_HOURS_MAX {
        return Err(No::HoldTooLong.at("hours").with("max", step::HOLD_HOURS_MAX).into());
    }
    let until = step::after(ctx.now, hours);
    let lines: Vec<_> = store::lines_of(tx, order.id)?
        .into_iter()
        .map(|line| (line.product_id, line.quantity))
        .collect();
    consignment::hold(tx, ctx, order.shop_id, order.id, (&lines, until))?;
    store::set_held(tx, &order, input.id, until)?;
    let line = Line::new(ctx, "orders.hold", order.id).at(order.shop_id);
    journal::write(tx, ctx, line.body(json!({ "hours": hours })))?;
    Ok(Recorded::new(order.id))
}

/// The buyer has come and paid: the same sale as at the counter, once.
///
/// # Errors
/// Refuses an order that has ended, more than was ordered, and what a sale at the counter would
/// refuse.
pub fn collect(tx: &mut Tx, ctx: &Context, input: &Collect) -> Result<Collected> {
    let order = load_own(tx, ctx, input.order)?;
    let sale = sale_of(&order);
    let Once::First(digest) = journal::once(tx, "orders.collect", order.id, input)? else {
        return Ok(Collected { order_id: order.id, sale_id: sale, already: true });
    };
    may(ctx, &order, Step::Collect)?;
    let lines = taken(&store::lines_of(tx, order.id)?, &input.lines)?;
    consignment::release(tx, order.id)?;
    let sell = Sell {
        id: sale,
        shop: Some(order.shop_id),
        lines,
        payment: input.payment,
        sold_at: None,
        business_day: None,
        receipt_number: kernel::Line::parse(&code::readable(&order.code)).ok(),
        really_there: input.really_there,
        take_held: input.take_held,
        take_recalled: input.take_recalled,
        same_number: web::Tick(false),
        // What was promised to the buyer is kept; the unit sees it all the same.
        below_reason: kernel::Line::parse(Lang::Id.t("orders.below_reason")).ok(),
        note: None,
    };
    let sold = sales::sell(tx, ctx, &sell)?;
    store::set_collected(tx, &order, sale, ctx.today())?;
    let line = Line::new(ctx, "orders.collect", order.id).at(order.shop_id).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "sale": sold.id })))?;
    Ok(Collected { order_id: order.id, sale_id: sale, already: false })
}

/// The sale that an order becomes: its id follows from the order's, so that it becomes one.
fn sale_of(order: &Order) -> SaleId {
    journal::derived_id(order.id, "sale")
}

/// What the buyer takes: as ordered, where nothing else is said.
fn taken(ordered: &[OrderLine], said: &[CollectLine]) -> Result<Vec<SellLine>, Refusal> {
    let mut differently: BTreeMap<ProductId, (usize, &CollectLine)> = BTreeMap::new();
    for (at, line) in said.iter().enumerate() {
        let known = ordered.iter().any(|one| one.product_id == line.product);
        if !known || differently.insert(line.product, (at, line)).is_some() {
            return Err(No::LineUnknown.at(format!("lines[{at}].product")));
        }
    }
    let mut lines = Vec::with_capacity(ordered.len());
    for one in ordered {
        let said = differently.get(&one.product_id);
        let count = said.and_then(|(_, line)| line.quantity);
        let quantity = count.map_or(one.quantity, |count| count.get());
        if quantity > one.quantity {
            let at = said.map_or(0, |(at, _)| *at);
            return Err(No::MoreThanOrdered
                .at(format!("lines[{at}].quantity"))
                .with("ordered", one.quantity));
        }
        let price = said.and_then(|(_, line)| line.price);
        if quantity.0 > 0 {
            lines.push(SellLine { product: one.product_id, quantity, price, batch: None });
        }
    }
    if lines.is_empty() { Err(No::NothingTaken.at("lines")) } else { Ok(lines) }
}

/// It came to nothing; what was set aside is free again.
///
/// # Errors
/// Refuses an order that was collected or has been ended.
pub fn lapse(tx: &mut Tx, ctx: &Context, input: &Lapse) -> Result<Recorded> {
    let order = load_own(tx, ctx, input.order)?;
    let Once::First(digest) = journal::once(tx, "orders.lapse", order.id, input)? else {
        return Ok(Recorded::again(order.id));
    };
    may(ctx, &order, Step::Lapse)?;
    consignment::release(tx, order.id)?;
    let reason = input.reason.as_ref().map(|reason| reason.as_str());
    store::set_lapsed(tx, &order, reason, ctx.today())?;
    let line = Line::new(ctx, "orders.lapse", order.id).at(order.shop_id).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "reason": reason })))?;
    Ok(Recorded::new(order.id))
}

/// The shop ends every order that it has not answered, each as if it were ended by itself.
///
/// # Errors
/// Refuses (404) another shop's.
pub fn lapse_open(tx: &mut Tx, ctx: &Context, input: &LapseOpen) -> Result<Recorded> {
    ctx.actor.require(Capability::Sell)?;
    let shop = shop_of(ctx, input.shop)?;
    tx.lock(Lock::Shelf(shop))?;
    let Once::First(digest) = journal::once(tx, "orders.lapse_open", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let since = step::after(ctx.now, -step::OPEN_HOURS);
    let open = store::open_between(tx, shop, since, input.placed_until)?;
    for order in &open {
        let one = Lapse { order: order.id, reason: input.reason.clone() };
        let reason = one.reason.as_ref().map(|reason| reason.as_str());
        store::set_lapsed(tx, order, reason, ctx.today())?;
        let line = Line::new(ctx, "orders.lapse", order.id).at(shop);
        let line = line.digest(journal::digest(&one)?);
        journal::write(tx, ctx, line.body(json!({ "reason": reason })))?;
    }
    let line = Line::new(ctx, "orders.lapse_open", input.id).at(shop).digest(digest);
    let body = json!({ "orders": open.len(), "reason": input.reason });
    journal::write(tx, ctx, line.body(body))?;
    Ok(Recorded::new(input.id))
}

/// Says in the reader's words where the order stands.
fn may(ctx: &Context, order: &Order, step: Step) -> Result<(), Refusal> {
    use words::Speak;
    match order.stored.may(step) {
        true => Ok(()),
        false => {
            let state = ctx.lang.t(&format!("orders.state.{}", order.stored));
            Err(No::OrderState.with("state", state))
        }
    }
}

/// A shop says whether it takes orders, and how long it sets pieces aside.
///
/// # Errors
/// Refuses more than a week.
pub fn change_settings(tx: &mut Tx, ctx: &Context, input: &ChangeSettings) -> Result<Recorded> {
    ctx.actor.require(Capability::Sell)?;
    let shop = shop_of(ctx, input.shop)?;
    people::load_shop(tx, shop)?;
    let Once::First(digest) = journal::once(tx, "orders.settings", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let (Tick(accepts), hours) = (input.accepts, input.hold_hours.0);
    if hours > step::HOLD_HOURS_MAX {
        return Err(No::HoldTooLong.at("hold_hours").with("max", step::HOLD_HOURS_MAX).into());
    }
    store::set_settings(tx, shop, accepts, hours)?;
    let line = Line::new(ctx, "orders.settings", input.id).at(shop).digest(digest);
    let body = json!({ "accepts": accepts, "hold_hours": hours });
    journal::write(tx, ctx, line.body(body))?;
    Ok(Recorded::new(input.id))
}

/// The shop that is meant: his own, or the one that is named.
pub(crate) fn shop_of(ctx: &Context, named: Option<ShopId>) -> Result<ShopId, Refusal> {
    match (ctx.actor.shop(), named) {
        (Some(own), None) => Ok(own),
        (Some(own), Some(named)) if own == named => Ok(own),
        (None, Some(named)) if ctx.actor.reach == kernel::Reach::All => Ok(named),
        (None, None) => Err(No::ShopMissing.at("shop")),
        (Some(_) | None, Some(_)) => Err(No::Unknown.into()),
    }
}

/// An order with its lines.
pub fn load_whole(read: &mut db::Read, ctx: &Context, id: kernel::OrderId) -> Result<WholeOrder> {
    let order = store::load(read, ctx, id)?;
    Ok(WholeOrder { lines: store::lines_of(read, id)?, order })
}
