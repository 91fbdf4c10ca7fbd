//! The program: commands, the wiring of all rooms, the shell round every page. The only crate
//! that knows everything.

/// Like `println!`; whoever reads only the first lines (`| head`) closes the pipe, and that is no
/// failure: the work goes on to its end.
macro_rules! say {
    ($($told:tt)*) => {{
        use std::io::Write as _;
        drop(writeln!(std::io::stdout(), $($told)*));
    }};
}

pub mod audit;
mod beside;
pub mod cli;
mod commands;
pub mod demo;
pub mod embedded;
mod failure;
pub mod house;
pub mod housekeeping;
pub mod imports;
mod jobs;
mod lean;
pub mod listen;
pub mod phone;
pub mod settings;
pub mod simulate;
pub mod system;

pub use commands::run;
pub use failure::Failure;
