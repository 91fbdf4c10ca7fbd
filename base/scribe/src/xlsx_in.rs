//! The first visible sheet of a workbook, cell by cell.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use kernel::Day;
use sheet::{Found, Limits, Row, Table, Unread};

use crate::unpack;

/// The whole numbers that floating point keeps exactly.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Table, Unread> {
    unpack::check(bytes, limits)?;
    // Somebody else's file meets somebody else's reader: what goes wrong there is the file's fault.
    let opened = catch_unwind(AssertUnwindSafe(|| opened(bytes, limits)));
    opened.unwrap_or(Err(Unread::NotASheet))
}

fn opened(bytes: &[u8], limits: &Limits) -> Result<Table, Unread> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unread::NotASheet)?;
    let shown = book
        .sheets_metadata()
        .iter()
        .find(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let name = shown.map(|sheet| sheet.name.clone()).ok_or(Unread::NotASheet)?;
    let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
    if let Some(range) = merged.first() {
        return Err(Unread::Merged(range_of(range)));
    }
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Unread::NotASheet)?;
    let mut page = Page { table: Table { name, ..Table::default() }, row: None, limits: *limits };
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| Unread::NotASheet)? {
        let found = if cell.formula.is_some() { Found::Formula } else { found(&cell.value) };
        page.put(cell.pos, found)?;
    }
    page.end_row()?;
    if page.table.head.is_empty() { Err(Unread::Empty) } else { Ok(page.table) }
}

struct Page {
    table: Table,
    /// The row that is being filled, with its number from 0.
    row: Option<(u32, Vec<Found>)>,
    limits: Limits,
}

impl Page {
    fn put(&mut self, (row, column): (u32, u32), found: Found) -> Result<(), Unread> {
        if found.is_empty() {
            return Ok(());
        }
        let column = column as usize;
        if column >= self.limits.columns {
            return Err(Unread::TooManyColumns(self.limits.columns));
        }
        match &self.row {
            Some((at, _)) if *at == row => {}
            // Rows stand in their order in every file that a program wrote.
            Some((at, _)) if *at > row => return Err(Unread::NotASheet),
            _ => {
                self.end_row()?;
                self.row = Some((row, Vec::new()));
            }
        }
        if let Some((_, cells)) = &mut self.row {
            if cells.len() <= column {
                cells.resize(column + 1, Found::Empty);
            }
            cells[column] = found;
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Unread> {
        let Some((row, cells)) = self.row.take() else { return Ok(()) };
        if self.table.head.is_empty() {
            let label = |cell: &Found| cell.text().unwrap_or_default().trim().to_owned();
            self.table.head = cells.iter().map(label).collect();
            return Ok(());
        }
        if self.table.rows.len() == self.limits.rows {
            return Err(Unread::TooManyRows(self.limits.rows));
        }
        self.table.rows.push(Row { number: row as usize + 1, cells });
        Ok(())
    }
}

fn found(value: &DataRef<'_>) -> Found {
    match value {
        DataRef::Empty => Found::Empty,
        DataRef::Int(number) => Found::Number(*number),
        DataRef::Float(number) => number_of(*number),
        DataRef::String(text) => Found::of_string(text),
        DataRef::SharedString(text) => Found::of_string(text),
        DataRef::Bool(yes) => Found::Text(yes.to_string()),
        DataRef::DateTime(moment) => day_of(*moment),
        DataRef::DateTimeIso(text) => {
            text.get(..10).and_then(|day| day.parse().ok()).map_or(Found::Broken, Found::Day)
        }
        DataRef::DurationIso(_) | DataRef::Error(_) => Found::Broken,
    }
}

/// A workbook knows only floating point; what is whole in it is whole here, and nothing else is.
fn number_of(number: f64) -> Found {
    if number.fract() == 0.0 && number.abs() < EXACT_MAX {
        Found::Number(number as i64)
    } else {
        Found::Fraction(number.to_string())
    }
}

fn day_of(moment: ExcelDateTime) -> Found {
    if moment.is_duration() {
        return Found::Broken;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let day = Day::new(year.into(), month.into(), day.into());
    day.filter(|day| (1990..=2199).contains(&day.year())).map_or(Found::Broken, Found::Day)
}

/// `A1:B3`.
fn range_of(range: &Dimensions) -> String {
    let one = |(row, column): (u32, u32)| {
        format!("{}{}", crate::xlsx_out::letters(column.min(u32::from(u16::MAX)) as u16), row + 1)
    };
    format!("{}:{}", one(range.start), one(range.end))
}
