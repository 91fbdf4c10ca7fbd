//! The audit pack: one zip for a period of a unit, from the pieces sold to the treasury's receipt.
//! Written to a file as it goes: memory does not grow with the period. Makers stand in it by code.

mod bundle;
mod check;
mod documents;
mod table;
mod tables;
mod worker;

use std::path::Path;

use db::{Db, Read};
use kernel::{
    Actor, Capabilities, Clock, ConsignorId, Context, Ids, Lang, Period, Quantity, Reach, Rupiah,
};
use serde_json::json;
use settlement::Check;

pub use bundle::MANIFEST;
pub use check::{Checked, check};
pub use worker::{spawn, work_once};

use bundle::Bundle;

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

    fn read<T: Send + 'static>(
        &self,
        ctx: &Context,
        look: impl Fn(&mut Read, &Context) -> db::Result<T> + Send + 'static,
    ) -> Result<T, Trouble> {
        let ctx = ctx.clone();
        Ok(self.db.read_now(move |read: &mut Read| look(read, &ctx))?)
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
        let unit = wanted.unit;
        let found = self.db.read_now(move |read: &mut Read| people::load_consignor(read, unit))?;
        let ctx = self.context(wanted, found.zone);
        let mut bundle = Bundle::create(out)?;
        let (of, period) = (wanted.unit, wanted.period);
        let dossier = self.read(&ctx, move |read, _| settlement::dossier(read, of, period))?;
        let checks =
            self.read(&ctx, move |read, ctx| settlement::checks_of(read, ctx, of, Some(period)))?;
        let agreements = documents::agreements(self, &ctx, wanted)?;
        let total = (dossier.len() + agreements.len() * 2 + 1) as i64;
        let mut done = 0;
        let mut step = |progress: &mut dyn FnMut(i64, i64) -> Result<(), Trouble>| {
            done += 1;
            progress(done, total)
        };
        progress(0, total)?;
        let (sums, sold) =
            tables::chain(self, &ctx, (wanted, &agreements), &mut bundle, &mut || step(progress))?;
        let relevant: Vec<_> =
            agreements.iter().filter(|(id, within)| *within || sold.contains(id)).collect();
        let relevant: Vec<_> = relevant.into_iter().map(|(id, _)| *id).collect();
        documents::agreement_papers(self, &ctx, &relevant, &mut bundle, &mut || step(progress))?;
        documents::settlement_papers(self, &ctx, &dossier, &mut bundle, &mut || step(progress))?;
        tables::lists(self, &ctx, &dossier, &mut bundle)?;
        tables::findings(&ctx, &checks, &mut bundle)?;
        documents::front(self, &ctx, (wanted, &found), (&checks, sums), &mut bundle)?;
        step(progress)?;
        let about = json!({
            "format": "hilir-audit/1", "program": env!("CARGO_PKG_VERSION"),
            "unit": {"id": found.id, "name": found.name, "satker": found.satker_code},
            "from": period.from, "to": period.to, "made_at": ctx.now, "language": ctx.lang.tag(),
            "sold": sums.sold, "gross": sums.gross,
            "checks": checks.iter().map(|check| json!({
                "finding": check.finding, "passed": check.passed, "lines": check.lines.len(),
            })).collect::<Vec<_>>(),
        });
        let files = bundle.finish(about)?;
        let (sha256, size) = bundle::hash_of(out)?;
        Ok(Made { files, sha256, size, checks })
    }
}
