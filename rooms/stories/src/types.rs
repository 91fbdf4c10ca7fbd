//! What pages, programs and other rooms see of stories.

use kernel::{ConsignorId, Day, PhotoId, ProductId, ShopId, StoryId, Time, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kinds::{Deed, ReactionKind, StoryState, VersionState};

/// A story as its unit keeps it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Story {
    pub id: StoryId,
    pub consignor_id: ConsignorId,
    pub state: StoryState,
    /// The version that is written, or was written last.
    pub version: i64,
    pub shown_version: Option<i64>,
    pub published_on: Option<Day>,
    pub withdrawn_on: Option<Day>,
    pub withdrawn_reason: Option<String>,
}

/// A row of the unit's list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Listed {
    pub id: StoryId,
    pub state: StoryState,
    pub version: i64,
    /// Where the last version stands.
    pub version_state: VersionState,
    pub title: String,
    pub published_on: Option<Day>,
    pub reactions: i64,
}

/// One version of a story.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Version {
    pub version: i64,
    pub state: VersionState,
    pub revision: i64,
    pub title: String,
    pub slug: String,
    pub place: String,
    pub agency: Option<String>,
    pub body: String,
    pub lead: String,
    pub contributor: Option<String>,
    pub initials: Option<String>,
    pub happened_on: Option<Day>,
    pub effective_on: Option<Day>,
    pub correction: Option<String>,
    pub published_on: Option<Day>,
    pub photos: Vec<Picture>,
    pub products: Vec<ProductId>,
    pub shops: Vec<ShopId>,
}

/// A photo in a version.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Picture {
    pub id: PhotoId,
    pub alt: String,
    pub caption: String,
    pub faces_cleared: bool,
    pub width: i64,
    pub height: i64,
    /// Its bytes are gone.
    pub erased: bool,
}

/// A story with the version that is written, and what was done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Whole {
    pub story: Story,
    pub last: Version,
    pub acts: Vec<Act>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Act {
    pub version: i64,
    pub deed: Deed,
    pub note: Option<String>,
    pub done_by: UserId,
    pub done_at: Time,
}

/// A published story in the public's list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Headline {
    pub id: StoryId,
    pub title: String,
    pub slug: String,
    pub place: String,
    pub lead: String,
    pub published_on: Day,
    /// At `/foto-kabar/{id}`, small at `/foto-kabar/{id}/kecil`.
    pub photo: Option<PhotoId>,
    pub photo_alt: Option<String>,
}

/// A published story as anyone may read it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Published {
    pub id: StoryId,
    pub title: String,
    pub slug: String,
    pub place: String,
    pub agency: Option<String>,
    /// Markdown, as it was written; `html` is what is shown.
    pub body: String,
    pub html: String,
    pub lead: String,
    pub contributor: Option<String>,
    pub initials: Option<String>,
    pub happened_on: Option<Day>,
    pub effective_on: Option<Day>,
    pub published_on: Day,
    pub photos: Vec<PublicPhoto>,
    pub products: Vec<PublicProduct>,
    pub shops: Vec<PublicShop>,
    pub corrections: Vec<Correction>,
    pub reactions: Vec<Counted>,
}

impl Published {
    /// The day of its last correction, or of its publication.
    pub fn changed_on(&self) -> Day {
        self.corrections.iter().map(|one| one.published_on).max().unwrap_or(self.published_on)
    }
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PublicPhoto {
    pub id: PhotoId,
    pub alt: String,
    pub caption: String,
    pub width: i64,
    pub height: i64,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PublicProduct {
    pub id: ProductId,
    pub title: String,
    pub photo: Option<PhotoId>,
    /// Whether it has a page in the shop-window, as something offers it now.
    pub offered: bool,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PublicShop {
    pub id: ShopId,
    pub name: String,
    pub address: String,
    pub city: String,
    pub opening_hours: Option<String>,
    /// Whether it has a page in the shop-window, as it has something to sell now.
    pub selling: bool,
}

/// What was put right, and when.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Correction {
    pub correction: String,
    pub published_on: Day,
}

/// How many readers reacted so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counted {
    pub kind: ReactionKind,
    pub readers: i64,
}

/// The answer to a reaction.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Reacted {
    pub story: StoryId,
    pub kind: Option<ReactionKind>,
    /// A secret that was made for this reader; it goes into his cookie and nowhere else.
    #[serde(skip_serializing, default)]
    #[schemars(skip)]
    pub fresh: Option<String>,
}

/// The answer of what is done to a story: the thing itself and its story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Done {
    pub id: kernel::Id<()>,
    pub story: StoryId,
    /// True when the same was already recorded before: it counted once.
    #[serde(default)]
    pub already: bool,
}

impl Done {
    pub fn new<K>(id: kernel::Id<K>, story: StoryId) -> Self {
        Self { id: id.cast(), story, already: false }
    }
    pub fn again<K>(id: kernel::Id<K>, story: StoryId) -> Self {
        Self { id: id.cast(), story, already: true }
    }
}
