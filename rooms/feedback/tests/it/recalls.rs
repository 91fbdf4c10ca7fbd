//! A batch that must come back: drafted by one, approved by another, read by all, sent back.

use kernel::{Actor, BatchId, NoticeId, SaleId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, actor, clerk, head, officer, story};
use testmarket::{made, shelve};

use crate::market::{Market, act, fresh, open, tells};

fn draft(world: &World, market: &Market) -> Result<NoticeId, String> {
    let id: NoticeId = fresh(world);
    let input = json!({
        "id": id, "batch": market.batch, "reason": "Pernya bisa lepas",
        "advice": "Jangan dipakai; tukar di toko",
    });
    act(world, &officer(LAPAS), production::draft_notice, input).map(|_| id)
}

fn approve(world: &World, who: &Actor, notice: NoticeId) -> Result<bool, String> {
    act(world, who, production::approve_notice, json!({ "notice": notice })).map(|it| it.already)
}

fn public(world: &World) -> usize {
    let statement = db::sql!("SELECT CAST(COUNT(*) AS bigint) FROM storefront_notice");
    let count: i64 = world.read(move |read| read.one(statement, &[], |row| row.get(0))).expect("n");
    usize::try_from(count).expect("a count")
}

fn sell(world: &World, market: &Market, more: Value) -> Result<(), String> {
    let mut input = json!({
        "id": fresh::<kernel::SaleKind>(world), "payment": "cash",
        "lines": [{"product": market.trap, "quantity": 1}],
    });
    for (key, value) in more.as_object().cloned().unwrap_or_default() {
        input[key] = value;
    }
    act(world, &clerk(SHOP), sales::sell, input).map(drop)
}

#[test]
fn a_recall_needs_two_and_stops_the_desk() {
    story(|world: &mut World| {
        let market = open(world);
        let notice = draft(world, &market).expect("drafted");
        assert_eq!(public(world), 0, "nobody hears of a draft");
        sell(world, &market, json!({})).expect("a draft stops nothing");
        let reach = kernel::Reach::Consignor(LAPAS);
        let both = [kernel::Capability::RecordGoods, kernel::Capability::Approve];
        let same = Actor { user: officer(LAPAS).user, ..actor("Kasubsi", reach, &both) };
        tells(
            &[
                draft(world, &market).expect_err("one at a time"),
                approve(world, &officer(LAPAS), notice).expect_err("may not approve"),
                approve(world, &same, notice).expect_err("drafted it himself"),
                approve(world, &head(OTHER_LAPAS), notice).expect_err("another unit's"),
            ]
            .join("\n"),
            &[
                "production.notice_twice code=PT-2511-01",
                "kernel.not_allowed capability=approve",
                "kernel.recorder_approves",
                "production.unknown",
            ],
        );
        assert_eq!(approve(world, &head(LAPAS), notice), Ok(false));
        assert_eq!(approve(world, &head(LAPAS), notice), Ok(true));
        assert_eq!(public(world), 1);
        let no = sell(world, &market, json!({})).expect_err("asked");
        assert_eq!(no, "sales.recalled at lines[0].quantity");
        sell(world, &market, json!({"take_recalled": true})).expect("it was sold already");
        let lift = json!({ "notice": notice, "reason": "Semua sudah kembali" });
        act(world, &head(LAPAS), production::lift_notice, lift).expect("over");
        assert_eq!(public(world), 0);
        sell(world, &market, json!({})).expect("nothing stops it");
        draft(world, &market).expect("and another may follow");
    });
}

/// The batches of the first line of a sale, oldest picked first.
fn batches(world: &World, sale: SaleId) -> Vec<BatchId> {
    let seen = world.context(&clerk(SHOP));
    let whole = world.read(move |read| sales::load_whole(read, &seen, sale)).expect("a sale");
    whole.lines.iter().map(|line| line.batch_id).collect()
}

#[test]
fn the_good_neighbours_of_a_recalled_batch_are_sold_first() {
    story(|world: &mut World| {
        let market = open(world);
        world.advance_days(1);
        let good = made(world, LAPAS, (market.trap, 3), market.maker, &json!({}));
        shelve(world, LAPAS, market.agreement, &[(good, 3)]);
        let notice = draft(world, &market).expect("drafted");
        approve(world, &head(LAPAS), notice).expect("approved");
        let sell = |quantity: i64, batch: Option<BatchId>, more: bool| {
            let id: SaleId = fresh(world);
            let input = json!({"id": id, "payment": "cash", "take_recalled": more,
                "lines": [{"product": market.trap, "quantity": quantity, "batch": batch}]});
            act(world, &clerk(SHOP), sales::sell, input).map(|_| batches(world, id))
        };
        assert_eq!(sell(1, None, false), Ok(vec![good]), "the older one must come back");
        assert_eq!(sell(1, Some(good), false), Ok(vec![good]));
        let no = Err("sales.recalled at lines[0].quantity".to_owned());
        assert_eq!(sell(1, Some(market.batch), false), no, "by its label");
        assert_eq!(sell(2, None, false), no, "one good piece is left");
        assert_eq!(sell(2, None, true), Ok(vec![good, market.batch]));
        let id: SaleId = fresh(world);
        let till = json!({"id": id, "payment": "cash", "really_there": true,
            "lines": [{"product": market.trap, "quantity": 1, "price": 30_000}]});
        let back = json!({"id": fresh::<kernel::RefundKind>(world), "sale": id, "reason": "cacat",
            "resellable": true, "lines": [{"position": 1, "quantity": 1}]});
        let till: sales::Sell = serde_json::from_value(till).expect("a sale");
        let how = sales::AtTill { priced_on: world.today(), hour_known: true };
        let (who, told) = (world.context(&clerk(SHOP)), till.clone());
        world.write(move |tx| sales::sell_at_till(tx, &who, &told, how)).expect("it happened");
        assert_eq!(batches(world, id), [market.batch], "no other is left");
        act(world, &clerk(SHOP), sales::refund, back).expect("brought back");
        let more = made(world, LAPAS, (market.trap, 1), market.maker, &json!({}));
        shelve(world, LAPAS, market.agreement, &[(more, 1)]);
        let (who, next) = (world.context(&clerk(SHOP)), fresh::<kernel::SaleKind>(world));
        let told = sales::Sell { id: next, ..till };
        world.write(move |tx| sales::sell_at_till(tx, &who, &told, how)).expect("it happened");
        assert_eq!(batches(world, next), [more], "a till without a label sells the good one");
    });
}

#[test]
fn a_shop_sends_its_pieces_back() {
    story(|world: &mut World| {
        let market = open(world);
        let notice = draft(world, &market).expect("drafted");
        let id: kernel::MovementId = fresh(world);
        let back = || {
            let input = json!({ "id": id, "notice": notice });
            act(world, &clerk(SHOP), feedback::send_back, input).map(|done| done.id)
        };
        assert_eq!(back().expect_err("only a draft"), "feedback.notice_over");
        approve(world, &head(LAPAS), notice).expect("approved");
        back().expect("proposed");
        let confirm = json!({ "movement": id });
        act(world, &officer(LAPAS), consignment::confirm_movement, confirm).expect("confirmed");
        let shelf = world.read(|read| consignment::shelf(read, SHOP)).expect("a shelf");
        assert!(shelf.iter().all(|row| row.batch_id != market.batch));
        let input = json!({ "id": fresh::<kernel::MovementKind>(world), "notice": notice });
        let no = act(world, &clerk(SHOP), feedback::send_back, input).expect_err("none left");
        assert_eq!(no, "feedback.nothing_there");
    });
}
