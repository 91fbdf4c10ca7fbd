//! The waist: one SQL text on SQLite and on PostgreSQL. How to use it is in the README beside.
//!
//! **Shape.** A transaction is a closure without `async`, boxed with the way back to its caller
//! and put into a queue. Threads take from the queue: on SQLite one that writes and a few that
//! look, on PostgreSQL a few that write and a few that look, each with a connection of its own.
//! A thread runs a closure to its end, so nothing is ever cancelled half-way, and a caller who
//! stops waiting neither stops nor loses a commit.
//!
//! **Cost.** A read or write costs two hops between threads (there and back), whatever happens
//! inside. On SQLite a statement is then a direct call on a cached statement, and a commit is
//! one fsync for all closures that came together: the busier, the cheaper. On PostgreSQL a
//! statement is one round trip, prepared once a connection; BEGIN travels with the first one,
//! [`Tx::run_many`] sends a batch in one trip, [`Tx::later`] sends a statement with the next one,
//! and a reader answers before it says ROLLBACK.
//!
//! **Bound.** 4,096 closures wait in a line, then callers are told "busy". 256 closures or 20 ms
//! share a commit. A transaction is run again at most 10 times for conflicts and once for a lost
//! connection; waiting for a lock takes at most 10 s. [`Read::each`] holds one row at a time.
//!
//! **Order.** SQLite: the order of the queue is the order of the world; each closure sees what
//! those before it did, in the same commit or an earlier one, and none is answered before that
//! commit is on disk. PostgreSQL: SERIALIZABLE, so there is *some* order in which each was
//! alone. A read sees one picture; a read that begins after a write was answered sees it.
//! [`Db::version`] changes before the answer.
//!
//! **What a closure must be**: repeatable (it may run again, from the start), self-contained (it
//! owns what it captures), quick (on SQLite everybody waits for it), and deaf to anything but
//! the database.

mod ahead;
mod copy;
mod error;
mod habit;
mod job;
mod link;
mod lock;
mod migrate;
mod open;
mod postgres;
mod refusals;
mod row;
mod schema;
mod server;
mod session;
mod sql;
mod sqlite;
mod text_enum;
mod tls;
mod together;
mod translate;
mod tx;
mod unfinished;
mod value;
mod whole;

pub use copy::{Progress, Report, TableReport, copy_all, first_filled};
pub use error::{Error, RefuseOn, Result};
pub use lock::Lock;
pub use migrate::{Migration, migrations_from, migrations_in};
pub use open::{Counters, Db, Options};
pub use refusals::every_refusal;
pub use row::{Column, Row};
pub use sql::{Sql, every_statement};
pub use tx::{MANY, Read, Tx};
pub use unfinished::{clear_unfinished, is_unfinished};
pub use value::{Param, Value};
pub use whole::whole_file;

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
