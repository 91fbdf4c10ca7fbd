//! The waist on both databases. PostgreSQL is taken where `HILIR_TEST_POSTGRES` says.

#![expect(clippy::expect_used, reason = "a helper of a test may fail the test")]

mod carry;
mod columns;
mod constraints;
mod migrations;
mod postgres_sessions;
mod sqlite_writer;
mod world;
