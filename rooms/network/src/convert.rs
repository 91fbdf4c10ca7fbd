//! From a prospect to a shop with a draft agreement, in one step and with nothing typed twice;
//! and the owner's way in.

use agreements::{
    Cycle, PartKind, Side,
    inputs::{AnnexLine, Draft, PartInput, Percent},
};
use db::{Read, Result, Tx};
use journal::Once;
use kernel::{Context, Count, Day, Lang, Line, Price, ShopId};
use people::{Consignor, CreateShop};
use words::Speak;

use crate::{
    actions::{Recorded, of, own, record, step},
    inputs::{Convert, InviteOwner},
    kinds::{Deed, Term},
    refusal::No,
    stage::Step,
    store,
    types::{Alike, Done, Invited, Offer, Prospect},
};

/// What a draft says until somebody says otherwise.
const PAYMENT_DAYS: i64 = 10;
const RETURN_DAYS: i64 = 14;
const NOTICE_DAYS: i64 = 14;

/// Makes the shop, where there is none yet, and drafts its agreement by the latest offer.
///
/// # Errors
/// Refuses a prospect to whom nothing was offered, one that is a partner already, and one that may
/// be a shop of the house as long as nobody says whether it is.
pub fn convert(tx: &mut Tx, ctx: &Context, input: &Convert) -> Result<Done> {
    let prospect = own(tx, ctx, input.prospect)?;
    let Once::First(digest) = journal::once(tx, "network.convert", input.id, input)? else {
        return Ok(Done::again(input.id, prospect.id));
    };
    let latest = store::offers(tx, prospect.id)?.into_iter().next().ok_or(No::NoOffer)?;
    let stage = step(&prospect, Step::Convert(input.term))?;
    let unit = people::load_consignor(tx, prospect.consignor_id)?;
    let shop = shop_of(tx, ctx, input, (&prospect, &unit))?;
    let from = match input.effective_from {
        Some(day) => day,
        None => begins(tx, ctx, &prospect)?,
    };
    agreements::draft(tx, ctx, &draft(input, shop, &unit, &latest, from)?)?;
    store::set_shop(tx, prospect.id, shop, input.id)?;
    store::set_stage(tx, &prospect, stage)?;
    let deed = if input.term == Term::Trial { Deed::Trial } else { Deed::Agree };
    let by = Recorded { kind: "network.convert", id: input.id.cast(), deed, digest };
    record(tx, ctx, &by, of(&prospect), Some(&latest.number))
}

/// The shop that it is already, the one that was named, or a new one.
fn shop_of(
    tx: &mut Tx,
    ctx: &Context,
    input: &Convert,
    (prospect, unit): (&Prospect, &Consignor),
) -> Result<ShopId> {
    match (prospect.shop_id, input.shop) {
        (Some(own), named) if named.is_none_or(|named| named == own) => Ok(own),
        (Some(_), _) => Err(No::OtherShop.into()),
        (None, Some(named)) => Ok(people::load_visible_shop(tx, ctx, named)?.id),
        (None, None) => {
            let known = alike(tx, ctx, prospect)?;
            match known.first() {
                Some(known) if !input.new_shop.0 => {
                    Err(No::ShopAlike.with("shop", &known.name).into())
                }
                _ => make_shop(tx, ctx, prospect, unit),
            }
        }
    }
}

/// The first day of the agreement that comes next: today, or the day after the one that runs, as two
/// on one day would sell the same goods by two terms.
pub(crate) fn begins(read: &mut Read, ctx: &Context, prospect: &Prospect) -> Result<Day> {
    let today = ctx.today();
    let Some(id) = prospect.agreement_id else { return Ok(today) };
    let running = agreements::load_agreement(read, id)?.course();
    match running.enforced {
        true => Ok(running.last_day().plus_days(1).max(today)),
        false => Ok(today),
    }
}

/// Shops of the house that a prospect may be, as far as the actor may see them.
pub(crate) fn alike(read: &mut Read, ctx: &Context, prospect: &Prospect) -> Result<Vec<Alike>> {
    if prospect.shop_id.is_some() || !prospect.stage.is_open() {
        return Ok(Vec::new());
    }
    let number = prospect.whatsapp.as_deref();
    let about = (prospect.name.as_str(), prospect.city.as_str());
    let found = people::shops_alike(read, ctx, number, about)?;
    let alike = found.into_iter().map(|shop| Alike {
        shop: shop.id,
        same_number: number.is_some() && shop.whatsapp.as_deref() == number,
        name: shop.name,
        address: shop.address,
        city: shop.city,
    });
    Ok(alike.collect())
}

fn make_shop(tx: &mut Tx, ctx: &Context, prospect: &Prospect, unit: &Consignor) -> Result<ShopId> {
    let id: ShopId = journal::derived_id(prospect.id, "shop");
    let input = CreateShop {
        id,
        name: line(&prospect.name)?,
        owner_name: line(&prospect.owner_name)?,
        address: line(&prospect.address)?,
        city: line(&prospect.city)?,
        whatsapp: prospect.whatsapp.as_deref().map(line).transpose()?,
        qris: None,
        opening_hours: None,
        zone: unit.zone,
    };
    people::create_shop(tx, ctx, &input)?;
    Ok(id)
}

fn draft(
    input: &Convert,
    shop: ShopId,
    unit: &Consignor,
    offer: &Offer,
    from: Day,
) -> Result<Draft> {
    let annex = offer.lines.iter().map(|one| AnnexLine {
        product: one.product_id,
        price: Price::new(one.price.0),
        quantity: one.quantity,
        part: None,
        below_floor_reason: None,
    });
    let title = match input.term {
        Term::Trial => Lang::Id.t("network.agreement.trial"),
        Term::Year => Lang::Id.t("network.agreement.year"),
    };
    let part = PartInput {
        kind: PartKind::PercentOfGross,
        percent: Some(Percent(offer.percent)),
        rupiah: None,
    };
    Ok(Draft {
        id: input.id,
        agreement: None,
        template: None,
        consignor: unit.id,
        shop,
        title: line(title)?,
        place: line(&unit.city)?,
        consignor_number: None,
        shop_number: None,
        signed_on: None,
        effective_from: from,
        published_on: None,
        notes: None,
        ends_on: input.term.last_day(from),
        part,
        price_set_by: Side::Consignor,
        cycle: Cycle::Monthly,
        payment_days: days(PAYMENT_DAYS)?,
        damage_borne_by: Side::Consignor,
        loss_borne_by: Side::Shop,
        return_days: days(RETURN_DAYS)?,
        notice_days: days(NOTICE_DAYS)?,
        deductibles: Vec::new(),
        annex: annex.collect(),
    })
}

fn days(number: i64) -> Result<Count> {
    Count::new(number).ok_or_else(|| db::Error::fault("a number of days"))
}

/// What was one line when it was typed.
fn line(text: &str) -> Result<Line> {
    Line::parse(text).map_err(db::Error::fault)
}

/// Makes the owner's sign-in, and the link by which he chooses his password on his own phone.
///
/// # Errors
/// Refuses while there is no shop, and where somebody of the shop can come in already.
pub fn invite(tx: &mut Tx, ctx: &Context, input: &InviteOwner) -> Result<Invited> {
    let prospect = own(tx, ctx, input.prospect)?;
    let Once::First(digest) = journal::once(tx, "network.invite", input.id, input)? else {
        return Ok(Invited { id: input.id.uuid(), prospect: prospect.id, secret: None });
    };
    let owner = people::InviteOwner {
        id: input.id,
        shop: prospect.shop_id.ok_or(No::NoShop)?,
        sign_in_name: input.sign_in_name.clone(),
        name: line(&prospect.owner_name)?,
    };
    let shown = people::invite_owner(tx, ctx, &owner)?;
    let by = Recorded { kind: "network.invite", id: input.id.cast(), deed: Deed::Invite, digest };
    record(tx, ctx, &by, of(&prospect), None)?;
    Ok(Invited { id: input.id.uuid(), prospect: prospect.id, secret: shown.secret })
}
