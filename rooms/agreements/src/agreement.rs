//! An agreement, its signatures and its scans, as they are read.

use kernel::{AgreementId, ConsignorId, Day, FileId, ShopId, TermsId, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    kinds::{Side, State},
    life::{Course, Standing},
};

/// A PKS: the parties, their numbers, and the days, which are kept apart because they differ
/// (signed on, in effect from, made public on, ends on).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Agreement {
    pub id: AgreementId,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub state: State,
    /// How many times the draft was changed.
    pub revision: i64,
    pub title: String,
    pub place: String,
    /// The parties' names as the paper has them.
    pub consignor_name: String,
    pub shop_name: String,
    pub consignor_number: Option<String>,
    pub shop_number: Option<String>,
    pub signed_on: Option<Day>,
    pub effective_from: Day,
    pub published_on: Option<Day>,
    /// The last day of its term, by the newest version in force.
    pub ends_on: Day,
    pub notes: Option<String>,
    /// Who put it in force.
    pub enforced_by: Option<UserId>,
    /// The last day, where it was ended before its term.
    pub ended_on: Option<Day>,
    pub end_reason: Option<String>,
    pub created_by: UserId,
}

impl Agreement {
    pub const fn course(&self) -> Course {
        Course {
            state: self.state,
            enforced: self.enforced_by.is_some(),
            effective_from: self.effective_from,
            ends_on: self.ends_on,
            ended_on: self.ended_on,
        }
    }

    pub fn standing(&self, today: Day) -> Standing {
        self.course().standing(today)
    }

    /// Whether goods may be newly delivered under it on that day.
    pub fn in_force_on(&self, day: Day) -> bool {
        self.standing(day).counts()
    }

    pub fn number_of(&self, side: Side) -> Option<&str> {
        match side {
            Side::Consignor => self.consignor_number.as_deref(),
            Side::Shop => self.shop_number.as_deref(),
        }
    }
}

/// Who signed for a side, as the paper says it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Signature {
    pub terms_id: TermsId,
    pub side: Side,
    pub name: String,
    pub office: String,
    pub acting_for: String,
    pub signed_on: Day,
    /// This side's own number of an addendum.
    pub number: Option<String>,
    /// Who recorded it.
    pub created_by: UserId,
}

/// A scan of the signed paper, without its bytes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Scan {
    pub id: FileId,
    pub terms_id: TermsId,
    pub name: String,
    pub mime: String,
    pub size_bytes: i64,
    /// In hexadecimal.
    pub sha256: String,
    pub created_by: UserId,
    #[schemars(with = "String")]
    pub created_at: Time,
}
