//! Makers: codes for everybody, names for those who say what for.

use axum::http::StatusCode;
use kernel::{Capability, ConsignorId, MakerId, Reach};
use serde_json::json;
use testkit::{World, story};

use crate::{
    house::{PASSWORD, cookie, fresh, house, token, user},
    places::consignor,
};

const NAME: &str = "Nama Rahasia";
const OFFICER: [Capability; 2] = [Capability::RecordGoods, Capability::Approve];

/// Two units.
fn units(world: &World) -> [ConsignorId; 2] {
    ["012345", "543210"].map(|satker| {
        let (input, ctx) = (consignor(world, satker), people::house(&world.ids, world.now()));
        let id = input.id;
        world.write(move |tx| people::create_consignor(tx, &ctx, &input)).expect("a unit");
        id
    })
}

#[test]
fn a_name_is_read_with_a_purpose_logged_and_erased() {
    story(|world| {
        let [here, there] = units(world);
        let eko = user(world, "eko", Reach::Consignor(here), &OFFICER);
        let budi = user(world, "budi", Reach::Consignor(there), &OFFICER);
        let site = house(world);
        let (own, other) = (token(world, eko, &OFFICER), token(world, budi, &OFFICER));
        let id = fresh(world);
        let maker = json!({"id": id, "name": NAME, "registration_number": "B.I 12/2025"});
        assert_eq!(site.post("/makers", &own, &maker).status, StatusCode::OK);
        let path = format!("/makers/{}", id.as_str().expect("an id"));
        let seen = site.get(&path, &own);
        assert_eq!(
            (&seen.json()["code"], &seen.json()["has_identity"]),
            (&json!("WB-001"), &json!(true))
        );
        assert!(!seen.body.contains(NAME));
        assert_eq!(site.get(&path, &other).status, StatusCode::NOT_FOUND);

        let ask = json!({"id": fresh(world), "purpose": "slip premi"});
        let no = site.post(&format!("{path}/read-name"), &other, &ask);
        assert_eq!(no.code(), "people.unknown");
        let read = site.post(&format!("{path}/read-name"), &own, &ask).json();
        assert_eq!(read["name"], json!(NAME));
        let log = site.get("/maker-readings", &own).json();
        assert_eq!((&log["total"], &log["items"][0]["purpose"]), (&json!(1), &json!("slip premi")));
        assert_eq!(site.get("/maker-readings", &other).json()["total"], json!(0));

        let erase = json!({"id": fresh(world), "reason": "diminta"});
        assert_eq!(site.post(&format!("{path}/erase"), &own, &erase).status, StatusCode::OK);
        let ask = json!({"id": fresh(world), "purpose": "slip premi"});
        let gone = site.post(&format!("{path}/read-name"), &own, &ask);
        assert_eq!(gone.code(), "people.name_erased");
        assert_eq!(site.get(&path, &own).json()["code"], json!("WB-001"));
        let maker: MakerId = serde_json::from_value(id.clone()).expect("an id");
        let lines = world.read(move |read| journal::history(read, maker)).expect("lines");
        assert!(lines.iter().all(|line| !line.body.to_string().contains(NAME)));
        lines.len().to_string()
    });
}

#[test]
fn the_page_opens_a_name_for_five_minutes_to_its_reader() {
    story(|world| {
        let [here, _] = units(world);
        user(world, "eko", Reach::Consignor(here), &OFFICER);
        user(world, "ana", Reach::Consignor(here), &OFFICER);
        let site = house(world);
        let enter = |name| cookie(&site.sign_in(name, PASSWORD).session());
        let (eko, ana) = (enter("eko"), enter("ana"));
        let text = |id: serde_json::Value| id.as_str().expect("an id").to_owned();
        let fields = format!("id={}&name=Nama+Rahasia&code=a-7", text(fresh(world)));
        let page = site.form("/pembuat/baru", &eko, &fields).to;
        let shown = site.page(&page, &eko).body;
        assert!(shown.contains("A-7") && !shown.contains(NAME));
        let no_purpose = format!("id={}", text(fresh(world)));
        let refused = site.form(&format!("{page}/nama"), &eko, &no_purpose);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let purpose = format!("id={}&purpose=slip", text(fresh(world)));
        let open = site.form(&format!("{page}/nama"), &eko, &purpose).to;
        assert!(!open.contains("Rahasia"));
        assert!(site.page(&open, &eko).body.contains(NAME));
        assert!(!site.page(&open, &ana).body.contains(NAME));
        assert!(site.page("/pembuat/catatan", &ana).body.contains("slip"));
        world.advance_seconds(301);
        assert!(!site.page(&open, &eko).body.contains(NAME));
    });
}

#[test]
fn a_maker_who_moves_keeps_his_line_and_his_name() {
    story(|world| {
        let [here, there] = units(world);
        let eko = user(world, "eko", Reach::Consignor(here), &OFFICER);
        let budi = user(world, "budi", Reach::Consignor(there), &OFFICER);
        let site = house(world);
        let (own, other) = (token(world, eko, &OFFICER), token(world, budi, &OFFICER));
        let (id, new) = (fresh(world), fresh(world));
        site.post("/makers", &own, &json!({"id": id, "name": NAME}));
        let path = |id: &serde_json::Value| format!("/makers/{}", id.as_str().expect("an id"));
        let same = json!({"id": fresh(world), "to": here, "moved_on": world.today()});
        let no = site.post(&format!("{}/transfer", path(&id)), &own, &same);
        assert_eq!(no.code(), "people.same_place");
        let go = json!({"id": new, "to": there, "moved_on": world.today()});
        assert_eq!(site.post(&format!("{}/transfer", path(&id)), &own, &go).status, StatusCode::OK);

        let before = site.get(&path(&id), &own).json();
        assert_eq!((&before["active"], &before["has_identity"]), (&json!(false), &json!(false)));
        let after = site.get(&path(&new), &other).json();
        assert_eq!((&after["moved_from"], &after["has_identity"]), (&id, &json!(true)));
        assert_eq!(after["line"].as_array().map(Vec::len), Some(2));
        assert_eq!(site.get(&path(&new), &own).status, StatusCode::NOT_FOUND);
        let free = json!({"id": fresh(world), "released_on": world.today()});
        let gone = site.post(&format!("{}/release", path(&id)), &own, &free);
        assert_eq!(gone.code(), "people.maker_gone");
        let done = site.post(&format!("{}/release", path(&new)), &other, &free);
        assert_eq!(done.status, StatusCode::OK);
        assert_eq!(site.get("/makers?active=yes", &other).json()["total"], json!(0));
    });
}
