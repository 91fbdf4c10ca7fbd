//! Asking for a pack.

use db::{Result, Tx};
use journal::Once;
use kernel::{Actor, Capability, ConsignorId, Context, Period, Reach};
use serde_json::json;
use web::Recorded;

use crate::{
    inputs::Order,
    pack::check_period,
    refusal::{No, wrong_period},
    store,
};

/// Asks for the pack of a period; the program's worker makes it.
pub fn order(tx: &mut Tx, ctx: &Context, input: &Order) -> Result<Recorded> {
    may(&ctx.actor)?;
    let of = unit(&ctx.actor, input.consignor)?;
    let Once::First(digest) = journal::once(tx, "audit.order", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    people::load_consignor(tx, of)?;
    let period = Period { from: input.from, to: input.to };
    check_period(period, ctx.today()).map_err(wrong_period)?;
    if store::is_busy(tx, of)? {
        return Err(No::OneAtATime.into());
    }
    store::insert(tx, ctx, input.id, (of, period))?;
    let line = journal::Line::new(ctx, "audit.order", input.id)
        .of(of)
        .digest(digest)
        .body(json!({"from": period.from, "to": period.to}));
    journal::write(tx, ctx, line)?;
    Ok(Recorded::new(input.id))
}

/// Whoever answers for the unit: approves, signs, deposits or administers.
pub fn may_order(actor: &Actor) -> bool {
    use Capability::{Administer, Approve, Deposit, Sign};
    let unit = matches!(actor.reach, Reach::Consignor(_) | Reach::All);
    unit && [Approve, Sign, Deposit, Administer].into_iter().any(|one| actor.may(one))
}

pub(crate) fn may(actor: &Actor) -> Result<()> {
    if may_order(actor) { Ok(()) } else { Err(No::NotForYou.into()) }
}

/// The unit that is meant; another's is as unknown as none.
pub(crate) fn unit(actor: &Actor, asked: Option<ConsignorId>) -> Result<ConsignorId> {
    let of = asked.or(actor.consignor()).ok_or_else(|| No::UnitMissing.at("consignor"))?;
    if actor.sees_consignor(of) { Ok(of) } else { Err(No::Unknown.into()) }
}
