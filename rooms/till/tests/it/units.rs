//! Two units at one shop: neither sees, brings nor decides what is about the other's goods.

use kernel::{Actor, Day, ProductId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, story};
use testmarket::{agree, made, maker, product, shelve, unit};
use till::{Decided, GiveUp, Import, Imported};

use crate::market::{Market, act, books, heard, open, refused, send};

/// The shop sells another unit's cages too.
fn two_units(world: &mut World) -> (Market, ProductId) {
    let market = open(world);
    unit(world, OTHER_LAPAS, "Lapas Lain", &json!({}));
    let more = json!({"price": 40_000, "valid_from": "2025-01-01"});
    let cage = product(world, OTHER_LAPAS, ("SB", "Sangkar burung"), &more);
    let agreement = agree(world, OTHER_LAPAS, SHOP, &[(cage, 40_000)]);
    let maker = maker(world, OTHER_LAPAS, "WB-002");
    let costs = json!({"costs": [{"what": "Bahan", "amount": 90_000}]});
    let batch = made(world, OTHER_LAPAS, (cage, 10), maker, &costs);
    shelve(world, OTHER_LAPAS, agreement, &[(batch, 10)]);
    (market, cage)
}

/// The ids that somebody sees waiting at the shop, in the order of their coming.
fn waiting(world: &World, who: &Actor) -> Vec<Value> {
    let (who, asked) = (world.context(who), till::MaybeShop { shop: Some(SHOP) });
    let all = world.read(move |read| till::refused(read, &who, &asked)).expect("a list");
    all.iter().map(|one| json!(one.act)).collect()
}

fn give_up(world: &World, who: &Actor, sent: &Value) -> db::Result<Decided> {
    let id = world.ids.uuid(world.now());
    let input = json!({"id": id, "act": sent["id"], "reason": "HP hilang"});
    act::<GiveUp, Decided>(world, &world.context(who), till::give_up, input)
}

fn import(world: &World, who: &Actor, acts: &[&Value]) -> db::Result<Imported> {
    let who = world.context(who);
    let content = acts.iter().map(|one| format!("{one}\n")).collect::<String>().into_bytes();
    let name = kernel::Line::parse("antrean.ndjson").expect("a name");
    let file = Import { id: world.ids.fresh(world.now()), file: web::Upload { name, content } };
    world.write(move |tx| till::import(tx, &who, &file))
}

/// A count of both units' goods: of each 8 are left.
fn count_of_both(market: &mut Market, world: &World, cage: ProductId, day: Day) -> Value {
    let line = |product| json!({"product": product, "left": 8, "damaged": 0});
    let body = json!({"counted_on": day, "payment": "cash",
        "lines": [line(market.trap), line(cage)]});
    market.phone.make(world, "count", body)
}

#[test]
fn a_unit_sees_and_gives_up_what_is_about_its_own_goods_alone() {
    story(|world| {
        let (mut market, cage) = two_units(world);
        let (one, two) = (testkit::officer(LAPAS), testkit::officer(OTHER_LAPAS));
        let owner = testkit::shopkeeper(SHOP);
        let mut own = market.phone.sell(world, market.trap, 1);
        let mut others = market.phone.sell(world, cage, 1);
        for sale in [&mut own, &mut others] {
            sale["body"]["lines"][0]["price"] = json!(10);
        }
        let ahead = world.today().plus_days(30);
        let both = count_of_both(&mut market, world, cage, ahead);
        let close = json!({"opened_with": 0, "expected": 0, "counted": -1, "receipts": 0});
        let drawer = market.phone.make(world, "drawer", close);
        let body = json!({"act": others["id"], "reason": "dua\nbaris"});
        let withdraw = market.phone.make(world, "withdraw", body);
        let all = [&own, &others, &both, &drawer, &withdraw];
        for sent in all {
            let told = heard(&send(world, sent).expect("told"));
            assert!(told.starts_with("refused "), "{}: {told}", sent["kind"]);
        }
        assert_eq!(waiting(world, &one), [own["id"].clone()]);
        assert_eq!(waiting(world, &two), [others["id"].clone(), withdraw["id"].clone()]);
        assert_eq!(waiting(world, &owner), all.map(|sent| sent["id"].clone()));

        for not_his in [&others, &both, &drawer, &withdraw] {
            assert_eq!(refused(give_up(world, &one, not_his)), "till.unknown");
        }
        for his in [(&one, &own), (&two, &others), (&owner, &both), (&owner, &drawer)] {
            give_up(world, his.0, his.1).expect("given up");
        }
        assert_eq!(waiting(world, &owner), [withdraw["id"].clone()]);
        books(world)
    });
}

#[test]
fn a_unit_brings_its_own_goods_acts_and_keeps_nothing_of_anothers() {
    story(|world| {
        let (mut market, cage) = two_units(world);
        let one = testkit::officer(LAPAS);
        let own = market.phone.sell(world, market.trap, 1);
        let mut others = market.phone.sell(world, cage, 1);
        others["body"]["lines"][0]["price"] = json!(40_000);
        let mut wrong = market.phone.sell(world, cage, 1);
        wrong["body"]["lines"][0]["price"] = json!(10);
        assert_eq!(heard(&send(world, &wrong).expect("told")), "refused sales.price_fixed");
        let body = json!({"act": wrong["id"], "reason": "Salah harga"});
        let withdraw = market.phone.make(world, "withdraw", body);
        let today = world.today();
        let both = count_of_both(&mut market, world, cage, today);
        let close = json!({"opened_with": 0, "expected": 0, "counted": 0, "receipts": 0});
        let drawer = market.phone.make(world, "drawer", close);
        let told = import(world, &one, &[&own, &others, &withdraw, &both, &drawer]);
        let told = told.expect("taken in");
        assert_eq!((told.done, told.again, told.refused), (2, 0, 0));
        let lines: Vec<i64> = told.unread.iter().map(|one| one.line).collect();
        assert_eq!(lines, [2, 3, 4]);
        let why = |one: &till::Unread| one.detail.contains("barang unit lain");
        assert!(told.unread.iter().all(why), "{:?}", told.unread);

        // Nothing of them was kept: at the shop each is new.
        let at_shop = [&own, &others, &withdraw, &both, &drawer];
        let told = import(world, &testkit::shopkeeper(SHOP), &at_shop).expect("taken in");
        assert_eq!((told.done, told.again, told.refused, told.unread.len()), (3, 2, 0, 0));
        books(world)
    });
}

#[test]
fn a_unit_without_an_agreement_brings_nothing() {
    story(|world| {
        let mut market = open(world);
        let sale = market.phone.sell(world, market.trap, 1);
        let stranger = world.context(&testkit::officer(OTHER_LAPAS));
        let tried = act::<till::Act, till::Told>(world, &stranger, till::act, sale.clone());
        assert_eq!(refused(tried), "till.other_shop at shop");
        let partner = world.context(&testkit::officer(LAPAS));
        let told = act::<till::Act, till::Told>(world, &partner, till::act, sale);
        assert_eq!(heard(&told.expect("told")), "done");
        books(world)
    });
}
