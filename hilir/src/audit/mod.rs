//! The audit pack: one zip for a period of a unit, from the pieces sold to the treasury's receipt.
//! All of it is read within one picture of the database, then printed beside the requests. What is
//! read goes to files as it comes: in memory stand one paper, a thousand lines, the findings, and a
//! few words for each document. Makers stand in it by code.

mod bundle;
mod check;
mod documents;
mod gather;
mod spool;
mod table;
mod tables;
mod worker;

use std::path::Path;

use db::Db;
use kernel::{
    Actor, AuditPackId, Capabilities, Clock, ConsignorId, Context, Ids, Lang, Period, Quantity,
    Reach, Rupiah,
};
use serde_json::{Value, json};
use settlement::Check;

pub use bundle::MANIFEST;
pub use check::{Checked, check};
pub use worker::{spawn, work_once};

use bundle::Bundle;
use gather::{Gathered, gather};

/// What a pack is made of.
#[derive(Clone)]
pub struct House {
    pub db: Db,
    pub clock: Clock,
    pub ids: Ids,
    /// The address that people type: papers carry a code that leads there.
    pub public_url: String,
}

/// Whose pack, of when, in which language.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Under which its report can be checked later; one from the command line has none.
    pub order: Option<AuditPackId>,
    pub unit: ConsignorId,
    pub period: Period,
    pub lang: Lang,
}

/// A pack that was made.
#[derive(Debug)]
pub struct Made {
    pub files: usize,
    /// Of the whole file, in hexadecimal.
    pub sha256: [u8; 32],
    pub size: u64,
    pub checks: Vec<Check>,
    pub report: audit::Report,
}

/// Why a pack was not made.
#[derive(Debug)]
pub enum Trouble {
    Db(db::Error),
    /// The disk, or the zip on it.
    File(String),
    /// The order is no longer this worker's.
    TakenAway,
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Db(error) => write!(f, "{error}"),
            Self::File(what) => write!(f, "the pack's file: {what}"),
            Self::TakenAway => f.write_str("another worker took the order over"),
        }
    }
}
impl std::error::Error for Trouble {}

/// What happened within a look, for who asked for it.
impl From<Trouble> for db::Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Db(error) => error,
            other => Self::fault(other),
        }
    }
}
impl From<db::Error> for Trouble {
    fn from(error: db::Error) -> Self {
        Self::Db(error)
    }
}
impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::File(error.to_string())
    }
}
impl From<zip::result::ZipError> for Trouble {
    fn from(error: zip::result::ZipError) -> Self {
        Self::File(error.to_string())
    }
}
impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self::File(error.to_string())
    }
}

/// Told how many documents are done, of how many; may call the work off.
pub type Progress<'p> = &'p mut dyn FnMut(i64, i64) -> Result<(), Trouble>;

/// Sums over the chain, for the front page and for whoever compares.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    pub sold: Quantity,
    pub gross: Rupiah,
}

impl House {
    /// Sees one unit whole and may do nothing: what goes into its pack is what it may see.
    fn context(&self, wanted: &Wanted, zone: kernel::Zone) -> Context {
        let actor = Actor {
            reach: Reach::Consignor(wanted.unit),
            capabilities: Capabilities::NONE,
            ..Actor::nobody()
        };
        let (now, lang, ids) = (self.clock.now(), wanted.lang, self.ids.clone());
        Context { actor, now, zone, lang, ids }
    }

    /// Makes the pack in a file of its own.
    ///
    /// # Errors
    /// Where the database or the disk fails, or `progress` calls it off.
    pub fn make(
        &self,
        wanted: &Wanted,
        out: &Path,
        progress: Progress<'_>,
    ) -> Result<Made, Trouble> {
        let mut bundle = Bundle::create(out)?;
        let mut all = gather(self, wanted, progress)?;
        for (path, file) in std::mem::take(&mut all.lists) {
            bundle.copy_file(&path, file)?;
        }
        let about = about(wanted, &all);
        let (mut done, total) = (all.steps, all.steps + all.papers.count());
        for waiting in all.papers.drain()? {
            progress(done, total)?;
            documents::print(self, &waiting?, &mut bundle)?;
            done += 1;
        }
        progress(done, total)?;
        let files = bundle.finish(about)?;
        let (sha256, size) = bundle::hash_of(out)?;
        Ok(Made { files, sha256, size, checks: all.checks, report: all.report })
    }
}

/// What the manifest says beside the files.
fn about(wanted: &Wanted, all: &Gathered) -> Value {
    let Gathered { unit, ctx, sums, checks, journal, .. } = all;
    let check = |check: &Check| {
        json!({
            "finding": check.finding, "passed": check.passed, "lines": check.count,
        })
    };
    json!({
        "format": "hilir-audit/1", "program": env!("CARGO_PKG_VERSION"),
        "unit": {"id": unit.id, "name": unit.name, "satker": unit.satker_code},
        "from": wanted.period.from, "to": wanted.period.to, "made_at": ctx.now,
        "journal_newest": journal, "language": ctx.lang.tag(),
        "sold": sums.sold, "gross": sums.gross,
        "checks": checks.iter().map(check).collect::<Vec<_>>(),
    })
}
