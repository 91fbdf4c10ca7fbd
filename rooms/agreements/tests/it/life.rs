//! From draft to end.

use agreements::{
    Agreement, Listed, State,
    inputs::{Attach, End, Enforce, Publish},
};
use kernel::{Actor, AgreementId, Capabilities};
use serde_json::json;
use testkit::{
    LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, head, officer, overseer, shopkeeper, story,
};

use crate::world::{act, day, enforce, input, line, pdf, settle, signature, sold, trap_draft};

fn enforcing(world: &World, agreement: AgreementId) -> Enforce {
    let id = world.context(&head(LAPAS)).fresh_id::<()>();
    input(json!({"id": id, "agreement": agreement}))
}

fn found(world: &World, actor: &Actor, standing: Option<&'static str>) -> usize {
    let asked = Listed::by(actor, world.today()).map(|asked| asked.standing(standing));
    let Some(asked) = asked else { return 0 };
    world.read(move |read| agreements::list_agreements(read, &asked)).unwrap().0.len()
}

fn load(world: &World, id: AgreementId) -> Agreement {
    world.read(move |read| agreements::load_agreement(read, id)).unwrap()
}

#[test]
fn an_agreement_is_in_force_only_when_nothing_is_missing() {
    story(|world| {
        let goods = settle(world);
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let mut draft = trap_draft(world, goods);
        draft.shop_number = None;
        act(world, &kasubsi, agreements::draft, &draft).unwrap();
        let again = act(world, &kasubsi, agreements::draft, &draft).unwrap();
        assert!(again.already, "the same id and the same input count once");
        let refused =
            || act(world, &kalapas, agreements::enforce, &enforcing(world, draft.id)).unwrap_err();

        assert_eq!(refused(), "agreements.number_missing");
        let mut shops = signature(world, draft.id, "shop", "2025-11-03");
        shops.number = Some(line("09/TK/2025"));
        act(world, &kasubsi, agreements::sign, &shops).unwrap();
        assert_eq!(refused(), "agreements.signature_missing");
        let lapas = signature(world, draft.id, "consignor", "2025-11-03");
        act(world, &kasubsi, agreements::sign, &lapas).unwrap();
        assert_eq!(refused(), "agreements.scan_missing");
        let scan_id = world.context(&kasubsi).fresh_id();
        let scan = pdf("naskah");
        let scan = Attach { id: scan_id, agreement: draft.id, version: None, scan };
        act(world, &kasubsi, agreements::attach, &scan).unwrap();
        assert_eq!(sold(world, goods.trap, "2025-11-10", 1), None, "a draft sells nothing");

        act(world, &kalapas, agreements::enforce, &enforcing(world, draft.id)).unwrap();
        let agreement = load(world, draft.id);
        assert_eq!(agreement.state, State::InForce);
        assert_eq!(agreement.signed_on, Some(day("2025-11-03")));
        assert_eq!(sold(world, goods.trap, "2025-11-10", 12), Some((72_000, 288_000, true)));
        let late = signature(world, draft.id, "shop", "2025-11-03");
        let no = act(world, &kasubsi, agreements::sign, &late).unwrap_err();
        assert_eq!(no, "agreements.not_draft");
        format!("{agreement:?}")
    });
}

#[test]
fn who_drafts_does_not_put_in_force_and_the_shop_only_looks() {
    story(|world| {
        let goods = settle(world);
        let kasubsi = officer(LAPAS);
        let draft = trap_draft(world, goods);
        act(world, &kasubsi, agreements::draft, &draft).unwrap();
        let may_all = Actor { capabilities: Capabilities::ALL, ..kasubsi.clone() };
        let enforce = enforcing(world, draft.id);
        let no = |actor: &Actor| act(world, actor, agreements::enforce, &enforce).unwrap_err();
        assert_eq!(no(&kasubsi), "kernel.not_allowed");
        assert_eq!(no(&shopkeeper(SHOP)), "agreements.consignor_only");
        assert_eq!(no(&shopkeeper(OTHER_SHOP)), "agreements.unknown");
        assert_eq!(no(&head(OTHER_LAPAS)), "agreements.unknown");
        assert_eq!(no(&may_all), "kernel.recorder_approves");
        for (actor, sees) in [
            (kasubsi, 1),
            (shopkeeper(SHOP), 1),
            (shopkeeper(OTHER_SHOP), 0),
            (officer(OTHER_LAPAS), 0),
            (overseer("Kanwil Contoh"), 0),
        ] {
            assert_eq!(found(world, &actor, None), sees, "{}", actor.name);
        }
    });
}

#[test]
fn nothing_is_signed_or_made_public_in_the_future_or_out_of_order() {
    story(|world| {
        let goods = settle(world);
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        world.set_day("2025-11-10");
        let drafted = |signed: Option<&str>, published: Option<&str>| {
            let mut draft = trap_draft(world, goods);
            (draft.signed_on, draft.published_on) = (signed.map(day), published.map(day));
            act(world, &kasubsi, agreements::draft, &draft).map(|_| draft)
        };
        let future = "agreements.signed_in_future signed_on";
        let outside = "agreements.published_outside published_on";
        for (signed, published, no) in [
            (Some("2025-11-11"), None, future),
            (None, Some("2025-11-11"), outside),
            (Some("2025-11-03"), Some("2025-11-02"), outside),
        ] {
            assert_eq!(drafted(signed, published).map(drop), Err(no.into()));
        }
        let draft = drafted(None, Some("2025-11-01")).unwrap();
        let mut anew = draft.clone();
        anew.id = world.context(&kasubsi).fresh_id();
        (anew.agreement, anew.signed_on) = (Some(draft.id), Some(day("2025-12-01")));
        assert_eq!(act(world, &kasubsi, agreements::revise, &anew).unwrap_err(), future);
        // Made public before anybody had signed it: seen once the signatures are there.
        for side in ["consignor", "shop"] {
            let sign = signature(world, draft.id, side, "2025-11-03");
            act(world, &kasubsi, agreements::sign, &sign).unwrap();
        }
        let put_in_force = || {
            let mut enforce = enforcing(world, draft.id);
            enforce.no_scan_reason = Some(line("arsip"));
            act(world, &kalapas, agreements::enforce, &enforce).map(drop)
        };
        assert_eq!(put_in_force(), Err("agreements.published_outside".into()));
        let doc = world.context(&kasubsi).fresh_id::<()>();
        let publish: Publish =
            input(json!({"id": doc, "agreement": draft.id, "published_on": "2025-11-04"}));
        act(world, &kasubsi, agreements::publish, &publish).unwrap();
        put_in_force().unwrap();
    });
}

#[test]
fn what_was_looked_at_is_what_is_put_in_force() {
    story(|world| {
        let goods = settle(world);
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let draft = trap_draft(world, goods);
        act(world, &kasubsi, agreements::draft, &draft).unwrap();
        let seen = load(world, draft.id).revision;
        let mut anew = draft.clone();
        anew.id = world.context(&kasubsi).fresh_id();
        anew.agreement = Some(draft.id);
        anew.annex[0].price = kernel::Price::new(29_000);
        act(world, &kasubsi, agreements::revise, &anew).unwrap();
        for side in ["consignor", "shop"] {
            let sign = signature(world, draft.id, side, "2025-11-03");
            act(world, &kasubsi, agreements::sign, &sign).unwrap();
        }
        let mut enforce = enforcing(world, draft.id);
        enforce.no_scan_reason = Some(line("arsip"));
        enforce.revision = kernel::Count::new(seen);
        let no = act(world, &kalapas, agreements::enforce, &enforce).unwrap_err();
        assert_eq!(no, "agreements.changed_since");
        enforce.revision = None;
        act(world, &kalapas, agreements::enforce, &enforce).unwrap();
        assert_eq!(sold(world, goods.trap, "2025-11-03", 10), Some((58_000, 232_000, true)));
        anew.id = world.context(&kasubsi).fresh_id();
        let no = act(world, &kasubsi, agreements::revise, &anew).unwrap_err();
        assert_eq!(no, "agreements.not_draft");
    });
}

#[test]
fn what_one_side_signed_is_not_written_anew() {
    story(|world| {
        let goods = settle(world);
        let kasubsi = officer(LAPAS);
        let draft = trap_draft(world, goods);
        act(world, &kasubsi, agreements::draft, &draft).unwrap();
        let mut cheaper = draft.clone();
        cheaper.agreement = Some(draft.id);
        cheaper.annex[0].price = kernel::Price::new(29_000);
        let mut revise = || {
            cheaper.id = world.context(&kasubsi).fresh_id();
            act(world, &kasubsi, agreements::revise, &cheaper)
        };
        revise().unwrap();
        let sign = signature(world, draft.id, "shop", "2025-11-03");
        act(world, &kasubsi, agreements::sign, &sign).unwrap();
        let seen = load(world, draft.id);
        assert_eq!(revise().unwrap_err(), "agreements.signed_already");
        assert_eq!(load(world, draft.id).revision, seen.revision, "nothing half-written");
    });
}

#[test]
fn days_decide_where_it_stands_in_the_list_as_in_the_rules() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        let kasubsi = officer(LAPAS);
        for (today, expected) in [
            ("2025-11-02", "upcoming"),
            ("2025-11-03", "in_force"),
            ("2026-08-03", "in_force"),
            ("2026-08-04", "expiring"),
            ("2026-11-02", "expiring"),
            ("2026-11-03", "expired"),
        ] {
            world.set_day(today);
            assert_eq!(load(world, id).standing(world.today()).name(), expected, "{today}");
            for name in agreements::Standing::NAMES {
                let listed = found(world, &kasubsi, Some(name));
                assert_eq!(listed, usize::from(name == expected), "{today} {name}");
            }
        }
        let after = sold(world, goods.trap, "2026-12-01", 1);
        assert_eq!(after, Some((6_000, 24_000, false)), "what is on the shelf stays sellable");
        let before = sold(world, goods.trap, "2025-10-01", 1);
        assert_eq!(before, Some((6_000, 24_000, false)), "a phone's clock may be wrong");
    });
}

#[test]
fn an_end_is_never_for_days_that_are_over() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        world.set_day("2026-02-01");
        let end = |world: &World, who: &Actor, on: Option<&str>| {
            let doc = world.context(who).fresh_id::<()>();
            let end: End =
                input(json!({"id": doc, "agreement": id, "on": on, "reason": "toko tutup"}));
            act(world, who, agreements::end, &end).map(drop)
        };
        let (kalapas, kasubsi) = (head(LAPAS), officer(LAPAS));
        assert_eq!(end(world, &kasubsi, None), Err("kernel.not_allowed".into()));
        for outside in ["2026-01-31", "2026-11-03"] {
            let no = end(world, &kalapas, Some(outside));
            assert_eq!(no, Err("agreements.end_outside on".into()));
        }
        assert_eq!(end(world, &kalapas, Some("2026-02-10")), Ok(()));
        assert_eq!(sold(world, goods.trap, "2026-02-10", 1), Some((6_000, 24_000, true)));
        assert_eq!(sold(world, goods.trap, "2026-02-11", 1), Some((6_000, 24_000, false)));
        assert_eq!(end(world, &kalapas, None), Err("agreements.not_in_force".into()));
        assert_eq!(found(world, &kalapas, Some("expiring")), 1);
        world.set_day("2026-02-11");
        assert_eq!(found(world, &kalapas, Some("ended")), 1);
    });
}

#[test]
fn a_withdrawn_draft_gives_its_number_back() {
    story(|world| {
        let goods = settle(world);
        let kasubsi = officer(LAPAS);
        let draft = trap_draft(world, goods);
        act(world, &kasubsi, agreements::draft, &draft).unwrap();
        let doc = world.context(&kasubsi).fresh_id::<()>();
        let end: End = input(json!({"id": doc, "agreement": draft.id, "reason": "salah toko"}));
        act(world, &kasubsi, agreements::end, &end).unwrap();
        let mut anew = draft.clone();
        anew.id = world.context(&kasubsi).fresh_id();
        act(world, &kasubsi, agreements::draft, &anew).unwrap();
        assert_eq!(found(world, &kasubsi, Some("withdrawn")), 1);
        let doc = world.context(&kasubsi).fresh_id::<()>();
        let publish: Publish =
            input(json!({"id": doc, "agreement": anew.id, "published_on": "2025-11-03"}));
        act(world, &kasubsi, agreements::publish, &publish).unwrap();
        let one = load(world, anew.id);
        assert_eq!(one.published_on, Some(day("2025-11-03")));
        assert_eq!(one.signed_on, None, "the days are kept apart");
    });
}
