//! A Lapas, two shops, a product of each kind of terms, and goods on the shelf.

use db::Result;
use kernel::{AgreementId, BatchId, ConsignorId, Id, MakerId, ProductId, SaleId};
use ledger::{Filter, Kind};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World};
use testmarket::{made, maker, shelve, two_shops, unit};

pub use testmarket::{act, refused};

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

pub fn sale(world: &World, lines: Value) -> (SaleId, Value) {
    let id: SaleId = world.ids.fresh(world.now());
    (id, json!({"id": id, "payment": "cash", "lines": lines}))
}

/// Ten old traps and five new ones, and four nests, on the shelf of [`SHOP`].
pub fn open(world: &mut World) -> Market {
    unit(world, LAPAS, "Lapas Contoh", &json!({}));
    two_shops(world);
    let maker = maker(world, LAPAS, "WB-001");
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
    shelve(
        world,
        LAPAS,
        agreement,
        &[(market.old_traps, 10), (market.new_traps, 5), (market.nests, 4)],
    );
    market
}

/// Five mats of another unit on the same shelf, at Rp20.000, a tenth of it the shop's.
pub fn neighbour(world: &World) -> ProductId {
    let tenth = agreements::ShopPart::PercentOfGross(kernel::Share(1_000));
    neighbour_where(world, agreements::Side::Consignor, tenth)
}

/// The same by other terms; where the shop sets the price the annex has none.
pub fn neighbour_where(
    world: &World,
    price_set_by: agreements::Side,
    part: agreements::ShopPart,
) -> ProductId {
    unit(world, OTHER_LAPAS, "Lapas Tetangga", &json!({"city": "Sungailiat"}));
    let maker = maker(world, OTHER_LAPAS, "WB-001");
    let mat = product(world, OTHER_LAPAS, "KS", 20_000);
    let officer = world.context(&testkit::officer(OTHER_LAPAS));
    let head = world.context(&testkit::head(OTHER_LAPAS));
    let day = world.today();
    let agreement = world.write(move |tx| {
        let line = agreements::SampleLine::new(mat, kernel::Rupiah(20_000));
        let by_unit = price_set_by == agreements::Side::Consignor;
        let line = agreements::SampleLine { price: line.price.filter(|_| by_unit), ..line };
        let draft = agreements::draft_of(&officer, (OTHER_LAPAS, SHOP), day, part, &[line]);
        let draft = agreements::inputs::Draft { price_set_by, ..draft };
        agreements::put_in_force(tx, &officer, &head, &draft)
    });
    let mats = batch(world, OTHER_LAPAS, mat, maker, 5);
    shelve(world, OTHER_LAPAS, agreement.expect("an agreement"), &[(mats, 5)]);
    mat
}

fn product(world: &World, unit: ConsignorId, code: &str, price: i64) -> ProductId {
    let more = json!({"price": price, "valid_from": "2025-01-01"});
    testmarket::product(world, unit, (code, code), &more)
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
    maker: MakerId,
    pieces: i64,
) -> BatchId {
    let costs = json!({"costs": [{"what": "Bahan", "amount": pieces * 9_000}]});
    made(world, unit, (product, pieces), maker, &costs)
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
