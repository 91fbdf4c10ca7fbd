//! A batch that must come back, as a shop has it: its pieces go back with one press.

use consignment::{BatchLine, MovementKind, ProposeMovement, ShelfRow};
use db::{Read, Result, Tx};
use kernel::{Capability, Context, MovementId, NoticeId, Quantity, ShopId};
use production::{Notice, NoticeState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Recorded;
use words::Speak;

use crate::refusal::No;

/// The shop sends what it has of a batch back to the unit; `id` is the movement's.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SendBack {
    pub id: MovementId,
    pub notice: NoticeId,
}

/// Proposes to send all pieces of the batch back; the unit confirms it as any other return.
///
/// # Errors
/// Refuses a notice that is over, and a shop that has no piece of it.
pub fn send_back(tx: &mut Tx, ctx: &Context, input: &SendBack) -> Result<Recorded> {
    ctx.actor.require(Capability::Sell)?;
    let shop = ctx.actor.shop().ok_or(No::Unknown)?;
    let notice = production::find_notice(tx, input.notice)?;
    if notice.state != NoticeState::Approved {
        return Err(No::NoticeOver.into());
    }
    let row = on_shelf(tx, shop, &notice)?.ok_or(No::NothingThere)?;
    let reason = ctx.lang.fill("feedback.recall.why", &[("reason", &notice.reason)]);
    let reason: String = reason.chars().take(200).collect();
    let movement = ProposeMovement {
        id: input.id,
        agreement: row.agreement_id,
        kind: MovementKind::Return,
        to_agreement: None,
        happened_on: ctx.today(),
        reason: kernel::Line::parse(&reason).map_err(db::Error::fault)?,
        lines: vec![BatchLine { batch: notice.batch_id, quantity: Quantity(row.quantity) }],
        photo: None,
    };
    consignment::propose_movement(tx, ctx, &movement)?;
    Ok(Recorded::new(input.id))
}

/// What a shop has of the batch, if it has any.
pub fn on_shelf(read: &mut Read, shop: ShopId, notice: &Notice) -> Result<Option<ShelfRow>> {
    let rows = consignment::shelf(read, shop)?;
    let own = |row: &ShelfRow| row.batch_id == notice.batch_id && row.quantity > 0;
    Ok(rows.into_iter().find(own))
}

/// A notice in force, with what the public may know of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PublicNotice {
    pub batch: String,
    pub product: String,
    pub reason: String,
    pub advice: String,
    pub since: Option<kernel::Day>,
}

/// The batches that must come back now, for anybody.
///
/// # Errors
/// When the database cannot be read.
pub fn in_force(read: &mut Read, _: &Context, _: &Nothing) -> Result<Vec<PublicNotice>> {
    let notices = production::notices_in_force(read)?;
    let ids: Vec<_> = notices.iter().map(|notice| notice.batch_id).collect();
    let batches = production::batches(read, &ids)?;
    let ids: Vec<_> = batches.values().map(|batch| batch.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let seen = |notice: Notice| {
        let batch = batches.get(&notice.batch_id)?;
        let product = products.get(&batch.product_id)?.title();
        let Notice { reason, advice, approved_on: since, .. } = notice;
        Some(PublicNotice { batch: batch.code.clone(), product, reason, advice, since })
    };
    Ok(notices.into_iter().filter_map(seen).collect())
}

/// Nothing is asked.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Nothing {}
