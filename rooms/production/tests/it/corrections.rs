//! What was wrong with a batch is put right: the check, the makers, a batch that should not be.

use kernel::{BatchId, Day, JobId, MakerId};
use ledger::Kind;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, World, administrator, clerk, head, officer, story};

use crate::world::{Workshop, act, fresh, pieces, proven, workshop};

fn maker(world: &World, code: &str) -> MakerId {
    let id: MakerId = fresh(world);
    let input = json!({ "id": id, "consignor": LAPAS, "code": code });
    act(world, &administrator(), people::create_maker, input).unwrap();
    id
}

fn moves(world: &World, maker: MakerId, day: Day) {
    let other = json!({
        "id": OTHER_LAPAS, "name": "Lapas lain", "kanwil": "Kanwil contoh",
        "satker_code": "543210", "address": "Jalan contoh 2", "city": "Sungailiat",
    });
    act(world, &administrator(), people::create_consignor, other).unwrap();
    let go =
        json!({ "id": fresh::<()>(world), "maker": maker, "to": OTHER_LAPAS, "moved_on": day });
    act(world, &officer(LAPAS), people::transfer_maker, go).unwrap();
}

fn check(world: &World, batch: BatchId, accepted: i64, more: &Value) -> Result<bool, String> {
    let mut all = json!({
        "id": fresh::<()>(world), "batch": batch, "finished_on": world.today(),
        "accepted": accepted, "rejected": 0,
    });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    act(world, &head(LAPAS), production::finish_batch, all).map(|done| done.already)
}

fn load(world: &World, batch: BatchId) -> production::Batch {
    world.read(move |read| production::load_batch(read, batch)).unwrap()
}

fn weights(world: &World, batch: BatchId) -> Vec<(MakerId, i64)> {
    world.read(move |read| production::maker_weights(read, batch)).unwrap()
}

/// Asks that the check be taken back; its id.
fn ask(world: &World, batch: BatchId) -> Result<Value, String> {
    let id = json!(fresh::<()>(world));
    let input = json!({ "id": id, "batch": batch, "reason": "tertulis 21, yang benar 12" });
    act(world, &officer(LAPAS), production::reverse_check, input).map(|_| id)
}

fn approve(world: &World, id: &Value) -> Result<bool, String> {
    let input = json!({ "correction": id });
    act(world, &head(LAPAS), production::approve_correction, input).map(|done| done.already)
}

#[test]
fn who_moved_while_the_work_went_on_is_credited_for_what_he_made() {
    story(|world| {
        world.set_day("2025-03-01");
        let shop = workshop(world);
        let ([a, b], late) = (shop.makers, maker(world, "WB-003"));
        let id = shop.opened(world);
        moves(world, late, "2025-03-01".parse().unwrap());
        world.set_day("2025-03-10");
        let go = json!({ "id": fresh::<()>(world), "maker": a, "released_on": world.today() });
        act(world, &officer(LAPAS), people::release_maker, go).unwrap();
        world.set_day("2025-03-12");
        let list = |who: [MakerId; 3]| {
            let line =
                |(maker, weight): (MakerId, i64)| json!({ "maker": maker, "weight": weight });
            json!({ "makers": who.into_iter().zip([6, 4, 2]).map(line).collect::<Vec<_>>() })
        };
        // Who left on the first day had worked on it, and a batch written down late names him too.
        check(world, id, 12, &list([a, b, late])).unwrap();
        assert_eq!(weights(world, id), [(a, 6), (b, 4), (late, 2)]);
        let open = |started: &str| {
            let mut input = shop.batch(world, fresh(world));
            input["started_on"] = json!(started);
            act(world, &officer(LAPAS), production::open_batch, input).map(drop)
        };
        assert_eq!(open("2025-03-11"), Err("production.maker_gone".into()), "he was gone by then");
        assert_eq!(open("2025-03-10"), Ok(()));
        proven(world);
    });
}

#[test]
fn a_wrong_number_is_taken_back_and_checked_again() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let id = shop.opened(world);
        assert_eq!(ask(world, id).unwrap_err(), "production.not_finished");
        // As a program that knows no ids of checks sends it.
        let first = json!({
            "batch": id, "finished_on": world.today(), "accepted": 21, "rejected": 0,
        });
        act(world, &kalapas, production::finish_batch, first.clone()).unwrap();
        let unit = |world: &World| load(world, id).unit_cost.map(|cost| cost.0);
        assert_eq!(unit(world), Some(5_143));
        let asked = ask(world, id).unwrap();
        assert_eq!(ask(world, id).unwrap_err(), "production.correction_open");
        assert_eq!(pieces(world, Kind::Workshop, id), 21, "nothing changes before another agrees");
        let by = |who: &kernel::Actor, input: Value| {
            act(world, who, production::approve_correction, input)
        };
        let input = json!({ "correction": asked });
        assert_eq!(by(&kasubsi, input.clone()).unwrap_err(), "kernel.not_allowed");
        assert_eq!(by(&head(OTHER_LAPAS), input.clone()).unwrap_err(), "production.unknown");
        let both = testkit::actor(
            "Kasubsi",
            kernel::Reach::Consignor(LAPAS),
            &[kernel::Capability::RecordGoods, kernel::Capability::Approve],
        );
        assert_eq!(by(&both, input).unwrap_err(), "kernel.recorder_approves");
        assert_eq!(approve(world, &asked), Ok(false));
        assert_eq!(approve(world, &asked), Ok(true));

        let open = load(world, id);
        assert_eq!((open.finished_on, open.unit_cost), (None, None));
        let places = [Kind::Made, Kind::Workshop].map(|kind| pieces(world, kind, id));
        assert_eq!(places, [0, 0]);
        // What was taken back is not done, though it was sent before; a new check has its own id.
        let again = act(world, &kalapas, production::finish_batch, first.clone());
        assert_eq!(again.unwrap_err(), "production.check_again");
        assert_eq!(load(world, id).finished_on, None);
        let mut bare = first;
        bare["accepted"] = json!(12);
        let no = act(world, &kalapas, production::finish_batch, bare);
        assert_eq!(no.unwrap_err(), "production.check_again");
        assert_eq!(check(world, id, 12, &json!({})), Ok(false));
        assert_eq!(unit(world), Some(9_000));
        let places = [Kind::Made, Kind::Workshop].map(|kind| pieces(world, kind, id));
        assert_eq!(places, [-12, 12]);
        // And once more: what went out by a reversal is no piece that left.
        let asked = ask(world, id).unwrap();
        assert_eq!(approve(world, &asked), Ok(false));
        assert_eq!(check(world, id, 13, &json!({})), Ok(false));
        proven(world);
    });
}

#[test]
fn a_check_stands_once_something_followed_from_it() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let checked = |world: &World| {
            let id = shop.opened(world);
            check(world, id, 12, &json!({})).unwrap();
            id
        };
        let moved = |batch: BatchId, kind: &str| {
            let id = json!(fresh::<()>(world));
            let said = json!({
                "id": id, "batch": batch, "kind": kind, "quantity": 1,
                "happened_on": world.today(), "reason": "kena hujan",
            });
            act(world, &kasubsi, production::propose_write_off, said).unwrap();
            let yes = json!({ "write_off": id });
            act(world, &kalapas, production::approve_write_off, yes).unwrap();
        };
        let spoiled = checked(world);
        let early = ask(world, spoiled).unwrap();
        moved(spoiled, "damaged");
        assert_eq!(approve(world, &early).unwrap_err(), "production.pieces_left");
        moved(spoiled, "mended");
        assert_eq!(
            approve(world, &early).unwrap_err(),
            "production.pieces_left",
            "though it is back"
        );
        let no = json!({ "correction": early, "reason": "sudah dicatat" });
        act(world, &kalapas, production::decline_correction, no).unwrap();
        let again = json!({ "correction": early, "reason": "alasan lain" });
        let no = act(world, &kalapas, production::decline_correction, again).unwrap_err();
        assert_eq!(no, "production.correction_decided");
        assert_eq!(approve(world, &early).unwrap_err(), "production.correction_decided");

        let shared = checked(world);
        let today = world.today();
        world.write(move |tx| production::fix_costs(tx, &[shared], today)).unwrap();
        assert_eq!(ask(world, shared).unwrap_err(), "production.check_used");
        let stranger = json!({ "id": fresh::<()>(world), "batch": shared, "reason": "x" });
        let no = act(world, &officer(OTHER_LAPAS), production::reverse_check, stranger.clone());
        assert_eq!(no.unwrap_err(), "production.unknown");
        let no = act(world, &clerk(testkit::SHOP), production::reverse_check, stranger);
        assert_eq!(no.unwrap_err(), "production.not_the_checker");
        proven(world);
    });
}

#[test]
fn a_check_is_not_taken_back_while_another_proposal_waits() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let id = shop.opened(world);
        check(world, id, 40, &json!({})).unwrap();
        let spoiled = || {
            let own = json!(fresh::<()>(world));
            let said = json!({
                "id": own, "batch": id, "kind": "damaged", "quantity": 2,
                "happened_on": world.today(), "reason": "kena hujan",
            });
            act(world, &kasubsi, production::propose_write_off, said).unwrap();
            own
        };
        let drop_it = |own: &Value| {
            let no = json!({ "write_off": own, "reason": "dihitung ulang" });
            act(world, &kalapas, production::decline_write_off, no).unwrap();
        };
        let waits = spoiled();
        assert_eq!(ask(world, id).unwrap_err(), "production.proposal_waits");
        drop_it(&waits);
        let asked = ask(world, id).unwrap();
        // What is said after it was asked holds it up as well.
        let waits = spoiled();
        assert_eq!(approve(world, &asked).unwrap_err(), "production.proposal_waits");
        drop_it(&waits);
        let makers = json!(fresh::<()>(world));
        let anew = json!({
            "id": makers, "batch": id, "reason": "tertinggal",
            "makers": [{ "maker": shop.makers[0], "weight": 40 }],
        });
        act(world, &kasubsi, production::correct_makers, anew).unwrap();
        assert_eq!(approve(world, &asked).unwrap_err(), "production.proposal_waits");
        let no = json!({ "correction": makers, "reason": "tidak perlu" });
        act(world, &kalapas, production::decline_correction, no).unwrap();
        assert_eq!(approve(world, &asked), Ok(false));
        let more = json!({ "accepted": 38, "rejected": 2 });
        assert_eq!(check(world, id, 38, &more), Ok(false));
        let late = json!({ "write_off": waits });
        let no = act(world, &kalapas, production::approve_write_off, late);
        assert_eq!(no.unwrap_err(), "production.write_off_decided");
        assert_eq!(pieces(world, Kind::Workshop, id), 38);
        proven(world);
    });
}

#[test]
fn a_batch_is_not_given_up_while_a_proposal_of_it_waits() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let shop = workshop(world);
        let id = shop.opened(world);
        // An earlier release let a check be taken back though a proposal waited.
        let (own, by, now) = (fresh::<()>(world), kasubsi.user, world.now());
        let today = world.today();
        let left = world.write(move |tx| {
            let sql = db::sql!(
                "INSERT INTO production_write_off (id, consignor_id, batch_id, kind, quantity, \
                 happened_on, reason, state, created_by, created_at, back) \
                 VALUES ($1, $2, $3, 'damaged', 2, $4, 'hujan', 'proposed', $5, $6, $7)"
            );
            tx.run(sql, &[&own, &LAPAS, &id, &today, &by, &now, &false]).map(drop)
        });
        left.unwrap();
        let give_up = || {
            let input = json!({ "batch": id, "reason": "salah produk" });
            act(world, &kasubsi, production::give_up_batch, input).map(|done| done.already)
        };
        assert_eq!(give_up().unwrap_err(), "production.proposal_waits");
        let no = json!({ "write_off": own, "reason": "pemeriksaannya dibatalkan" });
        act(world, &head(LAPAS), production::decline_write_off, no).unwrap();
        assert_eq!(give_up(), Ok(false));
    });
}

fn ordered(world: &World, shop: &Workshop, quantity: i64) -> JobId {
    let (job, today): (JobId, _) = (fresh(world), world.today());
    let quote = json!({
        "id": job, "product": shop.trap, "what": "Besar", "quantity": quantity, "price": 100_000,
        "quoted_on": today, "due_on": today, "buyer_name": "Pembeli Contoh",
    });
    act(world, &officer(LAPAS), production::quote_job, quote).unwrap();
    let accept = json!({ "id": fresh::<()>(world), "job": job, "accepted_on": today });
    act(world, &officer(LAPAS), production::accept_job, accept).unwrap();
    job
}

fn opened_for(world: &World, shop: &Workshop, job: JobId) -> BatchId {
    let id: BatchId = fresh(world);
    let mut open = shop.batch(world, id);
    open["job"] = json!(job);
    act(world, &officer(LAPAS), production::open_batch, open).unwrap();
    id
}

fn state(world: &World, job: JobId) -> production::JobState {
    world.read(move |read| production::load_job(read, job)).unwrap().state
}

#[test]
fn a_job_waits_again_when_its_check_is_taken_back() {
    story(|world| {
        let shop = workshop(world);
        let job = ordered(world, &shop, 12);
        let batch = opened_for(world, &shop, job);
        check(world, batch, 12, &json!({})).unwrap();
        assert_eq!(state(world, job), production::JobState::Done);
        let asked = ask(world, batch).unwrap();
        approve(world, &asked).unwrap();
        assert_eq!(state(world, job), production::JobState::InWork);
        check(world, batch, 12, &json!({})).unwrap();
        let over = json!({ "id": fresh::<()>(world), "job": job, "handed_over_on": world.today() });
        act(world, &officer(LAPAS), production::hand_over_job, over).unwrap();
        assert_eq!(ask(world, batch).unwrap_err(), "production.pieces_left");
        proven(world);
    });
}

#[test]
fn makers_are_named_anew_until_their_premi_is_shared() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let ([a, b], c) = (shop.makers, maker(world, "WB-003"));
        let id = shop.opened(world);
        let propose = |lines: Value| {
            let own = json!(fresh::<()>(world));
            let input = json!({ "id": own, "batch": id, "makers": lines, "reason": "tertinggal" });
            act(world, &kasubsi, production::correct_makers, input).map(|_| own)
        };
        let all = json!([
            { "maker": a, "weight": 6 }, { "maker": b, "weight": 4 }, { "maker": c, "weight": 2 },
        ]);
        assert_eq!(propose(all.clone()).unwrap_err(), "production.not_finished");
        check(world, id, 12, &json!({})).unwrap();
        let many = propose(json!([{ "maker": a, "weight": 13 }]));
        assert_eq!(many.unwrap_err(), "production.too_many_units");
        let asked = propose(all.clone()).unwrap();
        assert_eq!(weights(world, id), [(a, 7), (b, 5)], "not before another agrees");
        approve(world, &asked).unwrap();
        assert_eq!(weights(world, id), [(a, 6), (b, 4), (c, 2)]);
        let late = propose(json!([{ "maker": a, "weight": 12 }])).unwrap();
        let today = world.today();
        world.write(move |tx| production::fix_makers(tx, &[id], today)).unwrap();
        assert_eq!(approve(world, &late).unwrap_err(), "production.makers_fixed");
        let no = json!({ "correction": late, "reason": "sudah dibagi" });
        act(world, &kalapas, production::decline_correction, no).unwrap();
        assert_eq!(propose(all).unwrap_err(), "production.makers_fixed");
        assert_eq!(weights(world, id), [(a, 6), (b, 4), (c, 2)]);
    });
}

#[test]
fn a_batch_that_was_opened_by_mistake_is_given_up() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let shop = workshop(world);
        let job = ordered(world, &shop, 2);
        let wrong = opened_for(world, &shop, job);
        let give_up = |batch: BatchId, reason: &str| {
            let input = json!({ "batch": batch, "reason": reason });
            act(world, &kasubsi, production::give_up_batch, input).map(|done| done.already)
        };
        let stranger = json!({ "batch": wrong, "reason": "x" });
        let no = act(world, &officer(OTHER_LAPAS), production::give_up_batch, stranger);
        assert_eq!(no.unwrap_err(), "production.unknown");
        assert_eq!(give_up(wrong, "salah produk"), Ok(false));
        assert_eq!(give_up(wrong, "salah produk"), Ok(true));
        assert_eq!(give_up(wrong, "alasan lain").unwrap_err(), "production.given_up");
        assert_eq!(check(world, wrong, 12, &json!({})).unwrap_err(), "production.given_up");
        let cost = json!({ "id": fresh::<()>(world), "batch": wrong, "what": "Cat", "amount": 7 });
        let no = act(world, &kasubsi, production::add_cost, cost);
        assert_eq!(no.unwrap_err(), "production.given_up");
        assert_eq!(load(world, wrong).code, "PT-2511-01");

        let right = opened_for(world, &shop, job);
        assert_eq!(load(world, right).code, "PT-2511-02", "its code stays taken");
        check(world, right, 12, &json!({})).unwrap();
        assert_eq!(state(world, job), production::JobState::Done);
        let batches = world.read(move |read| production::job_batches(read, job)).unwrap();
        assert_eq!(batches.iter().map(|one| one.batch_id).collect::<Vec<_>>(), [right]);
        assert_eq!(give_up(right, "salah").unwrap_err(), "production.already_finished");
        proven(world);
    });
}
