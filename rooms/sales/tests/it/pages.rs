//! The pages of the counter, as a browser sees them.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use db::Read;
use kernel::{Time, Zone};
use maud::{Markup, html};
use testkit::{SHOP, World};
use tower::ServiceExt;
use web::{Ask, Credentials, Page, SignedIn, Site, Visit, Wiring};

use crate::market::{Market, neighbour, open};

fn clerk(_: &mut Read, _: &Credentials, _: Time) -> db::Result<Option<SignedIn>> {
    Ok(Some(SignedIn {
        actor: testkit::clerk(SHOP),
        lang: None,
        zone: Zone::Wib,
        job_title: String::new(),
        place: String::new(),
    }))
}

fn shell(_: &mut Read, _: &Visit, _: &Ask, page: Page) -> db::Result<Markup> {
    Ok(html! { title { (page.title) } (page.main) })
}

/// A shop with two units' goods on its shelf, and the server that its clerk looks at.
fn counter() -> (World, Market, kernel::ProductId, Router) {
    let mut world = World::quick();
    let market = open(&mut world);
    let mat = neighbour(&world);
    let wiring = Wiring {
        press: web::without_press,
        sheets: web::without_sheets(),
        who_is: clerk,
        shell,
        secure: false,
        trust_proxy: false,
        public_url: "http://hilir.example".to_owned(),
        zone: Zone::Wib,
    };
    let site = Site::new(world.db.clone(), world.clock(), world.ids.clone(), wiring);
    let router = web::router(site, sales::screens(), sales::api(), Vec::new());
    (world, market, mat, router)
}

fn answer(router: &Router, method: &str, address: &str, body: String) -> (u16, String, String) {
    let request = Request::builder().method(method).uri(address);
    let request = request.header(header::AUTHORIZATION, "Bearer toko");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.body(Body::from(body)).expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION);
        let location = location.map(|at| at.to_str().expect("text").to_owned());
        let bytes = to_bytes(response.into_body(), 1 << 26).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("sales.") && !text.contains("common."), "a key: {text}");
        (status, location.unwrap_or_default(), text)
    })
}

fn look(router: &Router, address: &str) -> String {
    let (status, _, text) = answer(router, "GET", address, String::new());
    assert_eq!(status, 200, "{address}: {text}");
    text
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
    let (status, location, text) = answer(&router, "POST", "/penjualan/baru", body);
    assert_eq!((status, location), (303, format!("/penjualan/{id}/struk")), "{text}");
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
        answer(&router, "POST", "/penjualan/hitung", body)
    };
    let (status, _, text) = sent(6);
    assert_eq!(status, 409, "{text}");
    // The mats' group has what was typed, the others' nothing.
    let group = text.split("<legend>KS</legend>").nth(1).unwrap_or_default();
    let group = group.split("</fieldset>").next().unwrap_or_default();
    assert!(group.contains("value=\"6\"") && group.contains("class=\"error\""), "{text}");
    let (status, location, text) = sent(3);
    assert_eq!(status, 303, "{text}");
    let sale = look(&router, &location);
    assert!(sale.contains("Rp40.000") && !sale.contains("Rp30.000"), "only mats: {sale}");
}

#[test]
fn nothing_filled_in_says_so() {
    let (world, market, _, router) = counter();
    let id: kernel::SaleId = world.ids.fresh(world.now());
    let body = format!(
        "id={id}&shop={SHOP}&payment=cash&lines[0][product!]={}&lines[0][quantity]=",
        market.nest
    );
    let (status, _, text) = answer(&router, "POST", "/penjualan/baru", body);
    assert_eq!(status, 422, "{text}");
    assert!(text.contains("Belum ada barang yang diisi"), "{text}");
}
