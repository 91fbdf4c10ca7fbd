//! Chance that can be repeated.

use kernel::Ids;

pub struct Chance(Ids);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(Ids::seeded(seed))
    }
    fn next(&self) -> u64 {
        let bytes = self.0.random();
        bytes[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
    /// From nought to one less than `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap_or(0)
    }
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below(usize::try_from(high - low + 1).unwrap_or(1))).unwrap_or(0)
    }
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }
}
