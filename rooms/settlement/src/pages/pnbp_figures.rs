//! The state's part in figures: what to type for a billing, and what a month or a year came to.

use db::{Read, Result};
use kernel::{Capability, ConsignorId, Context, Day, Period, Rupiah};
use maud::{Markup, html};
use sheet::{Cell, Column as SheetColumn, Sheet};
use ui::{Column, Crumb, Figure};
use web::{Ask, Page};
use words::Speak;

use super::{parts, pnbp::Chosen, premi, target};
use crate::{
    store_pnbp::{self, DueFilter},
    store_rule,
    types::{Billing, StateDue},
};

/// What somebody types into the treasury's application, before there is a code: of the dues that
/// are chosen, or of all that have no billing.
pub fn to_type(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Deposit)?;
    let (lang, unit) = (ctx.lang, premi::unit(read, ctx, ask)?);
    let ask_for = DueFilter::all(unit, Some("unbilled"), ctx.today());
    let (mut all, _) = store_pnbp::dues(read, &ask_for)?;
    all.reverse();
    let chosen = Chosen::of(ask);
    let title = lang.t("settlement.figures.title");
    let whole = premi::within(ctx, unit, "/pnbp");
    let new = chosen.kept(&premi::within(ctx, unit, "/pnbp/billing/baru"));
    let way = [Crumb { href: &whole, label: lang.t("settlement.pnbp.title") }];
    let none = (lang.t("settlement.billing.nothing"), lang.t("settlement.billing.nothing_hint"));
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.figures.lead"),
            ui::quiet(&new, lang.t("settlement.billing.new"))))
        @if all.is_empty() { (ui::empty(none.0, none.1, html! {})) } @else {
            (facts(read, ctx, unit, all.iter().filter(|due| chosen.has(due)))?)
            (choose(ctx, ask, &all, &chosen))
        }
    };
    Ok(Page::new(title, main))
}

fn facts<'a>(
    read: &mut Read,
    ctx: &Context,
    unit: ConsignorId,
    chosen: impl Iterator<Item = &'a StateDue>,
) -> Result<Markup> {
    let lang = ctx.lang;
    let account = store_rule::setting(read, unit)?.account_code;
    let unit = people::load_consignor(read, unit)?;
    let sum: Rupiah = chosen.map(|due| due.amount).sum();
    Ok(ui::facts([
        (lang.t("settlement.figures.payer"), html! { (unit.name) }),
        (lang.t("paper.pnbp.satker"), html! { (unit.satker_code) }),
        (lang.t("settlement.setting.account_code"), parts::text_or_dash(account.as_deref())),
        (lang.t("common.amount"), ui::money(sum)),
        (lang.t("settlement.in_words"), html! { em { (kernel::in_words(sum, lang)) } }),
    ]))
}

/// The dues to choose from; the sum is worked out anew without any script.
fn choose(ctx: &Context, ask: &Ask, all: &[StateDue], chosen: &Chosen<'_>) -> Markup {
    let lang = ctx.lang;
    html! {
        form.form method="get" action="/pnbp/billing/angka" {
            @if let Some(unit) = ask.query("consignor") {
                input type="hidden" name="consignor" value=(unit);
            }
            fieldset.group {
                legend { (lang.t("settlement.billing.covers")) }
                (chosen.boxes(lang, all))
            }
            (ui::actions(ui::submit(lang.t("settlement.figures.count"))))
        }
    }
}

/// The year that is asked for, or one of its months.
fn asked(ctx: &Context, ask: &Ask) -> (i32, i64, Period) {
    let year = target::year(ctx, ask);
    let month = ask.query("month").and_then(|month| month.parse().ok());
    let month = month.filter(|month| (1..=12).contains(month)).unwrap_or(0);
    let whole = ctx.today();
    let period = crate::queries::period_of(i64::from(year), month);
    (year, month, period.unwrap_or(Period { from: whole, to: whole }))
}

/// What a period began with, what arose and was deposited in it, and what it ends with.
fn balance(read: &mut Read, unit: ConsignorId, period: Period) -> Result<[Rupiah; 4]> {
    // Before anything was ever shared here.
    let first = Day::new(1900, 1, 1).unwrap_or(period.from);
    let before = Period { from: first, to: period.from.plus_days(-1) };
    let arisen = store_pnbp::arisen(read, unit, period)?;
    let deposited = store_pnbp::deposited(read, unit, period)?;
    let opening =
        store_pnbp::arisen(read, unit, before)? - store_pnbp::deposited(read, unit, before)?;
    Ok([opening, arisen, deposited, opening + arisen - deposited])
}

const BALANCE: [&str; 4] = ["opening", "arisen", "deposited", "closing"];

/// The recapitulation of a year, month by month, or of one month with its payments.
pub fn recap(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, unit) = (ctx.lang, premi::unit(read, ctx, ask)?);
    let (year, month, period) = asked(ctx, ask);
    let sums = balance(read, unit, period)?;
    let paid = store_pnbp::paid_in(read, unit, period)?;
    let own = |path: &str| premi::within(ctx, unit, path);
    let (whole, title) = (own("/pnbp"), lang.t("settlement.recap.title"));
    let way = [Crumb { href: &whole, label: lang.t("settlement.pnbp.title") }];
    let figure = |(key, sum): (&str, Rupiah)| Figure {
        label: lang.t(&format!("settlement.recap.{key}")),
        value: ui::money(sum),
        note: html! {},
        href: None,
    };
    let figures: Vec<Figure<'_>> = BALANCE.into_iter().zip(sums).map(figure).collect();
    let to = |year: i32| own(&format!("/pnbp/rekap?year={year}"));
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, &target::name(ctx, year, month), html! {
            (ui::quiet(&to(year - 1), &(year - 1).to_string()))
            @if month != 0 { (ui::quiet(&to(year), &year.to_string())) }
            (ui::quiet(&to(year + 1), &(year + 1).to_string()))
        }))
        (premi::units(read, ctx, "/pnbp/rekap", unit)?)
        (ui::figures(&figures))
        @if month == 0 { (months(read, ctx, unit, year)?) }
        @if !paid.is_empty() {
            (ui::section(lang.t("settlement.recap.payments"), html! { (payments(ctx, &paid)) }))
        }
    };
    Ok(Page::new(title, main))
}

fn months(read: &mut Read, ctx: &Context, unit: ConsignorId, year: i32) -> Result<Markup> {
    let lang = ctx.lang;
    let amount = |key: &str| Column::amount(lang.t(&format!("settlement.recap.{key}")));
    let columns =
        std::iter::once(Column::text(lang.t("settlement.period"))).chain(BALANCE.map(amount));
    let mut rows = Vec::new();
    for month in 1..=12 {
        let Some(period) = crate::queries::period_of(i64::from(year), month) else { continue };
        if period.from > ctx.today() {
            break;
        }
        let href = premi::within(ctx, unit, &format!("/pnbp/rekap?year={year}&month={month}"));
        let mut row = vec![html! { a href=(href) { (target::name(ctx, year, month)) } }];
        row.extend(balance(read, unit, period)?.map(ui::money));
        rows.push(row);
    }
    let title = lang.t("settlement.recap.months");
    Ok(ui::section(title, html! { (ui::table(title, columns, rows)) }))
}

fn payments(ctx: &Context, all: &[Billing]) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.billing.paid_on")),
        Column::text(lang.t("settlement.billing.code")),
        Column::text("NTB"),
        Column::text("NTPN"),
        Column::amount(lang.t("common.amount")),
    ];
    let row = |one: &Billing| {
        vec![
            parts::day_or_dash(one.paid_on, lang),
            html! { a href={ "/pnbp/billing/" (one.id) } { (one.code) } },
            parts::text_or_dash(one.ntb.as_deref()),
            parts::text_or_dash(one.ntpn.as_deref()),
            ui::money(one.amount),
        ]
    };
    let mut total = vec![html! { (lang.t("common.total")) }, html! {}, html! {}, html! {}];
    total.push(ui::money(all.iter().map(|one| one.amount).sum()));
    ui::table(lang.t("settlement.recap.payments"), columns, all.iter().map(row)).total(total)
}

/// The payments of the period as a sheet, with its figures above them.
pub fn recap_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, unit) = (ctx.lang, premi::unit(read, ctx, ask)?);
    let (year, month, period) = asked(ctx, ask);
    let row = |one: &Billing| -> Vec<Cell> {
        vec![
            one.paid_on.into(),
            one.code.as_str().into(),
            one.account_code.as_ref().into(),
            one.ntb.as_ref().into(),
            one.ntpn.as_ref().into(),
            one.amount.into(),
        ]
    };
    let columns = vec![
        SheetColumn::day(lang.t("settlement.sheet.paid_on")),
        SheetColumn::text(lang.t("settlement.billing.code")).width(18),
        SheetColumn::text(lang.t("settlement.setting.account_code")).width(14),
        SheetColumn::text("NTB").width(18),
        SheetColumn::text("NTPN").width(18),
        SheetColumn::rupiah(lang.t("common.amount")).summed(),
    ];
    let title = format!("{} {}", lang.t("settlement.recap.title"), target::name(ctx, year, month));
    let told = |sheet: Sheet, (key, sum): (&str, Rupiah)| {
        sheet.about(lang.t(&format!("settlement.recap.{key}")), sum.to_string())
    };
    let sheet = BALANCE
        .into_iter()
        .zip(balance(read, unit, period)?)
        .fold(Sheet::new(&title, columns), told);
    let paid = store_pnbp::paid_in(read, unit, period)?;
    Ok(sheet.rows(paid.iter().map(row)))
}
