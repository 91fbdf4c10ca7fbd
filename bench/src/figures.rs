//! Numbers as they are printed. Whole numbers throughout; a ratio is kept in thousandths.

use std::{fmt, time::Duration};

/// How many a second; zero when no time passed.
pub fn per_second(count: u64, time: Duration) -> u64 {
    let micros = time.as_micros().max(1);
    u64::try_from(u128::from(count) * 1_000_000 / micros).unwrap_or(u64::MAX)
}

/// `part / whole`, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ratio(u64);

impl Ratio {
    pub const fn of(part: u64, whole: u64) -> Self {
        Self(part.saturating_mul(1_000) / if whole == 0 { 1 } else { whole })
    }
    pub const fn thousandths(thousandths: u64) -> Self {
        Self(thousandths)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1_000, self.0 % 1_000);
        f.pad(&text[..text.len() - 1])
    }
}

/// The least, the middle and the most of what was measured.
#[derive(Debug, Clone)]
pub struct Spread<T> {
    sorted: Vec<T>,
}

impl<T: Ord + Copy + Default + fmt::Display> Spread<T> {
    pub fn new(values: impl IntoIterator<Item = T>) -> Self {
        let mut sorted: Vec<T> = values.into_iter().collect();
        sorted.sort();
        Self { sorted }
    }
    pub fn median(&self) -> T {
        self.sorted.get(self.sorted.len() / 2).copied().unwrap_or_default()
    }
}

impl Default for Ratio {
    fn default() -> Self {
        Self::thousandths(0)
    }
}

impl<T: Ord + Copy + Default + fmt::Display> fmt::Display for Spread<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |place: Option<&T>| place.map(ToString::to_string).unwrap_or_default();
        let (least, most) = (at(self.sorted.first()), at(self.sorted.last()));
        f.pad(&format!("{least} / {} / {most}", self.median()))
    }
}

/// Prints whether a figure keeps its limit, and says so again to the caller.
pub fn judge(what: &str, held: bool) -> bool {
    println!("  {} {what}", if held { "held:  " } else { "MISSED:" });
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_exact() {
        assert_eq!(Ratio::of(1, 2), Ratio::thousandths(500));
        assert_eq!(Ratio::of(2, 3).to_string(), "0.66");
        assert_eq!(Ratio::of(5, 0).to_string(), "5.00");
        assert_eq!(per_second(10, Duration::from_millis(500)), 20);
        let spread = Spread::new([3_u64, 1, 2]);
        assert_eq!(spread.to_string(), "1 / 2 / 3");
    }
}
