use catalogue::{
    ChangeProduct, CreateVariant, EditProduct, SetPrice, create_product, create_variant,
    edit_product, price_on, retire_product, set_price,
};
use kernel::{Day, Id, ProductId};
use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, World, officer, story};

use crate::{act, created, input, trap};

fn price(world: &World, id: ProductId, day: Day) -> Option<i64> {
    world.read(move |read| price_on(read, id, day)).unwrap().map(|price| price.0)
}

#[test]
fn a_price_holds_from_its_day() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let trap = created(world, &kasubsi);
        let today = world.today();
        let set = |from: i64, price: i64, reason: Option<&str>| {
            let wish: SetPrice = input(json!({
                "id": world.context(&kasubsi).fresh_id::<()>(), "product": trap, "price": price,
                "valid_from": today.plus_days(from), "reason": reason,
            }));
            act(world, &kasubsi, set_price, wish).map(drop)
        };
        assert_eq!(set(7, 35_000, None), Ok(()));
        assert_eq!(set(7, 34_000, None), Err("catalogue.same_day"));
        assert_eq!(set(7, 34_000, Some("salah ketik")), Ok(()));
        assert_eq!(set(14, 24_000, None), Err("catalogue.below_floor"));
        assert_eq!(set(14, 24_000, Some("cuci gudang")), Ok(()));
        assert_eq!(set(-1, 29_000, None), Err("catalogue.backdated"));
        let days = [-1, 0, 6, 7, 13, 14].map(|n| price(world, trap, today.plus_days(n)));
        let held = [None, Some(30_000), Some(30_000), Some(34_000), Some(34_000), Some(24_000)];
        assert_eq!(days, held);
        format!("{days:?}")
    });
}

#[test]
fn a_label_leads_to_one_product() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let first = created(world, &kasubsi);
        let fresh = || world.context(&kasubsi).fresh_id();
        assert_eq!(
            act(world, &kasubsi, create_product, trap(fresh())).map(drop),
            Err("catalogue.code_taken")
        );
        let variant = |id: ProductId, name: &str, code: &str, barcode: Option<&str>| {
            let wish: CreateVariant = input(json!({
                "id": id, "product": first, "variant": name, "code": code, "barcode": barcode,
            }));
            act(world, &kasubsi, create_variant, wish).map(drop)
        };
        let large = fresh();
        assert_eq!(variant(large, "besar", "PT 02", None), Err("catalogue.code"));
        assert_eq!(variant(large, "besar", "PT-02", Some("PT-01")), Err("catalogue.barcode_taken"));
        assert_eq!(
            variant(large, "besar", "PT-02", Some("4006381333932")),
            Err("catalogue.barcode")
        );
        assert_eq!(variant(large, "besar", "PT-02", Some("4006381333931")), Ok(()));
        assert_eq!(variant(fresh(), "besar", "PT-03", None), Err("catalogue.variant_taken"));
        // Another unit has codes of its own.
        created(world, &officer(OTHER_LAPAS));
        for label in ["4006381333931", "pt-02", " PT-02 "] {
            let found = world.read(move |read| catalogue::find_by_label(read, LAPAS, label));
            assert_eq!(found.unwrap().map(|product| product.id), Some(large), "{label}");
        }
        let all = world
            .read(move |read| catalogue::products(read, &[first, large, Id::new(first.uuid())]));
        let all = all.unwrap();
        assert_eq!(all[&large].family_id, first);
        assert_eq!(all[&large].title(), "Perangkap tikus (besar)");
        format!("{:?}", all.values().map(catalogue::Product::label).collect::<Vec<_>>())
    });
}

#[test]
fn two_who_edit_at_once_do_not_undo_each_other() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let trap = created(world, &kasubsi);
        let edit = |revision: i64, name: &str| -> EditProduct {
            input(json!({
                "id": world.context(&kasubsi).fresh_id::<()>(), "product": trap,
                "revision": revision, "name": name, "unit": "buah",
            }))
        };
        let first = edit(1, "Perangkap tikus kawat");
        assert!(!act(world, &kasubsi, edit_product, first.clone()).unwrap().already);
        assert!(act(world, &kasubsi, edit_product, first).unwrap().already);
        assert_eq!(
            act(world, &kasubsi, edit_product, edit(1, "Jebakan")).map(drop),
            Err("catalogue.changed_meanwhile")
        );
        let stranger = officer(OTHER_LAPAS);
        assert_eq!(
            act(world, &stranger, edit_product, edit(2, "Milik saya")).map(drop),
            Err("catalogue.unknown")
        );
        let shown = world.read(move |read| catalogue::load_product(read, trap)).unwrap();
        assert_eq!((shown.name.as_str(), shown.revision), ("Perangkap tikus kawat", 2));
    });
}

#[test]
fn a_retired_product_takes_no_new_price() {
    story(|world| {
        let kasubsi = officer(LAPAS);
        let trap = created(world, &kasubsi);
        let change = || -> ChangeProduct {
            input(json!({"id": world.context(&kasubsi).fresh_id::<()>(), "product": trap}))
        };
        act(world, &kasubsi, retire_product, change()).unwrap();
        assert_eq!(
            act(world, &kasubsi, retire_product, change()).map(drop),
            Err("catalogue.already")
        );
        let wish: SetPrice = input(json!({
            "id": world.context(&kasubsi).fresh_id::<()>(), "product": trap, "price": 31_000,
            "valid_from": world.today().plus_days(1),
        }));
        assert_eq!(act(world, &kasubsi, set_price, wish).map(drop), Err("catalogue.retired"));
        let offered = world.read(|read| catalogue::list_products(read, LAPAS)).unwrap();
        assert!(offered.is_empty());
    });
}
