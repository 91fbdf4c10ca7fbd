//! The shop's word on a statement.

use kernel::{Actor, StatementId};
use serde_json::{Value, json};
use testkit::{OTHER_SHOP, SHOP, World, story};
use teststand::{look, serve};

use crate::market::{act, close, fresh, head, open, refused, sell, shopkeeper};

fn agree(world: &World, who: &Actor, statement: StatementId) -> db::Result<web::Recorded> {
    let id: kernel::Id<()> = fresh(world);
    let input = json!({"id": id, "statement": statement});
    act(world, who, settlement::agree_statement, input)
}

fn dispute(world: &World, statement: StatementId, reason: &str) -> db::Result<web::Recorded> {
    let id: kernel::Id<()> = fresh(world);
    let input = json!({"id": id, "statement": statement, "reason": reason});
    act(world, &shopkeeper(), settlement::dispute_statement, input)
}

#[test]
fn a_shop_agrees_or_says_what_is_wrong_and_the_unit_sees_it() {
    story(|world| {
        let market = open(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let statement = close(world, &market, "2025-11-30");
        let site = serve(world, settlement::screens(), settlement::api());
        let page = |who: &str| look(&site, who, &format!("/nota/{statement}")).text;
        assert!(page("kalapas").contains("Toko belum menjawab"), "{}", page("kalapas"));
        assert!(page("pemilik").contains("/cocok") && !page("kalapas").contains("/cocok"));

        dispute(world, statement, "Laku 11, bukan 12").expect("a dispute");
        assert!(page("kalapas").contains("Laku 11, bukan 12"), "{}", page("kalapas"));
        assert!(look(&site, "kasubsi", "/nota").text.contains("Disanggah toko"));
        let api = format!("/api/v1/statements/{statement}");
        let told: Value = serde_json::from_str(&look(&site, "kalapas", &api).text).expect("JSON");
        assert_eq!(told["answer"]["answer"], "disputed");
        assert_eq!(told["statement"]["shop_answer"], "disputed");

        // It was settled between the two: the last word counts, and it is said once.
        agree(world, &shopkeeper(), statement).expect("agreed");
        assert!(!look(&site, "kasubsi", "/nota").text.contains("Disanggah toko"));
        let again = refused(agree(world, &shopkeeper(), statement));
        assert_eq!(again, "settlement.already_answered");
        let input = json!({"statement": statement});
        act(world, &head(), settlement::approve_statement, input).expect("approved by the unit");
        again
    });
}

#[test]
fn nobody_else_speaks_for_the_shop() {
    story(|world| {
        let market = open(world);
        sell(world, &market, 3);
        world.set_day("2025-12-01");
        let statement = close(world, &market, "2025-11-30");
        let told = [
            refused(agree(world, &testkit::shopkeeper(OTHER_SHOP), statement)),
            refused(agree(world, &head(), statement)),
            refused(agree(world, &testkit::clerk(SHOP), statement)),
        ];
        assert_eq!(told, ["settlement.unknown", "settlement.not_the_shops", "kernel.not_allowed"]);
        let input = json!({"statement": statement, "reason": "Salah hitung"});
        act(world, &head(), settlement::reject_statement, input).expect("sent back");
        let late = refused(agree(world, &shopkeeper(), statement));
        assert_eq!(late, "settlement.already_decided");
        late
    });
}
