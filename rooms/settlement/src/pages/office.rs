//! The office's copy of slips: the names, for those who may read them, with a purpose and logged.

use kernel::{Context, EntryKind};
use maud::{Markup, html};
use web::Ask;
use words::Speak;

/// The form that opens names for a copy; `action` prints it.
pub fn form(ctx: &Context, ask: &Ask, action: &str) -> Markup {
    if !people::may_read_names(ctx) {
        return html! {};
    }
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let body = html! {
        p { (lang.t("settlement.office.lead")) }
        (f.hidden("id", ctx.fresh_id::<EntryKind>()))
        (f.text("purpose", "settlement.office.purpose")
            .value(lang.t("settlement.office.purpose_value")))
        (ui::actions(ui::submit(lang.t("settlement.office.print"))))
    };
    ui::section(lang.t("settlement.office.title"), f.post(action, body))
}
