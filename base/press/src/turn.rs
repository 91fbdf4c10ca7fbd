//! Whose turn it is at the engine: one at a time, and a paper, for which somebody stands waiting,
//! goes before every picture.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct State {
    busy: bool,
    /// Papers that wait.
    papers: usize,
}

#[derive(Default)]
pub struct Turns {
    state: Mutex<State>,
    over: Condvar,
}

/// The engine is his who holds it.
pub struct Turn<'a>(&'a Turns);

impl Turns {
    pub fn paper(&self) -> Turn<'_> {
        let mut state = self.state();
        state.papers += 1;
        let waited = self.over.wait_while(state, |state| state.busy);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        state.papers -= 1;
        state.busy = true;
        Turn(self)
    }

    pub fn picture(&self) -> Turn<'_> {
        let waited = self.over.wait_while(self.state(), |state| state.busy || state.papers > 0);
        waited.unwrap_or_else(PoisonError::into_inner).busy = true;
        Turn(self)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.state().busy = false;
        self.0.over.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// Ten pictures are there before it, and more come after it.
    #[test]
    fn a_flood_of_pictures_does_not_hold_a_paper() {
        let (turns, order) = (Turns::default(), Mutex::new(Vec::new()));
        let told = |what: &'static str| order.lock().expect("the order").push(what);
        thread::scope(|scope| {
            let first = turns.picture();
            let flood = || {
                let _turn = turns.picture();
                told("picture");
            };
            (0..10).for_each(|_| drop(scope.spawn(flood)));
            scope.spawn(|| {
                let _turn = turns.paper();
                told("paper");
            });
            while turns.state().papers == 0 {
                thread::yield_now();
            }
            (0..10).for_each(|_| drop(scope.spawn(flood)));
            drop(first);
        });
        let order = order.into_inner().expect("the order");
        assert_eq!((order.len(), order[0]), (21, "paper"));
        assert!(!turns.state().busy);
    }
}
