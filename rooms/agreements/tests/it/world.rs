//! Two prisons, two shops, three products.

use agreements::{
    AnnexItem, SampleLine, ShopPart, Terms, draft_of,
    inputs::{Draft, Sign},
};
use kernel::{
    Actor, AgreementId, ConsignorId, Context, Day, Line, ProductId, Quantity, Rupiah, Share,
};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, head, officer};
use web::Upload;

pub const TWENTY: ShopPart = ShopPart::PercentOfGross(Share(2_000));

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// Acts in a transaction of its own; the refusal, if it was one, as `code field`.
pub fn act<In: Clone + Send + 'static, Out: Send + 'static>(
    world: &World,
    actor: &Actor,
    act: fn(&mut db::Tx, &Context, &In) -> db::Result<Out>,
    input: &In,
) -> Result<Out, String> {
    let (ctx, input) = (world.context(actor), input.clone());
    world.write(move |tx| act(tx, &ctx, &input)).map_err(refused)
}

pub fn refused(error: db::Error) -> String {
    match error {
        db::Error::Refused(no) => match no.field {
            Some(field) => format!("{} {field}", no.code),
            None => no.code.to_owned(),
        },
        other => panic!("{other}"),
    }
}

#[derive(Clone, Copy)]
pub struct Goods {
    pub trap: ProductId,
    pub nest: ProductId,
    /// Another Lapas's.
    pub broom: ProductId,
}

/// The two units, the two shops and their goods. The floor is Rp25.000, the catalogue's price
/// Rp31.000.
pub fn settle(world: &World) -> Goods {
    let admin = administrator();
    for (id, name, code) in
        [(LAPAS, "Lapas Contoh Hulu", "123456"), (OTHER_LAPAS, "Lapas Contoh Hilir", "654321")]
    {
        let unit = input(json!({
            "id": id, "name": name, "kanwil": "Kanwil Contoh", "satker_code": code,
            "address": "Jalan Contoh 1", "city": "Pangkalpinang",
        }));
        act(world, &admin, people::create_consignor, &unit).unwrap();
    }
    for (id, name) in [(SHOP, "Toko Contoh"), (OTHER_SHOP, "Warung Contoh")] {
        let shop = input(json!({
            "id": id, "name": name, "owner_name": "Pemilik contoh", "address": "Jalan Contoh 2",
            "city": "Pangkalpinang",
        }));
        act(world, &admin, people::create_shop, &shop).unwrap();
    }
    Goods {
        trap: product(world, LAPAS, "PT-01", "Perangkap tikus"),
        nest: product(world, LAPAS, "GL-01", "Glodok lovebird"),
        broom: product(world, OTHER_LAPAS, "SA-01", "Sapu"),
    }
}

fn product(world: &World, of: ConsignorId, code: &str, name: &str) -> ProductId {
    let kasubsi = officer(of);
    let id: ProductId = world.context(&kasubsi).fresh_id();
    let create = input(json!({
        "id": id, "code": code, "name": name, "unit": "buah", "floor_price": 25_000,
        "price": 31_000,
    }));
    act(world, &kasubsi, catalogue::create_product, &create).unwrap();
    id
}

/// A year from 3 November 2025, 20% to the shop, traps at Rp30.000.
pub fn trap_draft(world: &World, goods: Goods) -> Draft {
    let ctx = world.context(&officer(LAPAS));
    let annex = [SampleLine::new(goods.trap, Rupiah(30_000))];
    draft_of(&ctx, (LAPAS, SHOP), day("2025-11-03"), TWENTY, &annex)
}

/// Puts a draft in force through the sample's way.
pub fn enforce(world: &World, draft: &Draft) -> Result<AgreementId, String> {
    let kasubsi = world.context(&officer(draft.consignor));
    let kalapas = world.context(&head(draft.consignor));
    let draft = draft.clone();
    world.write(move |tx| agreements::put_in_force(tx, &kasubsi, &kalapas, &draft)).map_err(refused)
}

pub fn signature(world: &World, agreement: AgreementId, side: &str, on: &str) -> Sign {
    let id = world.context(&officer(LAPAS)).fresh_id::<()>();
    input(json!({
        "id": id, "agreement": agreement, "side": side, "name": "Nama contoh",
        "office": "Jabatan contoh", "acting_for": "Pihak contoh", "signed_on": on,
    }))
}

pub fn pdf(content: &str) -> Upload {
    Upload { name: line("pks.pdf"), content: format!("%PDF-1.7\n{content}\n%%EOF\n").into_bytes() }
}

pub fn item(terms: &Terms, product: ProductId) -> &AnnexItem {
    &terms.annex[&product]
}

/// Both sides' rupiah of `quantity` units sold at `SHOP` on a day, and whether an agreement was
/// in force; nothing when none ever had it.
pub fn sold(
    world: &World,
    product: ProductId,
    on: &str,
    quantity: i64,
) -> Option<(i64, i64, bool)> {
    let on = day(on);
    let found = world.read(move |read| agreements::selling_terms(read, SHOP, product, on)).unwrap();
    found.map(|selling| {
        let price = selling.price.unwrap_or(Rupiah(31_000));
        let split = selling.part.split(price, Quantity(quantity));
        (split.part.0, split.due.0, selling.in_force)
    })
}
