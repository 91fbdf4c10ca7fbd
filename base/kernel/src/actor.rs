//! Who acts, what he may do, and whose records he sees.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ConsignorId, Refusal, RefusalKind, ShopId, UserId};

/// What a person may do. Titles differ from prison to prison, so the title on the papers is an
/// editable text and the program asks only for these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Products, batches, deliveries, counts, returns, statements.
    RecordGoods,
    /// Sales, refunds, receipts of goods at the shop.
    Sell,
    /// Approve what another recorded.
    Approve,
    /// Sign agreements.
    Sign,
    /// Confirm remittances, deposit state revenue, pay premi.
    Deposit,
    /// See totals across units.
    Oversee,
    /// Users, units, shops, rules.
    Administer,
}

impl Capability {
    pub const ALL: [Self; 7] = [
        Self::RecordGoods,
        Self::Sell,
        Self::Approve,
        Self::Sign,
        Self::Deposit,
        Self::Oversee,
        Self::Administer,
    ];
    /// The name in the database, the API and `words/` (`capability.<name>`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::RecordGoods => "record_goods",
            Self::Sell => "sell",
            Self::Approve => "approve",
            Self::Sign => "sign",
            Self::Deposit => "deposit",
            Self::Oversee => "oversee",
            Self::Administer => "administer",
        }
    }
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|capability| capability.name() == name)
    }
}

/// A set of capabilities; stored as one integer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Capabilities(pub i64);

impl Capabilities {
    pub const ALL: Self = Self(0x7F);
    pub const NONE: Self = Self(0);
    pub fn of(all: &[Capability]) -> Self {
        all.iter().fold(Self::NONE, |set, one| set.and(*one))
    }
    pub const fn and(self, one: Capability) -> Self {
        Self(self.0 | 1 << one as i64)
    }
    pub const fn has(self, one: Capability) -> bool {
        self.0 & (1 << one as i64) != 0
    }
    pub const fn within(self, limit: Self) -> Self {
        Self(self.0 & limit.0)
    }
    pub fn iter(self) -> impl Iterator<Item = Capability> {
        Capability::ALL.into_iter().filter(move |one| self.has(*one))
    }
}

/// Whose records a person sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everything of one unit.
    Consignor(ConsignorId),
    /// One shop's shelf, sales and statements.
    Shop(ShopId),
    /// Totals of the units of one regional office.
    Kanwil(String),
    /// The whole installation: the administrator.
    All,
    /// A visitor who has not signed in: public pages only.
    Nobody,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub user: UserId,
    /// A name for the screen of the person himself; not a maker's.
    pub name: String,
    pub reach: Reach,
    pub capabilities: Capabilities,
}

impl Actor {
    /// The visitor of a public page.
    pub const fn nobody() -> Self {
        Self {
            user: UserId::new(uuid::Uuid::nil()),
            name: String::new(),
            reach: Reach::Nobody,
            capabilities: Capabilities::NONE,
        }
    }

    pub fn may(&self, capability: Capability) -> bool {
        self.capabilities.has(capability)
    }

    /// Refuses (403 `kernel.not_allowed`) without the capability.
    pub fn require(&self, capability: Capability) -> Result<(), Refusal> {
        if self.may(capability) {
            return Ok(());
        }
        Err(Refusal::new("kernel.not_allowed", RefusalKind::Forbidden)
            .with("capability", capability.name()))
    }

    /// Refuses (409 `kernel.recorder_approves`) when the one who recorded a thing approves it.
    pub fn require_other_than(&self, recorder: UserId) -> Result<(), Refusal> {
        if self.user != recorder {
            return Ok(());
        }
        Err(Refusal::new("kernel.recorder_approves", RefusalKind::Conflict))
    }

    pub fn sees_consignor(&self, consignor: ConsignorId) -> bool {
        match &self.reach {
            Reach::All => true,
            Reach::Consignor(own) => *own == consignor,
            Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => false,
        }
    }

    /// Whether a record between a unit and a shop is his: he is of the one or of the other.
    pub fn sees_between(&self, consignor: ConsignorId, shop: ShopId) -> bool {
        match &self.reach {
            Reach::Shop(own) => *own == shop,
            _ => self.sees_consignor(consignor),
        }
    }

    pub fn shop(&self) -> Option<ShopId> {
        match &self.reach {
            Reach::Shop(own) => Some(*own),
            _ => None,
        }
    }

    pub fn consignor(&self) -> Option<ConsignorId> {
        match &self.reach {
            Reach::Consignor(own) => Some(*own),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        for one in Capability::ALL {
            let set = Capabilities::of(&[one]);
            assert_eq!(set.iter().collect::<Vec<_>>(), [one]);
            assert!(Capabilities::ALL.has(one));
            assert_eq!(Capability::from_name(one.name()), Some(one));
        }
        assert_eq!(Capabilities::of(&Capability::ALL), Capabilities::ALL);
    }
}
