//! Pure: a statement (nota): one agreement, one period, what was sold and what is due.
//!
//! A draft and a closed statement are the same value: the draft is computed from the books when
//! a page asks for it, closing writes it down. The periods of an agreement touch each other, so
//! no day is in two statements and none is in none.

use std::collections::{BTreeMap, BTreeSet};

use agreements::Cycle;
use consignment::{PaidBefore, ShelfChange};
use kernel::{BatchId, Day, ExpenseId, Period, ProductId, Quantity, Rupiah};
use uuid::Uuid;

use crate::{
    distribution::{BatchSold, Figures, Moved},
    kinds::LossKind,
};

/// Pieces of a product on the shelf through a period. What went out is positive in its own
/// column; `transferred` and `difference` are signed as the shelf sees them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stock {
    pub opening: Quantity,
    pub received: Quantity,
    pub sold: Quantity,
    pub refunded: Quantity,
    pub returned: Quantity,
    pub damaged: Quantity,
    pub lost: Quantity,
    pub transferred: Quantity,
    /// Found less missing at counts, and what is not explained by any other column.
    pub difference: Quantity,
    /// On the shelf at the end of the last day, as the ledger has it.
    pub closing: Quantity,
}

impl Stock {
    /// What the columns come to; equal to `closing` once [`Stock::explained`].
    pub fn reckoned(&self) -> Quantity {
        self.opening + self.received + self.refunded + self.transferred + self.difference
            - self.sold
            - self.returned
            - self.damaged
            - self.lost
    }

    /// Shows as a difference what the other columns do not explain: never clamped, never hidden.
    pub fn explained(mut self) -> Self {
        self.difference += self.closing - self.reckoned();
        self
    }

    /// Nothing lay there, nothing came and nothing went.
    pub fn is_still(&self) -> bool {
        *self == Self::default()
    }
}

/// What was sold of a batch at a price, and what came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoldLine {
    pub product: ProductId,
    pub batch: BatchId,
    pub unit_price: Rupiah,
    pub sold: Quantity,
    /// All that came back in the period, late ones among them.
    pub refunded: Quantity,
    /// Net of all that came back.
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    /// What came back of earlier periods' sales: zero or negative.
    pub late: Moved,
    /// Of what came back, what is damaged and did not go back on the shelf.
    pub set_apart: Quantity,
}

/// Pieces the shop pays for because it lost or broke them; less than none where lost ones were
/// found and it gets its money back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LossLine {
    pub product: ProductId,
    pub batch: BatchId,
    pub quantity: Quantity,
    pub amount: Rupiah,
    /// Found, and paid for as lost in an earlier period.
    pub late: bool,
    /// What it came by; statements of the first releases do not say.
    pub by: Option<LostBy>,
}

impl LossLine {
    /// As what the shop paid for the pieces, or had paid for them.
    fn paid_as(&self) -> ShelfChange {
        match self.by.map(|by| by.kind) {
            Some(LossKind::Damaged | LossKind::NotBroken) => ShelfChange::Damaged,
            _ => ShelfChange::Lost,
        }
    }
}

/// The document by which the shop pays for pieces, or gets back what it paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostBy {
    pub kind: LossKind,
    /// The movement, or the difference that was settled so.
    pub document: Uuid,
}

/// A confirmed expense of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpenseLine {
    pub id: ExpenseId,
    pub amount: Rupiah,
    /// Of an earlier period, and taken back in this one.
    pub late: bool,
}

/// Everything that a period came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub period: Period,
    pub stock: BTreeMap<ProductId, Stock>,
    pub lines: Vec<SoldLine>,
    pub losses: Vec<LossLine>,
    pub expenses: Vec<ExpenseLine>,
}

impl SoldLine {
    /// Of this period's own sales, what stayed sold.
    fn earned(&self) -> Moved {
        Moved {
            quantity: self.sold - self.refunded - self.late.quantity,
            gross: self.gross - self.late.gross,
            shop_part: self.shop_part - self.late.shop_part,
        }
    }
}

impl Draft {
    pub fn figures(&self) -> Figures {
        let gross = self.lines.iter().map(|line| line.gross).sum();
        let shop_part = self.lines.iter().map(|line| line.shop_part).sum();
        let losses = self.losses.iter().map(|line| line.amount).sum();
        let expenses = self.expenses.iter().map(|line| line.amount).sum();
        let expenses_late = late(&self.expenses);
        let due = gross + losses - shop_part - expenses;
        Figures { gross, shop_part, expenses, expenses_late, losses, due }
    }

    /// Products that moved or lie on the shelf, in the order of their ids.
    pub fn products(&self) -> BTreeSet<ProductId> {
        let sold = self.lines.iter().map(|line| line.product);
        let lost = self.losses.iter().map(|line| line.product);
        self.stock.keys().copied().chain(sold).chain(lost).collect()
    }

    /// The shelf of a product, with what was sold and what came back from the lines.
    pub fn stock_of(&self, product: ProductId) -> Stock {
        let mut stock = self.stock.get(&product).copied().unwrap_or_default();
        let own = || self.lines.iter().filter(|line| line.product == product);
        stock.sold = own().map(|line| line.sold).sum();
        stock.refunded = own().map(|line| line.refunded).sum();
        stock.damaged += own().map(|line| line.set_apart).sum();
        stock.explained()
    }

    /// (gross, shop's part, due) of a product.
    pub fn money_of(&self, product: ProductId) -> (Rupiah, Rupiah, Rupiah) {
        let own = || self.lines.iter().filter(|line| line.product == product);
        let gross: Rupiah = own().map(|line| line.gross).sum();
        let shop_part: Rupiah = own().map(|line| line.shop_part).sum();
        (gross, shop_part, gross - shop_part)
    }

    /// Nothing moved, nothing lies there and nothing is due.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
            && self.losses.is_empty()
            && self.expenses.is_empty()
            && self.stock.values().all(Stock::is_still)
    }
}

/// What of earlier periods' expenses was taken back: zero or negative.
pub fn late(expenses: &[ExpenseLine]) -> Rupiah {
    expenses.iter().filter(|line| line.late).map(|line| line.amount).sum()
}

/// Tells the pieces found, or not broken after all, of an earlier period from those of this one.
/// `before` is what the shop had paid for and not got back when the period began: what was lost
/// first is found first. A line that is of both is parted.
pub fn found_late(lines: Vec<LossLine>, before: &PaidBefore) -> Vec<LossLine> {
    let mut left = before.clone();
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        let lost = left.entry((line.batch, line.paid_as())).or_default();
        let late = Quantity((-line.quantity.0).clamp(0, lost.0.max(0)));
        *lost -= late;
        let amount = match late == -line.quantity {
            true => line.amount,
            false => Rupiah(line.amount.0 / line.quantity.0.min(-1) * -late.0),
        };
        let own = LossLine { quantity: line.quantity + late, amount: line.amount - amount, ..line };
        let parts = [LossLine { quantity: -late, amount, late: true, ..line }, own];
        all.extend(parts.into_iter().filter(|part| part.quantity.0 != 0));
    }
    all
}

/// The batches of a statement, in the order of their ids, as a distribution wants them. Costs
/// are filled in by who knows them.
pub fn batches(lines: &[SoldLine], losses: &[LossLine]) -> Vec<BatchSold> {
    let mut all: BTreeMap<BatchId, BatchSold> = BTreeMap::new();
    for line in lines {
        let own = all.entry(line.batch).or_insert_with(|| BatchSold::of(line.batch, line.product));
        own.earned.add(line.earned());
        own.late.add(line.late);
    }
    for line in losses {
        let own = all.entry(line.batch).or_insert_with(|| BatchSold::of(line.batch, line.product));
        let of = if line.late { &mut own.found } else { &mut own.lost };
        let (quantity, gross) = (line.quantity, line.amount);
        of.add(Moved { quantity, gross, shop_part: Rupiah::ZERO });
    }
    all.into_values().collect()
}

/// Why a period cannot be closed through a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotYet {
    /// The last day is today or later: more may be sold.
    NotEnded,
    /// The last day lies before the period's first.
    BeforeStart,
}

/// The first day that no statement covers.
pub fn next_from(effective_from: Day, last_to: Option<Day>) -> Day {
    last_to.map_or(effective_from, |to| to.plus_days(1))
}

/// The last day of the period that begins on `from`: the cycle's, or the agreement's own. What came
/// after the agreement's last day is closed by its cycle.
pub fn period_end(cycle: Cycle, from: Day, last_day: Day) -> Day {
    let end = cycle.period_of(from).to;
    if from <= last_day { end.min(last_day) } else { end }
}

/// The period from `from` through `to`, when it is over.
///
/// # Errors
/// [`NotYet`].
pub fn period(from: Day, to: Day, today: Day) -> Result<Period, NotYet> {
    if to < from {
        return Err(NotYet::BeforeStart);
    }
    if to >= today {
        return Err(NotYet::NotEnded);
    }
    Ok(Period { from, to })
}

/// `007/NOTA/XI/2025`: the count of the year, and the month of the period's last day.
pub fn suggest_number(before: i64, to: Day) -> String {
    const ROMAN: [&str; 12] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let month = ROMAN[(to.month() as usize).saturating_sub(1) % 12];
    format!("{:03}/NOTA/{month}/{}", before + 1, to.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }
    fn line(sold: i64, refunded: i64, late: i64, price: i64) -> SoldLine {
        let part = |pieces: i64| pieces * price / 5;
        SoldLine {
            product: ProductId::new(Uuid::from_u128(1)),
            batch: BatchId::new(Uuid::from_u128(2)),
            unit_price: Rupiah(price),
            sold: Quantity(sold),
            refunded: Quantity(refunded),
            gross: Rupiah((sold - refunded) * price),
            shop_part: Rupiah(part(sold - refunded)),
            late: Moved {
                quantity: Quantity(-late),
                gross: Rupiah(-late * price),
                shop_part: Rupiah(-part(late)),
            },
            set_apart: Quantity::ZERO,
        }
    }

    #[test]
    fn a_statement_sums_its_lines() {
        let period = Period { from: day("2025-11-03"), to: day("2025-11-30") };
        let lines = vec![line(12, 0, 0, 30_000)];
        let draft =
            Draft { period, stock: BTreeMap::new(), lines, losses: vec![], expenses: vec![] };
        let figures = draft.figures();
        assert_eq!((figures.gross, figures.due), (Rupiah(360_000), Rupiah(288_000)));
        assert!(figures.balanced());
    }

    #[test]
    fn a_late_return_is_told_from_an_early_one() {
        let all = batches(&[line(12, 2, 1, 30_000)], &[]);
        assert_eq!(all[0].earned.quantity, Quantity(11));
        assert_eq!(all[0].earned.gross, Rupiah(330_000));
        assert_eq!(all[0].late.gross, Rupiah(-30_000));
    }

    #[test]
    fn periods_touch_and_must_be_over() {
        let from = next_from(day("2025-11-03"), Some(day("2025-11-30")));
        assert_eq!(from, day("2025-12-01"));
        let today = day("2025-12-31");
        assert_eq!(period(from, today, today), Err(NotYet::NotEnded));
        assert_eq!(period(from, day("2025-11-30"), today), Err(NotYet::BeforeStart));
        assert!(period(from, day("2025-12-30"), today).is_ok());
    }

    #[test]
    fn numbers_carry_the_month_in_roman() {
        assert_eq!(suggest_number(6, day("2025-11-30")), "007/NOTA/XI/2025");
    }

    fn loss(quantity: i64, amount: i64) -> LossLine {
        let of = line(0, 0, 0, 1);
        LossLine {
            product: of.product,
            batch: of.batch,
            quantity: Quantity(quantity),
            amount: Rupiah(amount),
            late: false,
            by: None,
        }
    }

    #[test]
    fn what_was_lost_first_is_found_first() {
        let told = |before: i64, lines: Vec<LossLine>| -> Vec<(i64, i64, bool)> {
            let before =
                PaidBefore::from([((loss(0, 0).batch, ShelfChange::Lost), Quantity(before))]);
            let all = found_late(lines, &before);
            all.iter().map(|one| (one.quantity.0, one.amount.0, one.late)).collect()
        };
        let (lost, found) = (loss(1, 24_000), loss(-2, -48_000));
        assert_eq!(told(2, vec![lost, found]), [(1, 24_000, false), (-2, -48_000, true)]);
        assert_eq!(
            told(1, vec![lost, found]),
            [(1, 24_000, false), (-1, -24_000, true), (-1, -24_000, false)]
        );
        assert_eq!(told(0, vec![lost, loss(-1, -24_000)])[1], (-1, -24_000, false));
        // What was broken is not found again, and what was lost is not whole again.
        let whole = LossLine {
            by: Some(LostBy { kind: LossKind::NotBroken, document: Uuid::nil() }),
            ..loss(-1, -24_000)
        };
        assert_eq!(told(2, vec![whole]), [(-1, -24_000, false)]);
        let all = batches(&[], &found_late(vec![lost, found], &PaidBefore::new()));
        assert_eq!((all[0].lost.gross, all[0].found.gross), (Rupiah(-24_000), Rupiah::ZERO));
    }

    proptest! {
        #[test]
        fn batches_keep_every_rupiah(
            all in prop::collection::vec((0_i64..500, 0_i64..50, 1_i64..100_000), 0..20),
        ) {
            let lines: Vec<SoldLine> = all
                .into_iter()
                .map(|(sold, refunded, price)| line(sold, refunded, refunded / 2, price))
                .collect();
            let gross: Rupiah = lines.iter().map(|one| one.gross).sum();
            let part: Rupiah = lines.iter().map(|one| one.shop_part).sum();
            let made = batches(&lines, &[]);
            let sum = |of: fn(&Moved) -> Rupiah| -> Rupiah {
                made.iter().map(|one| of(&one.earned) + of(&one.late)).sum()
            };
            prop_assert_eq!(sum(|m| m.gross), gross);
            prop_assert_eq!(sum(|m| m.shop_part), part);
        }
    }
}
