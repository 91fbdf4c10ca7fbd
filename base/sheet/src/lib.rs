#![doc = include_str!("../README.md")]

mod cell;
mod desk;
mod table;

pub use cell::{Cell, Moment, harmless};
pub use desk::{Desk, Format, ReadFile, Writer};
pub use table::{Found, Limits, NoDay, Row, Table, Unread};

/// What stands in a column, and so how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Rupiah,
    Day,
    /// A day with its hour and minute.
    Moment,
}

/// A column: what it is called, what stands in it, and whether it is added up.
#[derive(Debug, Clone)]
pub struct Column {
    pub label: String,
    pub kind: Kind,
    pub summed: bool,
    /// In characters.
    pub width: u16,
    /// What a template says to whoever fills the column in.
    pub hint: Option<String>,
}

impl Column {
    fn new(label: &str, kind: Kind, width: u16) -> Self {
        Self { label: label.to_owned(), kind, summed: false, width, hint: None }
    }
    pub fn text(label: &str) -> Self {
        Self::new(label, Kind::Text, 24)
    }
    pub fn number(label: &str) -> Self {
        Self::new(label, Kind::Number, 12)
    }
    pub fn rupiah(label: &str) -> Self {
        Self::new(label, Kind::Rupiah, 16)
    }
    pub fn day(label: &str) -> Self {
        Self::new(label, Kind::Day, 12)
    }
    pub fn moment(label: &str) -> Self {
        Self::new(label, Kind::Moment, 17)
    }
    /// A total stands under it. Only what can be added: pieces, rupiah.
    pub const fn summed(mut self) -> Self {
        self.summed = true;
        self
    }
    pub const fn width(mut self, characters: u16) -> Self {
        self.width = characters;
        self
    }
    pub fn hint(mut self, says: &str) -> Self {
        self.hint = Some(says.to_owned());
        self
    }
}

/// A list or a statement, whole or one window of it.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub title: String,
    /// What the file is called, without its ending; of the title where left out.
    pub name: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// What stands on the second sheet of a workbook: whose, of when, narrowed by what.
    pub about: Vec<(String, String)>,
    /// What stands before the sums, in the first column that has none; nothing where it is empty.
    pub total: String,
    /// What stands between the cells of a text file.
    pub separator: u8,
    /// How many records the window held; `None` where the rows are all there are.
    pub fetched: Option<usize>,
}

impl Sheet {
    pub fn new(title: &str, columns: Vec<Column>) -> Self {
        let title = title.to_owned();
        Self {
            title,
            name: None,
            columns,
            rows: Vec::new(),
            about: Vec::new(),
            total: String::new(),
            separator: b',',
            fetched: None,
        }
    }
    /// All rows there are.
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows = rows.into_iter().collect();
        self
    }
    /// The rows of the window that was asked for, one a record.
    pub fn window(self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        let mut sheet = self.rows(rows);
        sheet.fetched = Some(sheet.rows.len());
        sheet
    }
    /// A window in which a record is no row, or several.
    pub const fn fetched(mut self, records: usize) -> Self {
        self.fetched = Some(records);
        self
    }
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
    /// What the last row is called: "Jumlah".
    pub fn total(mut self, label: &str) -> Self {
        label.clone_into(&mut self.total);
        self
    }
    /// With semicolons between the cells, as an Excel that writes `1,5` opens a text file.
    pub const fn semicolons(mut self) -> Self {
        self.separator = b';';
        self
    }
    pub fn about(mut self, label: &str, value: impl Into<String>) -> Self {
        self.about.push((label.to_owned(), value.into()));
        self
    }
    /// A plain name for a file: small letters, digits and dashes.
    pub fn file_name(&self) -> String {
        let text = self.name.as_deref().unwrap_or(&self.title).to_lowercase();
        let parts =
            text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        let name = parts.collect::<Vec<_>>().join("-");
        if name.is_empty() { "daftar".to_owned() } else { name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_plain() {
        let sheet = Sheet::new("Nota & setoran (2025)", Vec::new());
        assert_eq!(sheet.file_name(), "nota-setoran-2025");
        assert_eq!(sheet.named("NK/2511/01").file_name(), "nk-2511-01");
        assert_eq!(Sheet::new("…", Vec::new()).file_name(), "daftar");
    }

    #[test]
    fn a_window_knows_how_much_it_held() {
        let sheet = Sheet::new("a", vec![Column::number("n")]);
        assert_eq!(sheet.clone().rows([vec![Cell::from(1)]]).fetched, None);
        assert_eq!(sheet.clone().window([vec![Cell::from(1)]]).fetched, Some(1));
        assert_eq!(sheet.window([vec![1.into()], vec![2.into()]]).fetched(1).fetched, Some(1));
    }
}
