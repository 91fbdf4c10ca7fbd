//! /prospek-pesanan: what people want made, for the unit.

use db::{Read, Result};
use kernel::{Context, Lang, Quantity};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter, Kind};
use web::{Ask, Page};
use words::Speak;

use super::nothing;
use crate::{inputs_lead::ListLeads, kinds::LeadState, store_lead, types_lead::Lead};

/// Signs of a wish that a list shows.
const SHOWN: usize = 90;

/// What the address of the list asks for.
pub(super) fn asked(ask: &Ask) -> ListLeads {
    ListLeads {
        q: ask.query("q").map(str::to_owned),
        state: ask.query("state").and_then(LeadState::parse),
        page: Some(Quantity(ask.browse().page())),
    }
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let asked = asked(ask);
    let (rows, total) = store_lead::list(read, ctx, &asked)?;
    let browse = ask.browse();
    let view = BrowseView {
        per_page: store_lead::PER_PAGE,
        ..browse.view("/prospek-pesanan", vec![states(lang, ask)], total)
    };
    let title = lang.t("orders.leads.title");
    let hint = lang.t("orders.leads.first_hint");
    let first = ui::empty(lang.t("orders.leads.first"), hint, public(ctx));
    let main = html! {
        (ui::header(title, lang.t("orders.leads.lead"), public(ctx)))
        (ui::listed(lang, &view, (!rows.is_empty()).then(|| table(lang, &rows)),
            ("orders.leads.none", "orders.leads.none_hint"), first))
    };
    Ok(Page::new(title, main))
}

/// The form that the public sees.
fn public(ctx: &Context) -> Markup {
    let Some(unit) = ctx.actor.consignor() else { return nothing() };
    ui::quiet(&format!("/pesan-khusus/{unit}"), ctx.lang.t("orders.leads.public_page"))
}

fn states<'a>(lang: Lang, ask: &'a Ask) -> Filter<'a> {
    let choices = LeadState::ALL.iter().map(|state| {
        (state.name().to_owned(), lang.t(&format!("orders.lead_state.{state}")).to_owned())
    });
    Filter {
        name: "state",
        label: lang.t("common.state"),
        choices: choices.collect(),
        chosen: ask.query("state").unwrap_or_default(),
    }
}

pub(super) fn badge(lang: Lang, state: LeadState) -> Markup {
    let kind = match state {
        LeadState::New => Kind::Waiting,
        LeadState::Quoted => Kind::Good,
        LeadState::Declined => Kind::Neutral,
    };
    ui::badge(kind, lang.t(&format!("orders.lead_state.{state}")))
}

fn table(lang: Lang, rows: &[Lead]) -> Markup {
    let columns = [
        Column::text(lang.t("orders.wish.what")),
        Column::amount(lang.t("orders.quantity")),
        Column::text(lang.t("orders.wish.wanted_on")),
        Column::text(lang.t("common.state")),
        Column::text(lang.t("orders.wish.asked_on")),
    ];
    let row = |lead: &Lead| {
        vec![
            html! { a href={ "/prospek-pesanan/" (lead.id) } { (short(&lead.what)) } },
            ui::quantity(lead.quantity, ""),
            lead.wanted_on.map(|day| ui::day(day, lang)).unwrap_or_default(),
            badge(lang, lead.state),
            ui::day(lead.asked_on, lang),
        ]
    };
    html! { (ui::table(lang.t("orders.leads.title"), columns, rows.iter().map(row))) }
}

/// The beginning of a wish, on one line.
pub(super) fn short(what: &str) -> String {
    let line: Vec<&str> = what.split_whitespace().collect();
    let line = line.join(" ");
    match line.chars().count() > SHOWN {
        true => format!("{}…", line.chars().take(SHOWN).collect::<String>()),
        false => line,
    }
}
