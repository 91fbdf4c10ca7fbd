//! /kasir/impor: a queue that could not be sent, as a file; and what became of its lines.

use db::{Read, Result};
use kernel::{Context, ImportKind};
use maud::{Markup, html};
use ui::{Column, Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use super::devices::moment;
use crate::{
    import::Unread,
    store_import::{self as store, Brought},
};

pub(super) fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let f = ask.form(lang);
    let title = lang.t("till.import.title");
    let way = [Crumb { href: "/kasir/perangkat", label: lang.t("till.devices.title") }];
    let before = store::latest(read, ctx.actor.user)?;
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("till.import.lead"), html! {}))
        (f.post_files("/kasir/impor", html! {
            (f.hidden("id", ctx.fresh_id::<ImportKind>()))
            (f.file("file", "till.import.file").hint("till.import.file_hint")
                .accept(".ndjson,application/x-ndjson"))
            (ui::actions(html! {
                (ui::submit(lang.t("till.import.submit")))
                (ui::quiet("/kasir/perangkat", lang.t("common.cancel")))
            }))
        }))
        @if !before.is_empty() { (earlier(ctx, &before)) }
    };
    Ok(Page::new(title, main))
}

fn earlier(ctx: &Context, before: &[Brought]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &Brought| {
        let id = one.became.id.map(|id| id.to_string()).unwrap_or_default();
        vec![
            html! { a href={ "/kasir/impor/" (id) } { (one.name) } },
            html! { (moment(ctx, one.at)) },
        ]
    };
    let columns =
        [Column::text(lang.t("till.import.file")), Column::text(lang.t("till.import.when"))];
    let title = lang.t("till.import.earlier");
    ui::section(title, html! { (ui::table(title, columns, before.iter().map(row))) })
}

pub(super) fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let one = store::load(read, ctx.actor.user, ask.id::<ImportKind>("import")?)?;
    let became = &one.became;
    let title = lang.t("till.imported.title");
    let way = [
        Crumb { href: "/kasir/perangkat", label: lang.t("till.devices.title") },
        Crumb { href: "/kasir/impor", label: lang.t("till.import.title") },
    ];
    let (kind, said) = match (became.refused > 0, became.unread.is_empty()) {
        (false, true) => (Kind::Good, "till.imported.all"),
        (true, _) => (Kind::Warning, "till.imported.refused"),
        (false, false) => (Kind::Warning, "till.imported.unread"),
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, "", ui::quiet("/kasir/perangkat", lang.t("till.devices.title"))))
        (ui::notice(lang, kind, lang.t(said)))
        (ui::facts([
            (lang.t("till.import.file"), html! { (one.name) }),
            (lang.t("till.import.when"), moment(ctx, one.at)),
            (lang.t("till.imported.done"), html! { (became.done) }),
            (lang.t("till.imported.again"), html! { (became.again) }),
            (lang.t("till.imported.not_done"), html! { (became.refused) }),
        ]))
        @if !became.unread.is_empty() { (unread(ctx, &became.unread)) }
    };
    Ok(Page::new(title, main))
}

/// The lines that were left out, by their numbers.
fn unread(ctx: &Context, lines: &[Unread]) -> Markup {
    let lang = ctx.lang;
    let columns =
        [Column::amount(lang.t("till.imported.line")), Column::text(lang.t("till.imported.why"))];
    let row = |one: &Unread| vec![html! { (one.line) }, html! { (one.detail) }];
    let title = lang.t("till.imported.unread_title");
    ui::section(title, html! { (ui::table(title, columns, lines.iter().map(row))) })
}
