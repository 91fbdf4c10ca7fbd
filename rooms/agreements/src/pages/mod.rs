//! The room's screens.

mod act;
mod fields;
mod list;
mod preview;
mod show;
mod write;

pub(crate) use list::sheet;

use db::{Read, Result};
use kernel::{Capability, Context, FileId};
use maud::{Markup, html};
use ui::Kind;
use web::{Ask, FileOut, Go, Recorded, Screens};
use words::Speak;

use crate::{Agreement, No, Standing, actions, amend, papers, store};

/// The room's pages.
pub fn screens() -> Screens {
    Screens::new()
        .list("/pks", list::list, list::sheet)
        .form("/pks/baru", write::draft, actions::draft, |done| lead(done, "drafted"))
        .page("/pks/{agreement}", show::show)
        .paper("/pks/{agreement}/pks.pdf", papers::agreement)
        .paper("/pks/{agreement}/addendum/{version}/addendum.pdf", papers::addendum)
        .form("/pks/{agreement}/ubah", write::revise, actions::revise, |done| lead(done, "revised"))
        .form("/pks/{agreement}/addendum", write::amend, amend::amend, |done| lead(done, "amended"))
        .form("/pks/{agreement}/buang-addendum", act::discard, amend::discard, |done| {
            lead(done, "discarded")
        })
        .form("/pks/{agreement}/tanda-tangan", act::sign, actions::sign, |done| {
            lead(done, "signed")
        })
        .form("/pks/{agreement}/pindaian", act::attach, actions::attach, |done| {
            lead(done, "attached")
        })
        .file("/pks/{agreement}/pindaian/{scan}", scan)
        .form("/pks/{agreement}/berlakukan", act::enforce, amend::enforce, |done| {
            lead(done, "enforced")
        })
        .form("/pks/{agreement}/umumkan", act::publish, actions::publish, |done| {
            lead(done, "published")
        })
        .form("/pks/{agreement}/akhiri", act::end, actions::end, |done| lead(done, "ended"))
}

/// Back to the agreement, with a word of what was done.
fn lead(done: &Recorded, what: &str) -> Go {
    let flash = match what {
        "drafted" => "agreements.flash.drafted",
        "revised" => "agreements.flash.revised",
        "amended" => "agreements.flash.amended",
        "discarded" => "agreements.flash.discarded",
        "signed" => "agreements.flash.signed",
        "attached" => "agreements.flash.attached",
        "enforced" => "agreements.flash.enforced",
        "published" => "agreements.flash.published",
        _ => "agreements.flash.ended",
    };
    Go::to(format!("/pks/{}", done.id)).flash(flash)
}

fn scan(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let agreement = load(read, ctx, ask)?;
    let id: FileId = ask.id("scan")?;
    let (name, mime, bytes) = store::scan_content(read, agreement.id, id)?.ok_or(No::Unknown)?;
    let mime = match mime.as_str() {
        "image/jpeg" => "image/jpeg",
        "image/png" => "image/png",
        _ => "application/pdf",
    };
    Ok(FileOut { mime, bytes, immutable: true, download: Some(name) })
}

/// The agreement of the path, when the visitor may see it.
fn load(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Agreement> {
    crate::load_seen(read, &ctx.actor, ask.id("agreement")?)
}

/// The agreement of the path, for a form of those who record or sign for its Lapas.
fn load_for(read: &mut Read, ctx: &Context, ask: &Ask, may: Capability) -> Result<Agreement> {
    let agreement = load(read, ctx, ask)?;
    if !ctx.actor.sees_consignor(agreement.consignor_id) {
        return Err(No::ConsignorOnly.into());
    }
    ctx.actor.require(may)?;
    Ok(agreement)
}

/// Where the agreement stands, by shape, word and colour, with the days left.
fn standing_badge(ctx: &Context, agreement: &Agreement) -> Markup {
    let standing = agreement.standing(ctx.today());
    let (kind, days) = match standing {
        Standing::Draft => (Kind::Waiting, None),
        Standing::Upcoming { days } => (Kind::Neutral, Some(days)),
        Standing::InForce => (Kind::Good, None),
        Standing::Expiring { days, warning } => {
            (if warning == 90 { Kind::Waiting } else { Kind::Warning }, Some(days))
        }
        Standing::Expired => (Kind::Bad, None),
        Standing::Ended | Standing::Withdrawn => (Kind::Neutral, None),
    };
    let word = ctx.lang.t(&format!("agreements.standing.{}", standing.name()));
    let text = days.map_or_else(
        || word.to_owned(),
        |days| format!("{word} · {}", ctx.lang.count("agreements.days_left", days)),
    );
    html! { (ui::badge(kind, &text)) }
}
