//! A unit, its shop with goods on the shelf, and a phone.

use agreements::Side;
use db::{Error, Result, Tx};
use kernel::{
    AgreementId, BatchId, Context, DeliveryId, DeviceId, Id, MakerId, ProductId, ReceiptId,
    Refusal, SaleId,
};
use ledger::{Filter, Kind};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World};
use till::{Act, Told};

/// What the stories speak of: traps at Rp30.000, of which the shop keeps a fifth.
pub struct Market {
    pub trap: ProductId,
    pub phone: Phone,
}

/// A device with its row of numbers.
pub struct Phone {
    pub id: DeviceId,
    pub seq: i64,
}

/// Does what the API would do with this input.
pub fn act<In: DeserializeOwned + Send + 'static, Out: Send + 'static>(
    world: &World,
    who: &Context,
    act: fn(&mut Tx, &Context, &In) -> Result<Out>,
    input: Value,
) -> Result<Out> {
    let input: In = serde_json::from_value(input).expect("an input");
    let who = who.clone();
    world.write(move |tx| act(tx, &who, &input))
}

pub fn refused<T: std::fmt::Debug>(done: Result<T>) -> String {
    match done.expect_err("refused") {
        Error::Refused(Refusal { code, field, .. }) => match field {
            Some(field) => format!("{code} at {field}"),
            None => code.to_owned(),
        },
        other => panic!("not a refusal: {other}"),
    }
}

/// Ten traps on the shelf of [`SHOP`], and a phone that is known.
pub fn open(world: &mut World) -> Market {
    open_where(world, Side::Consignor)
}

/// The same, where one side or the other sets the price.
pub fn open_where(world: &mut World, price_set_by: Side) -> Market {
    let admin = world.context(&testkit::administrator());
    let unit = json!({
        "id": LAPAS, "name": "Lapas Contoh", "kanwil": "Kanwil Contoh", "satker_code": "000000",
        "address": "Jalan Contoh 1", "city": "Pangkalpinang",
    });
    act(world, &admin, people::create_consignor, unit).expect("a unit");
    for (id, name) in [(SHOP, "Toko Contoh"), (OTHER_SHOP, "Toko Lain")] {
        let shop = json!({
            "id": id, "name": name, "owner_name": "Contoh", "address": "Jalan Contoh 2",
            "city": "Pangkalpinang",
        });
        act(world, &admin, people::create_shop, shop).expect("a shop");
    }
    world.set_day("2025-11-03");
    let (trap, agreement) = agreed(world, price_set_by);
    deliver(world, trap, agreement, 10);
    world.advance_days(1);
    Market { trap, phone: phone(world) }
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
    let trap: ProductId = world.ids.fresh(world.now());
    let product = json!({
        "id": trap, "code": "PT", "name": "Perangkap tikus", "unit": "buah", "price": 30_000,
        "valid_from": "2025-01-01",
    });
    act(world, &officer, catalogue::create_product, product).expect("a product");
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

fn deliver(world: &World, trap: ProductId, agreement: AgreementId, pieces: i64) {
    let admin = world.context(&testkit::administrator());
    let officer = world.context(&testkit::officer(LAPAS));
    let head = world.context(&testkit::head(LAPAS));
    let clerk = world.context(&testkit::clerk(SHOP));
    let maker: MakerId = world.ids.fresh(world.now());
    let input = json!({"id": maker, "consignor": LAPAS, "code": "WB-001"});
    act(world, &admin, people::create_maker, input).expect("a maker");
    let batch: BatchId = world.ids.fresh(world.now());
    let input = json!({
        "id": batch, "product": trap, "started_on": world.today(), "basis": "equal",
        "makers": [{"maker": maker}], "costs": [{"what": "Bahan", "amount": pieces * 9_000}],
    });
    act(world, &officer, production::open_batch, input).expect("a batch");
    let input = json!({
        "batch": batch, "finished_on": world.today(), "accepted": pieces, "rejected": 0,
    });
    act(world, &head, production::finish_batch, input).expect("a checked batch");
    let (delivery, receipt): (DeliveryId, ReceiptId) =
        (world.ids.fresh(world.now()), world.ids.fresh(world.now()));
    let input = json!({
        "id": delivery, "agreement": agreement, "sent_on": world.today(),
        "lines": [{"batch": batch, "quantity": pieces}],
    });
    act(world, &officer, consignment::deliver, input).expect("a delivery");
    let input = json!({
        "id": receipt, "delivery": delivery, "received_on": world.today(),
        "lines": [{"batch": batch, "received": pieces}],
    });
    act(world, &clerk, consignment::receive, input).expect("a receipt");
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
    act::<Act, Told>(world, &clerk, till::act, sent.clone())
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
