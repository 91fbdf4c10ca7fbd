//! The sheet that a buyer fills in, his slip, and the shop's pages.

use serde_json::json;
use testkit::{LAPAS, SHOP, World, story};
use teststand::{look, send, serve};

use crate::market::{fresh, hold, open, place};

fn sheet(product: kernel::ProductId, quantity: i64, id: kernel::OrderId, more: &str) -> String {
    format!(
        "id={id}&lines%5B0%5D%5Bproduct%21%5D={product}&lines%5B0%5D%5Bquantity%5D={quantity}{more}"
    )
}

#[test]
fn from_the_sheet_to_the_sale() {
    story(|world: &mut World| {
        let market = open(world);
        let site = serve(world, orders::screens(), orders::api());
        let address = format!("/pesan/{SHOP}?product={}", market.nest);
        let page = look(&site, "nobody", &address);
        assert_eq!(page.status, 200);
        assert!(page.text.contains("Pesan di Toko Contoh"), "{}", page.text);
        let (nest, trap) = (page.text.find("Glodok"), page.text.find("Perangkap"));
        assert!(nest < trap, "what he came for stands first");
        assert!(!page.text.contains("WB-001") && !page.text.contains("Lapas Contoh"));
        let body = sheet(market.trap, 2, fresh(world), "&website=");
        let placed = send(&site, "nobody", &format!("/pesan/{SHOP}"), &body);
        assert_eq!(placed.status, 303, "{}", placed.text);
        let slip = look(&site, "nobody", &placed.location);
        let code = placed.location.rsplit('/').next().expect("a code").to_owned();
        let readable = orders::readable_code(&code);
        assert!(slip.text.contains(&readable) && slip.text.contains("https://wa.me/6281234567890"));
        assert!(slip.text.contains("Rp60.000"), "{}", slip.text);
        let list = look(&site, "toko", "/pesanan-wa");
        let order = list
            .text
            .split("/pesanan-wa/")
            .find_map(|rest| rest.split('"').next().filter(|id| id.len() == 36).map(str::to_owned));
        let order = format!("/pesanan-wa/{}", order.expect("the order"));
        let id = fresh::<kernel::EntryKind>(world);
        let held = send(&site, "toko", &format!("{order}/sisihkan"), &format!("id={id}&hours=5"));
        assert_eq!((held.status, held.location.as_str()), (303, order.as_str()));
        assert!(look(&site, "nobody", &placed.location).text.contains("disisihkan sampai"));
        let took = format!(
            "payment=cash&lines%5B0%5D%5Bproduct%5D={}&lines%5B0%5D%5Bquantity%5D=1",
            market.trap
        );
        let sold = send(&site, "toko", &format!("{order}/diambil"), &took);
        assert_eq!(sold.status, 303, "{}", sold.text);
        assert!(sold.location.ends_with("/struk"), "{}", sold.location);
        assert_eq!(look(&site, "toko lain", &order).status, 404);
        assert_eq!(look(&site, "kasubsi", &order).status, 404);
    });
}

#[test]
fn what_is_refused_comes_back_with_what_was_typed() {
    story(|world: &mut World| {
        let market = open(world);
        let site = serve(world, orders::screens(), orders::api());
        let address = format!("/pesan/{SHOP}");
        let many = send(&site, "nobody", &address, &sheet(market.nest, 7, fresh(world), ""));
        assert_eq!(many.status, 409);
        assert!(
            many.text.contains("value=\"7\"") && many.text.contains("hanya 1"),
            "{}",
            many.text
        );
        let trap = sheet(market.nest, 1, fresh(world), "&website=http%3A%2F%2Fx");
        assert_eq!(send(&site, "nobody", &address, &trap).status, 422);
        for forged in ["AAAAAAB", "%00", "..%2F..", "KXMTRWPKXMTRWP", "'%20OR%201=1", "1234567"] {
            assert_eq!(look(&site, "nobody", &format!("/pesan/lihat/{forged}")).status, 404);
        }
    });
}

#[test]
fn a_flood_from_one_address_is_refused_early() {
    story(|world: &mut World| {
        let market = open(world);
        let site = serve(world, orders::screens(), orders::api());
        let address = format!("/pesan/{SHOP}");
        let one = || send(&site, "nobody", &address, &sheet(market.trap, 1, fresh(world), ""));
        let statuses: Vec<u16> = (0..40).map(|_| one().status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 15);
        assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 25);
        let input = serde_json::json!({ "id": fresh::<kernel::OrderKind>(world), "shop": SHOP });
        let input = input.to_string();
        let no = send(&site, "nobody", "/api/v1/orders", &input);
        assert_eq!(no.status, 429, "one door, whichever way in");
        assert!(no.text.contains("web.too_many"), "{}", no.text);
        // The shop's own work goes on.
        assert_eq!(look(&site, "toko", "/pesanan-wa").status, 200);
    });
}

#[test]
fn one_address_does_not_close_a_shop_to_others() {
    story(|world: &mut World| {
        let market = open(world);
        let site = serve(world, orders::screens(), orders::api());
        let one = |world: &World, shop: kernel::ShopId| {
            let body = sheet(market.trap, 1, fresh(world), "");
            let done = send(&site, "nobody", &format!("/pesan/{shop}"), &body);
            (done.status, done.text)
        };
        assert!((0..15).all(|_| one(world, SHOP).0 == 303));
        let (status, text) = one(world, SHOP);
        assert!(status == 429 && text.contains("hari ini sudah banyak pesanan"), "{text}");
        assert_eq!(one(world, testkit::OTHER_SHOP).0, 409, "no more than that shop's own no");
        world.advance_seconds(16 * 60);
        assert_eq!(one(world, SHOP).0, 429, "a day, not a quarter of an hour");
        world.advance_days(1);
        assert_eq!(one(world, SHOP).0, 303);
    });
}

#[test]
fn a_shop_ends_all_that_it_has_not_answered() {
    story(|world: &mut World| {
        let market = open(world);
        let site = serve(world, orders::screens(), orders::api());
        assert!(!look(&site, "toko", "/pesanan-wa").text.contains("/pesanan-wa/tutup"));
        let (kept, _) = place(world, &[(market.nest, 1)]).expect("an order");
        hold(world, kept).expect("set aside");
        let many: Vec<_> =
            (0..3).map(|_| place(world, &[(market.trap, 1)]).expect("an order").0).collect();
        let list = look(&site, "toko", "/pesanan-wa").text;
        assert!(list.contains("Tutup semua yang belum dijawab (3)"), "{list}");
        assert!(!look(&site, "toko lain", "/pesanan-wa").text.contains("/pesanan-wa/tutup"));
        let seen = world.now();
        world.advance_seconds(60);
        let (late, _) = place(world, &[(market.trap, 1)]).expect("while he looked");
        let id = fresh::<kernel::EntryKind>(world);
        let body = format!("id={id}&placed_until={seen}&reason=Kiriman+iseng");
        for _ in 0..2 {
            let done = send(&site, "toko", "/pesanan-wa/tutup", &body);
            assert_eq!(
                (done.status, done.location.as_str()),
                (303, "/pesanan-wa"),
                "{}",
                done.text
            );
        }
        let state = |order: kernel::OrderId| {
            let ctx = world.context(&testkit::clerk(SHOP));
            world.read(move |read| orders::load_whole(read, &ctx, order)).expect("an order").order
        };
        for order in many {
            let ended = state(order);
            assert_eq!(ended.state.name(), "lapsed");
            assert_eq!(ended.reason.as_deref(), Some("Kiriman iseng"));
            let page = look(&site, "toko", &format!("/pesanan-wa/{order}")).text;
            assert!(page.contains("Pesanan diakhiri"), "its history says so: {page}");
        }
        assert_eq!(state(kept).state.name(), "held", "what is set aside is promised");
        assert_eq!(state(late).state.name(), "open", "what he has not seen is left");
        let other = send(&site, "toko lain", "/pesanan-wa/tutup", &format!("{body}&shop={SHOP}"));
        assert_eq!(other.status, 404);
    });
}

/// Thirty-five more products on the shelf, the oldest first.
fn many(world: &mut World, market: &crate::market::Market) -> Vec<kernel::ProductId> {
    let mut goods = Vec::new();
    for n in 0..35 {
        world.advance_seconds(1);
        let (code, name) = (format!("RK-{n}"), format!("Rak nomor {n} akhir"));
        let more = serde_json::json!({"price": 10_000 + n});
        goods.push(testmarket::product(world, LAPAS, (&code, &name), &more));
    }
    let annex: Vec<_> = goods.iter().map(|id| (*id, 9_000)).collect();
    let agreement = testmarket::agree(world, LAPAS, SHOP, &annex);
    let made: Vec<_> = goods
        .iter()
        .map(|id| {
            let more = serde_json::json!({});
            (testmarket::made(world, LAPAS, (*id, 2), market.maker, &more), 2)
        })
        .collect();
    testmarket::shelve(world, LAPAS, agreement, &made);
    goods
}

#[test]
fn a_sheet_ends_and_is_no_trap_for_crawlers() {
    story(|world: &mut World| {
        let market = open(world);
        let goods = many(world, &market);
        let site = serve(world, orders::screens(), orders::api());
        let rows = |text: &str| text.matches("[product!]").count();
        let first = look(&site, "nobody", &format!("/pesan/{SHOP}?product={}", market.trap)).text;
        assert_eq!(rows(&first), 30, "what he came for and a page of others");
        let (trap, shelf) = (first.find("Perangkap"), first.find("Rak nomor 34 akhir"));
        assert!(trap.is_some() && trap < shelf, "{first}");
        let canonical = format!("rel=\"canonical\" href=\"http://hilir.example/pesan/{SHOP}\"");
        assert!(first.contains(&canonical) && first.contains("noindex"), "{first}");
        assert!(first.contains("page=2") && first.contains("Satu pesanan memuat"), "{first}");
        let second = look(&site, "nobody", &format!("/pesan/{SHOP}?page=2")).text;
        assert_eq!(rows(&second), 7);
        let beyond = look(&site, "nobody", &format!("/pesan/{SHOP}?page=99")).text;
        assert_eq!(rows(&beyond), 7, "the last page");
        // What is refused on a page comes back on it, with what was typed.
        let oldest = goods[0];
        assert!(second.contains(&oldest.to_string()));
        let address = format!("/pesan/{SHOP}?page=2");
        let refused = send(&site, "nobody", &address, &sheet(oldest, 3, fresh(world), ""));
        assert!(refused.status == 409 && refused.text.contains("value=\"3\""), "{}", refused.text);
        let placed = send(&site, "nobody", &address, &sheet(oldest, 2, fresh(world), ""));
        assert_eq!(placed.status, 303, "{}", placed.text);
        let slip = look(&site, "nobody", &placed.location).text;
        assert!(slip.contains("Rp18.000"), "the agreement's price of the thing: {slip}");
        assert!(slip.contains("noindex"), "his own, who has the code");
        let form = look(&site, "nobody", &format!("/pesan-khusus/{LAPAS}?product={oldest}")).text;
        let canonical = format!("href=\"http://hilir.example/pesan-khusus/{LAPAS}\"");
        assert!(form.contains(&canonical) && form.contains("noindex"), "{form}");
        assert!(form.contains(&format!("value=\"{oldest}\" selected")), "what he came from");
        let secret = testmarket::product(world, LAPAS, ("RH", "Rak rahasia"), &json!({}));
        for from in [secret, oldest] {
            let address = format!("/pesan-khusus/{LAPAS}?product={from}");
            let form = look(&site, "nobody", &address).text;
            assert!(!form.contains("Rak rahasia"), "no shop ever had it: {form}");
        }
    });
}
