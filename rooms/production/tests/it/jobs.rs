//! A job made to order, from quote to hand-over, and one that is cancelled.

use kernel::{BatchId, JobId};
use ledger::Kind;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, World, head, officer, story};

use crate::world::{Workshop, act, fresh, money, pieces, proven, workshop};

fn quoted(world: &World, shop: &Workshop) -> JobId {
    let id: JobId = fresh(world);
    let today = world.today();
    let quote = json!({
        "id": id, "product": shop.trap, "what": "Perangkap besar", "quantity": 2,
        "price": 500_000, "quoted_on": today, "due_on": today.plus_days(7),
        "buyer_name": "Pembeli Contoh", "buyer_contact": "08120000000",
    });
    act(world, &officer(LAPAS), production::quote_job, quote).unwrap();
    id
}

fn accepted(world: &World, job: JobId, deposit: i64) -> Result<web::Recorded, String> {
    let input = json!({
        "id": fresh::<()>(world), "job": job, "accepted_on": world.today(), "deposit": deposit,
    });
    act(world, &officer(LAPAS), production::accept_job, input)
}

fn made(world: &World, shop: &Workshop, job: JobId, pieces: i64) -> (BatchId, Value) {
    let id: BatchId = fresh(world);
    let mut open = shop.batch(world, id);
    open["job"] = json!(job);
    act(world, &officer(LAPAS), production::open_batch, open).unwrap();
    let check = json!({
        "batch": id, "finished_on": world.today(), "accepted": pieces, "rejected": 0,
        "makers": [{ "maker": shop.makers[0], "weight": pieces }],
    });
    (id, check)
}

#[test]
fn a_job_is_paid_and_handed_over_in_one_moment() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let shop = workshop(world);
        let job = quoted(world, &shop);
        assert_eq!(accepted(world, job, 500_001).unwrap_err(), "production.deposit_beyond_price");
        accepted(world, job, 200_000).unwrap();
        assert_eq!((money(world, Kind::JobDeposit), money(world, Kind::Cash)), (200_000, 0));
        assert_eq!(accepted(world, job, 1).unwrap_err(), "production.job_state");

        let (batch, check) = made(world, &shop, job, 2);
        act(world, &head(LAPAS), production::finish_batch, check).unwrap();
        let free = world.read(|read| production::free_batches(read, LAPAS)).unwrap();
        assert!(free.is_empty(), "it is the buyer's, not on offer");

        let over = json!({ "id": fresh::<()>(world), "job": job, "handed_over_on": world.today() });
        let other = act(world, &officer(OTHER_LAPAS), production::hand_over_job, over.clone());
        assert_eq!(other.unwrap_err(), "production.unknown");
        act(world, &kasubsi, production::hand_over_job, over.clone()).unwrap();
        assert!(act(world, &kasubsi, production::hand_over_job, over).unwrap().already);
        let again =
            json!({ "id": fresh::<()>(world), "job": job, "handed_over_on": world.today() });
        let no = act(world, &kasubsi, production::hand_over_job, again).unwrap_err();
        assert_eq!(no, "production.job_state", "not that its id is used");
        assert_eq!((money(world, Kind::JobDeposit), money(world, Kind::Cash)), (0, 500_000));
        assert_eq!(
            (pieces(world, Kind::Workshop, batch), pieces(world, Kind::Sold, batch)),
            (0, 2)
        );
        act(world, &kasubsi, production::erase_buyer, json!({ "job": job })).unwrap();
        proven(world);
    });
}

/// A batch for the job of which so many pieces passed.
fn passed(world: &World, shop: &Workshop, job: JobId, pieces: i64) -> BatchId {
    let (batch, check) = made(world, shop, job, pieces);
    act(world, &head(LAPAS), production::finish_batch, check).unwrap();
    batch
}

fn state(world: &World, job: JobId) -> production::JobState {
    world.read(move |read| production::load_job(read, job)).unwrap().state
}

#[test]
fn a_job_that_came_out_short_is_made_up_by_a_further_batch() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let shop = workshop(world);
        let job = quoted(world, &shop);
        accepted(world, job, 0).unwrap();
        let first = passed(world, &shop, job, 1);
        assert_eq!(state(world, job), production::JobState::InWork);
        let over = |world: &World| {
            let input =
                json!({ "id": fresh::<()>(world), "job": job, "handed_over_on": world.today() });
            act(world, &officer(LAPAS), production::hand_over_job, input)
        };
        assert_eq!(over(world).unwrap_err(), "production.job_state");
        let (second, check) = made(world, &shop, job, 3);
        let mut third = shop.batch(world, fresh(world));
        third["job"] = json!(job);
        let no = act(world, &kasubsi, production::open_batch, third.clone());
        assert_eq!(no.unwrap_err(), "production.job_batch_open");
        act(world, &head(LAPAS), production::finish_batch, check).unwrap();
        assert_eq!(state(world, job), production::JobState::Done);
        let no = act(world, &kasubsi, production::open_batch, third);
        assert_eq!(no.unwrap_err(), "production.job_state");
        over(world).unwrap();
        let sold = |batch| pieces(world, Kind::Sold, batch);
        assert_eq!((sold(first), sold(second)), (1, 1));
        let free = world.read(|read| production::free_batches(read, LAPAS)).unwrap();
        assert!(free.iter().any(|batch| batch.id == second), "two are left for the shops");
        let batches = world.read(move |read| production::job_batches(read, job)).unwrap();
        assert_eq!(batches.iter().map(|one| one.taken.0).collect::<Vec<_>>(), [1, 1]);
        proven(world);
    });
}

#[test]
fn what_breaks_while_a_job_is_in_work_is_made_again() {
    story(|world| {
        let shop = workshop(world);
        let job = quoted(world, &shop);
        accepted(world, job, 0).unwrap();
        let first = passed(world, &shop, job, 1);
        let id: production::WriteOffId = fresh(world);
        let broken = json!({
            "id": id, "batch": first, "kind": "damaged", "quantity": 1,
            "happened_on": world.today(), "reason": "jatuh",
        });
        act(world, &officer(LAPAS), production::propose_write_off, broken).unwrap();
        let yes = json!({ "write_off": id });
        act(world, &head(LAPAS), production::approve_write_off, yes).unwrap();
        passed(world, &shop, job, 1);
        assert_eq!(state(world, job), production::JobState::InWork, "one of two is there");
        let last = passed(world, &shop, job, 1);
        assert_eq!(state(world, job), production::JobState::Done);
        let broken = json!({
            "id": fresh::<()>(world), "batch": last, "kind": "damaged", "quantity": 1,
            "happened_on": world.today(), "reason": "jatuh",
        });
        let no = act(world, &officer(LAPAS), production::propose_write_off, broken);
        assert_eq!(no.unwrap_err(), "production.not_that_many", "the buyer waits for it");
        proven(world);
    });
}

#[test]
fn a_job_is_done_when_its_last_piece_is_mended() {
    story(|world| {
        let shop = workshop(world);
        let job = quoted(world, &shop);
        accepted(world, job, 0).unwrap();
        let first = passed(world, &shop, job, 1);
        let moved = |kind: &str| {
            let id: production::WriteOffId = fresh(world);
            let said = json!({
                "id": id, "batch": first, "kind": kind, "quantity": 1,
                "happened_on": world.today(), "reason": "patah",
            });
            act(world, &officer(LAPAS), production::propose_write_off, said).unwrap();
            let yes = json!({ "write_off": id });
            act(world, &head(LAPAS), production::approve_write_off, yes).unwrap();
        };
        moved("damaged");
        passed(world, &shop, job, 1);
        assert_eq!(state(world, job), production::JobState::InWork, "one of two is there");
        moved("mended");
        assert_eq!(state(world, job), production::JobState::Done);
        let over = json!({ "id": fresh::<()>(world), "job": job, "handed_over_on": world.today() });
        act(world, &officer(LAPAS), production::hand_over_job, over).unwrap();
        proven(world);
    });
}

#[test]
fn nothing_is_handed_over_before_it_was_made() {
    story(|world| {
        let shop = workshop(world);
        let job = quoted(world, &shop);
        let agreed = world.today();
        accepted(world, job, 0).unwrap();
        world.advance_days(3);
        passed(world, &shop, job, 2);
        let over = |day: kernel::Day| {
            let input = json!({ "id": fresh::<()>(world), "job": job, "handed_over_on": day });
            act(world, &officer(LAPAS), production::hand_over_job, input)
        };
        assert_eq!(over(agreed).unwrap_err(), "production.day_out_of_order");
        over(agreed.plus_days(3)).unwrap();
        proven(world);
    });
}

#[test]
fn a_cancelled_job_gives_the_deposit_back_and_frees_the_goods() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let shop = workshop(world);
        let job = quoted(world, &shop);
        accepted(world, job, 200_000).unwrap();
        let (batch, check) = made(world, &shop, job, 3);
        act(world, &head(LAPAS), production::finish_batch, check).unwrap();
        let erase = act(world, &kasubsi, production::erase_buyer, json!({ "job": job }));
        assert_eq!(erase.unwrap_err(), "production.buyer_still_needed");
        let cancel = json!({ "id": fresh::<()>(world), "job": job, "reason": "batal" });
        act(world, &kasubsi, production::cancel_job, cancel).unwrap();
        let again = json!({ "id": fresh::<()>(world), "job": job, "reason": "tidak jadi" });
        let no = act(world, &kasubsi, production::cancel_job, again).unwrap_err();
        assert_eq!(no, "production.job_state", "not that its id is used");
        assert_eq!((money(world, Kind::JobDeposit), money(world, Kind::Buyer)), (0, 0));
        let free = world.read(|read| production::free_batches(read, LAPAS)).unwrap();
        assert_eq!(free.iter().map(|batch| batch.id).collect::<Vec<_>>(), [batch]);
        let over = json!({ "id": fresh::<()>(world), "job": job, "handed_over_on": world.today() });
        let no = act(world, &kasubsi, production::hand_over_job, over);
        assert_eq!(no.unwrap_err(), "production.job_state");
        proven(world);
    });
}

#[test]
fn the_buyers_name_is_in_no_journal_line() {
    story(|world| {
        let shop = workshop(world);
        let job = quoted(world, &shop);
        let lines = world.read(move |read| journal::history(read, job)).unwrap();
        assert!(!lines.is_empty());
        for line in lines {
            let body = line.body.to_string();
            assert!(!body.contains("Pembeli") && !body.contains("0812"), "{body}");
        }
    });
}

/// A quote as its officer sends it.
fn quote(world: &World, shop: &Workshop, id: JobId, buyer: &str, price: i64) -> Value {
    let today = world.today();
    json!({
        "id": id, "product": shop.trap, "what": "Perangkap besar", "quantity": 2, "price": price,
        "quoted_on": today, "due_on": today.plus_days(7), "buyer_name": buyer,
    })
}

#[test]
fn not_even_a_digest_knows_the_buyer() {
    story(|world| {
        let (shop, id) = (workshop(world), fresh(world));
        let send = |buyer: &str, price: i64| {
            let input = quote(world, &shop, id, buyer, price);
            act(world, &officer(LAPAS), production::quote_job, input).map(|done| done.already)
        };
        assert_eq!(send("Budi", 500_000), Ok(false));
        assert_eq!(send("Budi", 500_000), Ok(true));
        assert_eq!(send("Ani", 500_000), Ok(true), "whoever tries names learns nothing");
        assert_eq!(send("Budi", 400_000), Err("journal.id_reused".into()));
        let input: production::QuoteJob =
            serde_json::from_value(quote(world, &shop, id, "Budi", 500_000)).unwrap();
        let named = journal::digest(&input).unwrap().to_vec();
        let kept = db::sql!("SELECT CAST(COUNT(*) AS bigint) FROM journal_line WHERE digest = $1");
        let found = world.read(move |read| read.one(kept, &[&named], |row| row.get::<i64>(0)));
        assert_eq!(found.unwrap(), 0);
    });
}

#[test]
fn a_quote_of_an_earlier_release_is_still_known() {
    story(|world| {
        let (shop, id): (_, JobId) = (workshop(world), fresh(world));
        let sent = quote(world, &shop, id, "Budi", 500_000);
        let input: production::QuoteJob = serde_json::from_value(sent.clone()).unwrap();
        let ctx = world.context(&officer(LAPAS));
        // As it was written down then: by all of the input.
        let line = journal::Line::new(&ctx, "production.quote", id).of(LAPAS);
        let line = line.digest(journal::digest(&input).unwrap());
        world.write(move |tx| journal::write(tx, &ctx, line.clone())).unwrap();
        let again = act(world, &officer(LAPAS), production::quote_job, sent);
        assert!(again.unwrap().already);
        let other = quote(world, &shop, id, "Ani", 500_000);
        let no = act(world, &officer(LAPAS), production::quote_job, other);
        assert_eq!(no.unwrap_err(), "journal.id_reused");
    });
}
