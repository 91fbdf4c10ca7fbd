//! Pure: the way of a job made to order, from quote to hand-over.

use kernel::{Day, Quantity, Rupiah};

use crate::kinds::JobState;

/// What somebody wants to do with a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Accept,
    StartWork,
    /// A further batch, because those before came out short.
    GoOn,
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
            (Self::InWork, Step::GoOn) => Some(Self::InWork),
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

/// How many pieces the buyer takes of each batch, the first made first; `None` when all of them
/// together are too few.
pub fn taken(ordered: Quantity, there: &[Quantity]) -> Option<Vec<Quantity>> {
    let mut left = ordered.0;
    let take = |has: &Quantity| {
        let one = has.0.clamp(0, left);
        left -= one;
        Quantity(one)
    };
    let all: Vec<Quantity> = there.iter().map(take).collect();
    (left == 0).then_some(all)
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
    fn a_job_that_came_out_short_goes_on() {
        assert_eq!(JobState::InWork.after(Step::GoOn), Some(JobState::InWork));
        assert_eq!(JobState::Done.after(Step::GoOn), None);
        let there = [3, 0, 2].map(Quantity);
        let of = |ordered| taken(Quantity(ordered), &there);
        assert_eq!(of(4), Some([3, 0, 1].map(Quantity).to_vec()));
        assert_eq!(of(3), Some([3, 0, 0].map(Quantity).to_vec()));
        assert_eq!(of(6), None);
    }

    #[test]
    fn only_an_open_job_is_late() {
        let day = |d| Day::new(2025, 11, d).expect("a day");
        assert_eq!(days_late(JobState::InWork, day(3), day(5)), Some(2));
        assert_eq!(days_late(JobState::InWork, day(5), day(5)), None);
        assert_eq!(days_late(JobState::HandedOver, day(3), day(5)), None);
    }
}
