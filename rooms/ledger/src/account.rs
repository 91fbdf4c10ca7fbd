//! Pure: what an account is, and the id that follows from it.

use kernel::{AccountId, AgreementId, BatchId, ConsignorId, MakerId, ShopId};
use sha2::{Digest, Sha256};

/// What an account holds. The name is the database's, the API's and the word's
/// (`ledger.kind.<name>`).
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal, $commodity:ident;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $kind,)* }
        impl Kind {
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
            /// Whether it holds pieces of a batch; else rupiah.
            pub const fn is_goods(self) -> bool {
                matches!(commodity(self), Commodity::Goods)
            }
        }
        const fn commodity(kind: Kind) -> Commodity {
            match kind { $(Kind::$kind => Commodity::$commodity,)* }
        }
    };
}
enum Commodity {
    Goods,
    Money,
}
kinds! {
    /// Where pieces come from; its balance is minus all that was ever made.
    Made = "made", Goods;
    Workshop = "workshop", Goods;
    Transit = "transit", Goods;
    Shelf = "shelf", Goods;
    Sold = "sold", Goods;
    /// Broken: at a shop, or without one at the unit, where pieces may be mended.
    Damaged = "damaged", Goods;
    /// Broken pieces that are there no more.
    Destroyed = "destroyed", Goods;
    Lost = "lost", Goods;
    /// Pieces that one side says are there and the other does not find.
    Discrepancy = "discrepancy", Goods;
    /// Pieces that did not pass the quality check.
    Rejected = "rejected", Goods;
    /// Where money comes from; its balance is minus all that buyers ever paid.
    Buyer = "buyer", Money;
    ShopPart = "shop_part", Money;
    /// What the shop owes the unit.
    Due = "due", Money;
    /// What the agreement let the shop deduct.
    Expense = "expense", Money;
    /// What the shop owes for pieces lost or damaged with it; its balance is minus all of it.
    ShopLoss = "shop_loss", Money;
    /// Remitted and not yet distributed.
    Cash = "cash", Money;
    PremiSaved = "premi_saved", Money;
    PremiUsable = "premi_usable", Money;
    PremiPaid = "premi_paid", Money;
    /// Premi sent after a maker to another unit, which has not acknowledged it.
    PremiMoving = "premi_moving", Money;
    SupportFund = "support_fund", Money;
    StateRevenueDue = "state_revenue_due", Money;
    StateRevenuePaid = "state_revenue_paid", Money;
    WorkingCapital = "working_capital", Money;
    OtherFund = "other_fund", Money;
    /// What a buyer paid ahead for goods made to order.
    JobDeposit = "job_deposit", Money;
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    pub kind: Kind,
    pub consignor: ConsignorId,
    pub shop: Option<ShopId>,
    pub agreement: Option<AgreementId>,
    pub batch: Option<BatchId>,
    pub maker: Option<MakerId>,
    /// The name of a fund, where a kind has several; else empty.
    pub detail: String,
}

impl Account {
    pub fn goods(kind: Kind, consignor: ConsignorId, batch: BatchId, shop: Option<ShopId>) -> Self {
        Self { shop, batch: Some(batch), ..Self::money(kind, consignor) }
    }
    pub fn money(kind: Kind, consignor: ConsignorId) -> Self {
        Self {
            kind,
            consignor,
            shop: None,
            agreement: None,
            batch: None,
            maker: None,
            detail: String::new(),
        }
    }
    pub fn shop(mut self, shop: ShopId) -> Self {
        self.shop = Some(shop);
        self
    }
    pub fn agreement(mut self, agreement: AgreementId) -> Self {
        self.agreement = Some(agreement);
        self
    }
    pub fn maker(mut self, maker: MakerId) -> Self {
        self.maker = Some(maker);
        self
    }
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The first half of a SHA-256 over everything that the account is.
    pub fn id(&self) -> AccountId {
        let mut hash = Sha256::new();
        hash.update(self.kind.name());
        let parts = [
            Some(self.consignor.uuid()),
            self.shop.map(|id| id.uuid()),
            self.agreement.map(|id| id.uuid()),
            self.batch.map(|id| id.uuid()),
            self.maker.map(|id| id.uuid()),
        ];
        for part in parts {
            hash.update([u8::from(part.is_some())]);
            hash.update(part.unwrap_or_default());
        }
        hash.update(&self.detail);
        let mut half = [0; 16];
        half.copy_from_slice(&hash.finalize()[..16]);
        AccountId::new(uuid::Uuid::from_bytes(half))
    }
}

/// Which accounts of a kind to look at; nothing named means all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
    pub agreement: Option<AgreementId>,
    pub maker: Option<MakerId>,
    pub batch: Option<BatchId>,
}

impl Filter {
    pub fn of(consignor: ConsignorId) -> Self {
        Self { consignor: Some(consignor), ..Self::default() }
    }
    pub fn shop(mut self, shop: ShopId) -> Self {
        self.shop = Some(shop);
        self
    }
    pub fn agreement(mut self, agreement: AgreementId) -> Self {
        self.agreement = Some(agreement);
        self
    }
    pub fn maker(mut self, maker: MakerId) -> Self {
        self.maker = Some(maker);
        self
    }
    pub fn batch(mut self, batch: BatchId) -> Self {
        self.batch = Some(batch);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn different_accounts_have_different_ids() {
        let id = |n: u128| uuid::Uuid::from_u128(n);
        let base = Account::money(Kind::Due, ConsignorId::new(id(1)));
        let all = [
            base.clone(),
            base.clone().shop(ShopId::new(id(2))),
            base.clone().agreement(AgreementId::new(id(2))),
            base.clone().maker(MakerId::new(id(2))),
            base.clone().detail("a"),
            Account::money(Kind::Cash, ConsignorId::new(id(1))),
            Account::goods(Kind::Shelf, ConsignorId::new(id(1)), BatchId::new(id(2)), None),
        ];
        let ids: BTreeSet<_> = all.iter().map(Account::id).collect();
        assert_eq!(ids.len(), all.len());
        assert_eq!(base.id(), base.clone().id());
    }

    #[test]
    fn a_kind_is_its_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(*kind));
        }
    }
}
