//! The room's screens: the desk where stories are written, and what the public reads.

mod article;
mod desk;
mod feed;
mod forms;
mod head;
mod public;
mod react;
mod show;

pub(crate) use desk::sheet as desk_sheet;

use db::{Read, Result};
use kernel::{Context, Id, PhotoKind, StoryId};
use maud::{Markup, html};
use ui::Crumb;
use web::{Ask, FileOut, Go, READER_COOKIE, Screens};
use words::Speak;

use crate::{
    actions, actions_photo, reaction,
    refusal::No,
    store, store_photo,
    types::{Done, Reacted},
};

/// The letters of an id at the end of an address.
const ID_LETTERS: usize = 36;
/// How long a browser keeps what it is known again by.
const READER_SECONDS: i64 = 31_536_000;

/// The pages of stories.
pub fn screens() -> Screens {
    desk_screens()
        .public_list("/kabar", &["page"], public::list)
        .public_list("/kabar/{story}", &[], public::show)
        .public_file("/kabar/atom.xml", feed::atom)
        .public_file("/kabar/rss.xml", feed::rss)
        .open_form_prepared(
            "/kabar/{story}/reaksi",
            react::show,
            reaction::prepare_react,
            reaction::react,
            to_reaction,
        )
        .open_file("/foto-kabar/{story_photo}", large)
        .open_file("/foto-kabar/{story_photo}/kecil", small)
}

fn desk_screens() -> Screens {
    Screens::new()
        .list("/redaksi", desk::list, desk::sheet)
        .form("/redaksi/baru", forms::write, actions::write, to_story)
        .page("/redaksi/{story}", show::show)
        .form("/redaksi/{story}/ubah", forms::edit, actions::edit, to_story)
        .post("/redaksi/{story}/setujui", show::show, actions::approve, to_story)
        .post("/redaksi/{story}/terbit", show::show, actions::publish, to_story)
        .post("/redaksi/{story}/ralat", show::show, actions::correct, to_story)
        .post("/redaksi/{story}/buang", show::show, actions::drop_correction, to_story)
        .post("/redaksi/{story}/tarik", show::show, actions::withdraw, to_story)
        .form_prepared(
            "/redaksi/{story}/foto",
            forms::photo,
            actions_photo::develop_photo,
            actions_photo::add_photo,
            to_story,
        )
        .form(
            "/redaksi/{story}/foto/{story_photo}",
            forms::edit_photo,
            actions_photo::edit_photo,
            to_story,
        )
        .post(
            "/redaksi/{story}/foto/{story_photo}/keluarkan",
            forms::edit_photo,
            actions_photo::remove_photo,
            to_story,
        )
        .post(
            "/redaksi/{story}/foto/{story_photo}/hapus",
            forms::edit_photo,
            actions_photo::erase_photo,
            to_story,
        )
}

/// `/kabar/karya-warga-binaan-0190…`: readable, and still right when the title changes.
pub fn address(slug: &str, id: StoryId) -> String {
    let dash = if slug.is_empty() { "" } else { "-" };
    format!("/kabar/{slug}{dash}{id}")
}

/// The story in an address's last part; the words before the id may be any.
fn story_in(part: &str) -> Option<StoryId> {
    let start = part.len().checked_sub(ID_LETTERS)?;
    part.get(start..)?.parse().ok()
}

fn to_story(done: &Done) -> Go {
    Go::to(format!("/redaksi/{}", done.story)).flash("stories.flash.saved")
}

fn to_reaction(done: &Reacted) -> Go {
    let go = Go::to(format!("/kabar/{}/reaksi", done.story));
    match &done.fresh {
        Some(secret) => go.cookie(READER_COOKIE, secret, READER_SECONDS),
        None => go,
    }
}

fn large(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let id = ask.id::<PhotoKind>("story_photo")?;
    let immutable = require_seen(read, ctx, id)?;
    photo(store_photo::large(read, id)?, immutable)
}

fn small(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let id = ask.id::<PhotoKind>("story_photo")?;
    let immutable = require_seen(read, ctx, id)?;
    photo(store_photo::small(read, id)?, immutable)
}

/// The public sees what is published; a unit's people also what they are writing. Tells whether
/// it is the public's.
fn require_seen(read: &mut Read, ctx: &Context, id: Id<PhotoKind>) -> Result<bool> {
    if store_photo::is_public(read, id)? {
        return Ok(true);
    }
    let story = store_photo::story_of(read, id)?.ok_or(No::PhotoUnknown)?;
    store::load(read, ctx, story).map_err(|_| No::PhotoUnknown)?;
    Ok(false)
}

fn photo(found: Option<Vec<u8>>, immutable: bool) -> Result<FileOut> {
    let bytes = found.ok_or(No::PhotoUnknown)?;
    Ok(FileOut { mime: "image/jpeg", bytes, immutable, download: None })
}

fn way(ctx: &Context) -> Crumb<'static> {
    Crumb { href: "/redaksi", label: ctx.lang.t("stories.desk.title") }
}

fn nothing() -> Markup {
    html! {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_story() {
        let id: StoryId = "01900000-0000-7000-8000-000000001a01".parse().expect("an id");
        assert_eq!(address("karya", id), format!("/kabar/karya-{id}"));
        assert_eq!(address("", id), format!("/kabar/{id}"));
        for part in [format!("karya-lama-{id}"), id.to_string()] {
            assert_eq!(story_in(&part), Some(id));
        }
        assert_eq!(story_in("karya"), None);
        assert_eq!(story_in(&format!("{id}é")), None);
    }
}
