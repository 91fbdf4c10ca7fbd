//! Dividing a whole number exactly.

/// `total × weight / weights`, rounded towards zero, in 128 bits.
/// Zero when there are no weights.
pub const fn portion(total: i64, weight: i64, weights: i64) -> i64 {
    if weights == 0 { 0 } else { (total as i128 * weight as i128 / weights as i128) as i64 }
}

/// Divides `total` over `weights` by the largest remainder (Hamilton's method): the parts sum to
/// `total` exactly, each is within one of its true share, and equal remainders go to the earlier
/// place, so the same question always has the same answer.
///
/// `None` when there is nothing to divide by: no weights, a negative one, or only zeros.
pub fn apportion(total: i64, weights: &[i64]) -> Option<Vec<i64>> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum <= 0 || weights.iter().any(|weight| *weight < 0) {
        return None;
    }
    let exact = |weight: &i64| i128::from(total.unsigned_abs()) * i128::from(*weight);
    let mut parts: Vec<i64> = weights.iter().map(|w| (exact(w) / sum) as i64).collect();
    let left = total.unsigned_abs() as i64 - parts.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(exact(&weights[*at]) % sum));
    for at in order.into_iter().take(left as usize) {
        parts[at] += 1;
    }
    if total < 0 {
        parts.iter_mut().for_each(|part| *part = -*part);
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn thirds_go_to_the_first() {
        assert_eq!(apportion(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
        assert_eq!(apportion(-100, &[1, 1, 1]), Some(vec![-34, -33, -33]));
        assert_eq!(apportion(7, &[]), None);
        assert_eq!(apportion(7, &[0, 0]), None);
    }

    proptest! {
        #[test]
        fn parts_sum_exactly_and_are_within_one(
            total in -1_000_000_000_000_i64..=1_000_000_000_000,
            weights in prop::collection::vec(0_i64..1_000_000, 1..40),
        ) {
            prop_assume!(weights.iter().sum::<i64>() > 0);
            let parts = apportion(total, &weights).ok_or_else(|| TestCaseError::fail("no parts"))?;
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            let sum: i64 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!((part - portion(total, *weight, sum)).abs() <= 1);
            }
        }
    }
}
