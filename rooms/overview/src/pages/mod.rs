//! /beranda: one page for everybody, made of the parts that fit who is there.

mod head;
mod officer;
mod overseer;
mod parts;
mod report;
pub mod sheets;
mod shop;
mod treasurer;

use db::{Read, Result};
use kernel::{Context, Reach};
use maud::{Markup, html};
use ui::Kind;
use web::{Ask, Page, Screens};
use words::Speak;

use crate::{inputs::Asked, load, month::Month, papers, types::Overview, waiting::Waiting};

/// The room's pages.
pub fn screens() -> Screens {
    Screens::new()
        .page("/beranda", home)
        .page("/laporan", report::list)
        .list("/laporan/{consignor}/{month}", report::show, sheets::month)
        .paper("/laporan/{consignor}/{month}/laporan.pdf", papers::monthly_report)
        .page("/siaran-pers/{consignor}/{first}/{last}", report::press_page)
        .paper("/siaran-pers/{consignor}/{first}/{last}/siaran-pers.pdf", papers::press_sheet)
}

fn home(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = Asked {
        month: ask.query("bulan").and_then(|month| month.parse().ok()),
        consignor: ask.query("consignor").and_then(|id| id.parse().ok()),
    };
    let all = load::overview(read, ctx, &asked)?;
    let main = html! {
        (header(ctx, &all, &asked))
        (quiet_month(ctx, &all, &asked))
        (waits(ctx, &all))
        @if let Some(shop) = &all.shop { (shop::part(ctx, shop, all.month)) }
        @if let Some(officer) = &all.officer { (officer::part(ctx, officer, all.head.is_some())) }
        @if let Some(treasurer) = &all.treasurer {
            (treasurer::part(ctx, treasurer, all.month, &treasurer::Beside {
                officer: all.officer.is_some(),
                head: all.head.is_some(),
            }))
        }
        @if let Some(head) = &all.head { (head::part(ctx, head, all.month)) }
        @if let Some(units) = &all.kanwil { (overseer::kanwil(ctx, units, all.month)) }
        @if let Some(house) = &all.house { (overseer::house(ctx, house, asked.consignor)) }
    };
    Ok(Page::new(ctx.lang.t("overview.title"), main))
}

/// The address of this page for another month.
fn address(month: Month, asked: &Asked) -> String {
    let unit = asked.consignor.map(|id| id.to_string()).unwrap_or_default();
    ui::query("/beranda", &[("bulan", &month.to_string()), ("consignor", &unit)])
}

fn header(ctx: &Context, all: &Overview, asked: &Asked) -> Markup {
    let lang = ctx.lang;
    let (before, after) = (all.month.previous(), all.month.next());
    let place = place_of(all);
    let lead = format!("{place}{}, {}", all.today.weekday(lang), all.today.long(lang));
    let months = html! {
        (ui::quiet(&address(before, asked), &format!("← {}", before.name(lang))))
        @if after.first() <= all.today {
            (ui::quiet(&address(after, asked), &format!("{} →", after.name(lang))))
        }
    };
    let dated = all.head.is_some() || all.shop.is_some() || all.kanwil.is_some();
    ui::header(
        lang.t("overview.title"),
        &lead,
        if dated {
            months
        } else {
            html! {}
        },
    )
}

/// The name of the place with what parts it from the day, where there is one.
fn place_of(all: &Overview) -> String {
    let unit = all.head.as_ref().map(|part| &part.unit_name);
    let unit = unit.or(all.officer.as_ref().map(|part| &part.unit_name));
    let unit = unit.or(all.treasurer.as_ref().map(|part| &part.unit_name));
    let name = unit.or(all.shop.as_ref().map(|shop| &shop.name));
    name.map(|name| format!("{name} · ")).unwrap_or_default()
}

/// Where nothing was sold in the month: says so, and offers the last month with a sale.
fn quiet_month(ctx: &Context, all: &Overview, asked: &Asked) -> Markup {
    let Some(last) = all.last_month_with_sales else { return html! {} };
    let lang = ctx.lang;
    let (month, name) = (all.month.name(lang), last.name(lang));
    ui::notice_with(
        lang,
        Kind::Neutral,
        html! {
            (lang.fill("overview.quiet_month", &[("month", &month)])) " "
            a href=(address(last, asked)) {
                (lang.fill("overview.see_month", &[("month", &name)]))
            }
        },
    )
}

/// What waits for the decision of the one who is there, each a link to its list.
fn waits(ctx: &Context, all: &Overview) -> Markup {
    let lang = ctx.lang;
    let waiting: Option<&Waiting> = (all.head.as_ref().map(|part| &part.waiting))
        .or(all.officer.as_ref().map(|part| &part.waiting))
        .or(all.treasurer.as_ref().map(|part| &part.waiting))
        .or(all.shop.as_ref().map(|part| &part.waiting));
    let Some(waiting) = waiting else { return html! {} };
    let piles = waiting.for_actor(&ctx.actor);
    let side = if matches!(ctx.actor.reach, Reach::Shop(_)) { "shop" } else { "unit" };
    let row = |pile: &crate::Pile| {
        let what = lang.t(&format!("overview.waits.{side}.{}", pile.name));
        vec![html! { a href=(pile.href) { (what) } }, parts::count(pile.count)]
    };
    let columns = [
        ui::Column::text(lang.t("overview.waits.what")),
        ui::Column::amount(lang.t("overview.waits.count")),
    ];
    let title = lang.t("overview.waits.title");
    ui::section(
        title,
        html! {
            @if piles.is_empty() {
                p { (ui::badge(Kind::Good, lang.t("overview.waits.none"))) }
            } @else {
                (ui::table(title, columns, piles.iter().map(row)).kept())
            }
        },
    )
}
