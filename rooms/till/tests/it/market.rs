//! A unit, its shop with goods on the shelf, and a phone.

use agreements::Side;
use db::Result;
use kernel::{AgreementId, BatchId, DeviceId, Id, ProductId, SaleId};
use ledger::{Filter, Kind};
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World};
use testmarket::{made, maker, product, shelve, two_shops, unit};
use till::Told;

pub use testmarket::{act, refused};

/// What the stories speak of: traps at Rp30.000, of which the shop keeps a fifth.
pub struct Market {
    pub trap: ProductId,
    pub agreement: AgreementId,
    pub phone: Phone,
}

/// A device with its row of numbers.
pub struct Phone {
    pub id: DeviceId,
    pub seq: i64,
}

/// Ten traps on the shelf of [`SHOP`], and a phone that is known.
pub fn open(world: &mut World) -> Market {
    open_where(world, Side::Consignor)
}

/// The same, where one side or the other sets the price.
pub fn open_where(world: &mut World, price_set_by: Side) -> Market {
    unit(world, LAPAS, "Lapas Contoh", &json!({}));
    two_shops(world);
    world.set_day("2025-11-03");
    let (trap, agreement) = agreed(world, price_set_by);
    let batch = made_by(world, trap, 'A', 10);
    shelve(world, LAPAS, agreement, &[(batch, 10)]);
    world.advance_days(1);
    Market { trap, agreement, phone: phone(world) }
}

/// A phone of [`SHOP`] that made itself known.
pub fn phone(world: &World) -> Phone {
    let id: DeviceId = world.ids.fresh(world.now());
    let clerk = world.context(&testkit::clerk(SHOP));
    act(world, &clerk, till::enrol, json!({"id": id, "name": "HP Contoh"})).expect("a device");
    Phone { id, seq: 0 }
}

fn agreed(world: &World, price_set_by: Side) -> (ProductId, AgreementId) {
    let officer = world.context(&testkit::officer(LAPAS));
    let head = world.context(&testkit::head(LAPAS));
    let more = json!({"price": 30_000, "floor_price": 20_000, "valid_from": "2025-01-01"});
    let trap = product(world, LAPAS, ("PT", "Perangkap tikus"), &more);
    let day = world.today();
    let agreement = world.write(move |tx| {
        // No price in the annex: the catalogue's of the day holds.
        let line = agreements::SampleLine {
            price: None,
            ..agreements::SampleLine::new(trap, kernel::Rupiah(1))
        };
        let part = agreements::ShopPart::PercentOfGross(kernel::Share(2_000));
        let draft = agreements::draft_of(&officer, (LAPAS, SHOP), day, part, &[line]);
        let draft = agreements::inputs::Draft { price_set_by, ..draft };
        agreements::put_in_force(tx, &officer, &head, &draft)
    });
    (trap, agreement.expect("an agreement"))
}

/// So many traps that another maker made today.
pub fn made_by(world: &World, trap: ProductId, who: char, pieces: i64) -> BatchId {
    let maker = maker(world, LAPAS, &format!("WB-{who}"));
    let costs = json!({"costs": [{"what": "Bahan", "amount": pieces * 9_000}]});
    made(world, LAPAS, (trap, pieces), maker, &costs)
}

impl Phone {
    /// The next act of this phone, made now.
    pub fn make(&mut self, world: &World, kind: &str, body: Value) -> Value {
        self.seq += 1;
        let id: Id<kernel::ActKind> = world.ids.fresh(world.now());
        json!({
            "id": id, "device": self.id, "seq": self.seq, "shop": SHOP,
            "made_at": world.now(), "offset_ms": 0, "kind": kind, "body": body,
        })
    }

    /// What is left of a product, and what is broken of it.
    pub fn count(&mut self, world: &World, trap: ProductId, (left, broken): (i64, i64)) -> Value {
        let lines = json!([{"product": trap, "left": left, "damaged": broken}]);
        let body = json!({"counted_on": world.today(), "payment": "cash", "lines": lines});
        self.make(world, "count", body)
    }

    pub fn sell(&mut self, world: &World, trap: ProductId, quantity: i64) -> Value {
        let body = json!({
            "receipt": format!("A-{:04}", self.seq + 1), "payment": "cash",
            "lines": [{"product": trap, "quantity": quantity, "price": 30_000}],
            "priced_on": world.today(),
        });
        self.make(world, "sell", body)
    }
}

/// Sends one act as the shop's clerk; what the phone hears.
pub fn send(world: &World, sent: &Value) -> Result<Told> {
    let clerk = world.context(&testkit::clerk(SHOP));
    let told: Result<Told> = act(world, &clerk, till::act, sent.clone());
    told
}

/// The state, and of a refusal the code.
pub fn heard(told: &Told) -> String {
    match &told.code {
        Some(code) => format!("{} {code}", told.state.name()),
        None => told.state.name().to_owned(),
    }
}

pub fn id_of(sent: &Value) -> SaleId {
    serde_json::from_value(sent["id"].clone()).expect("an id")
}

/// What the ledger says: shelf, sold, damaged, due.
pub fn books(world: &World) -> String {
    let sums = world.read(|read| {
        let proof = ledger::verify(read, &mut |_| {})?;
        assert!(proof.wrong.is_empty(), "{:?}", proof.wrong);
        assert_eq!(sales::verify(read)?, Vec::<String>::new());
        let kinds = [Kind::Shelf, Kind::Sold, Kind::Damaged, Kind::Due];
        let sums: Result<Vec<String>> = kinds
            .into_iter()
            .map(|kind| {
                Ok(format!("{} {}", kind.name(), ledger::sum(read, kind, Filter::of(LAPAS))?))
            })
            .collect();
        Ok(sums?.join(", "))
    });
    sums.expect("the books")
}
