//! A surat jalan is taken back before it arrived.

use db::{Lock, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, Context, Quantity};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::load_own,
    goods::{GoodsMove, Place},
    guard,
    inputs::RecallDelivery,
    kinds::DeliveryState,
    postings::Postings,
    refusal::No,
    store_delivery,
};

/// The sender made a mistake: the goods never left, or came back, and stand in the workshop. The
/// paper stays in the list as recalled; its number is not used again.
///
/// # Errors
/// Refuses what the shop has confirmed, what was recalled before, and a transfer between shops.
pub fn recall_delivery(tx: &mut Tx, ctx: &Context, input: &RecallDelivery) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let delivery = load_own(tx, ctx, input.delivery)?;
    guard::side(&ctx.actor)?;
    // The shop confirms under this lock: one of the two comes first, and the other is refused.
    tx.lock(Lock::Shelf(delivery.shop_id))?;
    let kind = "consignment.recall";
    let Once::First(digest) = journal::once(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.delivery));
    };
    let delivery = load_own(tx, ctx, input.delivery)?;
    let no = match delivery.state {
        DeliveryState::Sent if delivery.from_shop_id.is_some() => Some(No::TransferNotRecalled),
        DeliveryState::Sent => None,
        DeliveryState::Received => Some(No::AlreadyReceived),
        DeliveryState::Recalled => Some(No::Recalled),
    };
    if let Some(no) = no {
        return Err(no.with("number", &delivery.number).into());
    }
    let mut postings = Postings::of(delivery.consignor_id);
    let lines = store_delivery::list_lines(tx, delivery.id)?;
    for line in &lines {
        let (from, to) = (Place::Transit(delivery.shop_id), Place::Workshop);
        let (batch, quantity) = (line.batch_id, line.sent);
        postings.goods(&GoodsMove { batch, from, to, quantity });
    }
    postings.post(tx, input.id, ctx.today())?;
    store_delivery::set_state(tx, delivery.id, DeliveryState::Recalled)?;
    store_delivery::insert_recall(tx, ctx, input)?;
    let pieces: Quantity = lines.iter().map(|line| line.sent).sum();
    let body = json!({ "number": delivery.number, "delivery": delivery.id, "pieces": pieces,
        "reason": input.reason.as_str() });
    let line = Line::new(ctx, kind, input.id).of(delivery.consignor_id).at(delivery.shop_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.delivery))
}
