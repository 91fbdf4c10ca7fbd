//! A prison's workshop to tell stories in.

use db::{Error, Result, Tx};
use kernel::{Actor, BatchId, Context, Id, MakerId, ProductId};
use ledger::{Filter, Kind};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{LAPAS, World, administrator, officer};
use web::Recorded;

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

/// The unit, a product and two makers.
pub struct Workshop {
    pub trap: ProductId,
    pub makers: [MakerId; 2],
}

pub fn workshop(world: &World) -> Workshop {
    let admin = administrator();
    let unit = json!({
        "id": LAPAS, "name": "Lapas contoh", "kanwil": "Kanwil contoh", "satker_code": "012345",
        "address": "Jalan contoh 1", "city": "Pangkalpinang",
    });
    act(world, &admin, people::create_consignor, unit).unwrap();
    let trap = product(world, "PT", "Perangkap tikus");
    let maker = |code: &str| -> MakerId {
        let id: MakerId = fresh(world);
        let input = json!({ "id": id, "consignor": LAPAS, "code": code });
        act(world, &admin, people::create_maker, input).unwrap();
        id
    };
    Workshop { trap, makers: [maker("WB-001"), maker("WB-002")] }
}

pub fn product(world: &World, code: &str, name: &str) -> ProductId {
    let id: ProductId = fresh(world);
    let input = json!({
        "id": id, "code": code, "name": name, "unit": "buah", "price": 30_000,
    });
    act(world, &officer(LAPAS), catalogue::create_product, input).unwrap();
    id
}

impl Workshop {
    /// What opens a batch of traps by two makers, seven pieces and five, for Rp108.000.
    pub fn batch(&self, world: &World, id: BatchId) -> Value {
        json!({
            "id": id, "product": self.trap, "started_on": world.today(), "basis": "units",
            "makers": [
                { "maker": self.makers[0], "weight": 7 }, { "maker": self.makers[1], "weight": 5 },
            ],
            "costs": [{ "what": "Kawat", "amount": 80_000 }, { "what": "Kayu", "amount": 28_000 }],
        })
    }
    pub fn opened(&self, world: &World) -> BatchId {
        let id = fresh(world);
        let done = act(world, &officer(LAPAS), production::open_batch, self.batch(world, id));
        assert_eq!(done, Ok(Recorded::new(id)));
        id
    }
}

/// Pieces of a batch in a kind of place, by the ledger.
pub fn pieces(world: &World, kind: Kind, batch: BatchId) -> i64 {
    let look = move |read: &mut db::Read| {
        let all = ledger::goods_by_batch(read, kind, Filter::of(LAPAS).batch(batch))?;
        Ok(all.iter().map(|row| row.quantity).sum())
    };
    world.read(look).unwrap()
}

pub fn money(world: &World, kind: Kind) -> i64 {
    world.read(move |read| ledger::sum(read, kind, Filter::of(LAPAS))).unwrap()
}

/// The ledger sums to zero and its balances are those of its postings.
pub fn proven(world: &World) {
    let report = world.read(|read| ledger::verify(read, &mut |_| ())).unwrap();
    assert!(report.wrong.is_empty(), "{:?}", report.wrong);
}
