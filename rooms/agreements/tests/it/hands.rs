//! Who had a hand in a paper does not put it in force: four eyes see what binds two parties.

use agreements::inputs::{Amend, Attach, Enforce, Reword};
use kernel::{Actor, AgreementId, Capability, Reach};
use serde_json::json;
use testkit::{LAPAS, World, actor, head, officer, story};

use crate::{
    wording::paper,
    world::{Goods, act, enforce, input, pdf, settle, signature, trap_draft},
};

/// Somebody of the Lapas who may everything and drafted nothing.
fn second() -> Actor {
    actor("Kasubsi dua", Reach::Consignor(LAPAS), &Capability::ALL)
}

/// The one who drafted, with all rights.
fn first() -> Actor {
    Actor { capabilities: second().capabilities, ..officer(LAPAS) }
}

fn put_in_force(world: &World, who: &Actor, of: AgreementId) -> Result<(), String> {
    let id = world.context(who).fresh_id::<()>();
    let enforce: Enforce = input(json!({"id": id, "agreement": of, "no_scan_reason": "arsip"}));
    act(world, who, agreements::enforce, &enforce).map(drop)
}

fn drafted(world: &World, goods: Goods) -> AgreementId {
    let draft = trap_draft(world, goods);
    act(world, &officer(LAPAS), agreements::draft, &draft).unwrap();
    draft.id
}

fn revise(world: &World, goods: Goods, of: AgreementId) {
    let mut anew = trap_draft(world, goods);
    anew.agreement = Some(of);
    anew.annex[0].price = kernel::Price::new(29_000);
    act(world, &second(), agreements::revise, &anew).unwrap();
}

fn reword(world: &World, of: AgreementId, version: i64) {
    let mut all = paper(world, of, version)["wording"].clone();
    all["id"] = json!(world.context(&second()).fresh_id::<()>());
    all["agreement"] = json!(of);
    act(world, &second(), agreements::reword, &input::<Reword>(all)).unwrap();
}

fn sign(world: &World, who: &Actor, of: AgreementId) {
    for side in ["consignor", "shop"] {
        act(world, who, agreements::sign, &signature(world, of, side, "2025-11-03")).unwrap();
    }
}

fn attach(world: &World, of: AgreementId) {
    let id = world.context(&second()).fresh_id();
    let file = Attach { id, agreement: of, version: None, scan: pdf("naskah") };
    act(world, &second(), agreements::attach, &file).unwrap();
}

#[test]
fn whoever_wrote_worded_signed_or_attached_leaves_it_to_another() {
    story(|world| {
        let goods = settle(world);
        let refused = |who: &Actor, of| put_in_force(world, who, of).unwrap_err();
        let hands: [fn(&World, Goods, AgreementId); 4] = [
            revise,
            |world, _, of| reword(world, of, 1),
            |world, _, of| sign(world, &second(), of),
            |world, _, of| attach(world, of),
        ];
        for (at, hand) in hands.into_iter().enumerate() {
            let id = drafted(world, goods);
            hand(world, goods, id);
            sign(world, &officer(LAPAS), id);
            for who in [second(), first()] {
                assert_eq!(refused(&who, id), "kernel.recorder_approves", "{at} {}", who.name);
            }
        }
        let id = drafted(world, goods);
        sign(world, &officer(LAPAS), id);
        put_in_force(world, &second(), id).unwrap();
    });
}

#[test]
fn an_addendums_clauses_have_an_author_too() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        let amend: Amend = input(json!({
            "id": world.context(&officer(LAPAS)).fresh_id::<()>(), "agreement": id,
            "number": "ADD/1", "reason": "bahan naik", "valid_from": "2026-01-15",
            "ends_on": "2026-11-02", "part": {"kind": "percent_of_gross", "percent": 20},
            "price_set_by": "consignor", "cycle": "monthly", "payment_days": 7,
            "damage_borne_by": "consignor", "loss_borne_by": "shop", "return_days": 7,
            "notice_days": 14, "annex": [{"product": goods.trap, "price": 35_000}],
        }));
        act(world, &officer(LAPAS), agreements::amend, &amend).unwrap();
        reword(world, id, 2);
        sign(world, &officer(LAPAS), id);
        let no = put_in_force(world, &second(), id).unwrap_err();
        assert_eq!(no, "kernel.recorder_approves");
        put_in_force(world, &head(LAPAS), id).unwrap();
    });
}
