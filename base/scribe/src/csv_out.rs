//! Comma-separated values, as RFC 4180 has them; with semicolons where a sheet asks for them.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use csv::{Terminator, WriterBuilder};
use sheet::{Cell, Sheet, Writer, harmless};

/// By which Excel knows that the letters are UTF-8.
pub(crate) const MARK: &[u8] = b"\xEF\xBB\xBF";

pub(crate) struct Lines {
    out: csv::Writer<BufWriter<File>>,
}

impl Lines {
    pub fn begin(sheet: &Sheet) -> io::Result<Self> {
        let mut file = BufWriter::new(tempfile::tempfile()?);
        file.write_all(MARK)?;
        let mut out = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .delimiter(sheet.separator)
            .from_writer(file);
        out.write_record(sheet.columns.iter().map(|column| harmless(&column.label).into_owned()))?;
        Ok(Self { out })
    }
}

impl Writer for Lines {
    fn rows(&mut self, rows: &[Vec<Cell>]) -> io::Result<()> {
        for row in rows {
            for cell in row {
                match cell {
                    Cell::Empty => self.out.write_field(b"")?,
                    Cell::Text(text) => self.out.write_field(harmless(text).as_bytes())?,
                    Cell::Number(number) => self.out.write_field(number.to_string())?,
                    Cell::Day(day) => self.out.write_field(day.to_string())?,
                    Cell::Moment(at) => {
                        let text = format!("{} {:02}:{:02}", at.day, at.hour, at.minute);
                        self.out.write_field(text)?;
                    }
                }
            }
            self.out.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<File> {
        let buffered = self.out.into_inner().map_err(|e| io::Error::other(e.to_string()))?;
        crate::from_the_start(buffered.into_inner().map_err(io::IntoInnerError::into_error)?)
    }
}
