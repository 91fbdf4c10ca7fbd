//! Coming in and going out.

use axum::http::StatusCode;
use kernel::{Capability, Reach};
use serde_json::json;
use testkit::{World, story};

use crate::{
    house::{PASSWORD, cookie, fresh, house, token, user},
    makers::units,
};

const ALL: [Capability; 2] = [Capability::Administer, Capability::Oversee];

#[test]
fn the_first_administrator_is_made_by_a_link_once() {
    story(|world| {
        let site = house(world);
        let (ids, now) = (world.ids.clone(), world.now());
        let make = move |tx: &mut db::Tx| people::first_link(tx, &ids, now);
        let old = world.write(make.clone()).expect("a link").expect("nobody yet");
        let key = world.write(make.clone()).expect("a link").expect("nobody yet");
        let fields = |key: &str, password: &str| {
            format!(
                "kunci={key}&name=Ana&job_title=Pengelola&sign_in_name=Ana&password={password}\
                 &again={password}"
            )
        };
        assert!(!site.page(&format!("/mulai?kunci={old}"), "").body.contains("<form"));
        assert!(site.page(&format!("/mulai?kunci={key}"), "").body.contains("<form"));
        let weak = site.form("/mulai", "", &fields(&key, "1234567890"));
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(weak.body.contains("value=\"Ana\"") && !weak.body.contains("1234567890"));

        let done = site.form("/mulai", "", &fields(&key, "kolam-ikan-hias"));
        assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, "/beranda"));
        let own = site.page("/akun", &cookie(&done.session()));
        assert!(own.status == StatusCode::OK && own.body.contains("Ana"));
        let again = site.form("/mulai", "", &fields(&key, "kolam-ikan-hias"));
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.write(make).expect("an answer"), None);
    });
}

#[test]
fn wrong_name_and_wrong_password_sound_alike_and_are_limited() {
    story(|world| {
        user(world, "eko.cahyono", Reach::All, &ALL);
        let site = house(world);
        let wrong = site.sign_in("eko.cahyono", "bukan sandinya");
        let nobody = site.sign_in("siapa.ini", "bukan sandinya");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.body.replace("eko.cahyono", ""), nobody.body.replace("siapa.ini", ""));
        for _ in 0..4 {
            site.sign_in("eko.cahyono", "bukan sandinya");
        }
        let waits = site.sign_in("eko.cahyono", PASSWORD);
        assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(waits.body.contains("15 menit"), "{}", waits.body);
        assert_eq!(site.sign_in("siapa.ini", "x").status, StatusCode::UNPROCESSABLE_ENTITY);
        world.advance_seconds(16 * 60);
        let comes = site.sign_in(" Eko.Cahyono ", PASSWORD);
        assert_eq!((comes.status, comes.to.as_str()), (StatusCode::SEE_OTHER, "/beranda"));
        for _ in 0..4 {
            site.sign_in("eko.cahyono", "bukan sandinya");
        }
        assert_eq!(site.sign_in("eko.cahyono", PASSWORD).status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn fifty_people_sign_in_at_once() {
    story(|world| {
        let names: Vec<String> = (0..50).map(|n| format!("orang{n}")).collect();
        for name in &names {
            user(world, name, Reach::All, &ALL);
        }
        let site = house(world);
        for answer in site.sign_in_together(&names, PASSWORD) {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            assert!(!answer.session().is_empty());
        }
    });
}

#[test]
fn a_session_ends_by_leaving_by_time_and_with_the_user() {
    story(|world| {
        let eko = user(world, "eko", Reach::All, &ALL);
        user(world, "ana", Reach::All, &[Capability::Administer]);
        let site = house(world);
        let mine = cookie(&site.sign_in("eko", PASSWORD).session());
        let other = cookie(&site.sign_in("eko", PASSWORD).session());
        assert_eq!(site.page("/akun", &mine).status, StatusCode::OK);
        let left = site.form("/keluar", &mine, "");
        assert_eq!(left.cookie("hilir_session"), Some(""));
        let out = site.page("/akun", &mine);
        assert_eq!((out.status, out.to.as_str()), (StatusCode::SEE_OTHER, "/masuk?lanjut=%2Fakun"));
        assert_eq!(site.page("/akun", &other).status, StatusCode::OK);

        world.advance_days(8);
        assert_eq!(site.page("/akun", &other).status, StatusCode::SEE_OTHER);
        let third = cookie(&site.sign_in("eko", PASSWORD).session());
        let ctx = people::house(&world.ids, world.now());
        let input = people::OfUser { id: ctx.fresh_id(), user: eko };
        world.write(move |tx| people::deactivate_user(tx, &ctx, &input)).expect("done");
        assert_eq!(site.page("/akun", &third).status, StatusCode::SEE_OTHER);
        assert_eq!(site.sign_in("eko", PASSWORD).status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn a_session_in_use_lives_for_thirty_days() {
    story(|world| {
        user(world, "eko", Reach::All, &ALL);
        let site = house(world);
        let session = site.sign_in("eko", PASSWORD).session();
        let hash = people::secret::hash_of(&session);
        for _ in 0..4 {
            world.advance_days(6);
            let (now, credentials) = (world.now(), web::Credentials::Session(hash));
            world.write(move |tx| people::touch(tx, &credentials, now)).expect("noted");
            assert_eq!(site.page("/akun", &cookie(&session)).status, StatusCode::OK);
        }
        world.advance_days(6);
        assert_eq!(site.page("/akun", &cookie(&session)).status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn an_invitation_works_once_and_nobody_else_sets_the_password() {
    story(|world| {
        user(world, "ana", Reach::All, &ALL);
        let site = house(world);
        let ana = cookie(&site.sign_in("ana", PASSWORD).session());
        let fields = format!(
            "id={}&sign_in_name=budi&name=Budi&job_title=Bendahara&reach=all\
             &capabilities[deposit]=on",
            fresh(world).as_str().expect("an id")
        );
        let made = site.form("/pengguna/baru", &ana, &fields);
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let key = made.cookie("hilir_sekali").expect("a link").to_owned();
        assert!(!made.to.contains(&key));
        let shown = site.page(&made.to, &format!("{ana}; hilir_sekali={key}"));
        assert!(shown.body.contains(&format!("/undangan?kunci={key}")));
        assert_eq!(shown.cookie("hilir_sekali"), Some(""));

        let choose = |again: &str| {
            let fields = format!("kunci={key}&password=kolam-ikan-hias&again={again}");
            site.form("/undangan", "", &fields)
        };
        assert_eq!(choose("lain").status, StatusCode::UNPROCESSABLE_ENTITY);
        let budi = choose("kolam-ikan-hias");
        assert_eq!(budi.status, StatusCode::SEE_OTHER);
        assert_eq!(site.page("/akun", &cookie(&budi.session())).status, StatusCode::OK);
        assert_eq!(choose("kolam-ikan-hias").status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.page("/pengguna", &cookie(&budi.session())).status, StatusCode::FORBIDDEN);
    });
}

/// RFC 4648, without padding.
fn base32(text: &str) -> Vec<u8> {
    let mut bits = 0_u32;
    let mut count = 0;
    let mut bytes = Vec::new();
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        };
        bits = (bits << 5 | u32::from(value)) & 0xFFFF;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

#[test]
fn an_authenticators_code_counts_once() {
    story(|world| {
        user(world, "eko", Reach::All, &ALL);
        let site = house(world);
        let inside = cookie(&site.sign_in("eko", PASSWORD).session());
        site.form("/akun/kode/mulai", &inside, "");
        let page = site.page("/akun/kode", &inside).body;
        let typed = page.split("<code>").nth(1).and_then(|rest| rest.split('<').next());
        let secret = base32(typed.expect("the secret"));
        let code_now = |world: &World| people::totp::code_at(&secret, world.now());
        let wrong = site.form("/akun/kode/pasang", &inside, "code=000000");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let set = site.form("/akun/kode/pasang", &inside, &format!("code={}", code_now(world)));
        let recovery = set.cookie("hilir_sekali").expect("codes").to_owned();
        assert_eq!(recovery.split(' ').count(), 10);

        world.advance_seconds(60);
        let half = site.sign_in("eko", PASSWORD);
        assert_eq!(half.to, "/masuk/kode?lanjut=%2Fberanda");
        let waiting = cookie(&half.session());
        assert_eq!(site.page("/akun", &waiting).status, StatusCode::SEE_OTHER);
        let code = format!("code={}", code_now(world));
        let entered = site.form("/masuk/kode", &waiting, &code);
        assert_eq!(entered.to, "/beranda");
        assert_eq!(site.page("/akun", &cookie(&entered.session())).status, StatusCode::OK);
        // Who had seen the cookie of the password alone holds nothing now.
        assert_ne!(cookie(&entered.session()), waiting);
        assert_eq!(site.page("/akun", &waiting).status, StatusCode::SEE_OTHER);

        let second = cookie(&site.sign_in("eko", PASSWORD).session());
        let replayed = site.form("/masuk/kode", &second, &code);
        assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY);
        let first = recovery.split(' ').next().expect("a code");
        let spare = format!("code={first}");
        assert_eq!(site.form("/masuk/kode", &second, &spare).to, "/beranda");
        let third = cookie(&site.sign_in("eko", PASSWORD).session());
        let spent = site.form("/masuk/kode", &third, &spare);
        assert_eq!(spent.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn a_token_may_what_its_scope_says_until_it_is_taken_back() {
    story(|world| {
        let eko = user(world, "eko", Reach::All, &[Capability::Administer, Capability::Deposit]);
        let site = house(world);
        let (wide, narrow) = (
            token(world, eko, &[Capability::Administer]),
            token(world, eko, &[Capability::Deposit]),
        );
        assert_eq!(site.get("/users", &wide).status, StatusCode::OK);
        let no = site.get("/users", &narrow);
        assert_eq!((no.status, no.code().as_str()), (StatusCode::FORBIDDEN, "kernel.not_allowed"));
        let own = cookie(&site.sign_in("eko", PASSWORD).session());
        let more = json!({"id": fresh(world), "name": "x", "days": 3,
            "capabilities": {"sell": true}});
        assert_eq!(site.post_in_person("/tokens", &own, &more).code(), "people.token_scope");
        let less = json!({"id": fresh(world), "name": "x", "days": 3,
            "capabilities": {"deposit": true}});
        let made = site.post_in_person("/tokens", &own, &less).json();
        let again = site.post_in_person("/tokens", &own, &less).json();
        assert_eq!((&again["already"], &again["secret"]), (&json!(true), &json!(null)));
        let secret = made["secret"].as_str().expect("a secret");
        assert_eq!(site.get("/account", secret).status, StatusCode::OK);
        let revoke = format!("/tokens/{}/revoke", made["id"].as_str().expect("an id"));
        site.post_in_person(&revoke, &own, &json!({}));
        assert_eq!(site.get("/account", secret).status, StatusCode::UNAUTHORIZED);
        world.advance_days(31);
        assert_eq!(site.get("/account", &wide).status, StatusCode::UNAUTHORIZED);
        assert_eq!(site.get("/account", "hilir_nothing").status, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn a_token_opens_no_further_way_in() {
    story(|world| {
        let eko = user(world, "eko", Reach::All, &ALL);
        let site = house(world);
        let narrow = token(world, eko, &[Capability::Oversee]);
        let inside = cookie(&site.sign_in("eko", PASSWORD).session());
        let new = json!({"id": fresh(world), "name": "x", "days": 366,
            "capabilities": {"oversee": true}});
        let password = json!({"old": PASSWORD, "password": "lain sekali", "again": "lain sekali"});
        let code = json!({"code": "000000"});
        let (id, nothing) = (fresh(world), json!({}));
        let of = |what: &str, verb: &str| format!("/{what}/{}/{verb}", id.as_str().expect("an id"));
        for (path, body) in [
            ("/tokens".to_owned(), &new),
            (of("tokens", "revoke"), &nothing),
            (of("sessions", "end"), &nothing),
            ("/account/password".to_owned(), &password),
            ("/account/totp/begin".to_owned(), &nothing),
            ("/account/totp/confirm".to_owned(), &code),
            ("/account/totp/remove".to_owned(), &code),
        ] {
            let no = site.post(&path, &narrow, body);
            let said = (no.status, no.code());
            assert_eq!(said, (StatusCode::FORBIDDEN, "web.in_person".to_owned()), "{path}");
        }
        for path in ["/tokens", "/sessions", "/account/totp"] {
            assert_eq!(site.get(path, &narrow).code(), "web.in_person", "{path}");
        }
        let fields = format!("id={}&name=x&days=3", fresh(world).as_str().expect("an id"));
        for (path, fields) in [("/akun/token", fields.as_str()), ("/akun/kode/mulai", "")] {
            let no = site.form_by_token(path, &narrow, fields);
            assert_eq!(no.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(site.get("/account", &narrow).status, StatusCode::OK);
        let begun = site.post_in_person("/account/totp/begin", &inside, &nothing);
        assert_eq!(begun.status, StatusCode::OK);
    });
}

#[test]
fn nobody_opens_his_own_lock_as_if_it_were_anothers() {
    story(|world| {
        let ana = user(world, "ana", Reach::All, &ALL);
        let eko = user(world, "eko", Reach::All, &ALL);
        let site = house(world);
        let inside = cookie(&site.sign_in("ana", PASSWORD).session());
        let act = |id, what: &str| {
            let path = format!("/users/{id}/{what}");
            site.post_in_person(&path, &inside, &json!({"id": fresh(world)}))
        };
        for what in ["invite", "reset-totp"] {
            assert_eq!(act(ana, what).code(), "people.own_account", "{what}");
            assert_eq!(act(eko, what).status, StatusCode::OK, "{what}");
        }
        let own = site.page(&format!("/pengguna/{ana}"), &inside).body;
        assert!(!own.contains("/undang") && own.contains("/akun"), "{own}");
        let fields = format!("id={}", fresh(world).as_str().expect("an id"));
        let no = site.form(&format!("/pengguna/{ana}/undang"), &inside, &fields);
        assert_eq!(no.status, StatusCode::CONFLICT);
    });
}

#[test]
fn whoever_signs_in_comes_to_the_long_address_that_he_wanted() {
    story(|world| {
        user(world, "eko", Reach::All, &ALL);
        let site = house(world);
        let wanted = format!("/pengiriman/baru?isi={}", "a".repeat(400));
        let sent = format!("/pengiriman/baru%3Fisi%3D{}", "a".repeat(400));
        let sign_in = |next: &str| {
            let password = PASSWORD.replace(' ', "+");
            site.form("/masuk", "", &format!("name=eko&password={password}&lanjut={next}"))
        };
        let inside = sign_in(&sent);
        assert_eq!(inside.to, wanted);
        for elsewhere in ["%2F%09%2Fevil.example".to_owned(), format!("/{}", "a".repeat(2_000))] {
            assert_eq!(sign_in(&elsewhere).to, "/beranda", "{elsewhere}");
        }
        let inside = cookie(&inside.session());
        site.form("/akun/kode/mulai", &inside, "");
        let page = site.page("/akun/kode", &inside).body;
        let typed = page.split("<code>").nth(1).and_then(|rest| rest.split('<').next());
        let secret = base32(typed.expect("the secret"));
        let code_now = |world: &World| people::totp::code_at(&secret, world.now());
        site.form("/akun/kode/pasang", &inside, &format!("code={}", code_now(world)));
        world.advance_seconds(60);
        let half = sign_in(&sent);
        assert!(half.to.starts_with("/masuk/kode?lanjut=%2Fpengiriman"), "{}", half.to);
        let fields = format!("code={}&lanjut={sent}", code_now(world));
        assert_eq!(site.form("/masuk/kode", &cookie(&half.session()), &fields).to, wanted);
    });
}

#[test]
fn a_link_to_a_paper_has_no_more_rights_than_the_token_that_made_it() {
    story(|world| {
        let may = [Capability::Oversee, Capability::Deposit];
        let eko = user(world, "eko", Reach::All, &may);
        let site = house(world);
        let narrow = token(world, eko, &[Capability::Oversee]);
        let path = "/nota/0199c155-0a80-7724-8e58-958846eeae45/nota.pdf";
        let give = json!({"id": fresh(world), "path": path, "title": "Nota 1",
            "recipient": "Toko", "days": 7});
        let made = site.post("/paper-links", &narrow, &give).json();
        let secret = made["secret"].as_str().expect("a secret");
        let key = web::Credentials::PaperLink(web::paper_link_hash(path, secret));
        let now = world.now();
        let seen = world.read(move |read| people::who_is(read, &key, now)).expect("an answer");
        let actor = seen.expect("it opens").actor;
        assert!(actor.may(Capability::Oversee) && !actor.may(Capability::Deposit));
    });
}

#[test]
fn a_link_that_still_opens_is_found_and_taken_back_by_whoever_keeps_its_giver() {
    const GONE: usize = 60;
    story(|world| {
        let [here, there] = units(world).map(Reach::Consignor);
        let (records, keeps) = ([Capability::RecordGoods], [Capability::Administer]);
        let comes = |name: &str, reach: &Reach, may: &[Capability]| {
            token(world, user(world, name, reach.clone(), may), may)
        };
        let (eko, sari) = (comes("eko", &here, &records), comes("sari", &here, &records));
        let (rini, budi) = (comes("rini", &here, &keeps), comes("budi", &there, &keeps));
        let site = house(world);
        let nothing = serde_json::json!({});
        let give = |days: i64| {
            let input = serde_json::json!({"id": fresh(world), "title": "Nota 1", "days": days,
                "path": "/nota/0199c155-0a80-7724-8e58-958846eeae45/nota.pdf",
                "recipient": "Toko"});
            site.post("/paper-links", &eko, &input).json()["id"].as_str().expect("an id").to_owned()
        };
        let live = give(30);
        let revoke = |link: &str| format!("/paper-links/{link}/revoke");
        for _ in 0..GONE {
            site.post(&revoke(&give(1)), &eko, &nothing);
        }
        // The one that opens something stands before all that do not, however new they are.
        let listed = |who: &str| site.get("/paper-links", who).json();
        let own = listed(&eko);
        assert_eq!((&own["items"][0]["id"], &own["total"]), (&live.clone().into(), &61.into()));
        let second = site.get("/paper-links?page=2", &eko).json();
        assert_eq!(second["items"].as_array().map(Vec::len), Some(GONE + 1 - 50));
        // Whoever keeps the unit's people sees it; a colleague and another unit's do not.
        assert_eq!(listed(&rini)["items"][0]["giver"], "Eko Contoh");
        for other in [&budi, &sari] {
            assert_eq!(listed(other)["total"], 0);
            assert_eq!(site.post(&revoke(&live), other, &nothing).code(), "people.unknown");
        }
        site.post(&revoke(&live), &rini, &nothing);
        assert!(!listed(&eko)["items"][0]["revoked_at"].is_null(), "it opens nothing any more");
    });
}

#[test]
fn a_link_to_a_paper_is_its_givers_and_ends() {
    story(|world| {
        let eko = user(world, "eko", Reach::All, &[Capability::Oversee]);
        let rini = user(world, "rini", Reach::All, &[Capability::Oversee]);
        let site = house(world);
        let (eko, rini) =
            (token(world, eko, &[Capability::Oversee]), token(world, rini, &[Capability::Oversee]));
        let give = |path: &str, days: i64| {
            serde_json::json!({"id": fresh(world), "path": path, "title": "Nota 1",
                "recipient": "Toko", "days": days})
        };
        let path = "/nota/0199c155-0a80-7724-8e58-958846eeae45/nota.pdf";
        assert_eq!(site.post("/paper-links", &eko, &give("/nota", 7)).code(), "people.paper_path");
        assert_eq!(site.post("/paper-links", &eko, &give(path, 91)).code(), "people.paper_days");
        let numbered = |phone: &str| {
            let mut input = give(path, 7);
            input["phone"] = phone.into();
            input
        };
        assert_eq!(site.post("/paper-links", &eko, &numbered("0717")).code(), "people.paper_phone");
        let sent = site.post("/paper-links", &eko, &numbered("0812-3456-7890")).json();
        assert_eq!(sent["phone"], "6281234567890");
        let made = site.post("/paper-links", &eko, &give(path, 7)).json();
        let secret = made["secret"].as_str().expect("a secret");
        let giver = |path: &str| {
            let key = web::Credentials::PaperLink(web::paper_link_hash(path, secret));
            let now = world.now();
            let found = world.read(move |read| people::who_is(read, &key, now));
            found.expect("an answer").is_some()
        };
        assert!(giver(path));
        assert!(
            !giver("/nota/0199c155-0a80-7724-8e58-958846eeae46/nota.pdf"),
            "its own paper only"
        );
        let revoke = format!("/paper-links/{}/revoke", made["id"].as_str().expect("an id"));
        let nothing = serde_json::json!({});
        assert_eq!(site.post(&revoke, &rini, &nothing).code(), "people.unknown", "not his to take");
        assert!(giver(path));
        site.post(&revoke, &eko, &nothing);
        assert!(!giver(path));
        let made = site.post("/paper-links", &eko, &give(path, 7)).json();
        let secret = made["secret"].as_str().expect("a secret").to_owned();
        let key = web::Credentials::PaperLink(web::paper_link_hash(path, &secret));
        world.advance_seconds(7 * 86_400 + 1);
        let now = world.now();
        assert!(world.read(move |read| people::who_is(read, &key, now)).expect("read").is_none());
    });
}
