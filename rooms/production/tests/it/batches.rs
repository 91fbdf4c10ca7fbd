//! A batch from its first day to its cost a piece.

use kernel::{BatchId, Rupiah};
use ledger::Kind;
use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, SHOP, clerk, head, officer, story};

use crate::world::{act, fresh, pieces, product, proven, workshop};

#[test]
fn a_checked_batch_stands_in_the_workshop_at_its_cost() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let id = shop.opened(world);
        world.advance_days(3);
        let check = json!({
            "batch": id, "finished_on": world.today(), "accepted": 12, "rejected": 1, "grade": "a",
        });
        let own = act(world, &kasubsi, production::finish_batch, check.clone());
        assert_eq!(own.unwrap_err(), "kernel.recorder_approves");
        act(world, &kalapas, production::finish_batch, check.clone()).unwrap();
        assert!(act(world, &kalapas, production::finish_batch, check.clone()).unwrap().already);
        // Somebody else's check, with the batch's id or its own: it was checked.
        for id in [json!(null), json!(fresh::<()>(world))] {
            let mut other = check.clone();
            (other["accepted"], other["id"]) = (json!(11), id);
            let no = act(world, &kalapas, production::finish_batch, other).unwrap_err();
            assert_eq!(no, "production.already_finished");
        }

        let batch = world.read(move |read| production::load_batch(read, id)).unwrap();
        assert_eq!((batch.code.as_str(), batch.unit_cost), ("PT-2511-01", Some(Rupiah(9_000))));
        assert_eq!(pieces(world, Kind::Workshop, id), 12);
        assert_eq!(pieces(world, Kind::Rejected, id), 1);
        assert_eq!(pieces(world, Kind::Made, id), -13);
        let weights = world.read(move |read| production::maker_weights(read, id)).unwrap();
        assert_eq!(weights, [(shop.makers[0], 7), (shop.makers[1], 5)]);
        proven(world);
        format!("{} {:?}", batch.code, batch.unit_cost)
    });
}

#[test]
fn a_wrong_cost_is_taken_back_by_a_line_until_a_statement_used_it() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let id = shop.opened(world);
        let check = json!({
            "batch": id, "finished_on": world.today(), "accepted": 10, "rejected": 0,
            "makers": [{ "maker": shop.makers[1], "weight": 10 }],
        });
        act(world, &kalapas, production::finish_batch, check).unwrap();
        let line: production::CostLineId = fresh(world);
        let add = json!({ "id": line, "batch": id, "what": "Cat", "amount": 7 });
        act(world, &kasubsi, production::add_cost, add.clone()).unwrap();
        assert!(act(world, &kasubsi, production::add_cost, add).unwrap().already);
        let unit = || {
            let batch = world.read(move |read| production::load_batch(read, id)).unwrap();
            (batch.cost.0, batch.unit_cost.map(|cost| cost.0))
        };
        assert_eq!(unit(), (108_007, Some(10_801)), "10.800,7 rounds up");
        let back = |reversal: production::CostLineId| {
            let input = json!({
                "id": reversal, "batch": id, "line": line, "reason": "salah kelompok",
            });
            act(world, &kasubsi, production::reverse_cost, input)
        };
        let reversal = fresh(world);
        back(reversal).unwrap();
        assert_eq!(unit(), (108_000, Some(10_800)));
        assert_eq!(back(fresh(world)).unwrap_err(), "production.already_reversed");
        let again =
            json!({ "id": fresh::<()>(world), "batch": id, "line": reversal, "reason": "x" });
        let no = act(world, &kasubsi, production::reverse_cost, again);
        assert_eq!(no.unwrap_err(), "production.reversal_reversed");

        let today = world.today();
        world.write(move |tx| production::fix_costs(tx, &[id], today)).unwrap();
        let late = json!({ "id": fresh::<()>(world), "batch": id, "what": "Cat", "amount": 7 });
        let no = act(world, &kasubsi, production::add_cost, late);
        assert_eq!(no.unwrap_err(), "production.costs_fixed");
        let weights = world.read(move |read| production::maker_weights(read, id)).unwrap();
        assert_eq!(weights, [(shop.makers[1], 10)], "the check named the makers anew");
    });
}

#[test]
fn bad_input_is_refused_and_nothing_stays() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let id: BatchId = fresh(world);
        let with = |name: &str, value: serde_json::Value| {
            let mut input = shop.batch(world, id);
            input[name] = value;
            act(world, &kasubsi, production::open_batch, input).unwrap_err()
        };
        let [a, _] = shop.makers;
        assert_eq!(with("started_on", json!("2025-11-04")), "production.starts_later");
        assert_eq!(with("makers", json!([])), "production.no_makers");
        let twice = json!([{ "maker": a, "weight": 1 }, { "maker": a, "weight": 2 }]);
        assert_eq!(with("makers", twice), "production.maker_twice");
        assert_eq!(with("makers", json!([{ "maker": a }])), "production.weight_missing");
        let unknown = json!([{ "maker": fresh::<()>(world), "weight": 1 }]);
        assert_eq!(with("makers", unknown), "production.maker_unknown");
        assert_eq!(with("costs", json!([{ "what": "Kawat", "amount": 0 }])), "kernel.price");
        assert_eq!(with("code", json!("a\u{0}b")), "kernel.control_character");
        let input = shop.batch(world, id);
        let no = act(world, &officer(OTHER_LAPAS), production::open_batch, input.clone());
        assert_eq!(no.unwrap_err(), "catalogue.unknown");
        let no = act(world, &clerk(SHOP), production::open_batch, input);
        assert_eq!(no.unwrap_err(), "kernel.not_allowed");

        let id = shop.opened(world);
        let mut same = shop.batch(world, fresh(world));
        same["code"] = json!("PT-2511-01");
        let no = act(world, &kasubsi, production::open_batch, same);
        assert_eq!(no.unwrap_err(), "production.code_taken");
        let check = |finished: &str, accepted: i64, rejected: i64| {
            let input = json!({
                "batch": id, "finished_on": finished, "accepted": accepted, "rejected": rejected,
            });
            act(world, &kalapas, production::finish_batch, input).unwrap_err()
        };
        assert_eq!(check("2025-11-02", 12, 0), "production.finished_before_start");
        assert_eq!(check("2025-11-04", 12, 0), "production.finished_later");
        assert_eq!(check("2025-11-03", 0, 0), "production.nothing_checked");
        assert_eq!(check("2025-11-03", 10, 1), "production.too_many_units");
        assert_eq!(check("2025-11-03", -1, 1), "kernel.count");
        proven(world);
    });
}

#[test]
fn a_batch_whose_pieces_all_failed_has_no_cost_a_piece() {
    story(|world| {
        let shop = workshop(world);
        let _other = product(world, "GL", "Glodok");
        let id = shop.opened(world);
        let check =
            json!({ "batch": id, "finished_on": world.today(), "accepted": 0, "rejected": 12 });
        act(world, &head(LAPAS), production::finish_batch, check).unwrap();
        let batch = world.read(move |read| production::load_batch(read, id)).unwrap();
        assert_eq!(batch.unit_cost, None);
        assert_eq!(pieces(world, Kind::Workshop, id), 0);
        proven(world);
    });
}

#[test]
fn given_material_costs_nothing_until_a_real_cost_is_added() {
    story(|world| {
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let shop = workshop(world);
        let id: kernel::BatchId = fresh(world);
        let open = json!({
            "id": id, "product": shop.trap, "started_on": world.today(), "basis": "units",
            "makers": [{ "maker": shop.makers[1], "weight": 10 }],
        });
        act(world, &kasubsi, production::open_batch, open).unwrap();
        let unit = || {
            let batch = world.read(move |read| production::load_batch(read, id)).unwrap();
            (batch.unit_cost.map(|cost| cost.0), batch.no_cost_reason)
        };
        let check =
            json!({ "batch": id, "finished_on": world.today(), "accepted": 10, "rejected": 0 });
        act(world, &kalapas, production::finish_batch, check).unwrap();
        assert_eq!(unit(), (None, None), "not known, which is not nothing");
        let free = json!({ "id": fresh::<()>(world), "batch": id, "reason": "kayu sumbangan" });
        act(world, &kasubsi, production::say_no_cost, free.clone()).unwrap();
        assert!(act(world, &kasubsi, production::say_no_cost, free).unwrap().already);
        assert_eq!(unit(), (Some(0), Some("kayu sumbangan".to_owned())));
        let line: production::CostLineId = fresh(world);
        let add = json!({ "id": line, "batch": id, "what": "Paku", "amount": 20 });
        act(world, &kasubsi, production::add_cost, add).unwrap();
        assert_eq!(unit(), (Some(2), None));
        let free = json!({ "id": fresh::<()>(world), "batch": id, "reason": "kayu sumbangan" });
        let no = act(world, &kasubsi, production::say_no_cost, free.clone());
        assert_eq!(no.unwrap_err(), "production.costs_stand");
        let back = json!({
            "id": fresh::<()>(world), "batch": id, "line": line, "reason": "salah kelompok",
        });
        act(world, &kasubsi, production::reverse_cost, back).unwrap();
        assert_eq!(unit(), (None, None));
        act(world, &kasubsi, production::say_no_cost, free).unwrap();
        let today = world.today();
        world.write(move |tx| production::fix_costs(tx, &[id], today)).unwrap();
        assert_eq!(unit().0, Some(0));
    });
}
