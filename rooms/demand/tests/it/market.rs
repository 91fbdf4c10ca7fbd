//! Two units, two shops: the first shop sells for both units, the second for the first only.

use db::{Error, Result, Tx};
use kernel::{Actor, AgreementId, BatchId, ConsignorId, Context, Id, ProductId, Rupiah, ShopId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, head, officer};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    /// Of the first unit, in the annexes of both shops.
    pub trap: ProductId,
    /// Of the first unit, in no annex.
    pub chair: ProductId,
    /// Of the second unit, in the first shop's annex.
    pub nest: ProductId,
    /// Between the first unit and the first shop.
    pub agreement: AgreementId,
}

/// Does what the API would do with this input; a refusal is its code and field.
pub fn act<In: DeserializeOwned + Send + 'static, Out: Send + 'static>(
    world: &World,
    actor: &Actor,
    act: fn(&mut Tx, &Context, &In) -> Result<Out>,
    input: Value,
) -> Result<Out, String> {
    let input: In = match serde_json::from_value(input) {
        Ok(input) => input,
        Err(error) => return Err(error.to_string()),
    };
    let ctx = world.context(actor);
    world.write(move |tx| act(tx, &ctx, &input)).map_err(no)
}

/// The code of a refusal, and the field.
pub fn no(error: Error) -> String {
    match error {
        Error::Refused(no) => match no.field {
            Some(field) => format!("{} at {field}", no.code),
            None => no.code.to_owned(),
        },
        other => panic!("not a refusal: {other}"),
    }
}

pub fn fresh<K>(world: &World) -> Id<K> {
    world.ids.fresh(world.now())
}

pub fn open(world: &World) -> Market {
    let admin = administrator();
    for (id, name, code) in
        [(LAPAS, "Lapas Contoh", "000001"), (OTHER_LAPAS, "Lapas Lain", "000002")]
    {
        let unit = json!({
            "id": id, "name": name, "kanwil": "Kanwil Contoh", "satker_code": code,
            "address": "Jalan Contoh 1", "city": "Pangkalpinang",
        });
        act(world, &admin, people::create_consignor, unit).expect("a unit");
    }
    for (id, name) in [(SHOP, "Toko Contoh"), (OTHER_SHOP, "Toko Lain")] {
        let shop = json!({
            "id": id, "name": name, "owner_name": "Contoh", "address": "Jalan Contoh 2",
            "city": "Pangkalpinang",
        });
        act(world, &admin, people::create_shop, shop).expect("a shop");
    }
    let trap = product(world, LAPAS, "PT", "Perangkap Tikus");
    let chair = product(world, LAPAS, "KR", "Kursi Rotan");
    let nest = product(world, OTHER_LAPAS, "GL", "Glodok");
    let agreement = agree(world, LAPAS, SHOP, trap);
    agree(world, LAPAS, OTHER_SHOP, trap);
    agree(world, OTHER_LAPAS, SHOP, nest);
    Market { trap, chair, nest, agreement }
}

fn product(world: &World, unit: ConsignorId, code: &str, name: &str) -> ProductId {
    let id: ProductId = fresh(world);
    let input = json!({ "id": id, "code": code, "name": name, "unit": "buah", "price": 30_000 });
    act(world, &officer(unit), catalogue::create_product, input).expect("a product");
    id
}

/// A year's agreement from today on.
pub fn agree(world: &World, unit: ConsignorId, shop: ShopId, product: ProductId) -> AgreementId {
    let (recorder, signer) = (world.context(&officer(unit)), world.context(&head(unit)));
    let day = world.today();
    let work = move |tx: &mut Tx| {
        let annex = [agreements::SampleLine::new(product, Rupiah(30_000))];
        let part = agreements::ShopPart::PercentOfGross(kernel::Share(2_000));
        let draft = agreements::draft_of(&recorder, (unit, shop), day, part, &annex);
        agreements::put_in_force(tx, &recorder, &signer, &draft)
    };
    world.write(work).expect("an agreement")
}

/// A surat jalan of five traps from the first unit to the first shop.
pub fn deliver(world: &World, market: &Market) -> kernel::DeliveryId {
    let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
    let maker: Id<kernel::MakerKind> = fresh(world);
    let input = json!({ "id": maker, "consignor": LAPAS, "code": "WB-001" });
    act(world, &administrator(), people::create_maker, input).expect("a maker");
    let batch: BatchId = fresh(world);
    let input = json!({
        "id": batch, "product": market.trap, "started_on": world.today(), "basis": "equal",
        "makers": [{"maker": maker}],
    });
    act(world, &kasubsi, production::open_batch, input).expect("a batch");
    let input =
        json!({ "batch": batch, "finished_on": world.today(), "accepted": 5, "rejected": 0 });
    act(world, &kalapas, production::finish_batch, input).expect("a checked batch");
    let delivery = fresh(world);
    let input = json!({
        "id": delivery, "agreement": market.agreement, "sent_on": world.today(),
        "lines": [{"batch": batch, "quantity": 5}],
    });
    act(world, &kasubsi, consignment::deliver, input).expect("a delivery");
    delivery
}

/// What a story tells, line by line.
pub fn tells(told: &str, expected: &[&str]) {
    eprintln!("{told}");
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
}
