//! What is printed says what was given, whatever people typed.
#![cfg(test)]

mod crowded;

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use kernel::{Day, Lang};
use paper::{Letterhead, Paper, Signer};
use press::Press;
use serde_json::{Value, json};

fn press() -> Press {
    words::install_for_tests();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../papers");
    let files: Vec<_> = fs::read_dir(folder).expect("papers").flatten().collect();
    let read = |path: &Path| fs::read_to_string(path).expect("a template");
    let all: Vec<_> = files
        .iter()
        .map(|file| (file.file_name().to_string_lossy().into_owned(), read(&file.path())))
        .collect();
    let all: Vec<_> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Press::new(&all)
}

fn delivery(note: &str, lines: usize) -> Paper {
    let line = json!({"product": "b", "batch": "b", "unit": "buah", "sent": 12,
        "received": 11, "note": note});
    let figures: Value = json!({"from": "b", "to": "b", "to_address": null,
        "sent_on": "2025-11-03", "received_on": "2025-11-04", "agreement": "b", "owner": "b",
        "recalled_on": null, "carried_by": note, "exception": null, "note": note,
        "lines": vec![line; lines]});
    Paper {
        template: "surat-jalan".into(),
        lang: Lang::Id,
        subject: uuid::Uuid::nil(),
        number: "SJ-2511-01".into(),
        head: Letterhead {
            lines: vec!["Kanwil".into(), "Lapas".into()],
            foot: note.into(),
            logo: Some(LOGO.into()),
        },
        place: "Pangkalpinang".into(),
        day: Day::new(2025, 11, 3).expect("a day"),
        figures,
        names: ["b", "b.unit"].map(|id| (id.to_owned(), note.to_owned())).into(),
        spoken: BTreeMap::new(),
        signers: vec![
            Signer {
                role: note.into(),
                office: note.into(),
                name: note.into(),
                acting_for: note.into(),
                employee_number: note.into(),
            };
            3
        ],
        originals: vec![note.into(); 2],
        codes: BTreeMap::new(),
        pictures: BTreeMap::new(),
        painted: false,
        checked: true,
        standing: Some(note.into()),
    }
}

/// One grey dot.
const LOGO: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDAT\
    x\x9cch\0\0\0\x82\0\x81w\xcdr\xb6\0\0\0\0IEND\xaeB`\x82";

fn card(name: &str) -> Paper {
    let figures = json!({"name": name, "letter": name, "unit": name, "price": name, "from": name,
        "text": name, "foot": name, "photo": null});
    let about = (uuid::Uuid::nil(), "", Day::new(2025, 11, 3).expect("a day"));
    Paper::of("kartu", Lang::Id, about, figures).as_picture()
}

#[test]
fn a_card_is_a_picture_whatever_is_written_on_it() {
    let press = press();
    for text in HOSTILE {
        let png = press.paint(&card(text)).expect("a card is painted");
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "{text}");
        let size = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        assert_eq!((size(16), size(20)), (1_200, 630), "{text}");
    }
}

const HOSTILE: [&str; 9] = [
    "#panic()",
    "#read(\"/etc/passwd\") $x$ *a* _b_ <c> @d",
    "] ) } \\ \" ' ` ``` // /* */",
    "#import \"@preview/x:1.0.0\": *",
    "= Judul\n- satu\n+ dua",
    "{number} {mark}",
    "\u{202e}terbalik\u{202c} 😀 漢字 \u{7f}",
    "sangatpanjangsekalitanpaspasisangatpanjangsekalitanpaspasisangatpanjangsekalitanpaspasi",
    "\u{2066}Rp1\u{2069}\u{200e}\u{feff}000 \u{0000}\u{001b}[31m",
];

/// What a reader sees, or the boxes of its words; nothing where the tool is missing.
fn read(pdf: &[u8], way: &str) -> Option<String> {
    let mut tool = Command::new("pdftotext");
    tool.args([way, "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut running) = tool.spawn() else {
        testkit::skip("the text of papers", "apt-get install poppler-utils");
        return None;
    };
    running.stdin.take().expect("a pipe").write_all(pdf).expect("it reads");
    let out = running.wait_with_output().expect("it ends");
    assert!(out.status.success(), "not a PDF");
    Some(String::from_utf8(out.stdout).expect("UTF-8"))
}

#[test]
fn what_people_typed_is_printed_as_they_typed_it() {
    let press = press();
    for text in &HOSTILE[..6] {
        let pdf = press.print(&delivery(text, 1), "https://hilir.example").expect(text);
        let Some(seen) = read(&pdf, "-raw") else { return };
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        let first = text.lines().next().unwrap_or_default();
        assert!(plain(&seen).contains(&plain(first)), "{text} in {seen}");
    }
    let pdf = press.print(&delivery("{number} {mark}", 1), "https://hilir.example").expect("ok");
    let Some(seen) = read(&pdf, "-raw") else { return };
    assert!(seen.contains("{number} {mark}"), "no place of a template is filled twice: {seen}");
}

#[test]
fn nothing_turns_a_text_round_and_nothing_leaves_the_page() {
    let press = press();
    for text in [HOSTILE[6].to_owned(), HOSTILE[8].to_owned(), "W".repeat(200), "_/".repeat(150)] {
        let pdf = press.print(&delivery(&text, 2), "https://hilir.example").expect(&text);
        let Some(boxes) = read(&pdf, "-bbox") else { return };
        assert!(!boxes.contains(['\u{202e}', '\u{2066}', '\u{200e}']), "{text}");
        let at = |word: &str, name: &str| -> f64 {
            let rest = word.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
            rest.split('"').next().and_then(|number| number.parse().ok()).expect("a number")
        };
        let page = boxes.lines().find(|line| line.contains("<page ")).expect("a page");
        let width = at(page, "width");
        for word in boxes.lines().filter(|line| line.contains("<word ")) {
            assert!(at(word, "xMin") >= 0.0 && at(word, "xMax") <= width, "{word} on {width}");
        }
    }
}

#[test]
fn what_people_typed_stays_a_text() {
    let press = press();
    for text in HOSTILE {
        let pdf = press.print(&delivery(text, 2), "https://hilir.example").expect(text);
        assert!(pdf.starts_with(b"%PDF-"), "{text}");
    }
}

#[test]
fn the_same_paper_is_the_same_file() {
    let press = press();
    let print = || press.print(&delivery("a", 60), "https://hilir.example").expect("prints");
    assert_eq!(print(), print());
}

#[test]
fn a_template_that_is_not_there_is_named() {
    let paper = Paper { template: "tidak-ada".into(), ..delivery("a", 1) };
    let error = press().print(&paper, "").expect_err("no such template").to_string();
    assert!(error.contains("tidak-ada.typ"), "{error}");
}
