//! What shops paid, and what they still owe.

use std::collections::BTreeMap;

use agreements::Agreement;
use db::{Read, Result};
use kernel::{AgreementId, Capability, Context, RemittanceId, Rupiah};
use maud::{Markup, html};
use ui::{Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use super::{credit, parts, taken_back};
use crate::{
    access,
    ageing::{self, Bucket},
    kinds::{Decision, RemittanceMethod},
    queries,
    store::{self, Scope},
    store_money::{self, MoneyFilter},
    store_money_reversal,
    types::{AgeingLine, Remittance},
};

const STATES: [&str; 3] = ["reported", "confirmed", "rejected"];

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let own = parts::own_agreements(read, ctx)?;
    let (rows, total) = narrowed(read, ctx, ask)?;
    let known = parts::agreements_of(read, rows.iter().map(|one| one.agreement_id))?;
    let filters = vec![
        parts::state_filter(lang, &browse, &STATES, "settlement.decision"),
        parts::agreement_filter(ctx, &browse, &own),
    ];
    let view = parts::view(&browse, "/setoran", filters, total);
    let records = ctx.actor.may(Capability::Sell) || ctx.actor.may(Capability::RecordGoods);
    let new = match records {
        true => ui::button_link("/setoran/baru", lang.t("settlement.remittance.new")),
        false => html! {},
    };
    let title = lang.t("settlement.remittance.title");
    let hint = lang.t("settlement.remittance.empty_hint");
    let empty = ui::empty(lang.t("settlement.remittance.empty"), hint, new.clone());
    let main = html! {
        (ui::header(title, lang.t("settlement.remittance.lead"), html! {
            (new) (ui::quiet("/setoran/umur", lang.t("settlement.ageing.title")))
        }))
        (parts::listed(lang, &view, &table(ctx, &rows, &known), empty))
    };
    Ok(Page::new(title, main))
}

/// The remittances that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Remittance>, i64)> {
    let browse = ask.browse();
    let filter = MoneyFilter {
        scope: Scope::of(&ctx.actor)?,
        agreement: parts::chosen_agreement(&browse),
        state: browse.filter("state").and_then(Decision::parse),
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store_money::list_remittances(read, &filter)
}

fn table(
    ctx: &Context,
    rows: &[Remittance],
    known: &BTreeMap<AgreementId, Agreement>,
) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.remittance.paid_on")),
        Column::text(lang.t("settlement.agreement")),
        Column::text(lang.t("settlement.remittance.method")),
        Column::amount(lang.t("common.amount")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Remittance| {
        vec![
            html! { a href={ "/setoran/" (one.id) } { (one.paid_on.short(lang)) } },
            parts::party(ctx, known.get(&one.agreement_id)),
            html! { (method(ctx, one.method)) " " (one.reference.as_deref().unwrap_or("")) },
            ui::money(one.amount),
            html! {
                (parts::decision_badge(lang, one.state)) " "
                (taken_back::badge(ctx, one.taken_back))
            },
        ]
    };
    ui::table(lang.t("settlement.remittance.title"), columns, rows.iter().map(row))
}

pub fn method(ctx: &Context, method: RemittanceMethod) -> &'static str {
    ctx.lang.t(&format!("settlement.method.{method}"))
}

pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    access::record(ctx)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let own = parts::own_agreements(read, ctx)?;
    let title = lang.t("settlement.remittance.new");
    let way = [Crumb { href: "/setoran", label: lang.t("settlement.remittance.title") }];
    let methods = RemittanceMethod::ALL.iter().map(|one| (one.as_str(), method(ctx, *one)));
    let (choices, chosen) = owing(read, ctx, ask, &own)?;
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<RemittanceId>()))
        (f.select("agreement", "settlement.agreement", choices)
            .hint("settlement.remittance.owed_hint"))
        (f.money("amount", "common.amount")
            .value(chosen.map_or(String::new(), |owed| owed.0.to_string()))
            .hint("settlement.remittance.amount_hint"))
        (f.date("paid_on", "settlement.remittance.paid_on").value(ctx.today()))
        (f.radio("method", "settlement.remittance.method", methods))
        (f.text("reference", "settlement.remittance.reference").optional()
            .hint("settlement.remittance.reference_hint"))
        (f.textarea("note", "common.note").optional())
        (f.file("evidence", "settlement.evidence").optional()
            .accept("application/pdf,image/jpeg,image/png").hint("settlement.evidence_hint"))
        (ui::actions(ui::submit(lang.t("settlement.remittance.do"))))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.remittance.new_lead"), html! {}))
        (f.post_files("/setoran/baru", body))
    };
    Ok(Page::new(title, main))
}

/// (id, words) of a select.
type Choices = Vec<(String, String)>;

/// The agreements with what is owed under each, and what is owed under the one that the address
/// names.
fn owing(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    own: &[Agreement],
) -> Result<(Choices, Option<Rupiah>)> {
    let named = ask.query("agreement");
    let (mut choices, mut chosen) = (Vec::with_capacity(own.len()), None);
    for one in own {
        let (due, confirmed, reported) = store_money::owed(read, one.id)?;
        let owed = due - confirmed - reported;
        let id = one.id.to_string();
        if named == Some(id.as_str()) && owed.0 > 0 {
            chosen = Some(owed);
        }
        choices.push((id, format!("{} · {owed}", parts::title(ctx, one))));
    }
    Ok((choices, chosen))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::remittance(read, ctx, ask.id("remittance")?)?;
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let reversals = store_money_reversal::of_remittance(read, one.id)?;
    let asked: Vec<_> = reversals.iter().map(|one| taken_back::Row::of_money(ctx, one)).collect();
    let documents: Vec<RemittanceId> =
        std::iter::once(one.id).chain(reversals.iter().map(|one| one.id.cast())).collect();
    let lang = ctx.lang;
    let way = [Crumb { href: "/setoran", label: lang.t("settlement.remittance.title") }];
    let title = lang.fill("settlement.remittance.of", &[("amount", &one.amount)]);
    let facts = ui::facts([
        (lang.t("common.amount"), ui::money(one.amount)),
        (lang.t("settlement.agreement"), parts::party(ctx, Some(&agreement))),
        (lang.t("settlement.remittance.paid_on"), ui::day(one.paid_on, lang)),
        (lang.t("settlement.remittance.method"), html! { (method(ctx, one.method)) }),
        (lang.t("settlement.remittance.reference"), parts::text_or_dash(one.reference.as_deref())),
        (lang.t("common.note"), parts::text_or_dash(one.note.as_deref())),
        (lang.t("settlement.evidence"), parts::paper(lang, one.file_id)),
        (lang.t("settlement.decided_note"), parts::text_or_dash(one.decided_note.as_deref())),
    ]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &title))
        (ui::header(&title, "", html! {
            (buttons(ctx, &one))
            @if one.state == Decision::Confirmed && one.taken_back != Some(Decision::Confirmed) {
                (ui::quiet(&format!("/setoran/{}/kwitansi.pdf", one.id),
                    lang.t("paper.kwitansi.title")))
                (people::hand_off(ctx, &format!("/setoran/{}/kwitansi.pdf", one.id), &title,
                    Some(one.shop_id)))
            }
        }))
        (parts::refused(ctx, ask))
        p {
            (parts::decision_badge(lang, one.state)) " "
            (taken_back::badge(ctx, one.taken_back))
        }
        (facts)
        (taken_back::section(read, ctx, ask, &format!("/setoran/{}", one.id), &asked)?)
        (laid(read, ctx, &one)?)
        (parts::history_of(read, ctx, &documents)?)
    };
    Ok(Page::new(title, main))
}

/// How all that was paid lies on the statements of the agreement, the oldest first; of one that is
/// only reported, what it will settle.
fn laid(read: &mut Read, ctx: &Context, one: &Remittance) -> Result<Markup> {
    let lang = ctx.lang;
    let mut all = store::statements_of(read, one.agreement_id)?;
    all.retain(|one| one.state == crate::StatementState::Approved);
    let (_, confirmed, _) = store_money::owed(read, one.agreement_id)?;
    let dues: Vec<Rupiah> = all.iter().map(|one| one.due).collect();
    let reported = one.state == Decision::Reported;
    let after = ageing::lay(&dues, confirmed + one.amount);
    let mut columns = vec![
        Column::text(lang.t("settlement.statement.short")),
        Column::amount(lang.t("settlement.due")),
        Column::amount(lang.t("settlement.settled")),
        Column::amount(lang.t("settlement.open")),
    ];
    if reported {
        columns.push(Column::amount(lang.t("settlement.remittance.left")));
    }
    let laid = all.iter().zip(ageing::lay(&dues, confirmed)).zip(after).rev();
    let told = laid.filter(|((_, before), _)| !reported || before.open.0 > 0).take(24);
    let rows = told.map(|((one, before), after)| {
        let mut row = vec![
            html! { a href={ "/nota/" (one.id) } { (one.number) } },
            ui::money(one.due),
            ui::money(before.settled),
            ui::money(before.open),
        ];
        if reported {
            row.push(ui::money(after.open));
        }
        row
    });
    let title = match reported {
        true => lang.t("settlement.remittance.will_lay"),
        false => lang.t("settlement.remittance.laid"),
    };
    let table = ui::table(title, columns, rows);
    if table.is_empty() {
        return Ok(html! {});
    }
    Ok(ui::section(title, html! { (table) }))
}

fn buttons(ctx: &Context, one: &Remittance) -> Markup {
    let (lang, base) = (ctx.lang, format!("/setoran/{}", one.id));
    let decides = ctx.actor.sees_consignor(one.consignor_id)
        && ctx.actor.may(Capability::Deposit)
        && ctx.actor.user != one.created_by
        && one.state == Decision::Reported;
    html! {
        @if decides {
            (ui::button_form(
                &format!("{base}/konfirmasi"),
                lang.t("settlement.remittance.confirm"),
                "primary",
                &[],
            ))
            (ui::quiet(&format!("{base}/tolak"), lang.t("settlement.reject.title")))
        }
        (taken_back::link(
            ctx,
            (&base, "remittance", taken_back::may_begin(ctx, one.consignor_id)),
            (one.state, one.taken_back),
        ))
    }
}

/// What is owed, by how late it is.
pub fn ageing(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let lines = queries::ageing(read, ctx)?;
    let known = parts::agreements_of(read, lines.iter().map(|one| one.agreement_id))?;
    let title = lang.t("settlement.ageing.title");
    let way = [Crumb { href: "/setoran", label: lang.t("settlement.remittance.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.ageing.lead"), ui::quiet(
            "/setoran/pengembalian", lang.t("settlement.credit.refunds"))))
        @if lines.is_empty() {
            (ui::empty(
                lang.t("settlement.ageing.empty"),
                lang.t("settlement.ageing.empty_hint"),
                html! {},
            ))
        } @else { (ageing_table(ctx, &lines, &known)) }
        (credit::sections(read, ctx)?)
    };
    Ok(Page::new(title, main))
}

pub fn buckets(line: &AgeingLine) -> [Rupiah; 5] {
    [line.not_yet, line.days_1_30, line.days_31_60, line.days_61_90, line.days_over_90]
}

fn ageing_table(
    ctx: &Context,
    lines: &[AgeingLine],
    known: &BTreeMap<AgreementId, Agreement>,
) -> ui::Table {
    let lang = ctx.lang;
    let bucket = |one: Bucket| Column::amount(lang.t(&format!("settlement.ageing.{}", one.name())));
    let columns = [Column::text(lang.t("settlement.agreement"))]
        .into_iter()
        .chain(Bucket::ALL.into_iter().map(bucket))
        .chain([Column::amount(lang.t("common.total"))]);
    let row = |line: &AgeingLine| {
        let href = format!("/nota?state=open&agreement={}", line.agreement_id);
        let cell = |amount: Rupiah| match amount.is_zero() {
            true => html! {},
            false => html! { a href=(href) { (ui::money(amount)) } },
        };
        let mut cells = vec![parts::party(ctx, known.get(&line.agreement_id))];
        cells.extend(buckets(line).into_iter().map(cell));
        cells.push(html! { a href=(href) { (ui::money(line.total)) } });
        cells
    };
    let mut total = vec![html! { (lang.t("common.total")) }];
    for at in 0..5 {
        total.push(ui::money(lines.iter().map(|line| buckets(line)[at]).sum()));
    }
    total.push(ui::money(lines.iter().map(|line| line.total).sum()));
    ui::table(lang.t("settlement.ageing.title"), columns, lines.iter().map(row)).total(total)
}
