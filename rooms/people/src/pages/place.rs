//! Units and shops.

use db::{Read, Result};
use kernel::Zone;
use kernel::{Capability, ConsignorId, ConsignorKind, Context, EntryKind, Reach, ShopId, ShopKind};
use maud::{Markup, html};
use ui::{Column, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{browsed, crumbs, nothing, or_dash, send};
use crate::{
    Consignor, No, Shop,
    actions::place::{load_visible_shop, may_edit_shop, may_register_shop},
    load_consignor, phone,
    qris::Qris,
    store_place::{self, PlaceFilter},
};

/// What the person's reach leaves of a list of units; `None` for nothing at all.
pub fn consignors_in_reach(ctx: &Context) -> Option<PlaceFilter> {
    match &ctx.actor.reach {
        Reach::All => Some(PlaceFilter::default()),
        Reach::Consignor(own) => Some(PlaceFilter { consignor: Some(*own), ..Default::default() }),
        Reach::Kanwil(name) => {
            Some(PlaceFilter { kanwil: Some(name.clone()), ..Default::default() })
        }
        Reach::Shop(_) | Reach::Nobody => None,
    }
}

/// The same for shops.
pub fn shops_in_reach(ctx: &Context) -> Option<PlaceFilter> {
    match &ctx.actor.reach {
        Reach::Shop(own) => Some(PlaceFilter { shop: Some(*own), ..Default::default() }),
        Reach::Nobody => None,
        _ => Some(PlaceFilter::default()),
    }
}

pub fn consignors(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let browse = ask.browse();
    let (units, total) = narrowed_consignors(read, ctx, ask)?;
    let new = || match ctx.actor.reach == Reach::All && ctx.actor.may(Capability::Administer) {
        true => ui::button_link("/upt/baru", ctx.lang.t("people.consignor.new")),
        false => html! {},
    };
    let title = ctx.lang.t("people.consignor.title");
    let main = html! {
        (ui::header(title, ctx.lang.t("people.consignor.lead"), new()))
        (browsed(ctx, &browse.view(browse.path(), vec![], total),
            (!units.is_empty()).then(|| consignor_table(ctx, &units)),
            nothing(ctx, "consignor", new())))
    };
    Ok(Page::new(title, main))
}

/// The units that the query asks for, and how many there are.
pub fn narrowed_consignors(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
) -> Result<(Vec<Consignor>, i64)> {
    let browse = ask.browse();
    let reach = consignors_in_reach(ctx).ok_or(No::Unknown)?;
    let (like, limit, offset) = (browse.like(), browse.limit(), browse.offset());
    store_place::consignors(read, &PlaceFilter { like, limit, offset, ..reach })
}

/// The shops that the query asks for, and how many there are.
pub fn narrowed_shops(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Shop>, i64)> {
    let browse = ask.browse();
    let reach = shops_in_reach(ctx).ok_or(No::Unknown)?;
    let (like, limit, offset) = (browse.like(), browse.limit(), browse.offset());
    store_place::shops(read, &PlaceFilter { like, limit, offset, ..reach })
}

fn consignor_table(ctx: &Context, units: &[Consignor]) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let columns = [
        Column::text(t("common.name")),
        Column::text(t("people.place.city")),
        Column::text(t("people.consignor.kanwil")),
        Column::text(t("people.consignor.satker_code")),
    ];
    let rows = units.iter().map(|unit| {
        vec![
            html! { a href={ "/upt/" (unit.id) } { (unit.name) } },
            html! { (unit.city) },
            html! { (unit.kanwil) },
            html! { (unit.satker_code) },
        ]
    });
    html! { (ui::table(t("people.consignor.title"), columns, rows)) }
}

pub fn load_visible_consignor(
    read: &mut Read,
    ctx: &Context,
    id: ConsignorId,
) -> Result<Consignor> {
    let unit = load_consignor(read, id)?;
    let of_office = matches!(&ctx.actor.reach, Reach::Kanwil(own) if *own == unit.kanwil);
    if of_office || ctx.actor.sees_consignor(id) { Ok(unit) } else { Err(No::Unknown.into()) }
}

pub fn consignor(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let unit = load_visible_consignor(read, ctx, ask.id::<ConsignorKind>("consignor")?)?;
    let edit = format!("/upt/{}/ubah", unit.id);
    let t = |key: &'static str| ctx.lang.t(key);
    let actions = html! {
        @if ctx.actor.sees_consignor(unit.id) {
            (ui::quiet(&format!("/upt/{}/kop", unit.id), t("people.letterhead.title")))
        }
        @if ctx.actor.may(Capability::Administer) { (ui::quiet(&edit, t("common.edit"))) }
    };
    let lead = unit.unit_class.as_deref().unwrap_or_default();
    let main = html! {
        (crumbs(ctx, &[("/upt", "people.consignor.title")], &unit.name))
        (ui::header(&unit.name, lead, actions))
        (ui::facts([
            (t("people.consignor.kanwil"), html! { (unit.kanwil) }),
            (t("people.consignor.satker_code"), html! { (unit.satker_code) }),
            (t("people.consignor.account_code"), or_dash(unit.account_code.as_deref())),
            (t("people.place.address"), html! { (unit.address) ", " (unit.city) }),
            (t("people.place.phone"), or_dash(unit.phone.as_deref())),
            (t("people.place.zone"), html! { (unit.zone.name()) }),
            (t("people.consignor.complaint_contact"), or_dash(unit.complaint_contact.as_deref())),
            (t("people.consignor.brand"), or_dash(unit.brand.as_deref())),
        ]))
    };
    Ok(Page::new(unit.name.clone(), main))
}

pub fn consignor_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Administer)?;
    let unit = match ask.param("consignor") {
        Some(_) => Some(load_visible_consignor(read, ctx, ask.id::<ConsignorKind>("consignor")?)?),
        None if ctx.actor.reach != Reach::All => return Err(No::BeyondOwnReach.into()),
        None => None,
    };
    let f = ask.form(ctx.lang);
    let title = ctx.lang.t(if unit.is_some() { "common.edit" } else { "people.consignor.new" });
    let back = unit.as_ref().map_or_else(|| "/upt".to_owned(), |unit| format!("/upt/{}", unit.id));
    let main = html! {
        (crumbs(ctx, &[("/upt", "people.consignor.title")], title))
        (ui::header(title, ctx.lang.t("people.consignor.form_lead"), html! {}))
        (f.post(&ask.path, html! {
            (fresh(ctx, &f))
            (consignor_fields(&f, unit.as_ref()))
            (send(ctx, "common.save", &back))
        }))
    };
    Ok(Page::new(title, main))
}

/// The client-made id, of the thing or of the change.
fn fresh(ctx: &Context, f: &FormState<'_>) -> Markup {
    f.hidden("id", ctx.fresh_id::<EntryKind>())
}

fn consignor_fields(f: &FormState<'_>, unit: Option<&Consignor>) -> Markup {
    let of = |pick: fn(&Consignor) -> Option<&str>| unit.and_then(pick).unwrap_or_default();
    html! {
        (f.text("name", "common.name").value(of(|u| Some(&u.name))))
        (f.text("unit_class", "people.consignor.unit_class").optional()
            .hint("people.consignor.unit_class_hint").value(of(|u| u.unit_class.as_deref())))
        (f.text("kanwil", "people.consignor.kanwil").value(of(|u| Some(&u.kanwil))))
        (f.text("satker_code", "people.consignor.satker_code").max_length(6)
            .hint("people.consignor.satker_hint").value(of(|u| Some(&u.satker_code))))
        (f.text("account_code", "people.consignor.account_code").optional()
            .hint("people.consignor.account_hint").value(of(|u| u.account_code.as_deref())))
        (f.text("address", "people.place.address").value(of(|u| Some(&u.address))))
        (f.text("city", "people.place.city").value(of(|u| Some(&u.city))))
        (f.phone("phone", "people.place.phone").optional().value(of(|u| u.phone.as_deref())))
        (zone_field(f, unit.map(|unit| unit.zone)))
        (f.text("complaint_contact", "people.consignor.complaint_contact").optional()
            .hint("people.consignor.complaint_hint")
            .value(of(|u| u.complaint_contact.as_deref())))
        (f.text("brand", "people.consignor.brand").optional()
            .hint("people.consignor.brand_hint").value(of(|u| u.brand.as_deref())))
    }
}

fn zone_field(f: &FormState<'_>, zone: Option<Zone>) -> Markup {
    let choices = Zone::ALL.map(|zone| (zone.name(), zone.name()));
    html! {
        (f.radio("zone", "people.place.zone", choices).value(zone.unwrap_or_default().name()))
    }
}

pub fn shops(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let browse = ask.browse();
    let (shops, total) = narrowed_shops(read, ctx, ask)?;
    let new = || match may_register_shop(&ctx.actor) {
        true => ui::button_link("/toko/baru", ctx.lang.t("people.shop.new")),
        false => html! {},
    };
    let title = ctx.lang.t("people.shop.title");
    let main = html! {
        (ui::header(title, ctx.lang.t("people.shop.lead"), new()))
        (browsed(ctx, &browse.view(browse.path(), vec![], total),
            (!shops.is_empty()).then(|| shop_table(ctx, &shops)), nothing(ctx, "shop", new())))
    };
    Ok(Page::new(title, main))
}

fn shop_table(ctx: &Context, shops: &[Shop]) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let columns = [
        Column::text(t("common.name")),
        Column::text(t("people.shop.owner_name")),
        Column::text(t("people.place.city")),
        Column::text(t("people.shop.whatsapp")),
    ];
    let rows = shops.iter().map(|shop| {
        vec![
            html! { a href={ "/toko/" (shop.id) } { (shop.name) } },
            html! { (shop.owner_name) },
            html! { (shop.city) },
            whatsapp(shop),
        ]
    });
    html! { (ui::table(t("people.shop.title"), columns, rows)) }
}

/// A link that opens WhatsApp; the person writes and sends.
fn whatsapp(shop: &Shop) -> Markup {
    match &shop.whatsapp {
        Some(number) => html! {
            a href={ "https://wa.me/" (number) } rel="noreferrer" { (phone::readable(number)) }
        },
        None => or_dash(None),
    }
}

pub fn shop(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let shop = load_visible_shop(read, ctx, ask.id::<ShopKind>("shop")?)?;
    let edit = format!("/toko/{}/ubah", shop.id);
    let t = |key: &'static str| ctx.lang.t(key);
    let actions = html! {
        @if ctx.actor.shop() == Some(shop.id) || may_edit_shop(&ctx.actor, &shop) {
            (ui::quiet(&format!("/toko/{}/kop", shop.id), t("people.letterhead.title")))
        }
        @if may_edit_shop(&ctx.actor, &shop) { (ui::quiet(&edit, t("common.edit"))) }
    };
    let main = html! {
        (crumbs(ctx, &[("/toko", "people.shop.title")], &shop.name))
        (ui::header(&shop.name, "", actions))
        (ui::facts([
            (t("people.shop.owner_name"), html! { (shop.owner_name) }),
            (t("people.place.address"), html! { (shop.address) ", " (shop.city) }),
            (t("people.shop.whatsapp"), whatsapp(&shop)),
            (t("people.shop.opening_hours"), or_dash(shop.opening_hours.as_deref())),
            (t("people.place.zone"), html! { (shop.zone.name()) }),
        ]))
        (ui::section(t("people.shop.qris"), qris(ctx, &shop)))
    };
    Ok(Page::new(shop.name.clone(), main))
}

/// Whose code it is, for people to compare with the sticker on the counter.
fn qris(ctx: &Context, shop: &Shop) -> Markup {
    let code = shop.qris.as_deref().and_then(|text| Qris::parse(text).ok());
    let Some(code) = code else { return html! { p { (ctx.lang.t("people.qris.none")) } } };
    html! {
        (ui::facts([
            (ctx.lang.t("people.qris.merchant"), html! { (code.merchant) }),
            (ctx.lang.t("people.qris.city"), html! { (code.city) }),
            (ctx.lang.t("people.qris.nmid"), html! { code { (code.nmid) } }),
        ]))
        p { (ctx.lang.t("people.qris.compare")) }
    }
}

pub fn shop_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let shop = match ask.param("shop") {
        Some(_) => Some(load_editable_shop(read, ctx, ask.id::<ShopKind>("shop")?)?),
        None if !may_register_shop(&ctx.actor) => {
            ctx.actor.require(Capability::Administer)?;
            return Err(No::BeyondOwnReach.into());
        }
        None => None,
    };
    let f = ask.form(ctx.lang);
    let title = ctx.lang.t(if shop.is_some() { "common.edit" } else { "people.shop.new" });
    let back =
        shop.as_ref().map_or_else(|| "/toko".to_owned(), |shop| format!("/toko/{}", shop.id));
    let main = html! {
        (crumbs(ctx, &[("/toko", "people.shop.title")], title))
        (ui::header(title, ctx.lang.t("people.shop.form_lead"), html! {}))
        (f.post(&ask.path, html! {
            (fresh(ctx, &f))
            (shop_fields(&f, shop.as_ref()))
            (send(ctx, "common.save", &back))
        }))
    };
    Ok(Page::new(title, main))
}

fn load_editable_shop(read: &mut Read, ctx: &Context, id: ShopId) -> Result<Shop> {
    let shop = load_visible_shop(read, ctx, id)?;
    if may_edit_shop(&ctx.actor, &shop) {
        return Ok(shop);
    }
    ctx.actor.require(Capability::Administer)?;
    Err(No::BeyondOwnReach.into())
}

fn shop_fields(f: &FormState<'_>, shop: Option<&Shop>) -> Markup {
    let of = |pick: fn(&Shop) -> Option<&str>| shop.and_then(pick).unwrap_or_default();
    let number = shop.and_then(|shop| shop.whatsapp.as_deref()).map(phone::readable);
    html! {
        (f.text("name", "common.name").value(of(|s| Some(&s.name))))
        (f.text("owner_name", "people.shop.owner_name").value(of(|s| Some(&s.owner_name))))
        (f.text("address", "people.place.address").value(of(|s| Some(&s.address))))
        (f.text("city", "people.place.city").value(of(|s| Some(&s.city))))
        (f.phone("whatsapp", "people.shop.whatsapp").optional()
            .hint("people.shop.whatsapp_hint").value(number.unwrap_or_default()))
        (f.textarea("qris", "people.shop.qris").optional().hint("people.shop.qris_hint")
            .value(of(|s| s.qris.as_deref())))
        (f.text("opening_hours", "people.shop.opening_hours").optional()
            .hint("people.shop.opening_hint").value(of(|s| s.opening_hours.as_deref())))
        (zone_field(f, shop.map(|shop| shop.zone)))
    }
}
