//! Pure: what an addendum changes, term by term.

use kernel::{Day, ProductId, Quantity, Rupiah};

use crate::{
    kinds::{Cycle, ExpenseKind, Side},
    terms::{Deductible, ShopPart, Terms},
};

/// One term that differs: what it was, what it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    EndsOn(Day, Day),
    Part(ShopPart, ShopPart),
    PriceSetBy(Side, Side),
    Cycle(Cycle, Cycle),
    PaymentDays(i64, i64),
    DamageBorneBy(Side, Side),
    LossBorneBy(Side, Side),
    ReturnDays(i64, i64),
    NoticeDays(i64, i64),
    /// `None` where the expense may not be deducted.
    Deductible(ExpenseKind, Option<Deductible>, Option<Deductible>),
    ProductAdded(ProductId),
    ProductRemoved(ProductId),
    ProductPrice(ProductId, Option<Rupiah>, Option<Rupiah>),
    /// The product's own part; `None` where the agreement's holds.
    ProductPart(ProductId, Option<ShopPart>, Option<ShopPart>),
    ProductQuantity(ProductId, Option<Quantity>, Option<Quantity>),
}

/// Everything that differs between two versions, in the order of the paper.
pub fn changes(old: &Terms, new: &Terms) -> Vec<Change> {
    let mut all = Vec::new();
    let mut note = |differs: bool, change: Change| {
        if differs {
            all.push(change);
        }
    };
    note(old.ends_on != new.ends_on, Change::EndsOn(old.ends_on, new.ends_on));
    note(old.part != new.part, Change::Part(old.part, new.part));
    let (was, is) = (old.price_set_by, new.price_set_by);
    note(was != is, Change::PriceSetBy(was, is));
    note(old.cycle != new.cycle, Change::Cycle(old.cycle, new.cycle));
    let (was, is) = (old.payment_days, new.payment_days);
    note(was != is, Change::PaymentDays(was, is));
    let (was, is) = (old.damage_borne_by, new.damage_borne_by);
    note(was != is, Change::DamageBorneBy(was, is));
    let (was, is) = (old.loss_borne_by, new.loss_borne_by);
    note(was != is, Change::LossBorneBy(was, is));
    let (was, is) = (old.return_days, new.return_days);
    note(was != is, Change::ReturnDays(was, is));
    let (was, is) = (old.notice_days, new.notice_days);
    note(was != is, Change::NoticeDays(was, is));
    for kind in ExpenseKind::ALL {
        let (was, is) = (old.deductible(*kind), new.deductible(*kind));
        note(was != is, Change::Deductible(*kind, was, is));
    }
    all.extend(annex_changes(old, new));
    all
}

fn annex_changes(old: &Terms, new: &Terms) -> Vec<Change> {
    let mut all = Vec::new();
    for (product, item) in new.annex_in_order() {
        let Some(before) = old.annex.get(&product) else {
            all.push(Change::ProductAdded(product));
            continue;
        };
        if before.price != item.price {
            all.push(Change::ProductPrice(product, before.price, item.price));
        }
        if before.part != item.part {
            all.push(Change::ProductPart(product, before.part, item.part));
        }
        if before.quantity != item.quantity {
            all.push(Change::ProductQuantity(product, before.quantity, item.quantity));
        }
    }
    let removed = old.annex_in_order().into_iter().map(|(product, _)| product);
    all.extend(removed.filter(|p| !new.annex.contains_key(p)).map(Change::ProductRemoved));
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{kinds::State, terms::AnnexItem};
    use kernel::{AgreementId, Share, TermsId, UserId};

    fn product(at: u128) -> ProductId {
        ProductId::new(uuid::Uuid::from_u128(at))
    }
    fn item(line: i64, price: i64) -> AnnexItem {
        let price = Some(Rupiah(price));
        AnnexItem { line, price, part: None, quantity: None, below_floor_reason: None }
    }
    fn terms() -> Terms {
        let day = Day::new(2025, 11, 3).expect("a day");
        Terms {
            id: TermsId::new(uuid::Uuid::nil()),
            agreement_id: AgreementId::new(uuid::Uuid::nil()),
            version: 1,
            state: State::InForce,
            valid_from: day,
            ends_on: day.plus_days(364),
            signed_early: false,
            addendum_number: None,
            addendum_reason: None,
            no_scan_reason: None,
            part: ShopPart::PercentOfGross(Share(2_000)),
            price_set_by: Side::Consignor,
            cycle: Cycle::Monthly,
            payment_days: 7,
            damage_borne_by: Side::Consignor,
            loss_borne_by: Side::Shop,
            return_days: 7,
            notice_days: 14,
            created_by: UserId::new(uuid::Uuid::nil()),
            deductibles: vec![Deductible { kind: ExpenseKind::Transport, limit: None }],
            annex: BTreeMap::from([(product(1), item(1, 30_000)), (product(2), item(2, 45_000))]),
        }
    }

    #[test]
    fn nothing_changed_is_nothing() {
        assert_eq!(changes(&terms(), &Terms { version: 2, ..terms() }), []);
    }

    #[test]
    fn each_changed_term_is_named_once() {
        let limit = Some(Rupiah(50_000));
        let limited = Deductible { kind: ExpenseKind::Transport, limit };
        let new = Terms {
            part: ShopPart::PercentOfGross(Share(2_500)),
            loss_borne_by: Side::Consignor,
            payment_days: 10,
            deductibles: vec![limited],
            annex: BTreeMap::from([(product(1), item(1, 32_000)), (product(3), item(2, 9_000))]),
            ..terms()
        };
        let old = terms();
        assert_eq!(
            changes(&old, &new),
            [
                Change::Part(old.part, new.part),
                Change::PaymentDays(7, 10),
                Change::LossBorneBy(Side::Shop, Side::Consignor),
                Change::Deductible(
                    ExpenseKind::Transport,
                    old.deductible(ExpenseKind::Transport),
                    Some(limited)
                ),
                Change::ProductPrice(product(1), Some(Rupiah(30_000)), Some(Rupiah(32_000))),
                Change::ProductAdded(product(3)),
                Change::ProductRemoved(product(2)),
            ]
        );
    }
}
