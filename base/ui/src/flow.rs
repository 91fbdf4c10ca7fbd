//! What a river parts into. One table of branches, their words and their tones, so that the same
//! rupiah and the same pieces are called and coloured alike on every page.

use kernel::Lang;
use words::Speak;

use crate::{Branch, Tone};

/// A branch of the money's or the goods' river.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    // The buyer's rupiah.
    Paid,
    Shop,
    Expenses,
    /// What is the prison's by the agreement, before it is shared.
    Due,
    NotRemitted,
    NotShared,
    /// In a statement that is of two months.
    Crossing,
    Capital,
    Premi,
    Fund,
    State,
    OtherRecipient,
    // The pieces.
    Made,
    Sent,
    Arrived,
    Workshop,
    Transit,
    Shelf,
    Sold,
    Damaged,
    Destroyed,
    Lost,
    Discrepancy,
    Rejected,
}

impl Flow {
    /// (the word in `words/` under `common.flow.`, the colour)
    const fn row(self) -> (&'static str, Tone) {
        match self {
            Self::Paid => ("paid", Tone::Water),
            Self::Shop => ("shop", Tone::Shop),
            Self::Expenses => ("expenses", Tone::Shop),
            Self::Due => ("due", Tone::Water),
            Self::NotRemitted => ("not_remitted", Tone::Transit),
            Self::NotShared => ("not_shared", Tone::Transit),
            Self::Crossing => ("crossing", Tone::Other),
            Self::Capital => ("working_capital", Tone::Material),
            Self::Premi => ("premi", Tone::Premium),
            Self::Fund => ("support_fund", Tone::Fund),
            Self::State => ("state_revenue", Tone::State),
            Self::OtherRecipient => ("other", Tone::Other),
            Self::Made => ("made", Tone::Water),
            Self::Sent => ("sent", Tone::Transit),
            Self::Arrived => ("arrived", Tone::Shelf),
            Self::Workshop => ("workshop", Tone::Transit),
            Self::Transit => ("transit", Tone::Other),
            Self::Shelf => ("shelf", Tone::Shelf),
            Self::Sold => ("sold", Tone::Sold),
            Self::Damaged => ("damaged", Tone::Lost),
            Self::Destroyed => ("destroyed", Tone::Lost),
            Self::Lost => ("lost", Tone::Lost),
            Self::Discrepancy => ("discrepancy", Tone::Returned),
            Self::Rejected => ("rejected", Tone::Returned),
        }
    }
    pub const fn tone(self) -> Tone {
        self.row().1
    }
    pub fn word(self, lang: Lang) -> &'static str {
        lang.t(&format!("common.flow.{}", self.row().0))
    }
    /// The branch with its amount; say with [`Branch::to`] where its lines are.
    pub fn branch(self, lang: Lang, amount: i64) -> Branch<'static> {
        Branch::new(self.word(lang), amount, self.tone())
    }
}
