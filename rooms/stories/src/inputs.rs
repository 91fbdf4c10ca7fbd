//! What people type: one type serves a form and the API.

use kernel::{ConsignorId, Count, Day, Id, Line, Note, Passage, PhotoId, ProductId, Quantity};
use kernel::{ShopId, StoryId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kinds::{ReactionKind, StoryState, VersionState};

/// A thing done to a story: its id makes it count once.
pub enum ActKind {}
pub type StoryActId = Id<ActKind>;

/// A product that the story leads to.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RelatedProduct {
    pub product: ProductId,
}

/// A shop that the story leads to.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RelatedShop {
    pub shop: ShopId,
}

/// What a writer writes, as it was typed.
pub(crate) struct Text<'a> {
    pub title: &'a Line,
    pub place: &'a Line,
    pub agency: Option<&'a Line>,
    pub body: &'a Passage,
    pub contributor: Option<&'a Line>,
    pub initials: Option<&'a Line>,
    pub happened_on: Option<Day>,
    pub effective_on: Option<Day>,
    pub products: &'a [RelatedProduct],
    pub shops: &'a [RelatedShop],
}

/// An input with the fields of [`Text`]. A flattened struct would lose the name of a wrong field.
macro_rules! with_text {
    ($(#[$doc:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
        pub struct $name {
            $($own)*
            pub title: Line,
            /// Where it is told from: "Pangkalpinang".
            pub place: Line,
            /// Whose news it is: "INFO_PAS".
            #[serde(default)]
            pub agency: Option<Line>,
            /// Markdown. HTML stays text, and pictures from elsewhere are not shown.
            pub body: Passage,
            /// "Lapas Pangkalpinang".
            #[serde(default)]
            pub contributor: Option<Line>,
            /// The author's: "IR".
            #[serde(default)]
            pub initials: Option<Line>,
            /// The day of what it tells, such as a signing.
            #[serde(default)]
            pub happened_on: Option<Day>,
            /// From when what it tells holds.
            #[serde(default)]
            pub effective_on: Option<Day>,
            /// At most six of the unit's own.
            #[serde(default)]
            pub products: Vec<RelatedProduct>,
            /// At most six.
            #[serde(default)]
            pub shops: Vec<RelatedShop>,
        }
        impl $name {
            pub(crate) fn text(&self) -> Text<'_> {
                Text {
                    title: &self.title,
                    place: &self.place,
                    agency: self.agency.as_ref(),
                    body: &self.body,
                    contributor: self.contributor.as_ref(),
                    initials: self.initials.as_ref(),
                    happened_on: self.happened_on,
                    effective_on: self.effective_on,
                    products: &self.products,
                    shops: &self.shops,
                }
            }
        }
    };
}

with_text!(
    /// A new story, as a draft.
    WriteStory {
        pub id: StoryId,
        /// Whose story it is; left out by those who belong to a unit.
        #[serde(default)]
        pub consignor: Option<ConsignorId>,
    }
);

with_text!(
    /// The draft anew. What is left out is emptied; what was approved must be approved again.
    EditStory {
        pub id: StoryActId,
        pub story: StoryId,
        /// The revision that was on the screen.
        pub revision: Count,
    }
);

/// Another person found a draft right, as it stood in this revision.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ApproveStory {
    pub id: StoryActId,
    pub story: StoryId,
    pub revision: Count,
}

/// An approved version goes to the public.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PublishStory {
    pub id: StoryActId,
    pub story: StoryId,
    /// Today, when left out; an earlier day for what was published elsewhere before.
    #[serde(default)]
    pub published_on: Option<Day>,
}

/// A published story is to be put right: a new version begins as a copy.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CorrectStory {
    pub id: StoryActId,
    pub story: StoryId,
    /// What was wrong; the public reads it under the corrected story.
    pub correction: Line,
}

/// A correction is given up.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DropCorrection {
    pub id: StoryActId,
    pub story: StoryId,
}

/// A story is taken from the public at once, or a draft is given up.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct WithdrawStory {
    pub id: StoryActId,
    pub story: StoryId,
    pub reason: Line,
}

/// A photo that was made anew lies beside this: the upload itself goes no further.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AddStoryPhoto {
    pub id: PhotoId,
    pub story: StoryId,
    /// JPEG, PNG or WebP, at most 8 MiB.
    pub photo: web::Upload,
    /// What it shows, in words, for those who don't see it.
    pub alt: Line,
    pub caption: Note,
    /// Somebody looked: whoever can be recognised has agreed in writing, or nobody can be.
    #[serde(default)]
    pub faces_cleared: web::Tick,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EditStoryPhoto {
    pub id: StoryActId,
    pub story: StoryId,
    pub story_photo: PhotoId,
    pub alt: Line,
    pub caption: Note,
    #[serde(default)]
    pub faces_cleared: web::Tick,
    /// Its place among the story's photos, from 1.
    pub place: Quantity,
}

/// The draft goes on without the photo; versions before keep it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RemoveStoryPhoto {
    pub id: StoryActId,
    pub story: StoryId,
    pub story_photo: PhotoId,
}

/// The photo is erased from every version at once: somebody on it must not be seen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EraseStoryPhoto {
    pub id: StoryActId,
    pub story: StoryId,
    pub story_photo: PhotoId,
    pub reason: Line,
}

/// A reader's reaction; without a kind it is taken back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct React {
    pub story: StoryId,
    #[serde(default)]
    pub kind: Option<ReactionKind>,
    /// A program's own secret, at least 22 characters by chance, the same each time; a browser
    /// has its cookie.
    #[serde(default)]
    pub reader: Option<Line>,
}

/// Which of a unit's stories.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListStories {
    /// Words of the title.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub state: Option<StoryState>,
    /// Where the last version stands: `draft` waits for an approval, `approved` to be published.
    #[serde(default)]
    pub text: Option<VersionState>,
    /// From 1; 50 stories each.
    #[serde(default)]
    pub page: Option<Quantity>,
}

/// Which page of the published stories.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListPublished {
    /// From 1; 12 stories each.
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneStory {
    pub story: StoryId,
}
