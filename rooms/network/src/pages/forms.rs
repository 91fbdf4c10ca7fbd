//! The forms of the funnel.

use db::{Read, Result};
use kernel::{Capability, Context, UserKind};
use maud::{Markup, html};
use ui::{Crumb, FormState, Width};
use web::{Ask, Page};
use words::Speak;

use super::{nothing, way};
use crate::{
    inputs::{ActKind, OfferKind, ProspectKind},
    refusal::No,
    stage::sign_in_name,
    store,
    types::Prospect,
};

/// Days that an offer stands, until somebody says otherwise.
const OFFER_DAYS: i64 = 30;
/// The shop's part in a first offer, until somebody says otherwise.
const PERCENT: i64 = 20;
/// Blank rows for goods.
const SPARE: usize = 2;

/// /calon/baru
pub fn add(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let owner = match ctx.actor.consignor() {
        Some(_) => nothing(),
        None => {
            let units = people::list_consignors(read)?;
            let choices = units.into_iter().map(|unit| (unit.id.to_string(), unit.name));
            html! { (f.select("consignor", "network.field.consignor", choices)) }
        }
    };
    let title = lang.t("network.add.title");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ProspectKind>()))
        (owner)
        (who(&f, None))
        (buttons(ctx, "/calon"))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], title))
        (ui::header(title, lang.t("network.add.lead"), nothing()))
        (f.post("/calon/baru", body))
    };
    Ok(Page::new(title, main))
}

fn buttons(ctx: &Context, back: &str) -> Markup {
    ui::actions(html! {
        (ui::submit(ctx.lang.t("common.save")))
        (ui::quiet(back, ctx.lang.t("common.cancel")))
    })
}

fn who(f: &FormState<'_>, one: Option<&Prospect>) -> Markup {
    let text = |value: fn(&Prospect) -> &str| one.map(value).unwrap_or_default().to_owned();
    let some =
        |value: fn(&Prospect) -> Option<&String>| one.and_then(value).cloned().unwrap_or_default();
    html! {
        (f.text("name", "network.field.name").value(text(|one| &one.name)).max_length(200))
        (f.text("owner_name", "network.field.owner").value(text(|one| &one.owner_name))
            .max_length(200))
        (f.text("address", "network.field.address").value(text(|one| &one.address))
            .max_length(200))
        (f.text("city", "network.field.city").value(text(|one| &one.city)).width(Width::Medium))
        (f.phone("whatsapp", "network.field.whatsapp")
            .value(some(|one| one.whatsapp.as_ref())).optional())
        (f.textarea("notes", "network.field.notes").value(some(|one| one.notes.as_ref()))
            .hint("network.hint.notes").optional())
    }
}

/// A prospect that the actor works on.
fn own(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Prospect> {
    let one = store::load(read, ctx, ask.id::<ProspectKind>("prospect")?)?;
    ctx.actor.require(Capability::RecordGoods)?;
    Ok(one)
}

fn page(ctx: &Context, one: &Prospect, (title, lead): (&str, &str), form: &Markup) -> Page {
    let (lang, here) = (ctx.lang, format!("/calon/{}", one.id));
    let title = lang.t(title);
    let way = [way(ctx), Crumb { href: &here, label: &one.name }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t(lead), nothing()))
        (form)
    };
    Page::new(title, main)
}

/// /calon/{prospect}/ubah
pub fn edit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = own(read, ctx, ask)?;
    let (f, here) = (ask.form(ctx.lang), format!("/calon/{}", one.id));
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ActKind>()))
        (who(&f, Some(&one)))
        (buttons(ctx, &here))
    };
    let form = f.post(&format!("{here}/ubah"), body);
    Ok(page(ctx, &one, ("network.edit.title", "network.edit.lead"), &form))
}

/// /calon/{prospect}/tawarkan
pub fn offer(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = own(read, ctx, ask)?;
    let (f, here) = (ask.form(ctx.lang), format!("/calon/{}", one.id));
    let latest = store::offers(read, one.id)?.into_iter().next();
    let goods = catalogue::list_products(read, one.consignor_id)?;
    let goods: Vec<(String, String)> =
        goods.iter().map(|one| (one.id.to_string(), one.title())).collect();
    let lines = latest.as_ref().map(|offer| offer.lines.clone()).unwrap_or_default();
    let percent = latest.map_or_else(|| format!("{PERCENT}%"), |offer| offer.percent.to_string());
    let typed = |row: &FormState<'_>| row.index().and_then(|at| lines.get(at).cloned());
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<OfferKind>()))
        (f.percent("percent", "network.field.percent").value(percent.trim_end_matches('%'))
            .hint("network.hint.percent"))
        (f.date("valid_until", "network.field.valid_until")
            .value(ctx.today().plus_days(OFFER_DAYS)))
        (f.lines("lines", "network.offer.goods", lines.len() + SPARE, |row| {
            let line = typed(row);
            let product = line.as_ref().map(|one| one.product_id.to_string()).unwrap_or_default();
            let price = line.as_ref().map(|one| one.price.0.to_string()).unwrap_or_default();
            let pieces = line.and_then(|one| one.quantity).map(|n| n.0.to_string());
            html! {
                (row.select("product", "network.field.product", goods.iter().cloned())
                    .value(product))
                (row.money("price", "network.field.price").value(price).optional())
                (row.number("quantity", "network.field.quantity")
                    .value(pieces.unwrap_or_default()).optional())
            }
        }))
        p.hint { (ctx.lang.t("network.hint.price")) }
        (f.textarea("note", "network.field.note").optional())
        (buttons(ctx, &here))
    };
    let form = f.post(&format!("{here}/tawarkan"), body);
    Ok(page(ctx, &one, ("network.offer.title", "network.offer.lead"), &form))
}

/// /calon/{prospect}/undang: the form, and then the link as a code for the owner's phone, once.
pub fn invite(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = own(read, ctx, ask)?;
    if one.shop_id.is_none() {
        return Err(No::NoShop.into());
    }
    let (lang, f, here) = (ctx.lang, ask.form(ctx.lang), format!("/calon/{}", one.id));
    let words = ("network.invite.title", "network.invite.lead");
    if let Some(secret) = ask.once.as_deref().filter(|secret| !secret.is_empty()) {
        let link = format!("{}/undangan?kunci={secret}", ask.public_url);
        return Ok(page(ctx, &one, words, &code(ctx, &link, &here)));
    }
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<UserKind>()))
        (f.text("sign_in_name", "network.field.sign_in_name").value(sign_in_name(&one.name))
            .hint("network.hint.sign_in_name").max_length(40).width(Width::Medium))
        (ui::actions(html! {
            (ui::submit(lang.t("network.invite.submit")))
            (ui::quiet(&here, lang.t("common.cancel")))
        }))
    };
    let form = f.post(&format!("{here}/undang"), body);
    Ok(page(ctx, &one, words, &form))
}

fn code(ctx: &Context, link: &str, back: &str) -> Markup {
    let lang = ctx.lang;
    html! {
        (ui::notice(lang, ui::Kind::Warning, lang.t("network.invite.once")))
        ol {
            li { (lang.t("network.invite.step_scan")) }
            li { (lang.t("network.invite.step_password")) }
            li { (lang.t("network.invite.step_till")) }
        }
        div.label-card {
            (catalogue::qr(link, lang.t("network.invite.code")))
            div { p { (lang.t("network.invite.or")) } p { code.kept-lines { (link) } } }
        }
        (ui::actions(ui::button_link(back, lang.t("network.invite.done"))))
    }
}
