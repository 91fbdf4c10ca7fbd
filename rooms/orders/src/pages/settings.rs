//! /pesanan-wa/aturan: whether a shop takes orders, and how long it sets pieces aside.

use db::{Read, Result};
use kernel::{Capability, Context, EntryKind};
use maud::html;
use web::{Ask, Page};
use words::Speak;

use super::{nothing, way};
use crate::{actions, store};

pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Sell)?;
    let named = ask.query("shop").and_then(|shop| shop.parse().ok());
    let shop = actions::shop_of(ctx, named)?;
    let settings = store::settings(read, shop)?;
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("orders.settings.title");
    let accepts = if settings.accepts { "on" } else { "" };
    let body = html! {
        (form.hidden("id", ctx.fresh_id::<EntryKind>()))
        (form.hidden("shop", shop))
        (form.checkbox("accepts", "orders.settings.accepts").optional().value(accepts)
            .hint("orders.settings.accepts_hint"))
        (form.number("hold_hours", "orders.settings.hours").value(settings.hold_hours)
            .suffix(lang.t("orders.hold.unit")).hint("orders.settings.hours_hint"))
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet("/pesanan-wa", lang.t("common.cancel")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], title))
        (ui::header(title, lang.t("orders.settings.lead"), nothing()))
        (form.post("/pesanan-wa/aturan", body))
    };
    Ok(Page::new(title, main))
}
