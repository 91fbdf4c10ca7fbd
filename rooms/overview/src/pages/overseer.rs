//! Totals of units for the regional office, and the house for its administrator.

use kernel::{ConsignorId, Context, Rupiah};
use maud::{Markup, html};
use ui::{Column, Figure, Kind};
use words::Speak;

use super::parts;
use crate::{
    month::Month,
    types::{HouseCounts, UnitChoice, UnitTotals},
};

pub fn kanwil(ctx: &Context, units: &[UnitTotals], month: Month) -> Markup {
    let lang = ctx.lang;
    let row = |one: &UnitTotals| {
        // What he may see of the unit's lines: its report of the month.
        let report = format!("/laporan/{}/{month}", one.consignor_id);
        let led = |sum: Rupiah| html! { a href=(report) { (ui::money(sum)) } };
        vec![
            html! { a href=(report) { (one.name) } },
            parts::count(one.shops),
            led(one.gross),
            match one.premi {
                Some(premi) => led(premi),
                None => html! { span.note { (lang.t("overview.kanwil.too_few")) } },
            },
            led(one.state_revenue.paid_year),
            html! { @if let Some(target) = one.state_revenue.target_year { (ui::money(target)) } },
        ]
    };
    let columns = [
        Column::text(lang.t("overview.unit")),
        Column::amount(lang.t("overview.shops")),
        Column::amount(lang.t("overview.gross")),
        Column::amount(lang.t("overview.premi")),
        Column::amount(lang.t("overview.kanwil.paid")),
        Column::amount(lang.t("overview.kanwil.target")),
    ];
    let title = lang.fill("overview.kanwil.title", &[("month", &month.name(lang))]);
    let sum = |of: fn(&UnitTotals) -> Rupiah| ui::money(units.iter().map(of).sum());
    let total = vec![
        html! { (lang.t("common.total")) },
        parts::count(units.iter().map(|one| one.shops).sum()),
        sum(|one| one.gross),
        // A total would give away the figure that one row leaves out.
        if units.iter().all(|one| one.premi.is_some()) {
            sum(|one| one.premi.unwrap_or_default())
        } else {
            html! {}
        },
        sum(|one| one.state_revenue.paid_year),
        if units.iter().any(|one| one.state_revenue.target_year.is_some()) {
            sum(|one| one.state_revenue.target_year.unwrap_or_default())
        } else {
            html! {}
        },
    ];
    let table = ui::table(&title, columns, units.iter().map(row)).total(total);
    ui::section(
        &title,
        html! {
            @if units.is_empty() {
                (ui::empty(lang.t("overview.kanwil.none"),
                    lang.t("overview.kanwil.none_hint"), html! {}))
            } @else {
                (table)
                p { (lang.t("overview.kanwil.privacy")) }
            }
        },
    )
}

pub fn house(ctx: &Context, house: &HouseCounts, chosen: Option<ConsignorId>) -> Markup {
    let lang = ctx.lang;
    let count = |n: i64| parts::count(n);
    let figure = |label, n, href| Figure {
        label: lang.t(label),
        value: count(n),
        note: html! {},
        href: Some(href),
    };
    let units = i64::try_from(house.units.len()).unwrap_or(i64::MAX);
    html! {
        (ui::section(lang.t("overview.house.title"), html! {
            (ui::figures(&[
                figure("overview.house.units", units, "/upt"),
                figure("overview.house.shops", house.shops, "/toko"),
                figure("overview.house.users", house.users, "/pengguna"),
            ]))
        }))
        (unit_list(ctx, &house.units, chosen))
    }
}

fn unit_list(ctx: &Context, units: &[UnitChoice], chosen: Option<ConsignorId>) -> Markup {
    let lang = ctx.lang;
    let row = |one: &UnitChoice| {
        let here = ui::query("/beranda", &[("consignor", &one.consignor_id.to_string())]);
        vec![
            html! { a href=(here) { (one.name) } },
            html! {
                @if chosen == Some(one.consignor_id) {
                    (ui::badge(Kind::Good, lang.t("overview.house.chosen")))
                }
            },
        ]
    };
    let columns = [Column::text(lang.t("overview.unit")), Column::text(lang.t("common.state"))];
    let title = lang.t("overview.house.choose");
    let table = ui::table(title, columns, units.iter().map(row)).kept();
    ui::section(
        title,
        html! {
            @if units.is_empty() {
                (ui::empty(lang.t("overview.house.none"), lang.t("overview.house.none_hint"),
                    ui::button_link("/upt/baru", lang.t("overview.house.first_unit"))))
            } @else {
                (table)
            }
        },
    )
}
