//! The latest stories, as another room shows them to the public.

use db::{Read, Result, sql};
use kernel::{Day, Id};

/// A story's own room keeps it.
pub enum StoryKind {}

/// What the front page says of a story.
pub struct Headline {
    /// `/kabar/…`
    pub path: String,
    pub title: String,
    pub lead: String,
    pub place: String,
    pub published_on: Day,
    /// Of its last correction.
    pub changed_on: Day,
    /// `/foto-kabar/…/kecil`, with what it shows.
    pub photo: Option<(String, String)>,
}

/// The latest, at most so many.
pub fn latest(read: &mut Read, limit: i64) -> Result<Vec<Headline>> {
    let statement = sql!(
        "SELECT id, title, slug, lead, place, published_on, photo_id, photo_alt,
            changed_on
         FROM storefront_story ORDER BY published_on DESC, id DESC LIMIT $1"
    );
    read.all(statement, &[&limit], |row| {
        let (id, slug): (Id<StoryKind>, String) = (row.get(0)?, row.get(2)?);
        let (photo, alt): (Option<Id<StoryKind>>, Option<String>) = (row.get(6)?, row.get(7)?);
        let dash = if slug.is_empty() { "" } else { "-" };
        Ok(Headline {
            path: format!("/kabar/{slug}{dash}{id}"),
            title: row.get(1)?,
            lead: row.get(3)?,
            place: row.get(4)?,
            published_on: row.get(5)?,
            changed_on: row.get(8)?,
            photo: photo.map(|id| (format!("/foto-kabar/{id}/kecil"), alt.unwrap_or_default())),
        })
    })
}
