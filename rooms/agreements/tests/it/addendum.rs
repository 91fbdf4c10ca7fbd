//! Terms are versioned by day, and a version in force is never written again.

use std::collections::BTreeMap;

use agreements::{
    Change, Terms, changes,
    inputs::{Amend, Attach, Discard, Enforce},
};
use kernel::{AgreementId, Quantity, Rupiah};
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World, head, officer, story};

use crate::world::{
    Goods, TWENTY, act, day, enforce, input, item, pdf, settle, signature, sold, trap_draft,
};

/// The terms of the trap's agreement with something changed, to be valid from a day.
fn amend(
    world: &World,
    goods: Goods,
    of: AgreementId,
    from: &str,
    more: &Value,
) -> Result<(), String> {
    let id = world.context(&officer(LAPAS)).fresh_id::<()>();
    let mut all = json!({
        "id": id, "agreement": of, "number": format!("ADD/{from}"), "reason": "bahan naik",
        "valid_from": from, "ends_on": "2026-11-02",
        "part": {"kind": "percent_of_gross", "percent": 20}, "price_set_by": "consignor",
        "cycle": "monthly", "payment_days": 7, "damage_borne_by": "consignor",
        "loss_borne_by": "shop", "return_days": 7, "notice_days": 14,
        "annex": [{"product": goods.trap, "price": 30_000}],
    });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    act(world, &officer(LAPAS), agreements::amend, &input::<Amend>(all)).map(drop)
}

fn put_in_force(world: &World, of: AgreementId) -> Result<(), String> {
    let id = world.context(&head(LAPAS)).fresh_id::<()>();
    let enforce: Enforce = input(json!({"id": id, "agreement": of, "no_scan_reason": "arsip"}));
    act(world, &head(LAPAS), agreements::enforce, &enforce).map(drop)
}

fn discard(world: &World, of: AgreementId, reason: &str) -> Result<(), String> {
    let own = world.context(&officer(LAPAS)).fresh_id::<()>();
    let input: Discard = input(json!({"id": own, "agreement": of, "reason": reason}));
    act(world, &officer(LAPAS), agreements::discard, &input).map(drop)
}

fn sign_both(world: &World, of: AgreementId, on: &str) {
    for side in ["consignor", "shop"] {
        act(world, &officer(LAPAS), agreements::sign, &signature(world, of, side, on)).unwrap();
    }
}

fn terms(world: &World, of: AgreementId, on: &str) -> Terms {
    let on = day(on);
    world.read(move |read| agreements::terms_on(read, of, on)).unwrap()
}

#[test]
fn an_addendum_counts_from_its_day_and_the_past_stays() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        world.set_day("2026-01-01");
        let dearer = json!({"annex": [
            {"product": goods.trap, "price": 35_000}, {"product": goods.nest, "price": 45_000},
        ]});
        let no = amend(world, goods, id, "2026-01-14", &dearer);
        assert_eq!(no, Err("agreements.notice_too_short valid_from".into()));
        amend(world, goods, id, "2026-01-15", &dearer).unwrap();
        assert_eq!(sold(world, goods.trap, "2026-01-20", 1), Some((6_000, 24_000, true)));
        assert_eq!(put_in_force(world, id), Err("agreements.signature_missing".into()));
        sign_both(world, id, "2026-01-01");
        put_in_force(world, id).unwrap();

        assert_eq!(sold(world, goods.trap, "2026-01-14", 1), Some((6_000, 24_000, true)));
        assert_eq!(sold(world, goods.trap, "2026-01-15", 1), Some((7_000, 28_000, true)));
        assert_eq!(sold(world, goods.nest, "2026-01-14", 1), Some((9_000, 36_000, false)));
        assert_eq!(sold(world, goods.nest, "2026-01-15", 1), Some((9_000, 36_000, true)));
        let (old, new) = (terms(world, id, "2026-01-14"), terms(world, id, "2026-01-15"));
        assert_eq!((old.version, new.version), (1, 2));
        assert_eq!(item(&old, goods.trap).price, Some(Rupiah(30_000)));
        let expected = [
            Change::ProductPrice(goods.trap, Some(Rupiah(30_000)), Some(Rupiah(35_000))),
            Change::ProductAdded(goods.nest),
        ];
        assert_eq!(changes(&old, &new), expected);
        let on = day("2026-01-20");
        let covering = world.read(move |r| agreements::covering(r, LAPAS, SHOP, goods.trap, on));
        assert_eq!(covering.unwrap(), Some((id, new.id)));
        // All at once are the same as one by one, before, between and after.
        for on in ["2025-01-01", "2026-01-14", "2026-01-15", "2031-01-01"].map(day) {
            let both = world.read(move |r| {
                let all = agreements::all_selling_terms(r, SHOP, on)?;
                let both = [goods.trap, goods.nest];
                assert_eq!(agreements::selling_terms_of_many(r, SHOP, &both, on)?, all);
                let units = agreements::selling_terms_of_unit(r, LAPAS, on)?;
                let units = units.into_iter().map(|((shop, product), terms)| {
                    assert_eq!(shop, SHOP);
                    (product, terms)
                });
                assert_eq!(units.collect::<BTreeMap<_, _>>(), all);
                for product in both {
                    let one = agreements::selling_terms(r, SHOP, product, on)?;
                    assert_eq!(all.get(&product).copied(), one, "{on}");
                }
                Ok(all.len())
            });
            assert_eq!(both.unwrap(), 2);
        }
    });
}

#[test]
fn a_drafted_addendum_is_discarded_and_its_number_is_free() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        let discard = |reason: &str| discard(world, id, reason);
        assert_eq!(discard("belum ada"), Err("agreements.no_addendum".into()));
        let dearer = json!({"annex": [{"product": goods.trap, "price": 35_000}]});
        amend(world, goods, id, "2026-01-15", &dearer).unwrap();
        sign_both(world, id, "2025-11-03");
        discard("harga bahan turun lagi").unwrap();
        assert_eq!(put_in_force(world, id), Err("agreements.not_draft".into()));
        assert_eq!(sold(world, goods.trap, "2026-01-20", 1), Some((6_000, 24_000, true)));
        // The same number and the next version again: the old signatures are not the new one's.
        let other = json!({"annex": [{"product": goods.trap, "price": 32_000}]});
        amend(world, goods, id, "2026-01-15", &other).unwrap();
        assert_eq!(put_in_force(world, id), Err("agreements.signature_missing".into()));
        sign_both(world, id, "2025-11-03");
        put_in_force(world, id).unwrap();
        assert_eq!(sold(world, goods.trap, "2026-01-20", 1), Some((6_400, 25_600, true)));
        let versions = world.read(move |read| agreements::versions(read, id)).unwrap();
        assert_eq!(versions.iter().map(|one| one.version).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(discard("sudah berlaku"), Err("agreements.no_addendum".into()));
    });
}

#[test]
fn an_addendum_whose_notice_was_kept_is_put_in_force_after_its_first_day() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        world.set_day("2026-01-01");
        let dearer = json!({"annex": [{"product": goods.trap, "price": 35_000}]});
        amend(world, goods, id, "2026-01-15", &dearer).unwrap();
        sign_both(world, id, "2026-01-01");
        world.set_day("2026-01-16");
        put_in_force(world, id).unwrap();
        assert_eq!(sold(world, goods.trap, "2026-01-14", 1), Some((6_000, 24_000, true)));
        assert_eq!(sold(world, goods.trap, "2026-01-15", 1), Some((7_000, 28_000, true)));
    });
}

#[test]
fn a_scan_goes_to_the_version_that_it_is_of() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        let dearer = json!({"annex": [{"product": goods.trap, "price": 35_000}]});
        amend(world, goods, id, "2026-01-15", &dearer).unwrap();
        sign_both(world, id, "2025-11-03");
        let attach = |version: Option<i64>, content: &str| {
            let file = Attach {
                id: world.context(&officer(LAPAS)).fresh_id(),
                agreement: id,
                version: version.map(Quantity),
                scan: pdf(content),
            };
            act(world, &officer(LAPAS), agreements::attach, &file).map(drop)
        };
        let bare = || {
            let own = world.context(&head(LAPAS)).fresh_id::<()>();
            let enforce: Enforce = input(json!({"id": own, "agreement": id}));
            act(world, &head(LAPAS), agreements::enforce, &enforce).map(drop)
        };
        assert_eq!(attach(Some(3), "x"), Err("agreements.version_unknown version".into()));
        attach(Some(1), "naskah awal").unwrap();
        assert_eq!(bare(), Err("agreements.scan_missing".into()), "it is of the first paper");
        attach(None, "addendum").unwrap();
        bare().unwrap();
    });
}

#[test]
fn both_sides_may_sign_it_for_earlier_but_not_for_the_past() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        world.set_day("2026-01-10");
        let early =
            json!({"signed_early": true, "part": {"kind": "rupiah_per_unit", "rupiah": 5_000}});
        amend(world, goods, id, "2026-01-09", &early).unwrap();
        sign_both(world, id, "2026-01-10");
        let no = put_in_force(world, id);
        assert_eq!(no, Err("agreements.start_before_signing valid_from".into()));
        let anew = || amend(world, goods, id, "2026-01-10", &early);
        assert_eq!(anew(), Err("agreements.signed_already".into()), "as it was signed");
        discard(world, id, "hari mulainya keliru").unwrap();
        anew().unwrap();
        anew().unwrap();
        sign_both(world, id, "2026-01-10");
        put_in_force(world, id).unwrap();
        assert_eq!(sold(world, goods.trap, "2026-01-09", 1), Some((6_000, 24_000, true)));
        assert_eq!(sold(world, goods.trap, "2026-01-10", 1), Some((5_000, 25_000, true)));
        let versions = world.read(move |read| agreements::versions(read, id)).unwrap();
        assert_eq!(versions.len(), 2, "a drafted addendum is written anew, not twice");
        assert_eq!(versions[0].part, TWENTY);
    });
}

#[test]
fn an_addendum_extends_the_term_and_takes_goods_out() {
    story(|world| {
        let goods = settle(world);
        let mut draft = trap_draft(world, goods);
        draft.annex.push(draft.annex[0].clone());
        draft.annex[1].product = goods.nest;
        let id = enforce(world, &draft).unwrap();
        world.set_day("2026-10-01");
        amend(world, goods, id, "2026-10-15", &json!({"ends_on": "2027-11-02"})).unwrap();
        sign_both(world, id, "2026-10-01");
        put_in_force(world, id).unwrap();
        assert_eq!(sold(world, goods.trap, "2027-11-02", 1), Some((6_000, 24_000, true)));
        assert_eq!(sold(world, goods.nest, "2026-10-14", 1), Some((6_000, 24_000, true)));
        assert_eq!(sold(world, goods.nest, "2026-10-15", 1), Some((6_000, 24_000, false)));
        let on = day("2027-01-01");
        let deliverable = world.read(move |r| agreements::deliverable(r, LAPAS, SHOP, on));
        assert_eq!(deliverable.unwrap(), [(goods.trap, id)]);
    });
}

#[test]
fn an_addendum_that_changes_nothing_or_starts_outside_is_refused() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        let part = json!({"kind": "percent_of_gross", "percent": "12,5"});
        let longer = json!({"part": part, "ends_on": "2027-01-01"});
        let broom = json!({"annex": [{"product": goods.broom, "price": 30_000}]});
        for (from, more, expected) in [
            ("2025-12-01", json!({}), "agreements.nothing_changes"),
            ("2025-11-03", json!({"part": part}), "agreements.start_not_after_last valid_from"),
            ("2026-11-03", longer, "agreements.start_after_end valid_from"),
            ("2025-12-01", broom, "agreements.not_their_product annex[0].product"),
        ] {
            assert_eq!(amend(world, goods, id, from, &more), Err(expected.into()));
        }
    });
}
