//! Pure: what of each approved statement is open, and for how long.
//!
//! What a shop paid is laid on its statements, the oldest first; a negative statement pays like a
//! remittance. It is the settlement's own rule, for all agreements of a unit at once.

use kernel::{Day, Rupiah};

/// How much of a due is paid and how much is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Laid {
    pub paid: Rupiah,
    pub open: Rupiah,
}

/// Lays `paid` on the dues of one agreement, given oldest first.
pub fn lay(dues: &[Rupiah], paid: Rupiah) -> Vec<Laid> {
    let credit: Rupiah = dues.iter().map(|due| Rupiah((-due.0).max(0))).sum();
    let mut rest = Rupiah((paid + credit).0.max(0));
    let lay_one = |due: &Rupiah| {
        let wanted = Rupiah(due.0.max(0));
        let paid = wanted.min(rest);
        rest -= paid;
        Laid { paid, open: wanted - paid }
    };
    dues.iter().map(lay_one).collect()
}

/// Days after which an open due is late, later, and so on: up to 0, 30, 60, 90, and beyond.
pub const EDGES: [i64; 4] = [0, 30, 60, 90];

/// The class of lateness, 0 (not yet due) to 4 (more than 90 days late).
pub fn class(due_on: Day, today: Day) -> usize {
    let late = due_on.days_until(today);
    EDGES.iter().filter(|edge| late > **edge).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_paid_first_and_a_negative_one_pays() {
        let laid = lay(&[100, -20, 50, 30].map(Rupiah), Rupiah(110));
        let open: Vec<i64> = laid.iter().map(|one| one.open.0).collect();
        assert_eq!(open, [0, 0, 20, 30]);
        let paid: i64 = laid.iter().map(|one| one.paid.0).sum();
        assert_eq!(paid, 130);
    }

    #[test]
    fn on_its_day_nothing_is_late() {
        let due: Day = "2026-01-31".parse().expect("a day");
        let at = |days| class(due, due.plus_days(days));
        assert_eq!([-3, 0, 1, 30, 31, 60, 61, 90, 91].map(at), [0, 0, 1, 1, 2, 2, 3, 3, 4]);
    }
}
