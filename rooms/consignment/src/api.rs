//! The room's JSON door.

use db::{Read, Result};
use kernel::{Context, CountId, DeliveryId, DiscrepancyId, MovementId, Quantity, ShopId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing};

use crate::{
    actions, actions_count, actions_decide, actions_movement, actions_recall,
    kinds::{DeliveryState, DifferenceState, MovementKind, MovementState, Origin},
    pages::{self, sheets},
    store_delivery,
    store_delivery::DeliveryFilter,
    store_movement::{self, SideFilter},
    store_shelf::{self, CountFilter},
    types::{
        CountEntry, CountSheet, Delivery, DeliveryLine, Discrepancy, Movement, MovementLine,
        Proposal, Recall, ShelfRow,
    },
};

/// Deliveries, shelves, counts, movements and differences for programs.
pub fn api() -> Api {
    Api::new("consignment")
        .get("/deliveries", list_deliveries, "List deliveries")
        .post("/deliveries", actions::deliver, "Send goods to a shop")
        .get("/deliveries/{delivery}", show_delivery, "A delivery with what arrived of it")
        .post_prepared(
            "/deliveries/{delivery}/receive",
            pages::pictures::of_receipt,
            actions::receive_with,
            "The shop confirms what arrived, line by line",
        )
        .post(
            "/deliveries/{delivery}/recall",
            actions_recall::recall_delivery,
            "Take a delivery back that the shop has not confirmed",
        )
        .sheet("/deliveries/sheet", sheets::deliveries, "Deliveries as a spreadsheet")
        .sheet("/shelf/sheet", sheets::shelves, "The shelves as a spreadsheet")
        .sheet("/counts/sheet", sheets::counts, "Counts as a spreadsheet")
        .sheet("/movements/sheet", sheets::movements, "Movements as a spreadsheet")
        .sheet("/discrepancies/sheet", sheets::differences, "Differences as a spreadsheet")
        .get("/shelf", list_shelf, "What stands on the shelves, batch by batch")
        .get("/counts", list_counts, "List counts")
        .post("/counts", actions_count::count, "Count what is left on a shelf")
        .get("/counts/{count}", show_count, "A count: expected beside counted")
        .get("/movements", list_movements, "List returns, damage, losses and transfers")
        .post_prepared(
            "/movements",
            pages::pictures::of_movement,
            actions_movement::propose_movement_with,
            "Propose a return, damage, loss or transfer, or take one back",
        )
        .get("/movements/{movement}", show_movement, "A movement with its lines")
        .post(
            "/movements/{movement}/confirm",
            actions_decide::confirm_movement,
            "The other side says yes: goods move",
        )
        .post(
            "/movements/{movement}/drop",
            actions_decide::drop_movement,
            "Decline a movement, or take one's own back",
        )
        .get("/discrepancies", list_discrepancies, "List differences")
        .get("/discrepancies/{discrepancy}", show_discrepancy, "A difference and its proposals")
        .post(
            "/discrepancies/{discrepancy}/propose",
            actions_count::propose_resolution,
            "Say what became of the pieces",
        )
        .post(
            "/discrepancies/{discrepancy}/confirm",
            actions_count::confirm_resolution,
            "The other side agrees: the difference is settled",
        )
}

const LIMIT: i64 = 50;

fn offset(page: Option<Quantity>) -> (i64, i64) {
    let page = page.map_or(1, |page| page.0.min(1_000_000));
    (page, (page - 1) * LIMIT)
}

/// A regional office sees totals, not single papers.
fn empty<T>() -> Listing<T> {
    Listing { items: Vec::new(), total: 0, page: 1 }
}

fn like(q: &str) -> String {
    format!("%{}", production::code::pattern(&q.to_lowercase()))
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListDeliveries {
    /// In the number.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub state: Option<DeliveryState>,
    /// From 1; 50 lines a page.
    #[serde(default)]
    pub page: Option<Quantity>,
}

fn list_deliveries(
    read: &mut Read,
    ctx: &Context,
    ask: &ListDeliveries,
) -> Result<Listing<Delivery>> {
    let (page, offset) = offset(ask.page);
    if !pages::seen(ctx) {
        return Ok(empty());
    }
    let filter = DeliveryFilter {
        consignor: ctx.actor.consignor(),
        shop: ctx.actor.shop(),
        like: ask.q.as_deref().map(like),
        state: ask.state.map(DeliveryState::as_str),
        behind: store_delivery::Behind::default(),
        limit: LIMIT,
        offset,
    };
    let (items, total) = store_delivery::list_deliveries(read, &filter)?;
    Ok(Listing { items, total, page })
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneDelivery {
    pub delivery: DeliveryId,
}

/// A delivery with its lines.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeDelivery {
    pub delivery: Delivery,
    pub lines: Vec<DeliveryLine>,
    pub discrepancies: Vec<Discrepancy>,
    /// Why the sender took it back, if he did.
    pub recall: Option<Recall>,
}

fn show_delivery(read: &mut Read, ctx: &Context, ask: &OneDelivery) -> Result<WholeDelivery> {
    let delivery = actions::load_own(read, ctx, ask.delivery)?;
    let lines = store_delivery::list_lines(read, delivery.id)?;
    let discrepancies = match store_delivery::find_receipt(read, delivery.id)? {
        Some(receipt) => store_movement::discrepancies_of(read, receipt.id.uuid())?,
        None => Vec::new(),
    };
    let recall = store_delivery::find_recall(read, delivery.id)?.map(|(_, recall)| recall);
    Ok(WholeDelivery { delivery, lines, discrepancies, recall })
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListShelf {
    #[serde(default)]
    pub shop: Option<ShopId>,
}

fn list_shelf(read: &mut Read, ctx: &Context, ask: &ListShelf) -> Result<Listing<ShelfRow>> {
    let mut items = pages::rows_of(read, ctx, ask.shop)?;
    if let Some(shop) = ask.shop {
        items.retain(|row| row.shop_id == shop);
    }
    let total = items.len() as i64;
    Ok(Listing { items, total, page: 1 })
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListCounts {
    #[serde(default)]
    pub page: Option<Quantity>,
}

fn list_counts(read: &mut Read, ctx: &Context, ask: &ListCounts) -> Result<Listing<CountSheet>> {
    let (page, offset) = offset(ask.page);
    if !pages::seen(ctx) {
        return Ok(empty());
    }
    let (consignor, shop) = (ctx.actor.consignor(), ctx.actor.shop());
    let filter = CountFilter { consignor, shop, limit: LIMIT, offset };
    let (items, total) = store_shelf::list_counts(read, &filter)?;
    Ok(Listing { items, total, page })
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneCount {
    pub count: CountId,
}

/// A count with its lines.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeCount {
    pub count: CountSheet,
    pub lines: Vec<CountEntry>,
    pub discrepancies: Vec<Discrepancy>,
}

fn show_count(read: &mut Read, ctx: &Context, ask: &OneCount) -> Result<WholeCount> {
    let count = actions_count::load_own_count(read, ctx, ask.count)?;
    let lines = store_shelf::list_count_lines(read, count.id)?;
    let discrepancies = store_movement::discrepancies_of(read, count.id.uuid())?;
    Ok(WholeCount { count, lines, discrepancies })
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListMovements {
    #[serde(default)]
    pub kind: Option<MovementKind>,
    #[serde(default)]
    pub state: Option<MovementState>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

fn sided<'a>(
    ctx: &Context,
    kind: Option<&'a str>,
    state: Option<&'a str>,
    offset: i64,
) -> SideFilter<'a> {
    let (consignor, shop) = (ctx.actor.consignor(), ctx.actor.shop());
    let behind = store_delivery::Behind::default();
    SideFilter { consignor, shop, kind, state, behind, limit: LIMIT, offset }
}

fn list_movements(
    read: &mut Read,
    ctx: &Context,
    ask: &ListMovements,
) -> Result<Listing<Movement>> {
    let (page, offset) = offset(ask.page);
    if !pages::seen(ctx) {
        return Ok(empty());
    }
    let (kind, state) = (ask.kind.map(MovementKind::as_str), ask.state.map(MovementState::as_str));
    let (items, total) = store_movement::list_movements(read, &sided(ctx, kind, state, offset))?;
    Ok(Listing { items, total, page })
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneMovement {
    pub movement: MovementId,
}

/// A movement with its lines.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeMovement {
    pub movement: Movement,
    pub lines: Vec<MovementLine>,
    /// What the shop owes for it, below zero what it gets back; while it is proposed, as the
    /// agreement would have it, and so is `movement.borne_by`. Null while a product has no price.
    pub charge: Option<kernel::Rupiah>,
}

fn show_movement(read: &mut Read, ctx: &Context, ask: &OneMovement) -> Result<WholeMovement> {
    let movement = actions_movement::load_own(read, ctx, ask.movement)?;
    let lines = store_movement::list_movement_lines(read, movement.id)?;
    let (borne_by, charge) = actions_decide::cost(read, &movement, &lines)?;
    Ok(WholeMovement { movement: Movement { borne_by, ..movement }, lines, charge })
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListDiscrepancies {
    #[serde(default)]
    pub origin: Option<Origin>,
    #[serde(default)]
    pub state: Option<DifferenceState>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

fn list_discrepancies(
    read: &mut Read,
    ctx: &Context,
    ask: &ListDiscrepancies,
) -> Result<Listing<Discrepancy>> {
    let (page, offset) = offset(ask.page);
    if !pages::seen(ctx) {
        return Ok(empty());
    }
    let state = ask.state.map(DifferenceState::as_str);
    let filter = sided(ctx, ask.origin.map(Origin::as_str), state, offset);
    let (items, total) = store_movement::list_discrepancies(read, &filter)?;
    Ok(Listing { items, total, page })
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneDiscrepancy {
    pub discrepancy: DiscrepancyId,
}

/// A difference with what both sides said of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeDiscrepancy {
    pub discrepancy: Discrepancy,
    pub proposals: Vec<Proposal>,
}

fn show_discrepancy(
    read: &mut Read,
    ctx: &Context,
    ask: &OneDiscrepancy,
) -> Result<WholeDiscrepancy> {
    let discrepancy = actions_count::load_own_discrepancy(read, ctx, ask.discrepancy)?;
    let proposals = store_movement::list_proposals(read, discrepancy.id)?;
    Ok(WholeDiscrepancy { discrepancy, proposals })
}
