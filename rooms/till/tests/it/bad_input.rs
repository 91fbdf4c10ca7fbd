//! Whatever a phone sends: each act is answered by itself, nothing is half written.

use kernel::DeviceId;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, story};
use till::{Act, Told};

use crate::market::{act, books, heard, open, refused, send};

/// Makes an act bad in one way.
type Spoil = fn(&mut Value);

#[test]
fn bad_acts_are_refused_and_change_nothing() {
    story(|world| {
        let mut market = open(world);
        let mut told = Vec::new();
        let bad: [(&str, Spoil); 8] = [
            ("a negative price", |act| act["body"]["lines"][0]["price"] = json!(-30_000)),
            ("no price", |act| act["body"]["lines"][0]["price"] = json!(0)),
            ("another price", |act| act["body"]["lines"][0]["price"] = json!(10)),
            ("nothing", |act| act["body"]["lines"] = json!([])),
            ("no quantity", |act| act["body"]["lines"][0]["quantity"] = json!(0)),
            ("ten years ago", |act| act["made_at"] = json!("2015-11-04T03:00:00Z")),
            ("an unknown product", |act| {
                act["body"]["lines"][0]["product"] = act["device"].clone()
            }),
            ("an unknown kind", |act| act["kind"] = json!("give_away")),
        ];
        let before = books(world);
        for (what, spoil) in bad {
            let mut sale = market.phone.sell(world, market.trap, 1);
            spoil(&mut sale);
            let answer = heard(&send(world, &sale).expect(what));
            assert!(answer.starts_with("refused "), "{what}: {answer}");
            told.push(answer);
        }
        assert_eq!(books(world), before);
        told.join(", ")
    });
}

/// As somebody else than the shop's clerk.
fn send_as(world: &World, who: &kernel::Actor, sent: &Value) -> db::Result<Told> {
    let who = world.context(who);
    act::<Act, Told>(world, &who, till::act, sent.clone())
}

#[test]
fn another_shop_cannot_touch_an_act() {
    story(|world| {
        let mut market = open(world);
        let sale = market.phone.sell(world, market.trap, 1);
        let thief = testkit::clerk(OTHER_SHOP);
        assert_eq!(refused(send_as(world, &thief, &sale)), "till.other_shop at shop");
        let mut forged = sale.clone();
        forged["shop"] = json!(OTHER_SHOP);
        assert_eq!(refused(send_as(world, &thief, &forged)), "till.device_unknown at device");
        send(world, &sale).expect("told");
        assert_eq!(refused(send_as(world, &thief, &forged)), "till.id_reused at id");
        let mut nobodys = sale.clone();
        nobodys["device"] = json!(world.ids.fresh::<kernel::DeviceKind>(world.now()));
        nobodys["id"] = json!(world.ids.uuid(world.now()));
        assert_eq!(refused(send(world, &nobodys)), "till.device_unknown at device");
        books(world)
    });
}

#[test]
fn a_device_belongs_to_one_shop() {
    story(|world| {
        let market = open(world);
        let other = world.context(&testkit::clerk(OTHER_SHOP));
        let taken = json!({"id": market.phone.id, "name": "Punya saya"});
        assert_eq!(refused(act(world, &other, till::enrol, taken)), "till.device_unknown at id");
        let officer = world.context(&testkit::officer(LAPAS));
        let id: DeviceId = world.ids.fresh(world.now());
        let none = json!({"id": id, "name": "Kantor"});
        assert_eq!(refused(act(world, &officer, till::enrol, none)), "kernel.not_allowed");
        SHOP.to_string()
    });
}

#[test]
fn a_file_is_taken_in_once_and_good_lines_are_kept() {
    story(|world| {
        let mut market = open(world);
        let (one, two) =
            (market.phone.sell(world, market.trap, 1), market.phone.sell(world, market.trap, 2));
        let text = format!("{one}\n{{\"broken\": \n\n{two}\n");
        let officer = testkit::officer(LAPAS);
        let import = |world: &World| {
            let who = world.context(&officer);
            let file = till::Import {
                id: world.ids.fresh(world.now()),
                file: web::Upload {
                    name: kernel::Line::parse("antrean.ndjson").expect("a name"),
                    content: text.clone().into_bytes(),
                },
            };
            let done = world.write(move |tx| till::import(tx, &who, &file)).expect("taken in");
            let unread: Vec<_> = done.unread.iter().map(|one| one.line).collect();
            (done.done, done.again, done.refused, unread)
        };
        assert_eq!(import(world), (2, 0, 0, vec![2]));
        assert_eq!(import(world), (0, 2, 0, vec![2]));
        assert_eq!(books(world), "shelf 7, sold 3, damaged 0, due 72000");
        books(world)
    });
}
