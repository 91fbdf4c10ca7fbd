//! What people send: read where it is certain, refused where it is not.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::io::{Cursor, Write};

use kernel::Day;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sheet::{Found, Limits, Row, Table, Unread};
use zip::{ZipWriter, write::SimpleFileOptions};

fn read(bytes: &[u8]) -> Result<Table, Unread> {
    scribe::read(bytes, &Limits::USUAL)
}

fn text(text: &str) -> Found {
    Found::Text(text.to_owned())
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("Isi").expect("a name"));
    book.save_to_buffer().expect("written")
}

fn head(page: &mut rust_xlsxwriter::Worksheet) {
    page.write_string(0, 0, "Kode").expect("a cell");
    page.write_string(0, 1, "Harga").expect("a cell");
}

#[test]
fn a_workbook_is_read_by_what_its_cells_are() {
    let bytes = workbook(|page| {
        head(page);
        page.write_string(1, 0, " PT-01 ").expect("a cell");
        page.write_number(1, 1, 25_000).expect("a cell");
        page.write_number(3, 0, 101).expect("a cell");
        page.write_number(3, 1, 12.5).expect("a cell");
        let day = ExcelDateTime::from_ymd(2025, 11, 3).expect("a day");
        let format = Format::new().set_num_format("dd/mm/yyyy");
        page.write_datetime_with_format(4, 0, day, &format).expect("a cell");
        page.write_boolean(4, 1, true).expect("a cell");
    });
    let table = read(&bytes).expect("read");
    assert_eq!(
        (table.name.as_str(), &table.head[..]),
        ("Isi", &["Kode".into(), "Harga".into()][..])
    );
    let day = Found::Day(Day::new(2025, 11, 3).expect("a day"));
    let rows = [
        Row { number: 2, cells: vec![text("PT-01"), Found::Number(25_000)] },
        Row { number: 4, cells: vec![Found::Number(101), Found::Fraction("12.5".into())] },
        Row { number: 5, cells: vec![day, text("true")] },
    ];
    assert_eq!(table.rows, rows);
}

#[test]
fn a_formulas_result_is_not_believed() {
    let bytes = workbook(|page| {
        head(page);
        page.write_string(1, 0, "PT-01").expect("a cell");
        page.write_formula(1, 1, Formula::new("=5000*5").set_result("25000")).expect("a cell");
        page.write_formula(2, 0, Formula::new("=\"PT\"&\"-02\"").set_result("PT-02"))
            .expect("a cell");
    });
    let table = read(&bytes).expect("read");
    assert_eq!(table.rows[0].cells[1], Found::Formula);
    assert_eq!(table.rows[1].cells[0], Found::Formula);
}

#[test]
fn merged_cells_are_named() {
    let bytes = workbook(|page| {
        head(page);
        page.merge_range(2, 0, 3, 1, "PT-01", &Format::new()).expect("merged");
    });
    assert_eq!(read(&bytes), Err(Unread::Merged("A3:B4".into())));
}

#[test]
fn only_the_first_sheet_that_is_shown_is_read() {
    let mut book = Workbook::new();
    let hidden = book.add_worksheet();
    hidden.write_string(0, 0, "Rahasia").expect("a cell");
    hidden.set_hidden(true);
    let shown = book.add_worksheet().set_name("Data").expect("a name");
    shown.write_string(0, 0, "Kode").expect("a cell");
    shown.set_active(true);
    let table = read(&book.save_to_buffer().expect("written")).expect("read");
    assert_eq!((table.name.as_str(), table.rows.len()), ("Data", 0));
}

#[test]
fn csv_is_read_as_people_write_it() {
    let same = |bytes: &[u8], why: &str| {
        let table = read(bytes).expect(why);
        assert_eq!(table.head, ["Kode", "Nama", "Harga"], "{why}");
        let cells = vec![text("PT-01"), text("Glodok, kecil"), text("25.000")];
        assert_eq!(table.rows, [Row { number: 2, cells }], "{why}");
    };
    same(b"Kode,Nama,Harga\r\nPT-01,\"Glodok, kecil\",25.000\r\n", "RFC 4180");
    same(
        b"\xEF\xBB\xBFKode;Nama;Harga\r\nPT-01;Glodok, kecil;25.000\r\n;;\r\n",
        "an Indonesian Excel",
    );
    same(b"Kode\tNama\tHarga\nPT-01\tGlodok, kecil\t25.000", "tabs");
    let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
        let text = "Kode;Nama;Harga\r\nPT-01;Glodok, kecil;25.000\r\n";
        let units = text.encode_utf16().flat_map(bytes);
        mark.into_iter().chain(units).collect::<Vec<u8>>()
    };
    same(&utf16([0xFF, 0xFE], u16::to_le_bytes), "UTF-16 LE");
    same(&utf16([0xFE, 0xFF], u16::to_be_bytes), "UTF-16 BE");
    let said = read(b"sep=;\r\nKode;Nama\r\nPT-01;a,b,c\r\n").expect("read");
    assert_eq!((said.rows[0].number, &said.rows[0].cells[1]), (3, &text("a,b,c")));
    let formula = read(b"Kode,Harga\nPT-01,=5000*5\nPT-02,'=apa\n").expect("read");
    assert_eq!(formula.rows[0].cells[1], Found::Formula);
    assert_eq!(formula.rows[1].cells[1], text("=apa"));
}

#[test]
fn letters_that_are_not_certain_are_refused() {
    for (bytes, why) in [
        (&b"Kode,Nama\nPT-01,Caf\xE9\n"[..], "Windows-1252"),
        (b"K\0o\0d\0e\0", "UTF-16 without its mark"),
        (b"\xFF\xFEK\0o", "half a letter"),
        (b"\xFF\xFE\x00\xD8", "half a pair"),
        (b"Kode\0,Nama\n", "a hidden nought"),
    ] {
        assert_eq!(read(bytes), Err(Unread::Encoding), "{why}");
    }
}

#[test]
fn what_is_no_spreadsheet_is_called_by_its_name() {
    assert_eq!(read(b""), Err(Unread::Empty));
    assert_eq!(read(b"\xEF\xBB\xBF\r\n;;\r\n"), Err(Unread::Empty));
    assert_eq!(read(b"%PDF-1.7\n%\xE2\xE3"), Err(Unread::Pdf));
    assert_eq!(read(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..."), Err(Unread::OldExcel));
    assert_eq!(read(b"PK\x03\x04 and nothing more"), Err(Unread::NotASheet));
    assert_eq!(read(&zipped(&[("word/document.xml", b"<w/>")])), Err(Unread::NotASheet));
    let shell: &[u8] = b"<workbook/>";
    assert_eq!(read(&zipped(&[("xl/workbook.xml", shell)])), Err(Unread::NotASheet));
    let empty = workbook(|_| {});
    assert_eq!(read(&empty), Err(Unread::Empty));
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn a_bomb_does_not_go_off() {
    // 64 MiB of nothing in some 64 KiB.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).expect("a part");
    zip.write_all(b"<workbook/>").expect("written");
    zip.start_file("xl/sharedStrings.xml", options).expect("a part");
    for _ in 0..64 {
        zip.write_all(&[b' '; 1 << 20]).expect("written");
    }
    let bomb = zip.finish().expect("a zip").into_inner();
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    assert_eq!(read(&bomb), Err(Unread::Bomb));
    let many: Vec<String> = (0..2_100).map(|n| format!("a{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read(&zipped(&many)), Err(Unread::Bomb));
}

#[test]
fn a_file_that_was_cut_or_bent_is_refused_and_no_more() {
    let whole = workbook(|page| {
        head(page);
        for row in 1..200 {
            page.write_string(row, 0, format!("PT-{row}")).expect("a cell");
        }
    });
    assert!(read(&whole).is_ok());
    for at in (0..whole.len()).step_by(97) {
        let mut bent = whole.clone();
        bent[at] ^= 0xFF;
        // Whatever comes of it, it is an answer.
        let _ = read(&bent);
        assert!(read(&whole[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn too_much_is_refused_before_it_is_kept() {
    let limits = Limits { rows: 3, columns: 2, ..Limits::USUAL };
    let said = |bytes: &[u8]| scribe::read(bytes, &limits).expect_err("refused");
    assert_eq!(said(b"a,b\n1,2\n1,2\n1,2\n1,2\n"), Unread::TooManyRows(3));
    assert_eq!(said(b"a,b,c\n1,2,3\n"), Unread::TooManyColumns(2));
    let wide = workbook(|page| {
        page.write_string(0, 16_000, "x").expect("a cell");
    });
    assert_eq!(said(&wide), Unread::TooManyColumns(2));
    let long = workbook(|page| {
        for row in 0..5 {
            page.write_number(row, 0, row).expect("a cell");
        }
    });
    assert_eq!(said(&long), Unread::TooManyRows(3));
    let open = format!("Kode,Nama\nPT-01,\"{}\n", "PT-02,x\n".repeat(5_000));
    assert_eq!(read(open.as_bytes()), Err(Unread::OpenQuote(2)));
}

#[test]
fn what_was_written_here_is_read_here() {
    use sheet::{Cell, Column, Sheet};
    let columns = vec![Column::text("Kode"), Column::rupiah("Harga"), Column::day("Mulai")];
    let day = Day::new(2025, 11, 3).expect("a day");
    let row: Vec<Cell> = vec!["=1+1".into(), (-5).into(), day.into()];
    let sheet = Sheet::new("Produk", columns).rows([row]);
    for format in [sheet::Format::Xlsx, sheet::Format::Csv] {
        let mut bytes = Vec::new();
        let mut file = scribe::write(format, &sheet).expect("written");
        std::io::Read::read_to_end(&mut file, &mut bytes).expect("read");
        let cells = &read(&bytes).expect("read").rows[0].cells;
        assert_eq!(cells[0], text("=1+1"), "{format:?}");
        assert_eq!(cells[1].text().as_deref(), Some("-5"), "{format:?}");
        assert_eq!(cells[2].day(), Ok(Some(day)), "{format:?}");
    }
}
