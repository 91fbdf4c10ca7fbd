//! All SQL of a story's photos.

use catalogue::Developed;
use db::{Param, Read, Result, Tx, sql};
use kernel::{Context, PhotoId, StoryId};

use crate::{inputs::AddStoryPhoto, types::Picture};

/// The photos of a version, in their order.
pub fn of_version(read: &mut Read, story: StoryId, version: i64) -> Result<Vec<Picture>> {
    let statement = sql!(
        "SELECT p.id, v.alt, v.caption, v.faces_cleared, p.width, p.height,
            p.erased_at IS NOT NULL
         FROM stories_version_photo v JOIN stories_photo p ON p.id = v.photo_id
         WHERE v.story_id = $1 AND v.version = $2 ORDER BY v.position, p.id"
    );
    read.all(statement, &[&story, &version], |row| {
        Ok(Picture {
            id: row.get(0)?,
            alt: row.get(1)?,
            caption: row.get(2)?,
            faces_cleared: row.get(3)?,
            width: row.get(4)?,
            height: row.get(5)?,
            erased: row.get(6)?,
        })
    })
}

/// The story of a photo that is not erased.
pub fn story_of(read: &mut Read, id: PhotoId) -> Result<Option<StoryId>> {
    let statement = sql!("SELECT story_id FROM stories_photo WHERE id = $1 AND erased_at IS NULL");
    read.first(statement, &[&id], |row| row.get(0))
}

pub fn large(read: &mut Read, id: PhotoId) -> Result<Option<Vec<u8>>> {
    let statement = sql!("SELECT large FROM stories_photo WHERE id = $1 AND erased_at IS NULL");
    read.first(statement, &[&id], |row| row.get(0))
}

pub fn small(read: &mut Read, id: PhotoId) -> Result<Option<Vec<u8>>> {
    let statement = sql!("SELECT small FROM stories_photo WHERE id = $1 AND erased_at IS NULL");
    read.first(statement, &[&id], |row| row.get(0))
}

/// Whether the public sees it now.
pub fn is_public(read: &mut Read, id: PhotoId) -> Result<bool> {
    let statement = sql!("SELECT 1 FROM stories_public_photo WHERE id = $1");
    Ok(read.first(statement, &[&id], |row| row.get::<i64>(0))?.is_some())
}

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    input: &AddStoryPhoto,
    version: i64,
    position: i64,
    developed: &Developed,
) -> Result<()> {
    let photo = sql!(
        "INSERT INTO stories_photo (id, story_id, width, height, created_by, created_at, small,
            large)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let Developed { large, small, width, height } = developed;
    let params: &[&dyn Param] =
        &[&input.id, &input.story, width, height, &ctx.actor.user, &ctx.now, small, large];
    tx.run(photo, params)?;
    let shown = sql!(
        "INSERT INTO stories_version_photo (story_id, version, photo_id, position, alt, caption,
            faces_cleared)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let (alt, caption, cleared) = (&input.alt, &input.caption, input.faces_cleared.0);
    let params: &[&dyn Param] =
        &[&input.story, &version, &input.id, &position, alt, caption, &cleared];
    tx.run(shown, params).map(drop)
}

/// What is said of a photo in one version.
pub struct Said<'a> {
    pub alt: &'a str,
    pub caption: &'a str,
    pub faces_cleared: bool,
}

pub fn describe(
    tx: &mut Tx,
    (story, version): (StoryId, i64),
    id: PhotoId,
    said: &Said<'_>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE stories_version_photo SET alt = $4, caption = $5, faces_cleared = $6
         WHERE story_id = $1 AND version = $2 AND photo_id = $3"
    );
    let Said { alt, caption, faces_cleared } = said;
    tx.run(statement, &[&story, &version, &id, alt, caption, faces_cleared]).map(drop)
}

pub fn place(
    tx: &mut Tx,
    (story, version): (StoryId, i64),
    id: PhotoId,
    position: i64,
) -> Result<()> {
    let statement = sql!(
        "UPDATE stories_version_photo SET position = $4
         WHERE story_id = $1 AND version = $2 AND photo_id = $3"
    );
    tx.run(statement, &[&story, &version, &id, &position]).map(drop)
}

/// The version goes on without the photo.
pub fn take_out(tx: &mut Tx, (story, version): (StoryId, i64), id: PhotoId) -> Result<()> {
    let statement = sql!(
        "DELETE FROM stories_version_photo WHERE story_id = $1 AND version = $2 AND photo_id = $3"
    );
    tx.run(statement, &[&story, &version, &id]).map(drop)
}

/// Keeps the row and erases the picture, wherever it stood.
pub fn erase(tx: &mut Tx, ctx: &Context, id: PhotoId) -> Result<()> {
    let statement =
        sql!("UPDATE stories_photo SET erased_at = $2, small = NULL, large = NULL WHERE id = $1");
    tx.run(statement, &[&id, &ctx.now]).map(drop)
}
