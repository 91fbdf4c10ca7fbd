//! What people want made: asked with their consent, quoted in one step, and forgotten.

use db::sql;
use kernel::{Actor, LeadId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, clerk, head, officer, story};
use teststand::{look, send, serve};

use crate::market::{act, fresh, open, tells};

fn ask(world: &World, more: Value) -> Result<LeadId, String> {
    let id: LeadId = fresh(world);
    let mut input = json!({
        "id": id, "consignor": LAPAS, "what": "Meja makan kayu jati", "quantity": 2,
        "measures": "170 × 90 × 75 cm", "name": "Budi", "whatsapp": "0812-3456-7890",
        "consent": true,
    });
    for (key, value) in more.as_object().cloned().unwrap_or_default() {
        input[key] = value;
    }
    act(world, &Actor::nobody(), orders::ask_lead, input).map(|_| id)
}

fn seen(world: &World, actor: &Actor, lead: LeadId) -> String {
    let ctx = world.context(actor);
    let asked = orders::OneLead { lead };
    match world.read(move |read| orders::load_lead(read, &ctx, &asked)) {
        Ok(whole) => {
            let buyer = whole.buyer.map(|buyer| format!("{:?} {}", buyer.name, buyer.whatsapp));
            format!("{} {}", whole.lead.state, buyer.unwrap_or_else(|| "nobody".to_owned()))
        }
        Err(error) => crate::market::no(error),
    }
}

/// Buyers of whom anything is written down.
fn kept(world: &World) -> i64 {
    let statement = sql!("SELECT CAST(COUNT(*) AS bigint) FROM orders_lead_buyer");
    world.read(move |read| read.one(statement, &[], |row| row.get(0))).expect("a count")
}

#[test]
fn a_lead_becomes_a_quote_and_the_person_goes_with_it() {
    story(|world: &mut World| {
        let market = open(world);
        let lead = ask(world, json!({})).expect("asked");
        assert_eq!(seen(world, &officer(LAPAS), lead), "new Some(\"Budi\") 6281234567890");
        let quote = json!({
            "lead": lead, "product": market.trap, "price": 2_500_000, "due_on": "2025-12-20",
        });
        let first =
            act(world, &officer(LAPAS), orders::quote_lead, quote.clone()).expect("a quote");
        let again = act(world, &officer(LAPAS), orders::quote_lead, quote).expect("again");
        assert_eq!((first.already, again.already, first.job_id), (false, true, again.job_id));
        let job = world.read(move |read| production::load_job(read, first.job_id)).expect("a job");
        assert_eq!(
            (job.quantity.0, job.what.as_str()),
            (2, "Meja makan kayu jati\n170 × 90 × 75 cm")
        );
        assert_eq!(kept(world), 0, "the job has the person now");
        assert_eq!(seen(world, &officer(LAPAS), lead), "quoted nobody");
    });
}

#[test]
fn a_person_is_forgotten_by_the_clock_and_by_a_button() {
    story(|world: &mut World| {
        open(world);
        let (first, second) =
            (ask(world, json!({})).expect("asked"), ask(world, json!({})).expect("asked"));
        let erase = json!({ "lead": first });
        act(world, &officer(LAPAS), orders::erase_lead, erase).expect("erased");
        assert_eq!(kept(world), 1);
        world.advance_days(89);
        assert!(seen(world, &officer(LAPAS), second).contains("Budi"));
        world.advance_days(1);
        assert_eq!(seen(world, &officer(LAPAS), second), "new nobody", "shown no more");
        ask(world, json!({"name": null})).expect("whatever is written erases who is due");
        assert_eq!(kept(world), 1);
        let third = ask(world, json!({})).expect("asked");
        let no = json!({ "lead": third, "reason": "Alatnya tidak ada" });
        act(world, &officer(LAPAS), orders::decline_lead, no).expect("declined");
        assert!(seen(world, &officer(LAPAS), third).contains("Budi"), "he must be told");
        world.advance_days(7);
        assert_eq!(seen(world, &officer(LAPAS), third), "declined nobody");
    });
}

#[test]
fn the_journal_knows_no_buyer() {
    story(|world: &mut World| {
        open(world);
        let lead = ask(world, json!({})).expect("asked");
        let lines = world.read(move |read| journal::history(read, lead)).expect("lines");
        let told = format!("{lines:?}");
        assert!(!told.contains("Budi") && !told.contains("3456") && !told.contains("jati"));
        // Not even a digest knows the number: a corrected one is no other lead.
        let again = json!({"id": lead, "whatsapp": "0899-9999-9999"});
        assert_eq!(ask(world, again).map(drop), Ok(()));
        let lines = world.read(move |read| journal::history(read, lead)).expect("lines");
        assert!(lines.len() == 2 && !format!("{lines:?}").contains("9999"), "{lines:?}");
    });
}

#[test]
fn what_is_corrected_is_what_the_unit_reads() {
    story(|world: &mut World| {
        open(world);
        let lead = ask(world, json!({})).expect("asked");
        let what = |world: &World| {
            let ctx = world.context(&officer(LAPAS));
            let whole =
                world.read(move |read| orders::load_lead(read, &ctx, &orders::OneLead { lead }));
            let lead = whole.expect("a lead").lead;
            (lead.what, lead.measures)
        };
        let better = json!({
            "id": lead, "what": "Meja makan kayu sungkai", "measures": null,
            "whatsapp": "0899-9999-9999", "name": "Budi S",
        });
        for _ in 0..2 {
            ask(world, better.clone()).expect("corrected");
            assert_eq!(what(world), ("Meja makan kayu sungkai".to_owned(), None));
            assert_eq!(seen(world, &officer(LAPAS), lead), "new Some(\"Budi S\") 6289999999999");
        }
        let lines = world.read(move |read| journal::history(read, lead)).expect("lines");
        assert_eq!(lines.len(), 2, "the same twice is one correction");
        let more = ask(world, json!({"id": lead, "quantity": 3})).expect_err("another order");
        assert_eq!(more, "journal.id_reused");
        let no = json!({ "lead": lead, "reason": "Alatnya tidak ada" });
        act(world, &officer(LAPAS), orders::decline_lead, no).expect("declined");
        ask(world, better).expect("what was sent before was sent");
        let late = ask(world, json!({"id": lead})).expect_err("nobody would read it");
        assert_eq!(late, "journal.id_reused");
    });
}

#[test]
fn wrong_leads_leave_nothing() {
    story(|world: &mut World| {
        let market = open(world);
        let stranger: LeadId = fresh(world);
        let said = [
            json!({"consent": false}),
            json!({"whatsapp": "021-5551234"}),
            json!({"whatsapp": "12345"}),
            json!({"website": "x"}),
            json!({"what": "a".repeat(1_001)}),
            json!({"quantity": 10_001}),
            json!({"wanted_on": "2025-11-02"}),
            json!({"consignor": OTHER_LAPAS, "product": market.trap}),
            json!({"product": stranger}),
        ]
        .map(|more| ask(world, more).expect_err("refused"));
        assert_eq!(kept(world), 0);
        tells(
            &said.join("\n"),
            &[
                "orders.consent_missing at consent",
                "orders.number_wrong at whatsapp",
                "orders.number_wrong at whatsapp",
                "orders.trap at website",
                "orders.what_too_long at what max=1000",
                "orders.too_many_pieces at quantity max=10000",
                "orders.wanted_before at wanted_on",
                "people.unknown",
                "orders.product_unknown at product",
            ],
        );
    });
}

#[test]
fn a_lead_is_its_units_and_its_person_for_those_who_answer() {
    story(|world: &mut World| {
        open(world);
        let lead = ask(world, json!({})).expect("asked");
        let people = [officer(LAPAS), head(LAPAS), officer(OTHER_LAPAS), clerk(SHOP)];
        tells(
            &people.map(|actor| seen(world, &actor, lead)).join("\n"),
            &[
                "new Some(\"Budi\") 6281234567890",
                "new nobody",
                "orders.lead_unknown",
                "orders.lead_unknown",
            ],
        );
    });
}

#[test]
fn from_the_form_to_the_quote() {
    story(|world: &mut World| {
        let market = open(world);
        let site = serve(world, orders::screens(), orders::api());
        let address = format!("/pesan-khusus/{LAPAS}");
        let form = look(&site, "nobody", &address);
        assert!(form.text.contains("Karya Contoh") && !form.text.contains("Lapas Contoh"));
        let id: LeadId = fresh(world);
        let body =
            format!("id={id}&what=Rak+buku&quantity=1&whatsapp=08123456789&consent=on&website=");
        let sent = send(&site, "nobody", &address, &body);
        assert_eq!(sent.location, format!("{address}/terkirim"), "{}", sent.text);
        assert!(look(&site, "nobody", &sent.location).text.contains("Terima kasih"));
        let list = look(&site, "kasubsi", "/prospek-pesanan");
        assert!(list.text.contains("Rak buku") && !list.text.contains("0812-3456"));
        let page = format!("/prospek-pesanan/{id}");
        assert!(look(&site, "kasubsi", &page).text.contains("0812-3456-789"));
        assert!(!look(&site, "kalapas", &page).text.contains("0812-3456-789"));
        assert_eq!(look(&site, "tetangga", &page).status, 404);
        let quote = format!("product={}&price=400.000&due_on=2025-12-20", market.trap);
        let done = send(&site, "kasubsi", &format!("{page}/penawaran"), &quote);
        assert_eq!(done.status, 303, "{}", done.text);
        assert!(done.location.starts_with("/pesanan/"), "{}", done.location);
        let refused = send(&site, "nobody", &address, "what=a&quantity=1&whatsapp=1&consent=on");
        assert_eq!(refused.status, 422);
    });
}

#[test]
fn wishes_that_nobody_reads_keep_nobody_out_for_long() {
    story(|world: &mut World| {
        open(world);
        for _ in 0..200 {
            ask(world, json!({})).expect("asked");
        }
        tells(&ask(world, json!({})).expect_err("too many wait"), &["orders.unit_full"]);
        world.advance_days(13);
        ask(world, json!({})).expect_err("they wait still");
        world.advance_days(1);
        ask(world, json!({})).expect("after two weeks they count no more");
    });
}

#[test]
fn one_address_asks_one_unit_five_times_a_day() {
    story(|world: &mut World| {
        open(world);
        let site = serve(world, orders::screens(), orders::api());
        let one = |world: &World| {
            let id: LeadId = fresh(world);
            let body = format!("id={id}&what=Rak&quantity=1&whatsapp=08123456789&consent=on");
            send(&site, "nobody", &format!("/pesan-khusus/{LAPAS}"), &body).status
        };
        let statuses: Vec<u16> = (0..6).map(|_| one(world)).collect();
        assert_eq!(statuses, [303, 303, 303, 303, 303, 429]);
        world.advance_seconds(3_600);
        assert_eq!(one(world), 429);
        world.advance_days(1);
        assert_eq!(one(world), 303);
    });
}
