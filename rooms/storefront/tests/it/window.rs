use db::{Result, Tx, sql};
use kernel::{Day, Id, ProductId, ShopId};
use storefront::{ListIn, Thing, list};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, administrator, story};
use uuid::Uuid;

pub const TRAP: ProductId = Id::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
pub const NEST: ProductId = Id::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002));
pub const TABLE: ProductId = Id::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0003));

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0001_0000 + n)
}

/// A shop, as `people` would have it.
pub fn shop(tx: &mut Tx, world: &Now, shop: ShopId, name: &str) -> Result<u64> {
    let statement = sql!(
        "INSERT INTO people_shop (id, name, owner_name, address, city, whatsapp, opening_hours,
            zone, created_by, created_at)
         VALUES ($1, $2, 'Hendri', 'Jalan Contoh 1', 'Pangkalpinang', '6281200000000',
            'Senin–Sabtu 08.00–17.00', 'WIB', $1, $3)"
    );
    tx.run(statement, &[&shop, &name, &world.now])
}

fn unit(tx: &mut Tx, world: &Now) -> Result<u64> {
    let statement = sql!(
        "INSERT INTO people_consignor (id, name, kanwil, satker_code, address, city, zone, brand,
            created_by, created_at)
         VALUES ($1, 'Lapas Contoh', 'Contoh', '000000', 'Jalan Contoh 2', 'Pangkalpinang', 'WIB',
            'Karya Bangka', $1, $2)"
    );
    tx.run(statement, &[&LAPAS, &world.now])
}

pub fn product(tx: &mut Tx, world: &Now, id: ProductId, name: &str, active: bool) -> Result<u64> {
    let statement = sql!(
        "INSERT INTO catalogue_product (id, consignor_id, family_id, code, name, unit, category,
            hpp_estimate_rupiah, floor_price_rupiah, active, revision, created_by, created_at)
         VALUES ($1, $2, $1, UPPER($3), $3, 'buah', 'Rumah', 9731, 25431, $4, 1, $1, $5)"
    );
    tx.run(statement, &[&id, &LAPAS, &name, &active, &world.now])?;
    let statement = sql!(
        "INSERT INTO catalogue_price (product_id, seq, id, consignor_id, valid_from, price_rupiah,
            created_by, created_at)
         VALUES ($1, 1, $1, $2, $3, 30000, $1, $4)"
    );
    tx.run(statement, &[&id, &LAPAS, &world.today, &world.now])
}

/// An agreement in force, with the days on which a product may be sold under it.
fn agreement(tx: &mut Tx, world: &Now, n: u128, shop: ShopId) -> Result<u64> {
    let statement = sql!(
        "INSERT INTO agreements_agreement (id, consignor_id, shop_id, state, revision, title, place,
            consignor_name, shop_name, effective_from, ends_on, created_by, created_at)
         VALUES ($1, $2, $3, 'draft', 1, 'PKS', 'Pangkalpinang', 'Lapas', 'Toko', $4, $4, $1, $5)"
    );
    tx.run(statement, &[&id(n), &LAPAS, &shop, &world.today, &world.now])?;
    let statement = sql!(
        "INSERT INTO agreements_terms (id, agreement_id, consignor_id, version, state, valid_from,
            ends_on, signed_early, part_kind, part_value, price_set_by, cycle, payment_days,
            damage_borne_by, loss_borne_by, return_days, notice_days, created_by, created_at)
         VALUES ($1, $1, $2, 1, 'draft', $3, $3, $5, 'percent_of_gross', 2000, 'consignor',
            'monthly', 7, 'shop', 'shop', 30, 30, $1, $4)"
    );
    tx.run(statement, &[&id(n), &LAPAS, &world.today, &world.now, &false])
}

pub fn offer(
    tx: &mut Tx,
    n: u128,
    shop: ShopId,
    of: ProductId,
    days: (Day, Day),
    price: Option<i64>,
) -> Result<u64> {
    let statement = sql!(
        "INSERT INTO agreements_selling (shop_id, product_id, from_day, until_day, terms_id,
            agreement_id, consignor_id, part_kind, part_value, price_rupiah, price_set_by)
         VALUES ($1, $2, $3, $4, $5, $5, $6, 'percent_of_gross', 2000, $7, 'consignor')"
    );
    tx.run(statement, &[&shop, &of, &days.0, &days.1, &id(n), &LAPAS, &price])
}

fn shelf(
    tx: &mut Tx,
    world: &Now,
    n: u128,
    shop: ShopId,
    of: ProductId,
    pieces: i64,
) -> Result<u64> {
    let statement = sql!(
        "INSERT INTO production_batch (id, consignor_id, product_id, code, basis, makers_version,
            started_on, reserved, cost_rupiah, created_by, created_at)
         VALUES ($1, $2, $3, $4, 'units', 1, $5, $6, 0, $1, $7)"
    );
    let code = format!("B-{n}");
    tx.run(statement, &[&id(n), &LAPAS, &of, &code, &world.today, &false, &world.now])?;
    let statement = sql!(
        "INSERT INTO ledger_account (id, consignor_id, kind, shop_id, batch_id, detail, balance)
         VALUES ($1, $2, 'shelf', $3, $1, '', $4)"
    );
    tx.run(statement, &[&id(n), &LAPAS, &shop, &pieces])
}

/// What the rows above need to know of the world.
#[derive(Clone, Copy)]
pub struct Now {
    pub now: kernel::Time,
    pub today: Day,
}

/// A trap offered in two shops and on the shelf of one; a nest box whose agreement has ended, with
/// one left on the shelf; a table that is no longer made.
pub fn furnished(world: &World) {
    let now = Now { now: world.now(), today: world.today() };
    let (start, end) = (now.today, now.today.plus_days(30));
    let past = (now.today.plus_days(-60), now.today.plus_days(-1));
    let furnish = move |tx: &mut Tx| {
        unit(tx, &now)?;
        shop(tx, &now, SHOP, "Toko Acun Akuarium")?;
        shop(tx, &now, OTHER_SHOP, "Toko Contoh")?;
        for (id, name, active) in
            [(TRAP, "Trap", true), (NEST, "Nest", true), (TABLE, "Table", false)]
        {
            product(tx, &now, id, name, active)?;
        }
        agreement(tx, &now, 1, SHOP)?;
        agreement(tx, &now, 2, OTHER_SHOP)?;
        offer(tx, 1, SHOP, TRAP, (start, end), None)?;
        offer(tx, 2, OTHER_SHOP, TRAP, (start, end), Some(35_000))?;
        offer(tx, 1, SHOP, NEST, past, Some(40_000))?;
        offer(tx, 1, SHOP, TABLE, (start, end), None)?;
        shelf(tx, &now, 10, SHOP, TRAP, 4)?;
        shelf(tx, &now, 11, OTHER_SHOP, TRAP, 0)?;
        shelf(tx, &now, 12, SHOP, NEST, 1)?;
        shelf(tx, &now, 13, SHOP, TABLE, -2)
    };
    world.write(furnish).unwrap();
    storefront::catch_up(&world.db).unwrap();
}

/// A product on offer, as programs see it.
pub fn whole(world: &World, product: ProductId) -> storefront::Whole {
    let ctx = world.context(&administrator());
    world.read(move |read| storefront::show(read, &ctx, &storefront::One { product })).unwrap()
}

fn seen(world: &World, q: Option<&str>) -> Vec<Thing> {
    let ctx = world.context(&administrator());
    let wish = ListIn { q: q.map(str::to_owned), ..Default::default() };
    world.read(move |read| list(read, &ctx, &wish)).unwrap().items
}

#[test]
fn the_window_shows_what_is_offered_and_where() {
    story(|world| {
        furnished(world);
        let things = seen(world, None);
        let told: Vec<String> = things
            .iter()
            .map(|thing| {
                let places: Vec<_> = thing
                    .places
                    .iter()
                    .map(|p| (p.shop.as_str(), p.here, p.price.map(|price| price.0)))
                    .collect();
                format!("{} {:?} {places:?}", thing.name, thing.asked().map(|a| a.price.0))
            })
            .collect();
        assert_eq!(
            told,
            [
                r#"Nest Some(40000) [("Toko Acun Akuarium", true, Some(40000))]"#,
                r#"Trap Some(30000) [("Toko Acun Akuarium", true, Some(30000)), ("Toko Contoh", false, Some(35000))]"#,
            ]
        );
        told.join("\n")
    });
}

#[test]
fn the_window_follows_the_days() {
    story(|world| {
        furnished(world);
        world.advance_days(31);
        // No agreement is in force, but both stand on a shelf.
        assert_eq!(seen(world, None).len(), 2);
        assert_eq!(seen(world, Some("TRA")).len(), 1);
        assert_eq!(seen(world, Some("100%")).len(), 0);
        let whole = world.read({
            let ctx = world.context(&administrator());
            move |read| storefront::show(read, &ctx, &storefront::One { product: TRAP })
        });
        let whole = whole.unwrap();
        assert_eq!(whole.unit.as_deref(), Some("Karya Bangka"));
        assert_eq!(whole.product.places.len(), 1);
        let gone = world.read({
            let ctx = world.context(&administrator());
            move |read| storefront::show(read, &ctx, &storefront::One { product: TABLE })
        });
        assert!(matches!(gone, Err(db::Error::Refused(no)) if no.code == "storefront.unknown"));
    });
}
