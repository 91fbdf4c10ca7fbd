//! What the desk does for phones: gives up for those that are lost, takes in the files of those
//! that cannot send, and tells all of what is set aside.

use kernel::{Actor, OrderId, Quantity};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, story};
use till::{Decided, GiveUp, GivenUp, Hello, Import, Imported};

use crate::market::{Market, act, books, heard, open, refused, send};

/// A sale of the phone that the house refuses.
fn refused_sale(world: &World, market: &mut Market) -> Value {
    let mut sale = market.phone.sell(world, market.trap, 1);
    sale["body"]["lines"][0]["price"] = json!(10);
    assert_eq!(heard(&send(world, &sale).expect("told")), "refused sales.price_fixed");
    sale
}

fn give_up(world: &World, who: &Actor, step: &Value, sale: &Value) -> db::Result<Decided> {
    let who = world.context(who);
    let input = json!({"id": step, "act": sale["id"], "reason": "HP hilang"});
    act::<GiveUp, Decided>(world, &who, till::give_up, input)
}

fn hears(world: &World, market: &Market) -> Vec<GivenUp> {
    let clerk = world.context(&testkit::clerk(SHOP));
    let asked = Hello { device: Some(market.phone.id) };
    world.read(move |read| till::hello(read, &clerk, &asked)).expect("a greeting").given_up
}

fn waiting(world: &World, who: &Actor) -> db::Result<usize> {
    let (who, asked) = (world.context(who), till::MaybeShop { shop: Some(SHOP) });
    world.read(move |read| till::refused(read, &who, &asked)).map(|all| all.len())
}

#[test]
fn the_desk_gives_up_once_and_the_phone_hears_of_it() {
    story(|world| {
        let mut market = open(world);
        let officer = testkit::officer(LAPAS);
        let sale = refused_sale(world, &mut market);
        let step = |world: &World| json!(world.ids.uuid(world.now()));
        // Neither another shop, nor a unit without a part in it, nor who only looks on.
        for (who, no) in [
            (testkit::clerk(OTHER_SHOP), "till.unknown"),
            (testkit::officer(OTHER_LAPAS), "till.unknown"),
            (testkit::treasurer(LAPAS), "kernel.not_allowed"),
        ] {
            let tried = give_up(world, &who, &step(world), &sale);
            assert!(refused(tried).starts_with(no), "{no}");
        }
        assert_eq!(waiting(world, &officer).expect("a list"), 1);
        let own = step(world);
        for already in [false, true] {
            let done = give_up(world, &officer, &own, &sale).expect("given up");
            assert_eq!((done.already, done.shop), (already, SHOP));
        }
        let later = give_up(world, &testkit::shopkeeper(SHOP), &step(world), &sale);
        assert_eq!(refused(later), "till.already_given_up");
        assert_eq!(waiting(world, &officer).expect("a list"), 0);

        // The phone hears of it, whether it asks or sends once more.
        let told = hears(world, &market);
        assert_eq!(told.len(), 1);
        assert_eq!((json!(told[0].act), &*told[0].reason), (sale["id"].clone(), "HP hilang"));
        let again = send(world, &sale).expect("told");
        assert_eq!((heard(&again), again.given_up.as_deref()), ("again".into(), Some("HP hilang")));
        // It may say so itself meanwhile, and what was done is nobody's to give up.
        let body = json!({"act": sale["id"], "reason": "Salah harga"});
        let late = market.phone.make(world, "withdraw", body);
        assert_eq!(heard(&send(world, &late).expect("told")), "done");
        assert_eq!(hears(world, &market)[0].reason, "HP hilang", "the first reason stands");
        let good = market.phone.sell(world, market.trap, 1);
        send(world, &good).expect("told");
        let done = give_up(world, &officer, &step(world), &good);
        assert_eq!(refused(done), "till.nothing_to_withdraw");
        let step = own.as_str().and_then(|id| id.parse::<kernel::EntryId>().ok()).expect("an id");
        let lines = world.read(move |read| journal::history(read, step)).expect("a journal");
        assert_eq!(lines.len(), 1);
        books(world) + " " + &lines[0].body["reason"].to_string()
    });
}

fn import(world: &World, text: &str) -> db::Result<Imported> {
    let who = world.context(&testkit::officer(LAPAS));
    let file = web::Upload {
        name: kernel::Line::parse("antrean.ndjson").expect("a name"),
        content: text.as_bytes().to_vec(),
    };
    let file = Import { id: world.ids.fresh(world.now()), file };
    world.write(move |tx| till::import(tx, &who, &file))
}

#[test]
fn a_file_with_bad_lines_says_which_and_why() {
    story(|world| {
        let mut market = open(world);
        let good = market.phone.sell(world, market.trap, 1);
        let mut nobodys = market.phone.sell(world, market.trap, 1);
        nobodys["device"] = json!(world.ids.uuid(world.now()));
        let mut no_seq = market.phone.sell(world, market.trap, 1);
        no_seq["seq"] = json!("dua");
        let bad = market.phone.sell(world, market.trap, 1);
        let mut other = good.clone();
        other["body"]["lines"][0]["quantity"] = json!(9);
        let cut = bad.to_string()[..100].to_owned();
        let text = format!("{good}\n\n{nobodys}\n{no_seq}\n{cut}\n{other}\n");
        let told = import(world, &text).expect("taken in");
        assert_eq!((told.done, told.again, told.refused), (1, 0, 0));
        let lines: Vec<i64> = told.unread.iter().map(|one| one.line).collect();
        assert_eq!(lines, [3, 4, 5, 6]);
        assert!(told.unread.iter().all(|one| one.detail.len() > 20), "{:?}", told.unread);
        let why: std::collections::BTreeSet<_> =
            told.unread.iter().map(|one| &one.detail).collect();
        assert_eq!(why.len(), 4, "each has its own reason: {why:?}");
        assert_eq!(refused(import(world, "{\n}\n")), "till.not_a_file at file");
        assert_eq!(refused(import(world, "\n \n")), "till.empty_file at file");
        books(world) + " " + &serde_json::to_string(&told.unread).expect("JSON")
    });
}

#[test]
fn the_till_knows_what_is_set_aside_and_until_when() {
    story(|world| {
        let market = open(world);
        let (trap, clerk) = (market.trap, world.context(&testkit::clerk(SHOP)));
        let (tonight, sunday) = (clerk.now.plus_seconds(36_000), clerk.now.plus_seconds(400_000));
        for (pieces, until) in [(2, tonight), (3, sunday)] {
            let (clerk, order): (_, OrderId) = (clerk.clone(), world.ids.fresh(world.now()));
            let lines = [(trap, Quantity(pieces))];
            world
                .write(move |tx| consignment::hold(tx, &clerk, SHOP, order, (&lines, until)))
                .expect("set aside");
        }
        let held = |world: &World| {
            let clerk = world.context(&testkit::clerk(SHOP));
            let look = move |read: &mut db::Read| till::snapshot(read, &clerk, &Default::default());
            let good = world.read(look).expect("a snapshot").goods.remove(0);
            let held: Vec<_> = good.held.iter().map(|one| (one.quantity.0, one.until)).collect();
            (good.shelf.0, held)
        };
        assert_eq!(held(world), (10, vec![(2, tonight), (3, sunday)]));
        world.advance_days(1);
        assert_eq!(held(world), (10, vec![(3, sunday)]), "what has ended is free");
        books(world)
    });
}
