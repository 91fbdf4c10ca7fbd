//! Pure: the terms that the engine executes, above all which part of a sale is the shop's.

use std::collections::BTreeMap;

use kernel::{AgreementId, Day, Period, ProductId, Quantity, Rupiah, Share, TermsId, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kinds::{Cycle, ExpenseKind, PartKind, Side, State};

/// The shop's part of a sale; the rest of what the buyer pays is the consignor's due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum ShopPart {
    /// A share, in basis points, of what the buyer pays; rounded down, so that the odd rupiah is
    /// the consignor's.
    PercentOfGross(Share),
    /// So many rupiah for every unit sold, but never more than the buyer paid.
    RupiahPerUnit(Rupiah),
    /// All that the buyer pays above this price of a unit (harga titip).
    AboveConsignedPrice(Rupiah),
}

/// What the buyer paid and whose it is. `part + due = gross`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Split {
    /// What the buyer pays, in rupiah.
    pub gross: Rupiah,
    /// The shop's, in rupiah.
    pub part: Rupiah,
    /// The consignor's, in rupiah.
    pub due: Rupiah,
}

/// Why a part cannot be agreed at a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The rupiah a unit are more than the price.
    PartAbovePrice,
    /// The consigned price is above the buyer's price.
    ConsignedAbovePrice,
}

impl ShopPart {
    /// The shop's part of `quantity` (0 or more) units sold at `unit_price`, in rupiah: at least
    /// 0, at most the gross. The parts of a line are reckoned on the whole line, not unit by unit.
    pub fn of(&self, unit_price: Rupiah, quantity: Quantity) -> Rupiah {
        let (price, pieces) = (i128::from(unit_price.0.max(0)), i128::from(quantity.0.max(0)));
        let gross = price * pieces;
        let part = match self {
            Self::PercentOfGross(share) => gross * i128::from(share.0) / 10_000,
            Self::RupiahPerUnit(rupiah) => i128::from(rupiah.0) * pieces,
            Self::AboveConsignedPrice(consigned) => (price - i128::from(consigned.0)) * pieces,
        };
        Rupiah(i64::try_from(part.clamp(0, gross)).unwrap_or(i64::MAX))
    }

    /// Both sides' rupiah of `quantity` units sold at `unit_price`.
    pub fn split(&self, unit_price: Rupiah, quantity: Quantity) -> Split {
        let gross = unit_price.times(quantity);
        let part = self.of(unit_price, quantity);
        Split { gross, part, due: gross - part }
    }

    /// Whether the part can be agreed for goods that sell at `price`.
    pub fn fits(&self, price: Rupiah) -> Result<(), Unfit> {
        match self {
            Self::RupiahPerUnit(rupiah) if *rupiah > price => Err(Unfit::PartAbovePrice),
            Self::AboveConsignedPrice(consigned) if *consigned > price => {
                Err(Unfit::ConsignedAbovePrice)
            }
            _ => Ok(()),
        }
    }

    pub const fn kind(&self) -> PartKind {
        match self {
            Self::PercentOfGross(_) => PartKind::PercentOfGross,
            Self::RupiahPerUnit(_) => PartKind::RupiahPerUnit,
            Self::AboveConsignedPrice(_) => PartKind::AboveConsignedPrice,
        }
    }

    /// As it is stored beside its kind: basis points or rupiah.
    pub const fn stored_value(&self) -> i64 {
        match self {
            Self::PercentOfGross(Share(value))
            | Self::RupiahPerUnit(Rupiah(value))
            | Self::AboveConsignedPrice(Rupiah(value)) => *value,
        }
    }

    pub const fn from_stored(kind: PartKind, value: i64) -> Self {
        match kind {
            PartKind::PercentOfGross => Self::PercentOfGross(Share(value)),
            PartKind::RupiahPerUnit => Self::RupiahPerUnit(Rupiah(value)),
            PartKind::AboveConsignedPrice => Self::AboveConsignedPrice(Rupiah(value)),
        }
    }
}

/// One product of the annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexItem {
    /// Its place in the list, from 1.
    pub line: i64,
    /// The buyer's price of a unit; `None` where the catalogue's or the shop's price holds.
    pub price: Option<Rupiah>,
    /// Where it differs from the agreement's.
    pub part: Option<ShopPart>,
    /// How many are meant to be consigned; `None` when as many as are made.
    pub quantity: Option<Quantity>,
    /// Why the price is below the product's floor.
    pub below_floor_reason: Option<String>,
}

/// An expense that the shop may deduct, up to `limit` rupiah a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Deductible {
    pub kind: ExpenseKind,
    /// Rupiah a statement; `None` when the agreement sets no limit.
    pub limit: Option<Rupiah>,
}

/// One version of an agreement's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub id: TermsId,
    pub agreement_id: AgreementId,
    /// 1 is the agreement itself; each later one is an addendum.
    pub version: i64,
    pub state: State,
    pub valid_from: Day,
    /// The last day of the agreement by this version.
    pub ends_on: Day,
    /// Both sides signed it for a day before the notice days are over.
    pub signed_early: bool,
    pub addendum_number: Option<String>,
    pub addendum_reason: Option<String>,
    pub no_scan_reason: Option<String>,
    /// The part where the annex says nothing else.
    pub part: ShopPart,
    pub price_set_by: Side,
    pub cycle: Cycle,
    /// Days from the end of a period to its payment.
    pub payment_days: i64,
    pub damage_borne_by: Side,
    pub loss_borne_by: Side,
    /// Days in which a buyer may bring a thing back.
    pub return_days: i64,
    /// Days from a notice in writing to the change.
    pub notice_days: i64,
    pub created_by: UserId,
    pub deductibles: Vec<Deductible>,
    pub annex: BTreeMap<ProductId, AnnexItem>,
}

impl Terms {
    /// The part for a product: its own, or the agreement's.
    pub fn part_for(&self, product: ProductId) -> ShopPart {
        self.annex.get(&product).and_then(|item| item.part).unwrap_or(self.part)
    }

    /// The annex in the order of the paper.
    pub fn annex_in_order(&self) -> Vec<(ProductId, &AnnexItem)> {
        let mut all: Vec<_> = self.annex.iter().map(|(product, item)| (*product, item)).collect();
        all.sort_by_key(|(_, item)| item.line);
        all
    }

    /// Whether the shop may deduct such an expense, and up to how much a statement.
    pub fn deductible(&self, kind: ExpenseKind) -> Option<Deductible> {
        self.deductibles.iter().copied().find(|one| one.kind == kind)
    }

    /// The last day on which the statement of a period may be paid.
    pub fn payment_due(&self, period: Period) -> Day {
        period.to.plus_days(self.payment_days)
    }
}

impl Cycle {
    /// The settlement period in which a day falls: Monday to Sunday, the first or second half
    /// of a month (1–15, 16–end), or the month.
    pub fn period_of(self, day: Day) -> Period {
        match self {
            Self::Weekly => {
                let from = day.plus_days(-days_since_monday(day));
                Period { from, to: from.plus_days(6) }
            }
            Self::TwiceAMonth if day.day_of_month() <= 15 => {
                Period { from: day.month_start(), to: day.month_start().plus_days(14) }
            }
            Self::TwiceAMonth => {
                Period { from: day.month_start().plus_days(15), to: day.month_end() }
            }
            Self::Monthly => Period::month_of(day),
        }
    }
}

/// 0 on a Monday, 6 on a Sunday.
fn days_since_monday(day: Day) -> i64 {
    // 1 January 2001 was a Monday.
    Day::new(2001, 1, 1).map_or(0, |monday| monday.days_until(day).rem_euclid(7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts() -> impl Strategy<Value = ShopPart> {
        prop_oneof![
            (0_i64..=10_000).prop_map(|points| ShopPart::PercentOfGross(Share(points))),
            (0..=kernel::INPUT_MAX).prop_map(|rp| ShopPart::RupiahPerUnit(Rupiah(rp))),
            (0..=kernel::INPUT_MAX).prop_map(|rp| ShopPart::AboveConsignedPrice(Rupiah(rp))),
        ]
    }

    proptest! {
        #[test]
        fn part_and_due_are_the_gross(
            part in parts(), price in 1_i64..=1_000_000_000, quantity in 0_i64..=1_000_000,
        ) {
            let split = part.split(Rupiah(price), Quantity(quantity));
            prop_assert_eq!(split.gross, Rupiah(price * quantity));
            prop_assert_eq!(split.part + split.due, split.gross);
            prop_assert!(Rupiah::ZERO <= split.part && split.part <= split.gross);
        }

        #[test]
        fn a_part_that_fits_is_paid_in_full(
            part in parts(), price in 1_i64..=1_000_000, quantity in 1_i64..=1_000,
        ) {
            prop_assume!(part.fits(Rupiah(price)).is_ok());
            let of = part.of(Rupiah(price), Quantity(quantity)).0;
            let exact = match part {
                ShopPart::PercentOfGross(share) => price * quantity * share.0 / 10_000,
                ShopPart::RupiahPerUnit(rupiah) => rupiah.0 * quantity,
                ShopPart::AboveConsignedPrice(consigned) => (price - consigned.0) * quantity,
            };
            prop_assert_eq!(of, exact);
        }

        #[test]
        fn the_largest_input_does_not_overflow(part in parts()) {
            let most = part.of(Rupiah(kernel::INPUT_MAX), Quantity(kernel::INPUT_MAX));
            prop_assert!(most >= Rupiah::ZERO);
        }

        #[test]
        fn what_is_stored_is_what_was_agreed(part in parts()) {
            prop_assert_eq!(ShopPart::from_stored(part.kind(), part.stored_value()), part);
        }

        #[test]
        fn periods_of_a_cycle_lie_side_by_side(offset in 0_i64..20_000, which in 0_usize..3) {
            let day = Day::new(1995, 1, 1).expect("a day").plus_days(offset);
            let cycle = Cycle::ALL[which];
            let period = cycle.period_of(day);
            prop_assert!(period.contains(day));
            prop_assert_eq!(cycle.period_of(period.from), period);
            prop_assert_eq!(cycle.period_of(period.to), period);
            prop_assert_eq!(cycle.period_of(period.to.plus_days(1)).from, period.to.plus_days(1));
        }
    }

    #[test]
    fn twenty_percent_of_a_trap() {
        let split = ShopPart::PercentOfGross(Share(2_000)).split(Rupiah(30_000), Quantity(1));
        assert_eq!((split.part, split.due), (Rupiah(6_000), Rupiah(24_000)));
        let twelve = ShopPart::PercentOfGross(Share(2_000)).split(Rupiah(30_000), Quantity(12));
        assert_eq!((twelve.gross, twelve.due), (Rupiah(360_000), Rupiah(288_000)));
    }

    #[test]
    fn the_odd_rupiah_is_the_consignors() {
        let split = ShopPart::PercentOfGross(Share(3_333)).split(Rupiah(100), Quantity(1));
        assert_eq!((split.part, split.due), (Rupiah(33), Rupiah(67)));
    }

    #[test]
    fn a_price_below_the_consigned_price_leaves_the_shop_nothing() {
        let part = ShopPart::AboveConsignedPrice(Rupiah(25_000));
        assert_eq!(part.of(Rupiah(20_000), Quantity(3)), Rupiah::ZERO);
        assert_eq!(part.of(Rupiah(27_500), Quantity(3)), Rupiah(7_500));
        assert_eq!(part.fits(Rupiah(20_000)), Err(Unfit::ConsignedAbovePrice));
        let a_unit = ShopPart::RupiahPerUnit(Rupiah(31_000));
        assert_eq!(a_unit.fits(Rupiah(30_000)), Err(Unfit::PartAbovePrice));
        assert_eq!(a_unit.of(Rupiah(30_000), Quantity(2)), Rupiah(60_000));
    }

    #[test]
    fn a_week_is_monday_to_sunday() {
        let day = Day::new(2025, 11, 5).expect("a day");
        let week = Cycle::Weekly.period_of(day);
        assert_eq!(
            (week.from.to_string(), week.to.to_string()),
            ("2025-11-03".into(), "2025-11-09".into())
        );
    }
}
