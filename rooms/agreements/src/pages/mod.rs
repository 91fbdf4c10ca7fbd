//! The room's screens.

mod act;
mod changed;
mod clauses;
mod fields;
mod list;
mod paper;
mod preview;
mod show;
mod templates;
mod versions;
mod write;

pub(crate) use list::sheet;

use db::{Read, Result};
use kernel::{Capability, Context, FileId, Lang};
use maud::{Markup, html};
use ui::{Crumb, Kind};
use web::{Ask, FileOut, Go, Recorded, Screens};
use words::Speak;

use crate::{Agreement, No, Standing, actions, amend, papers, reword, store};

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
        .look("/pks/baru", write::draft)
        .look("/pks/{agreement}/ubah", write::revise)
        .look("/pks/{agreement}/addendum", write::amend)
        .and(wording_screens())
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

/// The paper itself: read, worded, and kept as a template.
fn wording_screens() -> Screens {
    Screens::new()
        .page("/pks/{agreement}/naskah", clauses::read_paper)
        .form("/pks/{agreement}/pasal", clauses::write, reword::reword, |done| {
            lead(done, "reworded")
        })
        .look("/pks/{agreement}/pasal", clauses::write)
        .form(
            "/pks/{agreement}/simpan-naskah",
            clauses::keep,
            reword::keep_template,
            |_: &Recorded| Go::to("/pks/naskah").flash("agreements.flash.template_kept"),
        )
        .page("/pks/naskah", templates::list)
        .page("/pks/naskah/contoh", templates::show_shipped)
        .page("/pks/naskah/{template}", templates::show)
        .post(
            "/pks/naskah/{template}/pensiun",
            templates::show,
            reword::retire_template,
            |_: &Recorded| Go::to("/pks/naskah").flash("agreements.flash.template_retired"),
        )
}

/// The way back from a page about an agreement.
fn crumbs_to(lang: Lang, agreement: &Agreement, here: &str) -> Markup {
    let back = format!("/pks/{}", agreement.id);
    let way = [
        Crumb { href: "/pks", label: lang.t("agreements.list.title") },
        Crumb { href: &back, label: &agreement.title },
    ];
    ui::breadcrumbs(lang, &way, here)
}

/// Back to the agreement, with a word of what was done.
fn lead(done: &Recorded, what: &str) -> Go {
    let flash = match what {
        "drafted" => "agreements.flash.drafted",
        "revised" => "agreements.flash.revised",
        "reworded" => "agreements.flash.reworded",
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
pub fn standing_badge(ctx: &Context, agreement: &Agreement) -> Markup {
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
