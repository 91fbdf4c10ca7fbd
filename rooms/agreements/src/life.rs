//! Pure: the life of an agreement, from draft to end, and what must be there before it counts.

use kernel::{Day, TermsId};

use crate::kinds::{Side, State};

/// Days before the end at which people are warned, first to last.
pub const WARNING_DAYS: [i64; 3] = [90, 30, 7];

/// Where an agreement stands on a day. Only draft, in force and ended are written down; the rest
/// follows from the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Draft,
    /// A draft that was given up.
    Withdrawn,
    /// Signed and entered, and its first day is still to come.
    Upcoming {
        days: i64,
    },
    InForce,
    /// Its last day is near; `warning` is the tightest of [`WARNING_DAYS`] that was reached.
    Expiring {
        days: i64,
        warning: i64,
    },
    /// Its term is over. Goods on the shelf stay sellable.
    Expired,
    /// Ended before its term, with a reason.
    Ended,
}

impl Standing {
    /// The name in filters, the API and `words/` (`agreements.standing.<name>`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Withdrawn => "withdrawn",
            Self::Upcoming { .. } => "upcoming",
            Self::InForce => "in_force",
            Self::Expiring { .. } => "expiring",
            Self::Expired => "expired",
            Self::Ended => "ended",
        }
    }

    pub const NAMES: [&'static str; 7] =
        ["draft", "upcoming", "in_force", "expiring", "expired", "ended", "withdrawn"];

    /// Whether goods may be newly delivered under it.
    pub const fn counts(self) -> bool {
        matches!(self, Self::InForce | Self::Expiring { .. })
    }
}

/// The days that decide where an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    pub state: State,
    /// Whether it was ever put in force.
    pub enforced: bool,
    pub effective_from: Day,
    pub ends_on: Day,
    /// The last day, where it was ended before its term.
    pub ended_on: Option<Day>,
}

impl Course {
    /// The last day on which it is in force.
    pub fn last_day(&self) -> Day {
        self.ended_on.unwrap_or(self.ends_on)
    }

    pub fn standing(&self, today: Day) -> Standing {
        let days = today.days_until(self.last_day());
        match self.state {
            State::Draft => Standing::Draft,
            State::Ended if !self.enforced => Standing::Withdrawn,
            State::Ended if days < 0 => Standing::Ended,
            State::InForce if days < 0 => Standing::Expired,
            _ if today < self.effective_from => {
                Standing::Upcoming { days: today.days_until(self.effective_from) }
            }
            _ => match warning(days) {
                Some(warning) => Standing::Expiring { days, warning },
                None => Standing::InForce,
            },
        }
    }
}

/// The tightest warning that `days` before the end calls for.
pub fn warning(days: i64) -> Option<i64> {
    WARNING_DAYS.into_iter().rev().find(|warning| (0..=*warning).contains(&days))
}

/// What is still missing before an agreement or an addendum can be put in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Number(Side),
    Signature(Side),
    /// A scan of the signed paper, or the reason why there is none.
    Scan,
    /// At least one product.
    Annex,
}

/// What was gathered of the signed paper so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Gathered {
    pub consignor_number: bool,
    pub shop_number: bool,
    pub consignor_signature: bool,
    pub shop_signature: bool,
    pub scan_or_reason: bool,
    pub annex: bool,
}

/// Everything that is still missing, in the order in which the page asks for it.
pub fn missing(gathered: Gathered) -> Vec<Missing> {
    let asked = [
        (gathered.consignor_number, Missing::Number(Side::Consignor)),
        (gathered.shop_number, Missing::Number(Side::Shop)),
        (gathered.consignor_signature, Missing::Signature(Side::Consignor)),
        (gathered.shop_signature, Missing::Signature(Side::Shop)),
        (gathered.scan_or_reason, Missing::Scan),
        (gathered.annex, Missing::Annex),
    ];
    asked.into_iter().filter(|(there, _)| !there).map(|(_, what)| what).collect()
}

/// Why an addendum cannot be valid from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongStart {
    /// Before the notice days are over and not signed for earlier; the first day it could be.
    NoticeTooShort(Day),
    /// Not after the version that it changes; that one's first day.
    NotAfterLast(Day),
    /// The agreement is over by then; its last day.
    AfterEnd(Day),
    /// Before both sides signed; the day of the later signature.
    BeforeSigning(Day),
}

/// What the first day of an addendum is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Start {
    pub valid_from: Day,
    /// The day on which notice was given (the addendum is recorded).
    pub noticed_on: Day,
    pub notice_days: i64,
    /// Both sides agreed in writing not to wait for the notice days, or these were kept already.
    pub signed_early: bool,
    /// The first day of the version before it.
    pub last_from: Day,
    /// The last day of the agreement as it stands.
    pub last_day: Day,
    /// The later signature, once there are both.
    pub signed_on: Option<Day>,
}

/// Whether an addendum may be valid from its day: after the version before it, within the
/// agreement, and not before the notice days are over, unless both sides signed it for earlier,
/// and even then never before the day on which they signed.
pub fn check_start(start: &Start) -> Result<(), WrongStart> {
    let noticed = start.noticed_on.plus_days(start.notice_days);
    if start.valid_from <= start.last_from {
        return Err(WrongStart::NotAfterLast(start.last_from));
    }
    if start.valid_from > start.last_day {
        return Err(WrongStart::AfterEnd(start.last_day));
    }
    match start.signed_on {
        _ if !start.signed_early && start.valid_from < noticed => {
            Err(WrongStart::NoticeTooShort(noticed))
        }
        Some(signed) if start.valid_from < signed => Err(WrongStart::BeforeSigning(signed)),
        _ => Ok(()),
    }
}

/// The days on which a version of the terms is the one that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub terms: TermsId,
    pub from: Day,
    pub until: Day,
}

/// The days of each version: from its first day to the day before the next version's, the last
/// one to the agreement's last day. `versions` are in the order of their first days. A version
/// whose first day comes after the agreement's last has no days.
pub fn windows(versions: &[(TermsId, Day)], last_day: Day) -> Vec<Window> {
    let next = versions.iter().skip(1).map(|(_, from)| from.plus_days(-1));
    let untils = next.chain(std::iter::once(last_day)).map(|until| until.min(last_day));
    let all = versions.iter().zip(untils);
    all.map(|((terms, from), until)| Window { terms: *terms, from: *from, until })
        .filter(|window| window.from <= window.until)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }
    fn course(state: State, ended_on: Option<&str>) -> Course {
        Course {
            state,
            enforced: state != State::Draft,
            effective_from: day("2025-11-03"),
            ends_on: day("2026-11-02"),
            ended_on: ended_on.map(day),
        }
    }

    #[test]
    fn warnings_come_at_90_30_and_7_days() {
        for (days, expected) in [
            (91, None),
            (90, Some(90)),
            (31, Some(90)),
            (30, Some(30)),
            (8, Some(30)),
            (7, Some(7)),
            (0, Some(7)),
            (-1, None),
        ] {
            assert_eq!(warning(days), expected, "{days}");
        }
    }

    #[test]
    fn a_standing_follows_the_day() {
        let signed = course(State::InForce, None);
        assert_eq!(signed.standing(day("2025-11-01")), Standing::Upcoming { days: 2 });
        assert_eq!(signed.standing(day("2025-11-03")), Standing::InForce);
        let near = signed.standing(day("2026-10-26"));
        assert_eq!(near, Standing::Expiring { days: 7, warning: 7 });
        assert!(signed.standing(day("2026-11-02")).counts());
        assert_eq!(signed.standing(day("2026-11-03")), Standing::Expired);
        let ended = course(State::Ended, Some("2026-02-01"));
        assert!(ended.standing(day("2026-02-01")).counts());
        assert_eq!(ended.standing(day("2026-02-02")), Standing::Ended);
        let withdrawn = Course { enforced: false, ..ended };
        assert_eq!(withdrawn.standing(day("2025-12-01")), Standing::Withdrawn);
        assert_eq!(course(State::Draft, None).standing(day("2030-01-01")), Standing::Draft);
    }

    #[test]
    fn nothing_is_missing_only_when_all_is_there() {
        assert_eq!(missing(Gathered::default()).len(), 6);
        let all = Gathered {
            consignor_number: true,
            shop_number: true,
            consignor_signature: true,
            shop_signature: true,
            scan_or_reason: true,
            annex: true,
        };
        assert!(missing(all).is_empty());
        let no_signature = Gathered { shop_signature: false, ..all };
        assert_eq!(missing(no_signature), [Missing::Signature(Side::Shop)]);
    }

    #[test]
    fn an_addendum_waits_for_its_notice_days() {
        let start = Start {
            valid_from: day("2026-01-15"),
            noticed_on: day("2026-01-01"),
            notice_days: 14,
            signed_early: false,
            last_from: day("2025-11-03"),
            last_day: day("2026-11-02"),
            signed_on: None,
        };
        assert_eq!(check_start(&start), Ok(()));
        let soon = Start { valid_from: day("2026-01-14"), ..start };
        assert_eq!(check_start(&soon), Err(WrongStart::NoticeTooShort(day("2026-01-15"))));
        let early = Start { signed_early: true, signed_on: Some(day("2026-01-03")), ..soon };
        assert_eq!(check_start(&early), Ok(()));
        let before = Start { valid_from: day("2026-01-02"), ..early };
        assert_eq!(check_start(&before), Err(WrongStart::BeforeSigning(day("2026-01-03"))));
        let same = Start { valid_from: day("2025-11-03"), ..early };
        assert_eq!(check_start(&same), Err(WrongStart::NotAfterLast(day("2025-11-03"))));
        let late = Start { valid_from: day("2026-11-03"), ..start };
        assert_eq!(check_start(&late), Err(WrongStart::AfterEnd(day("2026-11-02"))));
    }

    proptest! {
        #[test]
        fn versions_share_out_the_days_without_gap_or_overlap(
            mut steps in prop::collection::vec(1_i64..200, 1..8), length in 0_i64..2_000,
        ) {
            let first = day("2025-11-03");
            steps[0] = 0;
            let mut from = first;
            let versions: Vec<_> = steps.iter().enumerate().map(|(at, step)| {
                from = from.plus_days(*step);
                (TermsId::new(uuid_of(at)), from)
            }).collect();
            let last = first.plus_days(length);
            let windows = windows(&versions, last);
            prop_assert_eq!(windows.first().map(|window| window.from), Some(first));
            prop_assert_eq!(windows.last().map(|window| window.until), Some(last));
            for pair in windows.windows(2) {
                prop_assert_eq!(pair[0].until.plus_days(1), pair[1].from);
                            }
        }
    }

    fn uuid_of(at: usize) -> uuid::Uuid {
        uuid::Uuid::from_u128(at as u128)
    }
}
