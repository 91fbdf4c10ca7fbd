//! Papers: milliseconds and memory of the first one and of later ones, each kind in a process of
//! its own, beside the same texts in a bare table that the same engine sets from a plain template.

use std::{
    env,
    io::{IsTerminal, Write as _, stderr},
    process::{self, Command, Stdio},
    time::Instant,
};

use hilir::embedded;
use kernel::{Day, Lang, Rupiah};
use paper::{Letterhead, Paper, Signer};
use press::Press;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Outcome,
    figures::{Ratio, Spread, judge},
    machine,
};

/// Of the bare table's speed and of its memory: what the house's look may cost.
const WANTED_SPEED: Ratio = Ratio::thousandths(250);
const WANTED_MEMORY: Ratio = Ratio::thousandths(500);

/// A page of text and nothing else.
const PLAIN: &str = r#"#let p = json("paper.json")
#set document(title: "Polos", date: datetime(year: 2025, month: 11, day: 30))
#set page(paper: "a4")
#set text(font: "Libertinus Serif", size: 10pt)
#table(columns: p.figures.columns, ..p.figures.cells)
"#;
const CHECK: &str =
    "https://hilir.example/nota/0199ffff-0000-7000-8000-00000000dead/cek/0123456789";

/// What is printed: by its name, with as many lines as the measurement asks for.
const KINDS: [&str; 5] = ["kwitansi", "surat-jalan", "nota", "nota-long", "slips"];

/// What a child tells of its kind.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    first_ms: u64,
    later_ms: Vec<u64>,
    peak_kib: u64,
    bytes: usize,
}

pub fn run(rounds: usize, lines: usize, slips: usize) -> Outcome<bool> {
    println!("papers, ms and memory, each kind in its own process; {}", machine::describe());
    let moment = machine::Moment::now();
    let (mut held, all) = (true, KINDS.len() * 2);
    for (at, kind) in KINDS.into_iter().enumerate() {
        progress(at * 2, all, kind);
        let own = told(kind, false, rounds, (lines, slips))?;
        progress(at * 2 + 1, all, &format!("{kind}, plain"));
        let plain = told(kind, true, rounds, (lines, slips))?;
        progress(at * 2 + 2, all, "");
        held &= said(&name_of(kind, lines, slips), &own, &plain);
    }
    println!("  foreign: {} cores", moment.foreign_cores());
    Ok(held)
}

fn name_of(kind: &str, lines: usize, slips: usize) -> String {
    match kind {
        "nota-long" => format!("nota of {lines} lines"),
        "slips" => format!("{slips} slips in one PDF"),
        other => other.to_owned(),
    }
}

/// Where a person watches: one line that is written over.
fn progress(done: usize, all: usize, what: &str) {
    if stderr().is_terminal() {
        eprint!("\r\x1b[K");
        if done < all {
            eprint!("  [{done}/{all}] {what} …");
        }
        // A progress line that cannot be shown stops no measurement.
        let _ = stderr().flush();
    }
}

fn said(what: &str, own: &Told, plain: &Told) -> bool {
    let (later, bare) =
        (Spread::new(own.later_ms.iter().copied()), Spread::new(plain.later_ms.iter().copied()));
    let (speed, memory) = (
        Ratio::of(bare.median().max(1), later.median().max(1)),
        Ratio::of(plain.peak_kib, own.peak_kib),
    );
    println!(
        "  {what}: first {} ms, later {later} ms, {} MiB at most, {} KiB of PDF",
        own.first_ms,
        own.peak_kib >> 10,
        own.bytes >> 10
    );
    println!(
        "    bare table: first {} ms, later {bare} ms, {} MiB at most",
        plain.first_ms,
        plain.peak_kib >> 10
    );
    let fast = judge(&format!("speed {speed} (from {WANTED_SPEED})"), speed >= WANTED_SPEED);
    judge(&format!("memory {memory} (from {WANTED_MEMORY})"), memory >= WANTED_MEMORY) && fast
}

/// Runs one kind in a fresh process, whose memory is its own.
fn told(kind: &str, plain: bool, rounds: usize, (lines, slips): (usize, usize)) -> Outcome<Told> {
    let mut child = Command::new(env::current_exe()?);
    child.args(["papers", "--only", kind, "--rounds", &rounds.to_string()]);
    child.args(["--lines", &lines.to_string(), "--slips", &slips.to_string()]);
    if plain {
        child.arg("--plain");
    }
    let out = child.stderr(Stdio::inherit()).output()?;
    if !out.status.success() {
        return Err(format!("the process that prints {kind} ended with {}", out.status).into());
    }
    Ok(serde_json::from_slice(&out.stdout)?)
}

/// (A child process.) Prints one kind and tells how it went.
pub fn only(kind: &str, plain: bool, rounds: usize, lines: usize, slips: usize) -> Outcome<bool> {
    let paper = match kind {
        "kwitansi" => receipt(),
        "surat-jalan" => delivery(10),
        "nota" => statement(10),
        "nota-long" => statement(lines),
        "slips" => all_slips(slips),
        other => return Err(format!("no paper is called {other}").into()),
    };
    let shown = |paper: Paper| if plain { bare(&paper) } else { paper };
    let first = shown(paper.clone());
    let began = Instant::now();
    let press = match plain {
        true => Press::new(&[("plain.typ", PLAIN)]),
        false => Press::new(embedded::PAPERS),
    };
    let bytes = press.print(&first, CHECK)?.len();
    let first_ms = u64::try_from(began.elapsed().as_millis())?;
    let mut later_ms = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let next = shown(another(&paper, i64::try_from(round)? + 1));
        let began = Instant::now();
        press.print(&next, CHECK)?;
        later_ms.push(u64::try_from(began.elapsed().as_millis())?);
    }
    let peak_kib = machine::resident_peak_kib(process::id());
    let told = Told { first_ms, later_ms, peak_kib, bytes };
    println!("{}", serde_json::to_string(&told)?);
    Ok(true)
}

/// Another paper of the kind, with no text and no number of the first: the engine may not answer
/// from what it remembers.
fn another(paper: &Paper, round: i64) -> Paper {
    let mut next = paper.clone();
    next.number = format!("{}/{round}", paper.number);
    next.names.values_mut().for_each(|name| *name = format!("{name} {round}"));
    raise(&mut next.figures, round);
    next
}

fn raise(value: &mut Value, by: i64) {
    match value {
        Value::Number(number) => *value = json!(number.as_i64().unwrap_or_default() + by),
        Value::Array(all) => all.iter_mut().for_each(|one| raise(one, by)),
        Value::Object(all) => all.values_mut().for_each(|one| raise(one, by)),
        Value::String(_) | Value::Null | Value::Bool(_) => {}
    }
}

/// The same texts in a table without lines, heads, letterhead and signatures.
fn bare(paper: &Paper) -> Paper {
    let mut cells = Vec::new();
    texts(&paper.figures, &paper.names, &mut cells);
    let figures = json!({ "columns": 6, "cells": cells });
    Paper { template: "plain".into(), figures, head: Letterhead::default(), ..paper.clone() }
}

fn texts(
    value: &Value,
    names: &std::collections::BTreeMap<String, String>,
    cells: &mut Vec<String>,
) {
    match value {
        Value::String(text) => cells.push(names.get(text).unwrap_or(text).clone()),
        Value::Number(number) => {
            cells.push(Rupiah(number.as_i64().unwrap_or_default()).to_string())
        }
        Value::Array(all) => all.iter().for_each(|one| texts(one, names, cells)),
        Value::Object(all) => all.values().for_each(|one| texts(one, names, cells)),
        Value::Null | Value::Bool(_) => {}
    }
}

#[expect(clippy::expect_used, reason = "the day is the one written here")]
fn made(template: &'static str, figures: Value) -> Paper {
    let day = Day::new(2025, 11, 30).expect("a day");
    let about = (Uuid::nil(), "001/CONTOH/XI/2025", day);
    let head = Letterhead {
        lines: ["Kementerian", "Direktorat Jenderal", "Kantor Wilayah", "Lapas Contoh"]
            .map(str::to_owned)
            .to_vec(),
        foot: "Jalan Contoh Nomor 1".to_owned(),
        logo: None,
    };
    let signer = |role: &str| Signer {
        role: role.to_owned(),
        office: "Kepala Subseksi".to_owned(),
        name: "Nama Contoh".to_owned(),
        acting_for: "Kepala Lapas".to_owned(),
        employee_number: "00000000 000000 0 000".to_owned(),
    };
    let names = [("unit", "Lapas Contoh"), ("shop", "Toko Contoh"), ("pks", "PKS Contoh (1 / 2)")];
    let names = names.map(|(id, name)| (id.to_owned(), name.to_owned()));
    Paper::of(template, Lang::Id, about, figures)
        .from(head, "Pangkalpinang")
        .names(names)
        .signed(signer("Yang membuat"))
        .signed(signer("Yang menyetujui"))
}

fn receipt() -> Paper {
    let figures = json!({ "unit": "unit", "shop": "shop", "agreement": "pks", "amount": 5_374_000,
        "paid_on": "2025-11-30", "confirmed_on": "2025-11-30", "method": "transfer",
        "reference": "TRF-1", "stamp": true });
    made("kwitansi", figures).name("method", "Transfer bank").say("amount", Rupiah(5_374_000))
}

fn delivery(lines: usize) -> Paper {
    let line = |n: usize| json!({ "product": id(n), "batch": batch(n), "sent": n + 1 });
    let figures = json!({ "number": "SJ", "from": "unit", "to": "shop", "owner": "unit",
        "agreement": "pks", "sent_on": "2025-11-03", "carried_by": "Petugas", "exception": null,
        "note": null, "recalled_on": null, "lines": (0..lines).map(line).collect::<Vec<_>>() });
    goods(made("surat-jalan", figures), lines)
}

fn statement(lines: usize) -> Paper {
    let line = |n: usize| {
        let gross = 30_000 * (n as i64 % 40 + 1);
        json!({ "product": id(n), "opening": n + 40, "received": 12, "sold": n % 40 + 1,
            "refunded": 0, "returned": 0, "damaged": 0, "lost": 0, "transferred": 0,
            "difference": 0, "closing": 51, "gross": gross, "shop_part": gross / 5,
            "due": gross - gross / 5 })
    };
    let lines_of: Vec<Value> = (0..lines).map(line).collect();
    let sum = |of: &str| lines_of.iter().filter_map(|one| one[of].as_i64()).sum::<i64>();
    let (gross, part, due) = (sum("gross"), sum("shop_part"), sum("due"));
    let figures = json!({ "number": "N", "closed_on": "2025-11-30", "unit": "unit",
        "shop": "shop", "agreement": "pks", "from": "2025-11-01", "to": "2025-11-30",
        "due_on": "2025-12-10", "gross": gross, "shop_part": part, "expenses": 0, "losses": 0,
        "due": due, "note": null, "digest": "", "lines": lines_of, "lost": [] });
    goods(made("nota", figures), lines).say("due", Rupiah(due))
}

fn all_slips(slips: usize) -> Paper {
    let line = |n: usize| {
        json!({ "product": id(n), "batch": batch(n), "sold": 3, "weight": 3,
        "amount": 21_000 })
    };
    let slip = |n: usize| {
        json!({ "maker": format!("maker-{n}"), "saved": 47_250, "usable": 15_750,
            "total": 63_000, "lines": [line(n), line(n + 1), line(n + 2)] })
    };
    let figures = json!({ "of": "001/CONTOH/XI/2025", "to": "2025-11-30",
        "shared_on": "2025-12-11", "slips": (0..slips).map(slip).collect::<Vec<_>>() });
    let words = kernel::in_words(Rupiah(63_000), Lang::Id);
    let makers = (0..slips).flat_map(|n| {
        [(format!("maker-{n}"), format!("WB-{n:03}")), (format!("maker-{n}.words"), words.clone())]
    });
    let makers: Vec<(String, String)> = makers.collect();
    goods(made("slip-semua", figures), slips + 3).names(makers).unchecked()
}

fn id(n: usize) -> String {
    format!("product-{n}")
}

fn batch(n: usize) -> String {
    format!("batch-{n}")
}

fn goods(paper: Paper, count: usize) -> Paper {
    let names = (0..count).flat_map(|n| {
        [
            (id(n), format!("Barang contoh nomor {n}")),
            (format!("product-{n}.unit"), "buah".to_owned()),
            (batch(n), format!("BC-{n:04}")),
        ]
    });
    let names: Vec<(String, String)> = names.collect();
    paper.names(names)
}
