//! The search forgives slips of the finger and knows what means the same.

use db::Result;
use kernel::{Id, ProductId, Rupiah};
use serde_json::json;
use storefront::{ListIn, SaveSetting, Sort, list};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, administrator, officer, story};
use uuid::Uuid;

use crate::window::{NEST, Now, TRAP, furnished, id, offer, product};

fn named(n: u128) -> ProductId {
    Id::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0002_0000 + n))
}

/// Goods as they are called in the trade.
fn goods(world: &World) {
    furnished(world);
    let now = Now { now: world.now(), today: world.today() };
    let days = (now.today, now.today.plus_days(30));
    let make = move |tx: &mut db::Tx| -> Result<()> {
        for (n, name) in ["Perangkap tikus", "Glodok lovebird", "Kursi kayu", "Meja kayu"]
            .into_iter()
            .enumerate()
        {
            product(tx, &now, named(n as u128), name, true)?;
            let price = [30_000, 45_000, 250_000, 600_000][n];
            offer(tx, 1, SHOP, named(n as u128), days, Some(price))?;
        }
        Ok(())
    };
    world.write(make).unwrap();
    storefront::catch_up(&world.db).unwrap();
}

fn found(world: &World, wish: ListIn) -> Vec<String> {
    let ctx = world.context(&administrator());
    let found = world.read(move |read| list(read, &ctx, &wish)).unwrap();
    assert_eq!(found.total as usize, found.items.len());
    found.items.into_iter().map(|thing| thing.name).collect()
}

fn search(world: &World, q: &str) -> Vec<String> {
    found(world, ListIn { q: Some(q.to_owned()), ..ListIn::default() })
}

#[test]
fn slips_and_synonyms_find_the_thing() {
    story(|world| {
        goods(world);
        let mut told = Vec::new();
        for (q, name) in [
            ("perangkap tikus", "Perangkap tikus"),
            ("prangkap tikus", "Perangkap tikus"),
            ("perangkaptikus", "Perangkap tikus"),
            ("jebakan tikus", "Perangkap tikus"),
            ("mouse trap", "Perangkap tikus"),
            ("lovbird", "Glodok lovebird"),
            ("glodog", "Glodok lovebird"),
            ("sarang burung", "Glodok lovebird"),
            ("nest box", "Glodok lovebird"),
            ("rumah burung murah sekali", "Glodok lovebird"),
            ("KURSI", "Kursi kayu"),
            ("kusri kayu", "Kursi kayu"),
            ("mjea", "Meja kayu"),
            ("nestbox", "Glodok lovebird"),
            ("birdhouse", "Glodok lovebird"),
            ("gelodok", "Glodok lovebird"),
            ("mousetrap", "Perangkap tikus"),
        ] {
            let names = search(world, q);
            assert_eq!(names.first().map(String::as_str), Some(name), "{q}: {names:?}");
            told.push(format!("{q}: {names:?}"));
        }
        for nothing in ["sepeda motor", "%", "'; DELETE FROM y", "\u{202E}", "qqqqqqqqqqqqqqqq"] {
            assert_eq!(search(world, nothing), Vec::<String>::new(), "{nothing}");
        }
        told.join("\n")
    });
}

#[test]
fn the_index_follows_what_is_edited() {
    story(|world| {
        goods(world);
        assert!(!storefront::is_behind(&world.db).unwrap());
        assert_eq!(storefront::catch_up(&world.db).unwrap(), 0, "nothing to do twice");
        let rename = db::sql!(
            "UPDATE catalogue_product SET name = 'Bangku rotan', revision = revision + 1
             WHERE id = $1"
        );
        world.write(move |tx| tx.run(rename, &[&named(2)])).unwrap();
        assert!(storefront::is_behind(&world.db).unwrap());
        assert_eq!(storefront::catch_up(&world.db).unwrap(), 1);
        assert_eq!(search(world, "rotan"), ["Bangku rotan"]);
        assert_eq!(search(world, "meja kayu"), ["Meja kayu"]);
        let left =
            db::sql!("SELECT CAST(COUNT(*) AS bigint) FROM storefront_gram WHERE word = 'kursi'");
        // "kursi" stays known: it means the same as "bangku".
        assert!(world.read(move |read| read.one(left, &[], |row| row.int(0))).unwrap() > 0);
        "followed".to_owned()
    });
}

#[test]
fn a_unit_says_which_words_mean_the_same() {
    story(|world| {
        goods(world);
        assert_eq!(search(world, "jebakan"), ["Perangkap tikus"]);
        let input: SaveSetting = serde_json::from_value(json!({
            "id": id(900), "synonyms": "meja, dhampar\nperangkap tikus, kurungan",
            "programme": "Bengkel kayu.",
        }))
        .unwrap();
        let ctx = world.context(&officer(LAPAS));
        let save = {
            let (ctx, input) = (ctx.clone(), input.clone());
            move |tx: &mut db::Tx| storefront::save_setting(tx, &ctx, &input)
        };
        assert!(!world.write(save.clone()).unwrap().already);
        assert!(world.write(save).unwrap().already, "the same counts once");
        storefront::catch_up(&world.db).unwrap();
        assert_eq!(search(world, "dhampar"), ["Meja kayu"]);
        assert_eq!(search(world, "jebakan"), Vec::<String>::new(), "no longer the house's words");
        let clerk = world.context(&testkit::clerk(SHOP));
        let no = world.write(move |tx| storefront::save_setting(tx, &clerk, &input));
        assert!(matches!(no, Err(db::Error::Refused(_))));
        "set".to_owned()
    });
}

#[test]
fn filters_and_orders_hold_together() {
    story(|world| {
        goods(world);
        let all = found(world, ListIn { sort: Some(Sort::Name), ..ListIn::default() });
        let sorted = {
            let mut sorted = all.clone();
            sorted.sort();
            sorted
        };
        assert_eq!(all, sorted);
        let cheap = found(world, ListIn { sort: Some(Sort::Cheap), ..ListIn::default() });
        assert_eq!(cheap.last().map(String::as_str), Some("Meja kayu"), "{cheap:?}");
        let dear = found(world, ListIn { sort: Some(Sort::Dear), ..ListIn::default() });
        assert_eq!(dear.first().map(String::as_str), Some("Meja kayu"), "{dear:?}");
        let wide = ListIn {
            least: Some(Rupiah(100_000)),
            most: Some(Rupiah(300_000)),
            ..ListIn::default()
        };
        assert_eq!(found(world, wide), ["Kursi kayu"]);
        let here = ListIn { here: Some(kernel::Quantity(1)), ..ListIn::default() };
        assert_eq!(found(world, here.clone()), ["Nest", "Trap"]);
        let there = ListIn { shop: Some(OTHER_SHOP), ..here };
        assert_eq!(found(world, there), Vec::<String>::new(), "its shelf is empty");
        let shop = ListIn { shop: Some(OTHER_SHOP), ..ListIn::default() };
        assert_eq!(found(world, shop), ["Trap"]);
        let both =
            ListIn { q: Some("kayu".to_owned()), most: Some(Rupiah(300_000)), ..ListIn::default() };
        assert_eq!(found(world, both), ["Kursi kayu"]);
        let ctx = world.context(&administrator());
        let beyond = ListIn { page: Some(kernel::Quantity(2)), ..ListIn::default() };
        let no = world.read(move |read| list(read, &ctx, &beyond));
        assert!(matches!(no, Err(db::Error::Refused(no)) if no.code == "storefront.no_page"));
        assert!(NEST != TRAP);
        all.join(" ")
    });
}

/// So many pieces of a shelf are set aside until a moment.
fn set_aside(world: &World, product: ProductId, pieces: i64, until: kernel::Time) {
    let holder = named(9_000 + pieces as u128);
    let statement = db::sql!(
        "INSERT INTO consignment_hold (holder_id, product_id, shop_id, quantity, ends_at)
         VALUES ($1, $2, $3, $4, $5)"
    );
    let held =
        world.write(move |tx| tx.run(statement, &[&holder, &product, &SHOP, &pieces, &until]));
    assert_eq!(held.unwrap(), 1);
}

#[test]
fn what_is_set_aside_for_others_is_not_here() {
    story(|world| {
        furnished(world);
        let here = ListIn { here: Some(kernel::Quantity(1)), ..ListIn::default() };
        let asked = ListIn { q: Some("nest".to_owned()), ..here.clone() };
        let site = crate::pages::open(world);
        let look = || crate::pages::look(&site, "/etalase?here=1", kernel::Lang::Id, None).2;
        assert_eq!(found(world, here.clone()), ["Nest", "Trap"]);
        assert_eq!(found(world, asked.clone()), ["Nest"]);
        assert!(look().contains("2 hasil"), "{}", look());
        let until = world.now().plus_seconds(3_600);
        set_aside(world, TRAP, 3, until);
        set_aside(world, NEST, 1, until);
        assert_eq!(found(world, here.clone()), ["Trap"], "one of four traps is left");
        assert_eq!(found(world, asked.clone()), Vec::<String>::new());
        let shop = ListIn { shop: Some(SHOP), ..here.clone() };
        assert_eq!(found(world, shop), ["Trap"]);
        assert!(look().contains("1 hasil"), "{}", look());
        let nest = storefront::address_of("Nest", NEST);
        let page = crate::pages::look(&site, &nest, kernel::Lang::Id, None).2;
        for part in ["Yang tersisa sudah disisihkan untuk pembeli lain", "Disisihkan"] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("Habis") && !page.contains("/pesan/"), "{page}");
        world.advance_seconds(3_601);
        assert_eq!(found(world, here), ["Nest", "Trap"], "the clock gives it back");
        assert_eq!(found(world, asked), ["Nest"]);
        "as told".to_owned()
    });
}

/// The goods of a list with the price that each card shows.
fn cards(world: &World, wish: &ListIn) -> Vec<(String, Option<i64>)> {
    let (ctx, wish) = (world.context(&administrator()), wish.clone());
    let found = world.read(move |read| list(read, &ctx, &wish)).unwrap();
    let card = |thing: storefront::Thing| {
        let asked = thing.asked().map(|asked| asked.price.0);
        (thing.name, asked)
    };
    found.items.into_iter().map(card).collect()
}

#[test]
fn the_price_that_a_card_shows_is_the_one_that_filters_and_sorts() {
    story(|world| {
        goods(world);
        let until = world.now().plus_seconds(3_600);
        let shops = [None, Some(SHOP), Some(OTHER_SHOP)];
        let queries = [None, Some("kayu".to_owned()), Some("trap".to_owned())];
        let check = |world: &World| {
            for (shop, q) in shops.iter().flat_map(|shop| queries.iter().map(move |q| (shop, q))) {
                let wish = ListIn { shop: *shop, q: q.clone(), ..ListIn::default() };
                let all = cards(world, &wish);
                for edge in [1, 30_000, 30_001, 35_000, 40_000, 45_000, 250_000, 600_001] {
                    let dearer = ListIn { least: Some(Rupiah(edge)), ..wish.clone() };
                    let by_card = all.iter().filter(|(_, price)| price.unwrap_or(0) >= edge);
                    let by_card: Vec<_> = by_card.cloned().collect();
                    assert_eq!(cards(world, &dearer), by_card, "{edge} at {shop:?} of {q:?}");
                }
                let cheap = ListIn { sort: Some(Sort::Cheap), ..wish.clone() };
                let prices: Vec<_> =
                    cards(world, &cheap).into_iter().map(|(_, price)| price).collect();
                assert!(prices.is_sorted(), "{prices:?} at {shop:?} of {q:?}");
            }
        };
        check(world);
        let nest = |world: &World, shop: Option<kernel::ShopId>| {
            let wish = ListIn { shop, ..ListIn::default() };
            cards(world, &wish).into_iter().find(|(name, _)| name == "Nest")
        };
        assert_eq!(nest(world, None).unwrap().1, Some(40_000), "its last agreement's, on a shelf");
        let trap = |world: &World, shop: Option<kernel::ShopId>| {
            let wish = ListIn { shop, ..ListIn::default() };
            cards(world, &wish).into_iter().find(|(name, _)| name == "Trap").unwrap().1
        };
        assert_eq!(
            (trap(world, None), trap(world, Some(OTHER_SHOP))),
            (Some(30_000), Some(35_000))
        );
        // What is promised to others is not there.
        set_aside(world, TRAP, 4, until);
        set_aside(world, NEST, 1, until);
        check(world);
        format!("{:?} {:?}", nest(world, None), trap(world, None))
    });
}

#[test]
fn a_chosen_shop_shows_its_own_price() {
    story(|world| {
        furnished(world);
        let site = crate::pages::open(world);
        let look = |address: &str| crate::pages::look(&site, address, kernel::Lang::Id, None).2;
        let all = look("/etalase");
        assert!(all.contains("Rp30.000") && !all.contains("Rp35.000"), "{all}");
        let there = look(&format!("/etalase?shop={OTHER_SHOP}"));
        assert!(there.contains("Rp35.000") && !there.contains("Rp30.000"), "{there}");
        let own = look(&storefront::address_of_shop("Toko Contoh", OTHER_SHOP));
        assert!(own.contains("Rp35.000") && !own.contains("Toko Acun"), "{own}");
        "as told".to_owned()
    });
}

/// More goods than a search shows, each dearer than the one before; the last and the first of them
/// are the cheapest and the dearest of all, and one is called as the word itself.
const MANY: u128 = 1_000;

fn many(world: &World) {
    furnished(world);
    let now = Now { now: world.now(), today: world.today() };
    let days = (now.today, now.today.plus_days(30));
    let make = move |tx: &mut db::Tx| -> Result<()> {
        for n in 0..MANY {
            let name = match n {
                500 => "Bangku".to_owned(),
                0 => "Bangku zeta".to_owned(),
                _ => format!("Bangku {}", 1_000 + n),
            };
            let price = match n {
                0 => 900_000,
                _ if n == MANY - 1 => 1_000,
                _ if n < 500 => 10_000 + i64::try_from(n).unwrap(),
                _ => 90_000 + i64::try_from(n).unwrap(),
            };
            product(tx, &now, named(n), &name, true)?;
            offer(tx, 1, SHOP, named(n), days, Some(price))?;
        }
        // Said in a description alone, by more than a search shows, and newer than all others.
        for n in MANY..2 * MANY {
            product(tx, &now, named(n), &format!("Alas {n}"), true)?;
            offer(tx, 1, SHOP, named(n), days, Some(50_000))?;
            let told =
                db::sql!("UPDATE catalogue_product SET description = 'Untuk bangku' WHERE id = $1");
            tx.run(told, &[&named(n)])?;
        }
        Ok(())
    };
    world.write(make).unwrap();
    storefront::catch_up(&world.db).unwrap();
}

/// The names of a search's first page, and of its last thing.
fn ends(world: &World, q: &str, sort: Sort) -> (Vec<String>, String) {
    let ctx = world.context(&administrator());
    let page = |page: i64| {
        let (ctx, q) = (ctx.clone(), Some(q.to_owned()));
        let wish =
            ListIn { q, sort: Some(sort), page: Some(kernel::Quantity(page)), ..ListIn::default() };
        let found = world.read(move |read| list(read, &ctx, &wish)).unwrap();
        (found.total, found.items.into_iter().map(|thing| thing.name).collect::<Vec<_>>())
    };
    let (total, first) = page(1);
    assert_eq!(total, 480);
    (first, page(20).1.pop().unwrap())
}

#[test]
fn of_very_many_the_best_stand_first() {
    story(|world| {
        many(world);
        let (best, last) = ends(world, "bangku", Sort::Newest);
        assert_eq!(best[..2], ["Bangku".to_owned(), format!("Bangku {}", 1_999)], "{best:?}");
        assert!(last.starts_with("Bangku 1"), "none that only tells of it: {last}");
        // Two words, and one that means the same.
        assert_eq!(search(world, "bangku zeta"), ["Bangku zeta"]);
        let (both, last) = ends(world, "bangku rumah", Sort::Newest);
        assert!(both[0] == "Bangku" && last.starts_with("Bangku"), "{both:?} {last}");
        let (same, last) = ends(world, "bench", Sort::Newest);
        assert!(same[0].starts_with("Bangku") && last.starts_with("Bangku"), "{same:?} {last}");
        let (cheap, _) = ends(world, "bangku", Sort::Cheap);
        assert_eq!(cheap[..2], ["Bangku 1999", "Bangku 1001"]);
        let (dear, _) = ends(world, "bangku", Sort::Dear);
        assert_eq!(dear[..2], ["Bangku zeta", "Bangku 1998"]);
        let (names, _) = ends(world, "bangku", Sort::Name);
        assert_eq!(names[0], "Alas 1000");
        format!("{best:?} {cheap:?} {dear:?} {names:?}")
    });
}
