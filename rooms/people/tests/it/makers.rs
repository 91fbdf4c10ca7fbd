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
pub fn units(world: &World) -> [ConsignorId; 2] {
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

        world.advance_seconds(1);
        let erase = json!({"id": fresh(world), "reason": "diminta"});
        assert_eq!(site.post(&format!("{path}/erase"), &own, &erase).status, StatusCode::OK);
        let ask = json!({"id": fresh(world), "purpose": "slip premi"});
        let gone = site.post(&format!("{path}/read-name"), &own, &ask);
        assert_eq!(gone.code(), "people.name_erased");
        let log = site.get("/maker-readings", &own).json();
        let last = &log["items"][0];
        assert_eq!((&last["kind"], &last["purpose"]), (&json!("erased"), &json!("diminta")));
        let inside = cookie(&site.sign_in("eko", PASSWORD).session());
        let page = site.page("/pembuat/catatan", &inside).body;
        assert!(page.contains("diminta") && page.contains("Dihapus"), "{page}");
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
        let later =
            json!({"id": fresh(world), "to": there, "moved_on": world.today().plus_days(1)});
        let no = site.post(&format!("{}/transfer", path(&id)), &own, &later);
        assert_eq!(no.code(), "people.moved_later");
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

#[test]
fn a_wrong_release_is_taken_back_by_anothers_word() {
    story(|world| {
        let [here, there] = units(world);
        let eko = user(world, "eko", Reach::Consignor(here), &OFFICER);
        let ana = user(world, "ana", Reach::Consignor(here), &OFFICER);
        let budi = user(world, "budi", Reach::Consignor(there), &OFFICER);
        let site = house(world);
        let [eko, ana, budi] = [eko, ana, budi].map(|one| token(world, one, &OFFICER));
        let id = fresh(world);
        site.post("/makers", &eko, &json!({"id": id, "name": NAME}));
        let path = format!("/makers/{}", id.as_str().expect("an id"));
        let ask = |reason: &str| json!({"id": fresh(world), "reason": reason});
        let reverse = format!("{path}/release/reverse");
        assert_eq!(site.post(&reverse, &eko, &ask("keliru")).code(), "people.not_released");
        let free = json!({"id": fresh(world), "released_on": world.today(), "note": "PB"});
        assert_eq!(site.post(&format!("{path}/release"), &eko, &free).status, StatusCode::OK);
        assert_eq!(site.get(&path, &eko).json()["active"], json!(false));

        let wrong = ask("yang bebas WB-004");
        assert_eq!(site.post(&reverse, &budi, &wrong).code(), "people.unknown");
        assert_eq!(site.post(&reverse, &eko, &wrong).json()["already"], json!(false));
        assert_eq!(site.post(&reverse, &eko, &wrong).json()["already"], json!(true));
        assert_eq!(site.post(&reverse, &ana, &ask("lagi")).code(), "people.release_reversal_open");
        assert_eq!(
            site.get(&path, &eko).json()["active"],
            json!(false),
            "not before another agrees"
        );
        let decide = |asked: &serde_json::Value, who: &str, how: &str| {
            let id = asked["id"].as_str().expect("an id");
            let input = json!({"reason": "memang bebas"});
            site.post(&format!("/release-reversals/{id}/{how}"), who, &input)
        };
        assert_eq!(decide(&wrong, &eko, "confirm").code(), "kernel.recorder_approves");
        assert_eq!(decide(&wrong, &budi, "confirm").code(), "people.unknown");
        assert_eq!(decide(&wrong, &ana, "reject").status, StatusCode::OK);
        assert_eq!(decide(&wrong, &ana, "confirm").code(), "people.release_reversal_decided");
        let stands = format!("/release-reversals/{}/reject", wrong["id"].as_str().expect("an id"));
        let other = json!({"reason": "alasan lain"});
        let no = site.post(&stands, &ana, &other).code();
        assert_eq!(no, "people.release_reversal_decided", "not that its id is used");
        let asked = site.get(&format!("{path}/release-reversals"), &ana).json();
        assert_eq!(asked[0]["state"], json!("rejected"));
        let hidden = site.get(&format!("{path}/release-reversals"), &budi);
        assert_eq!(hidden.code(), "people.unknown");
        assert_eq!(site.get(&path, &eko).json()["active"], json!(false), "it stands");

        let wrong = ask("ternyata keliru");
        assert_eq!(site.post(&reverse, &eko, &wrong).status, StatusCode::OK);
        assert_eq!(decide(&wrong, &ana, "confirm").json()["already"], json!(false));
        assert_eq!(decide(&wrong, &ana, "confirm").json()["already"], json!(true));
        let back = site.get(&path, &eko).json();
        assert_eq!((&back["active"], &back["released_on"]), (&json!(true), &json!(null)));
        assert_eq!(site.post(&reverse, &eko, &ask("lagi")).code(), "people.not_released");
        // He may go free another day, as if nothing had been.
        let free = json!({"id": fresh(world), "released_on": world.today()});
        assert_eq!(site.post(&format!("{path}/release"), &ana, &free).status, StatusCode::OK);
        // What was recorded stays: both askings, with the day and the note.
        let kept = world.read(|read| {
            let kept =
                db::sql!("SELECT state, release_note FROM people_release_reversal ORDER BY state");
            read.all(kept, &[], |row| Ok(format!("{} {}", row.text(0)?, row.text(1)?)))
        });
        assert_eq!(kept.expect("rows"), ["confirmed PB", "rejected PB"]);
    });
}

#[test]
fn the_makers_page_takes_a_release_back() {
    let world = World::quick();
    let [here, _] = units(&world);
    for name in ["eko", "ana"] {
        user(&world, name, Reach::Consignor(here), &OFFICER);
    }
    let site = house(&world);
    let enter = |name| cookie(&site.sign_in(name, PASSWORD).session());
    let (eko, ana) = (enter("eko"), enter("ana"));
    let text = |id: serde_json::Value| id.as_str().expect("an id").to_owned();
    let page = site.form("/pembuat/baru", &eko, &format!("id={}&code=a-7", text(fresh(&world)))).to;
    let back = format!("{page}/bebas-batal");
    assert!(!site.page(&page, &eko).body.contains(&back));
    let free = format!("id={}&released_on={}", text(fresh(&world)), world.today());
    site.form(&format!("{page}/bebas"), &eko, &free);
    assert!(site.page(&page, &eko).body.contains(&back));
    let empty = site.form(&back, &eko, &format!("id={}&reason=", text(fresh(&world))));
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(site.page(&back, &eko).body.contains("Batalkan catatan bebas"));
    let reversal = text(fresh(&world));
    site.form(&back, &eko, &format!("id={reversal}&reason=salah+orang"));
    let agree = format!("{back}/{reversal}/setujui");
    let own = site.page(&page, &eko).body;
    assert!(own.contains("salah orang") && !own.contains(&agree));
    assert!(site.page("/pembuat", &ana).body.contains("Pembatalan bebas menunggu"));
    assert!(site.page(&page, &ana).body.contains(&agree));
    let own = site.form(&agree, &eko, "");
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.body.contains("notice bad"), "he hears why: {}", own.body);
    assert_eq!(site.form(&agree, &ana, "").to, page);
    let after = site.page(&page, &ana).body;
    assert!(after.contains("Dibatalkan") && !after.contains(&agree), "{after}");
    assert!(!site.page("/pembuat", &ana).body.contains("Pembatalan bebas menunggu"));
}
