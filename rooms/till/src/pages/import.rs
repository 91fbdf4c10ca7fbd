//! /kasir/impor: a queue that could not be sent, as a file.

use db::{Read, Result};
use kernel::Context;
use maud::html;
use ui::Crumb;
use web::{Ask, Page};
use words::Speak;

pub(super) fn form(_: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let f = ask.form(lang);
    let title = lang.t("till.import.title");
    let way = [Crumb { href: "/kasir/perangkat", label: lang.t("till.devices.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("till.import.lead"), html! {}))
        (f.post_files("/kasir/impor", html! {
            (f.hidden("id", ctx.fresh_id::<kernel::ImportKind>()))
            (f.file("file", "till.import.file").hint("till.import.file_hint")
                .accept(".ndjson,application/x-ndjson"))
            (ui::actions(html! {
                (ui::submit(lang.t("till.import.submit")))
                (ui::quiet("/kasir/perangkat", lang.t("common.cancel")))
            }))
        }))
    };
    Ok(Page::new(title, main))
}
