//! /keluhan: what is wrong with what was bought, those that wait for an answer marked.

use std::collections::BTreeSet;

use db::{Read, Result};
use kernel::{Context, Quantity};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter};
use web::{Ask, Page};
use words::Speak;

use super::{complaint_badge, nothing};
use crate::{inputs::ListComplaints, kinds::ComplaintState, store, types::Complaint};

/// Signs of a complaint that a list shows.
const SHOWN: usize = 90;

/// What the address of the list asks for.
pub(super) fn asked(ask: &Ask) -> ListComplaints {
    ListComplaints {
        state: ask.query("state").and_then(ComplaintState::parse),
        page: Some(Quantity(ask.browse().page())),
    }
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let asked = asked(ask);
    let (rows, total) = store::complaints(read, ctx, &asked)?;
    let view = BrowseView {
        q: None,
        per_page: store::PER_PAGE,
        ..ask.browse().view("/keluhan", vec![states(ctx, ask)], total)
    };
    let title = lang.t("feedback.complaints.title");
    let rows = (!rows.is_empty()).then(|| table(read, ctx, &rows)).transpose()?;
    let hint = lang.t("feedback.complaints.first_hint");
    let first = ui::empty(lang.t("feedback.complaints.first"), hint, nothing());
    let reviews = ui::quiet("/ulasan-pembeli", lang.t("feedback.reviews.title"));
    let main = html! {
        (ui::header(title, lang.t("feedback.complaints.lead"), reviews))
        (ui::listed(lang, &view, rows, ("feedback.none", "feedback.none_hint"), first))
    };
    Ok(Page::new(title, main))
}

fn states<'a>(ctx: &Context, ask: &'a Ask) -> Filter<'a> {
    let word = |state: &ComplaintState| ctx.lang.t(&format!("feedback.complaint_state.{state}"));
    let all = ComplaintState::ALL.iter();
    Filter {
        name: "state",
        label: ctx.lang.t("common.state"),
        choices: all.map(|one| (one.name().to_owned(), word(one).to_owned())).collect(),
        chosen: ask.query("state").unwrap_or_default(),
    }
}

fn table(read: &mut Read, ctx: &Context, rows: &[Complaint]) -> Result<Markup> {
    let lang = ctx.lang;
    let ids: BTreeSet<_> = rows.iter().map(|one| one.product_id).collect();
    let products = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
    let columns = [
        Column::text(lang.t("feedback.words")),
        Column::text(lang.t("feedback.product")),
        Column::text(lang.t("common.state")),
        Column::text(lang.t("feedback.made_on")),
    ];
    let row = |one: &Complaint| {
        let title = products.get(&one.product_id).map(|product| product.title());
        vec![
            html! { a href={ "/keluhan/" (one.id) } { (short(&one.words)) } },
            html! { (title.unwrap_or_default()) },
            complaint_badge(lang, one.state),
            ui::day(one.made_on, lang),
        ]
    };
    Ok(html! { (ui::table(lang.t("feedback.complaints.title"), columns, rows.iter().map(row))) })
}

/// The beginning of what was said, on one line.
pub(super) fn short(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.chars().count() > SHOWN {
        true => format!("{}…", line.chars().take(SHOWN).collect::<String>()),
        false => line,
    }
}
