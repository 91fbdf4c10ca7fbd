//! `hilir verify`: proves the books from the postings.

use std::{process::ExitCode, time::Instant};

use db::Read;

use crate::{Failure, settings::Settings};

pub fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    let db = super::open(&settings.database_url()?)?;
    let started = Instant::now();
    let bar = super::bar(0, "postings");
    let seen = bar.clone();
    let report = db.read_now(move |read: &mut Read| {
        seen.set_length(ledger::count_postings(read)?.unsigned_abs());
        let mut report = ledger::verify(read, &mut |n| seen.set_position(n.unsigned_abs()))?;
        report.wrong.extend(consignment::verify(read)?);
        report.wrong.extend(sales::verify(read)?);
        Ok(report)
    })?;
    bar.finish_and_clear();
    let millis = started.elapsed().as_millis().max(1);
    let facts = u128::from((report.postings + report.entries + report.accounts).unsigned_abs());
    say!(
        "{} entries, {} postings, {} accounts: {} facts a second",
        report.entries,
        report.postings,
        report.accounts,
        facts * 1_000 / millis
    );
    if report.wrong.is_empty() {
        say!(
            "Every entry sums to zero, every balance is the sum of its postings, the whole sums to zero;\n\
            every shelf holds what was received less what left it; the sums of every day are those\n\
            of its sales."
        );
        return Ok(ExitCode::SUCCESS);
    }
    for sentence in &report.wrong {
        say!("WRONG  {sentence}");
    }
    say!(
        "The books do not agree with themselves. Stop serving, keep this file, and restore the last good backup."
    );
    Ok(ExitCode::from(2))
}
