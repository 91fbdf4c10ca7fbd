//! What is written is what a reader gets.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use kernel::Day;
use sheet::{Cell, Column, Format, Moment, Sheet};

fn sample() -> Sheet {
    let day = Day::new(2025, 11, 3).expect("a day");
    let columns = vec![
        Column::day("Tanggal"),
        Column::text("Barang"),
        Column::number("Jumlah").summed(),
        Column::rupiah("Omzet").summed(),
        Column::moment("Waktu"),
    ];
    let row = |text: &str, pieces: i64, gross: i64| -> Vec<Cell> {
        let at = Moment { day, hour: 14, minute: 5 };
        vec![day.into(), text.into(), pieces.into(), gross.into(), at.into()]
    };
    let rows = [
        row("=HYPERLINK(\"http://x\")", 2, 60_000),
        row("+62812, \"Toko\"\nbaris dua", -1, -30_000),
        row("@SUM(A1)", 3, 90_000),
        row("Glodok é 漢", 0, 0),
    ];
    Sheet::new("Penjualan", columns).about("Dibuat", "hari ini").total("Jumlah").rows(rows)
}

fn written(format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    scribe::write(format, &sample()).expect("written").read_to_end(&mut bytes).expect("read");
    bytes
}

#[test]
fn a_workbook_has_typed_cells_totals_and_no_formula_of_a_user() {
    let mut book = Xlsx::new(Cursor::new(written(Format::Xlsx))).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Penjualan", "Hilir"]);
    let range = book.worksheet_range("Penjualan").expect("cells");
    assert_eq!(range.get_size(), (6, 5));
    assert_eq!(range.get_value((1, 1)).expect("text").to_string(), "=HYPERLINK(\"http://x\")");
    assert_eq!(range.get_value((2, 3)), Some(&Data::Float(-30_000.0)));
    assert!(matches!(range.get_value((1, 0)), Some(Data::DateTime(_))));
    assert_eq!(range.get_value((5, 2)), Some(&Data::Float(4.0)), "the sum, as it is written");
    assert_eq!(range.get_value((5, 0)).expect("what it is").to_string(), "Jumlah");
    let formulas = book.worksheet_formula("Penjualan").expect("formulas");
    let formulas: Vec<_> = formulas.used_cells().map(|(_, _, one)| one.clone()).collect();
    assert_eq!(formulas, ["SUBTOTAL(109,C2:C5)", "SUBTOTAL(109,D2:D5)"]);
}

#[test]
fn a_workbook_has_a_frozen_head_with_filters_and_rupiah() {
    let mut book = zip::ZipArchive::new(Cursor::new(written(Format::Xlsx))).expect("a zip");
    let mut part = |name: &str| {
        let mut text = String::new();
        book.by_name(name).expect(name).read_to_string(&mut text).expect("text");
        text
    };
    let page = part("xl/worksheets/sheet1.xml");
    assert!(page.contains("state=\"frozen\""), "{page}");
    assert!(page.contains("<autoFilter ref=\"A1:E5\"/>"), "{page}");
    assert!(part("xl/styles.xml").contains("[$Rp-421] #,##0"));
    // Printed: all columns on one page, the head on each.
    assert!(page.contains("<pageSetUpPr fitToPage=\"1\"/>"), "{page}");
    assert!(page.contains("orientation=\"landscape\"") && page.contains("paperSize=\"9\""));
    assert!(part("xl/workbook.xml").contains("_xlnm.Print_Titles"));
}

#[test]
fn csv_is_plain_and_harmless() {
    let bytes = written(Format::Csv);
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").expect("the mark of UTF-8");
    let text = std::str::from_utf8(text).expect("UTF-8");
    let expected = "Tanggal,Barang,Jumlah,Omzet,Waktu\r\n\
        2025-11-03,\"'=HYPERLINK(\"\"http://x\"\")\",2,60000,2025-11-03 14:05\r\n\
        2025-11-03,\"'+62812, \"\"Toko\"\"\nbaris dua\",-1,-30000,2025-11-03 14:05\r\n\
        2025-11-03,'@SUM(A1),3,90000,2025-11-03 14:05\r\n\
        2025-11-03,Glodok é 漢,0,0,2025-11-03 14:05\r\n";
    assert_eq!(text, expected);
}

#[test]
fn csv_for_an_indonesian_excel_has_semicolons() {
    let columns = vec![Column::text("Barang; jenis"), Column::rupiah("Omzet")];
    let row: Vec<Cell> = vec!["Glodok; kecil, merah".into(), 60_000.into()];
    let sheet = Sheet::new("Penjualan", columns).semicolons().rows([row]);
    let mut bytes = Vec::new();
    scribe::write(Format::Csv, &sheet).expect("written").read_to_end(&mut bytes).expect("read");
    let expected = "\u{feff}\"Barang; jenis\";Omzet\r\n\"Glodok; kecil, merah\";60000\r\n";
    assert_eq!(std::str::from_utf8(&bytes).expect("UTF-8"), expected);
    let read = scribe::read(&bytes, &sheet::Limits::USUAL).expect("read again");
    assert_eq!(read.rows[0].cells[1].text().as_deref(), Some("60000"));
}

#[test]
fn an_empty_list_is_a_file_with_its_head() {
    let none = Sheet::new("Kosong", vec![Column::rupiah("Omzet").summed()]);
    let mut bytes = Vec::new();
    scribe::write(Format::Xlsx, &none).expect("written").read_to_end(&mut bytes).expect("read");
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.worksheet_range("Kosong").expect("cells").get_size(), (1, 1));
    assert_eq!(book.worksheet_formula("Kosong").expect("formulas").used_cells().count(), 0);
}
