//! What several parts show alike.

use kernel::{Capability, Context, Day, Lang, Quantity, Rupiah};
use maud::{Markup, html};
use ui::{Column, Kind};
use words::Speak;

use crate::{
    month::Month,
    store,
    types::{Dues, Expiring, StateRevenue},
};

/// The sales of a month, as the list of sales takes it.
pub fn sales_of(month: Month) -> String {
    sales_between(month.first(), month.last())
}

pub fn sales_between(from: Day, to: Day) -> String {
    ui::query("/penjualan", &[("from", &from.to_string()), ("to", &to.to_string())])
}

/// A number that needs no unit.
pub fn count(n: i64) -> Markup {
    ui::quantity(Quantity(n), "")
}

pub fn pieces(lang: Lang, n: i64, unit: &str) -> Markup {
    ui::pieces(lang, Quantity(n), unit)
}

/// A section with its table, or with a sentence where there is nothing.
pub fn listed(title: &str, nothing: &str, table: ui::Table) -> Markup {
    ui::section(
        title,
        html! {
            @if table.is_empty() { p { (nothing) } } @else { (table) }
        },
    )
}

/// Where a list of the page ends before all of it was told, the way to the rest.
pub fn rest(lang: Lang, shown: usize, href: &str) -> Markup {
    html! {
        @if i64::try_from(shown).is_ok_and(|shown| shown >= store::LISTED) {
            p { a href=(href) { (lang.t("common.see_lines")) } }
        }
    }
}

/// So many days late, or still to go, with shape, word and colour.
pub fn lateness(ctx: &Context, days_late: i64) -> Markup {
    let lang = ctx.lang;
    match days_late {
        1.. => ui::badge(Kind::Bad, &lang.count("overview.days_late", days_late)),
        0 => ui::badge(Kind::Warning, lang.t("overview.due_today")),
        _ => ui::badge(Kind::Waiting, &lang.count("overview.days_to_go", -days_late)),
    }
}

/// What is owed, by age and statement by statement; of whom, where it is not the reader's own.
pub fn dues(ctx: &Context, title: &str, dues: &Dues) -> Markup {
    let lang = ctx.lang;
    let own = ctx.actor.shop().is_some();
    let pick = |shop: Markup, rest: [Markup; 3]| {
        let [first, by, open] = rest;
        if own { vec![first, by, open] } else { vec![first, shop, by, open] }
    };
    let row = |one: &crate::OpenDue| {
        let number = html! { a href={ "/nota/" (one.statement_id) } { (one.number) } };
        let by = html! { (ui::day(one.due_on, lang)) " " (lateness(ctx, one.days_late)) };
        pick(html! { (one.shop) }, [number, by, ui::money(one.open)])
    };
    let mut columns = vec![
        Column::text(lang.t("overview.statement")),
        Column::text(lang.t("overview.due_on")),
        Column::amount(lang.t("overview.open")),
    ];
    if !own {
        columns.insert(1, Column::text(lang.t("overview.shop")));
    }
    let total = html! { (lang.t("common.total")) };
    let total = pick(html! {}, [total, html! {}, ui::money(dues.total)]);
    let table = ui::table(title, columns, dues.open.iter().take(20).map(row)).total(total);
    let mixed = dues.by_age.iter().filter(|amount| !amount.is_zero()).count() > 1;
    ui::section(
        title,
        html! {
            @if dues.open.is_empty() {
                p { (ui::badge(Kind::Good, lang.t("overview.dues.none"))) }
            } @else {
                @if mixed { (ages(ctx, dues)) }
                (table)
                @if dues.open.len() > 20 { p { a href="/setoran/umur" {
                    (lang.t("common.see_lines"))
                } } }
            }
        },
    )
}

fn ages(ctx: &Context, dues: &Dues) -> Markup {
    let lang = ctx.lang;
    let names = ["not_yet", "to_30", "to_60", "to_90", "beyond"];
    let facts = names.into_iter().zip(dues.by_age).filter(|(_, amount)| !amount.is_zero());
    ui::facts(
        facts.map(|(name, amount)| (lang.t(&format!("overview.dues.{name}")), ui::money(amount))),
    )
}

/// Agreements whose end is near.
pub fn expiring(ctx: &Context, all: &[Expiring]) -> Markup {
    let lang = ctx.lang;
    if all.is_empty() {
        return html! {};
    }
    let row = |one: &Expiring| {
        let kind = if one.warning <= 7 { Kind::Bad } else { Kind::Warning };
        vec![
            html! { a href={ "/pks/" (one.agreement_id) } { (one.number) } },
            html! { (one.shop) },
            html! { (ui::day(one.ends_on, lang)) " "
            (ui::badge(kind, &lang.count("overview.days_to_go", one.days))) },
        ]
    };
    let columns = [
        Column::text(lang.t("overview.agreement")),
        Column::text(lang.t("overview.shop")),
        Column::text(lang.t("overview.ends_on")),
    ];
    let title = lang.t("overview.expiring");
    ui::section(title, html! { (ui::table(title, columns, all.iter().map(row))) })
}

/// The state's part against its targets.
pub fn state_revenue(ctx: &Context, one: &StateRevenue, month: Month) -> Markup {
    let lang = ctx.lang;
    let bar = |label: &str, done: Rupiah, target: Option<Rupiah>| {
        html! {
            @match target.filter(|target| !target.is_zero()) {
                Some(target) => { (ui::progress(lang, label, done, target, ui::Tone::State)) }
                None => { (ui::facts([(label, ui::money(done))])) }
            }
        }
    };
    let year = month.first().year().to_string();
    ui::section(
        lang.t("overview.pnbp.title"),
        html! {
            (bar(&lang.fill("overview.pnbp.month", &[("month", &month.name(lang))]),
                one.paid_month, one.target_month))
            (bar(&lang.fill("overview.pnbp.year", &[("year", &year)]),
                one.paid_year, one.target_year))
            @if one.target_year.is_none() && one.target_month.is_none() {
                p { a href="/pnbp/target" { (lang.t("overview.pnbp.no_target")) } }
            }
            @match one.due.filter(|due| !due.is_zero()) {
                None => { p { (ui::badge(Kind::Good, lang.t("overview.pnbp.nothing_due"))) } }
                Some(due) => {
                    p { a href="/pnbp" { (lang.fill("overview.pnbp.due", &[("amount", &due)])) } }
                }
            }
        },
    )
}

/// The first run: how to begin, for those who begin it; to others what will stand here.
pub fn first_steps(ctx: &Context) -> Markup {
    let lang = ctx.lang;
    let title = lang.t("overview.first.title");
    if !ctx.actor.may(Capability::RecordGoods) {
        return ui::empty(title, lang.t("overview.first.others_text"), html! {});
    }
    let steps = [
        ("/toko", "overview.first.shop"),
        ("/produk", "overview.first.product"),
        ("/pks/baru", "overview.first.agreement"),
        ("/produksi", "overview.first.batch"),
        ("/kirim", "overview.first.delivery"),
    ];
    html! {
        (ui::empty(title, lang.t("overview.first.text"),
            ui::button_link("/pks/baru", lang.t("overview.first.agreement"))))
        (ui::prose(html! {
            ol { @for (href, key) in steps { li { a href=(href) { (lang.t(key)) } } } }
        }))
    }
}
