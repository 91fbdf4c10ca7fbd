//! Papers with the longest names and the largest sums that an office has: nothing lies on anything
//! else, nothing leaves the page, and nobody signs a sheet with nothing on it.

use kernel::{Day, Lang, Rupiah};
use paper::{Letterhead, Paper, Signer};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{press, read};

const NAME: &str = "Perangkap tikus kawat galvanis ukuran besar dengan pintu ganda";
const SHOP: &str = "Toko Serba Ada Perlengkapan Hewan Peliharaan dan Akuarium Jaya Abadi";
const UNIT: &str = "Lembaga Pemasyarakatan Kelas IIA Pangkalpinang";
const PERSON: &str = "Raden Mas Haryo Suryodiningrat Prawirokusumo Kartasasmita, S.H., M.H.";
const MOST: i64 = 999_999_999_999;

fn hand(role: &str) -> Signer {
    Signer {
        role: role.to_owned(),
        office: "Kepala Subseksi Pengelolaan Hasil Kerja".to_owned(),
        name: PERSON.to_owned(),
        acting_for: format!("Kepala {UNIT}"),
        employee_number: "19700101 199503 1 001".to_owned(),
    }
}

fn paper(template: &'static str, lang: Lang, figures: Value) -> Paper {
    let day = Day::new(2025, 11, 30).expect("a day");
    let lines = ["Kementerian Imigrasi dan Pemasyarakatan Republik Indonesia", UNIT];
    let lines = lines.map(str::to_owned).to_vec();
    let head = Letterhead { lines, foot: "Jalan Contoh Nomor 1".to_owned(), logo: None };
    let names = [
        ("p", NAME),
        ("p.unit", "buah"),
        ("p.size", "27 × 14 × 12 cm"),
        ("p.material", "Kawat ram galvanis, engsel baja, per pegas"),
        ("p.by", UNIT),
        ("b", "PT-2511-01"),
        ("u", UNIT),
        ("s", SHOP),
        ("a", NAME),
        ("m", "WB-001"),
        ("m.words", "sembilan ratus sembilan puluh sembilan miliar rupiah"),
        ("kind.premi", "Premi"),
        ("why.rule", "menurut aturan"),
        ("base", "Laba"),
        ("person", PERSON),
        ("result", "sangat baik"),
        ("hours", "empat puluh"),
    ];
    let names = names.map(|(id, name)| (id.to_owned(), name.to_owned()));
    Paper::of(template, lang, (Uuid::nil(), "001/NOTA/XI/2025", day), figures)
        .from(head, "Pangkalpinang")
        .names(names)
        .code("page", "https://hilir.example/p")
        .code("p", "https://hilir.example/p")
        .code("label", "https://hilir.example/b")
        .signed(hand("Yang membuat"))
        .signed(hand("Yang menyetujui"))
}

fn nota(lang: Lang, lines: usize) -> Paper {
    let line = json!({
        "product": "p", "opening": 123_456, "received": 123_456, "sold": 123_456, "refunded": 12,
        "returned": 0, "damaged": 3, "lost": 0, "transferred": 0, "difference": 0,
        "closing": 123_456, "gross": MOST, "shop_part": MOST, "due": MOST,
    });
    let figures = json!({
        "unit": "u", "shop": "s", "agreement": "a", "from": "2025-11-01", "to": "2025-11-30",
        "due_on": "2025-12-10", "gross": MOST, "shop_part": MOST, "expenses": MOST,
        "losses": 0, "due": MOST, "note": null, "lines": vec![line; lines], "lost": [],
    });
    paper("nota", lang, figures).say("due", Rupiah(MOST))
}

fn sharing(lang: Lang) -> Paper {
    let part =
        json!({"kind": "premi", "name": null, "share": 5_000, "why": "rule", "amount": MOST});
    let batch = json!({"product": "p", "batch": "b", "sold": 12_345, "gross": MOST,
        "unit_cost": MOST, "premi": MOST});
    let premi = json!({"maker": "m", "saved": MOST, "usable": MOST});
    let rule = json!({"name": NAME, "version": 12, "valid_from": "2025-11-01", "basis": NAME,
        "decree": NAME, "officer": PERSON});
    let figures = json!({
        "to": "2025-11-30", "rule": rule, "base": MOST, "estimated": true, "parts": vec![part; 5],
        "batches": vec![batch; 6], "premis": vec![premi; 30],
    });
    paper("pembagian", lang, figures).unchecked()
}

fn slips(lang: Lang, makers: usize) -> Paper {
    let line = json!({"product": "p", "batch": "b", "sold": 12, "amount": MOST});
    let slip = json!({"maker": "m", "lines": [line, line], "saved": MOST, "usable": MOST,
        "total": MOST});
    let figures = json!({"of": "PSN-2511-01", "to": "2025-12-22", "shared_on": "2025-12-29",
        "slips": vec![slip; makers]});
    paper("slip-semua", lang, figures).unchecked()
}

fn certificate(lang: Lang) -> Paper {
    let figures = json!({
        "number": "PLT/01", "title": NAME, "content": ([NAME; 4].join("\n")), "hours": 40,
        "from": "2025-10-06", "to": "2025-10-17", "place": UNIT, "result": "good",
    });
    paper("sertifikat", lang, figures)
}

fn poster(template: &'static str, lang: Lang) -> Paper {
    let figures = json!({
        "title": NAME, "by": UNIT, "price": MOST, "unit": "buah", "photo": false,
        "description": ([NAME; 6].join(". ")), "size": "27 × 14 × 12 cm", "material": "Kawat",
        "shop": SHOP, "address": "Jalan Jenderal Sudirman Nomor 123, Kelurahan Gabek Satu",
        "city": "Pangkalpinang", "hours": "Senin–Sabtu 08.00–17.00", "cards": 8,
    });
    paper(template, lang, figures).unchecked()
}

fn crowded(lang: Lang) -> Vec<Paper> {
    let card = json!({"product": "p", "price": MOST, "copies": 4});
    let label = json!({"product": "p", "price": MOST, "unit": "u", "batch": "b", "copies": 24});
    let sheet = |template, figures: &Value| paper(template, lang, figures.clone()).unchecked();
    vec![
        nota(lang, 9),
        sharing(lang),
        slips(lang, 3),
        certificate(lang),
        poster("poster-a4", lang),
        poster("poster-a5", lang),
        poster("kartu-rak", lang),
        sheet("kartu-harga", &json!({"cards": [card]})),
        sheet("kartu-58", &json!({"cards": [card]})),
        sheet("label", &label),
        sheet("label-58", &label),
    ]
}

struct Word {
    text: String,
    /// From left and top to right and bottom, in thousandths of a point.
    at: [i64; 4],
}

/// The words of each page, with the page's own width and height.
fn pages(boxes: &str) -> Vec<([i64; 2], Vec<Word>)> {
    let number = |line: &str, name: &str| -> i64 {
        let rest = line.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
        let text = rest.split('"').next().unwrap_or_default();
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{part:0<3.3}").parse().expect("a number")
    };
    let mut pages: Vec<([i64; 2], Vec<Word>)> = Vec::new();
    for line in boxes.lines() {
        if line.contains("<page ") {
            pages.push((["width", "height"].map(|name| number(line, name)), Vec::new()));
        } else if line.contains("<word ") {
            let at = ["xMin", "yMin", "xMax", "yMax"].map(|name| number(line, name));
            let text = line.split('>').nth(1).and_then(|text| text.split('<').next());
            let text = text.unwrap_or_default().to_owned();
            pages.last_mut().expect("a page").1.push(Word { text, at });
        }
    }
    pages
}

/// Half a point of each other's box is only the letters' own air; lines stand closer than boxes.
fn lies_on(one: &Word, other: &Word) -> bool {
    let [a, b] = [one.at, other.at];
    let shared = |low: usize| a[low + 2].min(b[low + 2]) - a[low].max(b[low]);
    let lower = (a[3] - a[1]).min(b[3] - b[1]);
    shared(0) > 500 && shared(1) * 100 > lower * 45
}

#[test]
fn nothing_lies_on_anything_else() {
    let press = press();
    for lang in [Lang::Id, Lang::En] {
        for paper in crowded(lang) {
            let what = &paper.template;
            let pdf = press.print(&paper, "https://hilir.example/x").expect("prints");
            let Some(boxes) = read(&pdf, "-bbox") else { return };
            for ([width, height], words) in pages(&boxes) {
                for (at, one) in words.iter().enumerate() {
                    let [left, top, right, bottom] = one.at;
                    let within = left >= 0 && top >= 0 && right <= width && bottom <= height;
                    assert!(within, "{what}: {} leaves the page", one.text);
                    for other in &words[at + 1..] {
                        assert!(!lies_on(one, other), "{what}: {} on {}", one.text, other.text);
                    }
                }
            }
        }
    }
}

#[test]
fn nobody_signs_an_empty_sheet() {
    let press = press();
    for lines in 1..24 {
        let pdf = press.print(&nota(Lang::Id, lines), "https://hilir.example/x").expect("prints");
        let Some(text) = read(&pdf, "-layout") else { return };
        let sheets: Vec<_> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        let last = sheets.last().expect("a page");
        assert!(last.contains("Terbilang") && last.contains("NIP"), "{lines} lines: {last}");
        let others = &sheets[..sheets.len() - 1];
        assert!(others.iter().all(|sheet| !sheet.contains("NIP")), "{lines} lines");
    }
}

#[test]
fn two_slips_fit_on_a_page_and_a_certificate_on_one() {
    let press = press();
    let count = |paper: &Paper| {
        let pdf = press.print(paper, "https://hilir.example/x").expect("prints");
        Some(pages(&read(&pdf, "-bbox")?).len())
    };
    let treasurer = Signer {
        role: "Yang menyerahkan".to_owned(),
        office: "Bendahara Penerimaan".to_owned(),
        name: "Bendahara Penerimaan (contoh)".to_owned(),
        employee_number: "19700101 199503 1 001".to_owned(),
        ..Signer::default()
    };
    for lang in [Lang::Id, Lang::En] {
        let signers = vec![treasurer.clone(); 2];
        let Some(slips) = count(&Paper { signers, ..slips(lang, 6) }) else { return };
        assert_eq!(slips, 3, "{lang:?}");
        assert_eq!(count(&certificate(lang)), Some(1), "{lang:?}");
        assert_eq!(count(&poster("poster-a5", lang)), Some(1), "{lang:?}");
    }
}
