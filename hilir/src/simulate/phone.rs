//! A model of the till on a phone: of its own accord it forgets nothing.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    Actor, Capabilities, Capability, Context, DeviceId, Ids, Lang, ProductId, Quantity, Reach,
    Rupiah, SaleId, ShopId, Time, UserId, Zone,
};
use serde_json::{Value, json};
use till::{Act, Answer, Greeting, Told};

use super::{
    Outcome,
    air::Air,
    chance::Chance,
    house::{House, Market, PIECES, PRICE},
};
use crate::Failure;

const DAY_MS: i64 = 86_400_000;
/// Acts in one request.
const CHUNK: usize = 20;

/// An act with all that the phone knows of it.
#[derive(Clone)]
struct Kept {
    act: Act,
    heard: Option<Answer>,
    /// Whether the house should say no to it.
    bad: bool,
    /// The clerk gave it up.
    decided: bool,
}

impl Kept {
    fn is(&self, kind: &str) -> bool {
        self.act.kind.as_str() == kind
    }

    /// Pieces that left the shelf by it; below nought when they came back.
    fn pieces(&self, of: Option<ProductId>) -> i64 {
        let line = &self.act.body["lines"][0];
        let counts = !self.bad && of.is_none_or(|product| line["product"] == json!(product));
        let pieces = line["quantity"].as_i64().filter(|_| counts).unwrap_or(0);
        match self.act.kind.as_str() {
            "sell" => pieces,
            "refund" => -pieces,
            _ => 0,
        }
    }
}

/// What stands on the phone's disk.
#[derive(Clone, Default)]
struct Disk {
    /// The number of the newest act.
    seq: i64,
    kept: Vec<Kept>,
    /// Pieces of each receipt that the buyer still has.
    with_buyers: BTreeMap<SaleId, (ProductId, i64)>,
}

pub struct Phone {
    pub shop: ShopId,
    device: DeviceId,
    clerk: UserId,
    ids: Ids,
    /// Of its clock, in milliseconds behind the house's.
    behind_ms: i64,
    /// The same, as it was when the phone last met the house.
    measured_ms: i64,
    code: Option<String>,
    disk: Disk,
    /// What it may have to come back from.
    copy: Option<Disk>,
    /// Acts that the house had when the phone came back without them.
    elsewhere: Vec<Kept>,
    /// Refused sales that were changed and sent as new.
    pub replaced: usize,
    /// Of the good that is only counted, on the shop's first phone: pieces that lie there.
    uncounted: Option<i64>,
}

impl Phone {
    pub fn new(market: &Market, n: usize, chance: &mut Chance) -> Self {
        let shop = market.shops[n % market.shops.len()];
        let ids = Ids::seeded(0x7117_0000 + n as u64);
        let behind_ms = chance.between(-600_000, 86_400_000);
        Self {
            shop: shop.id,
            device: ids.fresh(market.opened),
            clerk: shop.clerk,
            ids,
            behind_ms,
            measured_ms: behind_ms,
            code: None,
            disk: Disk::default(),
            copy: None,
            elsewhere: Vec::new(),
            replaced: 0,
            uncounted: (n < market.shops.len()).then_some(PIECES),
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
        if chance.one_in(12) {
            self.set_clock(chance);
        }
        match chance.below(26) {
            0..=14 => self.sell(product, chance.between(1, 3), now),
            15..=17 => self.give_back(now, chance),
            18 => self.keep("ask", json!({"product": product, "quantity": 2}), now, false),
            19 => {
                let close = json!({"opened_with": 0, "expected": 0, "counted": 0, "receipts": 0});
                self.keep("drawer", close, now, false);
            }
            20 => self.keep("request", json!({"product": product, "quantity": 2}), now, false),
            21 => {
                // More than there ever was, on a day that has not come.
                let line = json!({"product": product, "left": 99_999, "damaged": 0});
                let day = now.day(Zone::Wib).plus_days(30);
                let count = json!({"counted_on": day, "lines": [line], "payment": "cash"});
                self.keep("count", count, now, true);
            }
            24..=25 => self.count(market.counted, now, chance),
            _ => {
                let body = self.sale_of(product, 1, PRICE - 1, now);
                self.keep("sell", body, now, true);
            }
        }
        if chance.one_in(3) {
            self.decide(now, chance);
        }
    }

    /// By hand, or by an empty battery: until it meets the house it goes by what it measured. Not so
    /// far back that nothing was agreed yet.
    fn set_clock(&mut self, chance: &mut Chance) {
        self.behind_ms = self.measured_ms + chance.between(-30 * DAY_MS, 20 * DAY_MS / 24);
    }

    /// Hitung sisa: pieces went that nobody recorded.
    fn count(&mut self, product: ProductId, now: Time, chance: &mut Chance) {
        let Some(there) = self.uncounted else { return };
        let left = (there - chance.between(0, 3)).max(0);
        self.uncounted = Some(left);
        let line = json!({"product": product, "left": left, "damaged": 0});
        let day = now.plus_seconds((self.measured_ms - self.behind_ms) / 1_000).day(Zone::Wib);
        let count = json!({"counted_on": day, "lines": [line], "payment": "cash"});
        self.keep("count", count, now, false);
    }

    fn sell(&mut self, product: ProductId, pieces: i64, now: Time) {
        let body = self.sale_of(product, pieces, PRICE, now);
        self.keep("sell", body, now, false);
        if let Some(last) = self.disk.kept.last() {
            self.disk.with_buyers.insert(last.act.id.cast(), (product, pieces));
        }
    }

    fn sale_of(&self, product: ProductId, pieces: i64, price: i64, now: Time) -> Value {
        let code = self.code.as_deref().unwrap_or("?");
        json!({
            "receipt": format!("{code}-{:04}", self.disk.seq + 1), "payment": "cash",
            "lines": [{"product": product, "quantity": pieces, "price": price}],
            "priced_on": now.day(Zone::Wib),
        })
    }

    fn give_back(&mut self, now: Time, chance: &mut Chance) {
        let bought: Vec<SaleId> = self.disk.with_buyers.keys().copied().collect();
        if bought.is_empty() {
            return;
        }
        let sale = bought[chance.below(bought.len())];
        let Some((product, left)) = self.disk.with_buyers.get_mut(&sale) else { return };
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

    /// The clerk looks into the tray: what was refused is given up, or changed and sent as new.
    fn decide(&mut self, now: Time, chance: &mut Chance) {
        let open = |one: &&mut Kept| one.bad && !one.decided && one.heard == Some(Answer::Refused);
        let Some(one) = self.disk.kept.iter_mut().find(open) else { return };
        one.decided = true;
        let (id, sale) = (one.act.id, one.is("sell"));
        let product = one.act.body["lines"][0]["product"].as_str();
        let product = product.and_then(|product| product.parse().ok());
        if let (true, Some(product)) = (sale && chance.one_in(2), product) {
            self.sell(product, 1, now);
            self.replaced += 1;
        }
        self.keep("withdraw", json!({"act": id, "reason": "Contoh"}), now, false);
    }

    fn keep(&mut self, kind: &str, body: Value, now: Time, bad: bool) {
        let made_at = now.plus_seconds(-self.behind_ms / 1_000);
        self.disk.seq += 1;
        let act = json!({
            "id": self.ids.uuid(now), "device": self.device, "seq": self.disk.seq,
            "shop": self.shop, "by": self.clerk, "made_at": made_at,
            "offset_ms": self.measured_ms / 1_000 * 1_000, "kind": kind, "body": body,
        });
        #[expect(clippy::expect_used, reason = "the model's own acts are good")]
        let act = serde_json::from_value(act).expect("an act");
        self.disk.kept.push(Kept { act, heard: None, bad, decided: false });
    }

    /// Now and then a copy is made of the disk. Seldom the phone dies before what it heard since is
    /// on the disk, and more seldom all that is left is the copy.
    pub fn live(
        &mut self,
        house: &House,
        chance: &mut Chance,
        outcome: &mut Outcome,
    ) -> Result<(), Failure> {
        let Some(copy) = self.copy.take().filter(|_| !chance.one_in(8)) else {
            self.copy = Some(self.disk.clone());
            return Ok(());
        };
        if chance.one_in(15) {
            for (at, one) in self.disk.kept.iter_mut().enumerate() {
                one.heard = copy.kept.get(at).and_then(|old| old.heard);
            }
            outcome.phones_crashed += 1;
        } else if chance.one_in(30) {
            self.come_back(&copy, house)?;
            outcome.phones_restored += 1;
        }
        self.copy = Some(copy);
        Ok(())
    }

    /// The phone as it was: what it did since is gone with it, but for what the house holds. Its
    /// numbers go on behind those.
    fn come_back(&mut self, copy: &Disk, house: &House) -> Result<(), Failure> {
        let newer = self.disk.kept.split_off(copy.kept.len());
        self.disk = copy.clone();
        let have = house.greet(&self.context(house.now()), self.device)?.have;
        for one in newer.into_iter().filter(|one| holds(&have, one)) {
            // The buyer has his money already.
            let sale = one.act.body["sale"].as_str().and_then(|sale| sale.parse::<SaleId>().ok());
            if let Some(sale) = sale {
                self.disk.with_buyers.remove(&sale);
            }
            self.elsewhere.push(one);
        }
        let most = have.iter().map(|(_, to)| *to).max().unwrap_or(0);
        self.disk.seq = self.disk.seq.max(most);
        Ok(())
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
        self.measured_ms = self.behind_ms;
        self.hear(&greeting);
        if greeting.device.is_none() {
            self.code = Some(house.enrol(&who, self.device, self.code.as_deref())?);
        }
        let waiting = self.disk.kept.iter().filter(|one| one.heard.is_none());
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
        for one in &mut self.disk.kept {
            if !holds(&greeting.have, one) {
                one.heard = None;
            }
        }
    }

    fn learn(&mut self, told: &Told) {
        if let Some(one) = self.disk.kept.iter_mut().find(|one| one.act.id == told.id) {
            one.heard = Some(told.state);
        }
    }

    /// The clerk presses "send again" in the tray, for what the phone or the desk calls refused: a
    /// house from an older backup may have refused what later went through.
    pub fn press_again(&mut self, house: &House) -> Result<(), Failure> {
        let refused = house.refused(&self.context(house.now()))?;
        for one in self.disk.kept.iter_mut().filter(|one| !one.bad) {
            if one.heard == Some(Answer::Refused) || refused.contains(&one.act.id) {
                one.heard = None;
            }
        }
        Ok(())
    }

    /// A count that a newer one overtook, or that was dated ahead, may be refused.
    pub fn is_quiet(&self) -> bool {
        self.disk.kept.iter().all(|one| match one.heard {
            Some(Answer::Refused) => one.bad || one.is("count"),
            Some(_) => true,
            None => false,
        })
    }

    /// Asks what became of the acts that the phone came back without.
    pub fn settle(&mut self, house: &House) -> Result<(), Failure> {
        let who = self.context(house.now());
        let (have, refused) = (house.greet(&who, self.device)?.have, house.refused(&who)?);
        for one in &mut self.elsewhere {
            let done = holds(&have, one) && !refused.contains(&one.act.id);
            one.heard = done.then_some(Answer::Done);
        }
        Ok(())
    }

    /// Pieces that the lowest count which stands found to be gone.
    pub fn counted(&self) -> i64 {
        let counts = self.standing().filter(|one| one.is("count"));
        let stands = counts.filter(|one| !matches!(one.heard, None | Some(Answer::Refused)));
        let left = stands.filter_map(|one| one.act.body["lines"][0]["left"].as_i64());
        PIECES - left.min().unwrap_or(PIECES)
    }

    /// What must stand in the books.
    fn standing(&self) -> impl Iterator<Item = &Kept> {
        let elsewhere = self.elsewhere.iter().filter(|one| one.heard == Some(Answer::Done));
        self.disk.kept.iter().chain(elsewhere).filter(|one| !one.bad)
    }

    pub fn acts(&self) -> usize {
        self.disk.kept.len()
    }
    pub fn receipts(&self) -> usize {
        self.standing().filter(|one| one.is("sell")).count()
    }
    pub fn refused(&self) -> usize {
        self.disk.kept.iter().filter(|one| one.bad).count()
    }
    pub fn given_up(&self) -> usize {
        self.disk.kept.iter().filter(|one| one.decided).count()
    }
    /// What the buyers paid and did not get back.
    pub fn sold(&self) -> Rupiah {
        let pieces: i64 = self.standing().map(|one| one.pieces(None)).sum();
        Rupiah(PRICE).times(Quantity(pieces))
    }
    /// Pieces of a product that left the shelf for good.
    pub fn gone(&self, product: ProductId) -> i64 {
        self.standing().map(|one| one.pieces(Some(product))).sum()
    }

    /// Every receipt that was shown stands in the books, for what was paid; the house holds every
    /// act of this phone, and none that it did not make.
    pub fn prove(&self, house: &House) -> Result<(), Failure> {
        let who = self.context(house.now());
        for one in self.standing().filter(|one| one.is("sell")) {
            let number = one.act.body["receipt"].as_str().unwrap_or_default();
            let gross = Rupiah(PRICE * one.pieces(None));
            house.prove_receipt(&who, one.act.id.cast(), number, gross)?;
        }
        let have = house.greet(&who, self.device)?.have;
        let own: BTreeSet<i64> = self.disk.kept.iter().map(|one| one.act.seq.0).collect();
        let elsewhere = self.elsewhere.iter().filter(|one| holds(&have, one));
        let all: BTreeSet<i64> =
            own.iter().copied().chain(elsewhere.map(|one| one.act.seq.0)).collect();
        let held: BTreeSet<i64> = have.iter().flat_map(|(from, to)| *from..=*to).collect();
        if held == all {
            return Ok(());
        }
        Err(Failure::new(format!(
            "Device {} made {} acts, and the house holds {have:?}.",
            self.device,
            own.len()
        )))
    }
}

fn holds(have: &[(i64, i64)], one: &Kept) -> bool {
    have.iter().any(|(from, to)| (*from..=*to).contains(&one.act.seq.0))
}
