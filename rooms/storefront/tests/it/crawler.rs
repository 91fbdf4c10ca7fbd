//! What crawlers and previews meet: one address a page, few lists, no traps, no text that runs.

use kernel::Lang;
use testkit::World;

use crate::{
    pages::{look, open},
    window::{NEST, Now, TRAP, furnished, id, product},
};

fn page(world: &World, address: &str) -> (u16, String) {
    let (status, _, text) = look(&open(world), address, Lang::Id, None);
    (status, text)
}

#[test]
fn an_old_name_leads_to_the_right_address() {
    let world = World::quick();
    furnished(&world);
    let old = format!("/etalase/nama-lama-{TRAP}");
    assert_eq!(page(&world, &old).0, 308);
    assert_eq!(page(&world, &storefront::address_of("Trap", TRAP)).0, 200);
    let rename = db::sql!("UPDATE catalogue_product SET name = 'Baru' WHERE id = $1");
    world.write(move |tx| tx.run(rename, &[&TRAP])).unwrap();
    assert_eq!(page(&world, &storefront::address_of("Trap", TRAP)).0, 308);
    assert_eq!(page(&world, &storefront::address_of("Baru", TRAP)).0, 200);
}

#[test]
fn lists_end_and_combinations_are_not_for_engines() {
    let world = World::quick();
    furnished(&world);
    for beyond in ["/etalase?page=2", "/etalase?page=999999", "/etalase?q=trap&page=2"] {
        assert_eq!(page(&world, beyond).0, 404, "{beyond}");
    }
    for odd in [
        "/etalase?q=%00%FF%27%22%3Cscript%3E",
        "/etalase?page=-1",
        "/etalase?page=99999999999999999999999",
        "/etalase?shop=x&price=a-b&sort=%27--&here=%F0%9F%90%80",
        "/etalase?q%5B%5D=1&q=&&&==",
        "/?utm_source=wa&x=1",
    ] {
        let (status, text) = page(&world, odd);
        assert!(status == 200 && !text.contains("<script>"), "{odd}: {text}");
    }
    let shop = testkit::SHOP;
    for combined in ["q=trap", &format!("shop={shop}"), "here=1", "price=-25000", "sort=cheap"] {
        let (status, text) = page(&world, &format!("/etalase?{combined}"));
        assert!(status == 200 && text.contains("noindex, follow"), "{combined}: {text}");
    }
    for odd in ["category=Judi+daring", "category=%3Cb%3Ex"] {
        let (status, text) = page(&world, &format!("/etalase?{odd}"));
        assert!(status == 200 && text.contains("noindex, follow"), "{odd}: {text}");
        assert!(!text.contains("<title>Judi") && text.contains("<h1>Etalase</h1>"), "{text}");
        assert!(!text.contains("category=Judi\""), "no address of its own: {text}");
    }
    let (_, known) = page(&world, "/etalase?category=Rumah");
    assert!(!known.contains("noindex") && known.contains("<h1>Rumah</h1>"), "{known}");
    let (_, all) = page(&world, "/etalase");
    assert!(!all.contains("noindex") && all.contains("rel=\"canonical\""), "{all}");
    let long = format!("/etalase?q={}", "a".repeat(4_000));
    assert_eq!(page(&world, &long).0, 200);
}

#[test]
fn programs_find_everything_and_no_secret() {
    let world = World::quick();
    furnished(&world);
    let (_, robots) = page(&world, "/robots.txt");
    assert!(robots.contains("Sitemap: http://hilir.example/sitemap.xml"), "{robots}");
    assert!(robots.contains("Disallow: /*?q="), "{robots}");
    assert!(robots.contains("Disallow: /pesan/\n"), "{robots}");
    assert!(robots.contains("Disallow: /pesan-khusus/\n"), "{robots}");
    let (_, trap) = page(&world, &storefront::address_of("Trap", TRAP));
    for sheet in ["/pesan/", "/pesan-khusus/"] {
        let links: Vec<&str> = trap.split("<a ").filter(|link| link.contains(sheet)).collect();
        let all_nofollow = links
            .iter()
            .all(|link| link.split('>').next().is_some_and(|tag| tag.contains("rel=\"nofollow\"")));
        assert!(!links.is_empty() && all_nofollow, "{sheet} in {links:?}");
    }
    let (_, index) = page(&world, "/sitemap.xml");
    let parts: Vec<&str> = index
        .split("<loc>http://hilir.example")
        .skip(1)
        .filter_map(|rest| rest.split("</loc>").next())
        .collect();
    assert_eq!(parts.len(), 2, "{index}");
    let all: String = parts.iter().map(|part| page(&world, part).1).collect();
    let trap = format!("http://hilir.example{}", storefront::address_of("Trap", TRAP));
    for address in [
        trap.as_str(),
        "http://hilir.example/mitra/toko-acun-akuarium-",
        "/tentang",
        "/penarikan",
        "/ulasan",
    ] {
        assert!(all.contains(address), "{address} in {all}");
    }
    for (address, sign) in [
        ("/umpan/produk.xml", "<g:availability>in_stock</g:availability>"),
        ("/umpan/produk.csv", "30000 IDR"),
        ("/umpan/produk.xml", "<g:image_link>http://hilir.example/kartu/"),
        ("/umpan/e-katalog.csv", "Karya Bangka"),
    ] {
        let (status, text) = page(&world, address);
        assert!(status == 200 && text.contains(sign) && text.contains("Trap"), "{address}: {text}");
        for secret in ["25431", "9731", "Lapas Contoh"] {
            assert!(!text.contains(secret), "{secret} at {address}");
        }
    }
    for gone in ["/sitemap/x.xml", "/sitemap/..%2f", "/kartu/x.png", "/kartu/x"] {
        assert_eq!(page(&world, gone).0, 404, "{gone}");
    }
}

#[test]
fn what_can_be_ordered_has_a_day_on_which_it_comes() {
    let world = World::quick();
    furnished(&world);
    let out = db::sql!("UPDATE ledger_account SET balance = 0");
    let days = db::sql!("UPDATE catalogue_product SET promise_days = 7");
    world.write(move |tx| tx.run(out, &[]).and(tx.run(days, &[]))).unwrap();
    let (_, feed) = page(&world, "/umpan/produk.xml");
    let day = world.today().plus_days(7);
    let comes = format!("<g:availability_date>{day}</g:availability_date>");
    assert!(feed.contains("<g:availability>backorder<") && feed.contains(&comes), "{feed}");
}

#[test]
fn a_neutral_brand_is_contradicted_nowhere() {
    let world = World::quick();
    furnished(&world);
    let finish = db::sql!(
        "UPDATE production_batch SET code = 'PT-1', finished_on = started_on, accepted = 4,
            rejected = 0, checked_by = id, checked_at = created_at WHERE id = $1"
    );
    world.write(move |tx| tx.run(finish, &[&id(10)])).unwrap();
    let product = storefront::address_of("Trap", TRAP);
    let unit = storefront::address_of_unit("Karya Bangka", testkit::LAPAS);
    for address in [product.as_str(), &unit, "/b/PT-1", "/umpan/e-katalog.csv"] {
        let (status, text) = page(&world, address);
        assert_eq!(status, 200, "{address}");
        // The house's own foot says what the house is for.
        let own = text.split("<footer").next().unwrap_or_default();
        assert!(!own.contains("Warga Binaan"), "{address}: {own}");
    }
    let unbranded = db::sql!("UPDATE people_consignor SET brand = NULL");
    world.write(move |tx| tx.run(unbranded, &[])).unwrap();
    assert!(page(&world, &product).1.contains("Karya Warga Binaan Lapas Contoh"));
}

#[test]
fn a_unit_whose_goods_still_stand_there_is_listed() {
    let world = World::quick();
    furnished(&world);
    let over = db::sql!("DELETE FROM agreements_selling");
    world.write(move |tx| tx.run(over, &[])).unwrap();
    let unit = storefront::address_of_unit("Karya Bangka", testkit::LAPAS);
    for list in ["/bengkel", "/sitemap/halaman.xml"] {
        assert!(page(&world, list).1.contains(&unit), "{list}");
    }
}

/// A sale of a trap, made on one day and booked on another, as it became known late.
fn late_sale(world: &World, n: u128, made: kernel::Day, booked: kernel::Day) {
    let now = world.now();
    let sale = db::sql!(
        "INSERT INTO sales_sale (id, consignor_id, shop_id, receipt_number, sold_at, business_day,
            payment, source, gross, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'cash', 'desk', 30000, $1, $5)"
    );
    let line = db::sql!(
        "INSERT INTO sales_line (sale_id, position, product_id, batch_id, agreement_id, terms_id,
            quantity, unit_price, shop_part, booked_day)
         VALUES ($1, 1, $2, $3, $4, $4, 1, 30000, 6000, $5)"
    );
    let day = db::sql!(
        "INSERT INTO sales_day (agreement_id, booked_day, batch_id, unit_price, shop_id,
            product_id, sold, sold_part, refunded, refunded_part)
         VALUES ($1, $2, $3, 30000, $4, $5, 1, 6000, 0, 0)"
    );
    let (number, shop) = (format!("A-{n}"), testkit::SHOP);
    let sell = move |tx: &mut db::Tx| -> db::Result<()> {
        tx.run(sale, &[&id(n), &testkit::LAPAS, &shop, &number, &now, &made])?;
        tx.run(line, &[&id(n), &TRAP, &id(10), &id(1), &booked])?;
        tx.run(day, &[&id(1), &booked, &id(10), &shop, &TRAP]).map(drop)
    };
    world.write(sell).unwrap();
}

#[test]
fn freshness_is_of_the_day_on_which_something_was_sold() {
    testkit::story(|world| {
        furnished(world);
        let today = world.today();
        let seen = |world: &World| {
            let seen = crate::window::whole(world, TRAP).seen;
            let [one] = seen.as_slice() else { panic!("{seen:?}") };
            (one.how.clone(), one.day)
        };
        late_sale(world, 300, today.plus_days(-9), today.plus_days(-4));
        assert_eq!(seen(world), ("sold".to_owned(), today.plus_days(-9)), "not when it was booked");
        late_sale(world, 301, today.plus_days(-6), today.plus_days(-6));
        assert_eq!(seen(world).1, today.plus_days(-6), "later than what was booked later");
        late_sale(world, 302, today, today);
        assert_eq!(seen(world).1, today);
    });
}

#[test]
fn every_page_of_a_stranger_names_no_unit_behind_a_brand() {
    let world = World::quick();
    furnished(&world);
    let unit = storefront::address_of_unit("Karya Bangka", testkit::LAPAS);
    let shop = storefront::address_of_shop("Toko Acun Akuarium", testkit::SHOP);
    for address in ["/", "/mitra", "/bengkel", "/tentang", "/harga-dibagi", &unit, &shop] {
        let (status, text) = page(&world, address);
        assert_eq!(status, 200, "{address}");
        assert!(!text.contains("Lapas Contoh"), "{address}: {text}");
    }
    let (_, text) = page(&world, &shop);
    assert!(text.contains("maps/search") && text.contains("wa.me/62812"), "{text}");
    let (_, text) = page(&world, &unit);
    assert!(!text.contains("Pangkalpinang ·"), "a branded unit is nowhere: {text}");
}

#[test]
fn a_shop_is_ordered_from_where_it_takes_orders_and_has_something() {
    let world = World::quick();
    furnished(&world);
    let shop = storefront::address_of_shop("Toko Acun Akuarium", testkit::SHOP);
    let other = storefront::address_of_shop("Toko Contoh", testkit::OTHER_SHOP);
    let order = format!("href=\"/pesan/{}\"", testkit::SHOP);
    let text = page(&world, &shop).1;
    assert!(text.contains(&order) && text.contains("Pesan di toko ini"), "{text}");
    let empty = page(&world, &other).1;
    assert!(!empty.contains("Pesan di toko ini"), "nothing is there: {empty}");
    let close =
        db::sql!("INSERT INTO orders_setting (shop_id, accepts, hold_hours) VALUES ($1, $2, 24)");
    world.write(move |tx| tx.run(close, &[&testkit::SHOP, &false])).unwrap();
    let text = page(&world, &shop).1;
    assert!(!text.contains("/pesan/") && text.contains("wa.me"), "it takes none: {text}");
    let trap = page(&world, &storefront::address_of("Trap", TRAP)).1;
    assert!(!trap.contains("/pesan/"), "nor by its goods: {trap}");
}

#[test]
fn a_feed_goes_on_in_numbered_parts() {
    let world = World::quick();
    furnished(&world);
    let now = Now { now: world.now(), today: world.today() };
    let days = (now.today, now.today.plus_days(30));
    // 4,999 more than the trap and the nest.
    let many = move |tx: &mut db::Tx| -> db::Result<()> {
        for n in 0..4_999u128 {
            let own: kernel::ProductId = kernel::Id::new(id(100_000 + n));
            product(tx, &now, own, &format!("Barang {n}"), true)?;
            crate::window::offer(tx, 1, testkit::SHOP, own, days, None)?;
        }
        Ok(())
    };
    world.write(many).unwrap();
    let site = open(&world);
    let part = |address: &str| {
        let (status, _, text) = look(&site, address, Lang::Id, None);
        (status, text)
    };
    for (address, last) in
        [("/umpan/produk/2.xml", "Barang 4998"), ("/umpan/produk/2.csv", "Barang 4998")]
    {
        let (status, text) = part(address);
        assert!(status == 200 && text.contains(last), "{address}: {text}");
        assert!(!text.contains("Barang 4997") && !text.contains("rel=\"next\""), "{text}");
    }
    let (status, text) = part("/umpan/e-katalog/2.csv");
    assert!(status == 200 && text.lines().count() == 2, "{text}");
    for beyond in [
        "/umpan/produk/1.xml",
        "/umpan/produk/3.xml",
        "/umpan/produk/2.pdf",
        "/umpan/produk/-1.csv",
        "/umpan/e-katalog/3.csv",
        "/umpan/e-katalog/99999999999999999999.csv",
    ] {
        assert_eq!(part(beyond).0, 404, "{beyond}");
    }
}

#[test]
fn what_stands_there_yet_has_its_brand() {
    let world = World::quick();
    furnished(&world);
    let ended = db::sql!("DELETE FROM agreements_selling WHERE product_id <> $1");
    world.write(move |tx| tx.run(ended, &[&NEST])).unwrap();
    let (_, feed) = page(&world, "/umpan/produk.csv");
    let nest = feed.lines().find(|line| line.contains("Nest")).unwrap_or_default();
    assert!(
        nest.contains("Karya Bangka"),
        "its agreement has ended, its maker's brand not: {feed}"
    );
}

#[test]
fn a_chosen_shop_stays_chosen_among_many() {
    let world = World::quick();
    furnished(&world);
    let now = Now { now: world.now(), today: world.today() };
    let days = (now.today, now.today.plus_days(30));
    let many = move |tx: &mut db::Tx| -> db::Result<()> {
        for n in 0..201u128 {
            let own: kernel::ShopId = kernel::Id::new(id(200_000 + n));
            crate::window::shop(tx, &now, own, &format!("A toko {n}"))?;
            crate::window::offer(tx, 1, own, TRAP, days, None)?;
        }
        Ok(())
    };
    world.write(many).unwrap();
    let (_, text) = page(&world, &format!("/etalase?shop={}", testkit::SHOP));
    let own = format!("value=\"{}\" selected", testkit::SHOP);
    assert!(text.contains(&own), "{text}");
}
