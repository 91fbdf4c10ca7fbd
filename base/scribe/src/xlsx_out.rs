//! A workbook whose rows are on the disk, not in memory.

use std::{
    fs::File,
    io::{self, BufWriter},
};

use kernel::Day;
use rust_xlsxwriter::{
    DataValidation, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};
use sheet::{Cell, Column, Kind, Sheet, Writer};

/// Rupiah as Indonesian Excel has it by itself.
const RUPIAH: &str = "[$Rp-421] #,##0";
const NUMBER: &str = "#,##0";
const DAY: &str = "dd/mm/yyyy";
const MOMENT: &str = "dd/mm/yyyy hh:mm";
/// A4 among the papers that Excel numbers.
const A4: u8 = 9;
/// What a cell holds; Excel refuses more.
const TEXT_MAX: usize = 32_767;
/// The whole numbers that a workbook, which knows only floating point, keeps exactly.
const EXACT_MAX: u64 = 1 << 53;
/// To how many rows of a template its hints reach.
const HINTED_ROWS: u32 = 1_000;

pub(crate) struct Book {
    book: Workbook,
    columns: Vec<Column>,
    /// By column: how its cells are shown.
    formats: Vec<Format>,
    sums: Vec<i64>,
    /// What the row of the sums is called.
    total: String,
    /// The next row; the head is row 0.
    row: u32,
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

fn format_of(kind: Kind) -> Format {
    match kind {
        Kind::Text => Format::new(),
        Kind::Number => Format::new().set_num_format(NUMBER),
        Kind::Rupiah => Format::new().set_num_format(RUPIAH),
        Kind::Day => Format::new().set_num_format(DAY),
        Kind::Moment => Format::new().set_num_format(MOMENT),
    }
}

/// A name for a tab: at most 31 characters, none of those that Excel forbids.
fn tab(title: &str) -> String {
    let fit = |c: char| if "[]:*?/\\'".contains(c) { ' ' } else { c };
    let name: String = title.chars().map(fit).take(31).collect();
    let name = name.trim();
    if name.is_empty() { "Hilir".to_owned() } else { name.to_owned() }
}

/// How it comes out of a printer: A4 across, all columns on one page, the head on each.
fn on_paper(page: &mut Worksheet) -> Result<(), XlsxError> {
    page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    page.set_header_footer_scale_with_doc(false).set_footer("&L&A&R&P / &N");
    page.set_repeat_rows(0, 0).map(drop)
}

impl Book {
    pub fn begin(sheet: &Sheet) -> io::Result<Self> {
        let mut book = Workbook::new();
        Self::head(&mut book, sheet).map_err(failed)?;
        Self::about(&mut book, sheet).map_err(failed)?;
        Ok(Self {
            book,
            formats: sheet.columns.iter().map(|column| format_of(column.kind)).collect(),
            sums: vec![0; sheet.columns.len()],
            total: sheet.total.clone(),
            columns: sheet.columns.clone(),
            row: 1,
        })
    }

    fn head(book: &mut Workbook, sheet: &Sheet) -> Result<(), XlsxError> {
        let page = book.add_worksheet_with_constant_memory()?;
        page.set_name(tab(&sheet.title))?;
        page.set_freeze_panes(1, 0)?;
        on_paper(page)?;
        let words = Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Thin);
        let figures = words.clone().set_align(FormatAlign::Right);
        for (at, column) in (0..).zip(&sheet.columns) {
            let label = column.label.chars().count().min(40) as u16;
            page.set_column_width(at, column.width.max(label + 3))?;
            let format = if column.kind == Kind::Text { &words } else { &figures };
            page.write_string_with_format(0, at, &column.label, format)?;
            if let Some(says) = &column.hint {
                let hint = DataValidation::new().allow_any_value();
                let title: String = column.label.chars().take(32).collect();
                let says: String = says.chars().take(255).collect();
                let hint = hint.set_input_title(title)?.set_input_message(says)?;
                page.add_data_validation(1, at, HINTED_ROWS, at, &hint)?;
            }
        }
        Ok(())
    }

    /// The second sheet: what the first one is.
    fn about(book: &mut Workbook, sheet: &Sheet) -> Result<(), XlsxError> {
        if sheet.about.is_empty() {
            return Ok(());
        }
        let page = book.add_worksheet();
        page.set_name(if tab(&sheet.title) == "Hilir" { "Hilir 2" } else { "Hilir" })?;
        // On one page across: a label without its value says nothing.
        page.set_paper_size(A4).set_print_fit_to_pages(1, 0);
        page.set_column_width(0, 24)?;
        page.set_column_width(1, 60)?;
        let bold = Format::new().set_bold().set_align(FormatAlign::Top);
        let text = Format::new().set_text_wrap();
        for (row, (label, value)) in (0..).zip(&sheet.about) {
            page.write_string_with_format(row, 0, label, &bold)?;
            page.write_string_with_format(row, 1, short(value), &text)?;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        let row = self.row;
        let page = self.book.worksheet_from_index(0)?;
        for (at, (cell, format)) in (0..).zip(cells.iter().zip(&self.formats)) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    page.write_string(row, at, short(text))?;
                }
                Cell::Number(number) => number_in(page, (row, at), *number, format)?,
                Cell::Day(day) => {
                    page.write_datetime_with_format(row, at, excel_day(*day)?, format)?;
                }
                Cell::Moment(moment) => {
                    let time = excel_day(moment.day)?.and_hms(moment.hour, moment.minute, 0)?;
                    page.write_datetime_with_format(row, at, time, format)?;
                }
            }
        }
        for (sum, cell) in self.sums.iter_mut().zip(cells) {
            if let Cell::Number(number) = cell {
                *sum = sum.saturating_add(*number);
            }
        }
        self.row += 1;
        Ok(())
    }

    /// A last row with the sums of what can be summed, and filters over the rows above it.
    fn close(&mut self) -> Result<(), XlsxError> {
        let (last, width) = (self.row - 1, self.columns.len());
        let page = self.book.worksheet_from_index(0)?;
        if width > 0 {
            page.autofilter(0, 0, last, width as u16 - 1)?;
        }
        if last == 0 || !self.columns.iter().any(|column| column.summed) {
            return Ok(());
        }
        let label = (0..).zip(&self.columns).find(|(_, column)| !column.summed);
        if let Some((at, _)) = label.filter(|_| !self.total.is_empty()) {
            let format = Format::new().set_bold().set_border_top(FormatBorder::Double);
            page.write_string_with_format(last + 1, at, &self.total, &format)?;
        }
        for (at, column) in (0..).zip(&self.columns).filter(|(_, column)| column.summed) {
            let name = letters(at);
            let format = format_of(column.kind).set_bold().set_border_top(FormatBorder::Double);
            let sum = Formula::new(format!("=SUBTOTAL(109,{name}2:{name}{})", last + 1));
            let sum = sum.set_result(self.sums[usize::from(at)].to_string());
            page.write_formula_with_format(last + 1, at, sum, &format)?;
        }
        Ok(())
    }
}

/// A number that floating point would change is written as its digits.
fn number_in(
    page: &mut Worksheet,
    (row, at): (u32, u16),
    number: i64,
    format: &Format,
) -> Result<(), XlsxError> {
    if number.unsigned_abs() > EXACT_MAX {
        page.write_string(row, at, number.to_string())?;
    } else {
        page.write_number_with_format(row, at, number as f64, format)?;
    }
    Ok(())
}

fn excel_day(day: Day) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day_of_month() as u8)
}

fn short(text: &str) -> String {
    text.chars().take(TEXT_MAX).collect()
}

/// `A`, `B`, … `AA`.
pub(crate) fn letters(at: u16) -> String {
    let last = char::from(b'A' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { format!("{}{last}", letters(at / 26 - 1)) }
}

impl Writer for Book {
    fn rows(&mut self, rows: &[Vec<Cell>]) -> io::Result<()> {
        rows.iter().try_for_each(|row| self.row(row)).map_err(failed)
    }

    fn finish(mut self: Box<Self>) -> io::Result<File> {
        self.close().map_err(failed)?;
        let file = tempfile::tempfile()?;
        self.book.save_to_writer(BufWriter::new(&file)).map_err(failed)?;
        crate::from_the_start(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_excel_does() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(letters),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }

    #[test]
    fn a_tab_has_a_name_that_excel_takes() {
        assert_eq!(tab("Nota [2025/11]: a*b?"), "Nota  2025 11   a b");
        assert_eq!(tab("/:*"), "Hilir");
        assert_eq!(tab(&"x".repeat(40)).len(), 31);
    }
}
