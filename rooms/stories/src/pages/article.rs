//! A story as it is read: for the public, and for whoever must find it right before.

use kernel::{Day, Lang, PhotoId, StoryId};
use maud::{Markup, PreEscaped, html};
use ui::Icon;
use words::Speak;

use crate::{
    kinds::ReactionKind,
    markdown,
    types::{Counted, Published, Version},
};

/// What stands on the page, of whichever source.
pub struct Article<'a> {
    pub place: &'a str,
    pub agency: Option<&'a str>,
    /// The body as safe HTML.
    pub html: String,
    pub contributor: Option<&'a str>,
    pub initials: Option<&'a str>,
    pub happened_on: Option<Day>,
    pub effective_on: Option<Day>,
    pub published_on: Option<Day>,
    pub photos: Vec<Photo<'a>>,
}

pub struct Photo<'a> {
    pub id: PhotoId,
    pub alt: &'a str,
    pub caption: &'a str,
    pub width: i64,
    pub height: i64,
}

impl<'a> Article<'a> {
    pub fn of_published(story: &'a Published) -> Self {
        let photos = story.photos.iter().map(|photo| Photo {
            id: photo.id,
            alt: &photo.alt,
            caption: &photo.caption,
            width: photo.width,
            height: photo.height,
        });
        Self {
            place: &story.place,
            agency: story.agency.as_deref(),
            html: story.html.clone(),
            contributor: story.contributor.as_deref(),
            initials: story.initials.as_deref(),
            happened_on: story.happened_on,
            effective_on: story.effective_on,
            published_on: Some(story.published_on),
            photos: photos.collect(),
        }
    }

    pub fn of_version(version: &'a Version) -> Self {
        let photos = version.photos.iter().filter(|photo| !photo.erased).map(|photo| Photo {
            id: photo.id,
            alt: &photo.alt,
            caption: &photo.caption,
            width: photo.width,
            height: photo.height,
        });
        Self {
            place: &version.place,
            agency: version.agency.as_deref(),
            html: markdown::html(&version.body),
            contributor: version.contributor.as_deref(),
            initials: version.initials.as_deref(),
            happened_on: version.happened_on,
            effective_on: version.effective_on,
            published_on: version.published_on,
            photos: photos.collect(),
        }
    }

    /// The days, each for what it is: told, in force, published.
    pub fn days(&self, lang: Lang) -> Markup {
        let days = [
            ("stories.day.published", self.published_on),
            ("stories.day.happened", self.happened_on),
            ("stories.day.effective", self.effective_on),
        ];
        let known = days.into_iter().filter_map(|(key, day)| Some((lang.t(key), day?)));
        html! {
            p.story-days {
                @for (word, day) in known { span { (word) " " (ui::day(day, lang)) } }
            }
        }
    }

    /// The text with its first photo above and the others below. It is Indonesian in whichever
    /// language the page around it is.
    pub fn body(&self, lang: Lang) -> Markup {
        let first = self.photos.first();
        let dateline = match self.agency {
            Some(agency) => format!("{}, {agency}", self.place),
            None => self.place.to_owned(),
        };
        html! {
            article.story lang="id" {
                @if let Some(photo) = first { (figure(photo)) }
                div.story-text {
                    (PreEscaped(markdown::framed(&self.html, &dateline, self.initials)))
                }
                @for photo in self.photos.iter().skip(1) { (figure(photo)) }
                @if let Some(contributor) = self.contributor {
                    p.story-by lang=(lang.tag()) {
                        (lang.t("stories.contributor")) ": " (contributor)
                    }
                }
            }
        }
    }
}

fn figure(photo: &Photo<'_>) -> Markup {
    html! {
        figure.story-photo {
            img src={ "/foto-kabar/" (photo.id) } alt=(photo.alt) width=(photo.width)
                height=(photo.height) decoding="async";
            figcaption.kept-lines { (photo.caption) }
        }
    }
}

/// What stands on a reaction's button beside its word: drawn by us, as not every font has faces.
const fn sign(kind: ReactionKind) -> Icon {
    match kind {
        ReactionKind::Like => Icon::ThumbUp,
        ReactionKind::Dislike => Icon::ThumbDown,
        ReactionKind::Love => Icon::Heart,
        ReactionKind::Funny => Icon::FaceLaughing,
        ReactionKind::Angry => Icon::FaceAngry,
        ReactionKind::Sad => Icon::FaceSad,
        ReactionKind::Wow => Icon::FaceAstonished,
    }
}

/// The seven buttons with their counts; `own` is pressed.
pub fn reactions(
    lang: Lang,
    story: StoryId,
    counted: &[Counted],
    own: Option<ReactionKind>,
    asked: bool,
) -> Markup {
    html! {
        form.reactions method="post" action={ "/kabar/" (story) "/reaksi" } {
            @for one in counted {
                @let pressed = asked.then(|| (own == Some(one.kind)).to_string());
                button.reaction type="submit" name="kind" value=(one.kind)
                    aria-pressed=[pressed] {
                    (sign(one.kind))
                    span { (lang.t(&format!("stories.reaction.{}", one.kind))) }
                    " "
                    span.reaction-count { (kernel::group_thousands(one.readers)) }
                }
            }
        }
    }
}
