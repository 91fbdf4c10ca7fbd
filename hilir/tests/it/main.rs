//! The whole house: the demo on every database, every page and endpoint, the real browser.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod attacks;
mod audit;
mod bad_facts;
mod bad_files;
mod bad_input;
mod bad_values;
mod broken_server;
mod commands;
mod corrected;
mod crawl;
mod cut_off;
mod demo;
mod desk;
mod doors;
mod facts;
mod first_start;
mod house;
mod import_alike;
mod imports;
mod injected;
mod long_imports;
mod moving;
mod narrowed;
mod papers;
mod papers_kept;
mod rebuilt;
mod said_no;
mod screens;
mod sent_again;
mod shape;
mod sheets;
mod simulate;
mod spoiled;
mod strangers;
mod swept;
mod tasks;
mod till;
mod unnamed;
mod upgrade;
mod uploads;
mod window;
mod wire;
