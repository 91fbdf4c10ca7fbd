//! The door to whoever writes and reads files: `scribe`, which only the program knows.

use std::{fs::File, io};

use crate::{Cell, Limits, Sheet, Table, Unread};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

impl Format {
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
    /// How many rows it holds beside its head.
    pub const fn rows_max(self) -> usize {
        match self {
            // The last line is for the totals.
            Self::Xlsx => 1_048_574,
            Self::Csv => 10_000_000,
        }
    }
}

/// A file being written, row by row with bounded memory.
pub trait Writer {
    /// # Errors
    /// Where the disk fails.
    fn rows(&mut self, rows: &[Vec<Cell>]) -> io::Result<()>;
    /// The file, with its totals, to be read from its beginning; it has no name and vanishes when
    /// it is let go.
    ///
    /// # Errors
    /// Where the disk fails.
    fn finish(self: Box<Self>) -> io::Result<File>;
}

/// Reads the first sheet of a file, whatever it is called.
pub type ReadFile = fn(&[u8], &Limits) -> Result<Table, Unread>;

/// Whoever writes and reads files.
#[derive(Clone, Copy)]
pub struct Desk {
    pub read: ReadFile,
    /// Begins a file with the head of a sheet; its rows are given later.
    pub begin: fn(Format, &Sheet) -> io::Result<Box<dyn Writer>>,
}
