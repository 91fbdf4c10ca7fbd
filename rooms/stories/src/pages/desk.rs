//! The desk: a unit's stories, and where each stands.

use db::{Read, Result};
use kernel::{Capability, Context, Quantity};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter, Kind};
use web::{Ask, Page};
use words::Speak;

use super::nothing;
use crate::{
    api,
    inputs::ListStories,
    kinds::{StoryState, VersionState},
    store,
    types::Listed,
};

/// /redaksi
pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let asked = ListStories {
        q: browse.q().map(str::to_owned),
        state: browse.filter("state").and_then(StoryState::parse),
        page: Some(Quantity(browse.page())),
    };
    let found = api::list(read, ctx, &asked)?;
    let states = StoryState::ALL.iter().map(|state| (state.to_string(), word(ctx, *state)));
    let state = Filter {
        name: "state",
        label: lang.t("common.state"),
        choices: states.collect(),
        chosen: browse.filter("state").unwrap_or_default(),
    };
    let view = BrowseView {
        path: "/redaksi",
        q: Some(browse.q().unwrap_or_default()),
        filters: vec![state],
        page: browse.page(),
        per_page: store::PER_PAGE,
        total: found.total,
    };
    let title = lang.t("stories.desk.title");
    let main = html! {
        (ui::header(title, lang.t("stories.desk.lead"), new(ctx)))
        (ui::browse_bar(lang, &view))
        @if !found.items.is_empty() {
            (table(ctx, &found.items))
            (ui::pager(lang, &view))
        } @else if view.narrowed() {
            (ui::empty(lang.t("stories.desk.no_match"), lang.t("stories.desk.no_match_hint"),
                nothing()))
        } @else {
            (ui::empty(lang.t("stories.desk.none"), lang.t("stories.desk.none_hint"), new(ctx)))
        }
    };
    Ok(Page::new(title, main))
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
