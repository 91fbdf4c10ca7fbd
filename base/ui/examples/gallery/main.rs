//! Draws every component with invented figures, in both languages:
//! `cargo run -p ui --example gallery -- out` writes `out/*.html`, the stylesheet and the mark.

#![expect(clippy::expect_used, reason = "a tool for the eye: it says what is wrong and ends")]

mod pages;

use std::{fs, path::Path};

use kernel::{Lang, Quantity, Rupiah};
use maud::{Markup, html};
use pages::{detail, form, list, states};
use ui::*;

fn main() {
    let out = std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned());
    let out = Path::new(&out);
    words::install_for_tests();
    fs::create_dir_all(out).expect("a folder for the pages");
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
    let css: String = STYLES
        .iter()
        .map(|name| fs::read_to_string(assets.join("css").join(name)).expect("a stylesheet"))
        .collect();
    fs::write(out.join("hilir.css"), css).expect("writable");
    for name in ["hilir.svg", "hilir.js"] {
        fs::copy(assets.join(name), out.join(name)).expect("an asset");
    }
    for lang in Lang::ALL {
        let pages: [(&str, Markup); 6] = [
            ("overview", overview(lang)),
            ("list", list(lang)),
            ("form", form(lang)),
            ("detail", detail(lang)),
            ("states", states(lang)),
            ("goods", goods(lang)),
        ];
        for (name, main) in pages {
            let page = wrap(lang, name, main);
            fs::write(out.join(format!("{name}-{}.html", lang.tag())), page.0).expect("writable");
        }
    }
    fs::write(out.join("public-id.html"), public(Lang::Id).0).expect("writable");
}

fn two(lang: Lang, id: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Id { id } else { en }
}

fn places(lang: Lang) -> Vec<Group<'static>> {
    let all = [
        ("/overview", "Beranda", "Home", Icon::Home, Some(3)),
        ("/list", "PKS", "Agreements", Icon::Agreement, None),
        ("/form", "Surat jalan", "Deliveries", Icon::Truck, Some(1)),
        ("/detail", "Nota", "Statements", Icon::Nota, Some(12)),
        ("/goods", "Rak titipan", "Shelf", Icon::Shelf, None),
        ("/produk", "Produk", "Products", Icon::Product, None),
        ("/produksi", "Bengkel", "Workshop", Icon::Workshop, None),
        ("/hitung", "Hitung sisa", "Counts", Icon::Count, None),
        ("/penjualan", "Penjualan", "Sales", Icon::Cart, None),
        ("/setoran", "Setoran", "Remittances", Icon::Coins, None),
        ("/orang", "Orang", "People", Icon::People, None),
        ("/toko", "Toko", "Shops", Icon::Shop, None),
        ("/laporan", "Laporan", "Reports", Icon::Chart, None),
        ("/jurnal", "Jurnal", "Journal", Icon::Shield, None),
        ("/atur", "Pengaturan", "Settings", Icon::Settings, None),
    ];
    let place = |(href, id, en, icon, count)| Place { href, label: two(lang, id, en), icon, count };
    all.into_iter().map(place).map(Group::single).collect()
}

fn chrome<'a>(lang: Lang, current: &'a str, groups: &'a [Group<'a>], main: Markup) -> Chrome<'a> {
    Chrome {
        lang,
        title: "Galeri",
        current,
        groups,
        person: Some(Person {
            name: "Eko Cahyono",
            job_title: "Kasubsi Pengelolaan Hasil Kerja",
            where_: "Lapas Kelas IIA Pangkalpinang",
        }),
        flash: None,
        theme: Theme::Auto,
        css_href: "hilir.css",
        mark_href: "hilir.svg",
        script_href: "",
        main,
        description: None,
        head: Markup::default(),
    }
}

fn wrap(lang: Lang, name: &str, main: Markup) -> Markup {
    let current = format!("/{name}");
    let places = places(lang);
    let mut chrome = chrome(lang, &current, &places, main);
    if name == "overview" {
        chrome.flash =
            Some(Flash { kind: Kind::Good, text: "Nota 11/2025 ditutup. Setoran ditunggu." });
    }
    shell(&chrome)
}

fn public(lang: Lang) -> Markup {
    let places = [
        Place { href: "/etalase", label: "Etalase", icon: Icon::Product, count: None },
        Place { href: "/toko", label: "Toko", icon: Icon::Shop, count: None },
    ]
    .map(Group::single);
    let products =
        [("Perangkap tikus", 30_000), ("Glodok lovebird", 45_000), ("Meja kerja", 850_000)];
    let card = |(name, price): &(&str, i64)| {
        card(
            html! { a href="/etalase/1" { (name) } },
            html! {
                p { (money(Rupiah(*price))) }
                (badge(Kind::Good, "Ada di Toko Acun Akuarium"))
            },
        )
    };
    let main = html! {
        (header(
            "Karya Warga Binaan",
            "Buatan tangan dari Lapas Pangkalpinang, ada di toko dekat Anda.",
            html! {},
        ))
        (columns(products.iter().map(card)))
        (money_river(lang))
    };
    let mut chrome = chrome(lang, "/etalase", &places, main);
    chrome.person = None;
    public_shell(&chrome)
}

fn money_river(lang: Lang) -> Markup {
    river(&River {
        lang,
        id: "money",
        title: two(lang, "Ke mana rupiah pembeli mengalir", "Where the buyer's rupiah flows"),
        description: two(
            lang,
            "12 perangkap tikus laku di Toko Acun Akuarium pada November 2025 (contoh).",
            "12 mousetraps sold at Toko Acun Akuarium in November 2025 (sample).",
        ),
        unit: Unit::Rupiah,
        source: Branch::new(two(lang, "Dibayar pembeli", "Paid by buyers"), 360_000, Tone::Water)
            .to("/penjualan"),
        stations: vec![],
        branches: vec![
            Branch::new(two(lang, "Bagian toko", "Shop's part"), 72_000, Tone::Shop)
                .to("/nota/1#toko")
                .noted(two(lang, "20% dari omzet, untuk toko", "20% of gross, to the shop")),
            Branch::new(
                two(lang, "Modal kerja kembali (HPP)", "Working capital returned (cost)"),
                108_000,
                Tone::Material,
            )
            .to("/nota/1#hpp"),
            Branch::new(two(lang, "Premi pembuat", "Makers' premi"), 90_000, Tone::Premium)
                .to("/premi")
                .noted(two(lang, "50% dari laba", "50% of profit")),
            Branch::new(two(lang, "Dana penunjang", "Production fund"), 63_000, Tone::Fund)
                .to("/dana")
                .noted(two(lang, "35% dari laba", "35% of profit")),
            Branch::new(two(lang, "PNBP, kas negara", "PNBP, state revenue"), 27_000, Tone::State)
                .to("/pnbp")
                .noted(two(lang, "15% dari laba", "15% of profit")),
            Branch::new(two(lang, "Biaya yang disepakati", "Agreed expenses"), 0, Tone::Other),
        ],
    })
}

fn goods(lang: Lang) -> Markup {
    html! {
        (header(
            two(lang, "Rak titipan", "Consigned stock"),
            two(
                lang,
                "Barang milik Lapas yang ada di toko.",
                "Goods of the Lapas that stand in the shops.",
            ),
            html! {},
        ))
        (river(&River {
            lang,
            id: "goods",
            title: two(lang, "Ke mana barang mengalir", "Where the goods flow"),
            description: two(
                lang,
                "Dari bengkel lewat perjalanan dan rak sampai laku, retur, rusak atau hilang.",
                "From the workshop over transit and shelf to sold, returned, damaged or lost.",
            ),
            unit: Unit::Pieces(two(lang, "buah", "pcs")),
            source: Branch::new(
                two(lang, "Selesai dibuat", "Finished"),
                248,
                Tone::Water,
            ).to("/produksi"),
            stations: vec![
                Branch::new(
                    two(lang, "Dikirim", "Delivered"),
                    210,
                    Tone::Transit,
                ).to("/surat-jalan"),
                Branch::new(two(lang, "Diterima toko", "Received"), 196, Tone::Shelf).to("/terima"),
            ],
            branches: vec![
                Branch::new(
                    two(lang, "Masih di bengkel", "Still in the workshop"),
                    38,
                    Tone::Transit,
                ).to("/produksi"),
                Branch::new(
                    two(lang, "Di perjalanan", "In transit"),
                    12,
                    Tone::Other,
                ).to("/surat-jalan"),
                Branch::new(two(lang, "Laku", "Sold"), 141, Tone::Sold).to("/penjualan"),
                Branch::new(
                    two(lang, "Masih di rak", "Still on the shelf"),
                    49,
                    Tone::Shelf,
                ).to("/rak"),
                Branch::new(
                    two(lang, "Retur ke Lapas", "Returned"),
                    5,
                    Tone::Returned,
                ).to("/retur"),
                Branch::new(two(lang, "Rusak", "Damaged"), 1, Tone::Lost).to("/rusak"),
                Branch::new(two(lang, "Hilang", "Lost"), 2, Tone::Lost).to("/hilang"),
            ],
        }))
    }
}

fn overview(lang: Lang) -> Markup {
    html! {
        (header(
            two(lang, "Selamat pagi, Pak Eko", "Good morning, Pak Eko"),
            two(
                lang,
                "Ada tiga hal yang menunggu Anda hari ini.",
                "Three things wait for you today.",
            ),
            html! {
                (button_link(
                    "/x",
                    two(lang, "Buat surat jalan", "New delivery"),
                )) (quiet("/x", two(lang, "Catat hitung sisa", "Record a count")))
            },
        ))
        (figures(&[
            Figure {
                label: two(lang, "Omzet November", "Gross, November"),
                value: money(Rupiah(4_860_000)),
                note: html! { (two(lang, "162 buah laku", "162 pieces sold")) },
                href: Some("/penjualan"),
            },
            Figure {
                label: two(lang, "Bagian toko", "Shops' part"),
                value: money(Rupiah(972_000)),
                note: html! { (two(lang, "20% dari omzet", "20% of gross")) },
                href: Some("/nota"),
            },
            Figure {
                label: two(lang, "Belum disetor", "Not yet remitted"),
                value: money(Rupiah(288_000)),
                note: badge(Kind::Warning, two(lang, "lewat 3 hari", "3 days late")),
                href: Some("/setoran"),
            },
            Figure {
                label: two(lang, "Warga Binaan bekerja", "People at work"),
                value: quantity(Quantity(14), two(lang, "orang", "people")),
                note: html! {},
                href: None,
            },
        ]))
        (money_river(lang))
        (columns([
            section(two(lang, "Yang paling laku", "What sells best"), best(lang)),
            section(two(lang, "Empat minggu", "Four weeks"), weeks(lang)),
        ]))
    }
}

fn best(lang: Lang) -> Markup {
    let bar = |label, amount| Point { label, amount, href: Some("/x"), tone: Tone::Sold };
    bars(&Chart {
        lang,
        title: two(lang, "Laku per produk, November", "Sold by product, November"),
        unit: Unit::Pieces(two(lang, "buah", "pcs")),
        points_are: two(lang, "Produk", "Product"),
        points: vec![
            bar("Perangkap tikus besar", 96),
            bar("Glodok lovebird", 41),
            bar("Perangkap tikus kecil", 23),
            bar("Meja kerja", 2),
        ],
    })
}

fn weeks(lang: Lang) -> Markup {
    let week = |label, amount| Point { label, amount, href: None, tone: Tone::Sold };
    let chart = Chart {
        lang,
        title: two(lang, "Omzet per minggu", "Gross by week"),
        unit: Unit::Rupiah,
        points_are: two(lang, "Minggu", "Week"),
        points: vec![
            week("3 Nov", 640_000),
            week("10 Nov", 1_120_000),
            week("17 Nov", 990_000),
            week("24 Nov", 1_460_000),
            week("30 Nov", 1_310_000),
        ],
    };
    let target = two(lang, "PNBP terhadap target tahun ini", "PNBP against this year's target");
    html! {
        (line(&chart))
        (progress(lang, target, Rupiah(2_700_000), Rupiah(5_000_000), Tone::State))
    }
}
