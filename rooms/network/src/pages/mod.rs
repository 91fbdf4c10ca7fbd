//! The room's screens: the funnel, one prospect, and its forms.

mod forms;
mod list;
mod show;

pub(crate) use list::sheet;

use kernel::{Capability, Context};
use maud::{Markup, html};
use ui::{Crumb, Kind, badge};
use web::{Go, Screens};
use words::Speak;

use crate::{
    actions, convert,
    kinds::Stage,
    papers,
    types::{Done, Invited, Prospect},
};

/// The pages of the funnel.
pub fn screens() -> Screens {
    Screens::new()
        .list("/calon", list::list, list::sheet)
        .form("/calon/baru", forms::add, actions::add, to_prospect)
        .page("/calon/{prospect}", show::show)
        .form("/calon/{prospect}/ubah", forms::edit, actions::edit, to_prospect)
        .form("/calon/{prospect}/tawarkan", forms::offer, actions::offer, to_prospect)
        .post("/calon/{prospect}/langkah", show::show, actions::plan, to_prospect)
        .post("/calon/{prospect}/jadikan", show::show, convert::convert, to_agreement)
        .form("/calon/{prospect}/undang", forms::invite, convert::invite, to_code)
        .post("/calon/{prospect}/tolak", show::show, actions::decline, to_prospect)
        .post("/calon/{prospect}/buka", show::show, actions::reopen, to_prospect)
        .post("/calon/{prospect}/hapus-data", show::show, actions::erase, |done: &Done| {
            Go::to(format!("/calon/{}", done.prospect)).flash("network.flash.erased")
        })
        .paper("/penawaran/{offer}/penawaran.pdf", papers::offer_sheet)
}

fn to_prospect(done: &Done) -> Go {
    Go::to(format!("/calon/{}", done.prospect)).flash("network.flash.saved")
}

/// On to the draft, which is read before anybody signs it.
fn to_agreement(done: &Done) -> Go {
    Go::to(format!("/pks/{}", done.id)).flash("network.flash.converted")
}

/// The link is shown once, as a code to scan.
fn to_code(done: &Invited) -> Go {
    let go = Go::to(format!("/calon/{}/undang", done.prospect));
    match &done.secret {
        Some(secret) => go.once(secret.clone()),
        None => go,
    }
}

fn works(ctx: &Context) -> bool {
    ctx.actor.may(Capability::RecordGoods)
}

fn stage(ctx: &Context, stage: Stage) -> Markup {
    let kind = match stage {
        Stage::Prospect => Kind::Neutral,
        Stage::Offered => Kind::Waiting,
        Stage::Trial => Kind::Warning,
        Stage::Agreed => Kind::Good,
        Stage::Declined => Kind::Bad,
    };
    badge(kind, ctx.lang.t(&format!("network.stage.{stage}")))
}

/// What is next, and whether its day has gone by.
fn next(ctx: &Context, one: &Prospect) -> Markup {
    html! {
        @if let (Some(step), Some(day)) = (&one.next_step, one.next_on) {
            (step) " " span.note { (ui::day(day, ctx.lang)) }
            @if day < ctx.today() { " " (badge(Kind::Bad, ctx.lang.t("network.late"))) }
        } @else { "–" }
    }
}

fn way(ctx: &Context) -> Crumb<'static> {
    Crumb { href: "/calon", label: ctx.lang.t("network.title") }
}

fn nothing() -> Markup {
    html! {}
}
