//! Pure: how a sum is shared by a rule.
//!
//! # Why a rule is data
//!
//! Every prison shares differently. The same three numbers (50, 35, 15) are found given to
//! different recipients, on different bases, under different decrees. So the house knows no
//! number: a rule names its base, its recipients in order, each one's share in basis points,
//! and who gets what rounding leaves. What the house does know is what must hold whatever the
//! numbers are:
//!
//! 1. **The shares are the whole.** They sum to 10,000 basis points, or the rule is refused.
//! 2. **No rupiah is made or lost.** Each share is rounded down; what is left, always less
//!    than one rupiah a recipient, goes to the recipient that the rule names. The parts sum to
//!    the base exactly: not nearly, and not after a correction line.
//! 3. **Nothing is shared of nothing.** A base of zero or less gives every recipient zero;
//!    working capital carries the loss (see `distribution.rs`).
//! 4. **The same question has the same answer** on every machine, so a settled period can be
//!    computed again by an auditor with a pencil.
//!
//! # The three bases
//!
//! * `gross`: what buyers paid. The shop has already kept its part and its expenses, so the
//!   money for the shares is not all there; a rule on gross must name working capital, which
//!   bears what the shop kept.
//! * `proceeds`: what the shop remitted.
//! * `profit`: proceeds less the cost (HPP) of the pieces. The cost goes back to working capital
//!   first; only then is anything shared.
//!
//! # The template
//!
//! [`template`] is the division that others quote: 50% premi, 35% dana penunjang, 15% PNBP, of
//! profit. The decree behind it was not read by us, and its text says so wherever it is printed.

use kernel::{Rupiah, Share, portion};

use crate::kinds::{Base, RecipientKind};

/// The most recipients a rule may name.
pub const RECIPIENTS_MAX: usize = 12;

/// One recipient and its share of the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub kind: RecipientKind,
    /// Whom `Other` means; `None` for the kinds that name themselves.
    pub name: Option<String>,
    /// Basis points of the base.
    pub share: Share,
}

/// What is needed of a rule to share a sum by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    pub base: Base,
    /// In the order in which the decree lists them.
    pub recipients: Vec<Recipient>,
    /// The place of the recipient that gets what rounding leaves.
    pub remainder_to: usize,
}

/// Why a rule cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The shares sum to this and not to the whole.
    NotWhole(Share),
    NoRecipient,
    TooMany,
    /// The recipient at this place is there already.
    Twice(usize),
    /// The recipient at this place is `Other` and has no name.
    Unnamed(usize),
    /// A share of nothing says nothing.
    NoShare(usize),
    /// Nobody stands at the place that shall get the remainder.
    NoRemainder,
    /// A rule on gross names no working capital to bear what the shop kept.
    GrossWithoutCapital,
}

impl Split {
    /// Whether sums can be shared by it.
    ///
    /// # Errors
    /// The first thing that is wrong, in the order in which a person reads the form.
    pub fn check(&self) -> Result<(), Wrong> {
        if self.recipients.is_empty() {
            return Err(Wrong::NoRecipient);
        }
        if self.recipients.len() > RECIPIENTS_MAX {
            return Err(Wrong::TooMany);
        }
        for (place, one) in self.recipients.iter().enumerate() {
            if one.share.0 <= 0 {
                return Err(Wrong::NoShare(place));
            }
            if one.kind == RecipientKind::Other && one.name.is_none() {
                return Err(Wrong::Unnamed(place));
            }
            let same = |other: &Recipient| other.kind == one.kind && other.name == one.name;
            if self.recipients[..place].iter().any(same) {
                return Err(Wrong::Twice(place));
            }
        }
        let whole = Share(self.recipients.iter().map(|one| one.share.0).sum());
        if whole != Share::WHOLE {
            return Err(Wrong::NotWhole(whole));
        }
        if self.remainder_to >= self.recipients.len() {
            return Err(Wrong::NoRemainder);
        }
        if self.base == Base::Gross && !self.names(RecipientKind::WorkingCapital) {
            return Err(Wrong::GrossWithoutCapital);
        }
        Ok(())
    }

    pub fn names(&self, kind: RecipientKind) -> bool {
        self.recipients.iter().any(|one| one.kind == kind)
    }

    /// The parts of `base`, one a recipient, in their order. They sum to `base` exactly when it
    /// is above zero and the rule passes [`Split::check`]; of zero or less nobody gets anything.
    pub fn parts(&self, base: Rupiah) -> Vec<Rupiah> {
        if base.0 <= 0 {
            return vec![Rupiah::ZERO; self.recipients.len()];
        }
        let floor = |one: &Recipient| Rupiah(portion(base.0, one.share.0, Share::WHOLE.0));
        let mut parts: Vec<Rupiah> = self.recipients.iter().map(floor).collect();
        let left = base - parts.iter().copied().sum();
        if let Some(part) = parts.get_mut(self.remainder_to) {
            *part += left;
        }
        parts
    }

    /// What the makers get of `base`; zero when the rule names no premi.
    pub fn premi_of(&self, base: Rupiah) -> Rupiah {
        let parts = self.parts(base);
        let premi = |one: &Recipient| one.kind == RecipientKind::Premi;
        self.recipients.iter().zip(parts).filter(|(r, _)| premi(r)).map(|(_, part)| part).sum()
    }
}

/// 50% premi, 35% dana penunjang, 15% PNBP of profit; the fund gets the remainder. As others
/// quote Kepmen Kehakiman M.01-PP.02.01 Tahun 1990; we have not read the decree.
pub fn template() -> Split {
    let one = |kind, share| Recipient { kind, name: None, share: Share(share) };
    Split {
        base: Base::Profit,
        recipients: vec![
            one(RecipientKind::Premi, 5_000),
            one(RecipientKind::SupportFund, 3_500),
            one(RecipientKind::StateRevenue, 1_500),
        ],
        remainder_to: 1,
    }
}

/// Rules for property tests: any that pass the check.
#[cfg(test)]
pub(crate) mod any {
    use super::*;
    use proptest::prelude::*;

    pub fn split() -> impl Strategy<Value = Split> {
        let bases = prop::sample::select(vec![Base::Gross, Base::Proceeds, Base::Profit]);
        let cuts = prop::collection::btree_set(1_i64..10_000, 0..6);
        (bases, cuts, any::<bool>(), any::<prop::sample::Index>()).prop_map(make)
    }

    fn make(
        (base, cuts, funded, at): (
            Base,
            std::collections::BTreeSet<i64>,
            bool,
            prop::sample::Index,
        ),
    ) -> Split {
        let first =
            if base == Base::Gross { RecipientKind::WorkingCapital } else { RecipientKind::Premi };
        let second =
            if base == Base::Gross { RecipientKind::Premi } else { RecipientKind::WorkingCapital };
        let third = if funded { RecipientKind::SupportFund } else { RecipientKind::Other };
        let kinds = [first, second, third, RecipientKind::StateRevenue];
        let edges: Vec<i64> = [0].into_iter().chain(cuts).chain([10_000]).collect();
        let recipients: Vec<Recipient> = edges
            .windows(2)
            .enumerate()
            .map(|(place, edge)| {
                let kind = kinds.get(place).copied().unwrap_or(RecipientKind::Other);
                let name = (kind == RecipientKind::Other).then(|| format!("Koperasi {place}"));
                Recipient { kind, name, share: Share(edge[1] - edge[0]) }
            })
            .collect();
        let remainder_to = at.index(recipients.len());
        Split { base, recipients, remainder_to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_worked_example_is_exact() {
        let parts = template().parts(Rupiah(180_000));
        assert_eq!(parts, [Rupiah(90_000), Rupiah(63_000), Rupiah(27_000)]);
    }

    #[test]
    fn the_remainder_goes_where_the_rule_says() {
        let mut rule = template();
        assert_eq!(rule.parts(Rupiah(101)), [Rupiah(50), Rupiah(36), Rupiah(15)]);
        rule.remainder_to = 0;
        assert_eq!(rule.parts(Rupiah(101)), [Rupiah(51), Rupiah(35), Rupiah(15)]);
    }

    #[test]
    fn a_rule_that_is_not_whole_is_refused() {
        let mut rule = template();
        rule.recipients[0].share = Share(4_900);
        assert_eq!(rule.check(), Err(Wrong::NotWhole(Share(9_900))));
        rule.recipients[0].share = Share(5_100);
        assert_eq!(rule.check(), Err(Wrong::NotWhole(Share(10_100))));
        rule.recipients[0].share = Share(0);
        assert_eq!(rule.check(), Err(Wrong::NoShare(0)));
    }

    #[test]
    fn a_rule_names_each_once_and_gross_needs_capital() {
        let mut rule = template();
        rule.recipients[2].kind = RecipientKind::Premi;
        assert_eq!(rule.check(), Err(Wrong::Twice(2)));
        rule.recipients[2].kind = RecipientKind::Other;
        assert_eq!(rule.check(), Err(Wrong::Unnamed(2)));
        rule.recipients[2].name = Some("Koperasi".to_owned());
        rule.base = Base::Gross;
        assert_eq!(rule.check(), Err(Wrong::GrossWithoutCapital));
        rule.recipients[2] =
            Recipient { kind: RecipientKind::WorkingCapital, name: None, share: Share(1_500) };
        assert_eq!(rule.check(), Ok(()));
        rule.remainder_to = 3;
        assert_eq!(rule.check(), Err(Wrong::NoRemainder));
    }

    proptest! {
        #[test]
        fn parts_sum_exactly(rule in any::split(), base in 1_i64..=4_000_000_000_000_000_000) {
            prop_assert_eq!(rule.check(), Ok(()));
            let parts = rule.parts(Rupiah(base));
            prop_assert_eq!(parts.iter().copied().sum::<Rupiah>(), Rupiah(base));
            prop_assert!(parts.iter().all(|part| part.0 >= 0));
        }

        #[test]
        fn of_nothing_nobody_gets_anything(rule in any::split(), base in -1_000_000_i64..=0) {
            prop_assert!(rule.parts(Rupiah(base)).iter().all(|part| part.is_zero()));
        }
    }
}
