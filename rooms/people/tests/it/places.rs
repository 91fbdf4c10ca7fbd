//! Units and shops.

use kernel::Zone;
use people::{CreateConsignor, CreateShop, EditShop};
use testkit::{World, administrator, officer, shopkeeper, story};

use crate::{code, line};

pub const QRIS: &str = "00020101021126680016ID.CO.CONTOH.WWW011893600000000000000002150000000000\
    000010303UMI51440014ID.CO.QRIS.WWW0215ID00000000000000303UMI5204599553033605802ID5911TOKO \
    CONTOH6013PANGKALPINANG61053311162070703A0163042443";

pub fn consignor(world: &World, satker: &str) -> CreateConsignor {
    CreateConsignor {
        id: world.context(&administrator()).fresh_id(),
        name: line("Lapas Kelas IIA Pangkalpinang"),
        unit_class: Some(line("Kelas IIA")),
        kanwil: line("Kepulauan Bangka Belitung"),
        satker_code: line(satker),
        account_code: None,
        address: line("Jalan contoh 1"),
        city: line("Pangkalpinang"),
        phone: None,
        zone: Zone::Wib,
        complaint_contact: None,
        brand: None,
    }
}

pub fn shop(world: &World, whatsapp: &str, qris: &str) -> CreateShop {
    CreateShop {
        id: world.context(&administrator()).fresh_id(),
        name: line("Toko Acun Akuarium"),
        owner_name: line("Hendri"),
        address: line("Jalan contoh 2"),
        city: line("Pangkalpinang"),
        whatsapp: Some(line(whatsapp)),
        qris: Some(kernel::Note::parse(qris).expect("a note")),
        opening_hours: Some(line("08.00–17.00")),
        zone: Zone::Wib,
    }
}

#[test]
fn a_unit_and_a_shop_are_registered_once() {
    story(|world| {
        let ctx = world.context(&administrator());
        let unit = consignor(world, "012345");
        let (input, own) = (unit.clone(), ctx.clone());
        let done = world.write(move |tx| people::create_consignor(tx, &own, &input)).expect("done");
        assert!(!done.already);
        let (input, own) = (unit.clone(), ctx.clone());
        let done = world.write(move |tx| people::create_consignor(tx, &own, &input)).expect("done");
        assert!(done.already);

        let same_satker = consignor(world, "012345");
        let own = ctx.clone();
        let no = world.write(move |tx| people::create_consignor(tx, &own, &same_satker));
        assert_eq!(code(no.expect_err("refused")), "people.satker_taken");
        let short = consignor(world, "12345");
        let own = ctx.clone();
        let no = world.write(move |tx| people::create_consignor(tx, &own, &short));
        assert_eq!(code(no.expect_err("refused")), "people.satker_code");

        let toko = shop(world, "0812-3456-789", QRIS);
        let (input, own) = (toko.clone(), ctx.clone());
        world.write(move |tx| people::create_shop(tx, &own, &input)).expect("done");
        let id = toko.id;
        let kept = world.read(move |read| people::load_shop(read, id)).expect("a shop");
        assert_eq!(kept.whatsapp.as_deref(), Some("628123456789"));
        let unit = world.read(move |read| people::load_consignor(read, unit.id)).expect("a unit");
        format!("{} {}", kept.name, unit.satker_code)
    });
}

/// The code without its tag 51, and with the CRC that fits what is left.
fn without_nmid() -> String {
    let body = &QRIS[..QRIS.len() - 8];
    let (before, after) = body.split_once("5144").expect("the national tag");
    let text = format!("{before}{}6304", &after[44..]);
    let crc = text.bytes().fold(0xffff_u16, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    });
    format!("{text}{crc:04X}")
}

#[test]
fn a_broken_code_is_refused_with_what_is_wrong() {
    story(|world| {
        let ctx = world.context(&administrator());
        for (whatsapp, qris, no) in [
            ("0717 123", QRIS, "people.whatsapp"),
            ("08123456789", &QRIS.replace("CONTOH60", "CONTOX60"), "people.qris_wrong"),
            ("08123456789", "halo", "people.qris_wrong"),
            ("08123456789", &QRIS[..QRIS.len() - 20], "people.qris_wrong"),
            ("08123456789", &QRIS.replace("5911TOKO", "5912TOKO"), "people.qris_wrong"),
            // Whole but for the national number.
            ("08123456789", &without_nmid(), "people.qris_wrong"),
        ] {
            let (input, own) = (shop(world, whatsapp, qris), ctx.clone());
            let refused = world.write(move |tx| people::create_shop(tx, &own, &input));
            assert_eq!(code(refused.expect_err("refused")), no);
        }
    });
}

#[test]
fn a_shop_keeps_its_own_data_only() {
    story(|world| {
        let ctx = world.context(&administrator());
        let (mine, others) = (shop(world, "08123456789", QRIS), shop(world, "08123456788", QRIS));
        for input in [mine.clone(), others.clone()] {
            let own = ctx.clone();
            world.write(move |tx| people::create_shop(tx, &own, &input)).expect("done");
        }
        let edit = |shop| {
            let new = shop_edit(world, shop);
            let own = world.context(&shopkeeper(mine.id));
            world.write(move |tx| people::edit_shop(tx, &own, &new))
        };
        edit(mine.id).expect("his own");
        assert_eq!(code(edit(others.id).expect_err("refused")), "people.unknown");

        let unit = consignor(world, "012345");
        let own = world.context(&officer(unit.id));
        let no = world.write(move |tx| people::create_consignor(tx, &own, &unit));
        assert_eq!(code(no.expect_err("refused")), "kernel.not_allowed");
    });
}

fn shop_edit(world: &World, id: kernel::ShopId) -> EditShop {
    let from = shop(world, "08123456789", QRIS);
    EditShop {
        id: world.context(&administrator()).fresh_id(),
        shop: id,
        name: line("Toko Acun"),
        owner_name: from.owner_name,
        address: from.address,
        city: from.city,
        whatsapp: None,
        qris: None,
        opening_hours: None,
        zone: Zone::Wita,
    }
}
