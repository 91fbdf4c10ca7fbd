//! /laporan: a unit's month, its paper, and the press sheet.

use db::{Read, Result};
use kernel::{Capability, ConsignorId, Context, Day, Reach, Rupiah};
use maud::{Markup, html};
use ui::{Column, Crumb, Figure, Kind};
use web::{Ask, Page};
use words::Speak;

use super::parts;
use crate::{
    inputs::AskPress,
    month::Month,
    papers::{asked_press, asked_report},
    press::sentences,
    report::{PressFigures, ProductTotals, Report, press, report, seen_unit},
    store_report, store_waiting,
    types::UnitChoice,
};

/// Months that the list offers.
const MONTHS: usize = 12;

/// The month in which a unit's records begin; this one where there are none.
fn begin(read: &mut Read, ctx: &Context, unit: ConsignorId) -> Result<Month> {
    let first = store_report::first_day(read, unit)?;
    Ok(Month::of(first.unwrap_or(ctx.today()).min(ctx.today())))
}

/// The months of a year that have begun, or the last twelve where no year is chosen.
fn chosen(year: Option<i32>, this: Month) -> Vec<Month> {
    let last = year.and_then(|year| Day::new(year, 12, 31)).map(Month::of);
    let months = last.map_or(this, |last| last).run_up(MONTHS);
    months.into_iter().filter(|month| *month <= this).collect()
}

/// Links to the years of a unit, the newest first; nothing where all of it fits the table.
fn years(ctx: &Context, begin: Month) -> Markup {
    let this = Month::of(ctx.today());
    let years = (begin.first().year()..=this.first().year()).rev();
    html! {
        @if this.run_up(MONTHS).first().is_some_and(|first| begin < *first) {
            nav.links aria-label=(ctx.lang.t("overview.report.years")) {
                @for year in years {
                    a href=(ui::query("/laporan", &[("year", &year.to_string())])) { (year) } " "
                }
            }
        }
    }
}

/// The last twelve months of one's unit, or those of a year; for those who see several, of each
/// unit the last two.
pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let title = lang.t("overview.report.title");
    let this = Month::of(ctx.today());
    let year = ask.query("year").and_then(|year| year.parse().ok());
    let mut choice = html! {};
    let (units, months) = match &ctx.actor.reach {
        Reach::Consignor(own) => {
            let unit = people::load_consignor(read, *own)?;
            choice = years(ctx, begin(read, ctx, unit.id)?);
            (vec![UnitChoice { consignor_id: unit.id, name: unit.name }], chosen(year, this))
        }
        Reach::Kanwil(office) => {
            ctx.actor.require(Capability::Oversee)?;
            (store_waiting::units_of_kanwil(read, office)?, this.run_up(2))
        }
        Reach::All => (store_waiting::house(read)?.units, this.run_up(2)),
        Reach::Shop(_) | Reach::Nobody => return Err(people::No::Unknown.into()),
    };
    let main = html! {
        (ui::header(title, lang.t("overview.report.lead"), html! {}))
        @if units.is_empty() {
            (ui::empty(lang.t("overview.kanwil.none"), lang.t("overview.kanwil.none_hint"),
                html! {}))
        } @else {
            (choice)
            (months_table(ctx, &units, &months))
            (press_form(ctx, &units))
        }
    };
    Ok(Page::new(title, main))
}

fn months_table(ctx: &Context, units: &[UnitChoice], months: &[Month]) -> Markup {
    let lang = ctx.lang;
    let rows = units.iter().flat_map(|unit| {
        months.iter().rev().map(move |month| {
            let here = format!("/laporan/{}/{month}", unit.consignor_id);
            vec![
                html! { a href=(here) { (month.name(lang)) } },
                html! { (unit.name) },
                html! { a href={ (here) "/laporan.pdf" } { (lang.t("overview.report.print")) } },
            ]
        })
    });
    let columns = [
        Column::text(lang.t("overview.month")),
        Column::text(lang.t("overview.unit")),
        Column::actions(lang.t("common.actions")),
    ];
    let title = lang.t("overview.report.months");
    ui::section(title, html! { (ui::table(title, columns, rows)) })
}

/// Chooses a period for a press sheet; a link, so that it can be kept and sent.
fn press_form(ctx: &Context, units: &[UnitChoice]) -> Markup {
    let lang = ctx.lang;
    let last = Month::of(ctx.today()).previous();
    let row = |unit: &UnitChoice| {
        let link = |from: Day, to: Day| format!("/siaran-pers/{}/{from}/{to}", unit.consignor_id);
        let new_year = Day::new(last.first().year(), 1, 1).unwrap_or(last.first());
        let quarter = last.run_up(3)[0].first();
        vec![
            html! { (unit.name) },
            html! { a href=(link(last.first(), last.last())) { (last.name(lang)) } },
            html! { a href=(link(quarter, last.last())) { (lang.t("overview.press.quarter")) } },
            html! { a href=(link(new_year, last.last())) { (new_year.year()) } },
        ]
    };
    let columns = [
        Column::text(lang.t("overview.unit")),
        Column::text(lang.t("overview.press.last_month")),
        Column::text(lang.t("overview.press.last_quarter")),
        Column::text(lang.t("overview.press.this_year")),
    ];
    let title = lang.t("overview.press.title");
    ui::section(
        title,
        html! {
            p { (lang.t("overview.press.lead")) }
            (ui::table(title, columns, units.iter().map(row)))
        },
    )
}

fn way(ctx: &Context, here: &str) -> Markup {
    let steps = [Crumb { href: "/laporan", label: ctx.lang.t("overview.report.title") }];
    ui::breadcrumbs(ctx.lang, &steps, here)
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = report(read, ctx, &asked_report(ask)?)?;
    let lang = ctx.lang;
    let name = one.month.name(lang);
    let title = lang.fill("overview.report.of", &[("month", &name)]);
    let begin = begin(read, ctx, one.consignor_id)?;
    let of = |month: Month| format!("/laporan/{}/{month}", one.consignor_id);
    let links = html! {
        (ui::button_link(&format!("{}/laporan.pdf", of(one.month)), lang.t("common.print")))
        @if one.month > begin {
            (ui::quiet(&of(one.month.previous()),
                &format!("← {}", one.month.previous().name(lang))))
        }
        @if one.month.next().first() <= ctx.today() {
            (ui::quiet(&of(one.month.next()), &format!("{} →", one.month.next().name(lang))))
        }
    };
    let own = ctx.actor.consignor() == Some(one.consignor_id);
    let main = html! {
        (way(ctx, &name))
        (ui::header(&title, &one.unit_name, links))
        @if one.provisional {
            (ui::notice(lang, Kind::Neutral, lang.t("overview.report.provisional")))
        }
        (figures(ctx, &one, own))
        (products(ctx, &one.products))
        (ui::columns([money(ctx, &one), partners(ctx, &one)]))
    };
    Ok(Page::new(title, main))
}

/// The first figures; at the unit itself each leads to its lines.
fn figures(ctx: &Context, one: &Report, own: bool) -> Markup {
    let lang = ctx.lang;
    let sales = parts::sales_of(one.month);
    let link = |href| own.then_some(href);
    let figure = |label, value, href| Figure { label: lang.t(label), value, note: html! {}, href };
    let pieces: i64 = one.products.iter().map(|product| product.sold).sum();
    ui::figures(&[
        figure("overview.gross", ui::money(one.gross), link(sales.as_str())),
        figure("overview.report.sold", parts::count(pieces), link(sales.as_str())),
        figure("overview.report.remitted", ui::money(one.remitted), link("/setoran")),
        figure("overview.report.state_paid", ui::money(one.state.paid), link("/pnbp")),
        figure("overview.makers", people(ctx, one.people_at_work), link("/produksi")),
    ])
}

/// A number of people, or that it is not told.
fn people(ctx: &Context, count: Option<i64>) -> Markup {
    match count {
        Some(count) => parts::count(count),
        None => html! { span.note { (ctx.lang.t("overview.kanwil.too_few")) } },
    }
}

fn products(ctx: &Context, all: &[ProductTotals]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &ProductTotals| {
        vec![
            html! { (one.product) },
            parts::pieces(lang, one.made, &one.unit),
            parts::pieces(lang, one.rejected, &one.unit),
            parts::pieces(lang, one.sent, &one.unit),
            parts::pieces(lang, one.sold, &one.unit),
            ui::money(one.gross),
        ]
    };
    let columns = [
        Column::text(lang.t("overview.product")),
        Column::amount(lang.t("overview.report.made")),
        Column::amount(lang.t("overview.report.rejected")),
        Column::amount(lang.t("overview.report.sent")),
        Column::amount(lang.t("overview.report.sold")),
        Column::amount(lang.t("overview.gross")),
    ];
    let title = lang.t("overview.report.products");
    let gross: Rupiah = all.iter().map(|one| one.gross).sum();
    let blank = || html! {};
    let total = html! { (lang.t("common.total")) };
    let total = vec![total, blank(), blank(), blank(), blank(), ui::money(gross)];
    let table = ui::table(title, columns, all.iter().map(row)).total(total);
    parts::listed(title, lang.t("overview.report.no_products"), table)
}

fn money(ctx: &Context, one: &Report) -> Markup {
    let lang = ctx.lang;
    let told = |figure: Option<Rupiah>| match figure {
        Some(figure) => ui::money(figure),
        None => html! { span.note { (lang.t("overview.kanwil.too_few")) } },
    };
    let mut facts = vec![
        (lang.t("overview.gross"), ui::money(one.gross)),
        (lang.t("overview.report.shop_part"), ui::money(one.shop_part)),
        (lang.t("overview.report.jobs"), ui::money(one.jobs)),
        (lang.t("overview.report.remitted"), ui::money(one.remitted)),
        (lang.t("overview.report.premi"), told(one.premi)),
        (lang.t("overview.report.premi_people"), people(ctx, one.premi_people)),
        (lang.t("overview.report.state_due"), told(one.state.due)),
        (lang.t("overview.report.state_paid"), ui::money(one.state.paid)),
        (lang.t("overview.report.state_open"), told(one.state.open)),
        (lang.t("overview.report.paid_year"), ui::money(one.paid_year)),
    ];
    let targets = [
        ("overview.report.target_month", one.target_month),
        ("overview.report.target_year", one.target_year),
    ];
    for (key, target) in targets {
        facts.extend(target.map(|target| (lang.t(key), ui::money(target))));
    }
    ui::section(lang.t("overview.report.money"), ui::facts(facts))
}

fn partners(ctx: &Context, one: &Report) -> Markup {
    let lang = ctx.lang;
    let count = |n: i64| parts::count(n);
    ui::section(
        lang.t("overview.report.partners"),
        ui::facts([
            (lang.t("overview.report.in_force"), count(one.agreements.in_force)),
            (lang.t("overview.shops"), count(one.agreements.shops)),
            (lang.t("overview.report.begun"), count(one.agreements.begun)),
            (lang.t("overview.report.ended"), count(one.agreements.ended)),
            (lang.t("overview.makers"), people(ctx, one.people_at_work)),
        ]),
    )
}

/// The press sheet as it will be printed.
pub fn press_page(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = asked_press(ask)?;
    let one = press(read, ctx, &asked)?;
    let unit = seen_unit(read, ctx, one.consignor_id)?;
    let lang = ctx.lang;
    let title = lang.t("overview.press.title");
    let lead = format!("{} – {}", one.from.long(lang), one.to.long(lang));
    let pdf = format!("{}/siaran-pers.pdf", address(&asked));
    let main = html! {
        (way(ctx, title))
        (ui::header(title, &lead, ui::button_link(&pdf, lang.t("common.print"))))
        (ui::prose(html! { @for said in sentences(lang, &unit, &one) { p { (said) } } }))
        (products(ctx, &one.products))
        (untold(ctx, &one))
    };
    Ok(Page::new(title, main))
}

fn address(asked: &AskPress) -> String {
    let id: ConsignorId = asked.consignor;
    format!("/siaran-pers/{id}/{}/{}", asked.first, asked.last)
}

/// Says what is left out, so that nobody adds it by hand.
fn untold(ctx: &Context, one: &PressFigures) -> Markup {
    let few = one.people_at_work.is_none() || one.premi_people.is_none();
    html! { @if few { p { (ctx.lang.t("overview.press.untold")) } } }
}
