//! A model of the till on a phone: it forgets nothing.

use std::collections::BTreeMap;

use kernel::{
    Actor, Capabilities, Capability, Context, DeviceId, Ids, Lang, ProductId, Quantity, Reach,
    Rupiah, SaleId, ShopId, Time, UserId, Zone,
};
use serde_json::{Value, json};
use till::{Act, Answer, Greeting, Told};

use super::{
    air::Air,
    chance::Chance,
    house::{House, Market, PRICE},
};
use crate::Failure;

/// Acts in one request.
const CHUNK: usize = 20;

/// An act with all that the phone knows of it.
struct Kept {
    act: Act,
    heard: Option<Answer>,
    /// Whether the house should say no to it.
    bad: bool,
}

pub struct Phone {
    pub shop: ShopId,
    device: DeviceId,
    clerk: UserId,
    ids: Ids,
    /// Of its clock, in milliseconds behind the house's.
    behind_ms: i64,
    code: Option<String>,
    kept: Vec<Kept>,
    /// Pieces of each receipt that the buyer still has.
    with_buyers: BTreeMap<SaleId, (ProductId, i64)>,
}

impl Phone {
    pub fn new(market: &Market, n: usize, chance: &mut Chance) -> Self {
        let shop = market.shops[n % market.shops.len()];
        let ids = Ids::seeded(0x7117_0000 + n as u64);
        Self {
            shop: shop.id,
            device: ids.fresh(market.opened),
            clerk: shop.clerk,
            ids,
            behind_ms: chance.between(-600_000, 86_400_000),
            code: None,
            kept: Vec::new(),
            with_buyers: BTreeMap::new(),
        }
    }

    fn context(&self, now: Time) -> Context {
        let actor = Actor {
            user: self.clerk,
            name: "Contoh".to_owned(),
            reach: Reach::Shop(self.shop),
            capabilities: Capabilities::of(&[Capability::Sell]),
        };
        Context { actor, now, zone: Zone::Wib, lang: Lang::Id, ids: self.ids.clone() }
    }

    /// Something happens at the counter. It is kept before anybody sees a receipt.
    pub fn work(&mut self, market: &Market, now: Time, chance: &mut Chance) {
        let product = market.products[chance.below(market.products.len())];
        match chance.below(20) {
            0..=13 => self.sell(product, now, chance),
            14..=16 => self.give_back(now, chance),
            17 => self.keep("ask", json!({"product": product, "quantity": 2}), now, false),
            18 => {
                let close = json!({"opened_with": 0, "expected": 0, "counted": 0, "receipts": 0});
                self.keep("drawer", close, now, false);
            }
            _ => {
                let body = self.sale_of(product, 1, PRICE - 1, now);
                self.keep("sell", body, now, true);
            }
        }
    }

    fn sell(&mut self, product: ProductId, now: Time, chance: &mut Chance) {
        let pieces = chance.between(1, 3);
        let body = self.sale_of(product, pieces, PRICE, now);
        self.keep("sell", body, now, false);
        if let Some(last) = self.kept.last() {
            self.with_buyers.insert(last.act.id.cast(), (product, pieces));
        }
    }

    fn sale_of(&self, product: ProductId, pieces: i64, price: i64, now: Time) -> Value {
        let code = self.code.as_deref().unwrap_or("?");
        json!({
            "receipt": format!("{code}-{:04}", self.kept.len() + 1), "payment": "cash",
            "lines": [{"product": product, "quantity": pieces, "price": price}],
            "priced_on": now.day(Zone::Wib),
        })
    }

    fn give_back(&mut self, now: Time, chance: &mut Chance) {
        let bought: Vec<SaleId> = self.with_buyers.keys().copied().collect();
        if bought.is_empty() {
            return;
        }
        let sale = bought[chance.below(bought.len())];
        let Some((product, left)) = self.with_buyers.get_mut(&sale) else { return };
        if *left == 0 {
            return;
        }
        *left -= 1;
        let body = json!({
            "sale": sale, "lines": [{"product": product, "quantity": 1}],
            "reason": "Contoh", "resellable": true,
        });
        self.keep("refund", body, now, false);
    }

    fn keep(&mut self, kind: &str, body: Value, now: Time, bad: bool) {
        let made_at = now.plus_seconds(-self.behind_ms / 1_000);
        let act = json!({
            "id": self.ids.uuid(now), "device": self.device, "seq": self.kept.len() + 1,
            "shop": self.shop, "by": self.clerk, "made_at": made_at,
            "offset_ms": self.behind_ms / 1_000 * 1_000, "kind": kind, "body": body,
        });
        #[expect(clippy::expect_used, reason = "the model's own acts are good")]
        let act = serde_json::from_value(act).expect("an act");
        self.kept.push(Kept { act, heard: None, bad });
    }

    /// Meets the house: hears what it holds, and sends what it has not answered.
    pub fn meet(
        &mut self,
        house: &mut House,
        air: &mut Air,
        chance: &mut Chance,
    ) -> Result<(), Failure> {
        let who = self.context(house.now());
        let greeting = house.greet(&who, self.device)?;
        self.hear(&greeting);
        if greeting.device.is_none() {
            self.code = Some(house.enrol(&who, self.device, self.code.as_deref())?);
        }
        let waiting = self.kept.iter().filter(|one| one.heard.is_none());
        let acts: Vec<Act> = waiting.take(CHUNK).map(|one| one.act.clone()).collect();
        if acts.is_empty() {
            return Ok(());
        }
        for told in air.carry(house, &who, acts, chance)? {
            self.learn(&told);
        }
        Ok(())
    }

    /// What was answered and is not there any more is sent again.
    fn hear(&mut self, greeting: &Greeting) {
        let held = |seq: i64| greeting.have.iter().any(|(from, to)| (*from..=*to).contains(&seq));
        for one in &mut self.kept {
            if !held(one.act.seq.0) {
                one.heard = None;
            }
        }
    }

    fn learn(&mut self, told: &Told) {
        if let Some(one) = self.kept.iter_mut().find(|one| one.act.id == told.id) {
            one.heard = Some(told.state);
        }
    }

    /// The clerk presses "send again" in the tray.
    pub fn press_again(&mut self) {
        for one in self.kept.iter_mut().filter(|one| !one.bad) {
            if one.heard == Some(Answer::Refused) {
                one.heard = None;
            }
        }
    }

    pub fn is_quiet(&self) -> bool {
        self.kept.iter().all(|one| match one.heard {
            Some(Answer::Refused) => one.bad,
            Some(_) => true,
            None => false,
        })
    }

    fn good(&self, kind: &'static str) -> impl Iterator<Item = &Kept> {
        self.kept.iter().filter(move |one| !one.bad && one.act.kind.as_str() == kind)
    }

    pub fn acts(&self) -> usize {
        self.kept.len()
    }
    pub fn receipts(&self) -> usize {
        self.good("sell").count()
    }
    pub fn refused(&self) -> usize {
        self.kept.iter().filter(|one| one.bad).count()
    }
    /// What the buyers paid and did not get back.
    pub fn sold(&self) -> Rupiah {
        let pieces: i64 = self.with_buyers.values().map(|(_, left)| left).sum();
        Rupiah(PRICE).times(Quantity(pieces))
    }
    /// Pieces of a product that left the shelf for good.
    pub fn gone(&self, product: ProductId) -> i64 {
        let own = self.with_buyers.values().filter(|(one, _)| *one == product);
        own.map(|(_, left)| left).sum()
    }

    /// Every receipt that was shown stands in the books, for what was paid; the house holds every
    /// act of this phone, and none that it did not make.
    pub fn prove(&self, house: &House) -> Result<(), Failure> {
        let who = self.context(house.now());
        for one in self.good("sell") {
            let number = one.act.body["receipt"].as_str().unwrap_or_default();
            let pieces = one.act.body["lines"][0]["quantity"].as_i64().unwrap_or(0);
            house.prove_receipt(&who, one.act.id.cast(), number, Rupiah(PRICE * pieces))?;
        }
        let held = house.greet(&who, self.device)?.have;
        let all = self.kept.len() as i64;
        if (all > 0 && held != [(1, all)]) || (all == 0 && !held.is_empty()) {
            return Err(Failure::new(format!(
                "Device {} made {all} acts, and the house holds {held:?}.",
                self.device
            )));
        }
        Ok(())
    }
}
