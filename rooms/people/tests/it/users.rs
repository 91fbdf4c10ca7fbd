//! Who may give which rights.

use axum::http::StatusCode;
use kernel::{Capability, Reach};
use serde_json::json;
use testkit::story;

use crate::{
    house::{fresh, house, token, user},
    places::{consignor, shop},
};

#[test]
fn an_administrator_of_a_unit_keeps_its_people_only() {
    story(|world| {
        let house_ctx = people::house(&world.ids, world.now());
        let units = [consignor(world, "012345"), consignor(world, "543210")];
        for unit in units.clone() {
            let ctx = house_ctx.clone();
            world.write(move |tx| people::create_consignor(tx, &ctx, &unit)).expect("a unit");
        }
        let (here, there) = (Reach::Consignor(units[0].id), Reach::Consignor(units[1].id));
        let admin = user(world, "ana", here.clone(), &[Capability::Administer]);
        let own = user(world, "eko", here, &[Capability::RecordGoods]);
        let others = user(world, "budi", there, &[Capability::RecordGoods]);
        let site = house(world);
        let ana = token(world, admin, &[Capability::Administer]);

        assert_eq!(site.get(&format!("/users/{own}"), &ana).status, StatusCode::OK);
        let hidden = site.get(&format!("/users/{others}"), &ana);
        assert_eq!(
            (hidden.status, hidden.code().as_str()),
            (StatusCode::NOT_FOUND, "people.unknown")
        );
        assert_eq!(site.get("/users", &ana).json()["total"], json!(2));
        let one = |id| site.get(&format!("/consignors/{id}"), &ana).status;
        assert_eq!((one(units[0].id), one(units[1].id)), (StatusCode::OK, StatusCode::NOT_FOUND));

        let new = |reach: &str| {
            let body = json!({"id": fresh(world), "sign_in_name": "cici", "name": "Cici",
                "job_title": "Staf", "reach": reach, "consignor": units[0].id,
                "capabilities": {"record_goods": true}});
            site.post("/users", &ana, &body)
        };
        assert_eq!(new("all").code(), "people.beyond_own_reach");
        assert_eq!(new("consignor").status, StatusCode::OK);
        assert_eq!(new("consignor").code(), "people.sign_in_name_taken");

        let edit = json!({"id": fresh(world), "sign_in_name": "ana", "name": "Ana",
            "job_title": "Staf", "reach": "consignor", "consignor": units[0].id,
            "capabilities": {"record_goods": true}});
        let locked = site.post(&format!("/users/{admin}"), &ana, &edit);
        assert_eq!(locked.code(), "people.own_rights");
    });
}

#[test]
fn somebody_always_keeps_the_house() {
    story(|world| {
        let ana = user(world, "ana", Reach::All, &[Capability::Administer]);
        user(world, "eko", Reach::All, &[Capability::Oversee]);
        let deactivate = |id| {
            let ctx = people::house(&world.ids, world.now());
            let input = people::OfUser { id: ctx.fresh_id(), user: id };
            let done = world.write(move |tx| people::deactivate_user(tx, &ctx, &input));
            done.map_err(|error| match error {
                db::Error::Refused(no) => no.code,
                other => panic!("{other}"),
            })
        };
        assert_eq!(deactivate(ana).map(drop), Err("people.last_administrator"));
        let budi = user(world, "budi", Reach::All, &[Capability::Administer]);
        deactivate(ana).expect("budi keeps it");
        assert_eq!(deactivate(budi).map(drop), Err("people.last_administrator"));
        // At the machine it can be done all the same, and undone.
        let ctx = people::house(&world.ids, world.now());
        let input = people::OfUser { id: ctx.fresh_id(), user: budi };
        world.write(move |tx| people::deactivate_even_the_last(tx, &ctx, &input)).expect("done");
        let ctx = people::house(&world.ids, world.now());
        let input = people::OfUser { id: ctx.fresh_id(), user: ana };
        world.write(move |tx| people::activate_user(tx, &ctx, &input)).expect("in again");
        assert_eq!(deactivate(ana).map(drop), Err("people.last_administrator"));
    });
}

#[test]
fn a_shops_people_see_their_shop_and_no_other() {
    story(|world| {
        let shops =
            ["08123456789", "08123456788"].map(|number| shop(world, number, crate::places::QRIS));
        for input in shops.clone() {
            let ctx = people::house(&world.ids, world.now());
            world.write(move |tx| people::create_shop(tx, &ctx, &input)).expect("a shop");
        }
        let owner = user(world, "hendri", Reach::Shop(shops[0].id), &[Capability::Sign]);
        let site = house(world);
        let hendri = token(world, owner, &[Capability::Sign]);
        assert_eq!(site.get("/shops", &hendri).json()["total"], json!(1));
        let one = |id| site.get(&format!("/shops/{id}"), &hendri).status;
        assert_eq!((one(shops[0].id), one(shops[1].id)), (StatusCode::OK, StatusCode::NOT_FOUND));
        assert_eq!(site.get("/makers", &hendri).status, StatusCode::NOT_FOUND);
        assert_eq!(site.get("/consignors", &hendri).status, StatusCode::NOT_FOUND);
        let code = site.get(&format!("/shops/{}/qris?amount=25.000", shops[0].id), &hendri).json();
        assert_eq!((&code["nmid"], &code["amount"]), (&json!("ID0000000000000"), &json!(25_000)));
        assert!(code["text"].as_str().is_some_and(|text| text.ends_with("92C5")), "{code}");
    });
}
