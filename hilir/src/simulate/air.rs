//! The network between the phones and the house, on a bad day.

use till::{Act, Told};

use super::{Outcome, chance::Chance, house::House};
use crate::Failure;

/// What it does to requests and answers, one in so many; never, where nought.
pub struct Air {
    lose: usize,
    lose_answer: usize,
    cut_answer: usize,
    shuffle: usize,
    double: usize,
    pub outcome: Outcome,
}

impl Air {
    pub fn bad() -> Self {
        let outcome = Outcome::default();
        Self { lose: 4, lose_answer: 5, cut_answer: 6, shuffle: 4, double: 3, outcome }
    }

    pub fn clear(&mut self) {
        let outcome = std::mem::take(&mut self.outcome);
        *self = Self { lose: 0, lose_answer: 0, cut_answer: 0, shuffle: 0, double: 0, outcome };
    }

    /// Carries acts to the house, and what the phone hears back: not all of it, or nothing.
    pub fn carry(
        &mut self,
        house: &mut House,
        who: &kernel::Context,
        mut acts: Vec<Act>,
        chance: &mut Chance,
    ) -> Result<Vec<Told>, Failure> {
        let happens = |n: usize, chance: &mut Chance| n > 0 && chance.one_in(n);
        self.outcome.sent += 1;
        if happens(self.lose, chance) {
            self.outcome.lost_on_the_way += 1;
            return Ok(Vec::new());
        }
        if happens(self.double, chance) {
            let again = acts[chance.below(acts.len())].clone();
            acts.push(again);
            self.outcome.lines_doubled += 1;
        }
        if happens(self.shuffle, chance) {
            chance.shuffle(&mut acts);
            self.outcome.shuffled += 1;
        }
        let Some(mut told) = house.take(who, acts, chance)? else {
            self.outcome.house_crashed += 1;
            return Ok(Vec::new());
        };
        if happens(self.lose_answer, chance) {
            self.outcome.answers_lost += 1;
            return Ok(Vec::new());
        }
        if happens(self.cut_answer, chance) {
            self.outcome.answers_cut += 1;
            told.truncate(chance.below(told.len()));
        }
        Ok(told)
    }
}
