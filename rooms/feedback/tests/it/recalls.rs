//! A batch that must come back: drafted by one, approved by another, read by all, sent back.

use kernel::{Actor, NoticeId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, actor, clerk, head, officer, story};

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
