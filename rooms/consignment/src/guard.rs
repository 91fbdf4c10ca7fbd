//! What every action asks first: whose side acts, whose document it is, on which day it is booked.

use agreements::{Agreement, Side};
use db::{Read, Result};
use kernel::{Actor, AgreementId, Capability, ConsignorId, Context, Day, Reach, ShopId};

use crate::{refusal::No, store_shelf};

/// The side that the actor is of; an administrator or a regional office is of neither.
pub fn side(actor: &Actor) -> Result<Side> {
    match actor.reach {
        Reach::Consignor(_) => Ok(Side::Consignor),
        Reach::Shop(_) => Ok(Side::Shop),
        Reach::All | Reach::Kanwil(_) | Reach::Nobody => Err(No::NotYourSide.into()),
    }
}

/// The side, when it may record goods: the unit's recorder, the shop's seller.
pub fn acting_side(actor: &Actor) -> Result<Side> {
    let side = side(actor)?;
    actor.require(match side {
        Side::Consignor => Capability::RecordGoods,
        Side::Shop => Capability::Sell,
    })?;
    Ok(side)
}

/// 404 where the record between the two is another's.
pub fn between(ctx: &Context, consignor: ConsignorId, shop: ShopId) -> Result<()> {
    if ctx.actor.sees_between(consignor, shop) { Ok(()) } else { Err(No::Unknown.into()) }
}

/// The agreement, when the actor may see it and it was ever put in force.
pub fn agreement(read: &mut Read, ctx: &Context, id: AgreementId) -> Result<Agreement> {
    let agreement = agreements::load_seen(read, &ctx.actor, id)?;
    match agreement.enforced_by {
        Some(_) => Ok(agreement),
        None => Err(No::AgreementNotInForce.at("agreement").into()),
    }
}

/// Refuses a day after today, and one before the agreement's first.
pub fn day_of(ctx: &Context, agreement: &Agreement, day: Day, field: &str) -> Result<()> {
    if day > ctx.today() {
        return Err(No::DayAfterToday.at(field).into());
    }
    if day < agreement.effective_from {
        let from = agreement.effective_from.short(ctx.lang);
        return Err(No::DayBeforeAgreement.with("from", from).at(field).into());
    }
    Ok(())
}

/// The day under which something of `day` is booked: that day, or the first that is still open.
pub fn booked_on(read: &mut Read, agreement: AgreementId, day: Day) -> Result<Day> {
    let closed = store_shelf::closed_through(read, agreement)?;
    Ok(closed.map_or(day, |through| day.max(through.plus_days(1))))
}

/// Refuses lists that are empty, too long, or name a thing twice.
pub fn lines<T: PartialEq>(all: &[T], field: &str, twice: No) -> Result<()> {
    match all.len() {
        0 => return Err(No::NoLines.at("lines").into()),
        1..=LINES_MAX => {}
        _ => return Err(No::TooManyLines.with("most", LINES_MAX).at("lines").into()),
    }
    for (at, one) in all.iter().enumerate() {
        if all[..at].contains(one) {
            return Err(twice.at(format!("lines[{at}].{field}")).into());
        }
    }
    Ok(())
}

/// A paper with more lines than this is two papers.
const LINES_MAX: usize = 200;
