//! One agreement: its days, its terms in words, both sides' rupiah, its papers, its past.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Capability, Context, Day, Lang, ProductId, Rupiah};
use maud::{Markup, html};
use ui::{Column, Crumb, Kind, Step, StepState};
use web::{Ask, Page};
use words::Speak;

use super::{load, preview, standing_badge, versions};
use crate::{
    Agreement, Missing, Scan, Side, Signature, Standing, State, Terms,
    amend::{lacking, side_key},
    papers::TO_SIGN,
    reword,
    say::part_in_words,
    store,
    store_terms::{self, Discarded},
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let agreement = load(read, ctx, ask)?;
    let versions = crate::versions(read, agreement.id)?;
    let current = crate::terms_on(read, agreement.id, ctx.today())?;
    let discarded = store_terms::discarded(read, agreement.id)?;
    let draft = versions.iter().find(|terms| terms.state == State::Draft).map(|terms| terms.id);
    let signed = draft.map(|id| reword::signed(read, &agreement, id)).transpose()?;
    let lang = ctx.lang;
    let way = [Crumb { href: "/pks", label: lang.t("agreements.list.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, &agreement.title))
        (ui::header(&agreement.title, "", html! {
            (buttons(ctx, &agreement, signed))
            (ui::quiet(&format!("/pks/{}/naskah", agreement.id), lang.t("agreements.naskah.read")))
            (printed(ctx, &agreement))
        }))
        p { (standing_badge(ctx, &agreement)) }
        (steps(lang, agreement.standing(ctx.today())))
        (warning(ctx, &agreement))
        (what_is_missing(read, ctx, &agreement, &versions)?)
        (ui::section(lang.t("agreements.form.parties"), party_facts(lang, &agreement)))
        (ui::section(lang.t("agreements.terms"), terms_facts(lang, &current)))
        (units_section(read, ctx, &current)?)
        (versions::history(read, ctx, &agreement, &versions)?)
        (given_up(ctx, &discarded))
        (papers(read, ctx, &agreement, (&versions, &discarded))?)
        (past(read, ctx, &agreement)?)
    };
    Ok(Page::new(agreement.title.clone(), main))
}

/// The agreement's own paper. A draft is printed as one, or to be signed; one that was given up is
/// sent to nobody.
fn printed(ctx: &Context, agreement: &Agreement) -> Markup {
    let (lang, path) = (ctx.lang, format!("/pks/{}/pks.pdf", agreement.id));
    html! {
        (ui::quiet(&path, lang.t("agreements.print")))
        @if agreement.state == State::Draft {
            (ui::quiet(&ui::query(&path, &[TO_SIGN]), lang.t("agreements.print_to_sign")))
        }
        @if agreement.standing(ctx.today()) != Standing::Withdrawn {
            (people::hand_off(ctx, &path, &agreement.title, Some(agreement.shop_id)))
        }
    }
}

/// What can be done; `signed`: whether a side has signed the draft, where there is one. What is
/// signed is not written anew.
fn buttons(ctx: &Context, agreement: &Agreement, signed: Option<bool>) -> Markup {
    let (lang, base) = (ctx.lang, format!("/pks/{}", agreement.id));
    if !ctx.actor.sees_consignor(agreement.consignor_id) || agreement.state == State::Ended {
        return html! {};
    }
    let link = |path: &str, key: &str| ui::quiet(&format!("{base}/{path}"), lang.t(key));
    let records = ctx.actor.may(Capability::RecordGoods);
    let signs = ctx.actor.may(Capability::Sign);
    let draft = agreement.state == State::Draft;
    let (open, bound) = (signed.is_some(), signed == Some(true));
    html! {
        @if signs && open {
            (ui::button_link(&format!("{base}/berlakukan"), lang.t("agreements.enforce.title")))
        }
        @if records && open { (link("tanda-tangan", "agreements.sign.title")) }
        @if records { (link("pindaian", "agreements.attach.title")) }
        @if records && draft && !bound { (link("ubah", "agreements.form.revise")) }
        @if records && open && !bound { (link("pasal", "agreements.clauses.title")) }
        @if records && !draft && !bound { (link("addendum", "agreements.form.amend")) }
        @if records && !draft && open { (link("buang-addendum", "agreements.discard.title")) }
        // A day that was typed wrongly keeps a signed draft from being put in force.
        @if records && (!draft || bound) { (link("umumkan", "agreements.publish.title")) }
        @if records { (link("simpan-naskah", "agreements.template.keep")) }
        @if records && draft { (link("akhiri", "agreements.withdraw.title")) }
        @if signs && !draft { (link("akhiri", "agreements.end.title")) }
    }
}

fn steps(lang: Lang, standing: Standing) -> Markup {
    let at = match standing {
        Standing::Draft | Standing::Withdrawn => 0,
        Standing::Upcoming { .. } => 1,
        Standing::InForce => 2,
        Standing::Expiring { .. } => 3,
        Standing::Expired | Standing::Ended => 4,
    };
    let names = ["draft", "upcoming", "in_force", "expiring", "ended"];
    let labels = names.map(|name| lang.t(&format!("agreements.standing.{name}")));
    let all: Vec<Step<'_>> = labels
        .into_iter()
        .enumerate()
        .map(|(n, label)| {
            let state = match n.cmp(&at) {
                std::cmp::Ordering::Less => StepState::Done,
                std::cmp::Ordering::Equal => StepState::Now,
                std::cmp::Ordering::Greater => StepState::Later,
            };
            Step { label, state }
        })
        .collect();
    ui::steps(lang.t("common.state"), &all)
}

fn warning(ctx: &Context, agreement: &Agreement) -> Markup {
    let (lang, last) = (ctx.lang, agreement.course().last_day().long(ctx.lang));
    match agreement.standing(ctx.today()) {
        Standing::Expiring { days, .. } => {
            let text = lang.fill("agreements.warning.expiring", &[("days", &days), ("day", &last)]);
            ui::notice(lang, Kind::Warning, &text)
        }
        Standing::Expired => {
            let text = lang.fill("agreements.warning.expired", &[("day", &last)]);
            ui::notice(lang, Kind::Bad, &text)
        }
        Standing::Ended | Standing::Withdrawn => {
            let reason = agreement.end_reason.as_deref().unwrap_or_default();
            let params = [("day", &last as &dyn std::fmt::Display), ("reason", &reason)];
            ui::notice(lang, Kind::Neutral, &lang.fill("agreements.warning.ended", &params))
        }
        _ => html! {},
    }
}

/// What the open draft (of the agreement or of an addendum) still lacks.
fn what_is_missing(
    read: &mut Read,
    ctx: &Context,
    agreement: &Agreement,
    versions: &[Terms],
) -> Result<Markup> {
    let open = versions.iter().find(|terms| terms.state == State::Draft);
    let Some(draft) = open.filter(|_| agreement.state != State::Ended) else {
        return Ok(html! {});
    };
    let missing = lacking(read, agreement, draft, false)?;
    if missing.is_empty() {
        let text = ctx.lang.t("agreements.enforce.waiting");
        return Ok(ui::notice(ctx.lang, Kind::Waiting, text));
    }
    Ok(ui::notice_with(ctx.lang, Kind::Waiting, missing_list(ctx.lang, &missing)))
}

pub fn missing_list(lang: Lang, missing: &[Missing]) -> Markup {
    let word = |what: &Missing| match what {
        Missing::Number(side) => {
            lang.fill("agreements.missing.number", &[("side", &lang.t(side_key(*side)))])
        }
        Missing::Signature(side) => {
            lang.fill("agreements.missing.signature", &[("side", &lang.t(side_key(*side)))])
        }
        Missing::Scan => lang.t("agreements.missing.scan").to_owned(),
        Missing::Annex => lang.t("agreements.missing.annex").to_owned(),
    };
    html! {
        p { (lang.t("agreements.missing.title")) }
        ul { @for what in missing { li { (word(what)) } } }
    }
}

fn party_facts(lang: Lang, agreement: &Agreement) -> Markup {
    let number = |number: &Option<String>| match number {
        Some(number) => html! { (number) },
        None => html! { (lang.t("agreements.no_number")) },
    };
    let day = |day: Option<Day>| match day {
        Some(day) => ui::day(day, lang),
        None => html! { (lang.t("agreements.no_day")) },
    };
    ui::facts([
        (lang.t("agreements.consignor"), html! { (agreement.consignor_name) }),
        (lang.t("agreements.consignor_number"), number(&agreement.consignor_number)),
        (lang.t("agreements.shop"), html! { (agreement.shop_name) }),
        (lang.t("agreements.shop_number"), number(&agreement.shop_number)),
        (lang.t("agreements.place"), html! { (agreement.place) }),
        (lang.t("agreements.signed_on"), day(agreement.signed_on)),
        (lang.t("agreements.effective_from"), ui::day(agreement.effective_from, lang)),
        (lang.t("agreements.published_on"), day(agreement.published_on)),
        (lang.t("agreements.ends_on"), ui::day(agreement.course().last_day(), lang)),
        (lang.t("agreements.notes"), html! { (agreement.notes.as_deref().unwrap_or("–")) }),
    ])
}

/// The terms in words.
pub fn terms_facts(lang: Lang, terms: &Terms) -> Markup {
    let days = |days: i64| html! { (lang.count("agreements.n_days", days)) };
    let side = |side: Side| html! { (lang.t(side_key(side))) };
    let borne = |side: Side| html! { (lang.t(&format!("agreements.borne_by.{side}"))) };
    let cycle = lang.t(&format!("agreements.cycle.{}", terms.cycle));
    let expense = |one: &crate::Deductible| {
        let name = lang.t(&format!("agreements.expense.{}", one.kind));
        one.limit.map_or_else(
            || name.to_owned(),
            |limit| lang.fill("agreements.up_to", &[("expense", &name), ("limit", &limit)]),
        )
    };
    ui::facts([
        (lang.t("agreements.part"), html! { (part_in_words(lang, terms.part)) }),
        (lang.t("agreements.price_set_by"), side(terms.price_set_by)),
        (lang.t("agreements.cycle_label"), html! { (cycle) }),
        (lang.t("agreements.payment_days"), days(terms.payment_days)),
        (
            lang.t("agreements.deductibles"),
            html! {
                @if terms.deductibles.is_empty() { (lang.t("common.none")) } @else {
                    @for one in &terms.deductibles { div { (expense(one)) } }
                }
            },
        ),
        (lang.t("agreements.damage_borne_by"), borne(terms.damage_borne_by)),
        (lang.t("agreements.loss_borne_by"), borne(terms.loss_borne_by)),
        (lang.t("agreements.return_days"), days(terms.return_days)),
        (lang.t("agreements.notice_days"), days(terms.notice_days)),
    ])
}

/// The annex with both sides' rupiah of one unit, and the river.
pub fn units_section(read: &mut Read, ctx: &Context, terms: &Terms) -> Result<Markup> {
    let ids: Vec<ProductId> = terms.annex.keys().copied().collect();
    let products: BTreeMap<_, _> = catalogue::products(read, &ids)?.into_iter().collect();
    let prices = prices(read, ids.into_iter(), ctx.today().max(terms.valid_from))?;
    let rows = preview::rows_of(terms, &prices);
    let units = preview::units(ctx.lang, &rows, &products);
    Ok(ui::section(ctx.lang.t("agreements.unit.title"), units))
}

/// The catalogue's prices on a day, of the products that have one.
pub fn prices(
    read: &mut Read,
    products: impl Iterator<Item = ProductId>,
    day: Day,
) -> Result<BTreeMap<ProductId, Rupiah>> {
    let mut all = BTreeMap::new();
    for product in products {
        if let Some(price) = catalogue::price_on(read, product, day)? {
            all.insert(product, price);
        }
    }
    Ok(all)
}

/// The addenda that were drafted and discarded.
fn given_up(ctx: &Context, all: &[Discarded]) -> Markup {
    let lang = ctx.lang;
    if all.is_empty() {
        return html! {};
    }
    let columns = [
        Column::text(lang.t("agreements.addendum")),
        Column::text(lang.t("common.date")),
        Column::text(lang.t("agreements.discard.reason")),
    ];
    let row = |one: &Discarded| {
        vec![
            html! { (one.addendum_number) },
            ui::day(one.discarded_at.day(ctx.zone), lang),
            html! { (one.discard_reason) },
        ]
    };
    let title = lang.t("agreements.discard.past");
    ui::section(title, html! { (ui::table(title, columns, all.iter().map(row))) })
}

fn papers(
    read: &mut Read,
    ctx: &Context,
    agreement: &Agreement,
    (versions, discarded): (&[Terms], &[Discarded]),
) -> Result<Markup> {
    let lang = ctx.lang;
    let signatures = store::signatures(read, agreement.id)?;
    let scans = store::scans(read, agreement.id)?;
    let paper = |id| {
        if let Some(gone) = discarded.iter().find(|one| one.id == id) {
            let number = &gone.addendum_number;
            return lang.fill("agreements.discard.paper", &[("number", number)]);
        }
        let terms = versions.iter().find(|terms| terms.id == id);
        terms.map(|terms| paper_name(lang, terms)).unwrap_or_default()
    };
    let columns = [
        Column::text(lang.t("agreements.sign.side")),
        Column::text(lang.t("agreements.sign.name")),
        Column::text(lang.t("agreements.sign.signed_on")),
        Column::text(lang.t("agreements.paper")),
    ];
    let signed = |one: &Signature| {
        let who = html! {
            (one.name) ", " (one.office) br;
            span.unit { (lang.t("agreements.sign.acting_for")) ": " (one.acting_for) }
        };
        let side = html! { (lang.t(side_key(one.side))) };
        let paper = html! {
            (paper(one.terms_id))
            @if let Some(number) = &one.number { br; span.unit { (number) } }
        };
        vec![side, who, ui::day(one.signed_on, lang), paper]
    };
    let table = ui::table(lang.t("agreements.signatures"), columns, signatures.iter().map(signed));
    let reasons: Vec<_> =
        versions.iter().filter_map(|terms| terms.no_scan_reason.as_ref()).collect();
    let body = html! {
        @if signatures.is_empty() { p { (lang.t("agreements.sign.none")) } } @else { (table) }
        @if scans.is_empty() { p { (lang.t("agreements.attach.none")) } } @else {
            (scans_table(ctx, agreement, &scans, paper))
        }
        @for reason in reasons {
            p { (lang.t("agreements.enforce.no_scan_reason")) ": " (reason) }
        }
    };
    Ok(ui::section(lang.t("agreements.papers"), body))
}

/// What the paper of a version is called.
pub fn paper_name(lang: Lang, terms: &Terms) -> String {
    match &terms.addendum_number {
        None => lang.t("agreements.first_paper").to_owned(),
        Some(number) => format!("{} {number}", lang.t("agreements.addendum")),
    }
}

fn scans_table(
    ctx: &Context,
    agreement: &Agreement,
    scans: &[Scan],
    paper: impl Fn(kernel::TermsId) -> String,
) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("agreements.attach.scan")),
        Column::text(lang.t("agreements.paper")),
        Column::text(lang.t("common.date")),
        Column::text("SHA-256"),
    ];
    let row = |scan: &Scan| {
        let href = format!("/pks/{}/pindaian/{}", agreement.id, scan.id);
        let kib = kernel::group_thousands((scan.size_bytes + 1_023) / 1_024);
        vec![
            html! { a href=(href) { (scan.name) } " " span.unit { (kib) " KiB" } },
            html! { (paper(scan.terms_id)) },
            ui::day(scan.created_at.day(ctx.zone), lang),
            html! { code title=(scan.sha256) { (&scan.sha256[..16]) "…" } },
        ]
    };
    html! { (ui::table(lang.t("agreements.scans"), columns, scans.iter().map(row))) }
}

/// Everything that happened to the agreement, from the journal.
fn past(read: &mut Read, ctx: &Context, agreement: &Agreement) -> Result<Markup> {
    let lang = ctx.lang;
    let mut entries = Vec::new();
    for deed in store::deeds(read, agreement.id)? {
        entries.extend(journal::history(read, deed)?);
    }
    entries.retain(|entry| entry.kind.starts_with("agreements."));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    let line = |entry: &journal::Entry| {
        let verb = entry.kind.trim_start_matches("agreements.");
        let text = |name: &str| entry.body.get(name).and_then(|value| value.as_str());
        let side = text("side").and_then(Side::parse).map(|side| lang.t(side_key(side)));
        people::Happened {
            kind: if verb == "enforce" { Kind::Good } else { Kind::Neutral },
            note: text("reason").or(side).or(text("name")).map(str::to_owned),
            ..people::Happened::entry(entry, lang.t(&format!("agreements.event.{verb}")))
        }
    };
    people::history(read, ctx, entries.iter().map(line).collect())
}
