//! A world to test in: each database, a clock that a test sets, ids that repeat, people who may
//! do things, and the real browser.
//!
//! ```no_run
//! testkit::story(|world| {
//!     let officer = testkit::officer(testkit::LAPAS);
//!     world.set_day("2025-11-03");
//!     let context = world.context(&officer);
//!     let _saved = world.write(move |_tx| Ok(context.today()))?;
//!     world.advance_days(7);
//!     Ok::<_, db::Error>(format!("a week later it is {}", world.today()))
//! });
//! ```
//!
//! SQLite is always there. PostgreSQL is looked for in `/usr/lib/postgresql/*/bin` or in
//! `HILIR_TEST_POSTGRES`, the browser as `chromium` and `chromedriver`. What is missing is skipped,
//! and said so; with `HILIR_TEST_ALL=1` it fails the test instead.
//!
//! Whatever is started here ends with the test process, however that ends: see [`guardian`].
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where its ground is missing, and says what it stood on"
)]

mod actors;
#[cfg(feature = "browser")]
mod browser;
mod database;
pub mod guardian;
mod postgres;
mod skip;
mod world;

pub use actors::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP};
pub use actors::{actor, administrator, clerk, head, officer, overseer, shopkeeper, treasurer};
#[cfg(feature = "browser")]
pub use browser::{Browser, DESK, PHONE, Violation, browser, browser_at, profile};
pub use database::{databases, every_statement_prepares, sqlite, sqlite_copy};
pub use postgres::{Cluster, postgres, postgres_url};
pub use skip::skip;
pub use world::{Transcript, World, story};

/// A setting of the test run.
#[expect(clippy::disallowed_methods, reason = "tests have no command line of their own")]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The root of the repository.
pub fn repository() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}
