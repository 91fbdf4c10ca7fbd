//! The pages of the counter, as a browser sees them.

use axum::Router;
use testkit::{SHOP, World};
use teststand::serve;

use crate::market::{Market, neighbour, neighbour_where, open};

/// A shop with two units' goods on its shelf, and the server that its clerk looks at.
fn counter() -> (World, Market, kernel::ProductId, Router) {
    let mut world = World::quick();
    let market = open(&mut world);
    let mat = neighbour(&world);
    let router = serve(&world, sales::screens(), sales::api());
    (world, market, mat, router)
}

fn in_words(answer: teststand::Answer) -> teststand::Answer {
    let bare = answer.text.contains("sales.") || answer.text.contains("common.");
    assert!(!bare, "a key: {}", answer.text);
    answer
}

fn send(router: &Router, address: &str, body: &str) -> teststand::Answer {
    in_words(teststand::send(router, "toko", address, body))
}

fn look(router: &Router, address: &str) -> String {
    let seen = in_words(teststand::look(router, "toko", address));
    assert_eq!(seen.status, 200, "{address}: {}", seen.text);
    seen.text
}

#[test]
fn a_receipt_of_two_units_leads_to_one_page() {
    let (world, market, mat, router) = counter();
    let form = look(&router, "/penjualan/baru");
    assert!(form.contains("dari 15 buah di rak") && form.contains("dari 5 buah di rak"), "{form}");
    assert!(form.contains("value=\"cash\" checked"), "cash is chosen already");
    let fields = form.split("payment").next().unwrap_or_default();
    assert!(!fields.contains("class=\"optional\""), "no remark on every row: {fields}");

    let id: kernel::SaleId = world.ids.fresh(world.now());
    let body = format!(
        "id={id}&shop={SHOP}&payment=cash&business_day={}&lines[0][product!]={}&lines[0][quantity]=\
         &lines[1][product!]={mat}&lines[1][quantity]=2&lines[2][product!]={}&lines[2][quantity]=1",
        world.today(),
        market.nest,
        market.trap,
    );
    let sold = send(&router, "/penjualan/baru", &body);
    let receipt = format!("/penjualan/{id}/struk");
    assert_eq!((sold.status, sold.location), (303, receipt), "{}", sold.text);
    let receipt = look(&router, &format!("/penjualan/{id}/struk"));
    for part in ["Lapas Contoh", "Lapas Tetangga", "Rp70.000", "Rp40.000", "/retur\""] {
        assert!(receipt.contains(part), "{part} in {receipt}");
    }
    let sale = look(&router, &format!("/penjualan/{id}"));
    assert!(sale.contains(&format!("/penjualan/{id}/struk")), "the way to the receipt: {sale}");
    assert!(!sale.contains("minus"), "nothing is amiss with a sale: {sale}");
    let list = look(&router, "/penjualan");
    assert!(!list.contains("Toko Contoh"), "a shop knows its own name: {list}");
}

#[test]
fn a_row_left_blank_is_not_counted_and_a_refused_one_keeps_its_product() {
    let (world, market, mat, router) = counter();
    let sent = |left: i64| {
        let id: kernel::SaleId = world.ids.fresh(world.now());
        let body = format!(
            "id={id}&shop={SHOP}&payment=cash&counted_on={}&lines[0][product!]={}&lines[0][left]=\
             &lines[1][product!]={}&lines[1][left]=&lines[2][product!]={mat}&lines[2][left]={left}",
            world.today(),
            market.nest,
            market.trap,
        );
        send(&router, "/penjualan/hitung", &body)
    };
    let refused = sent(6);
    let text = refused.text;
    assert_eq!(refused.status, 409, "{text}");
    // The mats' group has what was typed, the others' nothing.
    let group = text.split("<legend>KS</legend>").nth(1).unwrap_or_default();
    let group = group.split("</fieldset>").next().unwrap_or_default();
    assert!(group.contains("value=\"6\"") && group.contains("class=\"error\""), "{text}");
    let sold = sent(3);
    assert_eq!(sold.status, 303, "{}", sold.text);
    let sale = look(&router, &sold.location);
    assert!(sale.contains("Rp40.000") && !sale.contains("Rp30.000"), "only mats: {sale}");
    // Nothing is gone since: there is no sale to lead to, and the count is kept.
    let none = sent(3);
    assert_eq!((none.status, none.location.as_str()), (303, "/penjualan/hitung"), "{}", none.text);
}

#[test]
fn nothing_filled_in_says_so() {
    let (world, market, _, router) = counter();
    let id: kernel::SaleId = world.ids.fresh(world.now());
    let body = format!(
        "id={id}&shop={SHOP}&payment=cash&lines[0][product!]={}&lines[0][quantity]=",
        market.nest
    );
    let refused = send(&router, "/penjualan/baru", &body);
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("Belum ada barang yang diisi"), "{}", refused.text);
}

#[test]
fn a_price_that_the_shop_sets_is_asked_for_and_not_taken_silently() {
    let mut world = World::quick();
    let market = open(&mut world);
    let tenth = agreements::ShopPart::PercentOfGross(kernel::Share(1_000));
    let mat = neighbour_where(&world, agreements::Side::Shop, tenth);
    let router = serve(&world, sales::screens(), sales::api());
    for page in ["/penjualan/baru", "/penjualan/hitung"] {
        let form = look(&router, page);
        assert_eq!(form.matches("[price!]\"").count(), 1, "the mats alone: {form}");
        assert!(form.contains("value=\"20000\""), "the catalogue's stands in it: {form}");
    }
    let sold = |address: &str, mats: &str| {
        let id: kernel::SaleId = world.ids.fresh(world.now());
        let body = format!(
            "id={id}&shop={SHOP}&payment=cash&counted_on={}&lines[0][product!]={}\
             &lines[1][product!]={mat}&{mats}",
            world.today(),
            market.nest,
        );
        send(&router, address, &body)
    };
    // Filled in by the page it is no line of itself.
    let nothing = sold("/penjualan/baru", "lines[1][quantity]=&lines[1][price!]=20000");
    assert_eq!(nothing.status, 422, "{}", nothing.text);
    let two = sold("/penjualan/baru", "lines[1][quantity]=2&lines[1][price!]=25000");
    assert!(look(&router, &two.location).contains("Rp50.000"), "{}", two.text);
    // What it last took stands there then, and a count takes what is written.
    assert!(look(&router, "/penjualan/hitung").contains("value=\"25000\""));
    let one = sold("/penjualan/hitung", "lines[1][left]=2&lines[1][price!]=26000");
    assert!(look(&router, &one.location).contains("Rp26.000"), "{}", one.text);
    // What is wrong with it stands at it.
    let wrong = sold("/penjualan/baru", "lines[1][quantity]=1&lines[1][price!]=x");
    assert!(wrong.text.contains("aria-invalid") && wrong.text.contains("f-lines-0-price-error"));
}

#[test]
fn a_price_below_the_lowest_is_explained_on_the_same_form() {
    let mut world = World::quick();
    open(&mut world);
    let part = agreements::ShopPart::AboveConsignedPrice(kernel::Rupiah(15_000));
    let mat = neighbour_where(&world, agreements::Side::Shop, part);
    let router = serve(&world, sales::screens(), sales::api());
    let sold = |why: &str| {
        let id: kernel::SaleId = world.ids.fresh(world.now());
        let body = format!(
            "id={id}&shop={SHOP}&payment=cash&lines[0][product!]={mat}&lines[0][quantity]=1\
             &lines[0][price!]=9000&below_reason={why}"
        );
        send(&router, "/penjualan/baru", &body)
    };
    let asked = sold("");
    assert_eq!(asked.status, 409, "{}", asked.text);
    assert!(asked.text.contains("Rp15.000") && asked.text.contains("name=\"below_reason\""));
    let told = sold("Penyok");
    assert!(look(&router, &told.location).contains("Rp15.000: Penyok"), "{}", told.text);
    let list = look(&router, "/penjualan/murah");
    assert!(list.contains("Penyok") && list.contains("Rp9.000"), "{list}");
}

#[test]
fn a_number_that_is_taken_leads_to_its_sale_and_can_be_ticked() {
    let (world, market, _, router) = counter();
    let sold = |more: &str| {
        let id: kernel::SaleId = world.ids.fresh(world.now());
        let body = format!(
            "id={id}&shop={SHOP}&payment=cash&receipt_number=A-1&lines[0][product!]={}\
             &lines[0][quantity]=1{more}",
            market.trap
        );
        send(&router, "/penjualan/baru", &body)
    };
    let first = sold("");
    assert_eq!(first.status, 303, "{}", first.text);
    let asked = sold("");
    assert_eq!(asked.status, 409, "{}", asked.text);
    for part in ["name=\"same_number\"", &format!("href=\"{}/struk\"", first.location)] {
        assert!(asked.text.contains(part), "{part} in {}", asked.text);
    }
    assert_eq!(sold("&same_number=on").status, 303);
}

#[test]
fn what_is_sold_out_by_the_books_is_offered_last_and_a_batch_can_be_named() {
    let (world, market, _, router) = counter();
    let sold = |fields: &str| {
        let id: kernel::SaleId = world.ids.fresh(world.now());
        let body =
            format!("id={id}&shop={SHOP}&payment=cash&lines[0][product!]={}&{fields}", market.nest);
        send(&router, "/penjualan/baru", &body)
    };
    let form = look(&router, "/penjualan/baru");
    assert!(form.contains(&format!("<option value=\"{}\">", market.new_traps)), "{form}");
    assert!(!form.contains(&market.nests.to_string()), "one batch needs no choice");
    assert_eq!(sold("lines[0][quantity]=4").status, 303);
    let form = look(&router, "/penjualan/baru");
    let (of_shelf, sold_out) = (form.find("dari 15 buah di rak"), form.find("dari 0 buah di rak"));
    assert!(of_shelf.is_some() && sold_out > of_shelf, "{form}");
    assert!(!look(&router, "/penjualan/hitung").contains(&market.nest.to_string()));
    let asked = sold("lines[0][quantity]=1");
    assert!(asked.text.contains("name=\"really_there\""), "{}", asked.text);
    assert_eq!(sold("lines[0][quantity]=1&really_there=on").status, 303);
    let id: kernel::SaleId = world.ids.fresh(world.now());
    let (trap, batch) = (market.trap, market.new_traps);
    let named = format!(
        "id={id}&shop={SHOP}&payment=cash&lines[0][product!]={trap}&lines[0][quantity]=1\
         &lines[0][batch]={batch}"
    );
    let done = send(&router, "/penjualan/baru", &named);
    assert_eq!(done.status, 303, "{}", done.text);
    let clerk = world.context(&testkit::clerk(SHOP));
    let whole = world.read(move |read| sales::load_whole(read, &clerk, id)).expect("the sale");
    assert_eq!(whole.lines[0].batch_id, batch);
}
