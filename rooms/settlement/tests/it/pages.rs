//! The screens and the JSON door, as a browser and a program see them.

use axum::Router;
use kernel::{BillingId, DistributionId, ExpenseId, PayoutId, RemittanceId, RuleId, StatementId};
use serde_json::{Value, json};
use testkit::World;
use teststand::{Answer, look, send, serve};

use crate::market::{
    Market, act, approved, books, close, distribute, fresh, head, officer, open, remit, rule_input,
    sell, shopkeeper, template, treasurer,
};

/// One of everything.
struct Papers {
    market: Market,
    statement: StatementId,
    closed: StatementId,
    expense: ExpenseId,
    remittance: RemittanceId,
    rule: RuleId,
    draft: RuleId,
    distribution: DistributionId,
    payout: PayoutId,
    billing: BillingId,
}

fn papers(world: &mut World) -> Papers {
    let market = open(world);
    let rule = template(world);
    let draft: RuleId = fresh(world);
    let whole = json!([{"kind": "premi", "share": 60}, {"kind": "support_fund", "share": 40}]);
    let mut next = rule_input(draft, "proceeds", whole);
    next["valid_from"] = json!("2026-02-01");
    act(world, &officer(), settlement::draft_rule, next).expect("a draft");
    sell(world, &market, 12);
    world.set_day("2025-12-01");
    let statement = approved(world, &market, "2025-11-30");
    let remittance = remit(world, &market, 288_000);
    let distribution = distribute(world, statement);
    let expense: ExpenseId = fresh(world);
    act(
        world,
        &shopkeeper(),
        settlement::record_expense,
        json!({
            "id": expense, "agreement": market.agreement, "kind": "transport", "amount": 10_000,
            "spent_on": world.today(), "note": "becak",
            "evidence": {"name": "nota.pdf", "content": "JVBERi0xLjcKJSVFT0YK"},
        }),
    )
    .expect("an expense");
    sell(world, &market, 2);
    world.set_day("2026-01-02");
    let closed = close(world, &market, "2025-12-31");
    let payout: PayoutId = fresh(world);
    act(
        world,
        &treasurer(),
        settlement::record_payout,
        json!({
            "id": payout, "maker": market.makers[0], "part": "usable", "amount": 1_000,
            "method": "e_money", "paid_on": world.today(),
        }),
    )
    .expect("a payout");
    let billing: BillingId = fresh(world);
    act(
        world,
        &treasurer(),
        settlement::issue_billing,
        json!({
            "id": billing, "code": "820260102000001", "issued_on": world.today(),
            "distributions": [distribution],
        }),
    )
    .expect("a billing");
    Papers {
        market,
        statement,
        closed,
        expense,
        remittance,
        rule,
        draft,
        distribution,
        payout,
        billing,
    }
}

fn addresses(p: &Papers) -> Vec<(&'static str, String)> {
    let maker = p.market.makers[0];
    let of = |who: &'static str, address: String| (who, address);
    vec![
        of("kasubsi", "/nota".to_owned()),
        of("pemilik", "/nota?state=open&q=nota".to_owned()),
        of("kasubsi", format!("/nota/berjalan/{}", p.market.agreement)),
        of("pemilik", format!("/nota/berjalan/{}", p.market.agreement)),
        of("kalapas", format!("/nota/{}", p.closed)),
        of("pemilik", format!("/nota/{}", p.statement)),
        of("pemilik", format!("/nota/{}/sanggah", p.closed)),
        of("kalapas", format!("/nota/{}/tolak", p.closed)),
        of("pemilik", "/biaya".to_owned()),
        of("pemilik", "/biaya/baru".to_owned()),
        of("kalapas", format!("/biaya/{}", p.expense)),
        of("kalapas", format!("/biaya/{}/tolak", p.expense)),
        of("bendahara", "/setoran".to_owned()),
        of("pemilik", format!("/setoran/baru?agreement={}", p.market.agreement)),
        of("pemilik", "/setoran/umur".to_owned()),
        of("bendahara", format!("/setoran/{}", p.remittance)),
        of("bendahara", format!("/setoran/{}/tolak", p.remittance)),
        of("kasubsi", "/aturan".to_owned()),
        of("kasubsi", "/aturan/baru?template=1".to_owned()),
        of("kasubsi", format!("/aturan/baru?from={}", p.rule)),
        of("pengelola", "/aturan/baru".to_owned()),
        of("kalapas", "/aturan/setelan".to_owned()),
        of("kalapas", format!("/aturan/{}", p.draft)),
        of("kalapas", format!("/aturan/{}/tolak", p.draft)),
        of("bendahara", "/pembagian".to_owned()),
        of("bendahara", format!("/pembagian/baru/{}", p.closed)),
        of("bendahara", format!("/pembagian/{}", p.distribution)),
        of("bendahara", "/premi".to_owned()),
        of("bendahara", "/premi/bayar".to_owned()),
        of("bendahara", format!("/premi/bayar/baru?maker={maker}")),
        of("kalapas", format!("/premi/bayar/{}", p.payout)),
        of("kalapas", format!("/premi/bayar/{}/tolak", p.payout)),
        of("kasubsi", format!("/premi/{maker}")),
        of("kasubsi", format!("/premi/{maker}/slip/{}", p.distribution)),
        of("bendahara", "/pnbp".to_owned()),
        of("bendahara", "/pnbp/periksa".to_owned()),
        of("bendahara", "/pnbp/billing".to_owned()),
        of("bendahara", "/pnbp/billing/baru".to_owned()),
        of("bendahara", format!("/pnbp/billing/{}", p.billing)),
        of("bendahara", format!("/pnbp/billing/{}/setor", p.billing)),
        of("bendahara", "/pnbp/target".to_owned()),
    ]
}

#[test]
fn every_screen_opens_and_every_word_is_there() {
    let mut world = World::quick();
    let papers = papers(&mut world);
    let site = serve(&world, settlement::screens(), settlement::api());
    for (who, address) in addresses(&papers) {
        let shown = look(&site, who, &address);
        assert_eq!(shown.status, 200, "{who} {address}\n{}", shown.text);
        let bare = shown.text.split('>').find(|text| text.starts_with("settlement."));
        assert_eq!(bare, None, "{address} shows a key and not its words");
    }
}

#[test]
fn another_shop_and_another_side_see_nothing() {
    let mut world = World::quick();
    let papers = papers(&mut world);
    let site = serve(&world, settlement::screens(), settlement::api());
    let named = |a: &str| a.matches('-').count() >= 4 && !a.contains('?');
    for (_, address) in addresses(&papers).iter().filter(|(_, a)| named(a)) {
        let other = look(&site, "pemilik lain", address);
        assert!([403, 404].contains(&other.status), "{address}: {}", other.status);
    }
    let own = addresses(&papers);
    let units = ["/aturan", "/pembagian", "/premi", "/pnbp"];
    for (_, address) in own.iter().filter(|(_, a)| units.iter().any(|unit| a.starts_with(unit))) {
        let shop = look(&site, "pemilik", address);
        assert!([403, 404].contains(&shop.status), "{address}: {}", shop.status);
    }
}

fn has(answer: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(answer.text.contains(part), "{part} is not in\n{}", answer.text);
    }
}

fn form(pairs: &[(&str, &str)]) -> String {
    ui::query("", pairs).trim_start_matches('?').to_owned()
}

#[test]
fn the_editor_shows_the_worked_rupiah_before_anything_is_saved() {
    let world = World::quick();
    open(&world);
    let site = serve(&world, settlement::screens(), settlement::api());
    let typed = |first: &str| {
        form(&[
            ("id", "01900000-0000-7000-8000-00000000a001"),
            ("name", "Pembagian 2026"),
            ("valid_from", "2026-01-01"),
            ("base", "profit"),
            ("legal_basis", "contoh"),
            ("approving_officer", "Kalapas"),
            ("recipients[0][kind!]", "premi"),
            ("recipients[0][share]", first),
            ("recipients[1][kind!]", "support_fund"),
            ("recipients[1][share]", "35"),
            ("recipients[2][kind!]", "state_revenue"),
            ("recipients[2][share]", "15"),
            ("remainder_to", "2"),
            ("example[quantity]", "12"),
            ("example[price]", "30.000"),
            ("example[shop]", "20"),
            ("example[unit_cost]", "9.000"),
        ])
    };
    let counted = look(&site, "kasubsi", &format!("/aturan/baru?{}", typed("50")));
    let parts = ["Rp90.000", "Rp63.000", "Rp27.000", "Rp108.000", "Rp72.000", "Pembagian 2026"];
    has(&counted, &parts);
    let wrong = look(&site, "kasubsi", &format!("/aturan/baru?{}", typed("45")));
    has(&wrong, &["Bagian berjumlah 95%; harus tepat 100%."]);
    let refused = send(&site, "kasubsi", "/aturan/baru", &typed("45"));
    assert_eq!(refused.status, 422);
    has(&refused, &["Bagian berjumlah 95%", "value=\"45\"", "Pembagian 2026"]);
    let saved = send(&site, "kasubsi", "/aturan/baru", &typed("50"));
    assert_eq!(saved.status, 303, "{}", saved.text);
    let page = look(&site, "kalapas", &saved.location);
    has(&page, &["Pembagian 2026 · versi 1", "templat", "/setujui", "Rp90.000"]);
}

#[test]
fn forms_close_approve_pay_and_share() {
    let mut world = World::quick();
    let market = open(&world);
    template(&world);
    sell(&world, &market, 12);
    world.set_day("2025-12-01");
    let site = serve(&world, settlement::screens(), settlement::api());
    let id = |n: u32| format!("01900000-0000-7000-8000-00000000b{n:03}");
    let running = format!("/nota/berjalan/{}", market.agreement);
    has(&look(&site, "kasubsi", &running), &["value=\"2025-11-30\"", "001/NOTA/XI/2025"]);
    let early = form(&[("id", &id(1)), ("to", "2025-12-01"), ("number", "N-1")]);
    let refused = send(&site, "kasubsi", &running, &early);
    assert_eq!(refused.status, 422.min(refused.status));
    has(&refused, &["Masa nota harus sudah lewat", "value=\"N-1\""]);
    let right = form(&[("id", &id(1)), ("to", "2025-11-30"), ("number", "N-1")]);
    let statement = done(&site, "kasubsi", &running, &right);
    has(&look(&site, "kalapas", &statement), &["/setujui", "Rp288.000"]);
    let own = look(&site, "kasubsi", &statement);
    assert!(!own.text.contains("/setujui"));
    done(&site, "kalapas", &format!("{statement}/setujui"), "");
    let pay = form(&[
        ("id", &id(2)),
        ("agreement", &market.agreement.to_string()),
        ("amount", "288.000"),
        ("paid_on", "2025-12-01"),
        ("method", "cash"),
    ]);
    let remittance = done(&site, "pemilik", "/setoran/baru", &pay);
    done(&site, "bendahara", &format!("{remittance}/konfirmasi"), "");
    let share = statement.replace("/nota/", "/pembagian/baru/");
    has(&look(&site, "bendahara", &share), &["Rp90.000", "Rp108.000"]);
    let shared = done(&site, "bendahara", &share, &form(&[("id", &id(3))]));
    has(&look(&site, "bendahara", &shared), &["WB-001", "Rp45.000", "Rp27.000"]);
    let bill = form(&[
        ("id", &id(4)),
        ("distributions[]", shared.trim_start_matches("/pembagian/")),
        ("code", "820251201000001"),
        ("issued_on", "2025-12-01"),
        ("expires_on", ""),
    ]);
    let billing = done(&site, "bendahara", "/pnbp/billing/baru", &bill);
    let deposit = form(&[("id", &id(5)), ("paid_on", "2025-12-01"), ("ntpn", "0A1B2C3D4E5F6G7H")]);
    done(&site, "bendahara", &format!("{billing}/setor"), &deposit);
    done(&site, "kalapas", &format!("{billing}/konfirmasi"), "");
    has(&look(&site, "bendahara", &billing), &["Dibayar", "0A1B2C3D4E5F6G7H"]);
    assert!(books(&world).contains("state_revenue_paid 27000"));
}

/// Sends a form that must lead on, and tells where.
fn done(site: &Router, who: &str, address: &str, body: &str) -> String {
    let answer = send(site, who, address, body);
    assert_eq!(answer.status, 303, "{address}\n{}", answer.text);
    answer.location
}

#[test]
fn the_api_says_the_same() {
    let mut world = World::quick();
    let papers = papers(&mut world);
    let site = serve(&world, settlement::screens(), settlement::api());
    let get = |who: &str, path: &str| -> Value {
        let answer = look(&site, who, &format!("/api/v1{path}"));
        assert_eq!(answer.status, 200, "{path}\n{}", answer.text);
        serde_json::from_str(&answer.text).expect("JSON")
    };
    let maker = papers.market.makers[0];
    assert_eq!(get("pemilik", "/statements")["total"], json!(2));
    let one = get("pemilik", &format!("/statements/{}", papers.statement));
    assert_eq!(one["statement"]["due"], json!(288_000));
    let running =
        get("pemilik", &format!("/statements/running?agreement={}", papers.market.agreement));
    assert_eq!(running["due"], json!(0));
    let shared = get("bendahara", &format!("/distributions/{}", papers.distribution));
    assert_eq!(shared["parts"][0]["amount"], json!(90_000));
    assert_eq!(get("kasubsi", "/rules/in-force")["base"], json!("profit"));
    assert_eq!(get("kasubsi", "/premi")["items"][0]["credited"], json!(45_000));
    let list = get("kasubsi", &format!("/premi/{maker}/release-checklist"));
    assert_eq!(list["clear"], json!(false));
    assert_eq!(get("kasubsi", "/state-revenue/dues")["items"][0]["amount"], json!(27_000));
    for path in [
        "/expenses",
        "/remittances",
        "/ageing",
        "/rules",
        "/distributions",
        "/payouts",
        "/billings",
        "/targets?year=2025",
        "/state-revenue/checks",
        "/settlement-settings",
    ] {
        get("bendahara", path);
    }
    let slip = get("kasubsi", &format!("/premi/{maker}/slips/{}", papers.distribution));
    assert_eq!(slip[0]["sold"], json!(12));
    let preview = json!({
        "base": "profit", "remainder_to": 2, "recipients": [
            {"kind": "premi", "share": 50}, {"kind": "support_fund", "share": 35},
            {"kind": "state_revenue", "share": 15},
        ],
    });
    let worked = send(&site, "kasubsi", "/api/v1/rules/preview", &preview.to_string());
    assert!(worked.text.contains("63000"), "{}", worked.text);
    let approve =
        send(&site, "kalapas", &format!("/api/v1/statements/{}/approve", papers.closed), "{}");
    assert_eq!(approve.status, 200, "{}", approve.text);
    let other = look(&site, "pemilik lain", &format!("/api/v1/statements/{}", papers.statement));
    assert_eq!(other.status, 404);
    let _ = (head(), papers.rule);
}

#[test]
fn nobody_is_offered_what_he_may_not_do() {
    let mut world = World::quick();
    let papers = papers(&mut world);
    let site = serve(&world, settlement::screens(), settlement::api());
    for who in ["kasubsi", "kalapas", "bendahara", "pemilik", "pengelola"] {
        for (_, address) in addresses(&papers) {
            let shown = look(&site, who, &address);
            if shown.status != 200 {
                continue;
            }
            for link in own_links(&shown.text) {
                let led = look(&site, who, &link);
                assert_eq!(led.status, 200, "{who}: {address} leads to {link}");
            }
        }
    }
}

/// The links of a page that lead to screens of this room. Papers are pressed by the program, which
/// the room does not know; its crawler follows those.
fn own_links(text: &str) -> Vec<String> {
    let rooms = ["/nota", "/biaya", "/setoran", "/aturan", "/pembagian", "/premi", "/pnbp"];
    let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    // Papers and sheets are made by the whole program; its crawler follows those links.
    let made = |link: &str| [".pdf", ".xlsx", ".csv"].iter().any(|end| link.ends_with(end));
    let screens = links.filter(|link| !link.split('?').next().is_some_and(made));
    let own = screens.filter(|link| rooms.iter().any(|room| link.starts_with(room)));
    let own: std::collections::BTreeSet<_> = own.map(|link| link.replace("&amp;", "&")).collect();
    own.into_iter().collect()
}
