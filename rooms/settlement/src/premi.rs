//! Pure: the premi of a distribution over the makers of the pieces sold.
//!
//! First over the batches, by what each brought in; then within a batch over its makers, by
//! production's weights (units, hours or equal shares). Both by the largest remainder, so the
//! makers' parts sum to the premi exactly.

use std::collections::BTreeMap;

use kernel::{BatchId, MakerId, Rupiah, Share, apportion};

/// A batch that sold, what it brought in, and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub batch: BatchId,
    /// What it brought in; a batch that brought nothing in, or a loss, has no part.
    pub brought: Rupiah,
    /// Each maker's weight in production's own measure.
    pub makers: Vec<(MakerId, i64)>,
}

/// What one maker gets of one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    pub maker: MakerId,
    pub batch: BatchId,
    pub amount: Rupiah,
}

/// A batch earned premi and nobody is named as its maker; `None` where no batch earned any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMakers(pub Option<BatchId>);

/// The parts of `premi`, none of them negative, which sum to it exactly.
///
/// # Errors
/// [`NoMakers`] for a batch that earned something and has no makers with a weight.
pub fn divide(premi: Rupiah, batches: &[Made]) -> Result<Vec<Credit>, NoMakers> {
    if premi.0 <= 0 {
        return Ok(Vec::new());
    }
    let weights: Vec<i64> = batches.iter().map(|one| one.brought.0.max(0)).collect();
    let Some(parts) = apportion(premi.0, &weights) else {
        return Err(NoMakers(None));
    };
    let mut credits = Vec::new();
    for (one, part) in batches.iter().zip(parts).filter(|(_, part)| *part > 0) {
        let weights: Vec<i64> = one.makers.iter().map(|(_, weight)| *weight).collect();
        let parts = apportion(part, &weights).ok_or(NoMakers(Some(one.batch)))?;
        let credit = |((maker, _), part): (&(MakerId, i64), i64)| Credit {
            maker: *maker,
            batch: one.batch,
            amount: Rupiah(part),
        };
        credits.extend(one.makers.iter().zip(parts).map(credit).filter(|c| !c.amount.is_zero()));
    }
    Ok(credits)
}

/// The credits of each maker together, by maker.
pub fn by_maker(credits: &[Credit]) -> BTreeMap<MakerId, Rupiah> {
    let mut sums = BTreeMap::new();
    for one in credits {
        *sums.entry(one.maker).or_insert(Rupiah::ZERO) += one.amount;
    }
    sums
}

/// (saved, usable): the usable part is rounded down, so saving never loses by rounding.
pub fn halves(amount: Rupiah, usable: Share) -> (Rupiah, Rupiah) {
    let usable = usable.of(amount);
    (amount - usable, usable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn batch(n: u128) -> BatchId {
        BatchId::new(Uuid::from_u128(n))
    }
    fn maker(n: u128) -> MakerId {
        MakerId::new(Uuid::from_u128(n))
    }

    #[test]
    fn three_makers_share_a_hundred() {
        let made = Made {
            batch: batch(1),
            brought: Rupiah(180_000),
            makers: vec![(maker(1), 1), (maker(2), 1), (maker(3), 1)],
        };
        let credits = divide(Rupiah(100), &[made]).expect("makers");
        let amounts: Vec<i64> = credits.iter().map(|one| one.amount.0).collect();
        assert_eq!(amounts, [34, 33, 33]);
    }

    #[test]
    fn a_batch_at_a_loss_earns_nothing_and_needs_no_makers() {
        let good = Made { batch: batch(1), brought: Rupiah(10), makers: vec![(maker(1), 5)] };
        let bad = Made { batch: batch(2), brought: Rupiah(-10), makers: vec![] };
        let credits = divide(Rupiah(7), &[bad.clone(), good]).expect("makers");
        assert_eq!(credits, [Credit { maker: maker(1), batch: batch(1), amount: Rupiah(7) }]);
        let unnamed = Made { brought: Rupiah(10), ..bad };
        assert_eq!(divide(Rupiah(7), &[unnamed]), Err(NoMakers(Some(batch(2)))));
    }

    #[test]
    fn a_quarter_is_usable() {
        assert_eq!(halves(Rupiah(90_001), Share(2_500)), (Rupiah(67_501), Rupiah(22_500)));
    }

    fn some_batches() -> impl Strategy<Value = Vec<Made>> {
        let makers = prop::collection::vec((0_u128..30, 1_i64..500), 1..12);
        let one = (-50_000_i64..1_000_000_000, makers);
        prop::collection::vec(one, 1..12).prop_map(|all| {
            let made = |(n, (brought, makers)): (usize, (i64, Vec<(u128, i64)>))| Made {
                batch: batch(n as u128),
                brought: Rupiah(brought),
                makers: makers.into_iter().map(|(id, weight)| (maker(id), weight)).collect(),
            };
            all.into_iter().enumerate().map(made).collect()
        })
    }

    proptest! {
        #[test]
        fn makers_parts_sum_exactly(premi in 1_i64..1_000_000_000_000, batches in some_batches()) {
            prop_assume!(batches.iter().any(|one| one.brought.0 > 0));
            let credits = divide(Rupiah(premi), &batches).expect("makers");
            prop_assert_eq!(credits.iter().map(|one| one.amount).sum::<Rupiah>(), Rupiah(premi));
            prop_assert!(credits.iter().all(|one| one.amount.0 > 0));
            let sums = by_maker(&credits);
            prop_assert_eq!(sums.values().copied().sum::<Rupiah>(), Rupiah(premi));
            for amount in sums.values() {
                let (saved, usable) = halves(*amount, Share(2_500));
                prop_assert_eq!(saved + usable, *amount);
            }
        }
    }
}
