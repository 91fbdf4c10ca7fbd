//! Differences: the list, and the page on which both sides settle one.

use agreements::Side;
use db::{Read, Result};
use kernel::{Context, DiscrepancyKind, Id, Quantity, Rupiah};
use maud::{Markup, html};
use ui::{BrowseView, Column, Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{
    Words, behind, behind_filters, delivery::seen, filter, listed, names::Names, nothing, shelf,
};
use crate::{
    actions_count,
    inputs::ProposalKind,
    kinds::{DifferenceState, Direction, Origin, Party, ProposalState, Resolution},
    postings,
    store_movement::{self, SideFilter},
    types::{Discrepancy, Proposal},
};

const LIST: Words = Words {
    title: "consignment.differences.title",
    lead: "consignment.differences.lead",
    empty: "consignment.differences.empty",
    empty_hint: "consignment.differences.empty_hint",
};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let names = Names::of(ctx.lang)
        .goods(read, rows.iter().map(|one| (one.product_id, one.batch_id)))?
        .places(read, rows.iter().map(|one| (one.consignor_id, one.shop_id)))?;
    let origins: Vec<&str> = Origin::ALL.iter().map(|origin| origin.as_str()).collect();
    let states: Vec<&str> = DifferenceState::ALL.iter().map(|state| state.as_str()).collect();
    let (origin, state) = (lang.t("consignment.difference.origin.title"), lang.t("common.state"));
    let (of_origin, of_state) = (browse.filter("origin"), browse.filter("state"));
    let view = BrowseView {
        q: None,
        ..browse.view(
            "/selisih",
            vec![
                filter(
                    ctx,
                    ("origin", origin),
                    "consignment.difference.origin",
                    &origins,
                    of_origin,
                ),
                filter(ctx, ("state", state), "consignment.difference.state", &states, of_state),
            ]
            .into_iter()
            .chain(behind_filters(read, ctx, &browse, total > 0)?)
            .collect(),
            total,
        )
    };
    let table = (!rows.is_empty()).then(|| table(ctx, &rows, &names));
    let below = shelf::below_zero(read, ctx)?;
    let mut page = listed(ctx, &LIST, &view, &nothing(), table);
    page.main = html! { (page.main) (below_zero(ctx, below)) };
    Ok(page)
}

/// Tills that sold more than the shelf had are believed; until somebody counts, it stands here.
fn below_zero(ctx: &Context, n: i64) -> Markup {
    let lang = ctx.lang;
    if n == 0 {
        return nothing();
    }
    ui::section(
        lang.t("consignment.shelf.state.below_zero"),
        html! {
            (ui::notice(lang, ui::Kind::Warning, &lang.count("consignment.differences.below", n)))
            (ui::actions(ui::quiet("/rak?state=below_zero",
                lang.t("consignment.differences.to_shelf"))))
        },
    )
}

/// The differences that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Discrepancy>, i64)> {
    let browse = ask.browse();
    let asked = SideFilter {
        consignor: ctx.actor.consignor(),
        shop: ctx.actor.shop(),
        kind: browse.filter("origin").filter(|origin| Origin::parse(origin).is_some()),
        state: browse.filter("state").filter(|state| DifferenceState::parse(state).is_some()),
        behind: behind(&browse),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    match seen(ctx) {
        true => store_movement::list_discrepancies(read, &asked),
        false => Ok((Vec::new(), 0)),
    }
}

fn table(ctx: &Context, rows: &[Discrepancy], names: &Names) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("consignment.product")),
        Column::text(lang.t("consignment.batch")),
        Column::text(lang.t("consignment.shop")),
        Column::text(lang.t("consignment.difference.what")),
        Column::amount(lang.t("consignment.quantity")),
        Column::text(lang.t("consignment.difference.seen_on")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Discrepancy| {
        vec![
            html! { a href={ "/selisih/" (one.id) } { (names.product(one.product_id)) } },
            html! { (names.batch(one.batch_id)) },
            html! { (names.shop(one.shop_id)) },
            html! { (what(ctx, one)) },
            names.pieces(one.product_id, one.quantity.0),
            ui::day(one.booked_on, lang),
            badge(ctx, one),
        ]
    };
    html! { (ui::table(lang.t(LIST.title), columns, rows.iter().map(row))) }
}

pub fn what(ctx: &Context, one: &Discrepancy) -> &'static str {
    ctx.lang.t(match (one.origin, one.direction) {
        (Origin::Receipt, _) => "consignment.difference.not_arrived",
        (Origin::Count, Direction::Missing) => "consignment.difference.missing",
        (Origin::Count, Direction::Found) => "consignment.difference.found",
    })
}

pub fn badge(ctx: &Context, one: &Discrepancy) -> Markup {
    let lang = ctx.lang;
    match one.open_quantity.is_zero() {
        true => ui::badge(ui::Kind::Good, lang.t("consignment.difference.state.settled")),
        false => ui::badge(
            ui::Kind::Warning,
            &lang.fill("consignment.difference.open_pieces", &[("n", &one.open_quantity)]),
        ),
    }
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let id = ask.id::<DiscrepancyKind>("discrepancy")?;
    let one = actions_count::load_own_discrepancy(read, ctx, id)?;
    let lang = ctx.lang;
    let proposals = store_movement::list_proposals(read, one.id)?;
    let shops = [Some(one.shop_id), one.from_shop_id].into_iter().flatten();
    let names = Names::of(ctx.lang)
        .goods(read, [(one.product_id, one.batch_id)])?
        .places(read, shops.map(|shop| (one.consignor_id, shop)))?;
    let mut subjects: Vec<Id<()>> = vec![Id::new(one.document)];
    subjects.extend(proposals.iter().map(|proposal| proposal.id.cast::<()>()));
    let title = format!("{} · {}", what(ctx, &one), names.product(one.product_id));
    let way = [Crumb { href: "/selisih", label: lang.t(LIST.title) }];
    let f = ask.form(lang);
    let main = html! {
        (ui::breadcrumbs(lang, &way, names.batch(one.batch_id)))
        (ui::header(&title, lang.t("consignment.difference.lead"), ui::quiet(
            &format!("/selisih/{}/berita-acara.pdf", one.id), lang.t("paper.selisih.title"))))
        (f.summary())
        (facts(ctx, &one, &names))
        (proposed(ctx, &one, &proposals, &names))
        @if let Some(party) = actions_count::party(ctx, &one).ok()
             && !one.open_quantity.is_zero() {
            @let unit = names.unit_of(one.product_id);
            (propose(ctx, &f, (&one, party), &unit, due_of_one(read, &one)?))
        }
        (production::history(read, ctx, &subjects)?)
    };
    Ok(Page::new(title, main))
}

fn facts(ctx: &Context, one: &Discrepancy, names: &Names) -> Markup {
    let lang = ctx.lang;
    let paper = match (one.origin, one.delivery_id) {
        (Origin::Receipt, Some(delivery)) => format!("/kirim/{delivery}"),
        _ => format!("/hitung/{}", one.document),
    };
    let origin = lang.t(&format!("consignment.difference.origin.{}", one.origin));
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), badge(ctx, one)),
        (lang.t("consignment.shop"), html! { (names.shop(one.shop_id)) }),
        (lang.t("consignment.batch"), names.batch_link(ctx, one.batch_id)),
        (lang.t("consignment.quantity"), names.pieces(one.product_id, one.quantity.0)),
        (lang.t("consignment.difference.seen_on"), ui::day(one.booked_on, lang)),
        (lang.t("consignment.difference.origin.title"), html! { a href=(paper) { (origin) } }),
    ];
    if let Some(from) = one.from_shop_id {
        facts.push((lang.t("consignment.side.sender"), html! { (names.shop(from)) }));
    }
    if let Some(note) = &one.note {
        facts.push((lang.t("common.note"), html! { (note) }));
    }
    ui::facts(facts)
}

fn proposed(ctx: &Context, one: &Discrepancy, all: &[Proposal], names: &Names) -> Markup {
    if all.is_empty() {
        return nothing();
    }
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("consignment.difference.resolution.title")),
        Column::amount(lang.t("consignment.quantity")),
        Column::text(lang.t("consignment.movement.proposed_by")),
        Column::text(lang.t("common.note")),
        Column::text(lang.t("common.state")),
        Column::actions(lang.t("common.actions")),
    ];
    let bearer = |side: Side| lang.t(&format!("consignment.side.{side}"));
    let row = |proposal: &Proposal| {
        vec![
            html! {
                (resolution_word(ctx, proposal.resolution))
                @if let Some(side) = proposal.borne_by {
                    br; span.unit { (lang.t("consignment.movement.borne_by")) ": " (bearer(side)) }
                }
            },
            names.pieces(one.product_id, proposal.quantity.0),
            html! { (lang.t(&format!("consignment.side.{}", proposal.side))) },
            html! { (proposal.note) },
            proposal_badge(ctx, proposal.state),
            confirm(ctx, one, proposal),
        ]
    };
    let caption = lang.t("consignment.difference.proposals");
    ui::section(caption, html! { (ui::table(caption, columns, all.iter().map(row))) })
}

fn resolution_word(ctx: &Context, resolution: Resolution) -> &'static str {
    ctx.lang.t(&format!("consignment.difference.resolution.{resolution}"))
}

fn proposal_badge(ctx: &Context, state: ProposalState) -> Markup {
    let kind = match state {
        ProposalState::Proposed => ui::Kind::Waiting,
        ProposalState::Confirmed => ui::Kind::Good,
        ProposalState::Replaced => ui::Kind::Neutral,
    };
    ui::badge(kind, ctx.lang.t(&format!("consignment.difference.proposal.{state}")))
}

fn confirm(ctx: &Context, one: &Discrepancy, proposal: &Proposal) -> Markup {
    if proposal.state != ProposalState::Proposed {
        return nothing();
    }
    let asked = one.difference().confirmers(proposal.resolution, proposal.side);
    match actions_count::party(ctx, one) {
        Ok(party) if asked.contains(&party) => {}
        Ok(_) if asked == [Party::Sender] => {
            return html! { (ctx.lang.t("consignment.difference.waits_for_sender")) };
        }
        _ => return nothing(),
    }
    let action = format!("/selisih/{}/setuju", one.id);
    let id = proposal.id.to_string();
    let label = ctx.lang.t("consignment.movement.confirm");
    ui::button_form(&action, label, "primary", &[("proposal", &id)])
}

/// What the shop would owe for one piece; nothing where the product has no price.
fn due_of_one(read: &mut Read, one: &Discrepancy) -> Result<Option<Rupiah>> {
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let (product, day) = (one.product_id, one.booked_on);
    Ok(postings::due_price(read, &agreement, product, day, Quantity(1)).ok())
}

fn propose(
    ctx: &Context,
    f: &FormState<'_>,
    (one, party): (&Discrepancy, Party),
    unit: &str,
    due: Option<Rupiah>,
) -> Markup {
    let lang = ctx.lang;
    let hint = match due {
        Some(due) => lang.fill("consignment.difference.borne_by_due", &[("due", &due)]),
        None => lang.t("consignment.difference.borne_by_hint").to_owned(),
    };
    let ways = one.difference().settlings_of(party);
    let lost = ways.contains(&Resolution::Lost);
    let choices = ways.iter().map(|way| (way.to_string(), resolution_word(ctx, *way)));
    let sides = Side::ALL
        .iter()
        .map(|side| (side.to_string(), lang.t(&format!("consignment.side.{side}"))));
    let body = html! {
        form.form method="post" action={ "/selisih/" (one.id) "/usul" } novalidate {
            (f.hidden("id", ctx.fresh_id::<ProposalKind>()))
            (f.radio("resolution", "consignment.difference.resolution.title", choices))
            (f.number("quantity", "consignment.quantity").value(one.open_quantity.0)
                .suffix(unit))
            @if lost {
                (f.select("borne_by", "consignment.movement.borne_by", sides).optional()
                    .hint_text(hint))
            }
            (f.text("note", "consignment.difference.note").max_length(200))
            (ui::actions(ui::submit(lang.t("consignment.difference.propose"))))
        }
    };
    ui::section(lang.t("consignment.difference.propose"), body)
}
