//! Pure: an order for a pack, and how far it is.

use kernel::{AuditPackId, ConsignorId, Lang, Period, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;

pub use crate::kinds::PackState;

/// Bytes of a part of the finished file.
pub const PART_BYTES: usize = 1 << 20;
/// A worker that was not heard of for so long has stopped.
pub const STALE_SECONDS: i64 = 300;
/// How often a pack is begun before it counts as failed.
pub const ATTEMPTS_MAX: i64 = 3;
/// How long a finished pack is kept.
pub const KEPT_DAYS: i64 = 7;
/// The longest period, in days: five years and their leap days.
pub const PERIOD_MAX: i64 = 5 * 365 + 2;

impl PackState {
    /// Whether it still changes by itself.
    pub const fn moves(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

/// An order for a pack.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Pack {
    pub id: AuditPackId,
    #[serde(rename = "consignor")]
    pub consignor_id: ConsignorId,
    #[serde(flatten)]
    pub period: Period,
    #[serde(skip)]
    pub lang: Lang,
    pub state: PackState,
    /// Documents done, of `total`.
    pub done: i64,
    pub total: i64,
    pub attempts: i64,
    /// Files in it.
    pub files: i64,
    /// Of the five checks, how many found something.
    pub failed_checks: i64,
    pub size_bytes: i64,
    pub parts: i64,
    /// Of the whole file, in hexadecimal.
    pub sha256: Option<String>,
    pub created_by: UserId,
    #[schemars(with = "String")]
    pub created_at: Time,
    #[schemars(with = "Option<String>")]
    pub finished_at: Option<Time>,
}

impl Pack {
    /// How far it is, from 0 to 100.
    pub fn percent(&self) -> i64 {
        match (self.state, self.total) {
            (PackState::Ready | PackState::Gone, _) => 100,
            (_, 0) => 0,
            // The last hundredth is for the file's own way into the database.
            _ => (self.done.clamp(0, self.total) * 99) / self.total,
        }
    }

    /// The name under which it is saved.
    pub fn file_name(&self) -> String {
        format!("paket-audit-{}-{}.zip", self.period.from, self.period.to)
    }
}

/// Why a period has no pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongPeriod {
    EndsBeforeStart,
    TooLong,
    NotBegun,
}

pub fn check_period(period: Period, today: kernel::Day) -> Result<(), WrongPeriod> {
    if period.to < period.from {
        return Err(WrongPeriod::EndsBeforeStart);
    }
    if period.from > today {
        return Err(WrongPeriod::NotBegun);
    }
    if period.from.days_until(period.to) >= PERIOD_MAX {
        return Err(WrongPeriod::TooLong);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Day;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }
    fn pack(state: PackState, done: i64, total: i64) -> Pack {
        Pack {
            id: AuditPackId::new(uuid::Uuid::nil()),
            consignor_id: ConsignorId::new(uuid::Uuid::nil()),
            period: Period { from: day("2025-01-01"), to: day("2025-12-31") },
            lang: Lang::Id,
            state,
            done,
            total,
            attempts: 1,
            files: 0,
            failed_checks: 0,
            size_bytes: 0,
            parts: 0,
            sha256: None,
            created_by: UserId::new(uuid::Uuid::nil()),
            created_at: Time::from_micros(0).expect("a time"),
            finished_at: None,
        }
    }

    #[test]
    fn only_what_is_ready_is_whole() {
        assert_eq!(pack(PackState::Waiting, 0, 0).percent(), 0);
        assert_eq!(pack(PackState::Running, 5, 10).percent(), 49);
        assert_eq!(pack(PackState::Running, 10, 10).percent(), 99);
        assert_eq!(pack(PackState::Running, 99, 10).percent(), 99);
        assert_eq!(pack(PackState::Ready, 10, 10).percent(), 100);
        let name = pack(PackState::Ready, 1, 1).file_name();
        assert_eq!(name, "paket-audit-2025-01-01-2025-12-31.zip");
    }

    #[test]
    fn a_period_has_edges() {
        let check = |from: &str, to: &str| {
            check_period(Period { from: day(from), to: day(to) }, day("2026-01-05"))
        };
        assert_eq!(check("2025-12-31", "2025-12-30"), Err(WrongPeriod::EndsBeforeStart));
        assert_eq!(check("2026-01-06", "2026-02-01"), Err(WrongPeriod::NotBegun));
        assert_eq!(check("2020-01-01", "2026-01-01"), Err(WrongPeriod::TooLong));
        assert_eq!(check("2021-01-01", "2025-12-31"), Ok(()));
        assert_eq!(check("2026-01-05", "2026-01-31"), Ok(()), "it may be running");
    }
}
