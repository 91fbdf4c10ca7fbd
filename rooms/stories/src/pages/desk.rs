//! The desk: a unit's stories, and where each stands.

use db::{Read, Result};
use kernel::{Capability, Context, Quantity};
use maud::{Markup, html};
use sheet::{Cell, Sheet};
use ui::{BrowseView, Column, Filter, Kind};
use web::{Ask, Browse, Page};
use words::Speak;

use crate::{
    api,
    inputs::ListStories,
    kinds::{StoryState, VersionState},
    store,
    types::Listed,
};

/// What the address of the list asks for.
fn asked(ask: &Ask) -> ListStories {
    let browse = ask.browse();
    ListStories {
        q: browse.q().map(str::to_owned),
        state: browse.filter("state").and_then(StoryState::parse),
        text: browse.filter("text").and_then(VersionState::parse),
        page: Some(Quantity(browse.page())),
    }
}

/// /redaksi
pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let asked = asked(ask);
    let found = api::list(read, ctx, &asked)?;
    let states = StoryState::ALL.iter().map(|state| (state.to_string(), word(ctx, *state)));
    let state = Filter {
        name: "state",
        label: lang.t("common.state"),
        choices: states.collect(),
        chosen: browse.filter("state").unwrap_or_default(),
    };
    let view = BrowseView {
        per_page: store::PER_PAGE,
        ..browse.view("/redaksi", vec![state, text(ctx, &browse)], found.total)
    };
    let (title, rows) = (lang.t("stories.desk.title"), &found.items);
    let hint = lang.t("stories.desk.none_hint");
    let first = ui::empty(lang.t("stories.desk.none"), hint, new(ctx));
    let main = html! {
        (ui::header(title, lang.t("stories.desk.lead"), new(ctx)))
        (ui::listed(lang, &view, (!rows.is_empty()).then(|| table(ctx, rows)),
            ("stories.desk.no_match", "stories.desk.no_match_hint"), first))
    };
    Ok(Page::new(title, main))
}

/// What a text waits for.
fn text<'a>(ctx: &Context, browse: &Browse<'a>) -> Filter<'a> {
    let lang = ctx.lang;
    let choices = [VersionState::Draft, VersionState::Approved].map(|state| {
        (state.to_string(), lang.t(&format!("stories.desk.text_of.{state}")).to_owned())
    });
    Filter {
        name: "text",
        label: lang.t("stories.desk.text"),
        choices: choices.to_vec(),
        chosen: browse.filter("text").unwrap_or_default(),
    }
}

fn new(ctx: &Context) -> Markup {
    html! {
        @if ctx.actor.may(Capability::RecordGoods) {
            (ui::button_link("/redaksi/baru", ctx.lang.t("stories.write.title")))
        }
    }
}

fn table(ctx: &Context, rows: &[Listed]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("stories.field.title")),
        Column::text(lang.t("common.state")),
        Column::text(lang.t("stories.day.published")),
        Column::amount(lang.t("stories.reactions")),
    ];
    let row = |one: &Listed| {
        vec![
            html! { a href={ "/redaksi/" (one.id) } { (one.title) } },
            states(ctx, one.state, one.version, one.version_state),
            html! {
                @match one.published_on { Some(day) => (ui::day(day, lang)), None => "–" }
            },
            html! { (kernel::group_thousands(one.reactions)) },
        ]
    };
    html! { (ui::table(lang.t("stories.desk.title"), columns, rows.iter().map(row))) }
}

fn word(ctx: &Context, state: StoryState) -> String {
    ctx.lang.t(&format!("stories.state.{state}")).to_owned()
}

/// Where a story stands for the public, and its last version where that is another matter.
pub fn states(ctx: &Context, state: StoryState, version: i64, last: VersionState) -> Markup {
    let lang = ctx.lang;
    let kind = match state {
        StoryState::Draft => Kind::Waiting,
        StoryState::Published => Kind::Good,
        StoryState::Withdrawn => Kind::Bad,
    };
    let open = match (last, version) {
        (VersionState::Approved, _) => Some("stories.version.approved"),
        (VersionState::Draft, 2..) => Some("stories.version.correction"),
        _ => None,
    };
    html! {
        (ui::badge(kind, &word(ctx, state)))
        @if let Some(key) = open.filter(|_| state != StoryState::Withdrawn || version > 1) {
            " " (ui::badge(Kind::Warning, lang.t(key)))
        }
    }
}

/// The same as a spreadsheet.
pub fn sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let window = (browse.limit(), browse.offset());
    let (rows, _) = store::window(read, api::unit_of(ctx)?, &asked(ask), window)?;
    let columns = vec![
        sheet::Column::text(lang.t("stories.field.title")).width(60),
        sheet::Column::text(lang.t("common.state")).width(16),
        sheet::Column::number(lang.t("stories.sheet.version")),
        sheet::Column::day(lang.t("stories.day.published")),
        sheet::Column::number(lang.t("stories.reactions")).summed(),
    ];
    let row = |one: &Listed| -> Vec<Cell> {
        vec![
            one.title.as_str().into(),
            word(ctx, one.state).into(),
            one.version.into(),
            one.published_on.into(),
            one.reactions.into(),
        ]
    };
    Ok(Sheet::new(lang.t("stories.desk.title"), columns).window(rows.iter().map(row)))
}
