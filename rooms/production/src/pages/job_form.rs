//! The form of a quote.

use db::{Read, Result};
use kernel::{Capability, Context, JobKind};
use maud::html;
use ui::Crumb;
use web::{Ask, Page};
use words::Speak;

use super::product_choices;

pub fn quote(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let products = product_choices(read, ctx)?;
    let title = lang.t("production.jobs.new");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<JobKind>()))
        (f.group("production.job.goods", html! {
            (f.select("product", "production.product", products))
            (f.textarea("what", "production.job.what").hint("production.job.what_hint"))
            (f.number("quantity", "production.quantity").value(1))
            (f.money("price", "production.job.price").hint("production.job.price_hint"))
            (f.date("quoted_on", "production.job.quoted_on").value(ctx.today()))
            (f.date("due_on", "production.job.due_on").value(ctx.today().plus_days(14)))
            (f.text("code", "production.code").optional().hint("production.job.code_hint"))
        }))
        (f.group("production.job.buyer", html! {
            (f.text("buyer_name", "production.job.buyer_name").hint("production.job.buyer_hint"))
            (f.text("buyer_contact", "production.job.buyer_contact").optional())
        }))
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet("/pesanan", lang.t("common.cancel")))
        }))
    };
    let way = [Crumb { href: "/pesanan", label: lang.t("production.jobs.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("production.jobs.lead"), html! {}))
        (f.post("/pesanan/baru", body))
    };
    Ok(Page::new(title, main))
}
