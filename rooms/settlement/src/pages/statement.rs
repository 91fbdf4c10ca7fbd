//! Statements: the list with the running periods above it, and one nota.

use std::collections::BTreeMap;

use agreements::Agreement;
use db::{Read, Result};
use kernel::{AgreementId, Capability, Context};
use maud::{Markup, html};
use ui::{Column, Crumb, Figure, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{answer, parts, preview, running};
use crate::{
    kinds::{ShopAnswer, StatementState},
    queries::{self, Whole},
    store::{self, Scope, StatementFilter},
    store_distribution,
    types::Statement,
};

const STATES: [&str; 5] = ["closed", "approved", "open", "unshared", "rejected"];

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let own = parts::own_agreements(read, ctx)?;
    let (rows, total) = narrowed(read, ctx, ask)?;
    let known = parts::agreements_of(read, rows.iter().map(|one| one.agreement_id))?;
    let mut filters = vec![
        parts::state_filter(lang, &browse, &STATES, "settlement.statement_filter"),
        parts::agreement_filter(ctx, &browse, &own),
    ];
    filters.extend(parts::day_filters(lang, &browse, parts::DAYS));
    let view = parts::view(&browse, "/nota", filters, total);
    let title = lang.t("settlement.statement.title");
    let empty = ui::empty(
        lang.t("settlement.statement.empty"),
        lang.t("settlement.statement.empty_hint"),
        html! {},
    );
    let main = html! {
        (ui::header(title, lang.t("settlement.statement.lead"), html! {
            (ui::quiet("/setoran/umur", lang.t("settlement.ageing.title")))
        }))
        @if browse.page() == 1 && !view.narrowed() { (running_table(ctx, &own)) }
        (ui::section(lang.t("settlement.statement.closed"),
            parts::listed(lang, &view, &table(ctx, &rows, &known), empty)))
    };
    Ok(Page::new(title, main))
}

/// The statements that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Statement>, i64)> {
    let browse = ask.browse();
    let state = browse.filter("state");
    let filter = StatementFilter {
        scope: Scope::of(&ctx.actor)?,
        agreement: parts::chosen_agreement(&browse),
        state: state.and_then(StatementState::parse),
        open: state == Some("open"),
        unshared: state == Some("unshared"),
        within: parts::within(&browse, parts::DAYS),
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store::list_statements(read, &filter)
}

fn running_table(ctx: &Context, own: &[Agreement]) -> Markup {
    let lang = ctx.lang;
    if own.is_empty() {
        return html! {};
    }
    let columns =
        [Column::text(lang.t("settlement.agreement")), Column::actions(lang.t("common.actions"))];
    let row = |one: &Agreement| {
        let href = format!("/nota/berjalan/{}", one.id);
        vec![
            parts::party(ctx, Some(one)),
            html! { a href=(href) { (lang.t("settlement.running.see")) } },
        ]
    };
    let table = ui::table(lang.t("settlement.running.list"), columns, own.iter().map(row));
    ui::section(lang.t("settlement.running.list"), html! { (table) })
}

pub fn table(
    ctx: &Context,
    rows: &[Statement],
    known: &BTreeMap<AgreementId, Agreement>,
) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("common.number")),
        Column::text(lang.t("settlement.agreement")),
        Column::text(lang.t("settlement.period")),
        Column::amount(lang.t("settlement.gross")),
        Column::amount(lang.t("settlement.due")),
        Column::amount(lang.t("settlement.open")),
        Column::text(lang.t("settlement.due_on")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Statement| {
        vec![
            html! { a href={ "/nota/" (one.id) } { (one.number) } },
            parts::party(ctx, known.get(&one.agreement_id)),
            parts::period(one.period(), lang),
            ui::money(one.gross),
            ui::money(one.due),
            ui::money(one.open),
            html! { (one.due_on.short(lang)) },
            html! {
                (parts::statement_badge(lang, one.state, one.open))
                @if one.shop_answer == Some(ShopAnswer::Disputed) {
                    " " (ui::badge(Kind::Bad, lang.t("settlement.answer.badge")))
                }
            },
        ]
    };
    ui::table(lang.t("settlement.statement.closed"), columns, rows.iter().map(row))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let whole = queries::whole_statement(read, ctx, ask.id("statement")?)?;
    let (lang, one) = (ctx.lang, &whole.statement);
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let way = [Crumb { href: "/nota", label: lang.t("settlement.statement.title") }];
    let title = lang.fill("settlement.statement.one", &[("number", &one.number)]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &one.number))
        (ui::header(&title, &parts::title(ctx, &agreement), buttons(ctx, one)))
        (parts::refused(ctx, ask))
        p { (parts::statement_badge(lang, one.state, one.open)) }
        (notices(ctx, one))
        (answer::section(read, ctx, one)?)
        (facts(ctx, one))
        (figures(ctx, one))
        @if one.due.0 >= 0 {
            p { (lang.t("settlement.in_words")) ": " em { (kernel::in_words(one.due, lang)) } }
        }
        (ui::section(lang.t("settlement.statement.products"),
            running::products(
                lang,
                one.agreement_id,
                one.period(),
                &whole.products,
                &one.figures(),
            )))
        (river(read, ctx, &whole)?)
        (running::deductions(
            read,
            ctx,
            (one.agreement_id, one.period()),
            &whole.expenses,
            &whole.losses,
        )?)
        (signatures(ctx, &agreement))
        (parts::history(read, ctx, one.id)?)
    };
    Ok(Page::new(title, main))
}

/// Where both sides sign the printed nota; the screen does not show it.
fn signatures(ctx: &Context, agreement: &Agreement) -> Markup {
    let lang = ctx.lang;
    let place = |role: &str, name: &str| {
        html! { div.signature { p { (role) } p.signature-line {} p { (name) } } }
    };
    html! {
        section.signatures aria-label=(lang.t("settlement.statement.signatures")) {
            (place(lang.t("settlement.statement.made_by"), &agreement.consignor_name))
            (place(lang.t("settlement.statement.agreed_by"), &agreement.shop_name))
        }
    }
}

fn buttons(ctx: &Context, one: &Statement) -> Markup {
    let (lang, base) = (ctx.lang, format!("/nota/{}", one.id));
    let units = ctx.actor.sees_consignor(one.consignor_id);
    let approves = units && ctx.actor.may(Capability::Approve) && ctx.actor.user != one.created_by;
    let settles =
        units && (ctx.actor.may(Capability::Deposit) || ctx.actor.may(Capability::Approve));
    let pays = ctx.actor.may(Capability::Sell) || ctx.actor.may(Capability::RecordGoods);
    let share = format!("/pembagian/baru/{}", one.id);
    let pay = format!("/setoran/baru?agreement={}", one.agreement_id);
    html! {
        @if one.state == StatementState::Closed && approves {
            (ui::button_form(
                &format!("{base}/setujui"),
                lang.t("settlement.approve"),
                "primary",
                &[],
            ))
            (ui::quiet(&format!("{base}/tolak"), lang.t("settlement.reject.title")))
        }
        @if one.open.0 > 0 && pays { (ui::button_link(&pay, lang.t("settlement.remittance.new"))) }
        @if one.remitted() && one.distribution_id.is_none() && settles {
            (ui::button_link(&share, lang.t("settlement.distribution.new")))
        }
        (ui::quiet(&format!("{base}/nota.pdf"), lang.t("settlement.print")))
        @if one.state != StatementState::Rejected {
            (people::hand_off(ctx, &format!("{base}/nota.pdf"), &told(ctx, one), Some(one.shop_id)))
        }
        @if let Some(id) = one.distribution_id {
            @if units {
                (ui::quiet(&format!("/pembagian/{id}"), lang.t("settlement.distribution.see")))
            }
        }
    }
}

/// What a message says of it: the nota, and what is still open of one that is due.
fn told(ctx: &Context, one: &Statement) -> String {
    let (lang, due) = (ctx.lang, one.due_on.long(ctx.lang));
    let said: [(&str, &dyn std::fmt::Display); 3] =
        [("number", &one.number), ("open", &one.open), ("due", &due)];
    match one.open.0 > 0 && one.state != StatementState::Closed {
        true => lang.fill("settlement.remind", &said),
        false => lang.fill("settlement.told", &said[..1]),
    }
}

fn notices(ctx: &Context, one: &Statement) -> Markup {
    let lang = ctx.lang;
    let late = one.due_on.days_until(ctx.today());
    html! {
        @if one.state == StatementState::Closed {
            (ui::notice(lang, Kind::Waiting, lang.t("settlement.statement.waits")))
        }
        @if one.open.0 > 0 && late > 0 {
            (ui::notice(lang, Kind::Bad, &lang.count("settlement.days_late", late)))
        }
        @if one.shared_early() {
            (ui::notice(lang, Kind::Bad, lang.t("settlement.statement.shared_early")))
        }
        @if one.due.0 < 0 {
            (ui::notice(lang, Kind::Neutral, lang.t("settlement.statement.negative")))
        }
        @if let Some(note) = &one.decided_note { (ui::notice(lang, Kind::Bad, note)) }
    }
}

fn facts(ctx: &Context, one: &Statement) -> Markup {
    let lang = ctx.lang;
    ui::facts([
        (lang.t("settlement.period"), parts::period(one.period(), lang)),
        (lang.t("settlement.closed_on"), ui::day(one.closed_on, lang)),
        (lang.t("settlement.due_on"), ui::day(one.due_on, lang)),
        (
            lang.t("settlement.agreement"),
            html! {
                a href={ "/pks/" (one.agreement_id) } { (lang.t("settlement.see_agreement")) }
            },
        ),
        (lang.t("common.note"), parts::text_or_dash(one.note.as_deref())),
        (
            "SHA-256",
            html! { code title=(one.digest) { (one.digest.get(..16).unwrap_or_default()) "…" } },
        ),
    ])
}

fn figures(ctx: &Context, one: &Statement) -> Markup {
    let lang = ctx.lang;
    let sales = parts::sales_href(one.agreement_id, one.period());
    let paid = format!("/setoran?agreement={}", one.agreement_id);
    let spent = format!("/biaya?agreement={}&state=confirmed", one.agreement_id);
    let lost = format!("#{}", running::LOSSES);
    let figure = |label, value, href| Figure {
        label: lang.t(label),
        value: ui::money(value),
        note: html! {},
        href,
    };
    let mut all = vec![
        figure("settlement.gross", one.gross, Some(sales.as_str())),
        figure("settlement.shop_part", one.shop_part, Some(sales.as_str())),
        figure("settlement.expenses", one.expenses, Some(spent.as_str())),
        figure("settlement.losses", one.losses, Some(lost.as_str())),
        figure("settlement.due", one.due, None),
        figure("settlement.open", one.open, Some(paid.as_str())),
    ];
    // Nothing deducted and nothing lost says nothing.
    if one.losses.is_zero() {
        all.remove(3);
    }
    if one.expenses.is_zero() {
        all.remove(2);
    }
    ui::figures(&all)
}

/// The buyer's rupiah: parted between shop and unit, and further once it was shared.
fn river(read: &mut Read, ctx: &Context, whole: &Whole) -> Result<Markup> {
    let (lang, one) = (ctx.lang, &whole.statement);
    let sales = parts::sales_href(one.agreement_id, one.period());
    let spent = format!("/biaya?agreement={}&state=confirmed", one.agreement_id);
    let stream = preview::Stream::new(lang, &one.figures(), Some((sales.clone(), spent)));
    let shared = one.distribution_id.filter(|_| ctx.actor.sees_consignor(one.consignor_id));
    let stream = match shared {
        Some(id) => {
            let all = store_distribution::parts(read, id)?;
            let rule = queries::whole_distribution(read, ctx, id)?.rule;
            let href = format!("/pembagian/{id}");
            stream.parts(lang, rule.base, &all, |_| Some(href.clone()))
        }
        None => stream.due(lang, one.due, Some(format!("/setoran?agreement={}", one.agreement_id))),
    };
    Ok(ui::section(
        lang.t("settlement.river.title"),
        stream.river(lang, one.gross + one.losses, Some(&sales)),
    ))
}
