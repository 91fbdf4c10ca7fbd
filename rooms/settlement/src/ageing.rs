//! Pure: what is owed, and for how long.
//!
//! What a shop paid is laid on its statements in their order, the oldest first. A statement may
//! be negative (more came back than was sold): it owes the shop, and what it owes is laid on
//! statements like a payment. So every rupiah of every remittance can be pointed at on the
//! statement it settled, and only where no further statement comes is anything given back: what
//! was, counts as so much less paid.

use kernel::{Day, Rupiah};

/// How much of one statement is settled, and how much is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Laid {
    pub settled: Rupiah,
    pub open: Rupiah,
}

/// Lays `paid` on `dues`, given oldest first. Negative dues are credits: settled by themselves.
pub fn lay(dues: &[Rupiah], paid: Rupiah) -> Vec<Laid> {
    let mut rest = paid + credit(dues);
    let lay_one = |due: &Rupiah| {
        let wanted = Rupiah(due.0.max(0));
        let settled = wanted.min(Rupiah(rest.0.max(0)));
        rest -= settled;
        Laid { settled, open: wanted - settled }
    };
    dues.iter().map(lay_one).collect()
}

fn credit(dues: &[Rupiah]) -> Rupiah {
    dues.iter().map(|due| Rupiah((-due.0).max(0))).sum()
}

/// Which payments lie on each of `dues`, by their places; both given oldest first. Credits that were
/// not given back are laid before any payment.
pub fn settled_by(dues: &[Rupiah], payments: &[Rupiah], given_back: Rupiah) -> Vec<Vec<usize>> {
    let mut end = (credit(dues) - given_back).0;
    let place = |paid: &Rupiah| {
        let from = end;
        end += paid.0;
        from..end
    };
    let payments: Vec<_> = payments.iter().map(place).collect();
    let mut from = 0;
    let on_one = |due: &Rupiah| {
        let to = from + due.0.max(0);
        let meets = |(at, paid): (usize, &std::ops::Range<i64>)| {
            (from < to && paid.start < to && from < paid.end).then_some(at)
        };
        let met = payments.iter().enumerate().filter_map(meets).collect();
        from = to;
        met
    };
    dues.iter().map(on_one).collect()
}

/// What the shop still owes in all: never below zero unless it paid too much.
pub fn owed(dues: &[Rupiah], paid: Rupiah) -> Rupiah {
    dues.iter().copied().sum::<Rupiah>() - paid
}

/// How late an open amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    NotYet,
    To30,
    To60,
    To90,
    Beyond,
}

impl Bucket {
    pub const ALL: [Self; 5] = [Self::NotYet, Self::To30, Self::To60, Self::To90, Self::Beyond];

    /// In `words/` under `settlement.ageing.` and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::To30 => "days_1_30",
            Self::To60 => "days_31_60",
            Self::To90 => "days_61_90",
            Self::Beyond => "days_over_90",
        }
    }

    /// The bucket on `today` of what was due on `due_on`; on the day itself it is not late.
    pub fn of(due_on: Day, today: Day) -> Self {
        match due_on.days_until(today) {
            ..=0 => Self::NotYet,
            1..=30 => Self::To30,
            31..=60 => Self::To60,
            61..=90 => Self::To90,
            _ => Self::Beyond,
        }
    }
}

/// Open amounts by how late they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ageing {
    pub not_yet: Rupiah,
    pub days_1_30: Rupiah,
    pub days_31_60: Rupiah,
    pub days_61_90: Rupiah,
    pub days_over_90: Rupiah,
}

impl Ageing {
    pub fn add(&mut self, due_on: Day, today: Day, open: Rupiah) {
        *self.at(Bucket::of(due_on, today)) += open;
    }
    fn at(&mut self, bucket: Bucket) -> &mut Rupiah {
        match bucket {
            Bucket::NotYet => &mut self.not_yet,
            Bucket::To30 => &mut self.days_1_30,
            Bucket::To60 => &mut self.days_31_60,
            Bucket::To90 => &mut self.days_61_90,
            Bucket::Beyond => &mut self.days_over_90,
        }
    }
    pub const fn of(&self, bucket: Bucket) -> Rupiah {
        match bucket {
            Bucket::NotYet => self.not_yet,
            Bucket::To30 => self.days_1_30,
            Bucket::To60 => self.days_31_60,
            Bucket::To90 => self.days_61_90,
            Bucket::Beyond => self.days_over_90,
        }
    }
    pub fn total(&self) -> Rupiah {
        Bucket::ALL.into_iter().map(|bucket| self.of(bucket)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rupiah(all: &[i64]) -> Vec<Rupiah> {
        all.iter().copied().map(Rupiah).collect()
    }

    #[test]
    fn the_oldest_is_paid_first() {
        let laid = lay(&rupiah(&[100, 50, 30]), Rupiah(120));
        let pairs: Vec<(i64, i64)> = laid.iter().map(|l| (l.settled.0, l.open.0)).collect();
        assert_eq!(pairs, [(100, 0), (20, 30), (0, 30)]);
    }

    #[test]
    fn a_negative_statement_pays_for_others() {
        let laid = lay(&rupiah(&[100, -20, 50]), Rupiah(100));
        let pairs: Vec<(i64, i64)> = laid.iter().map(|l| (l.settled.0, l.open.0)).collect();
        assert_eq!(pairs, [(100, 0), (0, 0), (20, 30)]);
        assert_eq!(owed(&rupiah(&[100, -20, 50]), Rupiah(100)), Rupiah(30));
    }

    #[test]
    fn payments_lie_where_they_settle() {
        let on =
            |dues: &[i64], paid: &[i64]| settled_by(&rupiah(dues), &rupiah(paid), Rupiah::ZERO);
        let none = Vec::new;
        assert_eq!(on(&[100, 50, 30], &[60, 40, 50]), [vec![0, 1], vec![2], none()]);
        assert_eq!(on(&[100, 50, 30], &[120]), [vec![0], vec![0], none()]);
        // The credit settles the first 20 rupiah, so the payment reaches that much further.
        assert_eq!(on(&[100, -20, 50], &[80, 10]), [vec![0], none(), vec![1]]);
        assert_eq!(on(&[20, -20], &[]), [none(), none()]);
    }

    #[test]
    fn buckets_have_edges() {
        let due: Day = "2026-01-31".parse().expect("a day");
        let at = |days| Bucket::of(due, due.plus_days(days));
        assert_eq!(
            [at(-5), at(0), at(1), at(30)].map(Bucket::name),
            ["not_yet", "not_yet", "days_1_30", "days_1_30"]
        );
        assert_eq!(
            [at(31), at(60), at(61), at(90), at(91)],
            [Bucket::To60, Bucket::To60, Bucket::To90, Bucket::To90, Bucket::Beyond]
        );
    }

    proptest! {
        #[test]
        fn what_is_open_is_what_is_owed(
            dues in prop::collection::vec(-1_000_000_i64..10_000_000, 0..30),
            part in 0_i64..=100,
        ) {
            let dues = rupiah(&dues);
            let most = owed(&dues, Rupiah::ZERO).0.max(0);
            let paid = Rupiah(most * part / 100);
            let laid = lay(&dues, paid);
            let open: Rupiah = laid.iter().map(|one| one.open).sum();
            prop_assert_eq!(open, Rupiah(owed(&dues, paid).0.max(0)));
            for (due, one) in dues.iter().zip(&laid) {
                prop_assert_eq!(one.settled + one.open, Rupiah(due.0.max(0)));
            }
            for (one, by) in laid.iter().zip(settled_by(&dues, &[paid], Rupiah::ZERO)) {
                prop_assert!(by.is_empty() || one.settled > Rupiah::ZERO);
            }
        }
    }
}
