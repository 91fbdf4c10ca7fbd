//! The program: commands, the wiring of all rooms, the shell round every page. The only crate
//! that knows everything.

pub mod cli;
mod commands;
pub mod demo;
pub mod embedded;
mod failure;
pub mod house;
pub mod settings;
pub mod system;

pub use commands::run;
pub use failure::Failure;
