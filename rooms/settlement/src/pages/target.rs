//! What the unit is expected to deposit, month by month, and what it did.

use db::{Read, Result};
use kernel::{Context, Day, Id};
use maud::{Markup, html};
use ui::{Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use super::premi;
use crate::{access, inputs::TargetKind, queries, types::TargetLine};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let unit = premi::unit(read, ctx, ask)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let year = year(ctx, ask);
    let lines = queries::targets(read, unit, i64::from(year))?;
    let title = lang.t("settlement.target.title");
    let own = |path: &str| premi::within(ctx, unit, path);
    let whole = own("/pnbp");
    let way = [Crumb { href: &whole, label: lang.t("settlement.pnbp.title") }];
    let months = (0..=12).map(|month: u32| (month.to_string(), name(ctx, year, i64::from(month))));
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<TargetKind>() as Id<TargetKind>))
        (f.hidden("consignor", unit))
        (f.number("year", "settlement.target.year").value(year))
        (f.select("month", "settlement.target.month", months).value(ctx.today().month()))
        (f.money("amount", "settlement.target.amount"))
        (f.text("basis", "settlement.target.basis").optional().max_length(200))
        (ui::actions(ui::submit(lang.t("common.save"))))
    };
    let before = own(&format!("/pnbp/target?year={}", year - 1));
    let after = own(&format!("/pnbp/target?year={}", year + 1));
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.target.lead"), html! {
            (ui::quiet(
                &before,
                &(year - 1).to_string(),
            )) (ui::quiet(&after, &(year + 1).to_string()))
        }))
        (table(ctx, year, &lines))
        @if access::settle(ctx).is_ok() {
            (ui::section(lang.t("settlement.target.set"), f.post(&own("/pnbp/target"), body)))
        }
    };
    Ok(Page::new(title, main))
}

/// The year that is asked for; this one where none is.
pub(super) fn year(ctx: &Context, ask: &Ask) -> i32 {
    let asked = ask.query("year").and_then(|year| year.parse::<i32>().ok());
    asked.filter(|year| (1990..2200).contains(year)).unwrap_or(ctx.today().year())
}

pub(super) fn name(ctx: &Context, year: i32, month: i64) -> String {
    let day = u32::try_from(month).ok().and_then(|month| Day::new(year, month, 1));
    match day {
        Some(day) => day.month_year(ctx.lang),
        None => ctx.lang.fill("settlement.target.whole_year", &[("year", &year)]),
    }
}

fn table(ctx: &Context, year: i32, lines: &[TargetLine]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.period")),
        Column::amount(lang.t("settlement.target.amount")),
        Column::amount(lang.t("settlement.target.realised")),
        Column::amount(lang.t("settlement.target.left")),
    ];
    let row = |one: &TargetLine| {
        let left = one.target.map(|target| target - one.realised);
        vec![
            html! { (name(ctx, year, one.month)) },
            html! {
                @match one.target { Some(target) => (ui::money(target)), None => "–" }
                @if let Some(basis) = &one.basis { br; span.note { (basis) } }
            },
            html! { a href="/pnbp/billing?state=paid" { (ui::money(one.realised)) } },
            left.map_or(html! { "–" }, |left| ui::money(kernel::Rupiah(left.0.max(0)))),
        ]
    };
    html! { (ui::table(lang.t("settlement.target.title"), columns, lines.iter().map(row))) }
}
