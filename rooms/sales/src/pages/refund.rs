//! /penjualan/{sale}/retur: a buyer brings pieces back.

use db::{Read, Result};
use kernel::{Context, RefundKind, SaleKind};
use maud::html;
use web::{Ask, Page};
use words::Speak;

use crate::{
    load_whole,
    pages::{called::called, show::names},
};

pub(super) fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let whole = load_whole(read, ctx, ask.id::<SaleKind>("sale")?)?;
    let names = names(read, &whole.lines)?;
    let form = ask.form(lang);
    let own = format!("/penjualan/{}", whole.sale.id);
    let open = whole.lines.iter().filter(|line| line.refunded < line.quantity);
    let main = html! {
        (ui::breadcrumbs(lang, &[
            ui::Crumb { href: "/penjualan", label: lang.t("sales.list.title") },
            ui::Crumb { href: &own, label: &called(ctx, &whole.sale) },
        ], lang.t("sales.refund.title")))
        (ui::header(lang.t("sales.refund.title"), lang.t("sales.refund.lead"), html! {}))
        (form.summary())
        (form.post(&format!("{own}/retur"), html! {
            (form.hidden("id", ctx.fresh_id::<RefundKind>()))
            @for (at, line) in open.enumerate() {
                (form.group(names.0.get(&line.product_id).map_or("", String::as_str), html! {
                    (form.hidden(&format!("lines[{at}][position!]"), line.position))
                    p { (lang.fill("sales.refund.sold", &[
                        ("n", &(line.quantity - line.refunded)), ("price", &line.unit_price)])) }
                    (form.number(&format!("lines[{at}][quantity]"), "sales.refund.quantity")
                        .optional())
                }))
            }
            (form.text("reason", "sales.field.reason"))
            (form.checkbox("resellable", "sales.refund.resellable").optional()
                .hint("sales.refund.resellable_hint"))
            (form.date("business_day", "sales.field.business_day").value(ctx.today()))
            (form.text("exception", "sales.refund.exception").optional()
                .hint("sales.refund.exception_hint"))
            (ui::actions(html! {
                (ui::submit(lang.t("sales.refund.submit")))
                (ui::quiet(&own, lang.t("common.cancel")))
            }))
        }))
    };
    Ok(Page::new(lang.t("sales.refund.title"), main))
}
