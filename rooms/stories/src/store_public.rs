//! What the public reads: from the views of `0028_stories.sql` and the sums of reactions only.

use db::{Read, Result, Tx, sql};
use kernel::{Day, StoryId};

use crate::{
    kinds::ReactionKind,
    markdown,
    types::{Correction, Counted, Headline, PublicPhoto, PublicProduct, PublicShop, Published},
};

/// Stories of one page of the list.
pub const PER_PAGE: i64 = 12;
/// Stories in a feed.
const FEED_MAX: i64 = 20;

/// One page of what is published, the latest first.
pub fn list(read: &mut Read, page: i64) -> Result<Vec<Headline>> {
    let statement = sql!(
        "SELECT id, title, slug, place, lead, published_on, photo_id, photo_alt
         FROM stories_headline ORDER BY published_on DESC, id DESC LIMIT $1 OFFSET $2"
    );
    read.all(statement, &[&PER_PAGE, &((page - 1) * PER_PAGE)], |row| {
        Ok(Headline {
            id: row.get(0)?,
            title: row.get(1)?,
            slug: row.get(2)?,
            place: row.get(3)?,
            lead: row.get(4)?,
            published_on: row.get(5)?,
            photo: row.get(6)?,
            photo_alt: row.get(7)?,
        })
    })
}

pub fn count(read: &mut Read) -> Result<i64> {
    let statement = sql!("SELECT CAST(COUNT(*) AS bigint) FROM stories_public");
    read.one(statement, &[], |row| row.get(0))
}

/// A story as it is shown, with all that stands beside it.
pub fn find(read: &mut Read, id: StoryId) -> Result<Option<Published>> {
    let statement = sql!(
        "SELECT id, title, slug, place, agency, body, lead, contributor, initials, happened_on,
            effective_on, published_on
         FROM stories_public WHERE id = $1"
    );
    let found = read.first(statement, &[&id], |row| {
        let body: String = row.get(5)?;
        Ok(Published {
            id: row.get(0)?,
            title: row.get(1)?,
            slug: row.get(2)?,
            place: row.get(3)?,
            agency: row.get(4)?,
            html: markdown::html(&body),
            body,
            lead: row.get(6)?,
            contributor: row.get(7)?,
            initials: row.get(8)?,
            happened_on: row.get(9)?,
            effective_on: row.get(10)?,
            published_on: row.get(11)?,
            photos: Vec::new(),
            products: Vec::new(),
            shops: Vec::new(),
            corrections: Vec::new(),
            reactions: Vec::new(),
        })
    })?;
    let Some(mut story) = found else { return Ok(None) };
    story.photos = photos(read, id)?;
    story.products = products(read, id)?;
    story.shops = shops(read, id)?;
    story.corrections = corrections(read, id)?;
    story.reactions = reactions(read, id)?;
    Ok(Some(story))
}

fn photos(read: &mut Read, id: StoryId) -> Result<Vec<PublicPhoto>> {
    let statement = sql!(
        "SELECT id, alt, caption, width, height FROM stories_public_photo WHERE story_id = $1
         ORDER BY position, id LIMIT 24"
    );
    read.all(statement, &[&id], |row| {
        Ok(PublicPhoto {
            id: row.get(0)?,
            alt: row.get(1)?,
            caption: row.get(2)?,
            width: row.get(3)?,
            height: row.get(4)?,
        })
    })
}

fn products(read: &mut Read, id: StoryId) -> Result<Vec<PublicProduct>> {
    let statement = sql!(
        "SELECT id, name, variant, photo_id FROM stories_public_product WHERE story_id = $1
         ORDER BY position LIMIT 24"
    );
    read.all(statement, &[&id], |row| {
        let (name, variant): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        let title = match variant {
            Some(variant) => format!("{name} ({variant})"),
            None => name,
        };
        Ok(PublicProduct { id: row.get(0)?, title, photo: row.get(3)?, offered: false })
    })
}

fn shops(read: &mut Read, id: StoryId) -> Result<Vec<PublicShop>> {
    let statement = sql!(
        "SELECT id, name, address, city, opening_hours FROM stories_public_shop
         WHERE story_id = $1 ORDER BY position LIMIT 24"
    );
    read.all(statement, &[&id], |row| {
        Ok(PublicShop {
            id: row.get(0)?,
            name: row.get(1)?,
            address: row.get(2)?,
            city: row.get(3)?,
            opening_hours: row.get(4)?,
            selling: false,
        })
    })
}

fn corrections(read: &mut Read, id: StoryId) -> Result<Vec<Correction>> {
    let statement = sql!(
        "SELECT correction, published_on FROM stories_public_correction WHERE story_id = $1
         ORDER BY version LIMIT 100"
    );
    read.all(statement, &[&id], |row| {
        Ok(Correction { correction: row.get(0)?, published_on: row.get(1)? })
    })
}

/// All seven, those that nobody chose with nought.
pub fn reactions(read: &mut Read, id: StoryId) -> Result<Vec<Counted>> {
    let statement = sql!(
        "SELECT kind, CAST(COUNT(*) AS bigint) FROM stories_reaction WHERE story_id = $1
         GROUP BY kind"
    );
    let counted: Vec<(ReactionKind, i64)> =
        read.all(statement, &[&id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let readers = |kind: ReactionKind| {
        counted.iter().find(|(own, _)| *own == kind).map_or(0, |(_, readers)| *readers)
    };
    Ok(ReactionKind::ALL
        .iter()
        .map(|kind| Counted { kind: *kind, readers: readers(*kind) })
        .collect())
}

/// The neighbours in the list: the one before in time, and the one after.
pub fn beside(read: &mut Read, id: StoryId, on: Day) -> Result<(Option<Beside>, Option<Beside>)> {
    let before = sql!(
        "SELECT id, title, slug FROM stories_public
         WHERE published_on < $2 OR (published_on = $2 AND id < $1)
         ORDER BY published_on DESC, id DESC LIMIT 1"
    );
    let after = sql!(
        "SELECT id, title, slug FROM stories_public
         WHERE published_on > $2 OR (published_on = $2 AND id > $1)
         ORDER BY published_on, id LIMIT 1"
    );
    let of =
        |row: &db::Row<'_>| Ok(Beside { id: row.get(0)?, title: row.get(1)?, slug: row.get(2)? });
    Ok((read.first(before, &[&id, &on], of)?, read.first(after, &[&id, &on], of)?))
}

/// A neighbour's name and address.
pub struct Beside {
    pub id: StoryId,
    pub title: String,
    pub slug: String,
}

/// What a feed says of a story.
pub struct Latest {
    pub id: StoryId,
    pub title: String,
    pub slug: String,
    pub lead: String,
    pub body: String,
    pub contributor: Option<String>,
    pub published_on: Day,
    /// The day of its last correction, or of its publication.
    pub changed_on: Day,
}

/// A feed's stories, the latest first.
pub fn latest(read: &mut Read) -> Result<Vec<Latest>> {
    let statement = sql!(
        "SELECT s.id, s.title, s.slug, s.lead, s.body, s.contributor, s.published_on,
            COALESCE((SELECT MAX(c.published_on) FROM stories_public_correction c
                WHERE c.story_id = s.id), s.published_on)
         FROM stories_public s ORDER BY s.published_on DESC, s.id DESC LIMIT $1"
    );
    read.all(statement, &[&FEED_MAX], |row| {
        Ok(Latest {
            id: row.get(0)?,
            title: row.get(1)?,
            slug: row.get(2)?,
            lead: row.get(3)?,
            body: row.get(4)?,
            contributor: row.get(5)?,
            published_on: row.get(6)?,
            changed_on: row.get(7)?,
        })
    })
}

/// What one reader said to a story.
pub fn reaction_of(
    read: &mut Read,
    story: StoryId,
    reader: &[u8; 32],
) -> Result<Option<ReactionKind>> {
    let statement =
        sql!("SELECT kind FROM stories_reaction WHERE story_id = $1 AND reader_hash = $2");
    read.first(statement, &[&story, &reader.to_vec()], |row| row.get(0))
}

/// The reader's one reaction, instead of the one before.
pub fn react(
    tx: &mut Tx,
    story: StoryId,
    reader: &[u8; 32],
    kind: Option<ReactionKind>,
) -> Result<()> {
    let reader = reader.to_vec();
    let Some(kind) = kind else {
        let statement =
            sql!("DELETE FROM stories_reaction WHERE story_id = $1 AND reader_hash = $2");
        return tx.run(statement, &[&story, &reader]).map(drop);
    };
    let statement = sql!(
        "INSERT INTO stories_reaction (story_id, reader_hash, kind) VALUES ($1, $2, $3)
         ON CONFLICT (story_id, reader_hash) DO UPDATE SET kind = excluded.kind"
    );
    tx.run(statement, &[&story, &reader, &kind]).map(drop)
}

/// The title of a published story, and its address's words.
pub fn find_title(read: &mut Read, id: StoryId) -> Result<Option<Beside>> {
    let statement = sql!("SELECT id, title, slug FROM stories_public WHERE id = $1");
    read.first(statement, &[&id], |row| {
        Ok(Beside { id: row.get(0)?, title: row.get(1)?, slug: row.get(2)? })
    })
}
