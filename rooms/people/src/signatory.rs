//! Pure: who signs which paper of a unit, and who did on an earlier day.

use kernel::{Day, EntryId, Time};
use schemars::JsonSchema;
use serde::Serialize;

use crate::duty::Duty;

/// One duty, and who has it from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Signatory {
    pub id: EntryId,
    pub duty: Duty,
    pub valid_from: Day,
    pub recorded_on: Day,
    pub job_title: String,
    /// Nothing where the name is written by hand.
    pub name: Option<String>,
    pub employee_number: Option<String>,
    /// The office in whose place he signs.
    pub acting_for: Option<String>,
    pub created_at: Time,
}

/// Who signs a paper of a day. What was known on that day counts before what was recorded later,
/// so that a paper printed again names the one who signed it; what was recorded later helps where
/// nothing was known.
pub fn of_day(lines: &[Signatory], duty: Duty, day: Day) -> Option<&Signatory> {
    let own = lines.iter().filter(|line| line.duty == duty && line.valid_from <= day);
    own.max_by_key(|line| (line.recorded_on <= day, line.valid_from, line.created_at, line.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> Day {
        Day::new(2025, 11, day).expect("a day")
    }

    fn line(number: u128, name: &str, from: u32, recorded: u32) -> Signatory {
        Signatory {
            id: EntryId::new(uuid::Uuid::from_u128(number)),
            duty: Duty::Statement,
            valid_from: day(from),
            recorded_on: day(recorded),
            job_title: "Kasubsi".into(),
            name: Some(name.into()),
            employee_number: None,
            acting_for: None,
            created_at: Time::from_utc(day(recorded).date().and_time(Default::default()).and_utc()),
        }
    }

    fn signs(lines: &[Signatory], on: u32) -> Option<&str> {
        of_day(lines, Duty::Statement, day(on)).and_then(|line| line.name.as_deref())
    }

    #[test]
    fn a_paper_keeps_the_hand_that_signed_it() {
        // Ani left on the 10th; that Budi followed was recorded on the 20th.
        let lines = [line(1, "Ani", 1, 1), line(2, "Budi", 10, 20)];
        assert_eq!(signs(&lines, 9), Some("Ani"));
        assert_eq!(signs(&lines, 15), Some("Ani"), "printed before anybody knew of Budi");
        assert_eq!(signs(&lines, 20), Some("Budi"));
    }

    #[test]
    fn what_is_recorded_later_helps_only_where_nothing_was_known() {
        let late = [line(1, "Ani", 1, 25)];
        assert_eq!(signs(&late, 5), Some("Ani"));
        let both = [line(1, "Ani", 1, 4), line(2, "Budi", 1, 25)];
        assert_eq!(signs(&both, 5), Some("Ani"));
        assert_eq!(signs(&both, 3), Some("Budi"), "nothing was known: the latest word");
        assert_eq!(signs(&[line(1, "Ani", 8, 1)], 7), None);
    }

    #[test]
    fn of_two_lines_of_a_day_the_later_counts_and_duties_are_apart() {
        let lines = [line(1, "Anni", 1, 1), line(2, "Ani", 1, 1)];
        assert_eq!(signs(&lines, 1), Some("Ani"));
        assert!(of_day(&lines, Duty::Press, day(5)).is_none());
    }
}
