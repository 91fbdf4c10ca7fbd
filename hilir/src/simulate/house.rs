//! The real house under the phones: it may crash in the middle of its work, and may come back
//! from an older backup.

use std::{collections::BTreeSet, path::PathBuf};

use agreements::{SampleLine, ShopPart};
use db::{Db, Error, Read, Tx};
use kernel::{
    ActId, Actor, AgreementId, BatchId, Capabilities, Capability, ConsignorId, Context, DeviceId,
    Ids, Lang, ProductId, Reach, Rupiah, SaleId, Share, ShopId, Time, UserId, Zone,
};
use ledger::{Filter, Kind};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use till::{Act, Enrol, Greeting, Hello, MaybeShop, Told};

use super::{Outcome, chance::Chance, phone::Phone};
use crate::{Failure, embedded};

/// Of every piece.
pub const PRICE: i64 = 30_000;
/// Of each product on each shelf at the beginning.
pub const PIECES: i64 = 40;
const PRODUCTS: usize = 5;
/// Tills that share a shop.
const TILLS_A_SHOP: usize = 4;

#[derive(Clone, Copy)]
pub struct Shop {
    pub id: ShopId,
    pub clerk: UserId,
}

/// What is there before the first sale.
pub struct Market {
    pub opened: Time,
    pub shops: Vec<Shop>,
    pub products: Vec<ProductId>,
    /// Of which no sale is recorded: it is counted now and then.
    pub counted: ProductId,
}

pub struct House {
    db: Option<Db>,
    now: Time,
    backup: Option<Backup>,
}

struct Backup {
    file: PathBuf,
    copy: PathBuf,
    taken: bool,
}

impl House {
    pub fn new(db: Db, restores: bool) -> Result<Self, Failure> {
        let file = db.file().map(PathBuf::from);
        let backup = file.filter(|_| restores).map(|file| Backup {
            copy: file.with_extension("old"),
            file,
            taken: false,
        });
        Ok(Self { db: Some(db), now: opened().plus_seconds(86_400), backup })
    }

    pub fn now(&self) -> Time {
        self.now
    }

    fn db(&self) -> Result<&Db, Failure> {
        self.db.as_ref().ok_or_else(|| Failure::new("The house is closed."))
    }

    /// Time passes; now and then a backup is made, and seldom it is all that is left.
    pub fn live(&mut self, chance: &mut Chance, outcome: &mut Outcome) -> Result<(), Failure> {
        self.now = self.now.plus_seconds(7);
        let Some(backup) = &mut self.backup else { return Ok(()) };
        if chance.one_in(400) {
            let _ = std::fs::remove_file(&backup.copy);
            if let Some(db) = &self.db {
                db.backup_to(&backup.copy)?;
            }
            backup.taken = true;
        } else if backup.taken && chance.one_in(600) {
            self.db = None;
            for ending in ["-wal", "-shm"] {
                let mut beside = backup.file.clone().into_os_string();
                beside.push(ending);
                let _ = std::fs::remove_file(beside);
            }
            std::fs::copy(&backup.copy, &backup.file).map_err(|error| {
                Failure::new(format!("The backup cannot be put back: {error}."))
            })?;
            self.db = Some(Db::open(&backup.file.display().to_string())?);
            outcome.house_restored += 1;
        }
        Ok(())
    }

    pub fn greet(&self, who: &Context, device: DeviceId) -> Result<Greeting, Failure> {
        let (who, asked) = (who.clone(), Hello { device: Some(device) });
        Ok(self.db()?.read_now(move |read: &mut Read| till::hello(read, &who, &asked))?)
    }

    pub fn enrol(
        &self,
        who: &Context,
        device: DeviceId,
        code: Option<&str>,
    ) -> Result<String, Failure> {
        let input: Enrol = parsed(json!({"id": device, "name": "Contoh", "code": code}))?;
        let who = who.clone();
        Ok(self.db()?.write_now(move |tx: &mut Tx| till::enrol(tx, &who, &input))?.code)
    }

    /// Takes the acts as `web`'s lines do; `None` when the house crashed on the way, with all of
    /// this request undone.
    pub fn take(
        &mut self,
        who: &Context,
        acts: Vec<Act>,
        chance: &mut Chance,
    ) -> Result<Option<Vec<Told>>, Failure> {
        let crash = chance.one_in(9).then(|| chance.below(acts.len()));
        let who = who.clone();
        let work = move |tx: &mut Tx| {
            let mut told = Vec::with_capacity(acts.len());
            for (at, act) in acts.iter().enumerate() {
                if crash == Some(at) {
                    return Err(Error::Unavailable("the house crashed".to_owned()));
                }
                told.push(tx.attempt(|tx| till::act(tx, &who, act))??);
            }
            Ok(told)
        };
        match self.db()?.write_now(work) {
            Ok(told) => Ok(Some(told)),
            Err(Error::Unavailable(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What waits for a decision at the shop, as its desk sees it.
    pub fn refused(&self, who: &Context) -> Result<BTreeSet<ActId>, Failure> {
        let who = who.clone();
        let look = move |read: &mut Read| till::refused(read, &who, &MaybeShop::default());
        Ok(self.db()?.read_now(look)?.into_iter().map(|one| one.act).collect())
    }

    pub fn prove_receipt(
        &self,
        who: &Context,
        sale: SaleId,
        number: &str,
        gross: Rupiah,
    ) -> Result<(), Failure> {
        let who = who.clone();
        let look = move |read: &mut Read| sales::load_receipt(read, &who, sale);
        let receipt = self.db()?.read_now(look)?;
        if receipt.number == number && receipt.gross == gross && receipt.sales.len() == 1 {
            return Ok(());
        }
        Err(Failure::new(format!("Receipt {number} of {gross} stands as {receipt:?}.")))
    }

    /// The books agree with themselves, and with what the phones say that they sold.
    pub fn prove(&self, market: &Market, phones: &[Phone]) -> Result<(), Failure> {
        let mut wrong = self.db()?.read_now(|read: &mut Read| {
            let mut wrong = ledger::verify(read, &mut |_| {})?.wrong;
            wrong.extend(consignment::verify(read)?);
            wrong.extend(sales::verify(read)?);
            Ok(wrong)
        })?;
        for shop in &market.shops {
            let own: Vec<&Phone> = phones.iter().filter(|phone| phone.shop == shop.id).collect();
            let counted: i64 = own.iter().map(|phone| phone.counted()).sum();
            let paid: i64 = own.iter().map(|phone| phone.sold().0).sum::<i64>() + PRICE * counted;
            for product in market.products.iter().chain([&market.counted]) {
                let sold: i64 = own.iter().map(|phone| phone.gone(*product)).sum();
                let gone = if *product == market.counted { counted } else { sold };
                let left = self.left(shop.id, *product)?;
                if left != PIECES - gone {
                    wrong.push(format!("{}: {left} left of {product}, {gone} gone", shop.id));
                }
            }
            let filter = Filter { shop: Some(shop.id), ..Filter::default() };
            let look = move |read: &mut Read| ledger::sum(read, Kind::Buyer, filter);
            let booked = -self.db()?.read_now(look)?;
            if booked != paid {
                wrong.push(format!("{}: {paid} paid, {booked} booked", shop.id));
            }
        }
        match wrong.first() {
            None => Ok(()),
            Some(first) => Err(Failure::new(format!("{} things are wrong: {first}", wrong.len()))),
        }
    }

    fn left(&self, shop: ShopId, product: ProductId) -> Result<i64, Failure> {
        let look = move |read: &mut Read| consignment::shelf(read, shop);
        let rows = self.db()?.read_now(look)?;
        Ok(rows.iter().filter(|row| row.product_id == product).map(|row| row.quantity).sum())
    }
}

#[expect(clippy::expect_used, reason = "a fixed instant")]
fn opened() -> Time {
    Time::from_micros(1_767_571_200_000_000).expect("the fifth of January 2026")
}

fn parsed<T: DeserializeOwned>(input: Value) -> Result<T, Failure> {
    serde_json::from_value(input).map_err(|error| Failure::new(error.to_string()))
}

/// One unit, and a shop for every few tills with the same goods on each shelf, through the rooms'
/// own actions.
///
/// # Errors
/// Where the database is not empty, or cannot be written.
pub fn market(db: &Db, seed: u64, tills: usize) -> Result<Market, Failure> {
    db.migrate(&embedded::migrations()?)?;
    let maker = Maker { db, ids: Ids::seeded(seed ^ 0x5EED), now: opened() };
    let unit: ConsignorId = maker.ids.fresh(maker.now);
    let house = people::house(&maker.ids, maker.now);
    maker.act(
        &house,
        people::create_consignor,
        json!({
            "id": unit, "name": "Lapas Contoh", "kanwil": "Kanwil Contoh", "satker_code": "000000",
            "address": "Jalan Contoh 1", "city": "Pangkalpinang",
        }),
    )?;
    let officer = maker.who(Reach::Consignor(unit), &[Capability::RecordGoods]);
    let head = maker.who(Reach::Consignor(unit), &[Capability::Approve, Capability::Sign]);
    let shops = tills.div_ceil(TILLS_A_SHOP).max(1);
    let mut goods = Vec::with_capacity(PRODUCTS);
    for n in 0..=PRODUCTS {
        goods.push(maker.goods(&house, (unit, &officer, &head), n, shops)?);
    }
    let mut made = Vec::with_capacity(shops);
    for n in 0..shops {
        made.push(maker.shop(&house, (unit, &officer, &head), &goods, n)?);
    }
    let mut products: Vec<ProductId> = goods.into_iter().map(|(product, _)| product).collect();
    let counted = products.pop().ok_or_else(|| Failure::new("There are no goods."))?;
    Ok(Market { opened: opened(), shops: made, products, counted })
}

struct Maker<'a> {
    db: &'a Db,
    ids: Ids,
    now: Time,
}

type Unit<'a> = (ConsignorId, &'a Context, &'a Context);

impl Maker<'_> {
    fn who(&self, reach: Reach, may: &[Capability]) -> Context {
        let user = self.ids.fresh(self.now);
        let name = "Contoh".to_owned();
        let actor = Actor { user, name, reach, capabilities: Capabilities::of(may) };
        Context { actor, now: self.now, zone: Zone::Wib, lang: Lang::Id, ids: self.ids.clone() }
    }

    fn act<In, Out>(
        &self,
        who: &Context,
        act: fn(&mut Tx, &Context, &In) -> db::Result<Out>,
        input: Value,
    ) -> Result<Out, Failure>
    where
        In: DeserializeOwned + Send + 'static,
        Out: Send + 'static,
    {
        let (who, input): (_, In) = (who.clone(), parsed(input)?);
        Ok(self.db.write_now(move |tx| act(tx, &who, &input))?)
    }

    fn goods(
        &self,
        house: &Context,
        (unit, officer, head): Unit<'_>,
        n: usize,
        shops: usize,
    ) -> Result<(ProductId, BatchId), Failure> {
        let (product, batch): (ProductId, BatchId) =
            (self.ids.fresh(self.now), self.ids.fresh(self.now));
        let maker = self.ids.uuid(self.now);
        let today = self.now.day(Zone::Wib);
        let code = format!("WB-{n:03}");
        let maker_input = json!({"id": maker, "consignor": unit, "code": code});
        self.act(house, people::create_maker, maker_input)?;
        self.act(
            officer,
            catalogue::create_product,
            json!({
                "id": product, "code": format!("P{n}"), "name": format!("Barang contoh {n}"),
                "unit": "buah", "price": PRICE, "valid_from": today,
            }),
        )?;
        self.act(
            officer,
            production::open_batch,
            json!({
                "id": batch, "product": product, "started_on": today, "basis": "equal",
                "makers": [{"maker": maker}], "costs": [{"what": "Bahan", "amount": 9_000}],
            }),
        )?;
        self.act(head, production::finish_batch, json!({
            "batch": batch, "finished_on": today, "accepted": PIECES * shops as i64, "rejected": 0,
        }))?;
        Ok((product, batch))
    }

    fn shop(
        &self,
        house: &Context,
        (unit, officer, head): Unit<'_>,
        goods: &[(ProductId, BatchId)],
        n: usize,
    ) -> Result<Shop, Failure> {
        let id: ShopId = self.ids.fresh(self.now);
        self.act(
            house,
            people::create_shop,
            json!({
                "id": id, "name": format!("Toko Contoh {n}"), "owner_name": "Contoh",
                "address": "Jalan Contoh 2", "city": "Pangkalpinang",
            }),
        )?;
        let today = self.now.day(Zone::Wib);
        let line = |(product, _): &(ProductId, _)| SampleLine::new(*product, Rupiah(PRICE));
        let annex: Vec<SampleLine> = goods.iter().map(line).collect();
        let part = ShopPart::PercentOfGross(Share(2_000));
        let draft = agreements::draft_of(officer, (unit, id), today, part, &annex);
        let (signer, approver) = (officer.clone(), head.clone());
        let agreement: AgreementId = self
            .db
            .write_now(move |tx| agreements::put_in_force(tx, &signer, &approver, &draft))?;
        let clerk = self.who(Reach::Shop(id), &[Capability::Sell]);
        let delivery = self.ids.uuid(self.now);
        let lines = |name: &str| -> Vec<Value> {
            goods.iter().map(|(_, batch)| json!({"batch": batch, name: PIECES})).collect()
        };
        self.act(officer, consignment::deliver, json!({
            "id": delivery, "agreement": agreement, "sent_on": today, "lines": lines("quantity"),
        }))?;
        self.act(
            &clerk,
            consignment::receive,
            json!({
                "id": self.ids.uuid(self.now), "delivery": delivery, "received_on": today,
                "lines": lines("received"),
            }),
        )?;
        Ok(Shop { id, clerk: clerk.actor.user })
    }
}
