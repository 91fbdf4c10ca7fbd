//! Pure: how far a share of pieces sold may be off, when pieces of one shop sell alike.
//!
//! The interval is Wilson's score interval (Wilson 1927; Newcombe 1998, method 3) on the *effective*
//! number of pieces: pieces of one shop are one neighbourhood's luck, so ten shops of ten pieces say
//! more than one shop of a hundred. The variance between shops gives the effective number
//! (Kish's design effect), made smaller for few shops by Student's t (Korn and Graubard 1998), and
//! it is never more than the pieces there are. Whole numbers throughout: no float.

use schemars::JsonSchema;
use serde::Serialize;

/// One shop's pieces of a variant: labelled, and sold in the weeks that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster {
    pub labelled: i64,
    pub sold: i64,
}

/// A share in hundredths of a percent, and how far it may be off, in 95 of 100 such samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Interval {
    pub low: i64,
    pub share: i64,
    pub high: i64,
}

/// Student's t, 97.5 %, in thousandths, for 1, 2, … degrees of freedom; 1,960 for many.
const STUDENT: [i128; 30] = [
    12_706, 4_303, 3_182, 2_776, 2_571, 2_447, 2_365, 2_306, 2_262, 2_228, 2_201, 2_179, 2_160,
    2_145, 2_131, 2_120, 2_110, 2_101, 2_093, 2_086, 2_080, 2_074, 2_069, 2_064, 2_060, 2_056,
    2_052, 2_048, 2_045, 2_042,
];
const NORMAL: i128 = 1_960;
/// More pieces than a workshop makes in a lifetime; beyond it nothing is reckoned.
const PIECES_MAX: i64 = 1_000_000;

/// The interval of all shops together; nothing for one shop or none, which say nothing of others,
/// and for numbers that cannot be.
pub fn interval(shops: &[Cluster]) -> Option<Interval> {
    let possible = |one: &Cluster| one.labelled > 0 && (0..=one.labelled).contains(&one.sold);
    let labelled: i64 = shops.iter().map(|one| one.labelled).sum();
    if shops.len() < 2 || !shops.iter().all(possible) || labelled > PIECES_MAX {
        return None;
    }
    let sold: i64 = shops.iter().map(|one| one.sold).sum();
    Some(wilson(i128::from(sold), i128::from(labelled), effective(shops)))
}

/// The effective number of pieces, in thousandths.
fn effective(shops: &[Cluster]) -> i128 {
    let k = shops.len() as i128;
    let n: i128 = shops.iter().map(|one| i128::from(one.labelled)).sum();
    let x: i128 = shops.iter().map(|one| i128::from(one.sold)).sum();
    // Σ (sold − share · labelled)², times n².
    let apart: i128 = shops
        .iter()
        .map(|one| i128::from(one.sold) * n - x * i128::from(one.labelled))
        .map(|one| one * one)
        .sum();
    // The variance of the share is k/(k−1) · Σ(…)²/n²; a sample of n pieces by chance would have
    // share · (1 − share) / n. What share cannot vary (all or none sold) says nothing of shops.
    let by_shops = match k * apart {
        0 => 1_000 * n,
        spread => 1_000 * x * (n - x) * (k - 1) * n * n / spread,
    };
    let student = STUDENT.get(shops.len() - 2).copied().unwrap_or(NORMAL);
    (by_shops.min(1_000 * n) * NORMAL * NORMAL / (student * student)).max(1)
}

/// Wilson's score interval of x out of n, as if there were `effective`/1000 pieces.
fn wilson(x: i128, n: i128, effective: i128) -> Interval {
    // z = 1.96: every term is multiplied by 10,000 · 1,000 · n.
    let middle = 20_000 * effective * x + 38_416_000 * n;
    let inside = 38_416_000_000 * n * n + 40_000_000 * effective * x * (n - x);
    let reach = 196 * root(inside);
    let under = 2 * (10_000 * effective + 38_416_000) * n;
    let low = 10_000 * (middle - reach) / under;
    let high = (10_000 * (middle + reach) + under - 1) / under;
    let whole = |value: i128| i64::try_from(value.clamp(0, 10_000)).unwrap_or(0);
    Interval { low: whole(low), share: whole(10_000 * x / n), high: whole(high) }
}

/// The whole root, rounded down.
fn root(value: i128) -> i128 {
    u128::try_from(value).map(u128::isqrt).ok().and_then(|root| root.try_into().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shops(all: &[(i64, i64)]) -> Vec<Cluster> {
        all.iter().map(|(sold, labelled)| Cluster { labelled: *labelled, sold: *sold }).collect()
    }

    #[test]
    fn pieces_by_chance_have_the_published_interval() {
        // Newcombe (1998), Statistics in Medicine 17, table I, method 3.
        for (x, n, low, high) in
            [(81, 263, 2_553, 3_662), (15, 148, 624, 1_605), (0, 20, 0, 1_611), (1, 29, 61, 1_718)]
        {
            let Interval { low: l, high: h, .. } = wilson(x, n, 1_000 * n);
            assert!((l - low).abs() <= 1 && (h - high).abs() <= 1, "{x}/{n}: {l} to {h}");
        }
    }

    #[test]
    fn shops_that_differ_widen_it_and_few_shops_too() {
        let wide = |all: &[(i64, i64)]| {
            let all = interval(&shops(all)).expect("an interval");
            all.high - all.low
        };
        let alike: Vec<(i64, i64)> = vec![(50, 100); 40];
        let by_chance = wilson(2_000, 4_000, 4_000_000);
        let width = wide(&alike);
        assert!((width - (by_chance.high - by_chance.low)).abs() <= 2, "{width}");
        let differ: Vec<(i64, i64)> = [(90, 100), (10, 100)].repeat(20);
        assert!(wide(&differ) > 5 * width, "a shop says as much as one piece");
        assert!(wide(&[(50, 100), (50, 100)]) > wide(&[(50, 100); 4]));
    }

    #[test]
    fn what_cannot_be_known_is_not_said() {
        for none in
            [&[][..], &[(5, 10)], &[(5, 10), (11, 10)], &[(0, 0), (5, 10)], &[(-1, 5), (1, 5)]]
        {
            assert_eq!(interval(&shops(none)), None, "{none:?}");
        }
    }

    proptest! {
        #[test]
        fn the_share_lies_within_and_nothing_overflows(
            all in prop::collection::vec((0_i64..=25_000, 0_i64..=25_000), 2..40),
        ) {
            let all: Vec<Cluster> = all
                .into_iter()
                .map(|(a, b)| Cluster { labelled: a.max(b).max(1), sold: a.min(b) })
                .collect();
            let found = interval(&all).expect("an interval");
            prop_assert!(0 <= found.low && found.low <= found.share);
            prop_assert!(found.share <= found.high && found.high <= 10_000);
        }
    }
}
