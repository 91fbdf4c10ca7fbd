//! Pure: what a buyer may say, and what may become of it.

use kernel::Lang;

use crate::{
    kinds::{ComplaintState, ReviewState},
    refusal::No,
};

/// Signs in what a buyer says.
pub const WORDS_MAX: usize = 1_000;

/// One star to five.
pub fn is_rating(stars: i64) -> bool {
    (1..=5).contains(&stars)
}

pub fn is_too_long(words: &str) -> bool {
    words.chars().count() > WORDS_MAX
}

/// What one who has read the words makes of them: hidden only with a reason.
pub fn decided(show: bool, reason: Option<&str>) -> Result<(ReviewState, Option<&str>), No> {
    match (show, reason) {
        (true, _) => Ok((ReviewState::Shown, None)),
        (false, Some(reason)) => Ok((ReviewState::Hidden, Some(reason))),
        (false, None) => Err(No::ReasonMissing),
    }
}

impl ComplaintState {
    /// An answer may be bettered until it is closed.
    pub const fn takes_answer(self) -> bool {
        matches!(self, Self::Open | Self::Answered)
    }
    /// Nobody closes what nobody answered.
    pub const fn closes(self) -> bool {
        matches!(self, Self::Answered)
    }
}

/// The mean of so many ratings to one place, with the comma of the language: `4,2`.
pub fn mean(ratings: i64, stars: i64, lang: Lang) -> String {
    let tenths = (stars * 20 + ratings) / (2 * ratings.max(1));
    let comma = if lang == Lang::Id { ',' } else { '.' };
    format!("{}{comma}{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_to_one_place() {
        assert_eq!([mean(5, 21, Lang::Id), mean(6, 26, Lang::En)], ["4,2", "4.3"]);
        assert_eq!(mean(0, 0, Lang::Id), "0,0");
    }

    #[test]
    fn stars_have_edges() {
        assert_eq!([0, 1, 5, 6, -1].map(is_rating), [false, true, true, false, false]);
        assert!(!is_too_long(&"ä".repeat(WORDS_MAX)) && is_too_long(&"a".repeat(WORDS_MAX + 1)));
    }

    #[test]
    fn nothing_is_hidden_without_a_reason() {
        assert_eq!(decided(true, Some("x")), Ok((ReviewState::Shown, None)));
        assert_eq!(decided(false, Some("x")), Ok((ReviewState::Hidden, Some("x"))));
        assert_eq!(decided(false, None), Err(No::ReasonMissing));
    }

    #[test]
    fn a_complaint_is_answered_before_it_is_closed() {
        use ComplaintState::{Answered, Closed, Open};
        assert_eq!([Open, Answered, Closed].map(ComplaintState::takes_answer), [true, true, false]);
        assert_eq!([Open, Answered, Closed].map(ComplaintState::closes), [false, true, false]);
    }
}
