//! A Lapas, two shops, a product of each kind of terms, and goods on the shelf.

use db::{Error, Result, Tx};
use kernel::{AgreementId, BatchId, ConsignorId, Context, Id, ProductId, Refusal, SaleId};
use ledger::{Filter, Kind};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    pub trap: ProductId,
    pub nest: ProductId,
    pub old_traps: BatchId,
    pub new_traps: BatchId,
    pub nests: BatchId,
    pub agreement: AgreementId,
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

/// The code and the field of a refusal.
pub fn refused<T: std::fmt::Debug>(done: Result<T>) -> String {
    match done.expect_err("refused") {
        Error::Refused(Refusal { code, field, .. }) => match field {
            Some(field) => format!("{code} at {field}"),
            None => code.to_owned(),
        },
        other => panic!("not a refusal: {other}"),
    }
}

pub fn sale(world: &World, lines: Value) -> (SaleId, Value) {
    let id: SaleId = world.ids.fresh(world.now());
    (id, json!({"id": id, "payment": "cash", "lines": lines}))
}

/// Ten old traps and five new ones, and four nests, on the shelf of [`SHOP`].
pub fn open(world: &mut World) -> Market {
    let admin = world.context(&testkit::administrator());
    act(
        world,
        &admin,
        people::create_consignor,
        json!({
            "id": LAPAS, "name": "Lapas Contoh", "kanwil": "Kanwil Contoh", "satker_code": "000000",
            "address": "Jalan Contoh 1", "city": "Pangkalpinang",
        }),
    )
    .expect("a unit");
    for (id, name) in [(SHOP, "Toko Contoh"), (OTHER_SHOP, "Toko Lain")] {
        act(
            world,
            &admin,
            people::create_shop,
            json!({
                "id": id, "name": name, "owner_name": "Contoh", "address": "Jalan Contoh 2",
                "city": "Pangkalpinang",
            }),
        )
        .expect("a shop");
    }
    let maker: Id<kernel::MakerKind> = world.ids.fresh(world.now());
    act(
        world,
        &admin,
        people::create_maker,
        json!({"id": maker, "consignor": LAPAS, "code": "WB-001"}),
    )
    .expect("a maker");
    world.set_day("2025-11-03");
    let (trap, nest) = (product(world, LAPAS, "PT", 30_000), product(world, LAPAS, "GL", 45_000));
    let agreement = agree(world, trap, nest);
    let mut market = Market {
        trap,
        nest,
        old_traps: batch(world, LAPAS, trap, maker, 20),
        new_traps: Id::new(uuid::Uuid::nil()),
        nests: batch(world, LAPAS, nest, maker, 8),
        agreement,
    };
    world.advance_days(1);
    market.new_traps = batch(world, LAPAS, trap, maker, 20);
    send(
        world,
        LAPAS,
        agreement,
        &[(market.old_traps, 10), (market.new_traps, 5), (market.nests, 4)],
    );
    market
}

/// Five mats of another unit on the same shelf, at Rp20.000, a tenth of it the shop's.
pub fn neighbour(world: &World) -> ProductId {
    let admin = world.context(&testkit::administrator());
    act(
        world,
        &admin,
        people::create_consignor,
        json!({
            "id": OTHER_LAPAS, "name": "Lapas Tetangga", "kanwil": "Kanwil Contoh",
            "satker_code": "000001", "address": "Jalan Contoh 3", "city": "Sungailiat",
        }),
    )
    .expect("a unit");
    let maker: Id<kernel::MakerKind> = world.ids.fresh(world.now());
    let input = json!({"id": maker, "consignor": OTHER_LAPAS, "code": "WB-001"});
    act(world, &admin, people::create_maker, input).expect("a maker");
    let mat = product(world, OTHER_LAPAS, "KS", 20_000);
    let officer = world.context(&testkit::officer(OTHER_LAPAS));
    let head = world.context(&testkit::head(OTHER_LAPAS));
    let day = world.today();
    let agreement = world.write(move |tx| {
        let lines = [agreements::SampleLine::new(mat, kernel::Rupiah(20_000))];
        let part = agreements::ShopPart::PercentOfGross(kernel::Share(1_000));
        let draft = agreements::draft_of(&officer, (OTHER_LAPAS, SHOP), day, part, &lines);
        agreements::put_in_force(tx, &officer, &head, &draft)
    });
    let mats = batch(world, OTHER_LAPAS, mat, maker, 5);
    send(world, OTHER_LAPAS, agreement.expect("an agreement"), &[(mats, 5)]);
    mat
}

fn product(world: &World, unit: ConsignorId, code: &str, price: i64) -> ProductId {
    let officer = world.context(&testkit::officer(unit));
    let id: ProductId = world.ids.fresh(world.now());
    act(
        world,
        &officer,
        catalogue::create_product,
        json!({
            "id": id, "code": code, "name": code, "unit": "buah", "price": price,
            "valid_from": "2025-01-01",
        }),
    )
    .expect("a product");
    id
}

fn agree(world: &World, trap: ProductId, nest: ProductId) -> AgreementId {
    let officer = world.context(&testkit::officer(LAPAS));
    let head = world.context(&testkit::head(LAPAS));
    let day = world.today();
    world
        .write(move |tx| {
            let lines = [
                agreements::SampleLine::new(trap, kernel::Rupiah(30_000)),
                agreements::SampleLine {
                    part: Some(agreements::ShopPart::RupiahPerUnit(kernel::Rupiah(7_000))),
                    ..agreements::SampleLine::new(nest, kernel::Rupiah(45_000))
                },
            ];
            let part = agreements::ShopPart::PercentOfGross(kernel::Share(2_000));
            let draft = agreements::draft_of(&officer, (LAPAS, SHOP), day, part, &lines);
            agreements::put_in_force(tx, &officer, &head, &draft)
        })
        .expect("an agreement")
}

fn batch(
    world: &World,
    unit: ConsignorId,
    product: ProductId,
    maker: Id<kernel::MakerKind>,
    pieces: i64,
) -> BatchId {
    let officer = world.context(&testkit::officer(unit));
    let id: BatchId = world.ids.fresh(world.now());
    act(
        world,
        &officer,
        production::open_batch,
        json!({
            "id": id, "product": product, "started_on": world.today(), "basis": "equal",
            "makers": [{"maker": maker}], "costs": [{"what": "Bahan", "amount": pieces * 9_000}],
        }),
    )
    .expect("a batch");
    let head = world.context(&testkit::head(unit));
    act(
        world,
        &head,
        production::finish_batch,
        json!({
            "batch": id, "finished_on": world.today(), "accepted": pieces, "rejected": 0,
        }),
    )
    .expect("a checked batch");
    id
}

fn send(world: &World, unit: ConsignorId, agreement: AgreementId, lines: &[(BatchId, i64)]) {
    let officer = world.context(&testkit::officer(unit));
    let clerk = world.context(&testkit::clerk(SHOP));
    let delivery: kernel::DeliveryId = world.ids.fresh(world.now());
    let receipt: kernel::ReceiptId = world.ids.fresh(world.now());
    let rows = |name: &str| -> Vec<Value> {
        lines.iter().map(|(batch, n)| json!({"batch": batch, name: n})).collect()
    };
    act(world, &officer, consignment::deliver, json!({
        "id": delivery, "agreement": agreement, "sent_on": world.today(), "lines": rows("quantity"),
    })).expect("a delivery");
    act(
        world,
        &clerk,
        consignment::receive,
        json!({
            "id": receipt, "delivery": delivery, "received_on": world.today(),
            "lines": rows("received"),
        }),
    )
    .expect("a receipt");
}

/// What the ledger says: shelf, sold, damaged, buyer, shop's part, due.
pub fn books(world: &World) -> String {
    books_of(world, LAPAS)
}

/// The same of any unit.
pub fn books_of(world: &World, unit: ConsignorId) -> String {
    let sums = world.read(move |read| {
        let proof = ledger::verify(read, &mut |_| {})?;
        assert!(proof.wrong.is_empty(), "{:?}", proof.wrong);
        assert_eq!(sales::verify(read)?, Vec::<String>::new());
        let kinds =
            [Kind::Shelf, Kind::Sold, Kind::Damaged, Kind::Buyer, Kind::ShopPart, Kind::Due];
        let sums: Result<Vec<String>> = kinds
            .into_iter()
            .map(|kind| {
                let sum = ledger::sum(read, kind, Filter::of(unit))?;
                Ok(format!("{} {sum}", kind.name()))
            })
            .collect();
        Ok(sums?.join(", "))
    });
    sums.expect("the books")
}
