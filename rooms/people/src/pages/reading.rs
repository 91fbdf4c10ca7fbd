//! The log of readings: who read a name, when, and what for.

use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use ui::{BrowseView, Column};
use web::{Ask, Browse, Page};
use words::Speak;

use super::{browsed, crumbs, maker::in_reach, nothing, when};
use crate::{
    Reading,
    actions::maker::require_guard,
    store_maker::{self, Touched},
};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let browse = ask.browse();
    let (readings, total) = narrowed(read, ctx, ask)?;
    let view = BrowseView {
        path: browse.path(),
        q: None,
        filters: vec![],
        page: browse.page(),
        per_page: Browse::LIMIT,
        total,
    };
    let title = ctx.lang.t("people.reading.title");
    let main = html! {
        (crumbs(ctx, &[("/pembuat", "people.maker.title")], title))
        (ui::header(title, ctx.lang.t("people.reading.lead"), html! {}))
        (browsed(ctx, &view, (!readings.is_empty()).then(|| reading_table(ctx, &readings)),
            nothing(ctx, "reading", html! {})))
    };
    Ok(Page::new(title, main))
}

/// The readings of the window that is asked for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Reading>, i64)> {
    require_guard(ctx)?;
    let (reach, browse) = (in_reach(ctx)?, ask.browse());
    store_maker::readings(read, reach.consignor, None, browse.limit(), browse.offset())
}

/// The key of what was done with a name.
pub const fn kind_key(kind: Touched) -> &'static str {
    match kind {
        Touched::Read => "people.reading.read",
        Touched::Erased => "people.reading.erased",
    }
}

fn reading_table(ctx: &Context, readings: &[Reading]) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let columns = [
        Column::text(t("common.time")),
        Column::text(t("people.maker.code")),
        Column::text(t("people.reading.kind")),
        Column::text(t("people.reading.reader")),
        Column::text(t("people.maker.purpose")),
    ];
    let rows = readings.iter().map(|reading| {
        vec![
            html! { (when(ctx, reading.at)) },
            html! { a href={ "/pembuat/" (reading.maker_id) } { (reading.code) } },
            html! { (t(kind_key(reading.kind))) },
            html! { (reading.reader) },
            html! { (reading.purpose) },
        ]
    });
    html! { (ui::table(t("people.reading.title"), columns, rows)) }
}
