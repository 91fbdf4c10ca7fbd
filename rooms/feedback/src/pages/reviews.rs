//! /ulasan-pembeli: what buyers say of the goods; words wait here for one who approves.

use std::collections::{BTreeMap, BTreeSet};

use db::{Read, Result};
use kernel::{BatchId, Capability, Context, Quantity};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter};
use web::{Ask, Page};
use words::Speak;

use super::{nothing, review_badge, stars};
use crate::{inputs::ListReviews, kinds::ReviewState, said, store, types::Review};

/// What the address of the list asks for.
pub(super) fn asked(ask: &Ask) -> ListReviews {
    ListReviews {
        state: ask.query("state").and_then(ReviewState::parse),
        batch: ask.query("batch").and_then(|batch| batch.parse().ok()),
        page: Some(Quantity(ask.browse().page())),
    }
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let asked = asked(ask);
    let (rows, total) = store::reviews(read, ctx, &asked)?;
    let batch = asked.batch.map(|batch| of_batch(read, ctx, batch)).transpose()?.flatten();
    let mut filters = vec![states(ctx, ask)];
    if let (Some((code, _)), Some(chosen)) = (&batch, ask.query("batch")) {
        filters.push(Filter::fixed("batch", lang.t("feedback.batch"), chosen, code.clone()));
    }
    let view = BrowseView {
        q: None,
        per_page: store::PER_PAGE,
        ..ask.browse().view("/ulasan-pembeli", filters, total)
    };
    let (title, f) = (lang.t("feedback.reviews.title"), ask.form(lang));
    let rows = (!rows.is_empty()).then(|| table(read, ctx, &f, &rows)).transpose()?;
    let hint = lang.t("feedback.reviews.first_hint");
    let first = ui::empty(lang.t("feedback.reviews.first"), hint, nothing());
    let complaints = ui::quiet("/keluhan", lang.t("feedback.complaints.title"));
    let main = html! {
        (ui::header(title, lang.t("feedback.reviews.lead"), complaints))
        (f.summary())
        @if let Some((_, Some(mean))) = &batch { p { strong { (mean) } } }
        (ui::listed(lang, &view, rows, ("feedback.none", "feedback.none_hint"), first))
    };
    Ok(Page::new(title, main))
}

/// The code of a batch that he may know of, and the mean of what he may see of it.
fn of_batch(
    read: &mut Read,
    ctx: &Context,
    id: BatchId,
) -> Result<Option<(String, Option<String>)>> {
    let (ratings, stars) = store::rated(read, ctx, id)?;
    let batch = production::batches(read, &[id])?.remove(&id);
    let known =
        |batch: &production::Batch| ratings > 0 || ctx.actor.sees_consignor(batch.consignor_id);
    let Some(code) = batch.filter(known).map(|batch| batch.code) else { return Ok(None) };
    let mean = said::mean(ratings, stars, ctx.lang);
    let told: [(&str, &dyn std::fmt::Display); 3] =
        [("code", &code), ("mean", &mean), ("ratings", &ratings)];
    let text = ctx.lang.fill("feedback.reviews.of_batch", &told);
    Ok(Some((code, (ratings > 0).then_some(text))))
}

fn states<'a>(ctx: &Context, ask: &'a Ask) -> Filter<'a> {
    let word = |state: &ReviewState| ctx.lang.t(&format!("feedback.review_state.{state}"));
    let choices = ReviewState::ALL.iter().map(|one| (one.name().to_owned(), word(one).to_owned()));
    Filter {
        name: "state",
        label: ctx.lang.t("common.state"),
        choices: choices.collect(),
        chosen: ask.query("state").unwrap_or_default(),
    }
}

fn table(read: &mut Read, ctx: &Context, f: &ui::FormState<'_>, rows: &[Review]) -> Result<Markup> {
    let lang = ctx.lang;
    let ids: BTreeSet<_> = rows.iter().map(|review| review.product_id).collect();
    let products = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
    let ids: Vec<_> = rows.iter().map(|review| review.batch_id).collect();
    let batches: BTreeMap<_, _> = production::batches(read, &ids)?;
    let columns = [
        Column::text(lang.t("feedback.product")),
        Column::text(lang.t("feedback.rating")),
        Column::text(lang.t("feedback.words")),
        Column::text(lang.t("common.state")),
        Column::actions(lang.t("common.actions")),
    ];
    let row = |review: &Review| {
        let title = products.get(&review.product_id).map(|product| product.title());
        let batch = batches.get(&review.batch_id).map(|batch| batch.code.clone());
        vec![
            html! { (title.unwrap_or_default()) br; span.unit { (batch.unwrap_or_default()) } },
            html! { (stars(lang, review.rating)) br; (ui::day(review.rated_on, lang)) },
            html! {
                span.kept-lines { (review.words.as_deref().unwrap_or_default()) }
                @if let Some(reason) = &review.reason { p.hint { (reason) } }
            },
            review_badge(lang, review.state),
            decide(ctx, f, review),
        ]
    };
    Ok(html! { (ui::table(lang.t("feedback.reviews.title"), columns, rows.iter().map(row))) })
}

/// The two buttons for one who approves.
fn decide(ctx: &Context, f: &ui::FormState<'_>, review: &Review) -> Markup {
    let lang = ctx.lang;
    let his = ctx.actor.sees_consignor(review.consignor_id) && ctx.actor.may(Capability::Approve);
    if !his || review.words.is_none() {
        return nothing();
    }
    let (action, revision) =
        (format!("/ulasan-pembeli/{}/putuskan", review.id), review.revision.to_string());
    html! {
        @if review.state != ReviewState::Shown {
            (ui::button_form(&action, lang.t("feedback.reviews.show"), "quiet",
                &[("revision", &revision), ("show", "true")]))
        }
        @if review.state != ReviewState::Hidden {
            (f.because(&ui::Because {
                action: &action,
                button: lang.t("feedback.reviews.hide"),
                reason: lang.t("feedback.reason"),
                hint: "",
                max: 200,
                hidden: &[("revision", &revision)],
            }))
        }
    }
}
