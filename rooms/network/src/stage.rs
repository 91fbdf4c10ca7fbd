//! Pure: the funnel: where a step leads, and how long the agreement is that it begins.

use kernel::Day;

use crate::kinds::{Stage, Term};

/// Days of a trial.
const TRIAL_DAYS: i64 = 30;
const MONTHS_OF_A_YEAR: u32 = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Offer,
    Convert(Term),
    Decline,
    Reopen,
}

impl Stage {
    /// Where a step leads; nothing where it may not be taken. Nobody goes back but by declining.
    pub const fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Prospect | Self::Offered, Step::Offer) => Some(Self::Offered),
            // A trial may be offered its year.
            (Self::Trial, Step::Offer) => Some(Self::Trial),
            (Self::Offered, Step::Convert(Term::Trial)) => Some(Self::Trial),
            (Self::Offered | Self::Trial, Step::Convert(Term::Year)) => Some(Self::Agreed),
            (Self::Prospect | Self::Offered | Self::Trial, Step::Decline) => Some(Self::Declined),
            (Self::Declined, Step::Reopen) => Some(Self::Prospect),
            _ => None,
        }
    }

    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Prospect | Self::Offered | Self::Trial)
    }
}

impl Term {
    /// The last day of an agreement that begins on a day.
    pub fn last_day(self, from: Day) -> Day {
        match self {
            Self::Trial => from.plus_days(TRIAL_DAYS - 1),
            Self::Year => from.plus_months(MONTHS_OF_A_YEAR).plus_days(-1),
        }
    }
}

/// What somebody types to sign in, made of the shop's name: `Toko Acun` → `toko.acun`.
pub fn sign_in_name(shop: &str) -> String {
    let mut name = String::new();
    for c in shop.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('.') {
            name.push('.');
        }
        if name.len() >= 30 {
            break;
        }
    }
    name.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_funnel_goes_one_way() {
        use Stage as S;
        let (trial, year) = (Step::Convert(Term::Trial), Step::Convert(Term::Year));
        assert_eq!(S::Prospect.after(trial), None, "nothing is tried that was not offered");
        assert_eq!(S::Prospect.after(Step::Offer), Some(S::Offered));
        assert_eq!(S::Offered.after(trial), Some(S::Trial));
        assert_eq!(S::Offered.after(year), Some(S::Agreed));
        assert_eq!(S::Trial.after(year), Some(S::Agreed));
        assert_eq!(S::Trial.after(trial), None);
        for step in [Step::Offer, trial, year, Step::Decline, Step::Reopen] {
            assert_eq!(S::Agreed.after(step), None, "{step:?}");
        }
        assert_eq!(S::Declined.after(Step::Reopen), Some(S::Prospect));
        assert!(Stage::ALL.iter().filter(|stage| stage.is_open()).count() == 3);
    }

    #[test]
    fn a_term_ends_on_its_last_day() {
        let from = Day::new(2025, 11, 3).expect("a day");
        assert_eq!(Term::Trial.last_day(from).to_string(), "2025-12-02");
        assert_eq!(Term::Year.last_day(from).to_string(), "2026-11-02");
    }

    #[test]
    fn a_name_to_sign_in_is_small_and_plain() {
        assert_eq!(sign_in_name("Toko Acun Akuarium"), "toko.acun.akuarium");
        assert_eq!(sign_in_name("  Kios \"Bu Éva\" "), "kios.bu.va");
        assert!(sign_in_name(&"Toko ".repeat(20)).len() <= 30);
        assert_eq!(sign_in_name("木"), "");
    }
}
