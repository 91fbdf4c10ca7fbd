//! Pure: the head of a file against the columns that its kind has.

use std::collections::HashMap;

use kernel::{Lang, Refusal};
use sheet::Table;

use crate::{
    columns::Col,
    inputs::Kind,
    refusal::No,
    row::{Line, line_of},
};

/// What a first cell begins with where a row only shows how it is done.
const EXAMPLES: [&str; 2] = ["CONTOH ", "EXAMPLE "];

/// The rows of a file by the names of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted {
    pub lines: Vec<Line>,
    /// Rows that were only examples.
    pub examples: usize,
}

/// Sorts the cells under the columns. A head may be written in either language.
///
/// # Errors
/// Where a column is missing, stands twice or is not known, and where no row is left.
pub fn sorted(kind: Kind, lang: Lang, table: &Table) -> Result<Sorted, Refusal> {
    let places = places(kind, lang, table)?;
    let is_example = |cells: &[sheet::Found]| {
        let first = cells.iter().find_map(sheet::Found::text).unwrap_or_default();
        EXAMPLES.iter().any(|word| first.starts_with(word))
    };
    let (examples, real): (Vec<_>, Vec<_>) =
        table.rows.iter().partition(|row| is_example(&row.cells));
    if real.is_empty() {
        return Err(No::NoRows.at("file"));
    }
    let lines = real.into_iter().map(|row| line_of(row, &places)).collect();
    Ok(Sorted { lines, examples: examples.len() })
}

/// Which column each place of the head is; nothing where the head is empty.
fn places(kind: Kind, lang: Lang, table: &Table) -> Result<Vec<Option<Col>>, Refusal> {
    let mut known: HashMap<String, Col> = HashMap::new();
    for column in kind.columns() {
        for lang in [Lang::Id, Lang::En] {
            known.insert(plain(column.label(lang)), *column);
        }
        known.insert(plain(column.key), *column);
    }
    let mut places = Vec::with_capacity(table.head.len());
    for label in &table.head {
        let found = known.get(&plain(label)).copied();
        if found.is_none() && !label.is_empty() {
            let no = No::ColumnUnknown.with("column", short(label));
            return Err(no.with("known", listed(kind, lang, |_| true)).at("file"));
        }
        if found.is_some() && places.contains(&found) {
            return Err(No::ColumnTwice.with("column", short(label)).at("file"));
        }
        places.push(found);
    }
    let missing = |column: &Col| column.required && !places.contains(&Some(*column));
    if kind.columns().iter().any(missing) {
        let no = No::ColumnMissing.with("columns", listed(kind, lang, missing));
        let name = if table.name.is_empty() { "CSV" } else { &table.name };
        return Err(no.with("sheet", short(name)).at("file"));
    }
    Ok(places)
}

/// Small letters without the mark of what must be filled in.
fn plain(label: &str) -> String {
    label.trim().trim_end_matches('*').trim().to_lowercase()
}

/// What somebody wrote, as far as it fits into a sentence.
fn short(text: &str) -> String {
    text.chars().filter(|c| !kernel::is_hidden(*c)).take(60).collect()
}

fn listed(kind: Kind, lang: Lang, wanted: impl Fn(&Col) -> bool) -> String {
    let labels = kind.columns().iter().filter(|column| wanted(column));
    labels.map(|column| column.label(lang)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use sheet::{Found, Row};

    use super::*;

    fn table(head: &[&str], rows: &[&[&str]]) -> Table {
        let cells = |row: &&[&str]| row.iter().map(|cell| Found::of_text(cell)).collect();
        let rows =
            rows.iter().enumerate().map(|(at, row)| Row { number: at + 2, cells: cells(row) });
        Table {
            name: "Lembar1".into(),
            head: head.iter().map(|label| (*label).to_owned()).collect(),
            rows: rows.collect(),
        }
    }

    fn said(table: &Table) -> Result<Sorted, &'static str> {
        words::install_for_tests();
        sorted(Kind::Makers, Lang::Id, table).map_err(|no| no.code)
    }

    #[test]
    fn a_head_is_known_in_both_languages_and_in_any_order() {
        let rows: &[&[&str]] = &[&["Budi", "WB-001"]];
        for head in [["Nama", "Kode pembuat *"], ["name", "MAKER CODE"]] {
            let found = said(&table(&head, rows)).expect("sorted");
            assert_eq!(found.lines[0].cells["maker"], Found::Text("WB-001".into()));
            assert_eq!(found.lines[0].cells["person"], Found::Text("Budi".into()));
        }
    }

    #[test]
    fn a_wrong_head_is_refused() {
        let rows: &[&[&str]] = &[&["WB-001", "x"]];
        assert_eq!(
            said(&table(&["Kode pembuat", "Kode pembuat"], rows)),
            Err("intake.column_twice")
        );
        assert_eq!(said(&table(&["Nama", "Nomor register"], rows)), Err("intake.column_missing"));
        assert_eq!(said(&table(&["Kode pembuat", "Blok"], rows)), Err("intake.column_unknown"));
    }

    #[test]
    fn examples_are_passed_over_and_nothing_else_is_nothing() {
        let head = ["Kode pembuat", "Nama"];
        let rows: &[&[&str]] = &[&["CONTOH WB-001", "x"], &["WB-002", ""]];
        let found = said(&table(&head, rows)).expect("sorted");
        assert_eq!((found.examples, found.lines.len(), found.lines[0].number), (1, 1, 3));
        assert_eq!(said(&table(&head, &rows[..1])), Err("intake.no_rows"));
    }
}
