//! What there is a kit for, and one kit.

use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use ui::{Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use crate::{
    caption::{Caption, captions},
    kit::{self, OneKit, Pair},
};

/// Letters of a line on a phone, so that a text is seen whole.
const PHONE_LETTERS: usize = 32;

pub fn list(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let pairs = kit::pairs(read, ctx)?;
    let title = lang.t("promotion.title");
    let main = html! {
        (ui::header(title, lang.t("promotion.lead"),
            html! {
                (ui::quiet("/promosi/kampanye", lang.t("promotion.campaign.title")))
                @if ctx.actor.consignor().is_some() {
                    (ui::quiet("/promosi/label", lang.t("promotion.label.title")))
                }
            }))
        @if pairs.is_empty() {
            (ui::empty(lang.t("promotion.none"), lang.t("promotion.none_hint"), html! {}))
        } @else { (table(ctx, &pairs)) }
    };
    Ok(Page::new(title, main))
}

fn table(ctx: &Context, pairs: &[Pair]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("promotion.product")),
        Column::text(lang.t("promotion.shop")),
        Column::amount(lang.t("promotion.price")),
    ];
    let row = |one: &Pair| {
        vec![
            html! { a href={ "/promosi/" (one.product_id) "/" (one.shop_id) } { (one.product) } },
            html! { (one.shop) },
            html! { @match one.price { Some(price) => (ui::money(price)), None => "–" } },
        ]
    };
    html! { (ui::table(lang.t("promotion.title"), columns, pairs.iter().map(row))) }
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = OneKit::of(ask)?;
    let kit = kit::show(read, ctx, &asked)?;
    let (lang, offered) = (ctx.lang, kit.offered(ctx, &ask.public_url));
    let title =
        lang.fill("promotion.titled", &[("product", &offered.title), ("shop", &offered.shop)]);
    let here = format!("/promosi/{}/{}", asked.product, asked.shop);
    let chosen = kit.campaign.as_ref().map(|code| format!("?k={code}")).unwrap_or_default();
    let at = |file: &str| format!("{here}/{file}.pdf{chosen}");
    let links = kit::links(read, ctx, asked.product)?;
    let leads_to = match kit.campaign {
        Some(_) => "promotion.papers_of_campaign",
        None => "promotion.papers_hint",
    };
    let way = [Crumb { href: "/promosi", label: lang.t("promotion.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, &title))
        (ui::header(&title, lang.t("promotion.kit_lead"), html! {}))
        (choose(ctx, ask, &here, &links))
        (ui::section(lang.t("promotion.papers"), html! {
            p { (lang.t(leads_to)) }
            (ui::actions(html! {
                (ui::button_link(&at("poster-a4"), lang.t("promotion.poster_a4")))
                (ui::quiet(&at("poster-a5"), lang.t("promotion.poster_a5")))
                (ui::quiet(&at("kartu-rak"), lang.t("promotion.cards")))
            }))
        }))
        (ui::section(lang.t("promotion.texts"), html! {
            @for caption in captions(&offered) { (text(ctx, &caption)) }
        }))
    };
    Ok(Page::new(title, main))
}

/// Which campaign's link stands in the texts and in the code of the papers.
fn choose(ctx: &Context, ask: &Ask, here: &str, links: &[(String, String)]) -> Markup {
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let chosen = ask.query("k").unwrap_or_default();
    html! {
        @if !links.is_empty() {
            form.form method="get" action=(here) {
                (form.select("k", "promotion.campaign.in_kit", links.iter().cloned()).optional()
                    .value(chosen).hint("promotion.campaign.in_kit_hint"))
                (ui::actions(ui::submit(lang.t("promotion.campaign.choose"))))
            }
        }
    }
}

/// A text to copy, and the way to send it.
fn text(ctx: &Context, caption: &Caption) -> Markup {
    let lang = ctx.lang;
    let id = format!("teks-{}", caption.kind);
    let rows: usize =
        caption.text.lines().map(|line| line.chars().count() / PHONE_LETTERS + 1).sum();
    let send = ui::query("https://wa.me/", &[("text", &caption.text)]);
    html! {
        div.field {
            label for=(id) { (lang.t(&format!("promotion.text.{}", caption.kind))) }
            textarea id=(id) rows=(rows) readonly lang="id" { (caption.text) }
        }
        (ui::actions(html! {
            a.button.quiet href=(send) rel="noreferrer" { (lang.t("promotion.send")) }
        }))
    }
}
