//! The command line. Every command prints its figure beside a limit measured in the same run.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

use crate::{
    Outcome, closing, fill, kill, memory, pages, papers, sales, search, serve, sheets, sync, tap,
    verify,
};

/// Measures Hilir against what the machine could do at best.
#[derive(Debug, Parser)]
#[command(name = "bench")]
pub struct Cli {
    /// A folder on a real disk for the files of the measurement
    #[arg(long, global = true, default_value = "target/bench")]
    folder: PathBuf,
    #[command(subcommand)]
    command: Command,
}

/// The database that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Database {
    Sqlite,
    /// A throw-away cluster of its own, with fsync on
    Postgres,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Durable sales a second through POST /api/v1/sales
    Sales {
        #[arg(long, value_enum, default_value = "sqlite")]
        db: Database,
        #[arg(long, value_delimiter = ',', default_value = "1,8,32,128")]
        clients: Vec<usize>,
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// How often all is measured: min, median and max are printed
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
    /// Public pages a second against a server that returns the same bytes
    Pages {
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
    /// From a question to the whole page, over many products
    Search {
        #[arg(long, default_value_t = 100_000)]
        products: u64,
        #[arg(long, default_value_t = 2_000)]
        questions: usize,
    },
    /// Make a world with so many sales in it
    Fill {
        sales: u64,
        /// Days over which they are spread, up to today
        #[arg(long, default_value_t = 300)]
        days: i64,
    },
    /// Memory when idle and with a full file, and the time from start to first page
    Memory,
    /// Closing a statement with one and with ten times the history, and a full period
    Closing {
        /// Sales in the period that is closed; history is as long, and ten times as long
        #[arg(long, default_value_t = 20_000)]
        sales: u64,
        /// Sales of the one big period
        #[arg(long, default_value_t = 1_000_000)]
        big: u64,
    },
    /// `hilir verify` over the full file
    Verify,
    /// kill -9 at random moments under load
    Kill {
        #[arg(long, value_enum, default_value = "sqlite")]
        db: Database,
        #[arg(long, default_value_t = 100)]
        rounds: usize,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// A phone that comes back with a queue, a tenth of it sent before
    Sync {
        #[arg(long, default_value_t = 10_000)]
        acts: u64,
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
    /// From tap to stored on a slow phone, in headless Chromium
    Tap {
        #[arg(long, default_value_t = 300)]
        sales: usize,
    },
    /// A list out as CSV and Excel, and as many rows in; on PostgreSQL only the rows in
    Sheets {
        #[arg(long, value_enum, default_value = "sqlite")]
        db: Database,
        #[arg(long, default_value_t = 100_000)]
        rows: u64,
    },
    /// Papers: ms and memory of the first and of later ones, long ones, beside a bare table
    Papers {
        /// Papers after the first
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// Lines of the long statement
        #[arg(long, default_value_t = 1_000)]
        lines: usize,
        /// Slips in one PDF
        #[arg(long, default_value_t = 500)]
        slips: usize,
        /// (a child process) Print this kind alone
        #[arg(long, hide = true)]
        only: Option<String>,
        #[arg(long, hide = true)]
        plain: bool,
    },
    /// (a child process) The house, with its counters shown
    #[command(hide = true)]
    Serve {
        #[arg(long)]
        database: String,
        #[arg(long)]
        listen: SocketAddr,
    },
    /// (a child process) A bare server that returns these bytes
    #[command(hide = true)]
    Bare {
        #[arg(long)]
        answers: PathBuf,
        #[arg(long)]
        listen: SocketAddr,
    },
}

/// Whether all that was asked for held.
pub fn run(cli: Cli) -> Outcome<bool> {
    std::fs::create_dir_all(&cli.folder)?;
    let folder = cli.folder.canonicalize()?;
    match cli.command {
        Command::Sales { db, clients, seconds, rounds } => {
            sales::run(&folder, db, &clients, seconds, rounds)
        }
        Command::Pages { seconds, rounds } => pages::run(&folder, seconds, rounds),
        Command::Search { products, questions } => search::run(&folder, products, questions),
        Command::Fill { sales, days } => fill::run(&folder, sales, days),
        Command::Memory => memory::run(&folder),
        Command::Closing { sales, big } => closing::run(&folder, sales, big),
        Command::Verify => verify::run(&folder),
        Command::Kill { db, rounds, seed } => kill::run(&folder, db, rounds, seed),
        Command::Sync { acts, rounds } => sync::run(&folder, acts, rounds),
        Command::Sheets { db, rows } => sheets::run(&folder, db, rows),
        Command::Tap { sales } => tap::run(&folder, sales),
        Command::Papers { rounds, lines, slips, only: None, .. } => {
            papers::run(rounds, lines, slips)
        }
        Command::Papers { rounds, lines, slips, only: Some(kind), plain } => {
            papers::only(&kind, plain, rounds, lines, slips)
        }
        Command::Serve { database, listen } => serve::house(&database, listen),
        Command::Bare { answers, listen } => serve::bare(&answers, listen),
    }
}
