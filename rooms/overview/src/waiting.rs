//! What waits for somebody, and for whom.

use kernel::{Actor, Capability};
use schemars::JsonSchema;
use serde::Serialize;

/// How many documents wait for a decision of this side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Waiting {
    /// Shops' requests for more pieces that the unit has not answered.
    pub requests: i64,
    /// Deliveries that the shop has not confirmed.
    pub deliveries: i64,
    /// Differences that both sides have not settled.
    pub discrepancies: i64,
    /// Returns, damages, losses, transfers that the other side proposed.
    pub movements: i64,
    /// Closed statements to approve.
    pub statements: i64,
    pub expenses: i64,
    /// Drafted rules to approve.
    pub rules: i64,
    /// Agreements and addenda to sign and put in force.
    pub agreements: i64,
    pub remittances: i64,
    pub payouts: i64,
    /// Deposits of state revenue to confirm.
    pub billings: i64,
    /// Goods spoiled or lost in the workshop, to approve.
    pub write_offs: i64,
    /// Releases that somebody asks to take back.
    pub releases: i64,
}

/// One kind of waiting things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pile {
    /// In `words/` under `overview.waits.`.
    pub name: &'static str,
    pub count: i64,
    /// The list, narrowed to what waits.
    pub href: &'static str,
    /// The place in the menu.
    pub place: &'static str,
    pub who: Capability,
}

impl Waiting {
    /// All kinds, in the order in which goods and money flow.
    pub fn piles(&self) -> [Pile; 13] {
        use Capability::{Approve, Deposit, RecordGoods, Sign};
        let pile = |name, count, href, place, who| Pile { name, count, href, place, who };
        [
            pile("agreements", self.agreements, "/pks?state=draft", "/pks", Sign),
            pile(
                "requests",
                self.requests,
                "/permintaan/diminta?state=open",
                "/permintaan",
                RecordGoods,
            ),
            pile("write_offs", self.write_offs, "/produksi?state=spoiled", "/produksi", Approve),
            pile("deliveries", self.deliveries, "/kirim?state=sent", "/kirim", RecordGoods),
            pile(
                "discrepancies",
                self.discrepancies,
                "/selisih?state=open",
                "/selisih",
                RecordGoods,
            ),
            pile("movements", self.movements, "/gerak?state=proposed", "/gerak", RecordGoods),
            pile("statements", self.statements, "/nota?state=closed", "/nota", Approve),
            pile("expenses", self.expenses, "/biaya?state=reported", "/biaya", Approve),
            pile("rules", self.rules, "/aturan?state=draft", "/aturan", Approve),
            pile("remittances", self.remittances, "/setoran?state=reported", "/setoran", Deposit),
            pile("releases", self.releases, "/pembuat", "/pembuat", Approve),
            pile("payouts", self.payouts, "/premi/bayar?state=reported", "/premi", Deposit),
            pile("billings", self.billings, "/pnbp/billing?state=recorded", "/pnbp", Deposit),
        ]
    }

    /// What waits for this person: by what he may do; at a shop, whatever waits for the shop.
    pub fn for_actor(&self, actor: &Actor) -> Vec<Pile> {
        let all = self.piles().into_iter();
        let his = |pile: &Pile| actor.shop().is_some() || actor.may(pile.who);
        all.filter(|pile| pile.count > 0 && his(pile)).collect()
    }

    /// The number for a place of the menu; `None` where nothing waits for this person there.
    pub fn badge(&self, actor: &Actor, place: &str) -> Option<i64> {
        self.for_actor(actor).iter().find(|pile| pile.place == place).map(|pile| pile.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Capabilities, ConsignorId, Reach};

    #[test]
    fn everybody_sees_his_own_pile() {
        let waiting = Waiting { statements: 2, remittances: 1, ..Waiting::default() };
        let unit = ConsignorId::new(uuid::Uuid::nil());
        let may = |one| Actor {
            reach: Reach::Consignor(unit),
            capabilities: Capabilities::of(&[one]),
            ..Actor::nobody()
        };
        assert_eq!(waiting.badge(&may(Capability::Approve), "/nota"), Some(2));
        assert_eq!(waiting.badge(&may(Capability::Deposit), "/nota"), None);
        assert_eq!(waiting.badge(&may(Capability::Deposit), "/setoran"), Some(1));
        assert!(waiting.for_actor(&may(Capability::RecordGoods)).is_empty());
    }
}
