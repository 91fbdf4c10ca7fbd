//! The running period: the month so far, and the form that closes it.

use db::{Read, Result};
use kernel::{AgreementId, Capability, Context, Lang, Period, ProductId, StatementId};
use maud::{Markup, html};
use ui::{Column, Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{parts, preview};
use crate::{
    distribution::Figures,
    kinds::LossKind,
    queries::{self, Running},
    statement::{ExpenseLine, LossLine, LostBy},
    types::ProductLine,
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let found = found(read, ctx, ask)?;
    let (lang, id) = (ctx.lang, found.agreement.id);
    let title = lang.t("settlement.running.title");
    let way = [Crumb { href: "/nota", label: lang.t("settlement.statement.title") }];
    let sales = parts::sales_href(id, found.period);
    let source = found.figures.gross + found.figures.losses;
    let spent = format!("/biaya?agreement={id}&state=confirmed");
    let stream = preview::Stream::new(lang, &found.figures, Some((sales.clone(), spent)));
    let stream = stream.due(lang, found.figures.due, None);
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, &parts::title(ctx, &found.agreement), html! {}))
        (closing(ctx, ask, &found))
        p { (parts::period(found.period, lang)) " · " (lang.t("settlement.running.live")) }
        (ui::section(lang.t("settlement.statement.products"),
            products(lang, id, found.period, &found.products, &found.figures)))
        (ui::section(lang.t("settlement.river.title"), stream.river(lang, source, Some(&sales))))
        (deductions(read, ctx, (id, found.period), &found.expenses, &found.losses)?)
    };
    Ok(Page::new(title, main))
}

/// The running period up to the day that was asked for; else, for one who may close it, the part
/// that is over and can be closed, so that the figures he sees are those he writes down.
fn found(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Running> {
    let (id, to) = (ask.id("agreement")?, ask.query("to").and_then(|day| day.parse().ok()));
    let found = queries::running(read, ctx, id, to)?;
    match found.suggested_to.filter(|_| to.is_none() && closes(ctx, &found)) {
        Some(over) => queries::running(read, ctx, id, Some(over)),
        None => Ok(found),
    }
}

fn closes(ctx: &Context, found: &Running) -> bool {
    let units = ctx.actor.sees_consignor(found.agreement.consignor_id);
    units && ctx.actor.may(Capability::RecordGoods)
}

/// One button closes what is over; its day, number and note are there for those who want others.
fn closing(ctx: &Context, ask: &Ask, found: &Running) -> Markup {
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    if !closes(ctx, found) {
        return html! {};
    }
    let Some(to) = found.suggested_to else {
        return ui::notice(lang, Kind::Neutral, lang.t("settlement.close.not_yet"));
    };
    let number = found.suggested_number.clone().unwrap_or_default();
    let [from, until] = [found.period.from, to].map(|day| day.short(lang));
    let days = [("from", &from as &dyn std::fmt::Display), ("to", &until)];
    let today = format!("/nota/berjalan/{}?to={}", found.agreement.id, ctx.today());
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<StatementId>()))
        details open[ask.refusal().is_some()] {
            summary { (lang.t("settlement.close.change")) }
            (f.date("to", "settlement.close.to").value(to).hint("settlement.close.to_hint"))
            (f.text("number", "common.number").value(number).max_length(200)
                .hint("settlement.close.number_hint"))
            (f.textarea("note", "common.note").optional())
        }
        (ui::actions(html! {
            (ui::submit(&lang.fill("settlement.close.do_period", &days)))
            (ui::quiet(&today, lang.t("settlement.close.until_today")))
        }))
    };
    let form = html! {
        p { (lang.t("settlement.close.lead")) }
        (f.post(&format!("/nota/berjalan/{}", found.agreement.id), body))
    };
    match found.early_before {
        None => ui::section(lang.t("settlement.close.title"), form),
        Some(end) => html! {
            p { (lang.fill("settlement.close.early_lead", &[("day", &end.long(lang))])) }
            details open[ask.refusal().is_some()] {
                summary { (lang.t("settlement.close.early")) }
                (form)
            }
        },
    }
}

/// Pieces and rupiah, product by product.
pub fn products(
    lang: Lang,
    agreement: AgreementId,
    period: Period,
    lines: &[ProductLine],
    figures: &Figures,
) -> Markup {
    if lines.is_empty() {
        let title = lang.t("settlement.statement.no_goods");
        return ui::empty(title, lang.t("settlement.statement.no_goods_hint"), html! {});
    }
    html! {
        (stock_table(lang, lines, agreement, period))
        (money_table(lang, lines, agreement, period))
        (sum_table(lang, figures))
    }
}

/// A list narrowed to what one figure of a nota is made of.
fn behind(
    path: &str,
    kind: &str,
    (agreement, product, period): (AgreementId, ProductId, Period),
) -> String {
    let [agreement, product] = [agreement.to_string(), product.to_string()];
    let [from, to] = [period.from, period.to].map(|day| day.to_string());
    let narrow = [("agreement", agreement.as_str()), ("product", &product)];
    let days = [("from", from.as_str()), ("to", &to), ("kind", kind)];
    ui::query(path, &[narrow.as_slice(), &days].concat())
}

/// Every number that is not nought leads to what moved it; what lay there before and lies there
/// after is the sum of those.
fn stock_table(
    lang: Lang,
    lines: &[ProductLine],
    agreement: AgreementId,
    period: Period,
) -> ui::Table {
    let names = [
        "opening",
        "received",
        "sold",
        "refunded",
        "returned",
        "damaged",
        "lost",
        "transferred",
        "difference",
        "closing",
    ];
    let label = |name: &&str| Column::amount(lang.t(&format!("settlement.stock.{name}")));
    let columns = [Column::text(lang.t("settlement.product"))].into_iter();
    let columns = columns.chain(names.iter().map(label));
    let row = |one: &ProductLine| {
        let pieces = [
            (one.opening, "", ""),
            (one.received, "/kirim", ""),
            (one.sold, "/penjualan", ""),
            (one.refunded, "/penjualan", ""),
            (one.returned, "/gerak", "return"),
            (one.damaged, "/gerak", "damage"),
            (one.lost, "/gerak", "loss"),
            (one.transferred, "/gerak", "transfer"),
            (one.difference, "/selisih", ""),
            (one.closing, "", ""),
        ];
        let cell = |(n, path, kind): (i64, &str, &str)| match (n, path) {
            (n, "") | (n @ 0, _) => html! { (kernel::group_thousands(n)) },
            (n, path) => {
                let href = behind(path, kind, (agreement, one.product_id, period));
                html! { a href=(href) { (kernel::group_thousands(n)) } }
            }
        };
        let unit = ui::piece(lang, &one.unit, 2);
        let mut cells = vec![html! { (one.code) " " (one.name) br; span.unit { (unit) } }];
        cells.extend(pieces.into_iter().map(cell));
        cells
    };
    ui::table(lang.t("settlement.stock.title"), columns, lines.iter().map(row)).captioned()
}

fn money_table(
    lang: Lang,
    lines: &[ProductLine],
    agreement: AgreementId,
    period: Period,
) -> ui::Table {
    let columns = [
        Column::text(lang.t("settlement.product")),
        Column::amount(lang.t("settlement.gross")),
        Column::amount(lang.t("settlement.shop_part")),
        Column::amount(lang.t("settlement.unit_part")),
    ];
    let row = |one: &ProductLine| {
        let sales = behind("/penjualan", "", (agreement, one.product_id, period));
        vec![
            html! { (one.code) " " (one.name) },
            html! { a href=(sales) { (ui::money(one.gross)) } },
            ui::money(one.shop_part),
            ui::money(one.due),
        ]
    };
    ui::table(lang.t("settlement.money_table"), columns, lines.iter().map(row)).captioned()
}

/// From what buyers paid to what is due, step by step.
fn sum_table(lang: Lang, figures: &Figures) -> ui::Table {
    let columns =
        [Column::text(lang.t("settlement.step")), Column::amount(lang.t("common.amount"))];
    let rows = [
        ("settlement.gross", figures.gross),
        ("settlement.losses", figures.losses),
        ("settlement.less_shop_part", -figures.shop_part),
        ("settlement.less_expenses", -figures.expenses),
    ];
    let rows = rows.map(|(label, amount)| vec![html! { (lang.t(label)) }, ui::money(amount)]);
    let total = vec![html! { (lang.t("settlement.due")) }, ui::money(figures.due)];
    ui::table(lang.t("settlement.sum_table"), columns, rows).captioned().kept().total(total)
}

/// The expenses that were deducted and the pieces the shop pays for.
pub fn deductions(
    read: &mut Read,
    ctx: &Context,
    (agreement, period): (AgreementId, Period),
    expenses: &[ExpenseLine],
    losses: &[LossLine],
) -> Result<Markup> {
    let lang = ctx.lang;
    let ids: Vec<_> = losses.iter().map(|one| one.product).collect();
    let products = catalogue::products(read, &ids)?;
    let spent = expenses.iter().map(|one| {
        let what = match one.amount.0 < 0 {
            true => lang.t("settlement.taken_back.expense_back"),
            false => lang.t("settlement.expense.one"),
        };
        let what = html! { a href={ "/biaya/" (one.id) } { (what) } };
        vec![what, ui::money(one.amount)]
    });
    let lost = losses.iter().map(|one| {
        let name = products.get(&one.product).map_or("", |product| product.name.as_str());
        let all = || behind("/gerak", "", (agreement, one.product, period));
        let what = html! {
            a href=(one.by.map_or_else(all, lost_by)) { (name) } " × " (one.quantity)
            @if let Some(by) = one.by {
                br; span.unit { (lang.t(&format!("settlement.loss.{}", by.kind))) }
            }
        };
        vec![what, ui::money(one.amount)]
    });
    let columns =
        || [Column::text(lang.t("settlement.what")), Column::amount(lang.t("common.amount"))];
    Ok(html! {
        @if !expenses.is_empty() {
            (ui::section(lang.t("settlement.expenses"),
                html! { (ui::table(lang.t("settlement.expenses"), columns(), spent).kept()) }))
        }
        @if !losses.is_empty() {
            div id=(LOSSES) {
                (ui::section(lang.t("settlement.losses"),
                    html! { (ui::table(lang.t("settlement.losses"), columns(), lost).kept()) }))
            }
        }
    })
}

/// Where a page shows what the shop pays for without having sold it.
pub const LOSSES: &str = "rugi";

/// The document by which the shop pays for pieces.
fn lost_by(by: LostBy) -> String {
    match by.kind {
        LossKind::Settled => format!("/selisih/{}", by.document),
        _ => format!("/gerak/{}", by.document),
    }
}
