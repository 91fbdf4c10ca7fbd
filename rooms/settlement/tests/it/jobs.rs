//! What a job made to order brings in is shared like a statement, once.

use kernel::{BatchId, BillingId, DistributionId, JobId, Rupiah};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, World, story};
use teststand::{look, send, serve};

use crate::market::{
    Market, act, books, fresh, head, officer, open, refused, rule_input, template, treasurer,
};

/// Ten pieces for Rp400.000, Rp150.000 of it ahead; made in a batch of forty at HPP 9.000.
fn ordered(world: &World, market: &Market) -> JobId {
    let job = agreed(world, market);
    made(world, market, job, 40);
    job
}

fn agreed(world: &World, market: &Market) -> JobId {
    let job: JobId = fresh(world);
    let today = world.today();
    let quote = json!({
        "id": job, "product": market.trap, "what": "Sepuluh perangkap", "quantity": 10,
        "price": 400_000, "quoted_on": today, "due_on": today, "buyer_name": "Pembeli Contoh",
    });
    act(world, &officer(), production::quote_job, quote).expect("a quote");
    let accept =
        json!({"id": fresh::<()>(world), "job": job, "accepted_on": today, "deposit": 150_000});
    act(world, &officer(), production::accept_job, accept).expect("accepted");
    job
}

/// A batch for the job, of which so many pieces passed.
fn made(world: &World, market: &Market, job: JobId, pieces: i64) {
    let batch: BatchId = fresh(world);
    let today = world.today();
    let weights = [2, 1, 1];
    let makers: Vec<Value> = market
        .makers
        .iter()
        .zip(weights)
        .map(|(maker, weight)| json!({"maker": maker, "weight": weight}))
        .collect();
    let open = json!({
        "id": batch, "product": market.trap, "started_on": today, "basis": "hours",
        "makers": makers, "costs": [{"what": "Bahan", "amount": 9_000 * pieces}], "job": job,
    });
    act(world, &officer(), production::open_batch, open).expect("a batch");
    let check = json!({"batch": batch, "finished_on": today, "accepted": pieces, "rejected": 0});
    act(world, &head(), production::finish_batch, check).expect("checked");
}

fn handed_over(world: &World, job: JobId) {
    let over = json!({"id": fresh::<()>(world), "job": job, "handed_over_on": world.today()});
    act(world, &officer(), production::hand_over_job, over).expect("handed over");
}

fn share_input(world: &World, job: JobId) -> Value {
    json!({"id": fresh::<kernel::DistributionKind>(world), "job": job})
}

#[test]
fn deposit_and_rest_reach_everybody_once() {
    story(|world: &mut World| {
        let market = open(world);
        let job = ordered(world, &market);
        let input = share_input(world, job);
        let share = |who| act(world, &who, settlement::distribute_job, input.clone());
        assert_eq!(refused(share(treasurer())), "settlement.job_not_paid");
        handed_over(world, job);
        assert_eq!(refused(share(officer())), "kernel.not_allowed");
        let stranger = testkit::treasurer(OTHER_LAPAS);
        assert_eq!(refused(share(stranger)), "settlement.unknown");
        assert_eq!(refused(share(treasurer())), "settlement.no_rule");
        template(world);
        let waiting =
            world.read(|read| production::unshared_jobs(read, Some(LAPAS), 9)).expect("jobs");
        assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [job]);
        assert!(!share(treasurer()).expect("shared").already);
        assert!(share(treasurer()).expect("shared").already, "the same again counts once");
        let again = share_input(world, job);
        let no = refused(act(world, &treasurer(), settlement::distribute_job, again));
        assert_eq!(no, "settlement.job_shared");
        let told = books(world);
        // 400.000 less 10 × 9.000: profit 310.000; the other thirty pieces are the shops'.
        assert_eq!(
            told,
            "buyer -400000, premi_saved 116251, premi_usable 38749, support_fund 108500, \
             state_revenue_due 46500, working_capital 90000"
        );
        told
    });
}

#[test]
fn a_job_of_two_batches_is_shared_by_what_was_taken_of_each() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        let job = agreed(world, &market);
        made(world, &market, job, 3);
        made(world, &market, job, 40);
        handed_over(world, job);
        let input = share_input(world, job);
        act(world, &treasurer(), settlement::distribute_job, input.clone()).expect("shared");
        let id: DistributionId = serde_json::from_value(input["id"].clone()).expect("an id");
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_distribution(read, &who, id));
        let whole = whole.expect("a distribution");
        let mut of: Vec<_> = whole.batches.iter().map(|one| (one.sold.0, one.gross.0)).collect();
        of.sort_unstable();
        assert_eq!(of, [(3, 120_000), (7, 280_000)]);
        let one = whole.distribution;
        assert_eq!((one.cost, one.premi), (Rupiah(90_000), Rupiah(155_000)));
        books(world)
    });
}

#[test]
fn who_left_before_the_check_has_his_premi_and_then_the_makers_stand() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        let job = agreed(world, &market);
        made(world, &market, job, 5);
        // A second batch: its check names a maker who has gone free since it began.
        let (batch, maker): (BatchId, _) = (fresh(world), market.makers[0]);
        let today = world.today();
        let opened = json!({
            "id": batch, "product": market.trap, "started_on": today, "basis": "equal",
            "makers": [{"maker": market.makers[1]}], "job": job,
            "costs": [{"what": "Bahan", "amount": 45_000}],
        });
        act(world, &officer(), production::open_batch, opened).expect("a batch");
        let free = json!({"id": fresh::<()>(world), "maker": maker, "released_on": today});
        act(world, &officer(), people::release_maker, free).expect("released");
        world.advance_days(2);
        let check = json!({
            "batch": batch, "finished_on": world.today(), "accepted": 5, "rejected": 0,
            "makers": [{"maker": maker}],
        });
        act(world, &head(), production::finish_batch, check).expect("checked");
        handed_over(world, job);
        let input = share_input(world, job);
        act(world, &treasurer(), settlement::distribute_job, input.clone()).expect("shared");
        let id: DistributionId = serde_json::from_value(input["id"].clone()).expect("an id");
        let who = world.context(&officer());
        let lines = world.read(move |read| settlement::slip(read, &who, maker, id)).expect("his").1;
        let own = lines.iter().find(|line| line.weight == 1).expect("the second batch's");
        assert_eq!(own.sold.0, 5);
        // What was shared by them is not shared by others afterwards.
        let anew = json!({
            "id": fresh::<()>(world), "batch": batch, "reason": "keliru",
            "makers": [{"maker": market.makers[1]}],
        });
        let no = refused(act(world, &officer(), production::correct_makers, anew));
        assert_eq!(no, "production.makers_fixed");
        books(world)
    });
}

#[test]
fn a_job_has_slips_and_state_revenue_like_a_statement() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        let job = ordered(world, &market);
        handed_over(world, job);
        let input = share_input(world, job);
        act(world, &treasurer(), settlement::distribute_job, input.clone()).expect("shared");
        let id: DistributionId = serde_json::from_value(input["id"].clone()).expect("an id");
        let (who, maker) = (world.context(&officer()), market.makers[0]);
        let whole = world.read(move |read| {
            let (one, lines) = settlement::slip(read, &who, maker, id)?;
            assert_eq!((lines.len(), lines[0].sold.0, lines[0].weight), (1, 10, 2));
            assert_eq!((one.job_id, one.statement_id), (Some(job), None));
            settlement::whole_distribution(read, &who, id)
        });
        let whole = whole.expect("a distribution");
        assert_eq!(whole.distribution.number, "PSN-2511-01");
        let own = whole.credits.iter().find(|one| one.maker_id == maker).expect("a credit");
        assert_eq!(own.saved + own.usable, Rupiah(77_500));
        // A rule may not reach back over what a job was shared by.
        let early = json!([{"kind": "premi", "share": "100"}]);
        let mut rule = rule_input(fresh(world), "proceeds", early);
        rule["remainder_to"] = json!(1);
        rule["name"] = json!("Lain");
        rule["valid_from"] = json!(world.today());
        act(world, &officer(), settlement::draft_rule, rule.clone()).expect("a draft");
        let approve = json!({"rule": rule["id"]});
        let no = refused(act(world, &head(), settlement::approve_rule, approve));
        assert_eq!(no, "settlement.rule_too_early");
        let billing: BillingId = fresh(world);
        let issue = json!({
            "id": billing, "code": "820251103000001", "issued_on": world.today(),
            "distributions": [id],
        });
        act(world, &treasurer(), settlement::issue_billing, issue).expect("a billing");
        let deposit = json!({
            "id": fresh::<settlement::inputs::DepositKind>(world),
            "billing": billing, "paid_on": world.today(), "ntpn": "0A1B2C3D4E5F6G7H",
        });
        act(world, &treasurer(), settlement::record_deposit, deposit).expect("recorded");
        act(world, &head(), settlement::confirm_deposit, json!({"billing": billing}))
            .expect("confirmed");
        books(world)
    });
}

#[test]
fn who_took_the_money_does_not_share_it() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        let job = ordered(world, &market);
        let both = testkit::actor(
            "Merangkap",
            kernel::Reach::Consignor(LAPAS),
            &[kernel::Capability::RecordGoods, kernel::Capability::Deposit],
        );
        let over = json!({"id": fresh::<()>(world), "job": job, "handed_over_on": world.today()});
        act(world, &both, production::hand_over_job, over).expect("handed over");
        let input = share_input(world, job);
        let no = refused(act(world, &both, settlement::distribute_job, input.clone()));
        assert_eq!(no, "kernel.recorder_approves");
        act(world, &head(), settlement::distribute_job, input).expect("shared");
    });
}

#[test]
fn the_pages_and_the_api_share_a_job() {
    let world = World::quick();
    let market = open(&world);
    template(&world);
    let job = ordered(&world, &market);
    let site = serve(&world, settlement::screens(), settlement::api());
    let page = format!("/pembagian/pesanan/{job}");
    assert!(look(&site, "bendahara", &page).text.contains("PSN-2511-01"));
    handed_over(&world, job);
    let list = look(&site, "bendahara", "/pembagian");
    assert!(list.text.contains(&page), "{}", list.text);
    let shown = look(&site, "bendahara", &page);
    assert!(shown.status == 200 && shown.text.contains("Rp155.000"), "{}", shown.text);
    assert!([403, 404].contains(&look(&site, "pemilik", &page).status));
    let officers = look(&site, "kasubsi", &page);
    assert!(officers.status == 200 && !officers.text.contains("name=\"id\""), "no button");
    let id: DistributionId = fresh(&world);
    let body = json!({"id": id, "job": job}).to_string();
    let sent = send(&site, "bendahara", "/api/v1/distributions/jobs", &body);
    assert_eq!(sent.status, 200, "{}", sent.text);
    let form = format!("id={id}&job={job}");
    let again = send(&site, "bendahara", &page, &form);
    assert_eq!((again.status, again.location), (303, format!("/pembagian/{id}")));
    for address in [
        "/pembagian".to_owned(),
        page,
        format!("/pembagian/{id}"),
        format!("/premi/{}/slip/{id}", market.makers[0]),
        "/pnbp".to_owned(),
        format!("/api/v1/distributions/{id}"),
    ] {
        let shown = look(&site, "bendahara", &address);
        assert_eq!(shown.status, 200, "{address}\n{}", shown.text);
        let bare = shown.text.split('>').find(|text| text.starts_with("settlement."));
        assert_eq!(bare, None, "{address} shows a key and not its words");
        assert!(shown.text.contains(&id.to_string()) || shown.text.contains("PSN-2511-01"));
    }
}
