//! A campaign's story: from its links to what buyers ordered, took and brought back by them.

use db::Result;
use kernel::{Actor, EntryKind, OrderId, ProductId, RefundKind, SaleId};
use promotion::{CampaignId, CampaignSeen, OneCampaign, OneKit, Steps};
use serde_json::{Value, json};
use testkit::{
    LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, clerk, head, officer, overseer,
    story,
};
use web::Visits;

use crate::market::{Market, act, fresh, hold, no, open, place, tells};

pub fn start(world: &World, actor: &Actor, more: Value) -> Result<CampaignId, String> {
    let id: CampaignId = fresh(world);
    let mut input = json!({
        "id": id, "name": "Bazar <b>Januari</b>", "words": "Datang & lihat", "from": world.today(),
        "channels": [{ "name": "WhatsApp" }, { "name": "Poster" }],
    });
    for (key, value) in more.as_object().cloned().unwrap_or_default() {
        input[key] = value;
    }
    act(world, actor, promotion::start_campaign, input).map(|_| id)
}

pub fn seen(world: &World, actor: &Actor, campaign: CampaignId) -> Result<CampaignSeen, String> {
    let ctx = world.context(actor);
    let asked = OneCampaign { campaign };
    world.read(move |read| promotion::see_campaign(read, &ctx, &asked)).map_err(no)
}

/// A buyer's order by a link.
fn order(
    world: &World,
    code: &str,
    lines: &[(ProductId, i64)],
) -> std::result::Result<OrderId, String> {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(product, quantity)| json!({"product": product, "quantity": quantity}))
        .collect();
    let id: OrderId = fresh(world);
    let input = json!({ "id": id, "shop": SHOP, "lines": lines, "campaign": code });
    act(world, &Actor::nobody(), orders::place, input).map(|placed| placed.id)
}

fn collect(world: &World, order: OrderId) -> SaleId {
    let input = json!({ "order": order, "payment": "cash" });
    act(world, &clerk(SHOP), orders::collect, input).expect("collected").sale_id
}

fn counted(world: &World, code: &str, days: i64, times: i64) {
    let one = Visits { of: code.to_owned(), day: world.today().plus_days(days), times };
    world.write(move |tx| promotion::keep_visits(tx, std::slice::from_ref(&one))).expect("kept");
}

fn told(steps: &Steps) -> String {
    let Steps { visits, orders, set_aside, sales, sold, rupiah } = steps;
    format!("{visits} → {orders} → {set_aside} → {sales}: {sold} {rupiah}")
}

/// Each link's numbers and all of them, as one sees them.
fn numbers(world: &World, actor: &Actor, campaign: CampaignId) -> Vec<String> {
    let seen = seen(world, actor, campaign).expect("a campaign");
    let channels = seen.channels.iter().map(|one| format!("{} {}", one.name, told(&one.steps)));
    channels.chain([format!("all {}", told(&seen.all))]).collect()
}

fn codes(world: &World, campaign: CampaignId) -> Vec<String> {
    let seen = seen(world, &officer(LAPAS), campaign).expect("a campaign");
    seen.channels.into_iter().map(|one| one.code).collect()
}

#[test]
fn every_number_comes_from_its_orders_and_their_sales() {
    story(|world: &mut World| {
        let Market { trap, nest, .. } = open(world);
        let kasubsi = officer(LAPAS);
        let goods = json!({ "goods": [{ "product": trap }] });
        let id = start(world, &kasubsi, goods).expect("a campaign");
        let [chat, poster] = codes(world, id).try_into().expect("two links");
        counted(world, &chat, 0, 7);
        counted(world, &chat, 0, 2);
        counted(world, &poster, 0, 1);
        // Before it began, and of a link that nobody made: neither is kept, neither stops the rest.
        counted(world, &chat, -1, 50);
        counted(world, "AAAAAAA", 0, 50);
        let taken = order(world, &chat, &[(trap, 2), (nest, 1)]).expect("an order");
        hold(world, taken).expect("set aside");
        let sale = collect(world, taken);
        // Who came by no link is no link's.
        place(world, &[(trap, 1)]).expect("an order");
        order(world, &chat.to_lowercase(), &[(trap, 1)]).expect("an order that waits");
        let ended = order(world, &poster, &[(trap, 1)]).expect("an order");
        let lapse = json!({ "order": ended, "reason": "Tidak datang" });
        act(world, &clerk(SHOP), orders::lapse, lapse).expect("ended");
        let first = numbers(world, &kasubsi, id);
        tells(
            &first.join("\n"),
            &[
                "WhatsApp 9 → 2 → 3 → 1: 3 Rp90.000",
                "Poster 1 → 1 → 0 → 0: 0 Rp0",
                "all 10 → 3 → 3 → 1: 3 Rp90.000",
            ],
        );
        // What is brought back is no longer what the campaign sold.
        let refund = json!({
            "id": fresh::<RefundKind>(world), "sale": sale, "reason": "Rusak", "resellable": false,
            "lines": [{ "position": 1, "quantity": 1 }],
        });
        act(world, &clerk(SHOP), sales::refund, refund).expect("brought back");
        let after = numbers(world, &kasubsi, id);
        assert_eq!(after[2], "all 10 → 3 → 3 → 1: 2 Rp60.000");
        first.join("\n")
    });
}

#[test]
fn each_sees_his_own_part_and_a_stranger_nothing() {
    story(|world: &mut World| {
        let Market { trap, .. } = open(world);
        let goods = json!({ "goods": [{ "product": trap }] });
        let id = start(world, &officer(LAPAS), goods.clone()).expect("a campaign");
        let [chat, _] = codes(world, id).try_into().expect("two links");
        order(world, &chat, &[(trap, 1)]).expect("an order");
        counted(world, &chat, 0, 5);
        for (actor, orders) in [
            (officer(LAPAS), 1),
            (head(LAPAS), 1),
            (administrator(), 1),
            (clerk(SHOP), 1),
            // It sells the trap too; the order went elsewhere.
            (clerk(OTHER_SHOP), 0),
        ] {
            let all = seen(world, &actor, id).expect("a campaign").all;
            assert_eq!((all.visits, all.orders), (5, orders), "{}", actor.name);
        }
        for actor in [officer(OTHER_LAPAS), overseer("Kanwil Contoh"), Actor::nobody()] {
            let no = seen(world, &actor, id).expect_err("not his");
            assert_eq!(no, "promotion.campaign_unknown", "{}", actor.name);
        }
        // A shop's own is nobody else's, not even the unit's.
        let own = start(world, &clerk(SHOP), goods).expect("a shop's campaign");
        assert_eq!(seen(world, &clerk(SHOP), own).expect("its own").all.orders, 0);
        for actor in [officer(LAPAS), clerk(OTHER_SHOP)] {
            assert!(seen(world, &actor, own).is_err(), "{}", actor.name);
        }
        let listed = |actor: &Actor| {
            let ctx = world.context(actor);
            world.read(move |read| promotion::list_campaigns(read, &ctx, None)).map(|all| all.len())
        };
        let lists = [officer(LAPAS), clerk(SHOP), clerk(OTHER_SHOP), administrator()];
        let lists: Vec<usize> = lists.iter().map(|actor| listed(actor).expect("a list")).collect();
        assert_eq!(lists, [1, 2, 1, 2]);
        let end = json!({ "id": fresh::<EntryKind>(world), "campaign": id });
        for actor in [clerk(SHOP), head(LAPAS), officer(OTHER_LAPAS), administrator()] {
            let no = act(world, &actor, promotion::end_campaign, end.clone());
            assert!(no.is_err(), "{} may not end it", actor.name);
        }
    });
}

#[test]
fn it_counts_from_its_first_day_to_its_last() {
    story(|world: &mut World| {
        let Market { trap, .. } = open(world);
        let kasubsi = officer(LAPAS);
        let (from, until) = (world.today().plus_days(1), world.today().plus_days(3));
        let more = json!({ "goods": [{ "product": trap }], "from": from, "until": until });
        let id = start(world, &kasubsi, more).expect("a campaign");
        let [chat, _] = codes(world, id).try_into().expect("two links");
        let come = |world: &World| {
            counted(world, &chat, 0, 1);
            order(world, &chat, &[(trap, 1)]).expect("an order");
        };
        come(world);
        world.advance_days(1);
        come(world);
        world.advance_days(1);
        come(world);
        let end = json!({ "id": fresh::<EntryKind>(world), "campaign": id });
        act(world, &kasubsi, promotion::end_campaign, end.clone()).expect("ended");
        act(world, &kasubsi, promotion::end_campaign, end).expect("sent twice, ended once");
        world.advance_days(1);
        come(world);
        let all = seen(world, &kasubsi, id).expect("a campaign").all;
        assert_eq!((all.visits, all.orders), (2, 2), "before the first day and after the last");
        let late = json!({ "id": fresh::<EntryKind>(world), "campaign": id, "name": "Radio" });
        let no = act(world, &kasubsi, promotion::add_channel, late).expect_err("it is over");
        assert_eq!(no, "promotion.campaign_ended");
    });
}

#[test]
fn what_is_wrong_is_refused_whole() {
    story(|world: &mut World| {
        let Market { trap, nest, .. } = open(world);
        let (kasubsi, toko) = (officer(LAPAS), clerk(OTHER_SHOP));
        let good = |id: ProductId| json!({ "product": id });
        let unknown: ProductId = fresh(world);
        let many: Vec<Value> = (0..13).map(|_| good(fresh(world))).collect();
        let links: Vec<Value> =
            (0..11).map(|n| json!({ "name": format!("Saluran {n}") })).collect();
        let before = world.today().plus_days(-1);
        let own = json!([good(trap)]);
        let nos = [
            start(world, &kasubsi, json!({})),
            start(world, &kasubsi, json!({ "goods": many })),
            start(world, &kasubsi, json!({ "goods": [good(trap), good(trap)] })),
            start(world, &kasubsi, json!({ "goods": [good(trap), good(unknown)] })),
            // The other shop does not sell nests.
            start(world, &toko, json!({ "goods": [good(nest)] })),
            start(world, &kasubsi, json!({ "goods": own, "channels": [] })),
            start(world, &kasubsi, json!({ "goods": own, "channels": links })),
            start(world, &kasubsi, json!({ "goods": own, "until": before })),
            start(world, &administrator(), json!({ "goods": own })),
            start(world, &Actor::nobody(), json!({ "goods": own })),
        ];
        let nos: Vec<String> = nos.into_iter().map(|no| no.expect_err("refused")).collect();
        tells(
            &nos.join("\n"),
            &[
                "promotion.no_good at goods",
                "promotion.too_many_goods at goods max=12",
                "promotion.good_twice at goods[1].product",
                "promotion.good_unknown at goods[1].product",
                "promotion.good_unknown at goods[0].product",
                "promotion.no_channel at channels",
                "promotion.too_many_channels at channels max=10",
                "promotion.until_before at until",
                "promotion.campaign_unknown",
                "promotion.campaign_unknown",
            ],
        );
        let ctx = world.context(&administrator());
        let all = world.read(move |read| promotion::list_campaigns(read, &ctx, None));
        assert!(all.expect("a list").is_empty(), "nothing is half written");
        // A forged code is no code; one that nobody made counts nowhere.
        let forged = order(world, "KXMTRWQ", &[(trap, 1)]).expect_err("a letter is wrong");
        assert_eq!(forged, "orders.campaign_code at campaign");
        nos.join("\n")
    });
}

#[test]
fn a_kit_leads_to_the_campaign_that_was_chosen() {
    let world = World::quick();
    let Market { trap, nest, .. } = open(&world);
    let kasubsi = officer(LAPAS);
    let id = start(&world, &kasubsi, json!({ "goods": [{ "product": trap }] })).expect("one");
    let code = codes(&world, id).remove(0);
    let leads = |actor: &Actor, product: ProductId, k: Option<&str>| {
        let (ctx, k) = (world.context(actor), k.map(str::to_owned));
        let asked = OneKit { product, shop: SHOP, k };
        let kit = world.read(move |read| {
            promotion::show(read, &ctx, &asked).map(|kit| kit.offered(&ctx, "https://h"))
        });
        kit.map(|offered| offered.address_online).map_err(no)
    };
    let own = leads(&kasubsi, trap, Some(&code.to_lowercase()));
    assert_eq!(own, Ok(format!("https://h/k/{code}")));
    assert_eq!(leads(&clerk(SHOP), trap, Some(&code)), Ok(format!("https://h/k/{code}")));
    assert!(leads(&kasubsi, trap, None).expect("a kit").starts_with("https://h/etalase/"));
    for (actor, product, k) in [
        (&kasubsi, nest, code.as_str()),
        (&kasubsi, trap, "KXMTRWQ"),
        (&officer(OTHER_LAPAS), trap, code.as_str()),
    ] {
        assert!(leads(actor, product, Some(k)).is_err(), "{} {k}", actor.name);
    }
}
