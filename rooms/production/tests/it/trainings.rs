//! Trainings: recorded once, by the unit's own people, taken back with a reason.

use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, head, officer, shopkeeper, story};

use crate::world::{act, fresh, workshop};

#[test]
fn a_training_is_recorded_once_and_taken_back_with_a_reason() {
    story(|world: &mut World| {
        let shop = workshop(world);
        let kasubsi = officer(LAPAS);
        let id = fresh::<()>(world);
        let input = json!({
            "id": id, "number": "PLT/01", "title": "Merakit kawat", "hours": 40,
            "from": world.today().plus_days(-5), "to": world.today(), "place": "Bengkel",
            "examiner": "Penguji", "examiner_title": "Staf",
            "trainees": [{"maker": shop.makers[0], "result": "good"},
                {"maker": shop.makers[1], "result": "very_good"}],
        });
        let record = |world: &World, input: &serde_json::Value| {
            act(world, &kasubsi, production::record_training, input.clone())
                .map(|done| done.already)
        };
        assert_eq!(record(world, &input), Ok(false));
        assert_eq!(record(world, &input), Ok(true), "the same again counts once");
        let with = |field: &str, value: serde_json::Value| {
            let mut other = input.clone();
            other["id"] = json!(fresh::<()>(world));
            other["number"] = json!("PLT/02");
            other[field] = value;
            record(world, &other).expect_err("refused")
        };
        let twice = json!([{"maker": shop.makers[0], "result": "good"},
            {"maker": shop.makers[0], "result": "fair"}]);
        let nobody = json!([{"maker": fresh::<()>(world), "result": "good"}]);
        for (field, value, no) in [
            ("number", json!("PLT/01"), "production.training_number_taken"),
            ("to", json!(world.today().plus_days(1)), "production.training_days"),
            ("from", json!(world.today().plus_days(1)), "production.training_days"),
            ("hours", json!(0), "production.training_hours"),
            ("trainees", json!([]), "production.no_trainees"),
            ("trainees", twice, "production.maker_twice"),
            ("trainees", nobody, "production.maker_unknown"),
        ] {
            assert_eq!(with(field, value), no, "{field}");
        }
        let back = json!({"training": id, "reason": "salah peserta"});
        for stranger in [officer(OTHER_LAPAS), head(OTHER_LAPAS)] {
            let no = act(world, &stranger, production::take_training_back, back.clone());
            assert_eq!(no.map(|_| ()).expect_err("refused"), "production.unknown");
        }
        let no = act(world, &shopkeeper(SHOP), production::take_training_back, back.clone());
        assert!(no.is_err());
        let open = json!({"id": fresh::<()>(world), "training": id, "maker": shop.makers[0],
            "purpose": "uji"});
        let again = json!({"training": id, "reason": "salah peserta"});
        let done = act(world, &kasubsi, production::take_training_back, back).expect("taken back");
        assert!(!done.already);
        let done = act(world, &kasubsi, production::take_training_back, again).expect("again");
        assert!(done.already);
        let no = act(world, &kasubsi, production::open_certificate, open).map(|_| ());
        assert_eq!(no.expect_err("refused"), "production.training_taken_back");
        "one training, taken back".to_owned()
    });
}
