//! What may be said on the command line, in the environment and in a file.

use std::{net::SocketAddr, path::PathBuf};

use clap::{
    Args, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use kernel::{Capability, Day, Lang, Zone};

use crate::settings::{self, Settings};

/// Hilir carries goods from a prison's workshop to the market, and money and trust back.
///
/// Settings come from flags, else from the environment (HILIR_DATA, HILIR_DATABASE,
/// HILIR_LISTEN, HILIR_PUBLIC_URL, HILIR_TRUST_PROXY, HILIR_ZONE, HILIR_LOG), else from the TOML
/// file named by --config (or HILIR_CONFIG; hilir.toml in the working folder where it exists), for example:
///
///     data = "/var/lib/hilir"
///     database = "postgres://hilir@localhost/hilir"
///     listen = "127.0.0.1:8080"
///     public_url = "https://hilir.example"
///     trust_proxy = true
///     zone = "WIB"
///     log = "info"
#[derive(Debug, Parser)]
#[command(name = "hilir", version, verbatim_doc_comment)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Clone, Default, Args)]
pub struct Common {
    /// A TOML file with settings
    #[arg(long, global = true, env = "HILIR_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder of the embedded database [default: data; of the demo: data-demo]
    #[arg(long, global = true, env = "HILIR_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// A database instead of the folder's: postgres://user@host/name, or the path of a SQLite file
    #[arg(long, global = true, env = "HILIR_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// What to log: off, error, warn, info, debug, trace; for a part besides: info,db=debug
    #[arg(long, global = true, env = "HILIR_LOG", value_name = "LEVEL")]
    pub log: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play the true case of the article in a fresh database, print where every rupiah went, and serve it
    Demo(DemoArgs),
    /// Serve the house; the first start prints a one-time link that makes the administrator
    Serve(ServeArgs),
    /// Prove the books: rebuild every balance from its postings
    Verify,
    /// Copy the whole database into one file, while it is in use
    Backup {
        /// The file to write; it must not exist yet
        file: PathBuf,
    },
    /// Fill an empty database from a backup
    Restore {
        /// A file that `hilir backup` wrote
        file: PathBuf,
    },
    /// Bring the database to this program's form
    Migrate {
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// Carry all data to another database, and compare counts and digests
    Move {
        /// Where it is: a URL or a file [default: the database of the settings]
        #[arg(long, value_name = "URL")]
        from: Option<String>,
        /// Where it shall be: an empty database [default: the database of the settings]
        #[arg(long, value_name = "URL")]
        to: Option<String>,
    },
    /// Let many tills sell on a bad network in a database of their own, and prove that nothing was
    /// lost or doubled
    Simulate(SimulateArgs),
    /// Take a spreadsheet in, all of it or nothing; the same file twice adds nothing
    Import(ImportArgs),
    /// Make the pack that auditors ask for, one zip for a period of a unit; or compare one again
    #[command(args_conflicts_with_subcommands = true)]
    Audit(AuditArgs),
    /// People who may sign in
    #[command(subcommand)]
    User(UserCommand),
    /// Tokens for programs
    #[command(subcommand)]
    Token(TokenCommand),
    /// Completions for a shell
    Completions { shell: clap_complete::Shell },
}

#[derive(Debug, Clone, Args)]
pub struct AuditArgs {
    #[command(subcommand)]
    pub check: Option<AuditCommand>,
    /// The first day: 2025-11-01
    #[arg(long, value_name = "DAY", required = true)]
    pub from: Option<Day>,
    /// The last day: 2025-11-30
    #[arg(long, value_name = "DAY", required = true)]
    pub to: Option<Day>,
    /// The file to write; it must not exist yet
    #[arg(long, value_name = "FILE", required = true)]
    pub out: Option<PathBuf>,
    /// The unit, by its satker code or a part of its name [default: the only one]
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// The language of the papers: id or en
    #[arg(long, value_name = "LANGUAGE", default_value = "id", value_parser = lang)]
    pub lang: Lang,
    /// The address that the papers' codes lead to
    #[arg(long, env = "HILIR_PUBLIC_URL", value_name = "URL", value_parser = settings::address)]
    pub public_url: Option<String>,
}

#[derive(Debug, Clone, Subcommand)]
pub enum AuditCommand {
    /// Compare every file of a pack with its manifest
    Check {
        /// A pack that Hilir made
        file: PathBuf,
    },
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| "use id or en".to_owned())
}

#[derive(Debug, Clone, Args)]
pub struct SimulateArgs {
    /// The same seed is the same run
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many tills
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub tills: u64,
    /// How many sales, returns and the like each makes
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    pub acts: u64,
    /// An empty PostgreSQL database to do it in [default: a file that is thrown away]
    #[arg(long, value_name = "URL")]
    pub on: Option<String>,
    /// Print the figures as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// What stands in it
    #[arg(value_parser = kinds())]
    pub kind: intake::Kind,
    /// An .xlsx or .csv file; /impor has the templates
    pub file: PathBuf,
    /// Who brings it: his rights count, and his name stands in the journal
    #[arg(long, value_name = "SIGN_IN_NAME")]
    pub by: String,
    /// Only say what would be recorded
    #[arg(long)]
    pub dry_run: bool,
}

/// Every kind by its name, so that the help lists them.
fn kinds() -> impl TypedValueParser<Value = intake::Kind> {
    let names = PossibleValuesParser::new(intake::Kind::ALL.iter().map(|kind| kind.name()));
    names.try_map(|name| intake::Kind::parse(&name).ok_or("no kind"))
}

#[derive(Debug, Clone, Args)]
pub struct Listen {
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "HILIR_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// The address that people type, where a proxy stands in front: https://hilir.example
    #[arg(long, env = "HILIR_PUBLIC_URL", value_name = "URL", value_parser = settings::address)]
    pub public_url: Option<String>,
    /// Believe the proxy in front when it says whose request it passes on (the last address of
    /// X-Forwarded-For); only where nobody can reach this program past it [default: false]
    #[arg(long, env = "HILIR_TRUST_PROXY", value_name = "true|false", num_args = 0..=1,
        require_equals = true, default_missing_value = "true",
        value_parser = clap::builder::FalseyValueParser::new())]
    pub trust_proxy: Option<bool>,
    /// The time zone of days: WIB, WITA or WIT [default: WIB]
    #[arg(long, env = "HILIR_ZONE", value_parser = zone)]
    pub zone: Option<Zone>,
}

fn zone(text: &str) -> Result<Zone, String> {
    Zone::from_name(&text.to_uppercase()).ok_or_else(|| "use WIB, WITA or WIT".to_owned())
}

#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub listen: Listen,
}

#[derive(Debug, Clone, Args)]
pub struct DemoArgs {
    #[command(flatten)]
    pub listen: Listen,
    /// Print and end, without serving
    #[arg(long)]
    pub once: bool,
    /// Print the figures for a program
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// List those who may sign in
    List,
    /// Print a one-time link that sets a new password (seven days)
    Invite {
        /// What he types to sign in
        sign_in_name: String,
        #[arg(long, env = "HILIR_PUBLIC_URL", value_name = "URL", value_parser = settings::address)]
        public_url: Option<String>,
    },
    /// End all his sessions and tokens; nothing he recorded is lost
    Deactivate {
        /// What he types to sign in
        sign_in_name: String,
        /// Even the only administrator
        #[arg(long)]
        force: bool,
    },
    /// Let one who was deactivated come in again, with the password that he had
    Activate {
        /// What he types to sign in
        sign_in_name: String,
    },
    /// Take the authenticator away from one who lost it; the password is asked for as before
    ResetTotp {
        /// What he types to sign in
        sign_in_name: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token; it is shown once
    Create {
        /// Whose rights it carries
        sign_in_name: String,
        /// What it is for
        #[arg(long)]
        name: String,
        /// What it may do, of what he may do (all, when none is named)
        #[arg(long = "may", value_parser = capability)]
        may: Vec<Capability>,
        /// Days until it ends
        #[arg(long, default_value_t = 90)]
        days: u32,
    },
}

fn capability(text: &str) -> Result<Capability, String> {
    let all: Vec<&str> = Capability::ALL.iter().map(|one| one.name()).collect();
    Capability::from_name(text).ok_or_else(|| format!("use one of {}", all.join(", ")))
}

impl Common {
    /// Flags and environment first, then the file.
    pub fn settings(&self) -> Result<Settings, crate::Failure> {
        Settings::read(self)
    }
}
