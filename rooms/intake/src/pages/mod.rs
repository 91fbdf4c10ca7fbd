//! The room's screens: choose a kind, send a file, look, say yes.

mod home;
mod preview;
mod send;

pub use preview::bad_rows;
pub use send::template;

use kernel::Context;
use ui::Crumb;
use web::{Ask, Go, Screens};
use words::Speak;

use crate::{actions, inputs::Kind, refusal::No, types::Preview};

pub fn screens() -> Screens {
    Screens::new()
        .page("/impor", home::show)
        .page("/impor/{slug}", send::form)
        .sheet("/impor/{slug}", template)
        .post_prepared("/impor/{slug}", send::form, actions::prepare, actions::upload, to_preview)
        .page("/impor/{slug}/{upload}", preview::show)
        .sheet("/impor/{slug}/{upload}", bad_rows)
        .post("/impor/{slug}/{upload}/simpan", preview::show, actions::confirm, |done| {
            let preview = to_preview(done);
            if done.taken_at.is_some() { preview.flash("intake.flash.taken") } else { preview }
        })
        .post("/impor/{slug}/{upload}/buang", preview::show, actions::discard, |given_up| {
            Go::to(format!("/impor/{}", given_up.kind.slug())).flash("intake.flash.discarded")
        })
}

fn to_preview(done: &Preview) -> Go {
    Go::to(format!("/impor/{}/{}", done.kind.slug(), done.id))
}

/// The kind that an address names; the API names it otherwise than the pages.
fn kind_of(ask: &Ask) -> db::Result<Kind> {
    let slug = ask.param("slug").and_then(Kind::of_slug);
    let named = slug.or_else(|| ask.param("kind").and_then(Kind::parse));
    named.ok_or_else(|| No::Unknown.into())
}

fn way(ctx: &Context) -> Crumb<'static> {
    Crumb { href: "/impor", label: ctx.lang.t("intake.title") }
}
