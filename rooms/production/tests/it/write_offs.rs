//! Goods that are spoiled or lost before they leave the workshop.

use kernel::{Actor, BatchId, Capability, Reach};
use ledger::Kind;
use production::WriteOffId;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, World, actor, clerk, head, officer, story};

use crate::world::{Workshop, act, fresh, pieces, proven, workshop};

/// A checked batch of twelve.
fn checked(world: &World, shop: &Workshop) -> BatchId {
    let id = shop.opened(world);
    let check = json!({
        "batch": id, "finished_on": world.today(), "accepted": 12, "rejected": 0,
    });
    act(world, &head(LAPAS), production::finish_batch, check).unwrap();
    id
}

fn said(world: &World, batch: BatchId, kind: &str, pieces: i64) -> Value {
    json!({
        "id": fresh::<()>(world), "batch": batch, "kind": kind, "quantity": pieces,
        "happened_on": world.today(), "reason": "kena hujan",
    })
}

fn propose(world: &World, who: &Actor, input: &Value) -> Result<bool, String> {
    act(world, who, production::propose_write_off, input.clone()).map(|done| done.already)
}

fn approve(world: &World, who: &Actor, id: &Value) -> Result<bool, String> {
    let input = json!({ "write_off": id });
    act(world, who, production::approve_write_off, input).map(|done| done.already)
}

fn decline(world: &World, who: &Actor, id: &Value) -> Result<bool, String> {
    let input = json!({ "write_off": id, "reason": "masih ada" });
    act(world, who, production::decline_write_off, input).map(|done| done.already)
}

#[test]
fn one_says_so_another_agrees_and_only_then_they_leave() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let id = checked(world, &shop);
        world.advance_days(2);
        let wet = said(world, id, "damaged", 3);
        assert_eq!(propose(world, &kasubsi, &wet), Ok(false));
        assert_eq!(propose(world, &kasubsi, &wet), Ok(true), "the same again counts once");
        let mut other = wet.clone();
        other["quantity"] = json!(4);
        assert_eq!(propose(world, &kasubsi, &other).unwrap_err(), "journal.id_reused");
        assert_eq!(pieces(world, Kind::Workshop, id), 12, "nothing moves before another agrees");

        let both = [Capability::RecordGoods, Capability::Approve];
        let both = actor("Kasubsi", Reach::Consignor(LAPAS), &both);
        assert_eq!(approve(world, &kasubsi, &wet["id"]).unwrap_err(), "kernel.not_allowed");
        let own = said(world, id, "lost", 1);
        propose(world, &both, &own).unwrap();
        assert_eq!(approve(world, &both, &own["id"]).unwrap_err(), "kernel.recorder_approves");
        assert_eq!(decline(world, &both, &own["id"]).unwrap_err(), "kernel.recorder_approves");
        assert_eq!(approve(world, &head(OTHER_LAPAS), &own["id"]).unwrap_err(), NOT_THERE);

        assert_eq!(approve(world, &kalapas, &wet["id"]), Ok(false));
        assert_eq!(approve(world, &kalapas, &wet["id"]), Ok(true));
        assert_eq!(decline(world, &kalapas, &wet["id"]).unwrap_err(), DECIDED);
        assert_eq!(approve(world, &kalapas, &own["id"]), Ok(false));
        let where_they_are = [Kind::Workshop, Kind::Damaged, Kind::Lost];
        assert_eq!(where_they_are.map(|kind| pieces(world, kind, id)), [8, 3, 1]);

        let gone = said(world, id, "lost", 8);
        propose(world, &kasubsi, &gone).unwrap();
        assert_eq!(decline(world, &kalapas, &gone["id"]), Ok(false));
        let again = json!({ "write_off": gone["id"], "reason": "alasan lain" });
        let no = act(world, &kalapas, production::decline_write_off, again).unwrap_err();
        assert_eq!(no, DECIDED, "not that its id is used");
        assert_eq!(approve(world, &kalapas, &gone["id"]).unwrap_err(), DECIDED);
        assert_eq!(pieces(world, Kind::Workshop, id), 8);
        let batch = world.read(move |read| production::load_batch(read, id)).unwrap();
        assert_eq!(batch.unit_cost.map(|cost| cost.0), Some(9_000), "its cost stays");
        proven(world);
    });
}

#[test]
fn what_is_mended_or_found_comes_back_the_same_way() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let id = checked(world, &shop);
        let both = |input: &Value| {
            propose(world, &kasubsi, input).unwrap();
            approve(world, &kalapas, &input["id"]).unwrap();
        };
        let no = |input: &Value| propose(world, &kasubsi, input).unwrap_err();
        assert_eq!(no(&said(world, id, "found", 1)), "production.not_written_off");
        both(&said(world, id, "lost", 4));
        both(&said(world, id, "damaged", 2));
        assert_eq!(no(&said(world, id, "found", 5)), "production.not_written_off");
        assert_eq!(no(&said(world, id, "mended", 3)), "production.not_written_off");
        let found = said(world, id, "found", 3);
        propose(world, &kasubsi, &found).unwrap();
        assert_eq!(pieces(world, Kind::Workshop, id), 6, "not before another agrees");
        assert_eq!(approve(world, &kasubsi, &found["id"]).unwrap_err(), "kernel.not_allowed");
        approve(world, &kalapas, &found["id"]).unwrap();
        both(&said(world, id, "mended", 1));
        let where_they_are = [Kind::Workshop, Kind::Damaged, Kind::Lost];
        assert_eq!(where_they_are.map(|kind| pieces(world, kind, id)), [10, 1, 1]);
        // What comes back may be lost again; a second finding of the same is refused.
        let (one, other) = (said(world, id, "found", 1), said(world, id, "found", 1));
        propose(world, &kasubsi, &one).unwrap();
        propose(world, &kasubsi, &other).unwrap();
        approve(world, &kalapas, &one["id"]).unwrap();
        let twice = approve(world, &kalapas, &other["id"]).unwrap_err();
        assert_eq!(twice, "production.not_written_off");
        both(&said(world, id, "lost", 11));
        assert_eq!(pieces(world, Kind::Workshop, id), 0);
        proven(world);
    });
}

const DECIDED: &str = "production.write_off_decided";
const NOT_THERE: &str = "production.unknown";

#[test]
fn never_more_than_is_there_and_never_what_a_buyer_waits_for() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let open = shop.opened(world);
        let early = said(world, open, "damaged", 1);
        assert_eq!(propose(world, &kasubsi, &early).unwrap_err(), "production.not_finished");
        let id = checked(world, &shop);
        let no = |input: &Value| propose(world, &kasubsi, input).unwrap_err();
        assert_eq!(no(&said(world, id, "damaged", 13)), "production.not_that_many");
        let mut late = said(world, id, "damaged", 1);
        late["happened_on"] = json!(world.today().plus_days(1));
        assert_eq!(no(&late), "production.day_out_of_order");
        let stranger = propose(world, &officer(OTHER_LAPAS), &said(world, id, "lost", 1));
        assert_eq!(stranger.unwrap_err(), NOT_THERE);
        let clerk = propose(world, &clerk(testkit::SHOP), &said(world, id, "lost", 1));
        assert_eq!(clerk.unwrap_err(), "kernel.not_allowed");

        // Two that were right when they were said: the second finds too few.
        let (first, second) = (said(world, id, "damaged", 8), said(world, id, "lost", 8));
        propose(world, &kasubsi, &first).unwrap();
        propose(world, &kasubsi, &second).unwrap();
        approve(world, &kalapas, &first["id"]).unwrap();
        let no = approve(world, &kalapas, &second["id"]).unwrap_err();
        assert_eq!(no, "production.not_that_many");
        assert_eq!(pieces(world, Kind::Workshop, id), 4);

        // Two of twelve are ordered: ten are free to be written off, whatever is said.
        let job: kernel::JobId = fresh(world);
        let today = world.today();
        let quote = json!({
            "id": job, "product": shop.trap, "what": "Besar", "quantity": 2, "price": 1,
            "quoted_on": today, "due_on": today, "buyer_name": "Pembeli Contoh",
        });
        act(world, &kasubsi, production::quote_job, quote).unwrap();
        let accept = json!({ "id": fresh::<()>(world), "job": job, "accepted_on": today });
        act(world, &kasubsi, production::accept_job, accept).unwrap();
        let ordered: BatchId = fresh(world);
        let mut opened = shop.batch(world, ordered);
        opened["job"] = json!(job);
        act(world, &kasubsi, production::open_batch, opened).unwrap();
        let check = json!({
            "batch": ordered, "finished_on": today, "accepted": 12, "rejected": 0,
        });
        act(world, &kalapas, production::finish_batch, check).unwrap();
        let no = propose(world, &kasubsi, &said(world, ordered, "damaged", 11));
        assert_eq!(no.unwrap_err(), "production.not_that_many");
        propose(world, &kasubsi, &said(world, ordered, "damaged", 10)).unwrap();
        proven(world);
    });
}

#[test]
fn the_record_holds_its_own_rules() {
    for world in World::each() {
        let (kasubsi, shop) = (officer(LAPAS), workshop(&world));
        let id = checked(&world, &shop);
        let said = said(&world, id, "damaged", 3);
        propose(&world, &kasubsi, &said).unwrap();
        let one: WriteOffId = serde_json::from_value(said["id"].clone()).unwrap();
        for wrong in [
            db::sql!("UPDATE production_write_off SET quantity = 0 WHERE id = $1"),
            db::sql!("UPDATE production_write_off SET state = 'approved' WHERE id = $1"),
            db::sql!("UPDATE production_write_off SET kind = 'stolen' WHERE id = $1"),
            db::sql!(
                "UPDATE production_write_off SET state = 'approved', decided_by = created_by
                 WHERE id = $1"
            ),
        ] {
            let done = world.db.write_now(move |tx| tx.run(wrong, &[&one]));
            assert!(done.is_err(), "{}: {}", world.name, wrong.text);
        }
    }
}
