//! The waist on both databases. PostgreSQL is taken where `HILIR_TEST_POSTGRES` says.

mod columns;
mod constraints;
mod migrations;
mod sqlite_writer;
mod world;
