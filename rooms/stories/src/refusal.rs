//! How this room says no.

use kernel::Refusal;

use crate::life::WrongDay;

db::refusals! { "stories";
    /// No such story, or another unit's.
    Unknown = "unknown", NotFound;
    /// It was published, and is not any more.
    Withdrawn = "withdrawn", NotFound;
    /// A page beyond the list's last.
    NoPage = "no_page", NotFound;
    PhotoUnknown = "photo_unknown", NotFound;
    /// Whose story it is must be said by those who are of no unit.
    ConsignorNeeded = "consignor_needed", Invalid;
    /// A product of another unit, or none.
    ProductUnknown = "product_unknown", Invalid;
    ShopUnknown = "shop_unknown", Invalid;
    RelatedTooMany = "related_too_many", Invalid;
    /// The story stands elsewhere than this step begins at.
    State = "state", Conflict;
    /// Somebody else changed the draft since it was shown.
    Changed = "changed", Conflict;
    /// Whoever had a hand in it does not approve it.
    WriterApproves = "writer_approves", Conflict;
    /// A photo whose faces nobody cleared.
    FacesUncleared = "faces_uncleared", Conflict;
    PhotosFull = "photos_full", Conflict;
    PublishedAhead = "published_ahead", Invalid;
    PublishedBefore = "published_before", Invalid;
    /// A program's secret for a reader that could be guessed.
    ReaderShort = "reader_short", Invalid;
}

impl From<WrongDay> for Refusal {
    fn from(why: WrongDay) -> Self {
        match why {
            WrongDay::Ahead => No::PublishedAhead.at("published_on"),
            WrongDay::BeforeFirst(first) => {
                No::PublishedBefore.at("published_on").with("first", first)
            }
        }
    }
}
