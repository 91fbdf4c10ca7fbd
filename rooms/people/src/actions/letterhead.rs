//! What stands above the papers of a unit or a shop, and who signs them.

use db::{Read, Result, Tx};
use kernel::{Actor, Capability, ConsignorId, Context, ShopId};
use picture::Wrong;
use serde_json::json;
use web::{Desk, Recorded};

use super::{place::may_edit_shop, require_any};
use crate::{
    No, Shop,
    actions::place::load_visible_shop,
    inputs::{SetLetterhead, SetSignatory},
    load_consignor, record,
    store_letterhead::{self as store, NewHead, Writer},
};

/// The longer side of a logo: 25 mm on paper at 480 dots an inch.
const LOGO_PIXELS: u32 = 480;
const LINES_MAX: usize = 5;
const LINE_MAX: usize = 90;
/// Who says how the unit writes.
const KEEPS_PAPERS: [Capability; 2] = [Capability::Administer, Capability::Sign];

/// Whether the person may say how the unit writes and who signs.
pub fn may_keep_papers(actor: &Actor, unit: ConsignorId) -> bool {
    actor.sees_consignor(unit) && require_any(actor, &KEEPS_PAPERS).is_ok()
}

/// Refuses those who may not; another's unit is unknown.
pub fn require_papers(actor: &Actor, unit: ConsignorId) -> Result<()> {
    if !actor.sees_consignor(unit) {
        return Err(No::Unknown.into());
    }
    Ok(require_any(actor, &KEEPS_PAPERS)?)
}

/// A shop whose papers the person keeps or makes; to others its letterhead is not there.
pub fn paper_shop(read: &mut Read, ctx: &Context, id: ShopId) -> Result<Shop> {
    let shop = load_visible_shop(read, ctx, id)?;
    let own = ctx.actor.shop() == Some(id);
    if own || may_edit_shop(&ctx.actor, &shop) { Ok(shop) } else { Err(No::Unknown.into()) }
}

/// A shop whose letterhead the person may set.
pub fn own_shop(read: &mut Read, ctx: &Context, id: ShopId) -> Result<Shop> {
    let shop = paper_shop(read, ctx, id)?;
    if may_edit_shop(&ctx.actor, &shop) {
        return Ok(shop);
    }
    ctx.actor.require(Capability::Administer)?;
    Err(No::BeyondOwnReach.into())
}

/// Whose head it is, if it is the person's to set.
pub fn own_writer(
    read: &mut Read,
    ctx: &Context,
    unit: Option<ConsignorId>,
    shop: Option<ShopId>,
) -> Result<Writer> {
    match (unit, shop) {
        (Some(unit), None) => {
            require_papers(&ctx.actor, unit)?;
            Ok(Writer::Unit(load_consignor(read, unit)?.id))
        }
        (None, Some(shop)) => Ok(Writer::Shop(own_shop(read, ctx, shop)?.id)),
        _ => Err(No::Unknown.into()),
    }
}

/// Decodes the logo and makes it anew, outside any transaction; asks first whose it may be.
pub fn prepare_logo(desk: &Desk<'_>, input: &SetLetterhead) -> Result<Option<Vec<u8>>> {
    let actor = &desk.context.actor;
    let own_shop = input.shop.is_some() && actor.shop() == input.shop;
    if !own_shop {
        let finds = Capability::RecordGoods;
        require_any(actor, &[Capability::Administer, Capability::Sign, finds])?;
    }
    input.logo.as_ref().map(|upload| develop_logo(&upload.content)).transpose()
}

/// A logo as it is kept: a PNG of at most 480 pixels a side.
pub fn develop_logo(file: &[u8]) -> Result<Vec<u8>> {
    let no = |wrong: Wrong| match wrong {
        Wrong::TooLarge => No::LogoTooLarge.at("logo"),
        Wrong::Kind => No::LogoKind.at("logo"),
        Wrong::TooManyPixels => No::LogoTooManyPixels.at("logo"),
        Wrong::Broken => No::LogoBroken.at("logo"),
    };
    let drawn = picture::read(file).map_err(no)?;
    Ok(picture::png(&picture::fitted(&drawn, LOGO_PIXELS)).map_err(no)?)
}

/// Sets what stands above the papers from a day on. Without a new logo the last one stays.
pub fn set_letterhead(
    tx: &mut Tx,
    ctx: &Context,
    input: &SetLetterhead,
    logo: &Option<Vec<u8>>,
) -> Result<Recorded> {
    let writer = own_writer(tx, ctx, input.consignor, input.shop)?;
    let kind = "people.letterhead_set";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded { already: true, ..of(writer) });
    };
    let lines = checked_lines(input.lines.as_str())?;
    let logo = match (logo, input.without_logo.0) {
        (Some(new), _) => Some(new.clone()),
        (None, true) => None,
        (None, false) => last_logo(tx, writer)?,
    };
    let body = json!({"valid_from": input.valid_from, "lines": lines, "logo": logo.is_some()});
    let foot = input.foot.as_ref().map_or("", kernel::Line::as_str);
    let new =
        NewHead { id: input.id, writer, valid_from: input.valid_from, lines: &lines, foot, logo };
    store::insert_head(tx, ctx, &new)?;
    record::write(tx, ctx, kind, input.id, |line| {
        let line = match writer {
            Writer::Unit(unit) => line.of(unit),
            Writer::Shop(shop) => line.at(shop),
        };
        line.digest(digest).body(body)
    })?;
    Ok(of(writer))
}

/// The one whose papers they are.
fn of(writer: Writer) -> Recorded {
    match writer {
        Writer::Unit(unit) => Recorded::new(unit),
        Writer::Shop(shop) => Recorded::new(shop),
    }
}

fn last_logo(read: &mut Read, writer: Writer) -> Result<Option<Vec<u8>>> {
    match store::heads(read, writer)?.first().filter(|head| head.has_logo) {
        Some(head) => store::logo(read, head.id),
        None => Ok(None),
    }
}

/// One to five lines that fit on the paper.
fn checked_lines(typed: &str) -> Result<String> {
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let fits = |line: &&str| line.chars().count() <= LINE_MAX;
    if lines.is_empty() || lines.len() > LINES_MAX || !lines.iter().all(fits) {
        return Err(No::LetterheadLines.at("lines").into());
    }
    Ok(lines.join("\n"))
}

/// Says who signs which papers from a day on. Papers of earlier days keep whom they had.
pub fn set_signatory(tx: &mut Tx, ctx: &Context, input: &SetSignatory) -> Result<Recorded> {
    require_papers(&ctx.actor, input.consignor)?;
    let kind = "people.signatory_set";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.consignor));
    };
    let unit = load_consignor(tx, input.consignor)?.id;
    let duties = input.duties.set();
    if duties.is_empty() {
        return Err(No::NoDuty.at("duties").into());
    }
    for duty in &duties {
        store::insert_signatory(tx, ctx, unit, input, *duty)?;
    }
    let body = json!({"valid_from": input.valid_from, "duties": duties,
        "job_title": input.job_title, "name": input.name});
    record::write(tx, ctx, kind, input.id, |line| line.of(unit).digest(digest).body(body))?;
    Ok(Recorded::new(unit))
}
