//! Return, damage, loss, transfer: the list, and the paper that the other side decides.

use agreements::Side;
use db::{Read, Result};
use kernel::{Context, MovementKind as Kind, Rupiah};
use maud::{Markup, html};
use ui::{BrowseView, Column, Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{Words, behind, behind_filters, delivery::seen, filter, listed, names::Names, nothing};
use crate::{
    actions_decide, actions_movement, guard,
    kinds::{MovementKind, MovementState},
    store_delivery,
    store_movement::{self, SideFilter},
    types::{Delivery, Movement, MovementLine},
};

const LIST: Words = Words {
    title: "consignment.movements.title",
    lead: "consignment.movements.lead",
    empty: "consignment.movements.empty",
    empty_hint: "consignment.movements.empty_hint",
};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let names = Names::of(ctx.lang);
    let names = names.places(read, rows.iter().map(|one| (one.consignor_id, one.shop_id)))?;
    let kinds: Vec<&str> = MovementKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let states: Vec<&str> = MovementState::ALL.iter().map(|state| state.as_str()).collect();
    let (kind, state) = (lang.t("consignment.movement.kind.title"), lang.t("common.state"));
    let (of_kind, of_state) = (browse.filter("kind"), browse.filter("state"));
    let view = BrowseView {
        q: None,
        ..browse.view(
            "/gerak",
            vec![
                filter(ctx, ("kind", kind), "consignment.movement.kind", &kinds, of_kind),
                filter(ctx, ("state", state), "consignment.movement.state", &states, of_state),
            ]
            .into_iter()
            .chain(behind_filters(read, ctx, &browse, total > 0)?)
            .collect(),
            total,
        )
    };
    let new = ui::button_link("/gerak/baru", lang.t("consignment.movements.new"));
    let head = if guard::acting_side(&ctx.actor).is_ok() { new } else { nothing() };
    let table = (!rows.is_empty()).then(|| table(ctx, &rows, &names));
    Ok(listed(ctx, &LIST, &view, &head, table))
}

/// The movements that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Movement>, i64)> {
    let browse = ask.browse();
    let asked = SideFilter {
        consignor: ctx.actor.consignor(),
        shop: ctx.actor.shop(),
        kind: browse.filter("kind").filter(|kind| MovementKind::parse(kind).is_some()),
        state: browse.filter("state").filter(|state| MovementState::parse(state).is_some()),
        behind: behind(&browse),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    match seen(ctx) {
        true => store_movement::list_movements(read, &asked),
        false => Ok((Vec::new(), 0)),
    }
}

fn table(ctx: &Context, rows: &[Movement], names: &Names) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("consignment.movement.kind.title")),
        Column::text(lang.t("consignment.movement.happened_on")),
        Column::text(lang.t("consignment.shop")),
        Column::text(lang.t("consignment.movement.reason")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Movement| {
        vec![
            html! { a href={ "/gerak/" (one.id) } { (kind_word(ctx, one.kind)) } },
            ui::day(one.happened_on, lang),
            html! { (names.shop(one.shop_id)) },
            html! { (one.reason) },
            badge(ctx, one.state),
        ]
    };
    html! { (ui::table(lang.t(LIST.title), columns, rows.iter().map(row))) }
}

pub fn kind_word(ctx: &Context, kind: MovementKind) -> &'static str {
    ctx.lang.t(&format!("consignment.movement.kind.{kind}"))
}

fn badge(ctx: &Context, state: MovementState) -> Markup {
    let kind = match state {
        MovementState::Proposed => ui::Kind::Waiting,
        MovementState::Confirmed => ui::Kind::Good,
        MovementState::Declined => ui::Kind::Bad,
        MovementState::Withdrawn => ui::Kind::Neutral,
    };
    ui::badge(kind, ctx.lang.t(&format!("consignment.movement.state.{state}")))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let movement = actions_movement::load_own(read, ctx, ask.id::<Kind>("movement")?)?;
    let lang = ctx.lang;
    let lines = store_movement::list_movement_lines(read, movement.id)?;
    let places = [Some(movement.shop_id), movement.to_shop_id];
    let places = places.into_iter().flatten().map(|shop| (movement.consignor_id, shop));
    let names = Names::of(ctx.lang)
        .goods(read, lines.iter().map(|line| (line.product_id, line.batch_id)))?
        .places(read, places)?;
    let (bearer, charge) = actions_decide::cost(read, &movement, &lines)?;
    let cost = (bearer, charge.filter(|charge| charge.0 != 0));
    let sent = store_delivery::find_delivery_of(read, movement.id)?;
    let word = kind_word(ctx, movement.kind);
    let title = format!("{word} · {}", names.shop(movement.shop_id));
    let way = [Crumb { href: "/gerak", label: lang.t(LIST.title) }];
    let f = ask.form(lang);
    let main = html! {
        (ui::breadcrumbs(lang, &way, word))
        (ui::header(&title, &movement.reason, record(ctx, &movement)))
        (f.summary())
        (facts(ctx, &movement, cost, sent.as_ref(), &names))
        (lines_table(ctx, &lines, &names))
        (decide(ctx, &f, &movement))
        (production::history(read, ctx, &[movement.id.cast()])?)
    };
    Ok(Page::new(title, main))
}

/// The paper that both sides sign when broken pieces leave the shop.
fn record(ctx: &Context, movement: &Movement) -> Markup {
    if !movement.kind.is_of_broken() {
        return nothing();
    }
    let href = format!("/gerak/{}/barang-rusak.pdf", movement.id);
    ui::quiet(&href, ctx.lang.t("paper.barang-rusak.title"))
}

fn facts(
    ctx: &Context,
    movement: &Movement,
    (bearer, charge): (Option<Side>, Option<Rupiah>),
    sent: Option<&Delivery>,
    names: &Names,
) -> Markup {
    let lang = ctx.lang;
    let side = |side| lang.t(&format!("consignment.side.{side}"));
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), badge(ctx, movement.state)),
        (lang.t("consignment.movement.happened_on"), ui::day(movement.happened_on, lang)),
        (lang.t("consignment.movement.proposed_by"), html! { (side(movement.proposed_side)) }),
    ];
    if let Some(shop) = movement.to_shop_id {
        facts.push((lang.t("consignment.movement.to_shop"), html! { (names.shop(shop)) }));
    }
    if let Some(bearer) = bearer {
        facts.push((lang.t("consignment.movement.borne_by"), html! { (side(bearer)) }));
    }
    if let Some(charge) = charge {
        let word = if charge.0 < 0 { "charge_back" } else { "charge" };
        let label = lang.t(&format!("consignment.movement.{word}"));
        facts.push((label, ui::money(if charge.0 < 0 { -charge } else { charge })));
    }
    if let Some(day) = movement.booked_on {
        facts.push((lang.t("consignment.movement.booked_on"), ui::day(day, lang)));
    }
    if let Some(note) = &movement.decided_note {
        facts.push((lang.t("common.note"), html! { (note) }));
    }
    if let Some(sent) = sent {
        let link = html! { a href={ "/kirim/" (sent.id) } { (sent.number) } };
        facts.push((lang.t("consignment.delivery.number"), link));
    }
    if movement.has_photo {
        let href = format!("/gerak/{}/foto", movement.id);
        let link = html! { a href=(href) { (lang.t("consignment.photo")) } };
        facts.push((lang.t("consignment.photo"), link));
    }
    ui::facts(facts)
}

fn lines_table(ctx: &Context, lines: &[MovementLine], names: &Names) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("consignment.product")),
        Column::text(lang.t("consignment.batch")),
        Column::amount(lang.t("consignment.quantity")),
    ];
    let row = |line: &MovementLine| {
        vec![
            html! { (names.product(line.product_id)) },
            names.batch_link(ctx, line.batch_id),
            names.pieces(line.product_id, line.quantity.0),
        ]
    };
    let caption = lang.t("consignment.delivery.lines");
    ui::section(caption, html! { (ui::table(caption, columns, lines.iter().map(row))) })
}

/// The buttons of the one who has to decide; a word to the one who waits.
fn decide(ctx: &Context, f: &FormState<'_>, movement: &Movement) -> Markup {
    let lang = ctx.lang;
    let Ok(side) = guard::acting_side(&ctx.actor) else { return nothing() };
    if movement.state != MovementState::Proposed {
        return nothing();
    }
    let own = movement.proposed_side == side;
    let here = format!("/gerak/{}", movement.id);
    let (label, key) = match own {
        true => (lang.t("consignment.movement.withdraw"), "consignment.movement.withdraw_reason"),
        false => (lang.t("consignment.movement.decline"), "consignment.movement.decline_reason"),
    };
    let body = html! {
        @if own {
            (ui::notice(lang, ui::Kind::Neutral, lang.t("consignment.movement.waits")))
        } @else {
            (ui::button_form(&format!("{here}/setuju"), lang.t("consignment.movement.confirm"),
                "primary", &[]))
        }
        details {
            summary { (label) }
            form.form method="post" action={ (here) "/tolak" } novalidate {
                (f.text("reason", key).max_length(200))
                (ui::actions(ui::danger(label)))
            }
        }
    };
    ui::section(lang.t("consignment.movement.decision"), body)
}
