//! One unit and two shops; the first has five traps and one nest on its shelf, the second nothing.

use db::{Error, Result, Tx};
use kernel::{Actor, AgreementId, Context, Id, OrderId, ProductId, Rupiah, ShopId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, administrator, clerk, head, officer};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    pub trap: ProductId,
    pub nest: ProductId,
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

/// The code of a refusal, the field, and what is left.
pub fn no(error: Error) -> String {
    let Error::Refused(no) = error else { panic!("not a refusal: {error}") };
    let field = no.field.map(|field| format!(" at {field}")).unwrap_or_default();
    let told = no.params.iter().map(|(key, value)| format!(" {key}={value}"));
    format!("{}{field}{}", no.code, told.collect::<String>())
}

pub fn fresh<K>(world: &World) -> Id<K> {
    world.ids.fresh(world.now())
}

pub fn open(world: &World) -> Market {
    let admin = administrator();
    let unit = json!({
        "id": LAPAS, "name": "Lapas Contoh", "kanwil": "Kanwil Contoh", "satker_code": "000001",
        "address": "Jalan Contoh 1", "city": "Pangkalpinang", "brand": "Karya Contoh",
    });
    act(world, &admin, people::create_consignor, unit).expect("a unit");
    for (id, name, number) in
        [(SHOP, "Toko Contoh", Some("081234567890")), (OTHER_SHOP, "Toko Lain", None)]
    {
        let shop = json!({
            "id": id, "name": name, "owner_name": "Contoh", "address": "Jalan Contoh 2",
            "city": "Pangkalpinang", "whatsapp": number,
        });
        act(world, &admin, people::create_shop, shop).expect("a shop");
    }
    let trap = product(world, "PT", "Perangkap Tikus", 30_000);
    let nest = product(world, "GL", "Glodok", 45_000);
    let agreement = agree(world, SHOP, &[trap, nest]);
    agree(world, OTHER_SHOP, &[trap]);
    let maker: Id<kernel::MakerKind> = fresh(world);
    let input = json!({ "id": maker, "consignor": LAPAS, "code": "WB-001" });
    act(world, &admin, people::create_maker, input).expect("a maker");
    stock(world, agreement, (trap, 5), maker);
    stock(world, agreement, (nest, 1), maker);
    Market { trap, nest }
}

fn product(world: &World, code: &str, name: &str, price: i64) -> ProductId {
    let id: ProductId = fresh(world);
    let input = json!({ "id": id, "code": code, "name": name, "unit": "buah", "price": price });
    act(world, &officer(LAPAS), catalogue::create_product, input).expect("a product");
    id
}

fn agree(world: &World, shop: ShopId, products: &[ProductId]) -> AgreementId {
    let (recorder, signer) = (world.context(&officer(LAPAS)), world.context(&head(LAPAS)));
    let (day, products) = (world.today(), products.to_vec());
    let work = move |tx: &mut Tx| {
        let annex: Vec<_> = products
            .iter()
            .map(|product| agreements::SampleLine::new(*product, Rupiah(30_000)))
            .collect();
        let part = agreements::ShopPart::PercentOfGross(kernel::Share(2_000));
        let draft = agreements::draft_of(&recorder, (LAPAS, shop), day, part, &annex);
        agreements::put_in_force(tx, &recorder, &signer, &draft)
    };
    world.write(work).expect("an agreement")
}

/// Makes pieces and puts them on the first shop's shelf.
fn stock(
    world: &World,
    agreement: AgreementId,
    (product, pieces): (ProductId, i64),
    maker: Id<kernel::MakerKind>,
) {
    let (kasubsi, kalapas, toko) = (officer(LAPAS), head(LAPAS), clerk(SHOP));
    let batch: Id<kernel::BatchKind> = fresh(world);
    let input = json!({
        "id": batch, "product": product, "started_on": world.today(), "basis": "equal",
        "makers": [{"maker": maker}],
    });
    act(world, &kasubsi, production::open_batch, input).expect("a batch");
    let input =
        json!({ "batch": batch, "finished_on": world.today(), "accepted": pieces, "rejected": 0 });
    act(world, &kalapas, production::finish_batch, input).expect("a checked batch");
    let delivery: Id<kernel::DeliveryKind> = fresh(world);
    let input = json!({
        "id": delivery, "agreement": agreement, "sent_on": world.today(),
        "lines": [{"batch": batch, "quantity": pieces}],
    });
    act(world, &kasubsi, consignment::deliver, input).expect("a delivery");
    let input = json!({
        "delivery": delivery, "id": fresh::<kernel::ReceiptKind>(world),
        "received_on": world.today(),
        "lines": [{"batch": batch, "received": pieces}],
    });
    act(world, &toko, consignment::receive, input).expect("a receipt");
}

/// A buyer's order at the first shop.
pub fn place(world: &World, lines: &[(ProductId, i64)]) -> Result<(OrderId, String), String> {
    let id: OrderId = fresh(world);
    let lines: Vec<Value> = lines
        .iter()
        .map(|(product, quantity)| json!({"product": product, "quantity": quantity}))
        .collect();
    let input = json!({ "id": id, "shop": SHOP, "lines": lines });
    act(world, &Actor::nobody(), orders::place, input).map(|placed| (placed.id, placed.code))
}

pub fn hold(world: &World, order: OrderId) -> Result<(), String> {
    let input = json!({ "id": fresh::<kernel::EntryKind>(world), "order": order });
    act(world, &clerk(SHOP), orders::hold, input).map(drop)
}

/// What a story tells, line by line.
pub fn tells(told: &str, expected: &[&str]) {
    eprintln!("{told}");
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
}
