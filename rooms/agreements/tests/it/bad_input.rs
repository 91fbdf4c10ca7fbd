//! What is refused, with the field that is wrong, and nothing half-written.

use agreements::{
    Listed, ShopPart,
    inputs::{Attach, Draft, PartInput},
};
use kernel::{Count, Id, Price, Rupiah, ShopId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, officer, story};
use uuid::Uuid;

use crate::world::{act, day, enforce, input, line, pdf, settle, signature, sold, trap_draft};

const NO_SHOP: ShopId = Id::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_ffff));

fn refusal(world: &World, draft: &Draft) -> String {
    act(world, &officer(LAPAS), agreements::draft, draft).unwrap_err()
}

fn part(value: Value) -> PartInput {
    input(value)
}

type Change = Box<dyn Fn(&mut Draft)>;

#[test]
fn terms_that_cannot_be_agreed_are_refused_at_their_field() {
    story(|world| {
        let goods = settle(world);
        let cases: Vec<(Change, &str)> = vec![
            (Box::new(|d| d.ends_on = day("2025-11-02")), "agreements.ends_before_start ends_on"),
            (
                Box::new(move |d| d.annex[0].product = goods.broom),
                "agreements.not_their_product annex[0].product",
            ),
            (
                Box::new(|d| d.annex[0].product = NO_SHOP.cast()),
                "agreements.not_their_product annex[0].product",
            ),
            (
                Box::new(|d| d.annex.push(d.annex[0].clone())),
                "agreements.product_twice annex[1].product",
            ),
            (
                Box::new(|d| d.annex[0].price = Price::new(24_999)),
                "agreements.below_floor annex[0].price",
            ),
            (
                Box::new(|d| d.part = part(json!({"kind": "percent_of_gross"}))),
                "agreements.part_value part.percent",
            ),
            (
                Box::new(|d| d.part = part(json!({"kind": "rupiah_per_unit", "percent": 5}))),
                "agreements.part_value part.rupiah",
            ),
            (
                Box::new(|d| d.part = part(json!({"kind": "rupiah_per_unit", "rupiah": 30_001}))),
                "agreements.part_above_price annex[0].price",
            ),
            (
                Box::new(|d| {
                    let own = json!({"kind": "above_consigned_price", "rupiah": 30_001});
                    d.annex[0].part = Some(part(own));
                }),
                "agreements.consigned_above_price annex[0].part.rupiah",
            ),
            (
                // The catalogue's price is Rp31.000 where the annex has none.
                Box::new(|d| {
                    d.annex[0].price = None;
                    d.part = part(json!({"kind": "rupiah_per_unit", "rupiah": 31_001}));
                }),
                "agreements.part_above_price annex[0].price",
            ),
            (
                Box::new(|d| d.notice_days = Count::new(367).unwrap()),
                "agreements.too_many_days notice_days",
            ),
            (
                Box::new(|d| {
                    d.deductibles = input(json!([{"kind": "transport"}, {"kind": "transport"}]));
                }),
                "agreements.expense_twice deductibles[1].kind",
            ),
            (Box::new(|d| d.shop = NO_SHOP), "people.unknown"),
            (Box::new(|d| d.consignor = OTHER_LAPAS), "agreements.unknown"),
        ];
        for (change, expected) in &cases {
            let mut draft = trap_draft(world, goods);
            change(&mut draft);
            assert_eq!(refusal(world, &draft), *expected);
        }
        let asked = Listed::by(&officer(LAPAS), world.today()).unwrap();
        let list = world.read(move |read| agreements::list_agreements(read, &asked)).unwrap();
        assert_eq!(list.1, 0, "nothing half-written");
    });
}

#[test]
fn a_price_below_the_floor_needs_a_reason() {
    story(|world| {
        let goods = settle(world);
        let mut draft = trap_draft(world, goods);
        draft.annex[0].price = Price::new(20_000);
        assert_eq!(refusal(world, &draft), "agreements.below_floor annex[0].price");
        draft.annex[0].below_floor_reason = Some(line("sisa tahun lalu"));
        act(world, &officer(LAPAS), agreements::draft, &draft).unwrap();
    });
}

#[test]
fn inputs_are_parsed_once() {
    let wrong = |value: Value| {
        serde_json::from_value::<PartInput>(value).map(drop).map_err(|error| error.to_string())
    };
    let percent = |text: &str| wrong(json!({"kind": "percent_of_gross", "percent": text}));
    assert_eq!(percent("100"), Ok(()));
    assert_eq!(percent("100,5"), Err("kernel.share".into()));
    assert_eq!(percent("-1"), Err("kernel.share".into()));
    let rupiah = |n: i64| wrong(json!({"kind": "rupiah_per_unit", "rupiah": n}));
    assert_eq!(rupiah(0), Err("kernel.price".into()));
    assert_eq!(rupiah(1_000_000_000_001), Err("kernel.price".into()));
}

#[test]
fn a_number_is_used_once_by_its_party() {
    story(|world| {
        let goods = settle(world);
        let first = trap_draft(world, goods);
        act(world, &officer(LAPAS), agreements::draft, &first).unwrap();
        let mut second = trap_draft(world, goods);
        second.consignor_number = first.consignor_number.clone();
        assert_eq!(refusal(world, &second), "agreements.number_taken consignor_number");
        second.consignor_number = None;
        second.shop_number = first.shop_number.clone();
        assert_eq!(refusal(world, &second), "agreements.number_taken shop_number");
        second.shop_number = None;
        act(world, &officer(LAPAS), agreements::draft, &second).unwrap();
        let mut sign = signature(world, second.id, "shop", "2025-11-03");
        sign.number = first.shop_number;
        let no = act(world, &officer(LAPAS), agreements::sign, &sign).unwrap_err();
        assert_eq!(no, "agreements.number_taken number");
    });
}

#[test]
fn two_agreements_never_cover_the_same_product_on_the_same_day() {
    story(|world| {
        let goods = settle(world);
        enforce(world, &trap_draft(world, goods)).unwrap();
        let mut second = trap_draft(world, goods);
        second.effective_from = day("2026-11-02");
        second.ends_on = day("2027-11-01");
        assert_eq!(enforce(world, &second), Err("agreements.overlap".into()));
        second.effective_from = day("2026-11-03");
        enforce(world, &second).unwrap();
        let mut third = trap_draft(world, goods);
        third.annex[0].product = goods.nest;
        third.part = part(json!({"kind": "above_consigned_price", "rupiah": 25_000}));
        enforce(world, &third).unwrap();
        assert_eq!(sold(world, goods.nest, "2025-12-01", 2), Some((10_000, 50_000, true)));
    });
}

#[test]
fn a_scan_is_what_it_says() {
    story(|world| {
        let goods = settle(world);
        let draft = trap_draft(world, goods);
        act(world, &officer(LAPAS), agreements::draft, &draft).unwrap();
        let attach = |scan: web::Upload| {
            let id = world.context(&officer(LAPAS)).fresh_id();
            let file = Attach { id, agreement: draft.id, version: None, scan };
            act(world, &officer(LAPAS), agreements::attach, &file).map(drop)
        };
        let html = web::Upload { name: line("pks.pdf"), content: b"<html>%PDF-".to_vec() };
        assert_eq!(attach(html), Err("agreements.scan_type scan".into()));
        let cut = web::Upload { name: line("pks.pdf"), content: b"%PDF-1.7\n1 0".to_vec() };
        assert_eq!(attach(cut), Err("agreements.scan_broken scan".into()));
        let mut large = pdf("x");
        large.content.resize((8 << 20) + 1, 0);
        assert_eq!(attach(large), Err("agreements.scan_too_large scan".into()));
        assert_eq!(attach(pdf("naskah")), Ok(()));
        assert_eq!(attach(pdf("naskah")), Err("agreements.scan_twice scan".into()));
        let late = signature(world, draft.id, "shop", "2025-11-04");
        let no = act(world, &officer(LAPAS), agreements::sign, &late).unwrap_err();
        assert_eq!(no, "agreements.signed_in_future signed_on");
    });
}

#[test]
fn the_part_of_each_product_is_its_own() {
    story(|world| {
        let goods = settle(world);
        let mut draft = trap_draft(world, goods);
        draft.annex.push(draft.annex[0].clone());
        draft.annex[1].product = goods.nest;
        draft.annex[1].part = Some(part(json!({"kind": "rupiah_per_unit", "rupiah": "7.500"})));
        enforce(world, &draft).unwrap();
        let on = day("2025-11-03");
        let found = world.read(move |r| agreements::selling_terms(r, SHOP, goods.nest, on));
        let part = found.unwrap().map(|one| one.part);
        assert_eq!(part, Some(ShopPart::RupiahPerUnit(Rupiah(7_500))));
        assert_eq!(sold(world, goods.trap, "2025-11-03", 1), Some((6_000, 24_000, true)));
    });
}
