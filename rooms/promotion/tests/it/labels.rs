//! Wordings of labels: recorded once for a batch at a shop, and compared over the same weeks.

use kernel::{BatchId, EntryKind, ProductId, RefundKind, SaleKind};
use promotion::{Compared, Said, Variant};
use serde_json::{Value, json};
use testkit::{
    LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, clerk, head, officer, overseer,
    story,
};

use crate::market::{Market, act, fresh, no, open, tells};

/// The only batch of a product that stands at the first shop.
fn batch_of(world: &World, product: ProductId) -> BatchId {
    let found = world.read(move |read| production::free_batches(read, LAPAS)).expect("batches");
    found.iter().find(|batch| batch.product_id == product).expect("a batch").id
}

fn record(world: &World, who: &kernel::Actor, more: Value) -> Result<(), String> {
    let mut input = json!({ "id": fresh::<promotion::LabelKind>(world), "shop": SHOP,
        "variant": "shared", "pieces": 5 });
    for (key, value) in more.as_object().cloned().unwrap_or_default() {
        input[key] = value;
    }
    act(world, who, promotion::record_labels, input).map(drop)
}

fn compared(world: &World, who: &kernel::Actor) -> Result<Vec<Compared>, String> {
    let ctx = world.context(who);
    world.read(move |read| promotion::compared(read, &ctx)).map_err(no)
}

fn told(world: &World) -> String {
    let all = compared(world, &officer(LAPAS)).expect("a comparison");
    let line = |one: &promotion::OfVariant| {
        format!(
            "{} shops {} labelled {} sold {} waiting {} left out {}",
            one.variant, one.shops, one.labelled, one.sold, one.waiting, one.left_out
        )
    };
    all.iter().flat_map(|one| one.variants.iter().map(line)).collect::<Vec<_>>().join("\n")
}

fn sell(world: &World, product: ProductId, pieces: i64) -> kernel::SaleId {
    let id = fresh::<SaleKind>(world);
    let input = json!({ "id": id, "payment": "cash",
        "lines": [{ "product": product, "quantity": pieces }] });
    act(world, &clerk(SHOP), sales::sell, input).expect("sold");
    id
}

#[test]
fn four_weeks_of_sales_count_and_no_day_more() {
    story(|world: &mut World| {
        let Market { trap, .. } = open(world);
        let batch = batch_of(world, trap);
        record(world, &officer(LAPAS), json!({ "batch": batch })).expect("recorded");
        let sale = sell(world, trap, 2);
        assert_eq!(told(world), "shared shops 0 labelled 0 sold 0 waiting 5 left out 0");
        world.advance_days(27);
        sell(world, trap, 1);
        world.advance_days(1);
        sell(world, trap, 1);
        let whole = told(world);
        assert_eq!(whole, "shared shops 1 labelled 5 sold 3 waiting 0 left out 0");
        let one = compared(world, &officer(LAPAS)).expect("a comparison").remove(0);
        assert_eq!((one.said, one.variants[0].interval), (Said::TooLittle, None), "of one shop");
        let refund = json!({ "id": fresh::<RefundKind>(world), "sale": sale, "reason": "Rusak",
            "resellable": false, "exception": "Boleh",
            "lines": [{ "position": 1, "quantity": 1 }] });
        act(world, &clerk(SHOP), sales::refund, refund).expect("brought back");
        assert_eq!(told(world), "shared shops 1 labelled 5 sold 2 waiting 0 left out 0");
        whole
    });
}

#[test]
fn the_weeks_begin_when_the_shop_has_the_pieces() {
    story(|world: &mut World| {
        let Market { trap, maker, agreement, .. } = open(world);
        sell(world, trap, 5);
        let batch =
            testmarket::made(world, LAPAS, (trap, 8), maker, &json!({"code": "PT-2511-09"}));
        record(world, &officer(LAPAS), json!({ "batch": batch, "pieces": 8 })).expect("recorded");
        world.advance_days(40);
        let away = told(world);
        assert_eq!(away, "shared shops 0 labelled 0 sold 0 waiting 8 left out 0", "not sent yet");
        testmarket::shelve(world, LAPAS, agreement, &[(batch, 6)]);
        sell(world, trap, 2);
        world.advance_days(27);
        sell(world, trap, 1);
        assert_eq!(told(world), away, "not four weeks");
        world.advance_days(1);
        sell(world, trap, 1);
        let whole = told(world);
        assert_eq!(whole, "shared shops 1 labelled 6 sold 3 waiting 0 left out 0");
        whole
    });
}

#[test]
fn labels_of_two_years_are_compared() {
    story(|world: &mut World| {
        let Market { trap, .. } = open(world);
        let batch = batch_of(world, trap);
        record(world, &officer(LAPAS), json!({ "batch": batch })).expect("recorded");
        sell(world, trap, 2);
        world.advance_days(730);
        let whole = told(world);
        assert_eq!(whole, "shared shops 1 labelled 5 sold 2 waiting 0 left out 0");
        world.advance_days(1);
        assert_eq!(told(world), "", "older ones say nothing of today's buyers");
        whole
    });
}

#[test]
fn pieces_that_nothing_tells_apart_do_not_count() {
    story(|world: &mut World| {
        let Market { trap, .. } = open(world);
        let batch = batch_of(world, trap);
        let few = json!({ "batch": batch, "pieces": 1, "variant": "plain" });
        record(world, &officer(LAPAS), few).expect("recorded");
        sell(world, trap, 2);
        world.advance_days(28);
        let told = told(world);
        assert_eq!(told, "plain shops 0 labelled 0 sold 0 waiting 0 left out 1");
        told
    });
}

#[test]
fn a_batch_at_a_shop_has_one_wording_and_only_its_unit_records_it() {
    story(|world: &mut World| {
        let Market { trap, nest, .. } = open(world);
        let (kasubsi, batch) = (officer(LAPAS), batch_of(world, trap));
        let nos = [
            // The unit goes by a brand.
            record(world, &kasubsi, json!({ "batch": batch, "variant": "made_inside" })),
            record(world, &kasubsi, json!({ "batch": batch, "pieces": 6 })),
            record(world, &kasubsi, json!({ "batch": batch, "pieces": 0 })),
            record(world, &kasubsi, json!({ "batch": fresh::<kernel::BatchKind>(world) })),
            record(
                world,
                &kasubsi,
                json!({ "batch": batch_of(world, nest), "shop": OTHER_SHOP,
                "pieces": 1 }),
            ),
            record(world, &officer(OTHER_LAPAS), json!({ "batch": batch })),
            record(world, &clerk(SHOP), json!({ "batch": batch })),
            record(world, &head(LAPAS), json!({ "batch": batch })),
        ];
        let nos: Vec<String> = nos.into_iter().map(|no| no.expect_err("refused")).collect();
        record(world, &kasubsi, json!({ "batch": batch, "pieces": 3 })).expect("recorded");
        let twice = record(world, &kasubsi, json!({ "batch": batch, "pieces": 1 }));
        assert_eq!(twice, Err("promotion.labelled_already at shop".to_owned()));
        for actor in [clerk(SHOP), overseer("Kanwil Contoh"), kernel::Actor::nobody()] {
            let no = compared(world, &actor).expect_err("not his");
            assert_eq!(no, "promotion.labels_unknown", "{}", actor.name);
        }
        assert!(compared(world, &officer(OTHER_LAPAS)).expect("his own").is_empty());
        assert_eq!(compared(world, &administrator()).expect("all").len(), 1);
        tells(
            &nos.join("\n"),
            &[
                "promotion.brand_neutral at variant",
                "promotion.too_many_labels at pieces left=5",
                "kernel.quantity",
                "promotion.label_batch at batch",
                "promotion.unknown at shop",
                "promotion.label_batch at batch",
                "kernel.not_allowed capability=record_goods",
                "kernel.not_allowed capability=record_goods",
            ],
        );
        nos.join("\n")
    });
}

#[test]
fn what_was_recorded_wrongly_is_taken_back() {
    story(|world: &mut World| {
        let Market { trap, .. } = open(world);
        let (kasubsi, batch) = (officer(LAPAS), batch_of(world, trap));
        record(world, &kasubsi, json!({ "batch": batch })).expect("recorded");
        let ctx = world.context(&kasubsi);
        let asked = promotion::ListLabels::default();
        let (rows, _) =
            world.read(move |read| promotion::labels_of(read, &ctx, &asked)).expect("a list");
        let back = json!({ "id": fresh::<EntryKind>(world), "labels": rows[0].id,
            "reason": "Salah ragam" });
        let theirs = act(world, &officer(OTHER_LAPAS), promotion::take_labels_back, back.clone());
        assert_eq!(theirs.expect_err("not his"), "promotion.labels_unknown");
        act(world, &kasubsi, promotion::take_labels_back, back.clone()).expect("taken back");
        act(world, &kasubsi, promotion::take_labels_back, back).expect("sent twice, once");
        assert_eq!(told(world), "", "it is compared no more");
        record(world, &kasubsi, json!({ "batch": batch, "variant": "plain" })).expect("another");
        let told = told(world);
        assert_eq!(
            told,
            format!("{} shops 0 labelled 0 sold 0 waiting 5 left out 0", Variant::Plain)
        );
        told
    });
}
