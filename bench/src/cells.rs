//! A statement's parameters that outlive the row they were read from.

use db::{Param, Sql, Value};
use kernel::{Day, Time};
use uuid::Uuid;

#[derive(Debug, Clone)]
pub enum Cell {
    Null,
    Int(i64),
    Text(String),
    Id(Uuid),
    Time(Time),
    Day(Day),
    Bytes(Vec<u8>),
    Json(serde_json::Value),
}

impl Param for Cell {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(n) => Value::Int(*n),
            Self::Text(text) => Value::Text(text),
            Self::Id(id) => Value::Id(*id),
            Self::Time(time) => Value::Time(*time),
            Self::Day(day) => Value::Day(*day),
            Self::Bytes(bytes) => Value::Bytes(bytes),
            Self::Json(json) => Value::Json(json),
        }
    }
}

macro_rules! cell {
    ($($type:ty => $variant:ident;)+) => { $(
        impl From<$type> for Cell {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    )+ };
}
cell! {
    i64 => Int;
    String => Text;
    Uuid => Id;
    Time => Time;
    Day => Day;
    Vec<u8> => Bytes;
    serde_json::Value => Json;
}
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One statement with what it was given.
#[derive(Debug, Clone)]
pub struct Statement {
    pub sql: Sql,
    pub cells: Vec<Cell>,
}

/// The program's own statement that holds all these words: the limit sends the very same text.
pub fn statement_with(words: &[&str]) -> Result<Sql, String> {
    let mut found = db::every_statement().filter(|sql| words.iter().all(|w| sql.text.contains(w)));
    match (found.next(), found.next()) {
        (Some(sql), None) => Ok(*sql),
        (None, _) => Err(format!("no statement has the words {words:?}: has it changed?")),
        (Some(one), Some(two)) => {
            Err(format!("{} and {} both have the words {words:?}", one.at, two.at))
        }
    }
}
