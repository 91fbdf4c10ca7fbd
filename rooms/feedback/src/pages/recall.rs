//! /tarik-barang: batches that must come back; for the unit what it drafted and what holds, for a
//! shop what holds and what it has of it.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{BatchKind, Capability, Context, MovementKind, NoticeKind, Reach, ShopId};
use maud::{Markup, html};
use production::{Batch, Notice, NoticeState};
use ui::{Column, Crumb, FormState, Kind};
use web::{Ask, Page};
use words::Speak;

use super::nothing;
use crate::{recall, refusal::No};

/// The notices that somebody sees: a unit's own, for a shop those in force.
pub(super) fn seen(read: &mut Read, ctx: &Context) -> Result<Vec<Notice>> {
    match &ctx.actor.reach {
        Reach::Consignor(own) => production::notices(read, Some(*own)),
        Reach::All => production::notices(read, None),
        Reach::Shop(_) => production::notices_in_force(read),
        Reach::Kanwil(_) | Reach::Nobody => Err(No::Unknown.into()),
    }
}

pub fn list(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let rows = seen(read, ctx)?;
    let pieces = pieces(read, ctx.actor.shop())?;
    let title = lang.t("feedback.recall.title");
    let main = html! {
        (ui::header(title, lang.t("feedback.recall.lead"), new(ctx, None)))
        @if rows.is_empty() {
            (ui::empty(lang.t("feedback.recall.none"), lang.t("feedback.recall.none_hint"),
                nothing()))
        } @else {
            (table(read, ctx, &rows, &pieces)?)
        }
    };
    Ok(Page::new(title, main))
}

/// Pieces that a shop has, by batch; nothing for a unit.
fn pieces(read: &mut Read, shop: Option<ShopId>) -> Result<BTreeMap<kernel::BatchId, i64>> {
    let Some(shop) = shop else { return Ok(BTreeMap::new()) };
    let rows = consignment::shelf(read, shop)?;
    Ok(rows.into_iter().map(|row| (row.batch_id, row.quantity)).collect())
}

/// The way to a new draft, for those who may write one.
fn new(ctx: &Context, batch: Option<&Batch>) -> Markup {
    if ctx.actor.consignor().is_none() || !ctx.actor.may(Capability::RecordGoods) {
        return nothing();
    }
    let href = match batch {
        Some(batch) => ui::query("/tarik-barang/baru", &[("batch", &batch.id.to_string())]),
        None => "/tarik-barang/baru".to_owned(),
    };
    ui::button_link(&href, ctx.lang.t("feedback.recall.new"))
}

fn badge(ctx: &Context, state: NoticeState) -> Markup {
    let kind = match state {
        NoticeState::Draft => Kind::Waiting,
        NoticeState::Approved => Kind::Bad,
        NoticeState::Dropped | NoticeState::Lifted => Kind::Neutral,
    };
    ui::badge(kind, ctx.lang.t(&format!("feedback.notice_state.{state}")))
}

fn table(
    read: &mut Read,
    ctx: &Context,
    rows: &[Notice],
    pieces: &BTreeMap<kernel::BatchId, i64>,
) -> Result<Markup> {
    let lang = ctx.lang;
    let ids: Vec<_> = rows.iter().map(|notice| notice.batch_id).collect();
    let batches = production::batches(read, &ids)?;
    let columns = [
        Column::text(lang.t("feedback.batch")),
        Column::text(lang.t("feedback.recall.reason")),
        Column::text(lang.t("common.state")),
        Column::amount(lang.t("feedback.recall.here")),
    ];
    let row = |notice: &Notice| {
        let code = batches.get(&notice.batch_id).map_or("", |batch| batch.code.as_str());
        let here = pieces.get(&notice.batch_id).copied().unwrap_or(0).max(0);
        vec![
            html! { a href={ "/tarik-barang/" (notice.id) } { (code) } },
            html! { (notice.reason) },
            badge(ctx, notice.state),
            html! { @if ctx.actor.shop().is_some() { (here) } },
        ]
    };
    Ok(html! { (ui::table(lang.t("feedback.recall.title"), columns, rows.iter().map(row))) })
}

/// /tarik-barang/baru
pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let chosen = ask.query("batch").and_then(|id| id.parse::<kernel::Id<BatchKind>>().ok());
    let batches = choices(read, ctx, chosen)?;
    let title = lang.t("feedback.recall.new");
    let body = html! {
        (form.hidden("id", ctx.fresh_id::<NoticeKind>()))
        (form.select("batch", "feedback.batch", batches)
            .value(chosen.map(|id| id.to_string()).unwrap_or_default()))
        (form.text("reason", "feedback.recall.reason").max_length(200)
            .hint("feedback.recall.reason_hint"))
        (form.text("advice", "feedback.recall.advice").max_length(200)
            .hint("feedback.recall.advice_hint"))
        (ui::actions(html! {
            (ui::submit(lang.t("feedback.recall.draft")))
            (ui::quiet("/tarik-barang", lang.t("common.cancel")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], title))
        (ui::header(title, lang.t("feedback.recall.new_lead"), nothing()))
        (form.post("/tarik-barang/baru", body))
    };
    Ok(Page::new(title, main))
}

/// The batches that are on the unit's shelves or were named.
fn choices(
    read: &mut Read,
    ctx: &Context,
    chosen: Option<kernel::BatchId>,
) -> Result<Vec<(String, String)>> {
    let Some(unit) = ctx.actor.consignor() else { return Ok(Vec::new()) };
    let shelves = consignment::shelves_of(read, unit)?;
    let ids: Vec<_> = shelves.iter().map(|row| row.batch_id).chain(chosen).collect();
    let mut batches: Vec<Batch> = production::batches(read, &ids)?.into_values().collect();
    batches.extend(production::free_batches(read, unit)?);
    batches.retain(|batch| batch.consignor_id == unit);
    batches.sort_by(|a, b| b.code.cmp(&a.code));
    batches.dedup_by_key(|batch| batch.id);
    let ids: Vec<_> = batches.iter().map(|batch| batch.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let label = |batch: Batch| {
        let title = products.get(&batch.product_id).map(|one| one.title()).unwrap_or_default();
        (batch.id.to_string(), format!("{} · {title}", batch.code))
    };
    Ok(batches.into_iter().map(label).collect())
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let id = ask.id::<NoticeKind>("notice")?;
    let notice = seen(read, ctx)?.into_iter().find(|notice| notice.id == id);
    let notice = notice.ok_or(No::Unknown)?;
    let batch = production::load_batch(read, notice.batch_id)?;
    let lang = ctx.lang;
    let title = lang.fill("feedback.recall.of", &[("code", &batch.code)]);
    let form = ask.form(lang);
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], &title))
        (ui::header(&title, "", nothing()))
        (form.summary())
        (facts(read, ctx, &notice, &batch)?)
        (decide(ctx, &form, &notice))
        (here(read, ctx, &form, &notice)?)
        @if ctx.actor.sees_consignor(notice.consignor_id) {
            (places(read, ctx, &notice)?)
            (production::history(read, ctx, &[notice.id.cast()])?)
        }
    };
    Ok(Page::new(title, main))
}

fn facts(read: &mut Read, ctx: &Context, notice: &Notice, batch: &Batch) -> Result<Markup> {
    let lang = ctx.lang;
    let product = catalogue::load_product(read, batch.product_id)?.title();
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), badge(ctx, notice.state)),
        (lang.t("feedback.product"), html! { (product) }),
        (lang.t("feedback.recall.reason"), html! { (notice.reason) }),
        (lang.t("feedback.recall.advice"), html! { (notice.advice) }),
        (lang.t("feedback.recall.drafted_on"), ui::day(notice.drafted_on, lang)),
    ];
    if let Some(day) = notice.approved_on {
        facts.push((lang.t("feedback.recall.approved_on"), ui::day(day, lang)));
    }
    if let Some(reason) = &notice.end_reason {
        facts.push((lang.t("feedback.recall.ended"), html! { (reason) }));
    }
    Ok(ui::facts(facts))
}

/// What the unit can do: agree, drop, or say that it is over.
fn decide(ctx: &Context, form: &FormState<'_>, notice: &Notice) -> Markup {
    let lang = ctx.lang;
    let own = ctx.actor.sees_consignor(notice.consignor_id);
    let approves = own && ctx.actor.may(Capability::Approve);
    let drops = own && (approves || ctx.actor.may(Capability::RecordGoods));
    let post = |verb: &str| format!("/tarik-barang/{}/{verb}", notice.id);
    let ending = |verb: &str, title: &str| {
        html! {
            details {
                summary { (lang.t(title)) }
                form.form method="post" action=(post(verb)) novalidate {
                    (form.text("reason", "feedback.reason").max_length(200))
                    (ui::actions(ui::danger(lang.t(title))))
                }
            }
        }
    };
    html! {
        @if notice.state == NoticeState::Draft {
            @if approves && ctx.actor.user != notice.drafted_by {
                p { (lang.t("feedback.recall.approve_lead")) }
                (ui::button_form(&post("setujui"), lang.t("feedback.recall.approve"), "", &[]))
            } @else if own {
                p.hint { (lang.t("feedback.recall.waits")) }
            }
            @if drops { (ending("buang", "feedback.recall.drop")) }
        }
        @if notice.state == NoticeState::Approved && approves {
            (ending("selesai", "feedback.recall.lift"))
        }
    }
}

/// What the shop has of it, and the button that sends it back.
fn here(read: &mut Read, ctx: &Context, form: &FormState<'_>, notice: &Notice) -> Result<Markup> {
    let Some(shop) = ctx.actor.shop() else { return Ok(nothing()) };
    let lang = ctx.lang;
    let row = recall::on_shelf(read, shop, notice)?;
    let body = html! {
        @match &row {
            None => p { (lang.t("feedback.recall.nothing_here")) },
            Some(row) => {
                p { (lang.fill("feedback.recall.take_off", &[("n", &row.quantity)])) }
                @if ctx.actor.may(Capability::Sell) {
                    form.form method="post"
                        action={ "/tarik-barang/" (notice.id) "/kembalikan" } novalidate {
                        (form.hidden("id", ctx.fresh_id::<MovementKind>()))
                        (ui::actions(ui::submit(lang.t("feedback.recall.send_back"))))
                    }
                }
            }
        }
    };
    Ok(ui::section(lang.t("feedback.recall.at_shop"), body))
}

/// Which shops have pieces of it, for the unit.
fn places(read: &mut Read, ctx: &Context, notice: &Notice) -> Result<Markup> {
    let lang = ctx.lang;
    let shelves = consignment::shelves_of(read, notice.consignor_id)?;
    let mut rows = Vec::new();
    for row in shelves.iter().filter(|row| row.batch_id == notice.batch_id) {
        let shop = people::load_shop(read, row.shop_id)?.name;
        rows.push(vec![html! { (shop) }, html! { (row.quantity) }]);
    }
    let columns =
        [Column::text(lang.t("feedback.shop")), Column::amount(lang.t("feedback.recall.here"))];
    let table = ui::table(lang.t("feedback.recall.places"), columns, rows);
    let body = html! {
        @if table.is_empty() { p { (lang.t("feedback.recall.nowhere")) } } @else { (table) }
    };
    Ok(ui::section(lang.t("feedback.recall.places"), body))
}

fn way(ctx: &Context) -> Crumb<'static> {
    Crumb { href: "/tarik-barang", label: ctx.lang.t("feedback.recall.title") }
}

/// /penarikan: what anybody may read.
pub fn public(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let all = recall::in_force(read, ctx, &recall::Nothing {})?;
    let title = lang.t("feedback.recall.public");
    let main = html! {
        (ui::header(title, lang.t("feedback.recall.public_lead"), nothing()))
        @if all.is_empty() {
            (ui::empty(lang.t("feedback.recall.none"), lang.t("feedback.recall.public_none"),
                ui::quiet("/etalase", lang.t("feedback.recall.back"))))
        }
        @for one in &all {
            div.shop-row {
                h2 { (one.product) " · " (one.batch) }
                p { (one.reason) }
                p { strong { (one.advice) } }
                @if let Some(day) = one.since { p.hint { (ui::day(day, lang)) } }
            }
        }
    };
    Ok(Page::public(title, main).describe(lang.t("feedback.recall.public_lead")))
}
