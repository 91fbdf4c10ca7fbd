//! All SQL of stories and their versions.

use db::{Error, Param, Read, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Day, Id, ProductId, ShopId, StoryId};

use crate::{
    inputs::{ListStories, StoryActId, Text},
    kinds::{Deed, StoryState, VersionState},
    refusal::No,
    store_photo,
    types::{Act, Listed, Story, Version},
};

/// Rows of one page.
pub const PER_PAGE: i64 = 50;

fn story_of(row: &Row<'_>) -> Result<Story> {
    Ok(Story {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        state: row.get(2)?,
        version: row.get(3)?,
        shown_version: row.get(4)?,
        published_on: row.get(5)?,
        withdrawn_on: row.get(6)?,
        withdrawn_reason: row.get(7)?,
    })
}

/// A story that is his to see; else 404.
pub fn load(read: &mut Read, ctx: &Context, id: StoryId) -> Result<Story> {
    let statement = sql!(
        "SELECT id, consignor_id, state, version, shown_version, published_on, withdrawn_on,
            withdrawn_reason
         FROM stories_story WHERE id = $1"
    );
    let found = read.first(statement, &[&id], story_of)?;
    let own = found.filter(|story| ctx.actor.sees_consignor(story.consignor_id));
    own.ok_or_else(|| No::Unknown.into())
}

/// Where a story stands for the public, whosever it is.
pub fn state_of(read: &mut Read, id: StoryId) -> Result<Option<StoryState>> {
    let statement = sql!("SELECT state FROM stories_story WHERE id = $1");
    read.first(statement, &[&id], |row| row.get(0))
}

/// A version with its photos, products and shops.
pub fn version(read: &mut Read, story: StoryId, version: i64) -> Result<Version> {
    let statement = sql!(
        "SELECT version, state, revision, title, slug, place, agency, body, lead, contributor,
            initials, happened_on, effective_on, correction, published_on
         FROM stories_version WHERE story_id = $1 AND version = $2"
    );
    let mut found = read.one(statement, &[&story, &version], |row| {
        Ok(Version {
            version: row.get(0)?,
            state: row.get(1)?,
            revision: row.get(2)?,
            title: row.get(3)?,
            slug: row.get(4)?,
            place: row.get(5)?,
            agency: row.get(6)?,
            body: row.get(7)?,
            lead: row.get(8)?,
            contributor: row.get(9)?,
            initials: row.get(10)?,
            happened_on: row.get(11)?,
            effective_on: row.get(12)?,
            correction: row.get(13)?,
            published_on: row.get(14)?,
            photos: Vec::new(),
            products: Vec::new(),
            shops: Vec::new(),
        })
    })?;
    found.photos = store_photo::of_version(read, story, version)?;
    found.products = products(read, story, version)?;
    found.shops = shops(read, story, version)?;
    Ok(found)
}

fn products(read: &mut Read, story: StoryId, version: i64) -> Result<Vec<ProductId>> {
    let statement = sql!(
        "SELECT product_id FROM stories_version_product WHERE story_id = $1 AND version = $2
         ORDER BY position"
    );
    read.all(statement, &[&story, &version], |row| row.get(0))
}

fn shops(read: &mut Read, story: StoryId, version: i64) -> Result<Vec<ShopId>> {
    let statement = sql!(
        "SELECT shop_id FROM stories_version_shop WHERE story_id = $1 AND version = $2
         ORDER BY position"
    );
    read.all(statement, &[&story, &version], |row| row.get(0))
}

pub fn insert(tx: &mut Tx, ctx: &Context, id: StoryId, consignor: ConsignorId) -> Result<()> {
    let statement = sql!(
        "INSERT INTO stories_story (id, consignor_id, state, version, created_by, created_at)
         VALUES ($1, $2, 'draft', 1, $3, $4)"
    );
    match tx.run(statement, &[&id, &consignor, &ctx.actor.user, &ctx.now]) {
        // The same is being recorded by another connection this moment: looked at again from the
        // start, it is known.
        Err(Error::Constraint(name)) if name == "stories_story_pkey" => Err(Error::Conflict),
        done => done.map(drop),
    }
}

/// What is worked out of a text when it is saved.
pub struct Worked {
    pub slug: String,
    pub lead: String,
}

pub fn insert_version(tx: &mut Tx, story: StoryId, text: &Text<'_>, worked: &Worked) -> Result<()> {
    let statement = sql!(
        "INSERT INTO stories_version (story_id, version, state, revision, title, slug, place,
            agency, body, lead, contributor, initials, happened_on, effective_on)
         VALUES ($1, 1, 'draft', 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let params: &[&dyn Param] = &[
        &story,
        text.title,
        &worked.slug,
        text.place,
        &text.agency.map(ToString::to_string),
        text.body,
        &worked.lead,
        &text.contributor.map(ToString::to_string),
        &text.initials.map(ToString::to_string),
        &text.happened_on,
        &text.effective_on,
    ];
    tx.run(statement, params).map(drop)
}

/// The draft anew, unless somebody else changed it in between.
pub fn update_version(
    tx: &mut Tx,
    story: &Story,
    revision: i64,
    text: &Text<'_>,
    worked: &Worked,
) -> Result<()> {
    let statement = sql!(
        "UPDATE stories_version SET state = 'draft', revision = revision + 1, title = $4,
            slug = $5, place = $6, agency = $7, body = $8, lead = $9, contributor = $10,
            initials = $11, happened_on = $12, effective_on = $13
         WHERE story_id = $1 AND version = $2 AND revision = $3"
    );
    let params: &[&dyn Param] = &[
        &story.id,
        &story.version,
        &revision,
        text.title,
        &worked.slug,
        text.place,
        &text.agency.map(ToString::to_string),
        text.body,
        &worked.lead,
        &text.contributor.map(ToString::to_string),
        &text.initials.map(ToString::to_string),
        &text.happened_on,
        &text.effective_on,
    ];
    if tx.run(statement, params)? == 1 { Ok(()) } else { Err(No::Changed.into()) }
}

/// Where a version comes to stand; its photos changed or somebody found it right.
pub fn set_version(
    tx: &mut Tx,
    story: &Story,
    state: VersionState,
    published_on: Option<Day>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE stories_version SET state = $3, published_on = $4,
            revision = CASE WHEN $3 = 'draft' THEN revision + 1 ELSE revision END
         WHERE story_id = $1 AND version = $2"
    );
    tx.run(statement, &[&story.id, &story.version, &state, &published_on]).map(drop)
}

/// What leads on from a version, instead of what did.
pub fn relate(
    tx: &mut Tx,
    story: StoryId,
    version: i64,
    products: &[ProductId],
    shops: &[ShopId],
) -> Result<()> {
    let no_products =
        sql!("DELETE FROM stories_version_product WHERE story_id = $1 AND version = $2");
    tx.run(no_products, &[&story, &version])?;
    let no_shops = sql!("DELETE FROM stories_version_shop WHERE story_id = $1 AND version = $2");
    tx.run(no_shops, &[&story, &version])?;
    let product = sql!(
        "INSERT INTO stories_version_product (story_id, version, product_id, position)
         VALUES ($1, $2, $3, $4)"
    );
    for (at, id) in (1_i64..).zip(products) {
        tx.run(product, &[&story, &version, id, &at])?;
    }
    let shop = sql!(
        "INSERT INTO stories_version_shop (story_id, version, shop_id, position)
         VALUES ($1, $2, $3, $4)"
    );
    for (at, id) in (1_i64..).zip(shops) {
        tx.run(shop, &[&story, &version, id, &at])?;
    }
    Ok(())
}

/// Begins the next version as a copy of the last.
pub fn copy_version(tx: &mut Tx, story: &Story, last: &Version, correction: &str) -> Result<()> {
    let next = story.version + 1;
    let statement = sql!(
        "INSERT INTO stories_version (story_id, version, state, revision, title, slug, place,
            agency, body, lead, contributor, initials, happened_on, effective_on, correction)
         SELECT story_id, $3, 'draft', 1, title, slug, place, agency, body, lead, contributor,
            initials, happened_on, effective_on, $4
         FROM stories_version WHERE story_id = $1 AND version = $2"
    );
    tx.run(statement, &[&story.id, &last.version, &next, &correction])?;
    let photos = sql!(
        "INSERT INTO stories_version_photo (story_id, version, photo_id, position, alt, caption,
            faces_cleared)
         SELECT v.story_id, $3, v.photo_id, v.position, v.alt, v.caption, v.faces_cleared
         FROM stories_version_photo v JOIN stories_photo p ON p.id = v.photo_id
         WHERE v.story_id = $1 AND v.version = $2 AND p.erased_at IS NULL"
    );
    tx.run(photos, &[&story.id, &last.version, &next])?;
    relate(tx, story.id, next, &last.products, &last.shops)?;
    let begun = sql!("UPDATE stories_story SET version = $2 WHERE id = $1");
    tx.run(begun, &[&story.id, &next]).map(drop)
}

/// The last version is what the public reads.
pub fn show(tx: &mut Tx, story: &Story, on: Day) -> Result<()> {
    let statement = sql!(
        "UPDATE stories_story SET state = 'published', shown_version = version, published_on = $2,
            withdrawn_on = NULL, withdrawn_reason = NULL
         WHERE id = $1"
    );
    let first = story.published_on.unwrap_or(on);
    tx.run(statement, &[&story.id, &first]).map(drop)
}

pub fn withdraw(tx: &mut Tx, ctx: &Context, id: StoryId, reason: &str) -> Result<()> {
    let statement = sql!(
        "UPDATE stories_story SET state = 'withdrawn', withdrawn_on = $2, withdrawn_reason = $3
         WHERE id = $1"
    );
    tx.run(statement, &[&id, &ctx.today(), &reason]).map(drop)
}

/// One thing that is done to a story.
pub struct NewAct<'a> {
    pub id: StoryActId,
    pub story: StoryId,
    pub version: i64,
    pub deed: Deed,
    pub note: Option<&'a str>,
}

pub fn insert_act(tx: &mut Tx, ctx: &Context, act: &NewAct<'_>) -> Result<()> {
    let statement = sql!(
        "INSERT INTO stories_act (id, story_id, version, deed, note, done_by, done_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let note = act.note.map(str::to_owned);
    let params: &[&dyn Param] =
        &[&act.id, &act.story, &act.version, &act.deed, &note, &ctx.actor.user, &ctx.now];
    tx.run(statement, params).map(drop)
}

/// What was done to a story, the first thing first; at most 500.
pub fn acts(read: &mut Read, story: StoryId) -> Result<Vec<Act>> {
    let statement = sql!(
        "SELECT version, deed, note, done_by, done_at FROM stories_act WHERE story_id = $1
         ORDER BY done_at, id LIMIT 500"
    );
    read.all(statement, &[&story], |row| {
        Ok(Act {
            version: row.get(0)?,
            deed: row.get(1)?,
            note: row.get(2)?,
            done_by: row.get(3)?,
            done_at: row.get(4)?,
        })
    })
}

/// One page of a unit's stories, the latest first, and how many there are in all.
pub fn list(
    read: &mut Read,
    consignor: Option<ConsignorId>,
    asked: &ListStories,
) -> Result<(Vec<Listed>, i64)> {
    let before = asked.page.map_or(1, |page| page.0).clamp(1, 1_000_000) - 1;
    window(read, consignor, asked, (PER_PAGE, before * PER_PAGE))
}

/// As many of them as are asked for, from a place on.
pub fn window(
    read: &mut Read,
    consignor: Option<ConsignorId>,
    asked: &ListStories,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Listed>, i64)> {
    let own: Option<Id<()>> = consignor.map(Id::cast);
    let like = asked.q.as_deref().map(web::like);
    let total = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM stories_story s
         JOIN stories_version v ON v.story_id = s.id AND v.version = s.version
         WHERE (CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
           AND (CAST($2 AS text) IS NULL OR LOWER(v.title) LIKE $2 ESCAPE '!')
           AND (CAST($3 AS text) IS NULL OR s.state = $3)
           AND (CAST($4 AS text) IS NULL
             OR (v.state = $4 AND (s.state <> 'withdrawn' OR s.version > 1)))"
    );
    let filter: [&dyn Param; 4] = [&own, &like, &asked.state, &asked.text];
    let total = read.one(total, &filter, |row| row.get(0))?;
    let statement = sql!(
        "SELECT s.id, s.state, s.version, v.state, v.title, s.published_on,
            (SELECT CAST(COUNT(*) AS bigint) FROM stories_reaction r WHERE r.story_id = s.id)
         FROM stories_story s
         JOIN stories_version v ON v.story_id = s.id AND v.version = s.version
         WHERE (CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
           AND (CAST($2 AS text) IS NULL OR LOWER(v.title) LIKE $2 ESCAPE '!')
           AND (CAST($3 AS text) IS NULL OR s.state = $3)
           AND (CAST($4 AS text) IS NULL
             OR (v.state = $4 AND (s.state <> 'withdrawn' OR s.version > 1)))
         ORDER BY s.created_at DESC, s.id DESC LIMIT $5 OFFSET $6"
    );
    let mut params = filter.to_vec();
    params.extend([&limit as &dyn Param, &offset]);
    let rows = read.all(statement, &params, |row| {
        Ok(Listed {
            id: row.get(0)?,
            state: row.get(1)?,
            version: row.get(2)?,
            version_state: row.get(3)?,
            title: row.get(4)?,
            published_on: row.get(5)?,
            reactions: row.get(6)?,
        })
    })?;
    Ok((rows, total))
}

/// Whether the public ever read it.
pub fn was_public(read: &mut Read, id: StoryId) -> Result<bool> {
    let statement = sql!("SELECT 1 FROM stories_story WHERE id = $1 AND shown_version IS NOT NULL");
    Ok(read.first(statement, &[&id], |row| row.get::<i64>(0))?.is_some())
}
