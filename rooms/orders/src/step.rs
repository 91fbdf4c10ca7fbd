//! Pure: where an order stands, by the clock.

use kernel::Time;

use crate::kinds::OrderState;

/// An order that nobody answered is open so long, in hours.
pub const OPEN_HOURS: i64 = 72;
/// How long pieces are set aside where the shop says nothing else, in hours.
pub const HOLD_HOURS: i64 = 24;
/// The longest that pieces are set aside, in hours.
pub const HOLD_HOURS_MAX: i64 = 168;
/// Pieces of one product in one order.
pub const PIECES_MAX: i64 = 50;
/// Products in one order.
pub const LINES_MAX: usize = 30;
/// Orders of one shop that nobody has answered; more are refused, so that a flood ends there.
pub const OPEN_MAX: i64 = 200;

const HOUR: i64 = 3_600;

/// So many hours after a moment.
pub fn after(at: Time, hours: i64) -> Time {
    at.plus_seconds(hours * HOUR)
}

/// What somebody wants to do with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Set the pieces aside, or for longer.
    Hold,
    Collect,
    Lapse,
}

impl OrderState {
    /// Where it stands now: what was stored, but that time has passed.
    pub fn at(self, now: Time, placed_at: Time, held_until: Option<Time>) -> Self {
        let passed = match self {
            Self::Open => now >= after(placed_at, OPEN_HOURS),
            Self::Held => held_until.is_none_or(|until| now >= until),
            Self::Collected | Self::Lapsed => false,
        };
        if passed { Self::Lapsed } else { self }
    }

    /// Whether a step can be taken from what is stored. A buyer who comes too late for the clock
    /// is still served, as long as nobody ended the order.
    pub const fn may(self, step: Step) -> bool {
        match (self, step) {
            (Self::Open | Self::Held, Step::Hold | Step::Collect | Step::Lapse) => true,
            (Self::Collected | Self::Lapsed, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_ends_an_order_without_anybody() {
        let start = Time::from_micros(1_762_000_000_000_000).expect("a time");
        let at = |hours| after(start, hours);
        let until = Some(at(24));
        assert_eq!(OrderState::Open.at(at(71), start, None), OrderState::Open);
        assert_eq!(OrderState::Open.at(at(72), start, None), OrderState::Lapsed);
        assert_eq!(OrderState::Held.at(at(23), start, until), OrderState::Held);
        assert_eq!(OrderState::Held.at(at(24), start, until), OrderState::Lapsed);
        assert_eq!(OrderState::Collected.at(at(999), start, until), OrderState::Collected);
        assert!(OrderState::Held.may(Step::Collect), "late, and served");
        assert!(!OrderState::Lapsed.may(Step::Hold) && !OrderState::Collected.may(Step::Lapse));
    }
}
