//! Comma-separated values as people's programs write them: UTF-8 or marked UTF-16, with commas,
//! with the semicolons of an Indonesian Excel, or with tabs.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};
use sheet::{Found, Limits, Row, Table, Unread};

use crate::csv_out::MARK;

/// Longer than anything that is taken; a quotation mark that is not closed swallows the rest.
const CELL_CHARS_MAX: usize = 8_000;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Table, Unread> {
    // The reader counts lines by their last sign: with one sign each, it counts as an editor does.
    let text = decoded(bytes)?.replace("\r\n", "\n");
    let (text, said) = separator_line(&text);
    let skipped = usize::from(said.is_some());
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(said.unwrap_or_else(|| separator(text)))
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Unread::NotASheet)? {
        let line = record.position().map_or(0, |place| place.line() as usize) + skipped;
        if record.iter().any(|cell| cell.chars().nth(CELL_CHARS_MAX).is_some()) {
            return Err(Unread::OpenQuote(line));
        }
        if record.len() > limits.columns {
            return Err(Unread::TooManyColumns(limits.columns));
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if table.head.is_empty() {
            table.head = record.iter().map(|cell| cell.trim().to_owned()).collect();
            continue;
        }
        if table.rows.len() == limits.rows {
            return Err(Unread::TooManyRows(limits.rows));
        }
        let cells = record.iter().map(Found::of_text).collect();
        table.rows.push(Row { number: line, cells });
    }
    if table.head.is_empty() { Err(Unread::Empty) } else { Ok(table) }
}

/// The text, where its encoding is certain. Whoever guesses writes other letters into the books
/// than were typed.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Unread> {
    let utf16 = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let pairs = bytes.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            return Err(Unread::Encoding);
        }
        let units = pairs.map(|pair| join([pair[0], pair[1]]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.map(Cow::Owned).map_err(|_| Unread::Encoding)
    };
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => {
            let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
            Cow::Borrowed(std::str::from_utf8(bytes).map_err(|_| Unread::Encoding)?)
        }
    };
    if text.contains('\0') { Err(Unread::Encoding) } else { Ok(text) }
}

/// Excel may say in a first line what separates: `sep=;`.
fn separator_line(text: &str) -> (&str, Option<u8>) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    match line.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([one]) => (rest, Some(*one)),
        _ => (text, None),
    }
}

/// What stands most often in the first line that holds something, outside of quotation marks.
fn separator(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: char| {
        let mut quoted = false;
        let outside = line.chars().filter(|c| {
            quoted ^= *c == '"';
            !quoted && *c == sign
        });
        outside.count()
    };
    let signs = [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))];
    signs.into_iter().max_by_key(|(sign, times)| (*times, *sign == b',')).map_or(b',', |(s, _)| s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_seen() {
        for (text, sign) in [
            ("a,b,c\n", b','),
            ("kode;nama\n", b';'),
            ("kode\tnama\n", b'\t'),
            ("\"a,b,c\";x\n", b';'),
            ("kode\n", b','),
            ("\n\na;b\n", b';'),
        ] {
            assert_eq!(separator(text), sign, "{text:?}");
        }
        assert_eq!(separator_line("sep=;\r\na;b"), ("a;b", Some(b';')));
        assert_eq!(separator_line("sep;x"), ("sep;x", None));
    }
}
