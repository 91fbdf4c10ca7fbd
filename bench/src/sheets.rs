//! A list of many rows out, and as many rows in: seconds and memory, beside bare writers and a
//! bare table that take the same rows in the same run.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use db::Db;
use hilir::system;
use kernel::Capability as Can;
use rusqlite::{Connection, params};
use rust_xlsxwriter::Workbook;

use crate::{
    Outcome,
    cli::Database,
    figures::{Ratio, judge},
    fill, http, machine, sales,
    server::{Server, hilir},
    waits,
    world::World,
};

/// What an export may take beside what the house takes anyway, however many rows there are.
const EXPORT_MIB: u64 = 96;
/// What an import of its most rows may take in all.
const IMPORT_MIB: u64 = 512;

pub fn run(folder: &Path, database: Database, rows: u64) -> Outcome<bool> {
    println!("{rows} rows on {database:?}; {}", machine::describe());
    match database {
        Database::Sqlite => on_file(folder, rows),
        Database::Postgres => {
            let cluster = testkit::Cluster::durable().ok_or("there is no PostgreSQL here")?;
            let url = cluster.empty();
            let world = World::make(&Db::open(&url)?)?;
            waits::run(&url, &world, rows)
        }
    }
}

fn on_file(folder: &Path, rows: u64) -> Outcome<bool> {
    let file = folder.join("sheets.db");
    sales::remove(&file)?;
    let db = Db::open(sales::text(&file)?)?;
    let world = World::make(&db)?;
    let now = system::clock().now();
    let time = (now.plus_seconds(-30 * 86_400), now.plus_seconds(-86_400));
    fill::sell(&db, &world, &world.shops[0], rows, time)?;
    let token = world.token_of(&db, "kasubsi", &[Can::RecordGoods])?;
    drop(db);
    let mut held = true;
    let mut lines = Vec::new();
    for format in ["csv", "xlsx"] {
        let (body, took, grown) = export(&file, &token, format)?;
        if format == "csv" {
            lines = rows_of(&body)?;
        }
        if lines.len() as u64 != rows + 1 {
            return Err(format!("{} lines came of {rows}", lines.len()).into());
        }
        let bare = if format == "csv" { bare_csv(&lines)? } else { bare_xlsx(&lines)? };
        report(&format!("{rows} rows out as {format}, {} KiB", body.len() >> 10), took, bare);
        let what = format!("memory grew by {} MiB (under {EXPORT_MIB})", grown >> 10);
        held = judge(&what, grown < EXPORT_MIB << 10) && held;
    }
    let list = products(folder, rows)?;
    let (took, peak) = import(&file, &list)?;
    report(&format!("{rows} products in"), took, bare_table(folder, &list)?);
    let what = format!("at most {} MiB (under {IMPORT_MIB})", peak >> 10);
    held = judge(&what, peak < IMPORT_MIB << 10) && held;
    let (again, _) = import(&file, &list)?;
    println!("  the same file again, which adds nothing: {} ms", again.as_millis());
    Ok(waits::run(sales::text(&file)?, &world, rows)? && held)
}

fn report(what: &str, took: Duration, bare: Duration) {
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let ratio = Ratio::of(micros(bare), micros(took));
    println!("  {what}: {} ms, bare {} ms, ratio {ratio}", took.as_millis(), bare.as_millis());
}

/// The body, the time until all of it was there, and by how many KiB the house grew.
fn export(file: &Path, token: &str, format: &str) -> Outcome<(Vec<u8>, Duration, u64)> {
    let server = Server::hilir(sales::text(file)?)?;
    // The words, the connections and the first pages are there before.
    let path = |format: &str, more: &str| {
        let path = format!("/api/v1/sales/sheet?format={format}{more}");
        format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n")
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (body, took, before) = runtime.block_on(async {
        let mut client = http::Client::connect(server.address).await?;
        client.send(path(format, "&q=nothing").as_bytes()).await?;
        let (before, began) = (server.resident_kib(), Instant::now());
        let answer = client.send(path(format, "").as_bytes()).await?;
        let took = began.elapsed();
        if answer.status != 200 {
            return Err(format!("the export answers {}", answer.status).into());
        }
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>((
            client.body(&answer).to_vec(),
            took,
            before,
        ))
    })?;
    let grown = machine::resident_peak_kib(server.pid()).saturating_sub(before);
    Ok((body, took, grown))
}

fn rows_of(body: &[u8]) -> Outcome<Vec<csv::StringRecord>> {
    let text = body.strip_prefix(b"\xEF\xBB\xBF").ok_or("no mark of UTF-8")?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    Ok(reader.records().collect::<Result<_, _>>()?)
}

fn bare_csv(lines: &[csv::StringRecord]) -> Outcome<Duration> {
    let began = Instant::now();
    let mut out = csv::Writer::from_writer(Vec::new());
    for line in lines {
        out.write_record(line)?;
    }
    out.flush()?;
    Ok(began.elapsed())
}

fn bare_xlsx(lines: &[csv::StringRecord]) -> Outcome<Duration> {
    let began = Instant::now();
    let mut book = Workbook::new();
    let page = book.add_worksheet_with_constant_memory()?;
    for (row, line) in (0..).zip(lines) {
        for (at, cell) in (0..).zip(line) {
            match cell.parse::<u32>() {
                Ok(number) => page.write_number(row, at, number)?,
                Err(_) => page.write_string(row, at, cell)?,
            };
        }
    }
    book.save_to_buffer()?;
    Ok(began.elapsed())
}

fn products(folder: &Path, rows: u64) -> Outcome<PathBuf> {
    let path = folder.join("products.csv");
    let mut file = std::io::BufWriter::new(fs::File::create(&path)?);
    writeln!(file, "Kode,Nama,Satuan,Kategori,Harga")?;
    for n in 0..rows {
        writeln!(file, "UKUR-{n:06},Barang ukur {n},buah,Ukur,{}", 1_000 + n)?;
    }
    file.flush()?;
    Ok(path)
}

/// `hilir import` as people run it: how long, and the most memory.
fn import(file: &Path, list: &Path) -> Outcome<(Duration, u64)> {
    let mut command = Command::new(hilir()?);
    command.args(["import", "products", sales::text(list)?, "--by", "kasubsi"]);
    command.args(["--log", "error", "--database", sales::text(file)?]);
    let began = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(machine::resident_peak_kib(child.id()));
        match child.try_wait()? {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    if status.success() { Ok((began.elapsed(), peak)) } else { Err("the import failed".into()) }
}

/// The same rows read and written into one table with one key, in one transaction.
fn bare_table(folder: &Path, list: &Path) -> Outcome<Duration> {
    let file = folder.join("bare.db");
    sales::remove(&file)?;
    let mut bare = Connection::open(&file)?;
    bare.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE product (code TEXT PRIMARY KEY, name TEXT, unit TEXT, category TEXT,
             price INTEGER) STRICT, WITHOUT ROWID;",
    )?;
    let began = Instant::now();
    let mut reader = csv::Reader::from_path(list)?;
    let all = bare.transaction()?;
    {
        let mut insert = all.prepare("INSERT INTO product VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for line in reader.records() {
            let line = line?;
            let cell = |at: usize| line.get(at).unwrap_or_default();
            let price: i64 = cell(4).parse()?;
            insert.execute(params![cell(0), cell(1), cell(2), cell(3), price])?;
        }
    }
    all.commit()?;
    Ok(began.elapsed())
}
