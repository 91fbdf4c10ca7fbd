//! Pure: the whole way of a statement's money, from what buyers paid to who has it.
//!
//! ```text
//! gross + losses paid by the shop = shop's part + expenses + due
//! due                             = the sum of the distribution's lines
//! due                             = base + cost   (profit)
//!                                 = base          (proceeds)
//!                                 = base − kept   (gross: what the shop kept)
//! ```
//!
//! # A return after settlement
//!
//! A buyer may bring back a piece whose sale was settled in an earlier period. It is a negative
//! line of this period and lowers this base. The makers of that piece keep their premi, and the
//! makers of this period's pieces do not pay for it either: makers get the premi of what was
//! earned in this period, and the difference to the premi of the whole base is charged to dana
//! penunjang (to working capital where the rule names no such fund).
//!
//! Lost pieces that the shop paid for in an earlier period and that were found since are the same:
//! a negative line, and no maker pays for it. So is, the other way round, an expense of an earlier
//! period that was taken back: it raises the base, and the fund that bore the difference gets it.
//! Neither is set off against what this period itself lost or spent.
//!
//! # A loss
//!
//! A base of zero or less gives nobody a share. Working capital carries it.

use kernel::{BatchId, ProductId, Quantity, Rupiah, Share};

use crate::{
    kinds::{Base, RecipientKind, Why},
    split::Split,
};

/// What moved of a batch: pieces, what buyers paid, what the shop kept. Negative for returns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    pub quantity: Quantity,
    pub gross: Rupiah,
    pub shop_part: Rupiah,
}

/// A batch in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchSold {
    pub batch: BatchId,
    pub product: ProductId,
    /// Sold in the period, less what of it came back in the same period, and less what a count of
    /// an earlier period had sold of it already: below zero where that was at a higher price.
    pub earned: Moved,
    /// Came back in the period and had been sold before it: zero or negative.
    pub late: Moved,
    /// Lost or broken in the period and paid for by the shop, less what of it was found again.
    pub lost: Moved,
    /// Paid for as lost in an earlier period and found since: zero or negative.
    pub found: Moved,
    /// HPP of one piece; read only for a rule on profit.
    pub unit_cost: Rupiah,
}

/// The frozen figures of a statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    pub expenses: Rupiah,
    /// Of the expenses, those of earlier periods that were taken back: zero or negative.
    pub expenses_late: Rupiah,
    pub losses: Rupiah,
    pub due: Rupiah,
}

/// One line of a distribution. The lines sum to what is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub kind: RecipientKind,
    pub name: Option<String>,
    /// Basis points of the base, for a line by the rule.
    pub share: Option<Share>,
    pub why: Why,
    pub amount: Rupiah,
}

/// How a statement is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// What the rule took its shares of.
    pub base: Rupiah,
    /// What the pieces cost to make; zero unless the base is profit.
    pub cost: Rupiah,
    pub parts: Vec<Part>,
    /// What the makers get together: the sum of the premi lines.
    pub premi: Rupiah,
    /// What each batch brought in of this period, in the order of the batches.
    pub brought: Vec<Rupiah>,
}

/// The figures do not agree with their lines: a fault of ours, never of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unbalanced;

impl Figures {
    /// gross + losses = shop's part + expenses + due.
    pub fn balanced(&self) -> bool {
        self.gross + self.losses == self.shop_part + self.expenses + self.due
    }
}

impl Moved {
    pub fn add(&mut self, other: Self) {
        self.quantity += other.quantity;
        self.gross += other.gross;
        self.shop_part += other.shop_part;
    }
    fn cost(self, unit_cost: Rupiah) -> Rupiah {
        unit_cost.times(self.quantity)
    }
    fn base(self, base: Base, unit_cost: Rupiah) -> Rupiah {
        match base {
            Base::Gross => self.gross,
            Base::Proceeds => self.gross - self.shop_part,
            Base::Profit => self.gross - self.shop_part - self.cost(unit_cost),
        }
    }
}

impl BatchSold {
    /// A batch of which nothing moved.
    pub fn of(batch: BatchId, product: ProductId) -> Self {
        let none = Moved::default();
        let unit_cost = Rupiah::ZERO;
        Self { batch, product, earned: none, late: none, lost: none, found: none, unit_cost }
    }
    fn pieces_cost(&self) -> Rupiah {
        let all = [self.earned, self.late, self.lost, self.found];
        all.into_iter().map(|moved| moved.cost(self.unit_cost)).sum()
    }
    /// What it brought in of this period, by the rule's base; before the shop's expenses, which
    /// belong to no batch.
    fn brought(&self, base: Base) -> Rupiah {
        self.earned.base(base, self.unit_cost) + self.lost.base(base, self.unit_cost)
    }
    /// What goes off for what an earlier period had: pieces brought back by buyers, and lost ones
    /// that were found, for which the shop gets its money back.
    fn taken_back(&self, base: Base) -> Rupiah {
        self.late.base(base, self.unit_cost) + self.found.base(base, self.unit_cost)
    }
}

/// Shares what a statement brought in.
///
/// # Errors
/// [`Unbalanced`] when the batches do not sum to the statement's figures.
pub fn share(
    split: &Split,
    figures: &Figures,
    batches: &[BatchSold],
) -> Result<Shared, Unbalanced> {
    let gross: Rupiah = batches.iter().map(|one| one.earned.gross + one.late.gross).sum();
    let losses: Rupiah = batches.iter().map(|one| one.lost.gross + one.found.gross).sum();
    if !figures.balanced() || gross != figures.gross || losses != figures.losses {
        return Err(Unbalanced);
    }
    // What of an earlier period was taken back, no batch of this one brought in.
    let (spent, back) = match split.base {
        Base::Gross => (Rupiah::ZERO, Rupiah::ZERO),
        _ => (figures.expenses - figures.expenses_late, -figures.expenses_late),
    };
    let brought: Vec<Rupiah> = batches.iter().map(|one| one.brought(split.base)).collect();
    let earned = brought.iter().copied().sum::<Rupiah>() - spent;
    let late: Rupiah = batches.iter().map(|one| one.taken_back(split.base)).sum();
    let base = earned + late + back;
    let cost = match split.base {
        Base::Profit => batches.iter().map(BatchSold::pieces_cost).sum(),
        Base::Gross | Base::Proceeds => Rupiah::ZERO,
    };
    let premi = split.premi_of(earned);
    let mut parts = by_rule(split, base);
    parts.extend(own_lines(split, figures, cost));
    parts.extend(late_lines(split, premi - split.premi_of(base)));
    let shared = Shared { base, cost, parts, premi, brought };
    if shared.holds(split, figures) { Ok(shared) } else { Err(Unbalanced) }
}

fn by_rule(split: &Split, base: Rupiah) -> Vec<Part> {
    if base.0 <= 0 {
        return line(RecipientKind::WorkingCapital, Why::Nothing, base).into_iter().collect();
    }
    let part = |(one, amount): (&crate::split::Recipient, Rupiah)| Part {
        kind: one.kind,
        name: one.name.clone(),
        share: Some(one.share),
        why: Why::Rule,
        amount,
    };
    split.recipients.iter().zip(split.parts(base)).map(part).collect()
}

/// What working capital gets before, or bears after, the shares of the rule.
fn own_lines(split: &Split, figures: &Figures, cost: Rupiah) -> Vec<Part> {
    let kept = match split.base {
        Base::Gross => figures.shop_part + figures.expenses,
        Base::Proceeds | Base::Profit => Rupiah::ZERO,
    };
    let capital = RecipientKind::WorkingCapital;
    [line(capital, Why::Cost, cost), line(capital, Why::Kept, -kept)]
        .into_iter()
        .flatten()
        .collect()
}

/// What the makers get beyond the premi of the base, and who bears it.
fn late_lines(split: &Split, beyond: Rupiah) -> Vec<Part> {
    let funded = split.names(RecipientKind::SupportFund);
    let bearer = if funded { RecipientKind::SupportFund } else { RecipientKind::WorkingCapital };
    let lines = [
        line(RecipientKind::Premi, Why::LateRefund, beyond),
        line(bearer, Why::LateRefund, -beyond),
    ];
    lines.into_iter().flatten().collect()
}

fn line(kind: RecipientKind, why: Why, amount: Rupiah) -> Option<Part> {
    (!amount.is_zero()).then_some(Part { kind, name: None, share: None, why, amount })
}

impl Shared {
    /// What a recipient gets in all.
    pub fn of(&self, kind: RecipientKind) -> Rupiah {
        self.parts.iter().filter(|part| part.kind == kind).map(|part| part.amount).sum()
    }

    /// What the rule shared out: equal to the base when the base is above zero.
    pub fn by_rule(&self) -> Rupiah {
        let shared = |part: &&Part| matches!(part.why, Why::Rule | Why::Nothing);
        self.parts.iter().filter(shared).map(|part| part.amount).sum()
    }

    /// Every rupiah the buyers paid is in exactly one place.
    fn holds(&self, split: &Split, figures: &Figures) -> bool {
        let all: Rupiah = self.parts.iter().map(|part| part.amount).sum();
        let bound = match split.base {
            Base::Gross => self.base == figures.gross + figures.losses,
            Base::Proceeds => self.base == figures.due,
            Base::Profit => self.base + self.cost == figures.due,
        };
        let inflow = figures.gross + figures.losses;
        bound
            && all == figures.due
            && self.by_rule() == self.base
            && self.premi == self.of(RecipientKind::Premi)
            && inflow == figures.shop_part + figures.expenses + all
    }
}

#[cfg(test)]
pub(crate) mod any {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    pub fn moved(quantity: i64, price: i64, shop_percent: i64) -> Moved {
        let gross = Rupiah(quantity * price);
        Moved {
            quantity: Quantity(quantity),
            gross,
            shop_part: Share(shop_percent * 100).of(gross),
        }
    }
    pub fn sold(earned: Moved, late: Moved, unit_cost: i64) -> BatchSold {
        let one =
            BatchSold::of(BatchId::new(Uuid::from_u128(1)), ProductId::new(Uuid::from_u128(2)));
        BatchSold { earned, late, unit_cost: Rupiah(unit_cost), ..one }
    }
    pub fn figures(batches: &[BatchSold], expenses: i64) -> Figures {
        let sum = |of: fn(&BatchSold) -> Rupiah| batches.iter().map(of).sum::<Rupiah>();
        let gross = sum(|one| one.earned.gross + one.late.gross);
        let shop_part = sum(|one| one.earned.shop_part + one.late.shop_part);
        let losses = sum(|one| one.lost.gross + one.found.gross);
        let (expenses, expenses_late) = (Rupiah(expenses), Rupiah::ZERO);
        let due = gross + losses - shop_part - expenses;
        Figures { gross, shop_part, expenses, expenses_late, losses, due }
    }

    pub fn batches() -> impl Strategy<Value = Vec<BatchSold>> {
        // Below zero where a sale took the place of an earlier period's at another price.
        let moves = (-50_i64..5_000, 1_i64..2_000_000, 0_i64..=100);
        let late = (-50_i64..=0, 1_i64..2_000_000, 0_i64..=100);
        let lost = (0_i64..20, 0_i64..2_000_000, -20_i64..=0, 0_i64..2_000_000);
        let one = (moves, late, lost, 0_i64..1_500_000);
        prop::collection::vec(one, 0..10).prop_map(|all| {
            let make = |((q, p, s), (lq, lp, ls), (lost, paid, found, back), cost)| BatchSold {
                lost: moved(lost, paid, 0),
                found: moved(found, back, 0),
                ..sold(moved(q, p, s), moved(lq, lp, ls), cost)
            };
            all.into_iter().map(make).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::any::{batches as some_batches, figures, moved, sold};
    use super::*;
    use crate::split::{any, template};
    use proptest::prelude::*;

    fn amounts(shared: &Shared) -> Vec<(RecipientKind, Why, i64)> {
        shared.parts.iter().map(|part| (part.kind, part.why, part.amount.0)).collect()
    }
    use RecipientKind::{Premi, StateRevenue, SupportFund, WorkingCapital};

    #[test]
    fn the_worked_example_of_the_domain() {
        let batches = [sold(moved(12, 30_000, 20), Moved::default(), 9_000)];
        let figures = figures(&batches, 0);
        assert_eq!((figures.gross, figures.shop_part), (Rupiah(360_000), Rupiah(72_000)));
        assert_eq!(figures.due, Rupiah(288_000));
        let shared = share(&template(), &figures, &batches).expect("balanced");
        assert_eq!((shared.base, shared.cost), (Rupiah(180_000), Rupiah(108_000)));
        let lines = [
            (Premi, Why::Rule, 90_000),
            (SupportFund, Why::Rule, 63_000),
            (StateRevenue, Why::Rule, 27_000),
            (WorkingCapital, Why::Cost, 108_000),
        ];
        assert_eq!(amounts(&shared), lines);
        assert_eq!(72_000 + 90_000 + 63_000 + 27_000 + 108_000, 360_000);
    }

    #[test]
    fn a_late_return_is_borne_by_the_fund_and_not_by_makers() {
        let batches = [sold(moved(5, 30_000, 20), moved(-1, 30_000, 20), 9_000)];
        let shared = share(&template(), &figures(&batches, 0), &batches).expect("balanced");
        // Earned 5 × 15.000 profit; one piece came back: the base is 4 × 15.000.
        assert_eq!(shared.base, Rupiah(60_000));
        assert_eq!(shared.premi, Rupiah(37_500));
        let lines = [
            (Premi, Why::Rule, 30_000),
            (SupportFund, Why::Rule, 21_000),
            (StateRevenue, Why::Rule, 9_000),
            (WorkingCapital, Why::Cost, 36_000),
            (Premi, Why::LateRefund, 7_500),
            (SupportFund, Why::LateRefund, -7_500),
        ];
        assert_eq!(amounts(&shared), lines);
    }

    #[test]
    fn only_a_return_takes_nothing_back_from_makers() {
        let batches = [sold(Moved::default(), moved(-1, 30_000, 20), 9_000)];
        let shared = share(&template(), &figures(&batches, 0), &batches).expect("balanced");
        assert_eq!(shared.premi, Rupiah::ZERO);
        let lines = [(WorkingCapital, Why::Nothing, -15_000), (WorkingCapital, Why::Cost, -9_000)];
        assert_eq!(amounts(&shared), lines);
    }

    #[test]
    fn a_loss_goes_to_working_capital_whole() {
        let batches = [sold(moved(2, 10_000, 20), Moved::default(), 9_000)];
        let shared = share(&template(), &figures(&batches, 0), &batches).expect("balanced");
        let lines = [(WorkingCapital, Why::Nothing, -2_000), (WorkingCapital, Why::Cost, 18_000)];
        assert_eq!(amounts(&shared), lines);
    }

    /// The statement's expenses, and those of earlier periods that it takes back.
    fn spent(batches: &[BatchSold], own: i64, back: i64) -> Figures {
        Figures { expenses_late: Rupiah(-back), ..figures(batches, own - back) }
    }

    #[test]
    fn an_expense_taken_back_is_the_funds_and_not_the_makers() {
        let batches = [sold(moved(5, 30_000, 20), Moved::default(), 9_000)];
        let shared = share(&template(), &spent(&batches, 0, 20_000), &batches).expect("balanced");
        // Earned 5 × 15.000 profit; 20.000 of an earlier period come back.
        assert_eq!((shared.base, shared.premi), (Rupiah(95_000), Rupiah(37_500)));
        let lines = [
            (Premi, Why::Rule, 47_500),
            (SupportFund, Why::Rule, 33_250),
            (StateRevenue, Why::Rule, 14_250),
            (WorkingCapital, Why::Cost, 45_000),
            (Premi, Why::LateRefund, -10_000),
            (SupportFund, Why::LateRefund, 10_000),
        ];
        assert_eq!(amounts(&shared), lines);
        let nothing_sold = share(&template(), &spent(&[], 0, 20_000), &[]).expect("balanced");
        assert_eq!((nothing_sold.base, nothing_sold.premi), (Rupiah(20_000), Rupiah::ZERO));
    }

    #[test]
    fn an_expense_taken_back_does_not_pay_for_one_of_this_period() {
        let batches = [sold(moved(5, 30_000, 20), Moved::default(), 9_000)];
        let shared =
            share(&template(), &spent(&batches, 20_000, 20_000), &batches).expect("balanced");
        // Earned 75.000 less 20.000 spent: the makers get half of 55.000, the fund the difference
        // to half of the whole base.
        assert_eq!((shared.base, shared.premi), (Rupiah(75_000), Rupiah(27_500)));
        assert_eq!(shared.of(SupportFund), Rupiah(26_250 + 10_000));
        assert_eq!(shared.of(StateRevenue), Rupiah(11_250));
    }

    #[test]
    fn what_was_found_of_an_earlier_period_is_not_set_off_against_a_new_loss() {
        let mut batch = sold(Moved::default(), Moved::default(), 9_000);
        batch.lost = moved(1, 24_000, 0);
        batch.found = moved(-2, 24_000, 0);
        let shared = share(&template(), &figures(&[batch], 0), &[batch]).expect("balanced");
        // 24.000 less 9.000 was earned by the new one; two pieces go back.
        assert_eq!(shared.base, Rupiah(-15_000));
        assert_eq!(shared.premi, Rupiah(7_500));
        assert_eq!(shared.brought, [Rupiah(15_000)]);
        let lines = [
            (WorkingCapital, Why::Nothing, -15_000),
            (WorkingCapital, Why::Cost, -9_000),
            (Premi, Why::LateRefund, 7_500),
            (SupportFund, Why::LateRefund, -7_500),
        ];
        assert_eq!(amounts(&shared), lines);
    }

    #[test]
    fn figures_that_do_not_sum_are_a_fault() {
        let batches = [sold(moved(2, 10_000, 20), Moved::default(), 1)];
        let mut wrong = figures(&batches, 0);
        wrong.due += Rupiah(1);
        assert_eq!(share(&template(), &wrong, &batches), Err(Unbalanced));
    }

    proptest! {
        #[test]
        fn any_rule_shares_any_statement_exactly(
            rule in any::split(),
            batches in some_batches(),
            own in 0_i64..3_000_000,
            back in 0_i64..3_000_000,
        ) {
            let figures = spent(&batches, own, back);
            let shared = share(&rule, &figures, &batches).expect("balanced");
            let all: Rupiah = shared.parts.iter().map(|part| part.amount).sum();
            prop_assert_eq!(all, figures.due);
            prop_assert_eq!(shared.by_rule(), shared.base);
            prop_assert_eq!(
                figures.gross + figures.losses,
                figures.shop_part + figures.expenses + all
            );
            prop_assert!(shared.premi.0 >= 0);
            prop_assert!(shared.of(RecipientKind::StateRevenue).0 >= 0);
            let paying = shared.brought.iter().any(|one| one.0 > 0);
            prop_assert!(paying || shared.premi.is_zero());
        }
    }
}
