//! Pure: one row of a file, and its cells as an input's fields.

use std::collections::BTreeMap;

use kernel::{Day, Refusal};
use serde_json::{Map, Value};
use sheet::{Found, Kind as Shape, NoDay, Row};

use crate::{columns::Col, refusal::No};

/// A row by the names of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As the program that shows the file counts it.
    pub number: usize,
    pub cells: BTreeMap<&'static str, Found>,
    /// Whether something stands where the head has no column.
    pub beyond: bool,
}

pub fn line_of(row: &Row, places: &[Option<Col>]) -> Line {
    let mut line = Line { number: row.number, cells: BTreeMap::new(), beyond: false };
    for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        match places.get(at).copied().flatten() {
            Some(column) => {
                line.cells.insert(column.key, cell.clone());
            }
            None => line.beyond = true,
        }
    }
    line
}

impl Line {
    /// Refuses what no reader may guess: a formula, an error, a day that means two, a part of a
    /// rupiah or of a piece: read as text, the point in `833.333` would set thousands apart.
    ///
    /// # Errors
    /// The first of them, at its column.
    pub fn checked(&self, columns: &[Col]) -> Result<(), Refusal> {
        if self.beyond {
            return Err(No::BeyondHead.into());
        }
        for column in columns {
            match self.cells.get(column.key) {
                None if column.required => {
                    let required = Refusal::new("web.required", kernel::RefusalKind::Invalid);
                    return Err(required.at(column.key));
                }
                Some(Found::Formula) => return Err(No::Formula.at(column.key)),
                Some(Found::Broken) => return Err(No::Broken.at(column.key)),
                Some(Found::Fraction(_)) if column.counts() => {
                    return Err(No::Fraction.at(column.key));
                }
                Some(_) if column.shape == Shape::Day => drop(self.day(column.key)?),
                _ => {}
            }
        }
        Ok(())
    }

    /// As it was typed; nothing where the cell is empty.
    pub fn text(&self, key: &str) -> Option<String> {
        self.cells.get(key).and_then(Found::text)
    }

    /// The day in a cell.
    ///
    /// # Errors
    /// Where it means none, or one of two.
    pub fn day(&self, key: &str) -> Result<Option<Day>, Refusal> {
        let day = self.cells.get(key).map_or(Ok(None), Found::day);
        day.map_err(|no| match no {
            NoDay::Ambiguous => No::DayAmbiguous.at(key),
            NoDay::Impossible => No::DayImpossible.at(key),
        })
    }

    /// Whether a cell says yes; no where it is empty.
    ///
    /// # Errors
    /// Where it says something else.
    pub fn yes(&self, key: &str) -> Result<bool, Refusal> {
        match self.text(key).map(|text| text.to_lowercase()).as_deref() {
            None | Some("tidak" | "no" | "false" | "0") => Ok(false),
            Some("ya" | "yes" | "true" | "1" | "x") => Ok(true),
            Some(_) => Err(No::NotYesOrNo.at(key)),
        }
    }

    /// The cells as fields of an input: text stays text, a code that was typed as a number too.
    ///
    /// # Errors
    /// As [`Line::day`].
    pub fn fields(&self, columns: &[Col]) -> Result<Map<String, Value>, Refusal> {
        let mut fields = Map::new();
        for column in columns {
            let Some(cell) = self.cells.get(column.key) else { continue };
            let value = match (column.shape, cell) {
                (Shape::Day, _) => match self.day(column.key)? {
                    Some(day) => Value::String(day.to_string()),
                    None => continue,
                },
                (Shape::Number | Shape::Rupiah, Found::Number(number)) => (*number).into(),
                (Shape::Rupiah, Found::Text(text)) => whole(text).into(),
                (_, cell) => cell.text().unwrap_or_default().into(),
            };
            fields.insert(column.key.to_owned(), value);
        }
        Ok(fields)
    }
}

/// `Rp15.000,00` is how an Indonesian Excel shows whole rupiah. Any other decimals stay, and are
/// refused by whoever reads the amount.
fn whole(text: &str) -> &str {
    text.trim_end().strip_suffix(",00").unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Kind;

    fn line(cells: &[(&'static str, Found)]) -> Line {
        Line { number: 2, cells: cells.iter().cloned().collect(), beyond: false }
    }

    fn said(line: &Line) -> (&'static str, Option<String>) {
        let no = line.checked(Kind::Opening.columns()).expect_err("refused");
        (no.code, no.field)
    }

    #[test]
    fn what_no_reader_may_guess_is_refused_at_its_column() {
        let text = |text: &str| Found::Text(text.to_owned());
        let good = [
            ("product", text("PT-01")),
            ("batch", text("PT-2501-01")),
            ("pieces", Found::Number(12)),
            ("as_of", text("31/01/2025")),
            ("makers", text("WB-001")),
        ];
        assert!(line(&good).checked(Kind::Opening.columns()).is_ok());
        let with = |key, found| line(&[&good[..], &[(key, found)]].concat());
        let field = |key: &str| Some(key.to_owned());
        assert_eq!(said(&with("cost", Found::Formula)), ("intake.formula", field("cost")));
        assert_eq!(said(&with("pieces", Found::Broken)), ("intake.broken", field("pieces")));
        for (key, digits) in [("pieces", "1.125"), ("cost", "833.333")] {
            let half = with(key, Found::Fraction(digits.to_owned()));
            assert_eq!(said(&half), ("intake.fraction", field(key)));
        }
        let code = with("batch", Found::Fraction("25.01".to_owned()));
        assert!(code.checked(Kind::Opening.columns()).is_ok(), "a code is no amount");
        assert_eq!(
            said(&with("as_of", text("1/2/2025"))),
            ("intake.day_ambiguous", field("as_of"))
        );
        assert_eq!(
            said(&with("as_of", text("31/02/2025"))),
            ("intake.day_impossible", field("as_of"))
        );
        assert_eq!(said(&line(&good[1..])), ("web.required", field("product")));
        let beyond = Line { beyond: true, ..line(&good) };
        assert_eq!(said(&beyond), ("intake.beyond_head", None));
    }

    #[test]
    fn only_noughts_behind_the_comma_are_whole_rupiah() {
        for (text, meant) in [
            ("Rp15.000,00", "Rp15.000"),
            ("15,00", "15"),
            ("15.000,50", "15.000,50"),
            ("15,000", "15,000"),
            ("15.000", "15.000"),
        ] {
            let line = line(&[("cost", Found::Text(text.to_owned()))]);
            let fields = line.fields(Kind::Opening.columns()).expect("fields");
            assert_eq!(fields["cost"], meant, "{text}");
        }
    }

    #[test]
    fn a_code_that_was_typed_as_a_number_is_text() {
        let line = line(&[("batch", Found::Number(101)), ("pieces", Found::Number(3))]);
        let fields = line.fields(Kind::Opening.columns()).expect("fields");
        assert_eq!((&fields["batch"], &fields["pieces"]), (&"101".into(), &3.into()));
    }
}
