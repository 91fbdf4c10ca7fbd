//! One lead: what is wanted, how to reach him, and the quote that is made of it.

use db::{Read, Result};
use kernel::{Capability, Context, LeadKind};
use maud::{Markup, html};
use ui::{Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{
    leads::{badge, short},
    nothing,
};
use crate::{
    api::load_lead,
    inputs_lead::OneLead,
    kinds::LeadState,
    message,
    types_lead::{Lead, LeadBuyer, WholeLead},
};

/// Days within which the workshop usually makes a thing, where the buyer named no day.
const DAYS_USUAL: i64 = 30;

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let id = ask.id::<LeadKind>("lead")?;
    let whole = load_lead(read, ctx, &OneLead { lead: id })?;
    let lang = ctx.lang;
    let (title, lead) = (short(&whole.lead.what), &whole.lead);
    let list = Crumb { href: "/prospek-pesanan", label: lang.t("orders.leads.title") };
    let form = ask.form(lang);
    let main = html! {
        (ui::breadcrumbs(lang, &[list], &title))
        (ui::header(&title, "", nothing()))
        (form.summary())
        (facts(read, ctx, lead)?)
        (ui::section(lang.t("orders.wish.person"), person(ctx, &whole)))
        @if lead.state == LeadState::New && ctx.actor.may(Capability::RecordGoods) {
            (quote(read, ctx, &form, &whole)?)
            (decline(ctx, &form, lead))
        }
        (production::history(read, ctx, &[lead.id.cast()])?)
    };
    Ok(Page::new(title, main))
}

fn facts(read: &mut Read, ctx: &Context, lead: &Lead) -> Result<Markup> {
    let lang = ctx.lang;
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), badge(lang, lead.state)),
        (lang.t("orders.wish.what"), html! { span.kept-lines { (lead.what) } }),
        (lang.t("orders.quantity"), ui::quantity(lead.quantity, "")),
        (lang.t("orders.wish.asked_on"), ui::day(lead.asked_on, lang)),
    ];
    if let Some(measures) = &lead.measures {
        facts.push((lang.t("orders.wish.measures"), html! { (measures) }));
    }
    if let Some(day) = lead.wanted_on {
        facts.push((lang.t("orders.wish.wanted_on"), ui::day(day, lang)));
    }
    if let Some(product) = lead.product_id {
        let title = catalogue::load_product(read, product)?.title();
        facts.push((lang.t("orders.wish.like"), html! { (title) }));
    }
    if let Some(job) = lead.job_id {
        let code = production::load_job(read, job)?.code;
        facts.push((lang.t("orders.wish.job"), html! { a href={ "/pesanan/" (job) } { (code) } }));
    }
    if let Some(reason) = &lead.reason {
        facts.push((lang.t("orders.reason"), html! { (reason) }));
    }
    Ok(ui::facts(facts))
}

/// How to reach him, as long as it is known; and the button that makes it unknown.
fn person(ctx: &Context, whole: &WholeLead) -> Markup {
    let lang = ctx.lang;
    let Some(buyer) = &whole.buyer else {
        let known = ctx.actor.may(Capability::RecordGoods);
        let key = if known { "orders.wish.erased" } else { "orders.wish.not_shown" };
        return html! { p.hint { (lang.t(key)) } };
    };
    let nameless = lang.t("orders.wish.nameless");
    let text = lang.fill("orders.wish.message", &[("what", &short(&whole.lead.what))]);
    let chat = message::whatsapp(&buyer.whatsapp, &text);
    let until = lang.fill("orders.wish.until", &[("day", &buyer.erase_on.long(lang))]);
    html! {
        p { (buyer.name.as_deref().unwrap_or(nameless)) " · " (buyer.readable()) }
        p.hint { (until) }
        div.actions {
            @if let Some(chat) = chat {
                a.button.quiet href=(chat) rel="noopener external" { (lang.t("orders.wish.chat")) }
            }
            (ui::button_form(&format!("/prospek-pesanan/{}/hapus", whole.lead.id),
                lang.t("orders.wish.erase"), "danger", &[]))
        }
    }
}

fn quote(
    read: &mut Read,
    ctx: &Context,
    form: &FormState<'_>,
    whole: &WholeLead,
) -> Result<Markup> {
    let (lang, lead) = (ctx.lang, &whole.lead);
    let products: Vec<(String, String)> = catalogue::list_products(read, lead.consignor_id)?
        .iter()
        .map(|product| (product.id.to_string(), format!("{} · {}", product.code, product.title())))
        .collect();
    let chosen = lead.product_id.map(|id| id.to_string()).unwrap_or_default();
    let due = lead.wanted_on.unwrap_or_else(|| ctx.today().plus_days(DAYS_USUAL));
    let due = due.max(ctx.today());
    let name = whole.buyer.as_ref().and_then(|buyer: &LeadBuyer| buyer.name.clone());
    let body = html! {
        p { (lang.t("orders.quote.lead")) }
        form.form method="post" action={ "/prospek-pesanan/" (lead.id) "/penawaran" } novalidate {
            (form.select("product", "orders.product", products).value(chosen)
                .hint("orders.quote.product_hint"))
            (form.money("price", "orders.quote.price").hint("orders.quote.price_hint"))
            (form.date("due_on", "orders.quote.due_on").value(due))
            (form.text("buyer_name", "orders.quote.buyer_name").optional().max_length(200)
                .value(name.unwrap_or_default()))
            (ui::actions(ui::submit(lang.t("orders.quote.submit"))))
        }
    };
    Ok(ui::section(lang.t("orders.quote.title"), body))
}

fn decline(ctx: &Context, form: &FormState<'_>, lead: &Lead) -> Markup {
    let lang = ctx.lang;
    html! {
        details {
            summary { (lang.t("orders.decline.title")) }
            form.form method="post" action={ "/prospek-pesanan/" (lead.id) "/tolak" } novalidate {
                (form.text("reason", "orders.reason").max_length(200)
                    .hint("orders.decline.hint"))
                (ui::actions(ui::danger(lang.t("orders.decline.submit"))))
            }
        }
    }
}
