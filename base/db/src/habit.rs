//! Which locks a kind of work asks for, learnt by watching it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// How many habits are kept; then all are learnt anew.
const HABITS_MAX: usize = 10_000;
/// Seen so often in a row, a habit is one.
const TIMES_MIN: u32 = 2;

/// What the writers of a process know together.
#[derive(Default)]
pub(crate) struct Habits(Mutex<HashMap<u64, Habit>>);

struct Habit {
    locks: Arc<[i64]>,
    times: u32,
}

impl Habits {
    /// The locks to expect; none while the habit is not known.
    pub(crate) fn of(&self, habit: u64) -> Arc<[i64]> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.get(&habit).filter(|found| found.times >= TIMES_MIN);
        found.map(|found| Arc::clone(&found.locks)).unwrap_or_default()
    }

    /// Takes note of what the work asked for itself.
    pub(crate) fn learn(&self, habit: u64, asked: &[i64]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= HABITS_MAX && !known.contains_key(&habit) {
            known.clear();
        }
        let found = known.entry(habit).or_insert_with(|| Habit { locks: asked.into(), times: 0 });
        if *found.locks == *asked {
            found.times = found.times.saturating_add(1);
        } else {
            *found = Habit { locks: asked.into(), times: 1 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_is_a_habit_and_another_way_ends_it() {
        let habits = Habits::default();
        habits.learn(7, &[1]);
        assert!(habits.of(7).is_empty());
        habits.learn(7, &[1]);
        assert_eq!(&*habits.of(7), [1]);
        assert!(habits.of(8).is_empty());
        habits.learn(7, &[2]);
        assert!(habits.of(7).is_empty());
    }
}
