//! Pure: the way of a job made to order, from quote to hand-over.

use kernel::{Day, Rupiah};

use crate::kinds::JobState;

/// What somebody wants to do with a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Accept,
    StartWork,
    Finish,
    HandOver,
    Cancel,
}

impl JobState {
    /// Where `step` leads from here; `None` where it cannot be taken.
    pub const fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Quoted, Step::Accept) => Some(Self::Accepted),
            (Self::Accepted, Step::StartWork) => Some(Self::InWork),
            (Self::InWork, Step::Finish) => Some(Self::Done),
            (Self::Done, Step::HandOver) => Some(Self::HandedOver),
            (Self::Quoted | Self::Accepted | Self::InWork | Self::Done, Step::Cancel) => {
                Some(Self::Cancelled)
            }
            _ => None,
        }
    }

    /// Whether somebody still waits for it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Accepted | Self::InWork | Self::Done)
    }
}

/// Days by which an open job is late on `today`; `None` while it is not.
pub fn days_late(stage: JobState, due: Day, today: Day) -> Option<i64> {
    (stage.is_open() && due < today).then(|| due.days_until(today))
}

/// What the buyer still has to pay at hand-over.
pub const fn rest(price: Rupiah, deposit: Rupiah) -> Rupiah {
    Rupiah(price.0 - deposit.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_goes_forward_one_step_at_a_time() {
        let way = [Step::Accept, Step::StartWork, Step::Finish, Step::HandOver];
        let mut stage = JobState::Quoted;
        for (at, step) in way.into_iter().enumerate() {
            for other in way.into_iter().enumerate().filter(|(n, _)| *n != at) {
                assert_eq!(stage.after(other.1), None, "{stage:?} {:?}", other.1);
            }
            stage = stage.after(step).expect("the next step");
        }
        assert_eq!(stage, JobState::HandedOver);
        assert_eq!(stage.after(Step::Cancel), None);
    }

    #[test]
    fn only_an_open_job_is_late() {
        let day = |d| Day::new(2025, 11, d).expect("a day");
        assert_eq!(days_late(JobState::InWork, day(3), day(5)), Some(2));
        assert_eq!(days_late(JobState::InWork, day(5), day(5)), None);
        assert_eq!(days_late(JobState::HandedOver, day(3), day(5)), None);
    }
}
