//! The waist: one SQL text, two databases. TODO essay.

mod copy;
mod error;
mod job;
mod link;
mod lock;
mod migrate;
mod open;
mod postgres;
mod refusals;
mod row;
mod schema;
mod sql;
mod sqlite;
mod text_enum;
mod translate;
mod tx;
mod value;

pub use copy::{Progress, Report, TableReport, copy_all};
pub use error::{Error, RefuseOn, Result};
pub use lock::Lock;
pub use migrate::{Migration, migrations_from, migrations_in};
pub use open::{Counters, Db, Options};
pub use refusals::every_refusal_code;
pub use row::{Column, Row};
pub use sql::{Sql, every_statement};
pub use tx::{Read, Tx};
pub use value::{Param, Value};

/// What the macros write into the crates that use them; not for people.
#[doc(hidden)]
pub mod hidden {
    pub use crate::{
        refusals::RefusalCodes,
        sql::{lite_bytes, lite_text},
    };
    pub use kernel::{Refusal, RefusalKind};
    pub use {inventory, schemars, serde};
}
