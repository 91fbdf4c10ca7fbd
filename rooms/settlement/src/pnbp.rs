//! Pure: the state's part and its clock: due → billing → paid.
//!
//! A billing code has fifteen digits and expires, after seven days in the specimen seen. An
//! unpaid billing that expires reopens what it covered. A payment is proved by the bank's number
//! (NTB) and the treasury's (NTPN). Lengths of NTB and NTPN are common knowledge, not read at
//! the source, so an NTB is only asked to look like one.

use kernel::Day;

use crate::kinds::BillingState;

/// How long a billing lives when nobody says otherwise.
pub const BILLING_DAYS: i64 = 7;
/// After how many days an unpaid due is late when the unit set nothing.
pub const DEPOSIT_DAYS: i64 = 7;

/// Fifteen digits.
pub fn is_billing_code(code: &str) -> bool {
    code.len() == 15 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Sixteen capital letters and digits.
pub fn is_ntpn(number: &str) -> bool {
    number.len() == 16 && number.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// Six to twenty letters and digits.
pub fn is_ntb(number: &str) -> bool {
    (6..=20).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Account and satker codes have six digits.
pub fn is_account_code(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// How a billing stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// May be paid; so many days are left, the last day included.
    Open(i64),
    Expired,
    /// Recorded as paid; another must confirm.
    Waiting,
    Paid,
}

/// How a billing stands on `today`. One that was recorded as paid does not expire any more.
pub fn standing(state: BillingState, expires_on: Day, today: Day) -> Standing {
    match state {
        BillingState::Issued if today <= expires_on => {
            Standing::Open(today.days_until(expires_on) + 1)
        }
        BillingState::Issued | BillingState::Expired => Standing::Expired,
        BillingState::Recorded => Standing::Waiting,
        BillingState::Paid => Standing::Paid,
    }
}

/// How a due stands against the unit's own limit of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Days from the due to its payment, or to today while it is unpaid.
    pub days: i64,
    /// Days beyond the limit; zero within it.
    pub late: i64,
}

/// The clock of a due that arose on `due_on`.
pub fn clock(due_on: Day, paid_on: Option<Day>, today: Day, limit_days: i64) -> Clock {
    let days = due_on.days_until(paid_on.unwrap_or(today)).max(0);
    Clock { days, late: (days - limit_days).max(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn codes_have_their_shape() {
        assert!(is_billing_code("820251103000001"));
        for wrong in ["82025110300000", "8202511030000011", "82025110300000A", "", "８２０２５"]
        {
            assert!(!is_billing_code(wrong), "{wrong}");
        }
        assert!(is_ntpn("0A1B2C3D4E5F6G7H"));
        assert!(!is_ntpn("0a1b2c3d4e5f6g7h") && !is_ntpn("0A1B2C3D4E5F6G7"));
        assert!(is_ntb("000012345678") && !is_ntb("12-34-56"));
        assert!(is_account_code("425124") && !is_account_code("42512"));
    }

    #[test]
    fn a_billing_lives_through_its_last_day() {
        let last = day("2025-12-10");
        let on = |today| standing(BillingState::Issued, last, day(today));
        assert_eq!(on("2025-12-04"), Standing::Open(7));
        assert_eq!(on("2025-12-10"), Standing::Open(1));
        assert_eq!(on("2025-12-11"), Standing::Expired);
        assert_eq!(standing(BillingState::Recorded, last, day("2026-01-01")), Standing::Waiting);
    }

    #[test]
    fn the_clock_stops_when_it_is_paid() {
        let due = day("2025-12-01");
        assert_eq!(clock(due, None, day("2025-12-08"), 7), Clock { days: 7, late: 0 });
        assert_eq!(clock(due, None, day("2025-12-11"), 7), Clock { days: 10, late: 3 });
        let paid = Some(day("2025-12-05"));
        assert_eq!(clock(due, paid, day("2026-12-11"), 7), Clock { days: 4, late: 0 });
    }
}
