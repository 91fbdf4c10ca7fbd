//! A receipt is the key; a line is rated once; words wait for another.

use kernel::{Actor, SaleId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, clerk, head, officer, story};

use crate::market::{act, fresh, open, sell, tells};

fn rate(world: &World, receipt: SaleId, more: Value) -> Result<(), String> {
    let mut input = json!({ "receipt": receipt, "sale": receipt, "position": 1, "rating": 5 });
    for (key, value) in more.as_object().cloned().unwrap_or_default() {
        input[key] = value;
    }
    act(world, &Actor::nobody(), rated, input).map(drop)
}

/// As the door does it, without its pace.
fn rated(tx: &mut db::Tx, ctx: &kernel::Context, input: &feedback::Rate) -> db::Result<SaleId> {
    feedback::rate(tx, ctx, input).map(|found| found.receipt)
}

fn seen(world: &World, actor: &Actor) -> Vec<feedback::Review> {
    let ctx = world.context(actor);
    let asked = feedback::ListReviews::default();
    world.read(move |read| feedback::reviews(read, &ctx, &asked)).unwrap_or_default()
}

fn told(world: &World, actor: &Actor) -> String {
    let one = |one: &feedback::Review| {
        format!("{} {} {}", one.rating, one.state, one.words.as_deref().unwrap_or("-"))
    };
    seen(world, actor).iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn only_the_whole_of_a_receipt_opens_it() {
    story(|world: &mut World| {
        let market = open(world);
        let receipt = sell(world, &[(market.trap, 1)]);
        let code = sales::receipt_code(receipt);
        let find = |more: Value| {
            let mut input = json!({
                "shop": SHOP, "day": world.today(), "number": " a-0042 ",
                "code": code.to_lowercase(),
            });
            for (key, value) in more.as_object().cloned().unwrap_or_default() {
                input[key] = value;
            }
            act(world, &Actor::nobody(), feedback::find, input).map(|found| found.receipt)
        };
        assert_eq!(find(json!({})), Ok(receipt));
        for wrong in [
            json!({"shop": OTHER_SHOP}),
            json!({"day": "2025-11-02"}),
            json!({"number": "A-0043"}),
            json!({"code": "0000-0000"}),
            json!({"code": "'; --"}),
        ] {
            let no = "feedback.receipt_unknown at code";
            assert_eq!(find(wrong.clone()).expect_err("refused"), no, "{wrong}");
        }
    });
}

#[test]
fn a_line_is_rated_once_and_may_change() {
    story(|world: &mut World| {
        let market = open(world);
        let receipt = sell(world, &[(market.trap, 2), (market.nest, 1)]);
        rate(world, receipt, json!({})).expect("five");
        rate(world, receipt, json!({})).expect("again the same");
        rate(world, receipt, json!({"rating": 3, "words": "Per-nya keras"})).expect("changed");
        rate(world, receipt, json!({"position": 2, "rating": 4})).expect("the other line");
        assert_eq!(
            told(world, &officer(LAPAS)).len(),
            "3 waiting Per-nya keras, 4 wordless -".len()
        );
        let nos = [
            rate(world, receipt, json!({"rating": 6})),
            rate(world, receipt, json!({"rating": 0})),
            rate(world, receipt, json!({"position": 3})),
            rate(world, receipt, json!({"sale": fresh::<kernel::SaleKind>(world)})),
            rate(world, fresh(world), json!({})),
            rate(world, receipt, json!({"website": "x"})),
            rate(world, receipt, json!({"words": "a".repeat(1_001)})),
        ];
        tells(
            &nos.map(|no| no.expect_err("refused")).join("\n"),
            &[
                "feedback.stars at rating",
                "kernel.quantity",
                "feedback.line_unknown at position",
                "feedback.line_unknown at position",
                "feedback.receipt_unknown",
                "feedback.trap at website",
                "feedback.words_too_long at words max=1000",
            ],
        );
    });
}

#[test]
fn words_are_public_when_another_has_read_them() {
    story(|world: &mut World| {
        let market = open(world);
        let receipt = sell(world, &[(market.trap, 1)]);
        rate(world, receipt, json!({"words": "Bagus"})).expect("said");
        let review = seen(world, &head(LAPAS))[0].clone();
        let decide = |actor: &Actor, more: Value| {
            let mut input = json!({ "review": review.id, "revision": 1, "show": true });
            for (key, value) in more.as_object().cloned().unwrap_or_default() {
                input[key] = value;
            }
            act(world, actor, feedback::decide, input).map(|done| done.already)
        };
        let nos = [
            decide(&officer(LAPAS), json!({})),
            decide(&head(OTHER_LAPAS), json!({})),
            decide(&head(LAPAS), json!({"revision": 2})),
            decide(&head(LAPAS), json!({"show": false})),
        ];
        tells(
            &nos.map(|no| no.expect_err("refused")).join("\n"),
            &[
                "kernel.not_allowed capability=approve",
                "feedback.unknown",
                "feedback.changed",
                "feedback.reason_missing at reason",
            ],
        );
        assert_eq!(decide(&head(LAPAS), json!({})), Ok(false));
        assert_eq!(told(world, &clerk(SHOP)), "5 shown Bagus");
        rate(world, receipt, json!({"rating": 4, "words": "Bagus"})).expect("only the stars");
        assert_eq!(told(world, &clerk(SHOP)), "4 shown Bagus");
        rate(world, receipt, json!({"rating": 4, "words": "Bohong"})).expect("other words");
        assert_eq!(told(world, &clerk(SHOP)), "4 waiting Bohong", "they wait again");
        let no = decide(&head(LAPAS), json!({})).expect_err("he has not read these");
        assert_eq!(no, "feedback.changed");
        assert!(seen(world, &clerk(OTHER_SHOP)).is_empty());
    });
}

#[test]
fn the_window_shows_a_mean_from_five_on() {
    story(|world: &mut World| {
        let market = open(world);
        let mean = |world: &World| {
            let statement = db::sql!("SELECT ratings, stars FROM storefront_rating");
            let read = world.read(move |read| {
                read.first(statement, &[], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))
            });
            read.expect("a view")
        };
        for _ in 0..4 {
            let receipt = sell(world, &[(market.trap, 1)]);
            rate(world, receipt, json!({"rating": 5})).expect("five");
        }
        assert_eq!(mean(world), None, "none stands alone");
        let receipt = sell(world, &[(market.trap, 1)]);
        rate(world, receipt, json!({"rating": 1})).expect("one");
        assert_eq!(mean(world), Some((5, 21)));
    });
}

#[test]
fn a_batch_has_its_own_mean() {
    story(|world: &mut World| {
        let market = open(world);
        let batch = market.batch;
        let public = |world: &World| {
            let statement =
                db::sql!("SELECT ratings, stars FROM storefront_batch_rating WHERE batch_id = $1");
            let read = world.read(move |read| {
                read.first(statement, &[&batch], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))
            });
            read.expect("a view")
        };
        for stars in [5, 5, 5, 5] {
            let receipt = sell(world, &[(market.trap, 1)]);
            rate(world, receipt, json!({"rating": stars})).expect("five");
        }
        let nest = sell(world, &[(market.nest, 1)]);
        rate(world, nest, json!({"rating": 1})).expect("another batch's");
        assert_eq!(public(world), None, "none stands alone");
        let receipt = sell(world, &[(market.trap, 1)]);
        rate(world, receipt, json!({"rating": 1, "words": "Pernya lepas"})).expect("one");
        assert_eq!(public(world), Some((5, 21)));
        let ctx = world.context(&head(LAPAS));
        let asked = feedback::ListReviews { batch: Some(batch), ..Default::default() };
        let own = world.read(move |read| feedback::reviews(read, &ctx, &asked)).expect("a list");
        assert_eq!(own.len(), 5);
        let site = teststand::serve(world, feedback::screens(), feedback::api());
        let list =
            |who: &str| teststand::look(&site, who, &format!("/ulasan-pembeli?batch={batch}")).text;
        let seen = list("kalapas");
        assert!(seen.contains("Kelompok PT-2511-01: 4,2 dari 5, dari 5 penilaian"), "{seen}");
        assert!(seen.contains("Pernya lepas") && !seen.contains("Glodok"), "{seen}");
        assert!(!list("toko lain").contains("PT-2511-01"), "nothing was bought there");
    });
}
