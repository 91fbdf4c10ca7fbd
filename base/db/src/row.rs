//! Reading a row: by place, into a type of ours.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    Capabilities, Capability, Count, Day, Id, Lang, Line, Note, Price, Quantity, Rupiah, Share,
    Time, Zone,
};
use rusqlite::types::ValueRef;
use tokio_postgres::types::{FromSql, Type};
use uuid::Uuid;

use crate::{Error, Result};

/// A row while it is being read. It lives no longer than the closure that reads it.
pub struct Row<'r> {
    pub(crate) inner: Inner<'r>,
    pub(crate) at: &'static str,
}

#[derive(Clone, Copy)]
pub(crate) enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

/// What a column may be read as.
pub trait Column: Sized {
    fn read(row: &Row<'_>, at: usize) -> Result<Self>;
}

impl<'r> Row<'r> {
    /// The column at place `at`, counted from 0.
    pub fn get<T: Column>(&self, at: usize) -> Result<T> {
        T::read(self, at)
    }

    pub fn is_null(&self, at: usize) -> Result<bool> {
        match self.inner {
            Inner::Sqlite(_) => Ok(matches!(self.sqlite(at)?, ValueRef::Null)),
            Inner::Postgres(row) => {
                let any = row.try_get::<_, Option<Anything>>(at);
                any.map(|value| value.is_none()).map_err(|e| Error::at(self.at, e))
            }
        }
    }

    pub fn int(&self, at: usize) -> Result<i64> {
        match self.inner {
            Inner::Sqlite(_) => match self.sqlite(at)? {
                ValueRef::Integer(n) => Ok(n),
                other => Err(self.not(at, "a number", other)),
            },
            Inner::Postgres(row) => match row.columns().get(at).map(|column| column.type_()) {
                Some(&Type::INT4) => self.postgres::<i32>(row, at).map(i64::from),
                Some(&Type::INT2) => self.postgres::<i16>(row, at).map(i64::from),
                Some(&Type::NUMERIC) => Err(Error::at(
                    self.at,
                    format_args!("column {at} is numeric: write CAST(… AS bigint)"),
                )),
                _ => self.postgres(row, at),
            },
        }
    }

    pub fn text(&self, at: usize) -> Result<&'r str> {
        match self.inner {
            Inner::Sqlite(_) => match self.sqlite(at)? {
                ValueRef::Text(text) => {
                    std::str::from_utf8(text).map_err(|e| Error::at(self.at, e))
                }
                other => Err(self.not(at, "text", other)),
            },
            Inner::Postgres(row) => self.postgres(row, at),
        }
    }

    pub fn bool(&self, at: usize) -> Result<bool> {
        match self.inner {
            Inner::Sqlite(_) => match self.sqlite(at)? {
                ValueRef::Integer(n @ (0 | 1)) => Ok(n == 1),
                other => Err(self.not(at, "a boolean", other)),
            },
            Inner::Postgres(row) => self.postgres(row, at),
        }
    }

    pub fn uuid(&self, at: usize) -> Result<Uuid> {
        match self.inner {
            Inner::Sqlite(_) => {
                Uuid::from_slice(self.bytes(at)?).map_err(|e| Error::at(self.at, e))
            }
            Inner::Postgres(row) => self.postgres(row, at),
        }
    }

    pub fn time(&self, at: usize) -> Result<Time> {
        match self.inner {
            Inner::Sqlite(_) => {
                Time::from_micros(self.int(at)?).ok_or_else(|| self.unknown(at, "time"))
            }
            Inner::Postgres(row) => self.postgres::<DateTime<Utc>>(row, at).map(Time::from_utc),
        }
    }

    pub fn day(&self, at: usize) -> Result<Day> {
        match self.inner {
            Inner::Sqlite(_) => NaiveDate::from_str(self.text(at)?)
                .map(Day::from_date)
                .map_err(|e| Error::at(self.at, e)),
            Inner::Postgres(row) => self.postgres(row, at).map(Day::from_date),
        }
    }

    pub fn bytes(&self, at: usize) -> Result<&'r [u8]> {
        match self.inner {
            Inner::Sqlite(_) => match self.sqlite(at)? {
                ValueRef::Blob(bytes) => Ok(bytes),
                other => Err(self.not(at, "bytes", other)),
            },
            Inner::Postgres(row) => self.postgres(row, at),
        }
    }

    pub fn json(&self, at: usize) -> Result<serde_json::Value> {
        match self.inner {
            Inner::Sqlite(_) => {
                serde_json::from_str(self.text(at)?).map_err(|e| Error::at(self.at, e))
            }
            Inner::Postgres(row) => self.postgres(row, at),
        }
    }

    /// A fault: the column holds something that a `kind` cannot be. Never shows the value.
    pub fn unknown(&self, at: usize, kind: &str) -> Error {
        Error::at(self.at, format_args!("column {at} is no {kind}"))
    }

    fn sqlite(&self, at: usize) -> Result<ValueRef<'r>> {
        match self.inner {
            Inner::Sqlite(row) => row.get_ref(at).map_err(|e| Error::at(self.at, e)),
            Inner::Postgres(_) => Err(Error::at(self.at, "not a row of SQLite")),
        }
    }

    fn postgres<T: FromSql<'r>>(&self, row: &'r tokio_postgres::Row, at: usize) -> Result<T> {
        row.try_get(at).map_err(|e| Error::at(self.at, e))
    }

    fn not(&self, at: usize, wanted: &str, found: ValueRef<'_>) -> Error {
        let found = found.data_type();
        Error::at(self.at, format_args!("column {at} is {found}, not {wanted}"))
    }
}

/// Accepts every type, to see only whether there is something.
struct Anything;
impl FromSql<'_> for Anything {
    fn from_sql(_: &Type, _: &[u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

impl<T: Column> Column for Option<T> {
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        if row.is_null(at)? { Ok(None) } else { T::read(row, at).map(Some) }
    }
}
impl<K> Column for Id<K> {
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        row.uuid(at).map(Self::new)
    }
}

macro_rules! column {
    ($($type:ty, $row:ident, $at:ident => $read:expr;)+) => { $(
        impl Column for $type {
            fn read($row: &Row<'_>, $at: usize) -> Result<Self> {
                $read
            }
        }
    )+ };
}
column! {
    i64, row, at => row.int(at);
    bool, row, at => row.bool(at);
    String, row, at => row.text(at).map(str::to_owned);
    Uuid, row, at => row.uuid(at);
    Time, row, at => row.time(at);
    Day, row, at => row.day(at);
    Vec<u8>, row, at => row.bytes(at).map(<[u8]>::to_vec);
    serde_json::Value, row, at => row.json(at);
    Rupiah, row, at => row.int(at).map(Self);
    Quantity, row, at => row.int(at).map(Self);
    Share, row, at => row.int(at).map(Self);
    Capabilities, row, at => row.int(at).map(Self);
    Price, row, at => Self::new(row.int(at)?).ok_or_else(|| row.unknown(at, "price"));
    Count, row, at => Self::new(row.int(at)?).ok_or_else(|| row.unknown(at, "count"));
    Line, row, at => Self::parse(row.text(at)?).map_err(|_| row.unknown(at, "line"));
    Note, row, at => Self::parse(row.text(at)?).map_err(|_| row.unknown(at, "note"));
    Lang, row, at => Self::from_tag(row.text(at)?).ok_or_else(|| row.unknown(at, "language"));
    Zone, row, at => Self::from_name(row.text(at)?).ok_or_else(|| row.unknown(at, "zone"));
    Capability, row, at =>
        Self::from_name(row.text(at)?).ok_or_else(|| row.unknown(at, "capability"));
}
