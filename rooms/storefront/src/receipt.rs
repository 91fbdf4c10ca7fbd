//! Pure: the price receipt. Where one piece's price goes, by the agreement and the rule in force:
//! reckoned by the same functions that share a statement, on a statement of one piece.

use agreements::ShopPart;
use kernel::{BatchId, ProductId, Quantity, Rupiah, Share, ShopId};
use schemars::JsonSchema;
use serde::Serialize;
use settlement::{
    RecipientKind,
    distribution::{self, BatchSold, Figures, Moved},
    split::Split,
};

/// A shop's terms of the day for a product.
#[derive(Debug, Clone)]
pub struct Terms {
    pub shop_id: ShopId,
    pub shop: String,
    pub price: Rupiah,
    pub part: ShopPart,
    /// Days in which a buyer may bring a piece back to this shop.
    pub return_days: i64,
}

/// One part of the price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Part {
    pub to: RecipientKind,
    /// Whom `other` means.
    pub name: Option<String>,
    /// The share by the rule; none of what goes back for material.
    pub share: Option<Share>,
    pub amount: Rupiah,
}

/// Where the price of one piece goes. `price = shop + the parts`, always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Receipt {
    pub price: Rupiah,
    pub shop: Rupiah,
    /// What the piece cost to make; it goes back to working capital as far as the price covers it.
    pub material: Rupiah,
    pub parts: Vec<Part>,
}

/// The receipt of a piece; `None` where the rule is not whole, or takes from somebody.
pub fn of(terms: &Terms, material: Rupiah, split: &Split) -> Option<Receipt> {
    split.check().ok()?;
    let one = terms.part.split(terms.price, Quantity(1));
    let batch = BatchSold {
        earned: Moved { quantity: Quantity(1), gross: one.gross, shop_part: one.part },
        unit_cost: material,
        ..BatchSold::of(BatchId::new(Default::default()), ProductId::new(Default::default()))
    };
    let figures =
        Figures { gross: one.gross, shop_part: one.part, due: one.due, ..Figures::default() };
    let shared = distribution::share(split, &figures, &[batch]).ok()?;
    let mut parts: Vec<Part> = Vec::new();
    for line in shared.parts {
        let same = |part: &&mut Part| part.to == line.kind && part.name == line.name;
        match parts.iter_mut().find(same) {
            Some(part) => {
                part.amount += line.amount;
                part.share = part.share.or(line.share);
            }
            None => parts.push(Part {
                to: line.kind,
                name: line.name,
                share: line.share,
                amount: line.amount,
            }),
        }
    }
    let covered = parts.iter().all(|part| part.amount.0 >= 0) && terms.price.0 > 0;
    let material = shared.cost;
    covered.then_some(Receipt { price: one.gross, shop: one.part, material, parts })
}

/// Whether the state's part of what was sold of a batch has been deposited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deposited {
    /// Nothing of it has been shared yet, so nothing is due.
    NotDue,
    /// Of all that was sold.
    All,
    /// Of a part of it; the rest waits for its statement or its payment.
    Some,
    /// Shared, and not yet paid.
    Waiting,
}

/// From each sharing (was a part owed, was it paid) and whether more was sold than shared.
pub fn deposited(shared: &[(bool, bool)], unshared: bool) -> Deposited {
    let owed: Vec<bool> = shared.iter().filter(|one| one.0).map(|one| one.1).collect();
    let paid = owed.iter().filter(|paid| **paid).count();
    match (owed.len(), paid) {
        (0, _) => Deposited::NotDue,
        (_, 0) => Deposited::Waiting,
        (owed, paid) if owed == paid && !unshared => Deposited::All,
        _ => Deposited::Some,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use settlement::{Base, split::Recipient};

    fn split(base: Base, shares: &[(RecipientKind, i64)]) -> Split {
        let one = |(kind, share): &(RecipientKind, i64)| Recipient {
            kind: *kind,
            name: None,
            share: Share(*share),
        };
        Split { base, recipients: shares.iter().map(one).collect(), remainder_to: 0 }
    }

    fn terms(price: i64, part: ShopPart) -> Terms {
        let shop_id = ShopId::new(Default::default());
        Terms { shop_id, shop: String::new(), price: Rupiah(price), part, return_days: 7 }
    }

    #[test]
    fn the_worked_example_of_one_piece() {
        let rule = split(
            Base::Profit,
            &[
                (RecipientKind::Premi, 5_000),
                (RecipientKind::SupportFund, 3_500),
                (RecipientKind::StateRevenue, 1_500),
            ],
        );
        let terms = terms(30_000, ShopPart::PercentOfGross(Share(2_000)));
        let receipt = of(&terms, Rupiah(9_000), &rule).expect("a receipt");
        assert_eq!((receipt.shop, receipt.material), (Rupiah(6_000), Rupiah(9_000)));
        let parts: Vec<(RecipientKind, i64)> =
            receipt.parts.iter().map(|part| (part.to, part.amount.0)).collect();
        assert_eq!(
            parts,
            [
                (RecipientKind::Premi, 7_500),
                (RecipientKind::SupportFund, 5_250),
                (RecipientKind::StateRevenue, 2_250),
                (RecipientKind::WorkingCapital, 9_000),
            ]
        );
    }

    #[test]
    fn of_a_price_below_its_cost_all_goes_back_to_material() {
        let rule = split(Base::Profit, &[(RecipientKind::Premi, 10_000)]);
        let terms = terms(5_000, ShopPart::PercentOfGross(Share(2_000)));
        let receipt = of(&terms, Rupiah(9_000), &rule).expect("a receipt");
        let [part] = receipt.parts.as_slice() else { panic!("{receipt:?}") };
        assert_eq!((part.to, part.amount), (RecipientKind::WorkingCapital, Rupiah(4_000)));
    }

    #[test]
    fn a_rule_on_gross_that_takes_from_capital_has_no_receipt() {
        let shares = [(RecipientKind::Premi, 9_900), (RecipientKind::WorkingCapital, 100)];
        let terms = terms(5_000, ShopPart::PercentOfGross(Share(2_000)));
        assert_eq!(of(&terms, Rupiah::ZERO, &split(Base::Gross, &shares)), None);
    }

    #[test]
    fn only_what_was_paid_is_called_deposited() {
        assert_eq!(deposited(&[], true), Deposited::NotDue);
        assert_eq!(deposited(&[(false, false)], false), Deposited::NotDue);
        assert_eq!(deposited(&[(true, false)], false), Deposited::Waiting);
        assert_eq!(deposited(&[(true, true), (true, false)], false), Deposited::Some);
        assert_eq!(deposited(&[(true, true)], true), Deposited::Some);
        assert_eq!(deposited(&[(true, true), (false, false)], false), Deposited::All);
    }

    proptest! {
        #[test]
        fn every_rupiah_of_the_price_is_in_one_place(
            price in 1i64..10_000_000, cost in 0i64..5_000_000, percent in 0i64..=10_000,
            base in prop_oneof![Just(Base::Gross), Just(Base::Proceeds), Just(Base::Profit)],
        ) {
            let rule = split(base, &[
                (RecipientKind::Premi, 3_333),
                (RecipientKind::WorkingCapital, 5_000),
                (RecipientKind::StateRevenue, 1_667),
            ]);
            let terms = terms(price, ShopPart::PercentOfGross(Share(percent)));
            if let Some(receipt) = of(&terms, Rupiah(cost), &rule) {
                let parts: i64 = receipt.parts.iter().map(|part| part.amount.0).sum();
                prop_assert_eq!(receipt.shop.0 + parts, price);
            }
        }
    }
}
