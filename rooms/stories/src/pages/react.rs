//! A reader's own reaction: the one page of a story that knows his browser, and is kept for nobody.

use db::{Read, Result};
use kernel::{Context, StoryKind};
use maud::html;
use ui::Crumb;
use web::{Ask, Page};
use words::Speak;

use super::{address, article::reactions, nothing};
use crate::{reaction, refusal::No, store_public};

/// /kabar/{story}/reaksi
pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, id) = (ctx.lang, ask.id::<StoryKind>("story")?);
    let story = store_public::find_title(read, id)?.ok_or(No::Unknown)?;
    let own = match &ask.reader {
        Some(reader) => store_public::reaction_of(read, id, &reaction::known_to(id, reader))?,
        None => None,
    };
    let counted = store_public::reactions(read, id)?;
    let lead = match own {
        Some(kind) => {
            let word = lang.t(&format!("stories.reaction.{kind}"));
            lang.fill("stories.reaction.yours", &[("reaction", &word)])
        }
        None => lang.t("stories.reaction.none").to_owned(),
    };
    let back = address(&story.slug, id);
    let way = [
        Crumb { href: "/kabar", label: lang.t("stories.title") },
        Crumb { href: &back, label: &story.title },
    ];
    let main = html! {
        (ui::breadcrumbs(lang, &way, lang.t("stories.reaction.page")))
        (ui::header(lang.t("stories.reaction.page"), &lead, nothing()))
        (reactions(lang, id, &counted, own, true))
        p.hint { (lang.t("stories.reaction.change")) }
        (ui::actions(html! {
            (ui::button_link(&back, lang.t("stories.reaction.back")))
            @if own.is_some() {
                (ui::button_form(&format!("/kabar/{id}/reaksi"),
                    lang.t("stories.reaction.take_back"), "quiet", &[]))
            }
        }))
        p.hint { (lang.t("stories.reaction.privacy")) }
    };
    let page = Page::public(lang.t("stories.reaction.page"), main);
    Ok(page.with(web::Head { unlisted: true, ..web::Head::default() }))
}
