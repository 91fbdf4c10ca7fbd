//! Makes the packs that people ask for, one at a time, beside the requests.

use std::{
    fs,
    io::{BufReader, Read as _},
    path::Path,
    time::Duration,
};

use db::{Read, Tx};

use super::{House, Made, Trouble, Wanted};
use crate::beside;

/// How long the worker rests when nothing waits.
const REST: Duration = Duration::from_secs(2);
/// The house is told how far a pack is at most so often, in microseconds.
const TELL_MICROS: i64 = 700_000;

/// Works for as long as the program runs.
pub fn spawn(house: House) {
    beside::spawn("audit", REST, move || work_once(&house));
}

/// Makes the next pack that waits; false when none does.
///
/// # Errors
/// When it could not be made; the order then says so.
pub fn work_once(house: &House) -> Result<bool, Trouble> {
    let now = house.clock.now();
    if !house.db.read_now(move |read: &mut Read| audit::waits(read, now))? {
        return Ok(false);
    }
    let claimed = house.db.write_now(move |tx: &mut Tx| audit::claim(tx, now))?;
    let Some(pack) = claimed else { return Ok(false) };
    let out = std::env::temp_dir().join(format!("hilir-audit-{}.zip", pack.id));
    let done = make(house, &pack, &out);
    let _ = fs::remove_file(&out);
    if let Err(trouble) = &done
        && !matches!(trouble, Trouble::TakenAway)
    {
        let (id, now) = (pack.id, house.clock.now());
        house.db.write_now(move |tx: &mut Tx| audit::fail(tx, id, now))?;
    }
    done.map(|()| true)
}

fn make(house: &House, pack: &audit::Pack, out: &Path) -> Result<(), Trouble> {
    let (order, unit) = (Some(pack.id), pack.consignor_id);
    let wanted = Wanted { order, unit, period: pack.period, lang: pack.lang };
    let id = pack.id;
    let mut told = i64::MIN;
    let mut progress = |done: i64, total: i64| {
        let now = house.clock.now();
        if now.micros().saturating_sub(told) < TELL_MICROS && done < total {
            return Ok(());
        }
        told = now.micros();
        let ours =
            house.db.write_now(move |tx: &mut Tx| audit::beat(tx, id, (done, total), now))?;
        if ours { Ok(()) } else { Err(Trouble::TakenAway) }
    };
    let made = house.make(&wanted, out, &mut progress)?;
    let parts = send(house, id, out)?;
    let (done, now) = (finished(&made, parts), house.clock.now());
    let report = made.report;
    Ok(house.db.write_now(move |tx: &mut Tx| audit::finish(tx, id, (&done, &report), now))?)
}

fn finished(made: &Made, parts: i64) -> audit::Made {
    let failed = made.checks.iter().filter(|check| !check.passed).count();
    audit::Made {
        files: made.files as i64,
        failed_checks: failed as i64,
        size: i64::try_from(made.size).unwrap_or(i64::MAX),
        parts,
        sha256: made.sha256,
    }
}

/// The finished file into the database, part by part: any machine of the house can send it.
fn send(house: &House, id: kernel::AuditPackId, out: &Path) -> Result<i64, Trouble> {
    let mut from = BufReader::new(fs::File::open(out)?);
    let mut part = 0;
    loop {
        let mut content = Vec::new();
        (&mut from).take(audit::PART_BYTES as u64).read_to_end(&mut content)?;
        if content.is_empty() {
            return Ok(part);
        }
        house.db.write_now(move |tx: &mut Tx| audit::put(tx, id, part, &content))?;
        part += 1;
    }
}
