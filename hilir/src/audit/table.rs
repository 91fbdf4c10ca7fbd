//! A list in the pack, written row by row beside the zip: as a table for people, as JSON for
//! programs. Every row is the same record in both.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::PathBuf,
};

use kernel::{Day, Quantity, Rupiah};
use serde_json::{Map, Value};
use words::Speak;

use super::{Trouble, bundle::Bundle};

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum Cell {
    Nothing,
    Text(String),
    Number(i64),
    Day(Day),
    Yes(bool),
}

impl Cell {
    fn json(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Day(day) => day.to_string().into(),
            Self::Yes(yes) => (*yes).into(),
        }
    }

    fn csv(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => quoted(text),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Yes(yes) => u8::from(*yes).to_string(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<Rupiah> for Cell {
    fn from(amount: Rupiah) -> Self {
        Self::Number(amount.0)
    }
}
impl From<Quantity> for Cell {
    fn from(quantity: Quantity) -> Self {
        Self::Number(quantity.0)
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}
impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Yes(yes)
    }
}
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// RFC 4180; what a spreadsheet would take for a formula gets a mark before it that makes it text.
fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) || formula {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// A list on its way.
pub struct Table {
    name: &'static str,
    keys: &'static [&'static str],
    beside: [PathBuf; 2],
    csv: BufWriter<File>,
    json: BufWriter<File>,
    rows: i64,
}

impl Table {
    /// `keys` are the fields in JSON, and with `audit.column.` before them the words of the heads.
    pub fn begin(
        name: &'static str,
        keys: &'static [&'static str],
        (bundle, lang): (&Bundle, kernel::Lang),
    ) -> Result<Self, Trouble> {
        let beside = ["csv", "json"].map(|ending| bundle.beside(&format!("{name}.{ending}")));
        let [csv, json] = &beside;
        let (mut csv, mut json) = (create(csv)?, create(json)?);
        // With its mark, a spreadsheet reads the letters right.
        csv.write_all("\u{feff}".as_bytes())?;
        let head = keys.iter().map(|key| quoted(lang.t(&format!("audit.column.{key}"))));
        write!(csv, "{}\r\n", head.collect::<Vec<_>>().join(","))?;
        json.write_all(b"[")?;
        Ok(Self { name, keys, beside, csv, json, rows: 0 })
    }

    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Trouble> {
        let line = cells.iter().map(Cell::csv).collect::<Vec<_>>().join(",");
        write!(self.csv, "{line}\r\n")?;
        let pairs = self.keys.iter().zip(cells);
        let record: Map<String, Value> =
            pairs.map(|(key, cell)| ((*key).to_owned(), cell.json())).collect();
        self.json.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.json, &record)?;
        self.rows += 1;
        Ok(())
    }

    /// Into the zip.
    pub fn finish(mut self, bundle: &mut Bundle) -> Result<(), Trouble> {
        self.json.write_all(b"\n]\n")?;
        let files = [("csv", self.csv), ("json", self.json)];
        for ((ending, file), path) in files.into_iter().zip(&self.beside) {
            let file = file.into_inner().map_err(|error| Trouble::File(error.to_string()))?;
            bundle.copy_file(&format!("data/{}.{ending}", self.name), file)?;
            fs::remove_file(path)?;
        }
        Ok(())
    }
}

fn create(path: &PathBuf) -> Result<BufWriter<File>, Trouble> {
    let file = File::options().read(true).write(true).create(true).truncate(true).open(path)?;
    Ok(BufWriter::new(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula_nor_another_cell() {
        assert_eq!(quoted("Perangkap tikus"), "Perangkap tikus");
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(quoted("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
        assert_eq!(Cell::Number(-5).csv(), "-5", "a number stays one");
    }
}
