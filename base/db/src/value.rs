//! The eight kinds of value that cross the waist, and what may become one. There is no float.

use kernel::{
    Capabilities, Capability, Count, Day, Id, Lang, Line, Note, Passage, Price, Quantity, Rupiah,
    Share, Time, Zone,
};
use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use uuid::Uuid;

use crate::{Error, Result};

/// A parameter on its way into a statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'v> {
    Null,
    /// bigint; INTEGER.
    Int(i64),
    /// text; TEXT.
    Text(&'v str),
    /// boolean; INTEGER 0 or 1.
    Bool(bool),
    /// uuid; BLOB of 16 bytes.
    Id(Uuid),
    /// timestamptz; INTEGER, microseconds since 1970 UTC.
    Time(Time),
    /// date; TEXT, ISO 8601.
    Day(Day),
    /// bytea; BLOB.
    Bytes(&'v [u8]),
    /// jsonb; TEXT.
    Json(&'v serde_json::Value),
}

/// A parameter that outlives the closure's own values, until its statement is sent.
#[derive(Debug, Clone)]
pub(crate) enum Kept {
    Plain(Value<'static>),
    Text(String),
    Bytes(Vec<u8>),
    Json(serde_json::Value),
}

impl From<Value<'_>> for Kept {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Null => Self::Plain(Value::Null),
            Value::Int(n) => Self::Plain(Value::Int(n)),
            Value::Bool(b) => Self::Plain(Value::Bool(b)),
            Value::Id(id) => Self::Plain(Value::Id(id)),
            Value::Time(time) => Self::Plain(Value::Time(time)),
            Value::Day(day) => Self::Plain(Value::Day(day)),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Bytes(bytes) => Self::Bytes(bytes.to_owned()),
            Value::Json(json) => Self::Json(json.clone()),
        }
    }
}
impl Param for Kept {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Plain(value) => *value,
            Self::Text(text) => Value::Text(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
            Self::Json(json) => Value::Json(json),
        }
    }
}

/// What may be given to a statement as `$1`.
pub trait Param {
    fn value(&self) -> Value<'_>;
}

impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}
impl<T: Param> Param for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Param::value)
    }
}
impl<K> Param for Id<K> {
    fn value(&self) -> Value<'_> {
        Value::Id(self.uuid())
    }
}

macro_rules! param {
    ($($type:ty, $one:ident => $value:expr;)+) => { $(
        impl Param for $type {
            fn value(&self) -> Value<'_> {
                let $one = self;
                $value
            }
        }
    )+ };
}
param! {
    i64, n => Value::Int(*n);
    i32, n => Value::Int((*n).into());
    u32, n => Value::Int((*n).into());
    bool, b => Value::Bool(*b);
    str, text => Value::Text(text);
    String, text => Value::Text(text);
    Uuid, id => Value::Id(*id);
    Time, time => Value::Time(*time);
    Day, day => Value::Day(*day);
    [u8], bytes => Value::Bytes(bytes);
    Vec<u8>, bytes => Value::Bytes(bytes);
    serde_json::Value, json => Value::Json(json);
    Rupiah, amount => Value::Int(amount.0);
    Quantity, pieces => Value::Int(pieces.0);
    Share, points => Value::Int(points.0);
    Price, price => Value::Int(price.get().0);
    Count, count => Value::Int(count.get().0);
    Line, line => Value::Text(line.as_str());
    Note, note => Value::Text(note.as_str());
    Passage, passage => Value::Text(passage.as_str());
    Lang, lang => Value::Text(lang.tag());
    Zone, zone => Value::Text(zone.name());
    Capability, capability => Value::Text(capability.name());
    Capabilities, set => Value::Int(set.0);
}
impl<const N: usize> Param for [u8; N] {
    fn value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(n) => ToSqlOutput::Borrowed(ValueRef::Integer(*n)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bool(b) => ToSqlOutput::Borrowed(ValueRef::Integer((*b).into())),
            Self::Id(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Self::Time(time) => ToSqlOutput::Borrowed(ValueRef::Integer(time.micros())),
            Self::Day(day) => ToSqlOutput::Owned(Owned::Text(day.to_string())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Json(json) => ToSqlOutput::Owned(Owned::Text(json.to_string())),
        })
    }
}

/// The statement was given more or fewer parameters than it has places.
pub(crate) fn wrong_count(at: &str, wanted: usize) -> Error {
    Error::at(at, format_args!("the statement wants {wanted} parameter(s)"))
}

impl Value<'_> {
    /// PostgreSQL's text cannot hold a NUL, so SQLite's may not either.
    pub(crate) fn check(&self, at: &str, place: usize) -> Result<()> {
        match self {
            Self::Text(text) if text.as_bytes().contains(&0) => {
                Err(Error::at(at, format_args!("${place} holds a NUL character")))
            }
            _ => Ok(()),
        }
    }

    /// Whether PostgreSQL's idea of the parameter's type is ours.
    pub(crate) fn fits(&self, wanted: &Type) -> bool {
        match self {
            Self::Null => true,
            Self::Int(_) => matches!(*wanted, Type::INT8 | Type::INT4 | Type::INT2),
            Self::Text(_) => {
                matches!(*wanted, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME)
            }
            Self::Bool(_) => *wanted == Type::BOOL,
            Self::Id(_) => *wanted == Type::UUID,
            Self::Time(_) => *wanted == Type::TIMESTAMPTZ,
            Self::Day(_) => *wanted == Type::DATE,
            Self::Bytes(_) => *wanted == Type::BYTEA,
            Self::Json(_) => matches!(*wanted, Type::JSONB | Type::JSON),
        }
    }

    /// The name of the kind, for messages: never the value itself.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Int(_) => "a number",
            Self::Text(_) => "text",
            Self::Bool(_) => "a boolean",
            Self::Id(_) => "an id",
            Self::Time(_) => "a time",
            Self::Day(_) => "a day",
            Self::Bytes(_) => "bytes",
            Self::Json(_) => "JSON",
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        wanted: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(n) if *wanted == Type::INT4 => i32::try_from(*n)?.to_sql(wanted, out),
            Self::Int(n) if *wanted == Type::INT2 => i16::try_from(*n)?.to_sql(wanted, out),
            Self::Int(n) => n.to_sql(wanted, out),
            Self::Text(text) => text.to_sql(wanted, out),
            Self::Bool(b) => b.to_sql(wanted, out),
            Self::Id(id) => id.to_sql(wanted, out),
            Self::Time(time) => time.utc().to_sql(wanted, out),
            Self::Day(day) => day.date().to_sql(wanted, out),
            Self::Bytes(bytes) => bytes.to_sql(wanted, out),
            Self::Json(json) => json.to_sql(wanted, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}
