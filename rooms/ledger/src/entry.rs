//! Pure: from moves to postings that sum to zero.

use std::collections::BTreeMap;

use kernel::{Day, EntryId};

use crate::{Account, refusal::No};

/// An amount on its way from one account to another of the same commodity.
#[derive(Debug, Clone)]
pub struct Move {
    pub from: Account,
    pub to: Account,
    /// Above zero; pieces or rupiah as the accounts say.
    pub amount: i64,
}

impl Move {
    pub fn new(from: Account, to: Account, amount: i64) -> Self {
        Self { from, to, amount }
    }
}

/// The moves of one document.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The id of the document that causes it.
    pub id: EntryId,
    pub day: Day,
    pub moves: Vec<Move>,
}

/// Amounts beyond this could overflow a sum of sums: 10^15.
const AMOUNT_MAX: i64 = 1_000_000_000_000_000;

/// One posting for each account, in the order in which the accounts are named; moves of zero and
/// accounts whose moves cancel out are left out.
pub(crate) fn postings(moves: Vec<Move>) -> Result<Vec<(Account, i64)>, No> {
    let mut places: BTreeMap<Account, usize> = BTreeMap::new();
    let mut postings: Vec<(Account, i64)> = Vec::with_capacity(moves.len() * 2);
    for one in moves {
        let same_commodity = one.from.batch == one.to.batch;
        let right = (0..=AMOUNT_MAX).contains(&one.amount) && same_commodity;
        if !right {
            return Err(No::AmountOutOfRange);
        }
        for (account, amount) in [(one.from, -one.amount), (one.to, one.amount)] {
            match places.get(&account) {
                Some(at) => postings[*at].1 += amount,
                None => {
                    places.insert(account.clone(), postings.len());
                    postings.push((account, amount));
                }
            }
        }
    }
    postings.retain(|(_, amount)| *amount != 0);
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
            assert_eq!(postings(vec![one]).err(), Some(No::AmountOutOfRange));
        }
    }

    proptest! {
        #[test]
        fn postings_sum_to_zero_for_each_commodity(
            moves in prop::collection::vec(
                (0_u128..4, 0_u128..4, 0_u128..3, 0_i64..1_000_000), 0..30,
            ),
        ) {
            let moves = moves.into_iter().map(|(from, to, batch, amount)| {
                let batch = (batch > 0).then_some(batch);
                Move::new(account(from, batch), account(to, batch), amount)
            });
            let postings = postings(moves.collect()).map_err(|_| TestCaseError::fail("refused"))?;
            let mut sums: BTreeMap<Option<BatchId>, i64> = BTreeMap::new();
            let mut seen = std::collections::BTreeSet::new();
            for (account, amount) in &postings {
                prop_assert!(*amount != 0);
                prop_assert!(seen.insert(account.clone()), "one posting an account");
                *sums.entry(account.batch).or_default() += amount;
            }
            prop_assert!(sums.values().all(|sum| *sum == 0));
        }
    }
}
