//! Units, shops, users and makers as spreadsheets. A maker is a code here too: his name opens to
//! one person at a time, who says what for.

use db::{Read, Result};
use kernel::{Context, Lang};
use sheet::{Cell, Column, Moment, Sheet};
use web::Ask;
use words::Speak;

use super::{maker, paper_link, place, reading, user};
use crate::{Consignor, Maker, Reading, Shop, User, phone, store_paper_link::PaperLink};

fn text(lang: Lang, key: &str) -> Column {
    Column::text(lang.t(key))
}

pub fn consignors(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = place::narrowed_consignors(read, ctx, ask)?;
    let columns = vec![
        text(lang, "common.name"),
        text(lang, "people.consignor.unit_class").width(14),
        text(lang, "people.consignor.kanwil"),
        text(lang, "people.consignor.satker_code").width(12),
        text(lang, "people.place.address").width(36),
        text(lang, "people.place.city"),
        text(lang, "people.place.phone").width(18),
    ];
    let row = |one: &Consignor| {
        vec![
            one.name.as_str().into(),
            one.unit_class.as_ref().into(),
            one.kanwil.as_str().into(),
            one.satker_code.as_str().into(),
            one.address.as_str().into(),
            one.city.as_str().into(),
            one.phone.as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("people.consignor.title"), columns).window(rows.iter().map(row)))
}

pub fn shops(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = place::narrowed_shops(read, ctx, ask)?;
    let columns = vec![
        text(lang, "common.name"),
        text(lang, "people.shop.owner_name"),
        text(lang, "people.place.address").width(36),
        text(lang, "people.place.city"),
        text(lang, "people.shop.whatsapp").width(18),
        text(lang, "people.shop.opening_hours"),
    ];
    let row = |one: &Shop| {
        vec![
            one.name.as_str().into(),
            one.owner_name.as_str().into(),
            one.address.as_str().into(),
            one.city.as_str().into(),
            one.whatsapp.as_deref().map(phone::readable).into(),
            one.opening_hours.as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("people.shop.title"), columns).window(rows.iter().map(row)))
}

pub fn users(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = user::narrowed(read, ctx, ask)?;
    let columns = vec![
        text(lang, "common.name"),
        text(lang, "people.user.sign_in_name"),
        text(lang, "people.user.job_title").width(36),
        text(lang, "people.user.employee_number"),
        text(lang, "people.user.reach").width(18),
        text(lang, "people.user.place"),
        text(lang, "people.user.capabilities").width(48),
        text(lang, "common.state").width(14),
    ];
    let row = |one: &User| {
        let may: Vec<&str> = one.capabilities.iter().map(|one| lang.capability(one)).collect();
        vec![
            one.name.as_str().into(),
            one.sign_in_name.as_str().into(),
            one.job_title.as_str().into(),
            one.employee_number.as_ref().into(),
            lang.t(&format!("people.reach.{}", one.reach.name())).into(),
            one.place.as_ref().into(),
            may.join(", ").into(),
            lang.t(user::state_of(one).1).into(),
        ]
    };
    Ok(Sheet::new(lang.t("people.user.title"), columns).window(rows.iter().map(row)))
}

pub fn makers(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = maker::narrowed(read, ctx, ask)?;
    let columns = vec![
        text(lang, "people.maker.code").width(12),
        text(lang, "common.state").width(16),
        Column::day(lang.t("people.sheet.moved_on")),
        Column::day(lang.t("people.sheet.released_on")),
        text(lang, "people.maker.identity").width(16),
    ];
    let row = |one: &Maker| {
        let state = if one.active { "people.maker.here" } else { "people.maker.gone" };
        let known = match one.has_identity {
            true => "people.maker.recorded",
            false => "people.maker.erased",
        };
        vec![
            one.code.as_str().into(),
            lang.t(state).into(),
            one.moved_on.into(),
            one.released_on.into(),
            lang.t(known).into(),
        ]
    };
    Ok(Sheet::new(lang.t("people.maker.title"), columns).window(rows.iter().map(row)))
}

pub fn readings(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = reading::narrowed(read, ctx, ask)?;
    let columns = vec![
        Column::moment(lang.t("common.time")),
        text(lang, "people.maker.code").width(12),
        text(lang, "people.reading.kind").width(12),
        text(lang, "people.reading.reader"),
        text(lang, "people.maker.purpose").width(48),
    ];
    let row = |one: &Reading| {
        vec![
            Moment::of(one.at, ctx.zone).into(),
            one.code.as_str().into(),
            lang.t(reading::kind_key(one.kind)).into(),
            one.reader.as_str().into(),
            one.purpose.as_str().into(),
        ]
    };
    Ok(Sheet::new(lang.t("people.reading.title"), columns).window(rows.iter().map(row)))
}

/// The links to papers as their page lists them; the links themselves are secrets and stand
/// nowhere.
pub fn paper_links(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = paper_link::narrowed(read, ctx, ask)?;
    let columns = vec![
        text(lang, "people.paper_link.about").width(50),
        text(lang, "people.paper_link.recipient"),
        text(lang, "people.paper_link.giver"),
        text(lang, "people.paper_link.paper").width(40),
        Column::moment(lang.t("people.paper_link.given")),
        Column::moment(lang.t("people.token.until")),
        Column::moment(lang.t("people.token.revoked")),
    ];
    let row = |one: &PaperLink| -> Vec<Cell> {
        vec![
            one.title.as_str().into(),
            one.recipient.as_str().into(),
            one.giver.as_str().into(),
            one.path.as_str().into(),
            Moment::of(one.created_at, ctx.zone).into(),
            Moment::of(one.expires_at, ctx.zone).into(),
            one.revoked_at.map(|at| Moment::of(at, ctx.zone)).into(),
        ]
    };
    Ok(Sheet::new(lang.t("people.paper_link.title"), columns).window(rows.iter().map(row)))
}
