//! What buyers asked for: who hears of it, and what is refused.

use demand::{ListAsks, SumAsks};
use kernel::{Actor, AskId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, clerk, officer, overseer, story};

use crate::market::{act, agree, fresh, no, open, tells};

/// What somebody sees of the asks: pieces and words; or the refusal.
fn seen(world: &World, actor: &Actor) -> String {
    let ctx = world.context(actor);
    let list = world.read(move |read| demand::list_asks(read, &ctx, &ListAsks::default()));
    match list {
        Ok(asks) => {
            let mut lines: Vec<String> = asks
                .iter()
                .map(|ask| {
                    let what = ask.words.as_deref().unwrap_or("a product");
                    format!("{} {what}", ask.quantity.0)
                })
                .collect();
            lines.sort();
            lines.join(", ")
        }
        Err(error) => no(error),
    }
}

fn ask(world: &World, actor: &Actor, mut input: Value) -> Result<AskId, String> {
    let id: AskId = fresh(world);
    input["id"] = json!(id);
    act(world, actor, demand::ask, input).map(|_| id)
}

#[test]
fn an_ask_is_heard_by_those_whom_it_concerns() {
    story(|world: &mut World| {
        let market = open(world);
        let penjaga = clerk(SHOP);
        ask(world, &penjaga, json!({"product": market.trap, "quantity": 2, "price": 25_000}))
            .expect("of the first unit");
        ask(world, &penjaga, json!({"product": market.nest, "quantity": 3}))
            .expect("of the second unit");
        ask(world, &penjaga, json!({"words": "Kandang  Ayam", "quantity": 1})).expect("of both");
        ask(world, &clerk(OTHER_SHOP), json!({"words": "rak buku", "quantity": 4}))
            .expect("of the first unit only");
        // The officer was told by telephone: his unit hears of it, and no other.
        ask(world, &officer(LAPAS), json!({"shop": SHOP, "words": "meja", "quantity": 1}))
            .expect("told to the officer");
        let people = [
            clerk(SHOP),
            clerk(OTHER_SHOP),
            officer(LAPAS),
            officer(OTHER_LAPAS),
            testkit::administrator(),
            overseer("Kanwil Contoh"),
            Actor::nobody(),
        ];
        tells(
            &people.map(|actor| format!("{}: {}", actor.name, seen(world, &actor))).join("\n"),
            &[
                "Penjaga toko: 1 Kandang  Ayam, 1 meja, 2 a product, 3 a product",
                "Penjaga toko: 4 rak buku",
                "Kasubsi: 1 Kandang  Ayam, 1 meja, 2 a product, 4 rak buku",
                "Kasubsi: 1 Kandang  Ayam, 3 a product",
                "Pengelola: 1 Kandang  Ayam, 1 meja, 2 a product, 3 a product, 4 rak buku",
                "Kanwil: demand.unknown",
                ": demand.unknown",
            ],
        );
    });
}

#[test]
fn an_agreement_signed_later_does_not_open_what_was_said_before() {
    story(|world: &mut World| {
        let market = open(world);
        let lain = clerk(OTHER_SHOP);
        ask(world, &lain, json!({"words": "rak buku", "quantity": 4})).expect("asked");
        world.advance_days(1);
        agree(world, OTHER_LAPAS, OTHER_SHOP, market.nest);
        assert_eq!(seen(world, &officer(OTHER_LAPAS)), "");
        ask(world, &lain, json!({"words": "rak sepatu", "quantity": 1})).expect("asked");
        // A till tells of yesterday: the agreements of yesterday say who hears of it.
        let late = json!({"words": "telat", "quantity": 1, "asked_on": "2025-11-03"});
        ask(world, &lain, late).expect("told late");
        assert_eq!(seen(world, &officer(OTHER_LAPAS)), "1 rak sepatu");
        // Goods of an agreement that is over may still stand on the shelf, and be asked for.
        world.advance_days(400);
        ask(world, &lain, json!({"product": market.nest, "quantity": 1})).expect("still asked for");
        ask(world, &lain, json!({"words": "nobody hears", "quantity": 1})).expect("for the shop");
        tells(
            &format!("{}\n{}", seen(world, &officer(OTHER_LAPAS)), seen(world, &lain)),
            &[
                "1 a product, 1 rak sepatu",
                "1 a product, 1 nobody hears, 1 rak sepatu, 1 telat, 4 rak buku",
            ],
        );
    });
}

#[test]
fn the_same_ask_counts_once() {
    story(|world: &mut World| {
        open(world);
        let id: AskId = fresh(world);
        let input = |quantity: i64| json!({"id": id, "words": "rak", "quantity": quantity});
        let first = act(world, &clerk(SHOP), demand::ask, input(1)).expect("first");
        let again = act(world, &clerk(SHOP), demand::ask, input(1)).expect("again");
        assert_eq!((first.already, again.already), (false, true));
        assert_eq!(seen(world, &clerk(SHOP)), "1 rak");
        tells(
            &act(world, &clerk(SHOP), demand::ask, input(2))
                .expect_err("another under the same id"),
            &["journal.id_reused"],
        );
    });
}

#[test]
fn wrong_asks_leave_nothing() {
    story(|world: &mut World| {
        let market = open(world);
        let stranger: kernel::ProductId = fresh(world);
        let wrong = [
            (clerk(SHOP), json!({"quantity": 1})),
            (clerk(SHOP), json!({"words": "  ", "quantity": 1})),
            (clerk(SHOP), json!({"words": "a", "quantity": 0})),
            (clerk(SHOP), json!({"words": "a", "quantity": -1})),
            (clerk(SHOP), json!({"words": "a", "quantity": 1, "price": -5})),
            (clerk(SHOP), json!({"words": "a\u{0}b", "quantity": 1})),
            (clerk(SHOP), json!({"words": "a", "quantity": 1, "asked_on": "2025-11-04"})),
            (clerk(SHOP), json!({"words": "a", "quantity": 1, "asked_on": "2015-11-04"})),
            (clerk(SHOP), json!({"words": "a", "quantity": 1, "shop": OTHER_SHOP})),
            (clerk(SHOP), json!({"product": stranger, "quantity": 1})),
            (clerk(OTHER_SHOP), json!({"product": market.nest, "quantity": 1})),
            (officer(LAPAS), json!({"words": "a", "quantity": 1})),
            (officer(LAPAS), json!({"shop": SHOP, "product": market.nest, "quantity": 1})),
            (officer(OTHER_LAPAS), json!({"shop": OTHER_SHOP, "words": "a", "quantity": 1})),
            (officer(LAPAS), json!({"shop": stranger, "words": "a", "quantity": 1})),
            (testkit::head(LAPAS), json!({"shop": SHOP, "words": "a", "quantity": 1})),
            (Actor::nobody(), json!({"shop": SHOP, "words": "a", "quantity": 1})),
        ];
        let said = wrong.map(|(actor, input)| ask(world, &actor, input).expect_err("refused"));
        assert_eq!(seen(world, &testkit::administrator()), "");
        tells(
            &said.join("\n"),
            &[
                "demand.nothing_asked at words",
                "kernel.line",
                "kernel.quantity",
                "kernel.quantity",
                "kernel.price",
                "kernel.control_character",
                "demand.day_after_today at asked_on",
                "demand.day_too_long_ago at asked_on",
                "demand.unknown",
                "demand.not_consigned at product",
                "demand.not_consigned at product",
                "demand.shop_missing at shop",
                "demand.not_consigned at product",
                "demand.unknown",
                "people.unknown",
                "kernel.not_allowed",
                "kernel.not_allowed",
            ],
        );
    });
}

#[test]
fn wishes_are_summed_by_product_or_words() {
    story(|world: &mut World| {
        let market = open(world);
        world.set_day("2026-02-15");
        let penjaga = clerk(SHOP);
        for input in [
            json!({"product": market.trap, "quantity": 2, "price": 25_000}),
            json!({"product": market.trap, "words": "yang besar", "quantity": 1, "price": 28_000}),
            json!({"words": "Kandang ayam", "quantity": 1}),
            json!({"words": "kandang  AYAM", "quantity": 5, "asked_on": "2025-11-17"}),
            json!({"words": "kandang ayam", "quantity": 7, "asked_on": "2025-11-16"}),
            json!({"words": "meja", "quantity": 9, "asked_on": "2025-12-01"}),
        ] {
            ask(world, &penjaga, input).expect("asked");
        }
        let who = world.context(&officer(LAPAS));
        let wishes = world.read(move |read| demand::wishes(read, &who, &SumAsks::default()));
        let wishes = wishes.expect("wishes");
        assert_eq!(wishes[1].product_id, Some(market.trap));
        let told = wishes.iter().map(|wish| {
            let what = wish.words.as_deref().map(str::to_lowercase).unwrap_or_default();
            let (low, high) = (wish.lowest_price, wish.highest_price);
            let (times, pieces, last) = (wish.times, wish.pieces, wish.last_asked_on);
            format!("{what}: {times} {pieces} {low:?} {high:?} {last}")
        });
        tells(
            &told.collect::<Vec<_>>().join("\n"),
            &[
                "kandang ayam: 2 6 None None 2026-02-15",
                ": 2 3 Some(Rupiah(25000)) Some(Rupiah(28000)) 2026-02-15",
                "meja: 1 9 None None 2025-12-01",
            ],
        );
    });
}
