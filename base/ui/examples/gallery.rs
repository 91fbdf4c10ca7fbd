//! Draws every component with invented figures, in both languages:
//! `cargo run -p ui --example gallery -- out` writes `out/*.html`, the stylesheet and the mark.

#![expect(clippy::expect_used, reason = "a tool for the eye: it says what is wrong and ends")]

use std::{fs, path::Path};

use kernel::{Day, Lang, Quantity, Refusal, RefusalKind, Rupiah, Share};
use maud::{Markup, html};
use ui::*;
use words::Speak;

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

fn places(lang: Lang) -> Vec<Place<'static>> {
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
    all.into_iter().map(place).collect()
}

fn chrome<'a>(lang: Lang, current: &'a str, places: &'a [Place<'a>], main: Markup) -> Chrome<'a> {
    Chrome {
        lang,
        title: "Galeri",
        current,
        places,
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
    ];
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
        (header("Karya Warga Binaan", "Buatan tangan dari Lapas Pangkalpinang, ada di toko dekat Anda.", html! {}))
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
        (header(two(lang, "Rak titipan", "Consigned stock"), two(lang, "Barang milik Lapas yang ada di toko.", "Goods of the Lapas that stand in the shops."), html! {}))
        (river(&River {
            lang,
            id: "goods",
            title: two(lang, "Ke mana barang mengalir", "Where the goods flow"),
            description: two(lang, "Dari bengkel lewat perjalanan dan rak sampai laku, retur, rusak atau hilang.", "From the workshop over transit and shelf to sold, returned, damaged or lost."),
            unit: Unit::Pieces(two(lang, "buah", "pcs")),
            source: Branch::new(two(lang, "Selesai dibuat", "Finished"), 248, Tone::Water).to("/produksi"),
            stations: vec![
                Branch::new(two(lang, "Dikirim", "Delivered"), 210, Tone::Transit).to("/surat-jalan"),
                Branch::new(two(lang, "Diterima toko", "Received"), 196, Tone::Shelf).to("/terima"),
            ],
            branches: vec![
                Branch::new(two(lang, "Masih di bengkel", "Still in the workshop"), 38, Tone::Transit).to("/produksi"),
                Branch::new(two(lang, "Di perjalanan", "In transit"), 12, Tone::Other).to("/surat-jalan"),
                Branch::new(two(lang, "Laku", "Sold"), 141, Tone::Sold).to("/penjualan"),
                Branch::new(two(lang, "Masih di rak", "Still on the shelf"), 49, Tone::Shelf).to("/rak"),
                Branch::new(two(lang, "Retur ke Lapas", "Returned"), 5, Tone::Returned).to("/retur"),
                Branch::new(two(lang, "Rusak", "Damaged"), 1, Tone::Lost).to("/rusak"),
                Branch::new(two(lang, "Hilang", "Lost"), 2, Tone::Lost).to("/hilang"),
            ],
        }))
    }
}

fn overview(lang: Lang) -> Markup {
    let bar = |label, amount, tone| Point { label, amount, href: Some("/x"), tone };
    let week = |label, amount| Point { label, amount, href: None, tone: Tone::Sold };
    html! {
        (header(
            two(lang, "Selamat pagi, Pak Eko", "Good morning, Pak Eko"),
            two(lang, "Ada tiga hal yang menunggu Anda hari ini.", "Three things wait for you today."),
            html! { (button_link("/x", two(lang, "Buat surat jalan", "New delivery"))) (quiet("/x", two(lang, "Catat hitung sisa", "Record a count"))) },
        ))
        (figures(&[
            Figure { label: two(lang, "Omzet November", "Gross, November"), value: money(Rupiah(4_860_000)), note: html! { (two(lang, "162 buah laku", "162 pieces sold")) }, href: Some("/penjualan") },
            Figure { label: two(lang, "Bagian toko", "Shops' part"), value: money(Rupiah(972_000)), note: html! { (two(lang, "20% dari omzet", "20% of gross")) }, href: Some("/nota") },
            Figure { label: two(lang, "Belum disetor", "Not yet remitted"), value: money(Rupiah(288_000)), note: badge(Kind::Warning, two(lang, "lewat 3 hari", "3 days late")), href: Some("/setoran") },
            Figure { label: two(lang, "Warga Binaan bekerja", "People at work"), value: quantity(Quantity(14), two(lang, "orang", "people")), note: html! {}, href: None },
        ]))
        (money_river(lang))
        (columns([
            section(two(lang, "Yang paling laku", "What sells best"), bars(&Chart {
                lang, title: two(lang, "Laku per produk, November", "Sold by product, November"), unit: Unit::Pieces(two(lang, "buah", "pcs")), points_are: two(lang, "Produk", "Product"),
                points: vec![bar("Perangkap tikus besar", 96, Tone::Sold), bar("Glodok lovebird", 41, Tone::Sold), bar("Perangkap tikus kecil", 23, Tone::Sold), bar("Meja kerja", 2, Tone::Sold)],
            })),
            section(two(lang, "Empat minggu", "Four weeks"), html! {
                (line(&Chart {
                    lang, title: two(lang, "Omzet per minggu", "Gross by week"), unit: Unit::Rupiah, points_are: two(lang, "Minggu", "Week"),
                    points: vec![week("3 Nov", 640_000), week("10 Nov", 1_120_000), week("17 Nov", 990_000), week("24 Nov", 1_460_000), week("30 Nov", 1_310_000)],
                }))
                (progress(lang, two(lang, "PNBP terhadap target tahun ini", "PNBP against this year's target"), Rupiah(2_700_000), Rupiah(5_000_000), Tone::State))
            }),
        ]))
    }
}

fn list(lang: Lang) -> Markup {
    let rows = [
        ("Toko Acun Akuarium", "W.7.PAS.1-PK.01/XI/2025", Kind::Good, "Berlaku", 4_860_000, 20),
        (
            "Koperasi Bina Karya",
            "W.7.PAS.1-PK.02/XI/2025",
            Kind::Waiting,
            "Menunggu tanda tangan",
            0,
            0,
        ),
        (
            "Kios Sumber Rezeki",
            "W.7.PAS.1-PK.05/II/2025",
            Kind::Warning,
            "Berakhir 12 hari lagi",
            1_275_000,
            15,
        ),
        ("Toko Lama Jaya", "W.7.PAS.1-PK.01/I/2024", Kind::Bad, "Berakhir", -45_000, 10),
        ("Galeri Kanwil", "W.7.PAS.1-PK.09/X/2025", Kind::Neutral, "Draf", 0, 0),
    ];
    let view = BrowseView {
        path: "/list",
        q: Some("toko"),
        filters: vec![Filter {
            name: "state",
            label: "Status",
            choices: vec![("in_force".into(), "Berlaku".into())],
            chosen: "in_force",
        }],
        page: 2,
        per_page: 5,
        total: 23,
    };
    let columns = [
        Column::text("Toko"),
        Column::text("Nomor"),
        Column::text("Status"),
        Column::amount("Bagian toko"),
        Column::amount("Omzet"),
        Column::actions("Tindakan"),
    ];
    let row = |(shop, number, kind, state, gross, part): &(&str, &str, Kind, &str, i64, i64)| {
        vec![
            html! { a href="/detail" { (shop) } },
            html! { (number) },
            badge(*kind, state),
            if *part > 0 {
                html! { (share(Share(part * 100))) span.note { "dari omzet" } }
            } else {
                html! {}
            },
            money(Rupiah(*gross)),
            html! { a href="/detail" { "Buka" } },
        ]
    };
    html! {
        (header("Perjanjian (PKS)", "Titipan dimulai dengan perjanjian yang ditandatangani kedua pihak.", button_link("/baru", "PKS baru")))
        (tabs("Bagian", "/list", &[("/list", "Semua"), ("/a", "Menunggu saya"), ("/b", "Berakhir")]))
        (browse_bar(lang, &view))
        (table("PKS", columns, rows.iter().map(row)).total(vec![html! { "Jumlah" }, html! {}, html! {}, html! {}, money(Rupiah(6_090_000)), html! {}]))
        (pager(lang, &view))
    }
}

fn form(lang: Lang) -> Markup {
    let typed = Typed::from_pairs([
        ("sent_on", "2025-11-10"),
        ("price", "30.000"),
        ("who", "price"),
        ("ok", "on"),
        ("lines[0][product]", "1"),
        ("lines[0][quantity]", "12"),
        ("lines[1][product]", "2"),
        ("lines[1][quantity]", "0"),
        ("lines[1][note]", "engsel satu longgar"),
    ]);
    let refusal = Refusal::new("kernel.quantity", RefusalKind::Invalid).at("lines[1].quantity");
    let f = FormState::new(lang, &typed, Some(&refusal));
    let products = [("1", "Perangkap tikus besar"), ("2", "Glodok lovebird")];
    html! {
        (breadcrumbs(lang, &[Crumb { href: "/form", label: "Surat jalan" }], "Baru"))
        (header("Surat jalan baru", "Catat barang yang keluar dari bengkel. Toko menghitung dan mengonfirmasi.", html! {}))
        (f.post("/form", html! {
            (f.hidden("id", "0198"))
            (f.group("common.details", html! {
                (f.select("shop", "common.name", [("1", "Toko Acun Akuarium")]).value("1"))
                (f.date("sent_on", "common.date"))
                (f.money("price", "common.amount").hint("common.form.rupiah_hint"))
                (f.percent("share", "common.share_of_whole").value("20").hint_text("Toko menerima 20% = Rp6.000; Lapas menerima Rp24.000."))
            }))
            (f.lines("lines", "common.actions", 2, |row| html! {
                (row.select("product", "common.name", products))
                (row.number("quantity", "common.amount").suffix("buah"))
                (row.text("note", "common.note"))
            }))
            (f.radio("who", "common.state", [("price", "Lapas menetapkan harga"), ("shop", "Toko menetapkan harga")]))
            (f.textarea("note", "common.note").optional().hint_text("Misalnya nama pengemudi."))
            (f.file("scan", "common.details").accept("image/jpeg,image/png").optional())
            (f.checkbox("ok", "common.confirm"))
            (f.password("password", "common.name").autocomplete("current-password"))
            (actions(html! { (submit(lang.t("common.save"))) (quiet("/list", lang.t("common.cancel"))) }))
        }))
    }
}

fn detail(lang: Lang) -> Markup {
    let event = |when: &str, title: &str, who: &str, kind, body| Event {
        when: when.to_owned(),
        title: title.to_owned(),
        who: who.to_owned(),
        kind,
        body,
    };
    let signed = Day::new(2025, 11, 3).expect("a day");
    html! {
        (breadcrumbs(lang, &[Crumb { href: "/detail", label: "Nota" }, Crumb { href: "/detail", label: "Toko Acun Akuarium" }], "Nota 12"))
        (header("Nota 12/XI/2025", "Titipan yang laku 3–30 November 2025.", html! { (quiet("/x", "Cetak")) (button_form("/x", "Tutup nota", "primary", &[])) }))
        (steps("Status", &[
            Step { label: "Draf", state: StepState::Done }, Step { label: "Diperiksa", state: StepState::Done },
            Step { label: "Ditutup", state: StepState::Now }, Step { label: "Disetor", state: StepState::Later },
            Step { label: "Dibagi", state: StepState::Later },
        ]))
        (notice(lang, Kind::Warning, "Hitung sisa 28 November kurang satu buah dari catatan. Selesaikan selisihnya bersama toko."))
        (columns([
            section("Ringkasan", facts([
                ("PKS", html! { a href="/list" { "W.7.PAS.1-PK.01/XI/2025" } }), ("Ditandatangani", day(signed, lang)),
                ("Omzet", money(Rupiah(360_000))), ("Bagian toko", html! { (money(Rupiah(72_000))) " (20% dari omzet)" }),
                ("Harus disetor", html! { strong { (money(Rupiah(288_000))) } }),
            ])),
            section("Riwayat", timeline(&[
                event("3 Des 2025, 09.10 WIB", "Ditutup", "Sugeng Indrawan", Kind::Good, html! {}),
                event("1 Des 2025, 14.32 WIB", "Menunggu pemeriksaan", "Eko Cahyono", Kind::Waiting, html! { p { "Sisa rak sudah dicocokkan." } }),
                event("28 Nov 2025, 17.05 WIB", "Selisih satu buah", "Toko Acun Akuarium", Kind::Warning, html! {}),
                event("3 Nov 2025, 10.00 WIB", "Dibuka", "Eko Cahyono", Kind::Neutral, html! {}),
            ])),
        ]))
        (money_river(lang))
    }
}

fn states(lang: Lang) -> Markup {
    let kinds = [Kind::Good, Kind::Waiting, Kind::Warning, Kind::Bad, Kind::Neutral];
    html! {
        (header("Keadaan", "Setiap keadaan punya bentuk, kata, dan warna.", html! {}))
        p { @for kind in kinds { (badge(kind, "Keadaan")) " " } }
        @for kind in kinds { (notice(lang, kind, "Sebuah kalimat yang mengatakan apa yang harus dilakukan.")) }
        (empty("Belum ada kelompok produksi", "Kelompok produksi mencatat barang yang selesai bersama: siapa pembuatnya, berapa biayanya, dan mutunya.", button_link("/x", "Catat yang pertama")))
        (actions(html! { (submit("Utama")) (quiet("/x", "Tenang")) (danger("Hapus titipan")) }))
        (section("Ikon", html! { p { @for icon in Icon::ALL { (icon) " " } } }))
        (prose(html! { p { "Kerja sama ini mencakup pemasaran perangkap tikus dan sarang burung lovebird karya Warga Binaan. " a href="/x" { "Baca PKS" } "." } }))
    }
}
