//! The unit on one page: what was earned, where it went, what lies still.

use kernel::{Context, Rupiah};
use maud::{Markup, html};
use ui::{Chart, Column, Figure, Flow, Point, River, Tone, Unit};
use words::Speak;

use super::parts;
use crate::{
    month::Month,
    types::{GoodsRiver, Head, MoneyRiver, MonthMoney, SlowGoods},
};

pub fn part(ctx: &Context, head: &Head, month: Month) -> Markup {
    if head.agreements == 0 {
        return parts::first_steps(ctx);
    }
    html! {
        (figures(ctx, head, month))
        (money_river(ctx, &head.money, head.money_month))
        (ui::columns([months(ctx, &head.months), html! {
            (parts::state_revenue(ctx, &head.state_revenue, month))
            (parts::expiring(ctx, &head.expiring))
        }]))
        (goods_river(ctx, &head.goods))
        (slow(ctx, &head.slow))
    }
}

fn figures(ctx: &Context, head: &Head, month: Month) -> Markup {
    let lang = ctx.lang;
    let sales = parts::sales_of(month);
    let [from, to] = days(month);
    let shared = ui::query("/pembagian", &[("shared_from", &from), ("shared_to", &to)]);
    let gross = head.months.last().map_or(Rupiah::ZERO, |month| month.gross);
    let in_month = html! { (month.name(lang)) };
    let figure = |label, value, note, href| Figure { label: lang.t(label), value, note, href };
    let count = |n: i64| parts::count(n);
    ui::figures(&[
        figure("overview.gross", ui::money(gross), in_month.clone(), Some(sales.as_str())),
        figure(
            "overview.premi",
            ui::money(head.premi),
            html! {
                (lang.fill("overview.premi_note", &[("month", &month.name(lang))]))
            },
            Some(shared.as_str()),
        ),
        figure("overview.shops", count(head.shops), html! {}, Some("/toko")),
        figure("overview.products", count(head.products), html! {}, Some("/produk")),
        figure("overview.makers", count(head.makers_at_work), in_month, Some("/produksi")),
    ])
}

/// Gross by month, the same bars for a unit and for a shop.
pub fn months(ctx: &Context, months: &[MonthMoney]) -> Markup {
    let lang = ctx.lang;
    // What lies before the first sale is no course; three months are always there.
    let first = months.iter().position(|one| !one.gross.is_zero()).unwrap_or(months.len());
    let shown = &months[first.min(months.len().saturating_sub(3))..];
    let named: Vec<(String, String, i64)> = shown
        .iter()
        .map(|one| (one.month.name(lang), parts::sales_of(one.month), one.gross.0))
        .collect();
    ui::section(
        lang.t("overview.by_month"),
        ui::bars(&Chart {
            lang,
            title: lang.t("overview.gross_by_month"),
            unit: Unit::Rupiah,
            points_are: lang.t("overview.month"),
            points: named
                .iter()
                .map(|(label, href, amount)| Point {
                    label,
                    amount: *amount,
                    href: Some(href),
                    tone: Tone::Water,
                })
                .collect(),
        }),
    )
}

fn money_river(ctx: &Context, river: &MoneyRiver, month: Month) -> Markup {
    let lang = ctx.lang;
    let sales = parts::sales_of(month);
    let name = month.name(lang);
    let title = lang.fill("overview.money.title", &[("month", &name)]);
    let description = lang.fill("overview.money.description", &[("amount", &river.source)]);
    let losses = lang.fill("overview.money.losses", &[("amount", &river.shop_losses)]);
    let [from, to] = days(month);
    let of = |path: &str| ui::query(path, &[("from", &from), ("to", &to)]);
    let mut source = Flow::Paid.branch(lang, river.source.0).to(&sales);
    let jobs = lang.fill("overview.money.jobs", &[("amount", &river.jobs)]);
    let said = [(river.shop_losses, &losses), (river.jobs, &jobs)];
    let said = said.into_iter().filter(|(amount, _)| !amount.is_zero()).map(|(_, text)| &**text);
    let note = said.collect::<Vec<_>>().join("; ");
    if !note.is_empty() {
        source = source.noted(&note);
    }
    let all = [
        (Flow::Shop, river.shop_part, sales.clone()),
        (Flow::Expenses, river.expenses, of("/biaya?state=confirmed")),
        (Flow::Capital, river.working_capital, of("/pembagian")),
        (Flow::Premi, river.premi, of("/pembagian")),
        (Flow::Fund, river.support_fund, of("/pembagian")),
        (Flow::State, river.state_revenue, of("/pembagian")),
        (Flow::OtherRecipient, river.other, of("/pembagian")),
        (Flow::NotShared, river.not_shared, of("/nota?state=unshared")),
        (Flow::NotRemitted, river.not_remitted, "/setoran/umur".to_owned()),
        (Flow::Crossing, river.in_crossing_statements, "/nota".to_owned()),
    ];
    let seldom = [Flow::Expenses, Flow::OtherRecipient, Flow::Crossing];
    let shown = all.iter().filter(|(flow, amount, _)| !amount.is_zero() || !seldom.contains(flow));
    ui::river(&River {
        lang,
        id: "money",
        title: &title,
        description: &description,
        unit: Unit::Rupiah,
        source,
        stations: Vec::new(),
        branches: shown.map(|(flow, sum, href)| flow.branch(lang, sum.0).to(href)).collect(),
    })
}

/// The first and the last day of a month, for a list.
fn days(month: Month) -> [String; 2] {
    [month.first(), month.last()].map(|day| day.to_string())
}

fn goods_river(ctx: &Context, river: &GoodsRiver) -> Markup {
    let lang = ctx.lang;
    let word = |name: &str| lang.t(&format!("overview.goods.{name}"));
    let returned = lang.count("overview.goods.returned_note", river.returned);
    let branch = |flow: Flow, amount, href: &'static str| flow.branch(lang, amount).to(href);
    let mut workshop = branch(Flow::Workshop, river.workshop, "/produksi");
    if river.returned > 0 {
        workshop = workshop.noted(&returned);
    }
    let destroyed = branch(Flow::Destroyed, river.destroyed, "/gerak?kind=destroyed");
    let destroyed = (river.destroyed != 0).then_some(destroyed);
    ui::river(&River {
        lang,
        id: "goods",
        title: word("title"),
        description: word("description"),
        unit: Unit::Pieces(lang.t("common.pieces")),
        source: branch(Flow::Made, river.made, "/produksi?state=finished"),
        stations: vec![
            branch(Flow::Sent, river.sent(), "/kirim"),
            branch(Flow::Arrived, river.arrived(), "/rak"),
        ],
        branches: [
            Some(workshop),
            Some(branch(Flow::Transit, river.transit, "/kirim?state=sent")),
            Some(branch(Flow::Sold, river.sold, "/penjualan")),
            Some(branch(Flow::Shelf, river.shelf, "/rak")),
            Some(branch(Flow::Damaged, river.damaged, "/gerak?kind=damage")),
            destroyed,
            Some(branch(Flow::Lost, river.lost, "/gerak?kind=loss")),
            Some(branch(Flow::Discrepancy, river.discrepancy, "/selisih")),
            Some(branch(Flow::Rejected, river.rejected, "/produksi?state=finished")),
        ]
        .into_iter()
        .flatten()
        .collect(),
    })
}

fn slow(ctx: &Context, goods: &[SlowGoods]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &SlowGoods| {
        let shelf = ui::query(
            "/rak",
            &[("shop", &one.shop_id.to_string()), ("product", &one.product_id.to_string())],
        );
        vec![
            html! { a href={ "/produk/" (one.product_id) } { (one.product) } },
            html! { a href=(shelf) { (one.shop) } },
            parts::pieces(lang, one.left, &one.unit),
            html! {
                @match one.last_sold_on {
                    Some(day) => (ui::day(day, lang)),
                    None => (lang.t("overview.never_sold")),
                }
            },
            html! { (lang.count("overview.days", one.days)) },
        ]
    };
    let columns = [
        Column::text(lang.t("overview.product")),
        Column::text(lang.t("overview.shop")),
        Column::amount(lang.t("overview.left")),
        Column::text(lang.t("overview.last_sold")),
        Column::amount(lang.t("overview.still")),
    ];
    let title = lang.t("overview.slow.title");
    let table = ui::table(title, columns, goods.iter().take(10).map(row));
    parts::listed(title, lang.t("overview.slow.none"), table)
}
