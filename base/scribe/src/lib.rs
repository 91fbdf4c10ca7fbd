#![doc = include_str!("../README.md")]

mod csv_in;
mod csv_out;
mod unpack;
mod xlsx_in;
mod xlsx_out;

use std::{
    fs::File,
    io::{self, Seek, SeekFrom},
};

use sheet::{Desk, Format, Limits, Sheet, Table, Unread, Writer};

/// Whoever writes and reads files, for the house's wiring.
pub const fn desk() -> Desk {
    Desk { read, begin }
}

/// The first sheet of a file. What it is, its first bytes say, not its name.
///
/// # Errors
/// Where it is no spreadsheet, or more than the limits allow.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Table, Unread> {
    match bytes {
        [] => Err(Unread::Empty),
        [b'P', b'K', ..] => xlsx_in::read(bytes, limits),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Unread::OldExcel),
        _ if bytes.starts_with(b"%PDF") => Err(Unread::Pdf),
        _ => csv_in::read(bytes, limits),
    }
}

/// Begins a file with the head of a sheet.
///
/// # Errors
/// Where the disk fails.
pub fn begin(format: Format, sheet: &Sheet) -> io::Result<Box<dyn Writer>> {
    Ok(match format {
        Format::Xlsx => Box::new(xlsx_out::Book::begin(sheet)?),
        Format::Csv => Box::new(csv_out::Lines::begin(sheet)?),
    })
}

/// A whole sheet at once, for small ones such as templates.
///
/// # Errors
/// Where the disk fails.
pub fn write(format: Format, sheet: &Sheet) -> io::Result<File> {
    let mut writer = begin(format, sheet)?;
    writer.rows(&sheet.rows)?;
    writer.finish()
}

fn from_the_start(mut file: File) -> io::Result<File> {
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}
