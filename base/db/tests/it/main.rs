//! The waist on both databases. PostgreSQL is taken where `HILIR_TEST_POSTGRES` says.

mod columns;
mod constraints;
mod migrations;
mod postgres_sessions;
mod sqlite_writer;
mod world;
