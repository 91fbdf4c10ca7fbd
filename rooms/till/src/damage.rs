//! Broken pieces that a count found: the unit is asked to confirm each once.

use consignment::{BatchLine, MovementKind, ProposeMovement};
use db::{Result, Tx};
use kernel::{Context, Day, Lang, Line, ProductId, Quantity, ShopId};
use words::Speak;

use crate::{bodies::CountLine, inputs::Act};

/// The broken pieces that still stand on the shelf by the books. What the unit confirmed was taken
/// off it then, and lies there all the same.
pub fn on_shelf(tx: &mut Tx, shop: ShopId, line: &CountLine, day: Day) -> Result<Quantity> {
    let broken = line.damaged.get();
    if broken <= Quantity(0) {
        return Ok(Quantity(0));
    }
    Ok((broken - consignment::broken(tx, shop, line.product, day)?).max(Quantity(0)))
}

/// Proposes the broken pieces that are not proposed yet: until the unit confirms they stand on
/// the shelf and are counted every time.
pub fn propose(
    tx: &mut Tx,
    ctx: &Context,
    act: &Act,
    (at, product, broken): (usize, ProductId, Quantity),
    day: Day,
) -> Result<()> {
    let told = consignment::proposed_damage(tx, act.shop, product)?;
    let more = broken - told;
    if more <= Quantity(0) {
        return Ok(());
    }
    let Some(terms) = sales::selling_terms(tx, act.shop, product, day)? else {
        return Ok(());
    };
    let picked = consignment::pick_for(tx, act.shop, product, more)?;
    let lines = picked.iter().map(|one| BatchLine { batch: one.batch, quantity: one.quantity });
    #[expect(clippy::expect_used, reason = "a fixed text is a good line")]
    let reason = Line::parse(Lang::Id.t("till.damage_reason")).expect("a reason");
    let proposal = ProposeMovement {
        id: journal::derived_id(act.id, format!("damage {at}")),
        agreement: terms.agreement_id,
        kind: MovementKind::Damage,
        to_agreement: None,
        happened_on: day,
        reason,
        lines: lines.collect(),
        photo: None,
    };
    consignment::propose_movement(tx, ctx, &proposal).map(drop)
}
