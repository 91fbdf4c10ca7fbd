//! The whole house: the demo on every database, every page and endpoint, the real browser.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod bad_input;
mod commands;
mod crawl;
mod demo;
mod doors;
mod house;
mod screens;
mod upgrade;
