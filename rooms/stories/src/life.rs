//! Pure: the life of a story: what may be done next, and who may find it right.

use kernel::{Day, UserId};

use crate::kinds::{Deed, StoryState, VersionState};

/// What is done with a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Edit,
    Approve,
    Publish,
    Drop,
}

impl VersionState {
    /// Where a step leads; nothing where it may not be taken. A version that was approved and is
    /// changed must be approved again.
    pub const fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Draft | Self::Approved, Step::Edit) => Some(Self::Draft),
            (Self::Draft, Step::Approve) => Some(Self::Approved),
            (Self::Approved, Step::Publish) => Some(Self::Published),
            (Self::Draft | Self::Approved, Step::Drop) => Some(Self::Dropped),
            _ => None,
        }
    }

    /// Whether it is still being written.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Approved)
    }
}

/// Whether a correction may be begun: the public has read a version, and no other is being written.
pub const fn may_correct(story: StoryState, last: VersionState) -> bool {
    !matches!(story, StoryState::Draft) && !last.is_open()
}

/// Whether it may be taken from the public, or given up before it came there.
pub const fn may_withdraw(story: StoryState) -> bool {
    !matches!(story, StoryState::Withdrawn)
}

impl Deed {
    /// Whether whoever did it had a hand in the text or its pictures, so that another must find
    /// them right.
    pub const fn wrote(self) -> bool {
        matches!(self, Self::Write | Self::Edit | Self::Photo | Self::Correct)
    }
}

/// Whether somebody had a hand in it.
pub fn wrote_it(acts: &[(Deed, UserId)], who: UserId) -> bool {
    acts.iter().any(|(deed, by)| deed.wrote() && *by == who)
}

/// Why a story cannot be published on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongDay {
    Ahead,
    /// A correction does not come before what it corrects.
    BeforeFirst(Day),
}

pub fn check_day(on: Day, today: Day, first: Option<Day>) -> Result<(), WrongDay> {
    match first {
        _ if on > today => Err(WrongDay::Ahead),
        Some(first) if on < first => Err(WrongDay::BeforeFirst(first)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_published_that_nobody_approved() {
        use Step::{Approve, Drop, Edit, Publish};
        use VersionState as S;
        assert_eq!(S::Draft.after(Publish), None);
        assert_eq!(S::Draft.after(Approve), Some(S::Approved));
        assert_eq!(S::Approved.after(Edit), Some(S::Draft), "a change is approved anew");
        assert_eq!(S::Approved.after(Publish), Some(S::Published));
        for step in [Edit, Approve, Publish, Drop] {
            assert_eq!(S::Published.after(step), None, "{step:?}");
            assert_eq!(S::Dropped.after(step), None, "{step:?}");
        }
    }

    #[test]
    fn one_correction_at_a_time() {
        assert!(may_correct(StoryState::Published, VersionState::Published));
        assert!(may_correct(StoryState::Withdrawn, VersionState::Dropped));
        assert!(!may_correct(StoryState::Published, VersionState::Approved));
        assert!(!may_correct(StoryState::Draft, VersionState::Draft));
    }

    #[test]
    fn every_hand_in_it_is_seen() {
        let user = |n: u8| -> UserId {
            format!("01900000-0000-7000-8000-00000000000{n}").parse().expect("an id")
        };
        let acts = [(Deed::Write, user(1)), (Deed::Approve, user(2)), (Deed::Photo, user(3))];
        assert!(wrote_it(&acts, user(1)) && wrote_it(&acts, user(3)));
        assert!(!wrote_it(&acts, user(2)) && !wrote_it(&acts, user(4)));
    }

    #[test]
    fn a_correction_does_not_come_first() {
        let day = |day| Day::new(2025, 11, day).expect("a day");
        assert_eq!(check_day(day(3), day(3), None), Ok(()));
        assert_eq!(check_day(day(4), day(3), None), Err(WrongDay::Ahead));
        assert_eq!(check_day(day(2), day(5), Some(day(3))), Err(WrongDay::BeforeFirst(day(3))));
    }
}
