#![doc = include_str!("../README.md")]

mod actions;
mod actions_count;
mod actions_decide;
mod actions_movement;
mod actions_recall;
mod api;
mod books;
mod discrepancy;
mod fifo;
mod goods;
mod guard;
mod hold;
mod inputs;
mod kinds;
mod pages;
mod papers;
mod photo;
mod postings;
mod refusal;
mod shelf;
mod store_arrived;
mod store_delivery;
mod store_expected;
mod store_hold;
mod store_many;
mod store_movement;
mod store_shelf;
mod types;

use db::{Read, Result, Tx};
use kernel::{AgreementId, ConsignorId, Day, DeliveryId, ShopId};

pub use actions::{deliver, next_number, receive, receive_with};
pub use actions_count::{confirm_resolution, count, propose_resolution};
pub use actions_decide::{confirm_movement, drop_movement};
pub use actions_movement::{propose_movement, propose_movement_with};
pub use actions_recall::recall_delivery;
pub use api::api;
pub use discrepancy::Difference;
pub use fifo::{OnShelf, Picked, pick};
pub use goods::Tally;
pub use hold::{free, held, hold, holds, release};
pub use inputs::{
    BatchLine, ConfirmMovement, ConfirmResolution, CountedLine, Deliver, DropMovement, ProposalId,
    ProposeMovement, ProposeResolution, RecallDelivery, RecallId, Receive, ReceivedLine, TakeCount,
};
pub use kinds::{
    DeliveryState, DifferenceState, Direction, MovementKind, MovementState, Origin, Party,
    ProposalState, Resolution, ShelfChange,
};
pub use pages::screens;
pub use photo::{Picture, Pictures};
pub use refusal::No;
pub use shelf::{
    all_broken, broken, came_under, charged_before, goods_at, leaving, on_shelf, passed_since,
    pick_for, shelf, shelf_changes, shelves_of, shop_borne_losses, stock_moves, verify,
};
pub use store_arrived::{Arrived, arrived};
pub use store_delivery::{on_the_way, sent_with_note};
pub use store_expected::expect;
pub use store_movement::{discrepancies_of, proposed_damage};
pub use store_shelf::PaidBefore;
pub use types::{
    BorneLoss, CountEntry, CountSheet, Delivery, DeliveryLine, Discrepancy, Movement, MovementLine,
    Passed, Proposal, Recall, Receipt, ShelfRow, StockRow,
};

/// A surat jalan with its lines; asks nothing about who may see it.
///
/// # Errors
/// Refuses an unknown one.
pub fn load_delivery(read: &mut Read, id: DeliveryId) -> Result<(Delivery, Vec<DeliveryLine>)> {
    let delivery = store_delivery::find_delivery(read, id)?.ok_or(No::Unknown)?;
    Ok((delivery, store_delivery::list_lines(read, id)?))
}

/// The latest surat jalan from a unit to a shop, at most 20.
pub fn latest_deliveries(
    read: &mut Read,
    consignor: ConsignorId,
    shop: ShopId,
) -> Result<Vec<Delivery>> {
    let (consignor, shop) = (Some(consignor), Some(shop));
    let (like, state, limit, offset) = (None, None, 20, 0);
    let behind = store_delivery::Behind::default();
    let asked =
        store_delivery::DeliveryFilter { consignor, shop, like, state, behind, limit, offset };
    Ok(store_delivery::list_deliveries(read, &asked)?.0)
}

/// What waits for somebody between a unit and its shops.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Deliveries that a shop has not confirmed.
    pub deliveries: i64,
    /// Movements that the other side has not decided.
    pub movements: i64,
    /// Differences that both sides have not settled.
    pub discrepancies: i64,
}

/// How much waits, for a unit or for a shop.
pub fn waiting(
    read: &mut Read,
    consignor: Option<ConsignorId>,
    shop: Option<ShopId>,
) -> Result<Waiting> {
    let of = |state| store_movement::SideFilter {
        consignor,
        shop,
        kind: None,
        state: Some(state),
        behind: store_delivery::Behind::default(),
        limit: 1,
        offset: 0,
    };
    let sent = store_delivery::DeliveryFilter {
        consignor,
        shop,
        like: None,
        state: Some("sent"),
        behind: store_delivery::Behind::default(),
        limit: 1,
        offset: 0,
    };
    Ok(Waiting {
        deliveries: store_delivery::list_deliveries(read, &sent)?.1,
        movements: store_movement::list_movements(read, &of("proposed"))?.1,
        discrepancies: store_movement::list_discrepancies(read, &of("open"))?.1,
    })
}

/// The differences that wait to be settled, for a unit or for a shop; at most 200, the latest first.
pub fn open_discrepancies(
    read: &mut Read,
    consignor: Option<ConsignorId>,
    shop: Option<ShopId>,
) -> Result<Vec<Discrepancy>> {
    let open = store_movement::SideFilter {
        consignor,
        shop,
        kind: None,
        state: Some("open"),
        behind: store_delivery::Behind::default(),
        limit: 200,
        offset: 0,
    };
    Ok(store_movement::list_discrepancies(read, &open)?.0)
}

/// From now on nothing of this agreement is booked up to that day: its statement stands.
pub fn close_books(
    tx: &mut Tx,
    agreement: AgreementId,
    consignor: ConsignorId,
    through: Day,
) -> Result<()> {
    store_shelf::close_books(tx, agreement, consignor, through)
}

/// Its statement was sent back: the books are closed only through the last day that still stands,
/// or not at all.
pub fn reopen_books(tx: &mut Tx, agreement: AgreementId, through: Option<Day>) -> Result<()> {
    store_shelf::reopen_books(tx, agreement, through)
}
