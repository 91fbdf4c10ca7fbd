//! From a prospect to a partner, with nothing typed twice.

use kernel::{Actor, Quantity, Rupiah};
use network::{ProspectId, Stage};
use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, clerk, head, officer, overseer, story};
use testmarket::shop;

use crate::world::{act, add, convert, fresh, invite, offer, open, step, whole};

#[test]
fn a_prospect_becomes_a_partner_by_one_click() {
    story(|world: &mut World| {
        let market = open(world);
        let kasubsi = officer(LAPAS);
        let id = add(world);
        assert_eq!(convert(world, id, "trial"), Err("network.no_offer".into()));
        offer(world, &market, id).expect("an offer");
        let trial = convert(world, id, "trial").expect("a trial");
        let told = whole(world, &kasubsi, id).expect("a prospect");
        assert_eq!(told.prospect.stage, Stage::Trial);
        let shop = told.prospect.shop_id.expect("a shop");
        let (kept, draft) = world
            .read(move |read| {
                let shop = people::load_shop(read, shop)?;
                Ok((shop, agreements::load_agreement(read, trial)?))
            })
            .expect("a shop and a draft");
        assert_eq!((kept.name.as_str(), kept.city.as_str()), ("Kios Bu Ani", "Sungailiat"));
        assert_eq!(kept.whatsapp.as_deref(), Some("6281234567890"));
        assert_eq!(kept.registered_by_consignor, Some(LAPAS));
        assert_eq!((draft.shop_id, draft.state), (shop, agreements::State::Draft));
        assert_eq!(
            (draft.effective_from.to_string(), draft.ends_on.to_string()),
            ("2025-11-03".into(), "2025-12-02".into())
        );
        assert_eq!(convert(world, id, "trial"), Err("network.stage".into()), "one trial");
        let year = convert(world, id, "year").expect("a year");
        let after = whole(world, &kasubsi, id).expect("a prospect");
        assert_eq!((after.prospect.stage, after.prospect.shop_id), (Stage::Agreed, Some(shop)));
        assert_eq!(after.prospect.agreement_id, Some(year));
        assert_eq!(offer(world, &market, id), Err("network.stage".into()));
        let deeds: Vec<_> = after.acts.iter().map(|act| act.deed.to_string()).collect();
        deeds.join(" ")
    });
}

/// Both sides sign a draft, and the head puts it in force.
fn put_in_force(world: &World, agreement: kernel::AgreementId) -> Result<(), String> {
    for (side, name) in [("consignor", "Kepala Lapas"), ("shop", "Pemilik")] {
        let sign = json!({
            "id": fresh::<()>(world), "agreement": agreement, "side": side, "name": name,
            "office": name, "acting_for": name, "signed_on": world.today(),
            "number": format!("1/{side}/{agreement}"),
        });
        act(world, &officer(LAPAS), agreements::sign, sign)?;
    }
    let enforce = json!({
        "id": fresh::<()>(world), "agreement": agreement, "no_scan_reason": "Naskah menyusul",
    });
    act(world, &head(LAPAS), agreements::enforce, enforce).map(drop)
}

#[test]
fn the_year_begins_when_the_trial_has_ended() {
    story(|world: &mut World| {
        let market = open(world);
        let kasubsi = officer(LAPAS);
        let id = add(world);
        offer(world, &market, id).expect("an offer");
        let trial = convert(world, id, "trial").expect("a trial");
        let begins =
            |world: &World| whole(world, &kasubsi, id).expect("a prospect").begins.to_string();
        assert_eq!(begins(world), "2025-11-03", "a draft runs not");
        put_in_force(world, trial).expect("the trial runs");
        world.advance_days(10);
        assert_eq!(begins(world), "2025-12-03");
        let year = convert(world, id, "year").expect("a year");
        let draft = world.read(move |read| agreements::load_agreement(read, year)).expect("one");
        assert_eq!(
            (draft.effective_from.to_string(), draft.ends_on.to_string()),
            ("2025-12-03".into(), "2026-12-02".into())
        );
        put_in_force(world, year).expect("no day twice");
        draft.effective_from.to_string()
    });
}

#[test]
fn an_offer_is_checked_and_counted() {
    story(|world: &mut World| {
        let market = open(world);
        let id = add(world);
        let attempt = |input: serde_json::Value| {
            let mut offered = json!({"percent": "20", "valid_until": "2025-11-30"});
            for (name, value) in input.as_object().expect("an object") {
                offered[name] = value.clone();
            }
            step(world, &officer(LAPAS), network::offer, id, offered).map(drop)
        };
        let one = |product: kernel::ProductId| json!({"product": product});
        let refused = [
            attempt(json!({})),
            attempt(json!({"lines": [one(market.nest)]})),
            attempt(json!({"lines": [one(market.trap), one(market.trap)]})),
            attempt(json!({"lines": [one(market.chair)]})),
            attempt(json!({"lines": [one(market.trap)], "valid_until": "2025-11-02"})),
            attempt(json!({"lines": [one(market.trap)], "valid_until": "2026-06-01"})),
            attempt(json!({"lines": [one(market.trap)], "percent": "101"})),
        ]
        .map(|done| done.expect_err("refused"));
        assert_eq!(
            refused,
            [
                "network.nothing_offered at lines",
                "network.product_unknown at lines[0].product",
                "network.product_twice at lines[1].product",
                "network.price_missing at lines[0].price",
                "network.valid_until at valid_until",
                "network.valid_until at valid_until",
                "kernel.share"
            ]
        );
        attempt(json!({"lines": [one(market.trap)]})).expect("an offer");
        let dear = json!({"lines": [{"product": market.chair, "price": 90000, "quantity": 3}]});
        attempt(dear).expect("another");
        let offers = whole(world, &officer(LAPAS), id).expect("a prospect").offers;
        let numbers: Vec<_> = offers.iter().map(|offer| offer.number.as_str()).collect();
        assert_eq!(numbers, ["PN-2511-02", "PN-2511-01"]);
        assert_eq!(offers[1].lines[0].price, Rupiah(30_000), "the catalogue's of that day");
        assert_eq!(offers[0].lines[0].quantity, Some(Quantity(3)));
    });
}

#[test]
fn who_declined_may_be_tried_again() {
    story(|world: &mut World| {
        let market = open(world);
        let kasubsi = officer(LAPAS);
        let id = add(world);
        let plan = json!({"next_step": "Antar contoh", "next_on": "2025-11-10"});
        step(world, &kasubsi, network::plan, id, plan).expect("planned");
        let half = step(world, &kasubsi, network::plan, id, json!({"next_step": "Antar"}));
        assert_eq!(half.map(drop), Err("network.step_and_day at next_on".into()));
        offer(world, &market, id).expect("an offer");
        let reason = json!({"reason": "Tempat penuh"});
        step(world, &kasubsi, network::decline, id, reason.clone()).expect("declined");
        let told = whole(world, &kasubsi, id).expect("a prospect").prospect;
        assert_eq!((told.stage, told.next_on), (Stage::Declined, None));
        assert_eq!(convert(world, id, "trial"), Err("network.stage".into()));
        step(world, &kasubsi, network::reopen, id, reason).expect("again");
        offer(world, &market, id).expect("another offer");
        convert(world, id, "year").expect("a partner");
    });
}

#[test]
fn a_shop_that_is_there_is_not_made_again() {
    story(|world: &mut World| {
        let market = open(world);
        let kasubsi = officer(LAPAS);
        shop(world, SHOP, "Toko Lama", &json!({"whatsapp": "+62 812 3456 7890"}));
        let id = add(world);
        offer(world, &market, id).expect("an offer");
        let alike = whole(world, &kasubsi, id).expect("a prospect").alike;
        let told = |one: &network::Alike| format!("{} {}", one.name, one.same_number);
        assert_eq!(alike.iter().map(told).collect::<Vec<_>>(), ["Toko Lama true"]);
        assert_eq!(convert(world, id, "trial"), Err("network.shop_alike".into()), "nobody said");
        let unknown = json!({"term": "trial", "shop": OTHER_SHOP});
        let unknown = step(world, &kasubsi, network::convert, id, unknown).map(drop);
        assert_eq!(unknown, Err("people.unknown".into()));
        let this = json!({"term": "trial", "shop": SHOP});
        step(world, &kasubsi, network::convert, id, this).expect("a trial");
        let told = whole(world, &kasubsi, id).expect("a prospect");
        assert_eq!((told.prospect.shop_id, told.alike.len()), (Some(SHOP), 0));
        assert_eq!(world.read(people::list_shops).expect("shops").len(), 1);
        assert_eq!(invite(world, id, "kios.ani"), Err("people.unknown".into()), "not theirs");
        let other = json!({"term": "year", "shop": OTHER_SHOP});
        let other = step(world, &kasubsi, network::convert, id, other).map(drop);
        assert_eq!(other, Err("network.other_shop".into()));
        convert(world, id, "year").expect("the next agreement of the same shop");
        // The owner has a second shop with the same number.
        let second = add(world);
        offer(world, &market, second).expect("an offer");
        let anew = json!({"term": "trial", "new_shop": true});
        step(world, &kasubsi, network::convert, second, anew).expect("another shop");
        assert_eq!(world.read(people::list_shops).expect("shops").len(), 2);
    });
}

#[test]
fn without_a_number_the_name_and_the_city_tell() {
    story(|world: &mut World| {
        let market = open(world);
        shop(world, SHOP, "Kios Bu Ani", &json!({"city": "Sungailiat"}));
        shop(world, OTHER_SHOP, "Kios Bu Ani", &json!({"city": "Muntok"}));
        let id = add(world);
        offer(world, &market, id).expect("an offer");
        let alike = whole(world, &officer(LAPAS), id).expect("a prospect").alike;
        let told: Vec<_> = alike.iter().map(|one| (one.shop, one.same_number)).collect();
        assert_eq!(told, [(SHOP, false)]);
    });
}

fn decline(world: &World, prospect: ProspectId) {
    let reason = json!({"reason": "Bu Ani tidak berminat"});
    step(world, &officer(LAPAS), network::decline, prospect, reason).expect("declined");
}

/// What is kept of the owner.
fn kept(world: &World, prospect: ProspectId) -> String {
    let told = whole(world, &officer(LAPAS), prospect).expect("a prospect");
    let one = told.prospect;
    let notes: Vec<_> = told.acts.into_iter().filter_map(|act| act.note).collect();
    format!("{}|{}|{:?}|{:?}|{notes:?}", one.owner_name, one.address, one.whatsapp, one.notes)
}

const NOTHING: &str = "||None|None|[]";

#[test]
fn nothing_is_kept_of_who_declined_when_it_is_erased() {
    story(|world: &mut World| {
        let market = open(world);
        let kasubsi = officer(LAPAS);
        let id = add(world);
        offer(world, &market, id).expect("an offer");
        let erase = |who: &Actor| step(world, who, network::erase, id, json!({})).map(drop);
        assert_eq!(erase(&kasubsi), Err("network.stage".into()), "it may come to something");
        decline(world, id);
        assert_eq!(erase(&head(LAPAS)), Err("kernel.not_allowed".into()));
        assert_eq!(erase(&officer(OTHER_LAPAS)), Err("network.unknown".into()));
        assert_ne!(kept(world, id), NOTHING);
        let input = json!({"id": fresh::<()>(world), "prospect": id});
        for _ in 0..2 {
            act(world, &kasubsi, network::erase, input.clone()).expect("erased");
        }
        assert_eq!(kept(world, id), NOTHING);
        let told = whole(world, &kasubsi, id).expect("a prospect");
        assert_eq!((told.prospect.name.as_str(), told.offers.len()), ("Kios Bu Ani", 1));
        let again = json!({"reason": "Berminat"});
        let again = step(world, &kasubsi, network::reopen, id, again).map(drop);
        assert_eq!(again, Err("network.erased".into()));
        let typed = json!({"name": "A", "owner_name": "B", "address": "C", "city": "D"});
        let typed = step(world, &kasubsi, network::edit, id, typed).map(drop);
        assert_eq!(typed, Err("network.erased".into()), "nothing comes back into it");
    });
}

#[test]
fn who_declined_half_a_year_ago_is_forgotten() {
    story(|world: &mut World| {
        open(world);
        let (id, reopened) = (add(world), add(world));
        decline(world, id);
        decline(world, reopened);
        let forget = |world: &World| {
            let now = world.now();
            world.write(move |tx| network::forget_declined(tx, now)).expect("forgotten")
        };
        world.advance_days(network::DECLINED_KEPT_DAYS - 1);
        assert_eq!(forget(world), 0);
        let why = json!({"reason": "Berminat"});
        step(world, &officer(LAPAS), network::reopen, reopened, why).expect("again");
        decline(world, reopened);
        world.advance_days(1);
        assert_eq!((forget(world), forget(world)), (1, 0));
        assert_eq!(kept(world, id), NOTHING);
        assert_ne!(kept(world, reopened), NOTHING, "its half year began anew");
    });
}

#[test]
fn the_owner_gets_one_way_in() {
    story(|world: &mut World| {
        let market = open(world);
        let id = add(world);
        assert_eq!(invite(world, id, "kios.ani"), Err("network.no_shop".into()));
        offer(world, &market, id).expect("an offer");
        convert(world, id, "trial").expect("a shop");
        let owner = invite(world, id, "kios.ani").expect("a link");
        let again = invite(world, id, "kios.ani").expect("lost the first link");
        let user = world.read(move |read| people::load_user(read, owner)).expect("a user");
        assert_eq!(
            (user.name.as_str(), user.place.as_deref()),
            ("Ani Contoh", Some("Kios Bu Ani"))
        );
        let may: Vec<_> = user.capabilities.iter().map(|one| one.name()).collect();
        assert_eq!(may, ["sell", "approve", "sign"]);
        assert_ne!(owner, again);
        let other = world.read(move |read| Ok(people::load_user(read, again).is_ok()));
        assert!(!other.expect("looked"), "a second link is the same person's");
        let hashed = people::hash_password("sandi-contoh-2025", "kios.ani", &world.ids);
        let hashed = hashed.expect("a hash");
        world.write(move |tx| people::set_password(tx, owner, &hashed)).expect("a password");
        assert_eq!(invite(world, id, "kios.ani2"), Err("people.shop_has_people".into()));
    });
}

#[test]
fn anothers_prospect_is_not_there() {
    story(|world: &mut World| {
        let market = open(world);
        let id = add(world);
        offer(world, &market, id).expect("an offer");
        let theirs = officer(OTHER_LAPAS);
        let strangers = [theirs.clone(), clerk(SHOP), overseer("Kanwil Contoh"), Actor::nobody()];
        for stranger in strangers {
            assert_eq!(whole(world, &stranger, id).map(drop), Err("network.unknown".into()));
        }
        let stolen = step(world, &theirs, network::convert, id, json!({"term": "year"}));
        assert_eq!(stolen.map(drop), Err("network.unknown".into()));
        let only_looks = step(world, &head(LAPAS), network::decline, id, json!({"reason": "x"}));
        assert_eq!(only_looks.map(drop), Err("kernel.not_allowed".into()));
        whole(world, &head(LAPAS), id).expect("the head sees it");
        let input = json!({"id": fresh::<()>(world), "name": "A", "owner_name": "B",
            "address": "C", "city": "D", "consignor": LAPAS});
        let for_others = act(world, &theirs, network::add, input).map(drop);
        assert_eq!(for_others, Err("network.unknown".into()));
    });
}

#[test]
fn the_same_click_twice_makes_one_shop() {
    story(|world: &mut World| {
        let market = open(world);
        let id = add(world);
        offer(world, &market, id).expect("an offer");
        let input = json!({"id": fresh::<()>(world), "prospect": id, "term": "trial"});
        for _ in 0..2 {
            act(world, &officer(LAPAS), network::convert, input.clone()).expect("converted");
        }
        let shops = world.read(people::list_shops).expect("shops");
        assert_eq!(shops.len(), 1);
        let acts = whole(world, &officer(LAPAS), id).expect("a prospect").acts;
        assert_eq!(acts.len(), 3);
    });
}
