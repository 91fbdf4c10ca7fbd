//! The page, as a browser sees it: every link leads to a page.

use std::collections::BTreeSet;

use testkit::World;
use teststand::look;

use crate::market::{
    Market, act, approved, close, distribute, fresh, head, open, refund, remit, sell, send,
    shopkeeper, template,
};

/// All rooms, so that a link can be followed.
fn serve(world: &World) -> axum::Router {
    let screens = overview::screens()
        .and(people::screens())
        .and(catalogue::screens())
        .and(agreements::screens())
        .and(production::screens())
        .and(consignment::screens())
        .and(sales::screens())
        .and(settlement::screens());
    teststand::serve(world, screens, overview::api().and(settlement::api()))
}

fn year(world: &mut World) -> Market {
    let market = open(world);
    template(world);
    let sale = sell(world, &market, 12);
    world.set_day("2025-12-01");
    let statement = approved(world, &market, "2025-11-30");
    remit(world, &market, 288_000);
    distribute(world, statement);
    send(world, market.agreement, market.batch, 2);
    sell(world, &market, 15);
    refund(world, sale, 1);
    market
}

/// The addresses within this house that a page links to.
fn links(text: &str) -> BTreeSet<String> {
    let after = text.split("href=\"").skip(1);
    let all = after.filter_map(|rest| rest.split('"').next());
    all.filter(|address| address.starts_with('/')).map(|one| one.replace("&amp;", "&")).collect()
}

#[test]
fn every_link_leads_to_a_page_that_he_may_see() {
    let mut world = World::quick();
    year(&mut world);
    let router = serve(&world);
    let of_unit = format!("/beranda?bulan=2025-11&consignor={}", testkit::LAPAS);
    for who in ["kalapas", "kasubsi", "bendahara", "pemilik", "pemilik lain", "kanwil", "pengelola"]
    {
        for address in ["/beranda", "/beranda?bulan=2025-12", "/beranda?bulan=2025-10", &of_unit] {
            let page = look(&router, who, address);
            assert_eq!(page.status, 200, "{who} {address}");
            assert!(!page.text.contains("overview."), "{who} {address}: a word is missing");
            let found = links(&page.text);
            assert!(!found.is_empty(), "{who} {address} leads nowhere");
            for link in found {
                let there = look(&router, who, &link);
                assert_eq!(there.status, 200, "{who} on {address} follows {link}");
            }
        }
    }
}

#[test]
fn the_page_and_the_api_say_the_same() {
    let mut world = World::quick();
    year(&mut world);
    let router = serve(&world);
    let page = look(&router, "kalapas", "/beranda?bulan=2025-11");
    let json = look(&router, "kalapas", "/api/v1/overview?month=2025-11");
    assert_eq!(json.status, 200, "{}", json.text);
    let told: serde_json::Value = serde_json::from_str(&json.text).expect("json");
    for (name, shown) in [
        ("source", "Rp360.000"),
        ("shop_part", "Rp72.000"),
        ("working_capital", "Rp108.000"),
        ("premi", "Rp90.000"),
        ("support_fund", "Rp63.000"),
        ("state_revenue", "Rp27.000"),
    ] {
        let amount = told["head"]["money"][name].as_i64().expect("a number");
        assert_eq!(kernel::Rupiah(amount).to_string(), shown);
        assert!(page.text.contains(shown), "{shown}");
    }
    assert!(!page.text.contains("WB-00") && !json.text.contains("WB-00"));
}

#[test]
fn the_first_run_says_how_to_begin() {
    let world = World::quick();
    let router = serve(&world);
    let page = look(&router, "pengelola", "/beranda");
    assert_eq!(page.status, 200);
    assert!(page.text.contains("/upt/baru"), "{}", page.text);
    let english = look(&router, "pemilik", "/api/v1/overview?month=2025-99");
    assert_eq!(english.status, 422);
}

#[test]
fn the_shop_sees_which_statements_it_owes() {
    let mut world = World::quick();
    let market = open(&world);
    sell(&world, &market, 12);
    world.set_day("2025-12-01");
    let rejected = close(&world, &market, "2025-11-20");
    let back = serde_json::json!({"statement": rejected, "reason": "kurang sepuluh hari"});
    act(&world, &head(), settlement::reject_statement, back).expect("sent back");
    let paid = approved(&world, &market, "2025-11-29");
    remit(&world, &market, 288_000);
    sell(&world, &market, 2);
    world.set_day("2025-12-10");
    let owed = approved(&world, &market, "2025-12-05");
    sell(&world, &market, 1);
    world.set_day("2025-12-20");
    let closed = close(&world, &market, "2025-12-15");
    let router = serve(&world);
    let page = look(&router, "pemilik", "/beranda").text;
    let row = |id: kernel::StatementId| {
        let (_, table) = page.split_once("Nota terbaru").expect("the newest statements");
        let row = table.split("<tr").find(|row| row.contains(&id.to_string()));
        row.unwrap_or_default().to_owned()
    };
    assert_eq!(row(rejected), "");
    for (id, state, open) in
        [(paid, "Lunas", "Rp0"), (owed, "Belum lunas", "Rp48.000"), (closed, "Menunggu", "Rp0")]
    {
        assert!(row(id).contains(state) && row(id).contains(open), "{state} in {}", row(id));
    }
}

#[test]
fn the_treasurer_sees_the_target_beside_what_was_deposited() {
    let world = World::quick();
    open(&world);
    let target = serde_json::json!({
        "id": fresh::<settlement::inputs::TargetKind>(&world), "year": 2025, "month": 0,
        "amount": 700_000,
    });
    act(&world, &head(), settlement::set_target, target).expect("a target");
    let page = look(&serve(&world), "bendahara", "/beranda").text;
    assert!(page.contains("Rp700.000"), "{page}");
}

/// Each figure leads to the lines of which it is the sum, and to no others.
#[test]
fn the_lists_behind_a_months_money_sum_to_it() {
    let mut world = World::quick();
    let market = open(&world);
    template(&world);
    let spent = |world: &World, amount: i64| {
        let id: kernel::ExpenseId = fresh(world);
        let expense = serde_json::json!({
            "id": id, "agreement": market.agreement, "kind": "transport", "amount": amount,
            "spent_on": world.today(), "note": "becak",
        });
        act(world, &shopkeeper(), settlement::record_expense, expense).expect("recorded");
        let yes = serde_json::json!({"expense": id});
        act(world, &head(), settlement::confirm_expense, yes).expect("confirmed");
    };
    sell(&world, &market, 12);
    spent(&world, 20_000);
    world.set_day("2025-12-01");
    let first = approved(&world, &market, "2025-11-30");
    remit(&world, &market, 268_000);
    distribute(&world, first);
    sell(&world, &market, 5);
    spent(&world, 7_000);
    world.set_day("2026-01-02");
    let second = approved(&world, &market, "2025-12-31");
    remit(&world, &market, 113_000);
    distribute(&world, second);
    let router = serve(&world);
    let sum = |path: &str, of: &str| -> i64 {
        let api = path.replacen("/pembagian", "/distributions", 1);
        let api = api.replacen("/biaya", "/expenses", 1);
        let told = look(&router, "kalapas", &format!("/api/v1{api}"));
        assert_eq!(told.status, 200, "{api}: {}", told.text);
        let all: serde_json::Value = serde_json::from_str(&told.text).expect("JSON");
        let items = all["items"].as_array().expect("items");
        let page = look(&router, "kalapas", path).text;
        assert_eq!(page.contains("Rp"), !items.is_empty(), "{path}");
        items.iter().map(|one| one[of].as_i64().expect("rupiah")).sum()
    };
    for (month, [expenses, due, premi, credited]) in
        [("2025-11", [20_000, 268_000, 80_000, 0]), ("2025-12", [7_000, 113_000, 34_000, 80_000])]
    {
        let page = look(&router, "kalapas", &format!("/beranda?bulan={month}")).text;
        let all = links(&page);
        let link = |start: &str| {
            let found = all.iter().find(|link| link.starts_with(start));
            found.unwrap_or_else(|| panic!("{start} is not in {all:?}")).clone()
        };
        let shared = link("/pembagian?from=");
        assert_eq!((sum(&shared, "due"), sum(&shared, "premi")), (due, premi), "{month}");
        assert_eq!(sum(&link("/biaya?state=confirmed&from="), "amount"), expenses, "{month}");
        assert_eq!(sum(&link("/pembagian?shared_from="), "premi"), credited, "{month}");
        assert!(all.contains(&link("/nota?state=unshared&from=")));
    }
    let page = look(&router, "kanwil", "/beranda?bulan=2025-11").text;
    let report = format!("/laporan/{}/2025-11", testkit::LAPAS);
    assert!(links(&page).contains(&report), "{page}");
}
