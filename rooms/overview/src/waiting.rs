//! What waits for somebody, and for whom.

use kernel::{
    Actor, Capability,
    Capability::{Approve, Deposit, RecordGoods, Sell, Sign},
};
use schemars::JsonSchema;
use serde::Serialize;

/// How many documents wait for a decision of the one who asks; what he recorded himself waits for
/// another.
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
    /// Money that the unit says it gave back to the shop.
    pub credit_refunds: i64,
    /// Remittances that somebody asks to take back.
    pub money_reversals: i64,
    pub payouts: i64,
    /// Deposits of state revenue to confirm.
    pub billings: i64,
    /// Goods spoiled or lost in the workshop, to approve.
    pub write_offs: i64,
    /// Releases that somebody asks to take back.
    pub releases: i64,
    /// Premi that another unit sent after a maker who came from there.
    pub transfers: i64,
    /// Payments to the state that somebody asks to take back.
    pub reversals: i64,
    /// Statements that are remitted, and jobs that are paid, whose money nobody has shared.
    pub to_share: i64,
    /// Buyers' orders that the shop has not answered.
    pub orders: i64,
    /// What people want made, that the unit has not answered.
    pub leads: i64,
    /// Buyers' words that nobody of the unit has read.
    pub reviews: i64,
    /// Complaints that nobody has answered.
    pub complaints: i64,
    /// Stories, and corrections of some, that another wrote and nobody has found right.
    pub stories: i64,
    /// Prospects whose next step is due.
    pub prospects: i64,
    /// Recalls to approve; for a shop, those of which it has pieces.
    pub recalls: i64,
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
    /// Who decides it: any of these.
    pub who: &'static [Capability],
}

impl Waiting {
    /// The count of a kind, by its name in [`Self::piles`].
    pub(crate) fn pile(&mut self, name: &str) -> Option<&mut i64> {
        Some(match name {
            "deliveries" => &mut self.deliveries,
            "discrepancies" => &mut self.discrepancies,
            "movements" => &mut self.movements,
            "statements" => &mut self.statements,
            "expenses" => &mut self.expenses,
            "rules" => &mut self.rules,
            "agreements" => &mut self.agreements,
            "remittances" => &mut self.remittances,
            "payouts" => &mut self.payouts,
            "billings" => &mut self.billings,
            "requests" => &mut self.requests,
            "write_offs" => &mut self.write_offs,
            "releases" => &mut self.releases,
            "transfers" => &mut self.transfers,
            "reversals" => &mut self.reversals,
            "to_share" => &mut self.to_share,
            "orders" => &mut self.orders,
            "leads" => &mut self.leads,
            "reviews" => &mut self.reviews,
            "complaints" => &mut self.complaints,
            "recalls" => &mut self.recalls,
            "stories" => &mut self.stories,
            "prospects" => &mut self.prospects,
            "money_reversals" => &mut self.money_reversals,
            "credit_refunds" => &mut self.credit_refunds,
            _ => return None,
        })
    }

    /// All kinds, in the order in which goods and money flow.
    pub fn piles(&self) -> [Pile; 25] {
        let pile = |name, count, href, place, who| Pile { name, count, href, place, who };
        let (goods, requested) = (&[RecordGoods][..], "/permintaan/diminta?state=open");
        let (approve, settle) = (&[Approve][..], &[Approve, Deposit][..]);
        let free = &[RecordGoods, Deposit, Approve][..];
        let (waits, read) = ("/prospek-pesanan?state=new", "/ulasan-pembeli?state=waiting");
        [
            pile("agreements", self.agreements, "/pks?state=draft", "/pks", &[Sign]),
            pile("requests", self.requests, requested, "/permintaan", goods),
            pile("write_offs", self.write_offs, "/produksi?state=spoiled", "/produksi", approve),
            pile("orders", self.orders, "/pesanan-wa?state=open", "/pesanan-wa", &[Sell]),
            pile("leads", self.leads, waits, "/prospek-pesanan", goods),
            pile("prospects", self.prospects, "/calon?due=1", "/calon", goods),
            pile("stories", self.stories, "/redaksi?text=draft", "/redaksi", approve),
            pile("recalls", self.recalls, "/tarik-barang", "/tarik-barang", approve),
            pile("complaints", self.complaints, "/keluhan?state=open", "/keluhan", goods),
            pile("reviews", self.reviews, read, "/ulasan-pembeli", approve),
            pile("deliveries", self.deliveries, "/kirim?state=sent", "/kirim", goods),
            pile("discrepancies", self.discrepancies, "/selisih?state=open", "/selisih", goods),
            pile("movements", self.movements, "/gerak?state=proposed", "/gerak", goods),
            pile("statements", self.statements, "/nota?state=closed", "/nota", approve),
            pile("expenses", self.expenses, "/biaya?state=reported", "/biaya", approve),
            pile("rules", self.rules, "/aturan?state=draft", "/aturan", approve),
            pile(
                "remittances",
                self.remittances,
                "/setoran?state=reported",
                "/setoran",
                &[Deposit],
            ),
            pile(
                "money_reversals",
                self.money_reversals,
                "/setoran?state=reported",
                "/setoran",
                settle,
            ),
            pile(
                "credit_refunds",
                self.credit_refunds,
                "/setoran/umur",
                "/setoran",
                &[Sell, Approve, Deposit],
            ),
            pile("to_share", self.to_share, "/pembagian", "/pembagian", settle),
            pile("releases", self.releases, "/pembuat", "/pembuat", free),
            pile("payouts", self.payouts, "/premi/bayar?state=reported", "/premi", settle),
            pile("transfers", self.transfers, "/premi", "/premi", settle),
            pile("billings", self.billings, "/pnbp/billing?state=recorded", "/pnbp", settle),
            pile("reversals", self.reversals, "/pnbp", "/pnbp", settle),
        ]
    }

    /// What waits for this person: by what he may do; at a shop, whatever waits for the shop.
    pub fn for_actor(&self, actor: &Actor) -> Vec<Pile> {
        let all = self.piles().into_iter();
        let his =
            |pile: &Pile| actor.shop().is_some() || pile.who.iter().any(|one| actor.may(*one));
        all.filter(|pile| pile.count > 0 && his(pile)).collect()
    }

    /// The number for a place of the menu; `None` where nothing waits for this person there.
    pub fn badge(&self, actor: &Actor, place: &str) -> Option<i64> {
        let count = |pile: &Pile| if pile.place == place { pile.count } else { 0 };
        Some(self.for_actor(actor).iter().map(count).sum()).filter(|count| *count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Capabilities, ConsignorId, Reach};

    #[test]
    fn each_pile_is_counted_under_its_own_name() {
        let mut waiting = Waiting::default();
        for (at, name) in (1..).zip(Waiting::default().piles().map(|pile| pile.name)) {
            *waiting.pile(name).expect("a pile") = at;
        }
        let counts = waiting.piles().map(|pile| pile.count);
        assert_eq!(counts.to_vec(), (1..=25).collect::<Vec<i64>>());
        assert_eq!(waiting.pile("else"), None);
    }

    #[test]
    fn everybody_sees_his_own_pile() {
        let (payouts, transfers) = (1, 2);
        let waiting =
            Waiting { statements: 2, remittances: 1, payouts, transfers, ..Waiting::default() };
        let unit = ConsignorId::new(uuid::Uuid::nil());
        let may = |one| Actor {
            reach: Reach::Consignor(unit),
            capabilities: Capabilities::of(&[one]),
            ..Actor::nobody()
        };
        assert_eq!(waiting.badge(&may(Capability::Approve), "/nota"), Some(2));
        assert_eq!(waiting.badge(&may(Capability::Deposit), "/nota"), None);
        assert_eq!(waiting.badge(&may(Capability::Deposit), "/setoran"), Some(1));
        // Either may agree to a payout; both piles of a place count.
        assert_eq!(waiting.badge(&may(Capability::Approve), "/premi"), Some(3));
        assert_eq!(waiting.badge(&may(Capability::Deposit), "/premi"), Some(3));
        assert!(waiting.for_actor(&may(Capability::RecordGoods)).is_empty());
    }
}
