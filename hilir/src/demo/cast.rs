//! Who plays: the people and places of the article, and those who had to be invented.

use kernel::{
    Actor, Capabilities, Capability as Can, ConsignorId, Context, MakerId, ProductId, Reach,
    ShopId, UserId,
};
use serde_json::{Value, json};

use crate::{
    Failure,
    demo::story::{Stage, at},
};

/// Drawn for this demo, nobody's photo: beside each stands the drawing it was made from.
pub const TRAP: &[u8] = include_bytes!("../../demo/perangkap-tikus.jpg");
pub const NEST: &[u8] = include_bytes!("../../demo/glodok-lovebird.jpg");

/// Everybody's password in the demo.
pub const PASSWORD: &str = "contoh-hilir-2025";

/// Somebody who may sign in.
#[derive(Debug, Clone)]
pub struct Player {
    pub user: UserId,
    pub sign_in_name: &'static str,
    pub name: &'static str,
    pub job_title: &'static str,
    pub actor: Actor,
}

#[derive(Debug, Clone)]
pub struct Cast {
    pub lapas: ConsignorId,
    /// Where a maker goes to.
    pub next_unit: ConsignorId,
    pub acun: ShopId,
    pub kicau: ShopId,
    pub makers: Vec<MakerId>,
    pub trap: ProductId,
    pub nest: ProductId,
    /// Made to order only.
    pub desk: ProductId,
    pub players: Vec<Player>,
}

impl Cast {
    #[expect(clippy::expect_used, reason = "the names are those of this file")]
    pub fn player(&self, sign_in_name: &str) -> &Player {
        let found = self.players.iter().find(|player| player.sign_in_name == sign_in_name);
        found.expect("a player")
    }
}

struct Role {
    sign_in_name: &'static str,
    name: &'static str,
    job_title: &'static str,
    at: Place,
    may: &'static [Can],
}

enum Place {
    House,
    Lapas,
    NextUnit,
    Acun,
    Kicau,
    Kanwil,
}

const KANWIL: &str = "Kanwil Ditjenpas Kepulauan Bangka Belitung";

/// The article names the Kalapas, the Kasubsi and the shop's owner; the rest is invented.
const ROLES: [Role; 10] = [
    Role {
        sign_in_name: "pengelola",
        name: "Pengelola Hilir (contoh)",
        job_title: "Pengelola sistem",
        at: Place::House,
        may: &[Can::Administer, Can::Oversee],
    },
    Role {
        sign_in_name: "kalapas",
        name: "Sugeng Indrawan",
        job_title: "Kepala Lapas",
        at: Place::Lapas,
        may: &[Can::Approve, Can::Sign, Can::Oversee],
    },
    Role {
        sign_in_name: "kasubsi",
        name: "Eko Cahyono",
        job_title: "Kepala Subseksi Pengelolaan Hasil Kerja",
        at: Place::Lapas,
        may: &[Can::RecordGoods],
    },
    Role {
        sign_in_name: "periksa",
        name: "Petugas Periksa Mutu (contoh)",
        job_title: "Staf Kegiatan Kerja",
        at: Place::Lapas,
        may: &[Can::RecordGoods, Can::Approve],
    },
    Role {
        sign_in_name: "bendahara",
        name: "Bendahara Penerimaan (contoh)",
        job_title: "Bendahara Penerimaan",
        at: Place::Lapas,
        may: &[Can::Deposit],
    },
    Role {
        sign_in_name: "hendri",
        name: "Hendri",
        job_title: "Pimpinan Toko Acun Akuarium",
        at: Place::Acun,
        may: &[Can::Sell, Can::Sign, Can::Approve],
    },
    Role {
        sign_in_name: "kasir",
        name: "Kasir Toko Acun (contoh)",
        job_title: "Kasir",
        at: Place::Acun,
        may: &[Can::Sell],
    },
    Role {
        sign_in_name: "kicau",
        name: "Pemilik Toko Kicau (contoh)",
        job_title: "Pemilik",
        at: Place::Kicau,
        may: &[Can::Sell, Can::Sign, Can::Approve],
    },
    Role {
        sign_in_name: "tetangga",
        name: "Bendahara Lapas Tetangga (contoh)",
        job_title: "Bendahara Penerimaan",
        at: Place::NextUnit,
        may: &[Can::Deposit, Can::Oversee],
    },
    Role {
        sign_in_name: "kanwil",
        name: "Petugas Kanwil (contoh)",
        job_title: "Staf pembinaan",
        at: Place::Kanwil,
        may: &[Can::Oversee],
    },
];

/// Registers units, shops, users, makers and products.
pub fn gather(stage: &mut Stage) -> Result<Cast, Failure> {
    stage.now = at(2025, 10, 1, 8);
    let house = people::house(&stage.ids, stage.now);
    let road = "Jalan Contoh Nomor 1 (contoh)";
    let named = ("Lapas Kelas IIA Pangkalpinang", "Kelas IIA", "000000");
    let lapas = unit(stage, &house, named, ("Pangkalpinang", road))?;
    let road = "Jalan Contoh Nomor 4 (contoh)";
    let named = ("Lapas Tetangga (contoh)", "Kelas IIB", "000001");
    let next_unit = unit(stage, &house, named, ("Kota Tetangga (contoh)", road))?;
    let road = "Jalan Contoh Nomor 2 (contoh)";
    let acun = shop(stage, &house, "Toko Acun Akuarium", "Hendri", road)?;
    let road = "Jalan Contoh Nomor 3 (contoh)";
    let kicau = shop(stage, &house, "Toko Kicau (contoh)", "Pemilik (contoh)", road)?;
    let mut cast = Cast {
        lapas: kernel::Id::new(lapas),
        next_unit: kernel::Id::new(next_unit),
        acun: kernel::Id::new(acun),
        kicau: kernel::Id::new(kicau),
        makers: Vec::new(),
        trap: kernel::Id::new(stage.fresh()),
        nest: kernel::Id::new(stage.fresh()),
        desk: kernel::Id::new(stage.fresh()),
        players: Vec::new(),
    };
    cast.players = players(stage, &house, &cast)?;
    makers(stage, &mut cast)?;
    products(stage, &cast)?;
    Ok(cast)
}

fn unit(
    stage: &Stage,
    house: &Context,
    (name, class, satker): (&str, &str, &str),
    (city, address): (&str, &str),
) -> Result<uuid::Uuid, Failure> {
    let id = stage.fresh();
    stage.act(
        house,
        people::create_consignor,
        json!({
            "id": id,
            "name": name,
            "unit_class": class,
            "kanwil": KANWIL,
            "satker_code": satker,
            "account_code": "000000",
            "address": address,
            "city": city,
            "zone": "WIB",
            "complaint_contact": "Layanan pengaduan Lapas (contoh)",
        }),
    )?;
    Ok(id)
}

fn shop(
    stage: &mut Stage,
    house: &Context,
    name: &str,
    owner: &str,
    address: &str,
) -> Result<uuid::Uuid, Failure> {
    let id = stage.fresh();
    // The synthetic code of the QRIS specification's form; no real merchant's.
    let qris = "00020101021126680016ID.CO.CONTOH.WWW011893600000000000000002150000000000000010303UMI51440014ID.CO.QRIS.WWW0215ID00000000000000303UMI5204599553033605802ID5911TOKO CONTOH6013PANGKALPINANG61053311162070703A0163042443";
    stage.act(
        house,
        people::create_shop,
        json!({
            "id": id,
            "name": name,
            "owner_name": owner,
            "address": address,
            "city": "Pangkalpinang",
            "whatsapp": "081200000000",
            "qris": qris,
            "opening_hours": "Senin–Sabtu 08.00–17.00 (contoh)",
            "zone": "WIB",
        }),
    )?;
    Ok(id)
}

fn players(stage: &mut Stage, house: &Context, cast: &Cast) -> Result<Vec<Player>, Failure> {
    let hashed = people::hash_password(PASSWORD, "contoh", &stage.ids)?;
    let mut players = Vec::with_capacity(ROLES.len());
    for role in ROLES {
        let id = stage.fresh();
        let capabilities: serde_json::Map<String, Value> =
            role.may.iter().map(|one| (one.name().to_owned(), Value::Bool(true))).collect();
        let mut input = json!({
            "id": id,
            "sign_in_name": role.sign_in_name,
            "name": role.name,
            "job_title": role.job_title,
            "capabilities": capabilities,
        });
        let (kind, place, reach) = match role.at {
            Place::House => ("all", Value::Null, Reach::All),
            Place::Lapas => ("consignor", json!(cast.lapas), Reach::Consignor(cast.lapas)),
            Place::NextUnit => {
                ("consignor", json!(cast.next_unit), Reach::Consignor(cast.next_unit))
            }
            Place::Acun => ("shop", json!(cast.acun), Reach::Shop(cast.acun)),
            Place::Kicau => ("shop", json!(cast.kicau), Reach::Shop(cast.kicau)),
            Place::Kanwil => ("kanwil", json!(KANWIL), Reach::Kanwil(KANWIL.to_owned())),
        };
        input["reach"] = json!(kind);
        if !place.is_null() {
            input[kind] = place;
        }
        stage.act(house, people::create_user, input)?;
        let (user, password) = (UserId::new(id), hashed.clone());
        stage.write(move |tx| people::set_password(tx, user, &password))?;
        let actor = Actor {
            user,
            name: role.name.to_owned(),
            reach,
            capabilities: Capabilities::of(role.may),
        };
        let (sign_in_name, name, job_title) = (role.sign_in_name, role.name, role.job_title);
        players.push(Player { user, sign_in_name, name, job_title, actor });
    }
    Ok(players)
}

/// Six makers, by code; their names are invented and stand in the erasable table.
fn makers(stage: &mut Stage, cast: &mut Cast) -> Result<(), Failure> {
    let house = people::house(&stage.ids, stage.now);
    for n in 1..=6 {
        let id = stage.fresh();
        stage.act(
            &house,
            people::create_maker,
            json!({
                "id": id,
                "consignor": cast.lapas,
                "code": format!("WB-{n:03}"),
                "name": format!("Nama Contoh {n}"),
                "registration_number": format!("CONTOH-{n:04}"),
            }),
        )?;
        cast.makers.push(kernel::Id::new(id));
    }
    Ok(())
}

fn products(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let kasubsi = stage.as_player(cast, "kasubsi");
    stage.act(&kasubsi, catalogue::create_product, json!({
        "id": cast.trap,
        "consignor": cast.lapas,
        "code": "PT",
        "name": "Perangkap tikus",
        "unit": "buah",
        "category": "Peralatan rumah",
        "size": "27 × 14 × 12 cm (contoh)",
        "material": "Kawat ram galvanis (contoh)",
        "care": "Bilas dan keringkan setelah dipakai; simpan di tempat kering.",
        "description": "Perangkap kawat yang dipakai berulang kali, tanpa racun. Buatan tangan warga binaan Lapas Pangkalpinang.",
        "hpp_estimate": 9000,
        "floor_price": 22000,
        "price": 30000,
        "valid_from": "2025-10-01",
    }))?;
    stage.act(&kasubsi, catalogue::create_product, json!({
        "id": cast.nest,
        "consignor": cast.lapas,
        "code": "GL",
        "name": "Glodok lovebird",
        "unit": "buah",
        "category": "Sarang burung",
        "size": "20 × 20 × 22 cm (contoh)",
        "material": "Kayu albasia (contoh)",
        "care": "Jemur seminggu sekali; ganti alas tiap dua minggu.",
        "description": "Sarang burung (glodok) untuk lovebird, lubang masuk 5 cm. Buatan tangan warga binaan Lapas Pangkalpinang.",
        "hpp_estimate": 14000,
        "floor_price": 30000,
        "price": 45000,
        "valid_from": "2025-10-01",
    }))?;
    stage.act(&kasubsi, catalogue::create_product, json!({
        "id": cast.desk,
        "consignor": cast.lapas,
        "code": "MJ",
        "name": "Meja belajar (contoh)",
        "unit": "buah",
        "category": "Perabot",
        "size": "100 × 50 × 75 cm (contoh)",
        "material": "Kayu dan papan lapis (contoh)",
        "care": "Lap kering; jauhkan dari air.",
        "description": "Dibuat menurut pesanan di bengkel kayu. Buatan tangan warga binaan Lapas Pangkalpinang.",
        "hpp_estimate": 170000,
        "price": 350000,
        "valid_from": "2025-10-01",
    }))?;
    let trap = "Perangkap tikus dari kawat, pintunya terbuka (gambar contoh)";
    photo(stage, &kasubsi, cast.trap, TRAP, trap)?;
    let nest = "Kotak sarang lovebird dari kayu (gambar contoh)";
    photo(stage, &kasubsi, cast.nest, NEST, nest)
}

/// Uploads a picture as an officer would: it is made anew and kept in two sizes.
fn photo(
    stage: &Stage,
    who: &Context,
    product: ProductId,
    file: &[u8],
    alt: &str,
) -> Result<(), Failure> {
    let developed = catalogue::develop(file).map_err(db::Error::from)?;
    let input = json!({
        "id": stage.fresh(), "product": product, "alt": alt,
        "photo": {"name": "contoh.jpg", "content": ""},
    });
    let input: catalogue::AddPhoto =
        serde_json::from_value(input).map_err(|error| Failure::new(error.to_string()))?;
    let who = who.clone();
    stage.write(move |tx| catalogue::add_photo(tx, &who, &input, &developed).map(|_| ()))
}
