//! Between two counts the price or the shop's part changed.

use kernel::{AgreementId, ProductId, SaleId};
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World, head, officer, shopkeeper, story};
use testmarket::{fresh, made, maker, product, shelve, two_shops, unit};

use crate::market::{act, books, refused, sale};

/// Ten traps on the shelf since 1 November, at the catalogue's Rp30.000, a fifth the shop's, and
/// counted that evening.
fn traps(world: &mut World) -> (ProductId, AgreementId) {
    world.set_day("2025-11-01");
    unit(world, LAPAS, "Lapas Contoh", &json!({}));
    two_shops(world);
    let more = json!({"price": 30_000, "valid_from": "2025-01-01"});
    let trap = product(world, LAPAS, ("PT", "Perangkap"), &more);
    let (recorder, signer) = (world.context(&officer(LAPAS)), world.context(&head(LAPAS)));
    let day = world.today();
    let agreement = world.write(move |tx| {
        let line = agreements::SampleLine::new(trap, kernel::Rupiah(30_000));
        let annex = [agreements::SampleLine { price: None, ..line }];
        let part = agreements::ShopPart::PercentOfGross(kernel::Share(2_000));
        let draft = agreements::draft_of(&recorder, (LAPAS, SHOP), day, part, &annex);
        agreements::put_in_force(tx, &recorder, &signer, &draft)
    });
    let agreement = agreement.expect("an agreement");
    let maker = maker(world, LAPAS, "WB-001");
    let batch = made(world, LAPAS, (trap, 10), maker, &json!({}));
    shelve(world, LAPAS, agreement, &[(batch, 10)]);
    act(world, &shopkeeper(SHOP), sales::sell_by_count, count(world, trap, 10, json!([])))
        .expect("counted");
    (trap, agreement)
}

fn count(world: &World, trap: ProductId, left: i64, earlier: Value) -> Value {
    let id: SaleId = fresh(world);
    let lines = json!([{"product": trap, "left": left, "earlier": earlier}]);
    json!({"id": id, "counted_on": world.today(), "payment": "cash", "lines": lines})
}

fn dearer_from_the_fifteenth(world: &World, trap: ProductId) {
    let input = json!({"id": fresh::<catalogue::PriceKind>(world), "product": trap,
        "price": 35_000, "valid_from": "2025-11-15"});
    act(world, &officer(LAPAS), catalogue::set_price, input).expect("a price");
}

fn a_third_from_the_twentieth(world: &World, trap: ProductId, agreement: AgreementId) {
    let addendum = json!({"id": fresh::<()>(world), "agreement": agreement, "number": "ADD/1",
        "reason": "contoh", "valid_from": "2025-11-20", "ends_on": "2026-10-31",
        "part": {"kind": "percent_of_gross", "percent": 30}, "price_set_by": "consignor",
        "cycle": "monthly", "payment_days": 7, "damage_borne_by": "consignor",
        "loss_borne_by": "shop", "return_days": 7, "notice_days": 14,
        "annex": [{"product": trap}]});
    act(world, &officer(LAPAS), agreements::amend, addendum).expect("an addendum");
    for side in ["consignor", "shop"] {
        let sign = json!({"id": fresh::<()>(world), "agreement": agreement, "side": side,
            "name": "Contoh", "office": "Contoh", "acting_for": "Contoh",
            "signed_on": world.today()});
        act(world, &officer(LAPAS), agreements::sign, sign).expect("signed");
    }
    let enforce =
        json!({"id": fresh::<()>(world), "agreement": agreement, "no_scan_reason": "contoh"});
    act(world, &head(LAPAS), agreements::enforce, enforce).expect("in force");
}

#[test]
fn what_was_sold_before_a_price_changed_is_sold_at_what_it_was() {
    story(|world: &mut World| {
        let (trap, _) = traps(world);
        dearer_from_the_fifteenth(world, trap);
        world.set_day("2025-11-30");
        let owner = shopkeeper(SHOP);
        let no = act(world, &owner, sales::sell_by_count, count(world, trap, 0, json!([])));
        let no = no.expect_err("asked").to_string();
        for told in [
            "price_changed at lines[0].earlier[0].quantity",
            "until=14 Nov",
            "Rp30.000",
            "Rp35.000",
        ] {
            assert!(no.contains(told), "{told}: {no}");
        }
        let with = |earlier: Value| {
            let input = count(world, trap, 0, earlier);
            act(world, &owner, sales::sell_by_count, input)
        };
        for (day, quantity, no) in [
            ("2025-11-14", 11, "sales.earlier_above_gone at lines[0].earlier[0].quantity"),
            ("2025-11-15", 8, "sales.nothing_changed_since at lines[0].earlier[0].day"),
            ("2025-11-01", 8, "sales.nothing_changed_since at lines[0].earlier[0].day"),
        ] {
            let said = json!([{"day": day, "quantity": quantity}]);
            assert_eq!(refused(with(said)), no, "{day}");
        }
        with(json!([{"day": "2025-11-02", "quantity": 8}])).expect("counted");
        // Eight at Rp30.000 and two at Rp35.000, four fifths of it the unit's.
        assert_eq!(
            books(world),
            "shelf 0, sold 10, damaged 0, buyer -310000, shop_part 62000, due 248000"
        );
        books(world)
    });
}

#[test]
fn where_nothing_was_sold_before_all_stand_at_the_new_price() {
    story(|world: &mut World| {
        let (trap, _) = traps(world);
        dearer_from_the_fifteenth(world, trap);
        world.set_day("2025-11-30");
        let owner = shopkeeper(SHOP);
        let none = json!([{"day": "2025-11-14", "quantity": 0}]);
        act(world, &owner, sales::sell_by_count, count(world, trap, 0, none)).expect("counted");
        assert_eq!(
            books(world),
            "shelf 0, sold 10, damaged 0, buyer -350000, shop_part 70000, due 280000"
        );
        // Counted again, nothing changed since.
        world.set_day("2025-12-10");
        act(world, &owner, sales::sell_by_count, count(world, trap, 0, json!([])))
            .expect("counted");
        books(world)
    });
}

#[test]
fn an_addendum_splits_the_gap_as_a_price_does() {
    story(|world: &mut World| {
        let (trap, agreement) = traps(world);
        dearer_from_the_fifteenth(world, trap);
        a_third_from_the_twentieth(world, trap, agreement);
        world.set_day("2025-11-30");
        let owner = shopkeeper(SHOP);
        let one = json!([{"day": "2025-11-14", "quantity": 5}]);
        let no = act(world, &owner, sales::sell_by_count, count(world, trap, 0, one));
        assert_eq!(refused(no), "sales.price_changed at lines[0].earlier[1].quantity");
        let both = json!([{"day": "2025-11-14", "quantity": 5},
            {"day": "2025-11-19", "quantity": 3}]);
        act(world, &owner, sales::sell_by_count, count(world, trap, 0, both)).expect("counted");
        // 5 × 30.000 × 80% + 3 × 35.000 × 80% + 2 × 35.000 × 70%.
        assert_eq!(
            books(world),
            "shelf 0, sold 10, damaged 0, buyer -325000, shop_part 72000, due 253000"
        );
        books(world)
    });
}

#[test]
fn a_sale_that_is_told_late_takes_the_pieces_of_its_own_price() {
    story(|world: &mut World| {
        let (trap, _) = traps(world);
        dearer_from_the_fifteenth(world, trap);
        world.set_day("2025-11-30");
        let owner = shopkeeper(SHOP);
        let eight = json!([{"day": "2025-11-14", "quantity": 8}]);
        act(world, &owner, sales::sell_by_count, count(world, trap, 0, eight)).expect("counted");
        let (_, mut late) = sale(world, json!([{"product": trap, "quantity": 1}]));
        late["business_day"] = json!("2025-11-20");
        act(world, &owner, sales::sell, late).expect("sold");
        assert_eq!(
            books(world),
            "shelf 0, sold 10, damaged 0, buyer -310000, shop_part 62000, due 248000"
        );
        books(world)
    });
}

#[test]
fn the_page_of_a_count_asks_for_both_prices() {
    let mut world = World::quick();
    let (trap, _) = traps(&mut world);
    dearer_from_the_fifteenth(&world, trap);
    let router = teststand::serve(&world, sales::screens(), sales::api());
    let look = || teststand::look(&router, "toko", "/penjualan/hitung").text;
    assert!(!look().contains("[earlier]"), "nothing has changed yet");
    world.set_day("2025-11-30");
    let page = look();
    for part in ["lines[0][earlier][0][day!]\" value=\"2025-11-14\"", "Rp30.000", "Rp35.000"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let id: SaleId = fresh(&world);
    let body = |was: &str| {
        format!(
            "id={id}&shop={SHOP}&payment=cash&counted_on=2025-11-30&lines[0][product!]={trap}\
            &lines[0][left]=0&lines[0][earlier][0][day!]=2025-11-14\
            &lines[0][earlier][0][quantity]={was}"
        )
    };
    let asked = teststand::send(&router, "toko", "/penjualan/hitung", &body(""));
    assert!(asked.text.contains("href=\"#f-lines-0-earlier-0-quantity\""), "{}", asked.text);
    let sold = teststand::send(&router, "toko", "/penjualan/hitung", &body("8"));
    assert_eq!((sold.status, sold.location), (303, format!("/penjualan/{id}")), "{}", sold.text);
    assert!(books(&world).ends_with("due 248000"));
}
