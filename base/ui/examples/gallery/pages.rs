//! The pages of the gallery that a room would write: a list, a form, a detail page, the states.

use kernel::{Day, Lang, Refusal, RefusalKind, Rupiah, Share};
use maud::{Markup, html};
use ui::*;
use words::Speak;

use crate::money_river;

type Row = (&'static str, &'static str, Kind, &'static str, i64, i64);

const ROWS: [Row; 5] = [
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

pub fn list(lang: Lang) -> Markup {
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
    let row = |(shop, number, kind, state, gross, part): &Row| {
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
        (header(
            "Perjanjian (PKS)",
            "Titipan dimulai dengan perjanjian yang ditandatangani kedua pihak.",
            button_link("/baru", "PKS baru"),
        ))
        (tabs(
            "Bagian",
            "/list",
            &[("/list", "Semua"), ("/a", "Menunggu saya"), ("/b", "Berakhir")],
        ))
        (browse_bar(lang, &view))
        (table(
            "PKS",
            columns,
            ROWS.iter().map(row),
        ).total(vec![
            html! { "Jumlah" },
            html! {},
            html! {},
            html! {},
            money(Rupiah(6_090_000)),
            html! {},
        ]))
        (pager(lang, &view))
    }
}

pub fn form(lang: Lang) -> Markup {
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
        (header(
            "Surat jalan baru",
            "Catat barang yang keluar dari bengkel. Toko menghitung dan mengonfirmasi.",
            html! {},
        ))
        (f.post("/form", html! {
            (f.hidden("id", "0198"))
            (f.group("common.details", html! {
                (f.select("shop", "common.name", [("1", "Toko Acun Akuarium")]).value("1"))
                (f.date("sent_on", "common.date"))
                (f.money("price", "common.amount").hint("common.form.rupiah_hint"))
                (f.percent(
                    "share",
                    "common.share_of_whole",
                ).value("20").hint_text("Toko menerima 20% = Rp6.000; Lapas menerima Rp24.000."))
            }))
            (f.lines("lines", "common.actions", 2, |row| html! {
                (row.select("product", "common.name", products))
                (row.number("quantity", "common.amount").suffix("buah"))
                (row.text("note", "common.note"))
            }))
            (f.radio(
                "who",
                "common.state",
                [("price", "Lapas menetapkan harga"), ("shop", "Toko menetapkan harga")],
            ))
            (f.textarea("note", "common.note").optional().hint_text("Misalnya nama pengemudi."))
            (f.file("scan", "common.details").accept("image/jpeg,image/png").optional())
            (f.checkbox("ok", "common.confirm"))
            (f.password("password", "common.name").autocomplete("current-password"))
            (actions(html! {
                (submit(lang.t("common.save"))) (quiet("/list", lang.t("common.cancel")))
            }))
        }))
    }
}

pub fn detail(lang: Lang) -> Markup {
    let way = [
        Crumb { href: "/detail", label: "Nota" },
        Crumb { href: "/detail", label: "Toko Acun Akuarium" },
    ];
    let late = "Hitung sisa 28 November kurang satu buah. Selesaikan selisihnya bersama toko.";
    let step = |label, state| Step { label, state };
    html! {
        (breadcrumbs(lang, &way, "Nota 12"))
        (header(
            "Nota 12/XI/2025",
            "Titipan yang laku 3–30 November 2025.",
            html! { (quiet("/x", "Cetak")) (button_form("/x", "Tutup nota", "primary", &[])) },
        ))
        (steps("Status", &[
            step("Draf", StepState::Done),
            step("Diperiksa", StepState::Done),
            step("Ditutup", StepState::Now),
            step("Disetor", StepState::Later),
            step("Dibagi", StepState::Later),
        ]))
        (notice(lang, Kind::Warning, late))
        (columns([section("Ringkasan", summary(lang)), section("Riwayat", history())]))
        (money_river(lang))
    }
}

fn summary(lang: Lang) -> Markup {
    let signed = Day::new(2025, 11, 3).map_or_else(|| html! {}, |on| day(on, lang));
    facts([
        ("PKS", html! { a href="/list" { "W.7.PAS.1-PK.01/XI/2025" } }),
        ("Ditandatangani", signed),
        ("Omzet", money(Rupiah(360_000))),
        ("Bagian toko", html! { (money(Rupiah(72_000))) " (20% dari omzet)" }),
        ("Harus disetor", html! { strong { (money(Rupiah(288_000))) } }),
    ])
}

fn history() -> Markup {
    let event = |when: &str, title: &str, who: &str, kind| Event {
        when: when.to_owned(),
        title: title.to_owned(),
        who: who.to_owned(),
        kind,
        body: html! {},
    };
    timeline(&[
        event("3 Des 2025, 09.10 WIB", "Ditutup", "Sugeng Indrawan", Kind::Good),
        event("1 Des 2025, 14.32 WIB", "Menunggu pemeriksaan", "Eko Cahyono", Kind::Waiting),
        event("28 Nov 2025, 17.05 WIB", "Selisih satu buah", "Toko Acun Akuarium", Kind::Warning),
        event("3 Nov 2025, 10.00 WIB", "Dibuka", "Eko Cahyono", Kind::Neutral),
    ])
}

pub fn states(lang: Lang) -> Markup {
    let kinds = [Kind::Good, Kind::Waiting, Kind::Warning, Kind::Bad, Kind::Neutral];
    html! {
        (header("Keadaan", "Setiap keadaan punya bentuk, kata, dan warna.", html! {}))
        p { @for kind in kinds { (badge(kind, "Keadaan")) " " } }
        @for kind in kinds {
            (notice(lang, kind, "Sebuah kalimat yang mengatakan apa yang harus dilakukan."))
        }
        (empty(
            "Belum ada kelompok produksi",
            "Kelompok produksi mencatat barang yang selesai bersama: siapa pembuatnya, berapa biayanya, dan mutunya.",
            button_link("/x", "Catat yang pertama"),
        ))
        (actions(html! { (submit("Utama")) (quiet("/x", "Tenang")) (danger("Hapus titipan")) }))
        (section("Ikon", html! { p { @for icon in Icon::ALL { (icon) " " } } }))
        (prose(html! {
            p {
                "Kerja sama ini mencakup pemasaran perangkap tikus dan sarang burung lovebird karya Warga Binaan. " a href="/x" { "Baca PKS" } "."
            }
        }))
    }
}
