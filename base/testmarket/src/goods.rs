//! Who trades, what is made, and how it comes to a shelf.

use agreements::{SampleLine, ShopPart};
use db::Tx;
use kernel::{
    AgreementId, BatchId, ConsignorId, DeliveryId, MakerId, ProductId, ReceiptId, Rupiah, Share,
    ShopId,
};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, clerk, head, officer};

use crate::{act, fresh};

/// `input` with more fields, or others.
fn with(mut input: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    input
}

/// A unit, with more of its fields.
pub fn unit(world: &World, id: ConsignorId, name: &str, more: &Value) {
    let code = if id == LAPAS { "000001" } else { "000002" };
    let unit = json!({
        "id": id, "name": name, "kanwil": "Kanwil Contoh", "satker_code": code,
        "address": "Jalan Contoh 1", "city": "Pangkalpinang",
    });
    act(world, &administrator(), people::create_consignor, with(unit, more)).expect("a unit");
}

pub fn two_units(world: &World) {
    unit(world, LAPAS, "Lapas Contoh", &json!({}));
    unit(world, OTHER_LAPAS, "Lapas Lain", &json!({}));
}

/// A shop, with more of its fields.
pub fn shop(world: &World, id: ShopId, name: &str, more: &Value) {
    let shop = json!({
        "id": id, "name": name, "owner_name": "Contoh", "address": "Jalan Contoh 2",
        "city": "Pangkalpinang",
    });
    act(world, &administrator(), people::create_shop, with(shop, more)).expect("a shop");
}

pub fn two_shops(world: &World) {
    shop(world, SHOP, "Toko Contoh", &json!({}));
    shop(world, OTHER_SHOP, "Toko Lain", &json!({}));
}

/// A product of a unit; without a price where `more` names none.
pub fn product(
    world: &World,
    unit: ConsignorId,
    (code, name): (&str, &str),
    more: &Value,
) -> ProductId {
    let id: ProductId = fresh(world);
    let input = with(json!({ "id": id, "code": code, "name": name, "unit": "buah" }), more);
    act(world, &officer(unit), catalogue::create_product, input).expect("a product");
    id
}

/// An agreement from today on, in force: of each product at this price a fifth is the shop's.
pub fn agree(
    world: &World,
    unit: ConsignorId,
    shop: ShopId,
    annex: &[(ProductId, i64)],
) -> AgreementId {
    let (recorder, signer) = (world.context(&officer(unit)), world.context(&head(unit)));
    let (day, annex) = (world.today(), annex.to_vec());
    let work = move |tx: &mut Tx| {
        let line = |(product, price): &(_, i64)| SampleLine::new(*product, Rupiah(*price));
        let annex: Vec<_> = annex.iter().map(line).collect();
        let part = ShopPart::PercentOfGross(Share(2_000));
        let draft = agreements::draft_of(&recorder, (unit, shop), day, part, &annex);
        agreements::put_in_force(tx, &recorder, &signer, &draft)
    };
    world.write(work).expect("an agreement")
}

pub fn maker(world: &World, unit: ConsignorId, code: &str) -> MakerId {
    let id: MakerId = fresh(world);
    let input = json!({ "id": id, "consignor": unit, "code": code });
    act(world, &administrator(), people::create_maker, input).expect("a maker");
    id
}

/// Pieces that one maker made and somebody checked, with more of what opens the batch.
pub fn made(
    world: &World,
    unit: ConsignorId,
    (product, pieces): (ProductId, i64),
    maker: MakerId,
    more: &Value,
) -> BatchId {
    let batch: BatchId = fresh(world);
    let today = world.today();
    let open = json!({
        "id": batch, "product": product, "started_on": today, "basis": "equal",
        "makers": [{"maker": maker}],
    });
    act(world, &officer(unit), production::open_batch, with(open, more)).expect("a batch");
    let check = json!({"batch": batch, "finished_on": today, "accepted": pieces, "rejected": 0});
    act(world, &head(unit), production::finish_batch, check).expect("a checked batch");
    batch
}

/// A surat jalan of today.
pub fn send(
    world: &World,
    unit: ConsignorId,
    agreement: AgreementId,
    lines: &[(BatchId, i64)],
) -> DeliveryId {
    let id: DeliveryId = fresh(world);
    let lines: Vec<Value> =
        lines.iter().map(|(batch, pieces)| json!({"batch": batch, "quantity": pieces})).collect();
    let input = json!({"id": id, "agreement": agreement, "sent_on": world.today(), "lines": lines});
    act(world, &officer(unit), consignment::deliver, input).expect("a delivery");
    id
}

/// The first shop's clerk finds all that was sent.
pub fn receive(world: &World, delivery: DeliveryId, lines: &[(BatchId, i64)]) {
    let id: ReceiptId = fresh(world);
    let lines: Vec<Value> =
        lines.iter().map(|(batch, pieces)| json!({"batch": batch, "received": pieces})).collect();
    let input = json!({
        "id": id, "delivery": delivery, "received_on": world.today(), "lines": lines,
    });
    act(world, &clerk(SHOP), consignment::receive, input).expect("a receipt");
}

/// Sent to the first shop, and on its shelf.
pub fn shelve(
    world: &World,
    unit: ConsignorId,
    agreement: AgreementId,
    lines: &[(BatchId, i64)],
) -> DeliveryId {
    let delivery = send(world, unit, agreement, lines);
    receive(world, delivery, lines);
    delivery
}
