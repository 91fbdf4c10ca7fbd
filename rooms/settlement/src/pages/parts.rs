//! What several screens of this room show alike.

use std::collections::BTreeMap;

use agreements::{Agreement, Listed};
use db::{Read, Result};
use kernel::{AgreementId, Context, Day, FileId, Lang, Period, Rupiah};
use maud::{Markup, html};
use ui::{BrowseView, Filter, Kind};
use web::{Ask, Browse};
use words::Speak;

use crate::{
    kinds::{BillingState, Decision, RecipientKind, RuleState, StatementState, Why},
    store::Within,
};

/// Agreements that a form offers at most.
const AGREEMENTS_MAX: i64 = 500;

/// The agreements of a page's rows, by id.
pub fn agreements_of(
    read: &mut Read,
    ids: impl Iterator<Item = AgreementId>,
) -> Result<BTreeMap<AgreementId, Agreement>> {
    let mut all = BTreeMap::new();
    for id in ids {
        if let std::collections::btree_map::Entry::Vacant(place) = all.entry(id) {
            place.insert(agreements::load_agreement(read, id)?);
        }
    }
    Ok(all)
}

/// Every agreement that the actor may settle under: those that were ever in force.
pub fn own_agreements(read: &mut Read, ctx: &Context) -> Result<Vec<Agreement>> {
    let Some(asked) = Listed::by(&ctx.actor, ctx.today()) else { return Ok(Vec::new()) };
    let asked = Listed { limit: AGREEMENTS_MAX, offset: 0, ..asked };
    let (mut all, _) = agreements::list_agreements(read, &asked)?;
    all.retain(|one| one.enforced_by.is_some());
    Ok(all)
}

/// (id, words) of agreements, for a select.
pub fn choices(ctx: &Context, all: &[Agreement]) -> Vec<(String, String)> {
    all.iter().map(|one| (one.id.to_string(), title(ctx, one))).collect()
}

/// The other party and the number, as the reader knows them.
pub fn title(ctx: &Context, agreement: &Agreement) -> String {
    let of_shop = ctx.actor.shop().is_some();
    let (party, number) = match of_shop {
        true => (&agreement.consignor_name, &agreement.shop_number),
        false => (&agreement.shop_name, &agreement.consignor_number),
    };
    match number {
        Some(number) => format!("{party} · {number}"),
        None => party.clone(),
    }
}

/// The other party with its agreement behind it.
pub fn party(ctx: &Context, agreement: Option<&Agreement>) -> Markup {
    let Some(agreement) = agreement else { return html! {} };
    let of_shop = ctx.actor.shop().is_some();
    let name = if of_shop { &agreement.consignor_name } else { &agreement.shop_name };
    let number = if of_shop { &agreement.shop_number } else { &agreement.consignor_number };
    html! {
        a href={ "/pks/" (agreement.id) } { (name) }
        @if let Some(number) = number { br; span.unit { (number) } }
    }
}

/// `3 Nov 2025 – 30 Nov 2025`.
pub fn period(period: Period, lang: Lang) -> Markup {
    html! {
        span.nowrap { (period.from.short(lang)) " –" } " "
        span.nowrap { (period.to.short(lang)) }
    }
}

/// The sales behind a figure.
pub fn sales_href(agreement: AgreementId, period: Period) -> String {
    let (agreement, from, to) =
        (agreement.to_string(), period.from.to_string(), period.to.to_string());
    ui::query("/penjualan", &[("agreement", &agreement), ("from", &from), ("to", &to)])
}

pub fn statement_badge(lang: Lang, state: StatementState, open: Rupiah) -> Markup {
    let (kind, key) = match state {
        StatementState::Closed => (Kind::Waiting, "settlement.state.closed"),
        StatementState::Approved if open.0 > 0 => (Kind::Warning, "settlement.state.owed"),
        StatementState::Approved => (Kind::Good, "settlement.state.remitted"),
        StatementState::Rejected => (Kind::Bad, "settlement.state.rejected"),
    };
    ui::badge(kind, lang.t(key))
}

pub fn decision_badge(lang: Lang, state: Decision) -> Markup {
    let kind = match state {
        Decision::Reported => Kind::Waiting,
        Decision::Confirmed => Kind::Good,
        Decision::Rejected => Kind::Bad,
    };
    ui::badge(kind, lang.t(&format!("settlement.decision.{state}")))
}

pub fn rule_badge(lang: Lang, state: RuleState) -> Markup {
    let kind = match state {
        RuleState::Draft => Kind::Waiting,
        RuleState::Approved => Kind::Good,
        RuleState::Rejected => Kind::Bad,
    };
    ui::badge(kind, lang.t(&format!("settlement.rule_state.{state}")))
}

pub fn billing_badge(lang: Lang, state: BillingState) -> Markup {
    let kind = match state {
        BillingState::Issued | BillingState::Recorded => Kind::Waiting,
        BillingState::Paid => Kind::Good,
        BillingState::Expired => Kind::Bad,
    };
    ui::badge(kind, lang.t(&format!("settlement.billing_state.{state}")))
}

/// What a recipient is called; another by its own name.
pub fn recipient(lang: Lang, kind: RecipientKind, name: Option<&str>) -> String {
    match name {
        Some(name) => name.to_owned(),
        None => super::preview::flow(kind).word(lang).to_owned(),
    }
}

pub fn why(lang: Lang, why: Why) -> &'static str {
    lang.t(&format!("settlement.why.{why}"))
}

/// A list's search, a filter by state and one by agreement.
pub fn view<'a>(
    browse: &Browse<'a>,
    path: &'a str,
    filters: Vec<Filter<'a>>,
    total: i64,
) -> BrowseView<'a> {
    BrowseView {
        path,
        q: Some(browse.q().unwrap_or_default()),
        filters,
        page: browse.page(),
        per_page: browse.limit(),
        total,
    }
}

/// The filter by state; `names` are the states, `keys` where their words stand.
pub fn state_filter<'a>(lang: Lang, browse: &Browse<'a>, names: &[&str], keys: &str) -> Filter<'a> {
    let choice = |name: &&str| ((*name).to_owned(), lang.t(&format!("{keys}.{name}")).to_owned());
    Filter {
        name: "state",
        label: lang.t("common.state"),
        choices: names.iter().map(choice).collect(),
        chosen: browse.filter("state").unwrap_or_default(),
    }
}

pub fn agreement_filter<'a>(ctx: &Context, browse: &Browse<'a>, all: &[Agreement]) -> Filter<'a> {
    Filter {
        name: "agreement",
        label: ctx.lang.t("settlement.agreement"),
        choices: choices(ctx, all),
        chosen: browse.filter("agreement").unwrap_or_default(),
    }
}

/// The agreement that the query narrows to.
pub fn chosen_agreement(browse: &Browse<'_>) -> Option<AgreementId> {
    browse.filter("agreement").and_then(|id| id.parse().ok())
}

/// The days that a figure's link narrows a list to: under these names in the query.
pub const DAYS: [&str; 2] = ["from", "to"];

pub fn within(browse: &Browse<'_>, names: [&str; 2]) -> Within {
    let [from, to] = names.map(|name| browse.filter(name).and_then(|day| day.parse().ok()));
    Within { from, to }
}

/// The same, to be seen above the list and kept while one pages and searches; the words stand under
/// `settlement.within.` and the name.
pub fn day_filters<'a>(lang: Lang, browse: &Browse<'a>, names: [&'a str; 2]) -> Vec<Filter<'a>> {
    let day = |name: &'a str| {
        let chosen = browse.filter(name)?;
        let day: Day = chosen.parse().ok()?;
        let label = lang.t(&format!("settlement.within.{name}"));
        Some(Filter::fixed(name, label, chosen, day.short(lang)))
    };
    names.into_iter().filter_map(day).collect()
}

/// A list's table with its bar and pager, or what to say where there is none.
pub fn listed(lang: Lang, view: &BrowseView<'_>, table: &ui::Table, empty: Markup) -> Markup {
    let rows = (!table.is_empty()).then(|| html! { (table) });
    let none = ("settlement.none_found", "settlement.none_found_hint");
    ui::listed(lang, view, rows, none, empty)
}

/// The paper behind a figure.
pub fn paper(lang: Lang, file: Option<FileId>) -> Markup {
    match file {
        Some(id) => html! { a href={ "/nota/berkas/" (id) } { (lang.t("settlement.evidence")) } },
        None => html! { (lang.t("common.none")) },
    }
}

pub fn text_or_dash(text: Option<&str>) -> Markup {
    html! { (text.unwrap_or("–")) }
}

pub fn day_or_dash(day: Option<Day>, lang: Lang) -> Markup {
    match day {
        Some(day) => ui::day(day, lang),
        None => html! { "–" },
    }
}

/// Everything that happened to a document, from the journal, the latest first.
pub fn history<K>(read: &mut Read, ctx: &Context, id: kernel::Id<K>) -> Result<Markup> {
    history_of(read, ctx, &[id])
}

/// [`history`] of several documents together.
pub fn history_of<K>(read: &mut Read, ctx: &Context, ids: &[kernel::Id<K>]) -> Result<Markup> {
    let mut entries = Vec::new();
    for id in ids {
        entries.extend(journal::history(read, *id)?);
    }
    entries.retain(|entry| entry.kind.starts_with("settlement."));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    let line = |entry: &journal::Entry| {
        let verb = entry.kind.trim_start_matches("settlement.");
        people::Happened {
            kind: match verb.split('_').next() {
                Some("approve" | "confirm" | "distribute") => Kind::Good,
                Some("reject") => Kind::Bad,
                _ => Kind::Neutral,
            },
            ..people::Happened::entry(entry, ctx.lang.t(&format!("settlement.event.{verb}")))
        }
    };
    people::history(read, ctx, entries.iter().map(line).collect())
}

/// The refusal of a button that stands on this page.
pub fn refused(ctx: &Context, ask: &Ask) -> Markup {
    html! { (ask.form(ctx.lang).summary()) }
}
