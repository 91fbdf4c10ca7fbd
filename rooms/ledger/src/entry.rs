//! Pure: from moves to postings that sum to zero.

use std::collections::{BTreeMap, btree_map::Entry as Place};

use kernel::{Day, EntryId};

use crate::{Account, refusal::No};

/// An amount on its way from one account to another of the same commodity.
#[derive(Debug, Clone)]
pub struct Move {
    pub from: Account,
    pub to: Account,
    /// Above zero; pieces or rupiah as the accounts say.
    pub amount: i64,
    /// Where it is another than the entry's: the books of one agreement are closed, another's not.
    day: Option<Day>,
}

impl Move {
    pub fn new(from: Account, to: Account, amount: i64) -> Self {
        Self { from, to, amount, day: None }
    }
    /// The same, booked under a day of its own.
    pub fn on(self, day: Day) -> Self {
        Self { day: Some(day), ..self }
    }
}

/// The moves of one document.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The id of the document that causes it.
    pub id: EntryId,
    /// Of the moves that say no other.
    pub day: Day,
    pub moves: Vec<Move>,
}

/// Amounts beyond this could overflow a sum of sums: 10^15.
const AMOUNT_MAX: i64 = 1_000_000_000_000_000;

/// One posting for each account and day, in the order in which these are named; moves of zero and
/// accounts whose moves of a day cancel out are left out.
pub(crate) fn postings(day: Day, moves: Vec<Move>) -> Result<Vec<(Account, Day, i64)>, No> {
    let mut places: BTreeMap<(Account, Day), usize> = BTreeMap::new();
    let mut postings: Vec<(Account, Day, i64)> = Vec::with_capacity(moves.len() * 2);
    for one in moves {
        let same_commodity = one.from.batch == one.to.batch;
        let right = (0..=AMOUNT_MAX).contains(&one.amount) && same_commodity;
        if !right {
            return Err(No::AmountOutOfRange);
        }
        let day = one.day.unwrap_or(day);
        for (account, amount) in [(one.from, -one.amount), (one.to, one.amount)] {
            match places.entry((account, day)) {
                Place::Occupied(at) => postings[*at.get()].2 += amount,
                Place::Vacant(place) => {
                    postings.push((place.key().0.clone(), day, amount));
                    place.insert(postings.len() - 1);
                }
            }
        }
    }
    postings.retain(|(_, _, amount)| *amount != 0);
    Ok(postings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use kernel::{BatchId, ConsignorId};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn account(n: u128, batch: Option<u128>) -> Account {
        let consignor = ConsignorId::new(Uuid::from_u128(1));
        match batch {
            Some(b) => {
                Account::goods(Kind::Shelf, consignor, BatchId::new(Uuid::from_u128(b)), None)
                    .detail(n.to_string())
            }
            None => Account::money(Kind::Due, consignor).detail(n.to_string()),
        }
    }

    fn day(after: i64) -> Day {
        Day::new(2025, 11, 29).expect("a day").plus_days(after)
    }

    #[test]
    fn commodities_do_not_mix_and_amounts_are_not_negative() {
        let goods = account(1, Some(7));
        let refused = [
            Move::new(goods.clone(), account(2, None), 1),
            Move::new(goods.clone(), account(2, Some(8)), 1),
            Move::new(goods.clone(), account(2, Some(7)), -1),
            Move::new(goods, account(2, Some(7)), AMOUNT_MAX + 1),
        ];
        for one in refused {
            assert_eq!(postings(day(0), vec![one]).err(), Some(No::AmountOutOfRange));
        }
    }

    proptest! {
        #[test]
        fn postings_sum_to_zero_for_each_commodity_and_day(
            moves in prop::collection::vec(
                (0_u128..4, 0_u128..4, 0_u128..3, 0_i64..1_000_000, 0_i64..3), 0..30,
            ),
        ) {
            let moves = moves.into_iter().map(|(from, to, batch, amount, on)| {
                let batch = (batch > 0).then_some(batch);
                let one = Move::new(account(from, batch), account(to, batch), amount);
                if on > 0 { one.on(day(on)) } else { one }
            });
            let postings =
                postings(day(0), moves.collect()).map_err(|_| TestCaseError::fail("refused"))?;
            let mut sums: BTreeMap<(Option<BatchId>, Day), i64> = BTreeMap::new();
            let mut seen = std::collections::BTreeSet::new();
            for (account, day, amount) in &postings {
                prop_assert!(*amount != 0);
                prop_assert!(seen.insert((account.clone(), *day)), "one an account and day");
                *sums.entry((account.batch, *day)).or_default() += amount;
            }
            prop_assert!(sums.values().all(|sum| *sum == 0));
        }
    }
}
