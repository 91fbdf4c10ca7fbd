//! Two units, a product of each, and the steps of a prospect.

use db::{Result, Tx};
use kernel::{Actor, AgreementId, Context, Id, ProductId, UserId};
use network::{OneProspect, ProspectId, Whole};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, World, officer};
use testmarket::{product, two_units};

pub use testmarket::{fresh, no, tried as act};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    /// With a price of Rp30.000.
    pub trap: ProductId,
    /// Without a price.
    pub chair: ProductId,
    /// Of the other unit.
    pub nest: ProductId,
}

pub fn open(world: &World) -> Market {
    two_units(world);
    let priced = |price: i64| json!({"price": price});
    Market {
        trap: product(world, LAPAS, ("PT", "Perangkap Tikus"), &priced(30_000)),
        chair: product(world, LAPAS, ("KR", "Kursi Rotan"), &json!({})),
        nest: product(world, OTHER_LAPAS, ("GL", "Glodok"), &priced(45_000)),
    }
}

pub fn add(world: &World) -> ProspectId {
    let id: ProspectId = fresh(world);
    let input = json!({
        "id": id, "name": "Kios Bu Ani", "owner_name": "Ani Contoh", "address": "Jalan Contoh 9",
        "city": "Sungailiat", "whatsapp": "0812-3456-7890",
    });
    act(world, &officer(LAPAS), network::add, input).expect("a prospect");
    id
}

/// One step of a prospect with the rest of its input.
pub fn step<In: DeserializeOwned + Send + 'static, Out: Send + 'static>(
    world: &World,
    actor: &Actor,
    deed: fn(&mut Tx, &Context, &In) -> Result<Out>,
    prospect: ProspectId,
    mut input: Value,
) -> Result<Out, String> {
    let id: Id<()> = fresh(world);
    input["id"] = json!(id);
    input["prospect"] = json!(prospect);
    act(world, actor, deed, input)
}

pub fn offer(world: &World, market: &Market, prospect: ProspectId) -> Result<(), String> {
    let input = json!({
        "percent": "20", "valid_until": world.today().plus_days(30),
        "lines": [{"product": market.trap, "quantity": 12}],
    });
    step(world, &officer(LAPAS), network::offer, prospect, input).map(drop)
}

pub fn convert(world: &World, prospect: ProspectId, term: &str) -> Result<AgreementId, String> {
    let done = step(world, &officer(LAPAS), network::convert, prospect, json!({"term": term}))?;
    Ok(AgreementId::new(done.id))
}

pub fn invite(world: &World, prospect: ProspectId, name: &str) -> Result<UserId, String> {
    let input = json!({ "sign_in_name": name });
    let done = step(world, &officer(LAPAS), network::invite, prospect, input)?;
    assert_eq!(done.secret.as_deref().map(str::len), Some(64));
    Ok(UserId::new(done.id))
}

pub fn whole(world: &World, actor: &Actor, prospect: ProspectId) -> Result<Whole, String> {
    let ctx = world.context(actor);
    let asked = OneProspect { prospect };
    world.read(move |read| network::show(read, &ctx, &asked)).map_err(no)
}
