//! Pure: the way of a request, and what its days may be.

use kernel::Day;

use crate::kinds::{AnswerKind, RequestState};

/// How long ago a thing may have been asked that is only told now, in days: as with sales.
pub const DAYS_BACK_MAX: i64 = 366;

/// What somebody does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Answer(AnswerKind),
    Decline,
    Withdraw,
}

impl RequestState {
    /// Where `step` leads from here; `None` where it cannot be taken.
    pub const fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Open, Step::Answer(AnswerKind::Promised)) => Some(Self::Promised),
            (Self::Open | Self::Promised, Step::Answer(AnswerKind::Sent)) => Some(Self::Sent),
            (Self::Open | Self::Promised, Step::Decline) => Some(Self::Declined),
            (Self::Open, Step::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }

    /// Whether the shop still waits for the pieces.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Open | Self::Promised)
    }
}

/// How a day is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongDay {
    Ahead,
    TooLongAgo,
}

/// A day on which something may have been asked, seen from today.
pub fn check_day(day: Day, today: Day) -> Result<(), WrongDay> {
    match day.days_until(today) {
        ..0 => Err(WrongDay::Ahead),
        0..=DAYS_BACK_MAX => Ok(()),
        _ => Err(WrongDay::TooLongAgo),
    }
}

/// What a wish is searched and summed by: small letters, single spaces.
pub fn heard(parts: &[&str]) -> String {
    let words = parts.iter().flat_map(|part| part.split_whitespace());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Step; 4] = [
        Step::Answer(AnswerKind::Promised),
        Step::Answer(AnswerKind::Sent),
        Step::Decline,
        Step::Withdraw,
    ];

    #[test]
    fn a_request_goes_its_way_and_never_back() {
        let ways = |state: RequestState| STEPS.map(|step| state.after(step));
        use RequestState::{Declined, Open, Promised, Sent, Withdrawn};
        assert_eq!(ways(Open), [Some(Promised), Some(Sent), Some(Declined), Some(Withdrawn)]);
        assert_eq!(ways(Promised), [None, Some(Sent), Some(Declined), None]);
        for over in [Sent, Declined, Withdrawn] {
            assert_eq!(ways(over), [None; 4], "{over}");
            assert!(!over.waits());
        }
    }

    #[test]
    fn a_year_back_is_the_most() {
        let today = Day::new(2026, 1, 5).expect("a day");
        let at = |days: i64| check_day(today.plus_days(-days), today);
        assert_eq!(at(-1), Err(WrongDay::Ahead));
        assert_eq!([at(0), at(366)], [Ok(()), Ok(())]);
        assert_eq!(at(367), Err(WrongDay::TooLongAgo));
    }

    #[test]
    fn capitals_and_spaces_make_no_other_wish() {
        assert_eq!(heard(&["Kandang  Ayam ", "BESAR"]), "kandang ayam besar");
    }
}
