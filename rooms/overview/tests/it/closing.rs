//! Which periods are to be closed, the same here as on the page that closes them.

use kernel::StatementId;
use overview::Asked;
use serde_json::json;
use testkit::{World, story};

use crate::market::{Market, act, approved, fresh, head, officer, open, sell, send};

/// The periods on the officer's page.
fn closable(world: &World) -> Vec<String> {
    let asked: Asked = serde_json::from_value(json!({})).expect("a question");
    let who = world.context(&officer());
    let all = world.read(move |read| overview::overview(read, &who, &asked)).expect("an overview");
    let all = all.officer.expect("the officer's part").closable;
    all.iter().map(|one| format!("{}/{}", one.from, one.to)).collect()
}

/// What the page that closes offers.
fn offered(world: &World, market: &Market) -> String {
    let (who, id) = (world.context(&officer()), market.agreement);
    let found = world.read(move |read| settlement::running(read, &who, id, None));
    found.expect("a period").suggested_to.map(|day| day.to_string()).unwrap_or_default()
}

fn close(world: &World, market: &Market, to: &str) -> db::Result<web::Recorded> {
    let id: StatementId = fresh(world);
    let input = json!({"id": id, "agreement": market.agreement, "to": to});
    act(world, &officer(), settlement::close_statement, input)
}

#[test]
fn a_period_in_which_nothing_was_is_closed_with_the_next() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 30);
        world.set_day("2025-12-01");
        assert_eq!(closable(world), ["2025-11-03/2025-11-30"]);
        approved(world, &market, "2025-11-30");
        world.set_day("2026-01-02");
        assert_eq!(closable(world), [""; 0], "nothing lies there and nothing moved");
        let no = close(world, &market, "2025-12-31").expect_err("nothing to close");
        assert!(no.to_string().contains("nothing_to_close"), "{no}");
        world.set_day("2026-01-10");
        send(world, market.agreement, market.batch, 2);
        world.set_day("2026-01-15");
        assert_eq!(offered(world, &market), "2026-01-14", "with the month that is not over");
        assert_eq!(closable(world), [""; 0]);
        world.set_day("2026-02-02");
        assert_eq!(closable(world), ["2025-12-01/2026-01-31"]);
        assert_eq!(offered(world, &market), "2026-01-31");
        close(world, &market, "2026-01-31").expect("both months");
        // What lies there is told even where nothing moved.
        world.set_day("2026-03-02");
        assert_eq!(closable(world), ["2026-02-01/2026-02-28"]);
        assert_eq!(offered(world, &market), "2026-02-28");
    });
}

#[test]
fn an_addendum_of_later_leaves_the_cycle_of_today() {
    story(|world: &mut World| {
        let market = open(world);
        let amend = json!({
            "id": fresh::<()>(world), "agreement": market.agreement, "number": "ADD/1",
            "reason": "nota tiap minggu", "valid_from": "2026-01-05", "ends_on": "2026-11-02",
            "part": {"kind": "percent_of_gross", "percent": 20}, "price_set_by": "consignor",
            "cycle": "weekly", "payment_days": 7, "damage_borne_by": "consignor",
            "loss_borne_by": "shop", "return_days": 7, "notice_days": 14,
            "annex": [{"product": market.trap, "price": 30_000}],
        });
        act(world, &officer(), agreements::amend, amend).expect("an addendum");
        for side in ["consignor", "shop"] {
            let sign = json!({
                "id": fresh::<()>(world), "agreement": market.agreement, "side": side,
                "name": "Nama contoh", "office": "Jabatan contoh", "acting_for": "Pihak contoh",
                "signed_on": world.today(),
            });
            act(world, &officer(), agreements::sign, sign).expect("signed");
        }
        let enforce = json!({
            "id": fresh::<()>(world), "agreement": market.agreement, "no_scan_reason": "arsip",
        });
        act(world, &head(), agreements::enforce, enforce).expect("in force");
        world.set_day("2025-12-01");
        approved(world, &market, "2025-11-30");
        world.set_day("2025-12-20");
        assert_eq!(closable(world), [""; 0], "December is still a month");
        assert_eq!(offered(world, &market), "2025-12-19");
        world.set_day("2026-01-02");
        assert_eq!(closable(world), ["2025-12-01/2025-12-31"]);
        approved(world, &market, "2026-01-01");
        world.set_day("2026-01-13");
        // The days up to the addendum's own week, then its weeks.
        assert_eq!(closable(world), [""; 0]);
        approved(world, &market, "2026-01-04");
        assert_eq!(closable(world), ["2026-01-05/2026-01-11"]);
        assert_eq!(offered(world, &market), "2026-01-11");
    });
}
