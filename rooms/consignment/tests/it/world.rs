//! A prison, two shops, agreements in force, and goods in the workshop.

use agreements::{SampleLine, ShopPart, Side, inputs::Draft};
use db::{Error, Result, Tx};
use kernel::{
    Actor, AgreementId, BatchId, ConsignorId, Context, Day, Id, ProductId, Rupiah, Share, ShopId,
};
use ledger::{Account, Entry, Filter, Kind, Move};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, clerk, head, officer};

/// Acts as somebody; a refusal is its code.
pub fn act<In, Out>(
    world: &World,
    actor: &Actor,
    action: fn(&mut Tx, &Context, &In) -> Result<Out>,
    input: Value,
) -> Result<Out, String>
where
    In: DeserializeOwned + Send + Sync + 'static,
    Out: Send + 'static,
{
    let input: In = match serde_json::from_value(input) {
        Ok(input) => input,
        Err(error) => return Err(error.to_string()),
    };
    let ctx = world.context(actor);
    world.write(move |tx| action(tx, &ctx, &input)).map_err(|error| match error {
        Error::Refused(refusal) => refusal.code.to_owned(),
        other => panic!("{other}"),
    })
}

pub fn fresh<K>(world: &World) -> Id<K> {
    world.context(&administrator()).fresh_id()
}

/// Two products; traps sell for Rp30.000 with 20% for the shop. The glodok is in no annex.
pub struct Trade {
    pub trap: ProductId,
    pub glodok: ProductId,
    /// With [`SHOP`] and with [`OTHER_SHOP`].
    pub agreements: [AgreementId; 2],
    maker: Id<kernel::MakerKind>,
}

pub fn trade(world: &World) -> Trade {
    let admin = administrator();
    let unit = json!({
        "id": LAPAS, "name": "Lapas contoh", "kanwil": "Kanwil contoh", "satker_code": "012345",
        "address": "Jalan contoh 1", "city": "Pangkalpinang",
    });
    act(world, &admin, people::create_consignor, unit).unwrap();
    for (id, name) in [(SHOP, "Toko satu"), (OTHER_SHOP, "Toko dua")] {
        let shop = json!({
            "id": id, "name": name, "owner_name": "Pemilik", "address": "Jalan contoh 2",
            "city": "Pangkalpinang",
        });
        act(world, &admin, people::create_shop, shop).unwrap();
    }
    let maker = fresh(world);
    let input = json!({ "id": maker, "consignor": LAPAS, "code": "WB-001" });
    act(world, &admin, people::create_maker, input).unwrap();
    let trap = product(world, "PT", "Perangkap tikus");
    let glodok = product(world, "GL", "Glodok lovebird");
    let agreements = [SHOP, OTHER_SHOP].map(|shop| agreed(world, shop, trap));
    Trade { trap, glodok, agreements, maker }
}

fn product(world: &World, code: &str, name: &str) -> ProductId {
    let id: ProductId = fresh(world);
    let input = json!({ "id": id, "code": code, "name": name, "unit": "buah", "price": 30_000 });
    act(world, &officer(LAPAS), catalogue::create_product, input).unwrap();
    id
}

fn agreed(world: &World, shop: ShopId, trap: ProductId) -> AgreementId {
    agreed_from(world, (LAPAS, shop), trap, (world.today(), Side::Consignor))
}

fn agreed_from(
    world: &World,
    (unit, shop): (ConsignorId, ShopId),
    trap: ProductId,
    (from, damage_borne_by): (Day, Side),
) -> AgreementId {
    let (recorder, signer) = (world.context(&officer(unit)), world.context(&head(unit)));
    let annex = [SampleLine::new(trap, Rupiah(30_000))];
    let part = ShopPart::PercentOfGross(Share(2_000));
    let draft = agreements::draft_of(&recorder, (unit, shop), from, part, &annex);
    let draft = Draft { damage_borne_by, ..draft };
    let work = move |tx: &mut Tx| agreements::put_in_force(tx, &recorder, &signer, &draft);
    world.write(work).unwrap()
}

impl Trade {
    /// A checked batch of so many traps, in the workshop.
    pub fn made(&self, world: &World, pieces: i64) -> BatchId {
        self.made_of(world, self.trap, pieces)
    }
    pub fn made_of(&self, world: &World, product: ProductId, pieces: i64) -> BatchId {
        let id = self.begun(world, product);
        let check = json!({
            "batch": id, "finished_on": world.today(), "accepted": pieces, "rejected": 0,
        });
        act(world, &head(LAPAS), production::finish_batch, check).unwrap();
        id
    }
    pub fn begun(&self, world: &World, product: ProductId) -> BatchId {
        let id: BatchId = fresh(world);
        let open = json!({
            "id": id, "product": product, "started_on": world.today(), "basis": "equal",
            "makers": [{ "maker": self.maker }],
        });
        act(world, &officer(LAPAS), production::open_batch, open).unwrap();
        id
    }
    pub fn maker(&self) -> Id<kernel::MakerKind> {
        self.maker
    }
    /// Sent to the first shop; the delivery's id.
    pub fn sent(&self, world: &World, batch: BatchId, pieces: i64) -> Id<kernel::DeliveryKind> {
        let id = fresh(world);
        let input = self.delivery(world, id, batch, pieces);
        act(world, &officer(LAPAS), consignment::deliver, input).unwrap();
        id
    }
    pub fn delivery(
        &self,
        world: &World,
        id: Id<kernel::DeliveryKind>,
        batch: BatchId,
        pieces: i64,
    ) -> Value {
        json!({
            "id": id, "agreement": self.agreements[0], "sent_on": world.today(),
            "lines": [{ "batch": batch, "quantity": pieces }],
        })
    }
    /// Another unit's agreement with the other shop, in force.
    pub fn neighbours(&self, world: &World) -> AgreementId {
        let unit = json!({
            "id": OTHER_LAPAS, "name": "Lapas tetangga", "kanwil": "Kanwil contoh",
            "satker_code": "543210", "address": "Jalan contoh 9", "city": "Sungailiat",
        });
        act(world, &administrator(), people::create_consignor, unit).unwrap();
        let id: ProductId = fresh(world);
        let cage = json!({ "id": id, "code": "KR", "name": "Kandang", "unit": "buah",
            "price": 40_000 });
        act(world, &officer(OTHER_LAPAS), catalogue::create_product, cage).unwrap();
        let day = (world.today(), Side::Consignor);
        agreed_from(world, (OTHER_LAPAS, OTHER_SHOP), id, day)
    }
    /// Today is the last day of an agreement; from tomorrow on there is no other.
    pub fn ended(&self, world: &World, agreement: AgreementId) {
        let end = json!({ "id": fresh::<()>(world), "agreement": agreement, "reason": "contoh" });
        act(world, &head(LAPAS), agreements::end, end).unwrap();
    }
    /// Today is the last day of the first shop's agreement, tomorrow the first of the next, by
    /// which the shop bears damage; tomorrow it is.
    pub fn renewed(&self, world: &mut World) -> AgreementId {
        let from = (world.today().plus_days(1), Side::Shop);
        self.ended(world, self.agreements[0]);
        let next = agreed_from(world, (LAPAS, SHOP), self.trap, from);
        world.advance_days(1);
        next
    }
    /// Sent and received in full.
    pub fn stocked(&self, world: &World, batch: BatchId, pieces: i64) {
        let delivery = self.sent(world, batch, pieces);
        received(world, SHOP, delivery, batch, pieces).unwrap();
    }
}

pub fn received(
    world: &World,
    shop: ShopId,
    delivery: Id<kernel::DeliveryKind>,
    batch: BatchId,
    pieces: i64,
) -> Result<web::Recorded, String> {
    let input = json!({
        "id": fresh::<()>(world), "delivery": delivery, "received_on": world.today(),
        "lines": [{ "batch": batch, "received": pieces }],
    });
    act(world, &clerk(shop), consignment::receive, input)
}

/// What a sale does to the goods, without the sales room.
pub fn sold(world: &World, shop: ShopId, batch: BatchId, pieces: i64) {
    let place = move |kind| Account::goods(kind, LAPAS, batch, Some(shop));
    let (id, day) = (fresh(world), world.today());
    let post = move |tx: &mut Tx| {
        let moves = vec![Move::new(place(Kind::Shelf), place(Kind::Sold), pieces)];
        ledger::post(tx, Entry { id, day, moves })
    };
    world.write(post).unwrap();
}

/// Pieces of a batch in a kind of place, by the ledger.
pub fn pieces(world: &World, kind: Kind, batch: BatchId, shop: Option<ShopId>) -> i64 {
    let look = move |read: &mut db::Read| {
        let filter = Filter { shop, ..Filter::of(LAPAS).batch(batch) };
        let all = ledger::goods_by_batch(read, kind, filter)?;
        Ok(all.iter().map(|row| row.quantity).sum())
    };
    world.read(look).unwrap()
}

pub fn money(world: &World, kind: Kind, shop: ShopId) -> i64 {
    world.read(move |read| ledger::sum(read, kind, Filter::of(LAPAS).shop(shop))).unwrap()
}

/// The ledger sums to zero, and every shelf agrees with it.
pub fn proven(world: &World) {
    let report = world.read(|read| ledger::verify(read, &mut |_| ())).unwrap();
    assert!(report.wrong.is_empty(), "{:?}", report.wrong);
    let wrong = world.read(consignment::verify).unwrap();
    assert!(wrong.is_empty(), "{wrong:?}");
}
