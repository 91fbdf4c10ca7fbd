//! Makers: by code everywhere; a name only after somebody said what for.

use db::{Read, Result};
use kernel::{Capability, Context, EntryId, EntryKind, MakerKind, Reach};
use maud::{Markup, html};
use ui::{Column, Filter, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{browsed, crumbs, nothing, or_dash, release, send};
use crate::{
    Identity, Maker, No,
    actions::maker::{OPEN_SECONDS, load_visible, may_read_names, require_guard, require_release},
    list_consignors, load_consignor, maker_line,
    store_maker::{self, MakerFilter},
    store_release,
};

/// What the person's reach leaves of the list: shops and offices have no makers.
pub fn in_reach(ctx: &Context) -> Result<MakerFilter> {
    match &ctx.actor.reach {
        Reach::All => Ok(MakerFilter::default()),
        Reach::Consignor(own) => Ok(MakerFilter { consignor: Some(*own), ..Default::default() }),
        Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => Err(No::Unknown.into()),
    }
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let browse = ask.browse();
    let (makers, total) = narrowed(read, ctx, ask)?;
    let title = ctx.lang.t("people.maker.title");
    let new = || match ctx.actor.may(Capability::RecordGoods) {
        true => ui::button_link("/pembuat/baru", ctx.lang.t("people.maker.new")),
        false => html! {},
    };
    let log = html! {
        (new())
        @if require_guard(ctx).is_ok() {
            (ui::quiet("/pembuat/catatan", ctx.lang.t("people.reading.title")))
        }
    };
    let main = html! {
        (ui::header(title, ctx.lang.t("people.maker.lead"), log))
        (release::notice(read, ctx, in_reach(ctx)?.consignor)?)
        (browsed(ctx, &browse.view(browse.path(), vec![states(ctx, ask)], total),
            (!makers.is_empty()).then(|| maker_table(ctx, &makers)), nothing(ctx, "maker", new())))
    };
    Ok(Page::new(title, main))
}

/// The makers that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Maker>, i64)> {
    let browse = ask.browse();
    let active = match browse.filter("state") {
        Some("here") => Some(true),
        Some("gone") => Some(false),
        _ => None,
    };
    let (like, limit, offset) = (browse.like(), browse.limit(), browse.offset());
    let filter = MakerFilter { like, active, limit, offset, ..in_reach(ctx)? };
    store_maker::makers(read, &filter)
}

fn states<'a>(ctx: &Context, ask: &'a Ask) -> Filter<'a> {
    let choice = |value: &str, key: &str| (value.to_owned(), ctx.lang.t(key).to_owned());
    Filter {
        name: "state",
        label: ctx.lang.t("common.state"),
        choices: vec![choice("here", "people.maker.here"), choice("gone", "people.maker.gone")],
        chosen: ask.query("state").unwrap_or_default(),
    }
}

fn maker_table(ctx: &Context, makers: &[Maker]) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let columns = [
        Column::text(t("people.maker.code")),
        Column::text(t("common.state")),
        Column::text(t("people.maker.identity")),
    ];
    let rows = makers.iter().map(|maker| {
        let recorded =
            if maker.has_identity { "people.maker.recorded" } else { "people.maker.erased" };
        vec![
            html! { a href={ "/pembuat/" (maker.id) } { (maker.code) } },
            state(ctx, maker),
            html! { (t(recorded)) },
        ]
    });
    html! { (ui::table(t("people.maker.title"), columns, rows)) }
}

fn state(ctx: &Context, maker: &Maker) -> Markup {
    let said = |key: &str, day: kernel::Day| {
        ui::badge(ui::Kind::Neutral, &ctx.lang.fill(key, &[("day", &day.short(ctx.lang))]))
    };
    match (maker.released_on, maker.moved_on) {
        (Some(day), _) => said("people.maker.released_on", day),
        (None, Some(day)) => said("people.maker.moved_on", day),
        (None, None) => ui::badge(ui::Kind::Good, ctx.lang.t("people.maker.here")),
    }
}

fn load(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Maker> {
    load_visible(read, ctx, ask.id::<MakerKind>("maker")?)
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let maker = load(read, ctx, ask)?;
    let unit = load_consignor(read, maker.consignor_id)?;
    let line = maker_line(read, maker.id)?;
    let opened = opened(read, ctx, ask, &maker)?;
    let note = store_maker::release_note(read, maker.id)?;
    let reversals = store_release::of_maker(read, maker.id)?;
    let links = html! {
        (change_links(ctx, &maker)) (release::link(ctx, &maker, &reversals))
    };
    let t = |key: &'static str| ctx.lang.t(key);
    let codes: Vec<&str> = line.iter().map(|one| one.code.as_str()).collect();
    let main = html! {
        (crumbs(ctx, &[("/pembuat", "people.maker.title")], &maker.code))
        (ui::header(&maker.code, t("people.maker.show_lead"), links))
        (ui::facts([
            (t("people.maker.unit"), html! { (unit.name) }),
            (t("common.state"), state(ctx, &maker)),
            (t("people.maker.line"), html! { (codes.join(" → ")) }),
            (t("people.maker.premi"), html! {
                a href={ "/premi/" (maker.id) } { (t("people.maker.premi_see")) }
            }),
            (t("common.note"), or_dash(note.as_deref())),
        ]))
        (ui::section(t("people.maker.identity"), identity(ctx, ask, &maker, opened)))
        (release::section(read, ctx, ask, &reversals)?)
    };
    Ok(Page::new(maker.code.clone(), main))
}

fn change_links(ctx: &Context, maker: &Maker) -> Markup {
    let link = |what: &str, key: &str| {
        ui::quiet(&format!("/pembuat/{}/{what}", maker.id), ctx.lang.t(key))
    };
    html! {
        @if ctx.actor.may(Capability::RecordGoods) && maker.moved_on.is_none() {
            (link("ubah", "people.maker.record"))
            @if maker.active { (link("pindah", "people.maker.transfer")) }
        }
        @if maker.active && require_release(ctx).is_ok() {
            (link("bebas", "people.maker.release"))
        }
        @if maker.has_identity && require_guard(ctx).is_ok() {
            (link("hapus-nama", "people.maker.erase"))
        }
    }
}

/// The name, when this person's reading of it was logged less than five minutes ago.
fn opened(read: &mut Read, ctx: &Context, ask: &Ask, maker: &Maker) -> Result<Option<Identity>> {
    let Some(reading) = ask.query("bacaan").and_then(|id| id.parse::<EntryId>().ok()) else {
        return Ok(None);
    };
    let since = ctx.now.plus_seconds(-OPEN_SECONDS);
    if store_maker::has_reading(read, reading, maker.id, ctx.actor.user, since)? {
        return store_maker::find_identity(read, maker.id);
    }
    Ok(None)
}

fn identity(ctx: &Context, ask: &Ask, maker: &Maker, opened: Option<Identity>) -> Markup {
    if let Some(found) = opened {
        return html! {
            (ui::facts([
                (ctx.lang.t("common.name"), html! { (found.name) }),
                (ctx.lang.t("people.maker.registration"),
                    or_dash(found.registration_number.as_deref())),
            ]))
            p { (ctx.lang.t("people.maker.read_logged")) }
        };
    }
    if !maker.has_identity {
        return html! { p { (ctx.lang.t("people.maker.erased")) } };
    }
    if !may_read_names(ctx) {
        return html! { p { (ctx.lang.t("people.maker.hidden")) } };
    }
    let f = ask.form(ctx.lang);
    f.post(
        &format!("/pembuat/{}/nama", maker.id),
        html! {
            (f.hidden("id", ctx.fresh_id::<EntryKind>()))
            (f.text("purpose", "people.maker.purpose").hint("people.maker.purpose_hint"))
            (ui::actions(ui::submit(ctx.lang.t("people.maker.read_name"))))
        },
    )
}

pub fn new_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    in_reach(ctx)?;
    let f = ask.form(ctx.lang);
    let title = ctx.lang.t("people.maker.new");
    let units = match ctx.actor.consignor() {
        Some(_) => Vec::new(),
        None => list_consignors(read)?,
    };
    let units = units.into_iter().map(|unit| (unit.id.to_string(), unit.name));
    let main = html! {
        (crumbs(ctx, &[("/pembuat", "people.maker.title")], title))
        (ui::header(title, ctx.lang.t("people.maker.form_lead"), html! {}))
        (f.post("/pembuat/baru", html! {
            (f.hidden("id", ctx.fresh_id::<MakerKind>()))
            @if ctx.actor.consignor().is_none() {
                (f.select("consignor", "people.maker.unit", units))
            }
            (f.text("code", "people.maker.code").optional().hint("people.maker.code_hint")
                .max_length(20))
            (f.text("name", "common.name").optional().hint("people.maker.name_hint")
                .autocomplete("off"))
            (registration(&f))
            (send(ctx, "common.save", "/pembuat"))
        }))
    };
    Ok(Page::new(title, main))
}

fn registration(f: &FormState<'_>) -> Markup {
    html! {
        (f.text("registration_number", "people.maker.registration").optional().autocomplete("off"))
    }
}

/// A small form about one maker.
fn about(
    ctx: &Context,
    ask: &Ask,
    maker: &Maker,
    words: [&str; 2],
    fields: impl FnOnce(&FormState<'_>) -> Markup,
) -> Page {
    let f = ask.form(ctx.lang);
    let back = format!("/pembuat/{}", maker.id);
    let title = ctx.lang.t(words[0]);
    let way = [("/pembuat", "people.maker.title")];
    let main = html! {
        (crumbs(ctx, &way, &maker.code))
        (ui::header(&format!("{title}: {}", maker.code), ctx.lang.t(words[1]), html! {}))
        (f.post(&ask.path, html! {
            (f.hidden("id", ctx.fresh_id::<EntryKind>()))
            (fields(&f))
            (send(ctx, words[0], &back))
        }))
    };
    Page::new(title, main)
}

pub fn identity_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let maker = load(read, ctx, ask)?;
    let words = ["people.maker.record", "people.maker.record_lead"];
    Ok(about(ctx, ask, &maker, words, |f| {
        html! { (f.text("name", "common.name").autocomplete("off")) (registration(f)) }
    }))
}

pub fn erase_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    require_guard(ctx)?;
    let maker = load(read, ctx, ask)?;
    let words = ["people.maker.erase", "people.maker.erase_lead"];
    Ok(about(ctx, ask, &maker, words, |f| {
        html! {
            (f.text("reason", "people.maker.reason").hint("people.maker.erase_hint"))
        }
    }))
}

pub fn transfer_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let maker = load(read, ctx, ask)?;
    let others = list_consignors(read)?.into_iter().filter(|unit| unit.id != maker.consignor_id);
    let others: Vec<_> = others.map(|unit| (unit.id.to_string(), unit.name)).collect();
    let words = ["people.maker.transfer", "people.maker.transfer_lead"];
    Ok(about(ctx, ask, &maker, words, |f| {
        html! {
            (f.select("to", "people.maker.to", others))
            (f.date("moved_on", "common.date").value(ctx.today()))
        }
    }))
}

pub fn release_form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    require_release(ctx)?;
    let maker = load(read, ctx, ask)?;
    let words = ["people.maker.release", "people.maker.release_lead"];
    Ok(about(ctx, ask, &maker, words, |f| {
        html! {
            (f.date("released_on", "common.date").value(ctx.today()))
            (f.textarea("note", "common.note").optional())
        }
    }))
}
