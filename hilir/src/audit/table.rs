//! A list in the pack, written row by row into files of its own: as Excel and CSV for people, as
//! JSON for programs. Every row is the same record in all three.

use std::{
    fs::File,
    io::{BufWriter, Write},
};

use kernel::{Day, Lang, Quantity, Rupiah};
use serde_json::{Map, Value};
use sheet::{Column, Format, Sheet, Writer};
use words::Speak;

use super::{Trouble, gather::Look};

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum Cell {
    Nothing,
    Text(String),
    Number(i64),
    Day(Day),
    Yes(bool),
    /// What a program goes by, and how the reader's language says it.
    Word {
        code: String,
        said: String,
    },
}

impl Cell {
    /// A code whose word is `<words>.<code>`.
    pub fn word(lang: Lang, words: &str, code: impl ToString) -> Self {
        let code = code.to_string();
        Self::Word { said: lang.t(&format!("{words}.{code}")).to_owned(), code }
    }

    fn json(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Day(day) => day.to_string().into(),
            Self::Yes(yes) => (*yes).into(),
            Self::Word { code, .. } => code.as_str().into(),
        }
    }

    fn sheet(&self, lang: Lang) -> sheet::Cell {
        match self {
            Self::Nothing => sheet::Cell::Empty,
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Day(day) => (*day).into(),
            Self::Yes(yes) => lang.t(if *yes { "common.yes" } else { "common.no" }).into(),
            Self::Word { said, .. } => said.as_str().into(),
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

/// Rows that are handed over at once.
const WINDOW: usize = 500;

/// A list on its way.
pub struct Table {
    lang: Lang,
    name: &'static str,
    keys: &'static [&'static str],
    books: Vec<(Format, Box<dyn Writer>)>,
    waiting: Vec<Vec<sheet::Cell>>,
    json: BufWriter<File>,
    rows: i64,
}

/// A finished list: its name in the pack, and a file that has no name yet.
pub type Listed = (String, File);

/// What stands in a column, by its name.
fn column(lang: Lang, key: &str) -> Column {
    let label = lang.t(&format!("audit.column.{key}"));
    match key {
        "quantity" => Column::number(label).summed(),
        "days" => Column::number(label),
        "passed" | "estimated" => Column::text(label).width(10),
        "gross" | "shop_part" | "expenses" | "losses" | "due" | "open" | "amount" | "base"
        | "cost" | "premi" | "state_revenue" => Column::rupiah(label).summed(),
        "unit_price" => Column::rupiah(label),
        "day" | "from" | "to" => Column::day(label),
        key if key.ends_with("_on") || key.ends_with("_day") => Column::day(label),
        _ => Column::text(label),
    }
}

impl Table {
    /// `keys` are the fields in JSON, and with `audit.column.` before them the words of the heads.
    pub fn begin(
        name: &'static str,
        keys: &'static [&'static str],
        look: &Look<'_>,
    ) -> Result<Self, Trouble> {
        let lang = look.ctx.lang;
        let mut columns: Vec<Column> = keys.iter().map(|key| column(lang, key)).collect();
        // One document may stand under several findings: a sum of them is of nothing.
        if name == "temuan" {
            columns.iter_mut().for_each(|column| column.summed = false);
        }
        let title = lang.t(&format!("audit.list.{name}"));
        let mut sheet = Sheet::new(title, columns).named(name).total(lang.t("common.total"));
        sheet = sheet.about(lang.t("web.sheet.title"), title);
        sheet.about.extend(look.about.iter().cloned());
        let mut books = Vec::new();
        for format in [Format::Xlsx, Format::Csv] {
            books.push((format, scribe::begin(format, &sheet)?));
        }
        let mut json = BufWriter::new(tempfile::tempfile()?);
        json.write_all(b"[")?;
        Ok(Self { lang, name, keys, books, waiting: Vec::new(), json, rows: 0 })
    }

    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Trouble> {
        self.waiting.push(cells.iter().map(|cell| cell.sheet(self.lang)).collect());
        if self.waiting.len() >= WINDOW {
            self.hand_over()?;
        }
        let pairs = self.keys.iter().zip(cells);
        let record: Map<String, Value> =
            pairs.map(|(key, cell)| ((*key).to_owned(), cell.json())).collect();
        self.json.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.json, &record)?;
        self.rows += 1;
        Ok(())
    }

    fn hand_over(&mut self) -> Result<(), Trouble> {
        for (_, book) in &mut self.books {
            book.rows(&self.waiting)?;
        }
        self.waiting.clear();
        Ok(())
    }

    /// The same list in each of its forms.
    pub fn finish(mut self) -> Result<Vec<Listed>, Trouble> {
        self.hand_over()?;
        let path = |ending: &str| format!("data/{}.{ending}", self.name);
        let mut all = Vec::new();
        for (format, book) in self.books {
            all.push((path(format.ending()), book.finish()?));
        }
        self.json.write_all(b"\n]\n")?;
        let json = self.json.into_inner().map_err(|error| Trouble::File(error.to_string()))?;
        all.push((path("json"), json));
        Ok(all)
    }
}
