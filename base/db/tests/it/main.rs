//! The waist on both databases. PostgreSQL is skipped, with a note, where it is not installed.

#![expect(clippy::expect_used, reason = "a helper of a test may fail the test")]

mod ahead;
mod carry;
mod columns;
mod constraints;
mod migrations;
mod postgres_sessions;
#[cfg(feature = "tls")]
mod secure;
mod sqlite_writer;
mod steps;
mod world;
