//! `hilir audit`: the auditors' pack, and comparing one again.

use std::{path::Path, process::ExitCode, time::Instant};

use db::Read;
use kernel::Period;
use people::Consignor;

use crate::{
    Failure,
    audit::{self, House, Trouble, Wanted},
    cli::{AuditArgs, AuditCommand},
    settings::Settings,
    system,
};

pub fn run(settings: &Settings, args: AuditArgs) -> Result<ExitCode, Failure> {
    if let Some(AuditCommand::Check { file }) = args.check {
        return check(&file);
    }
    let (Some(from), Some(to), Some(out)) = (args.from, args.to, args.out) else {
        return Err(Failure::new("A pack needs --from, --to and --out.".to_owned()));
    };
    if to < from {
        return Err(Failure::new(format!("{to} is before {from}.")).hint("Change --from or --to."));
    }
    if out.exists() {
        return Err(Failure::new(format!("{} is there already.", out.display()))
            .hint("Name a new file with --out."));
    }
    let db = super::open(&settings.database_url()?)?;
    let units = db.read_now(|read: &mut Read| people::list_consignors(read))?;
    let unit = choose(&units, args.unit.as_deref())?;
    let wanted =
        Wanted { order: None, unit: unit.id, period: Period { from, to }, lang: args.lang };
    let public_url = args.public_url.unwrap_or_else(|| settings.public_url());
    let house = House { db, clock: system::clock(), ids: system::ids(), public_url };
    make(&house, &wanted, &unit.name, &out)
}

fn choose<'u>(units: &'u [Consignor], asked: Option<&str>) -> Result<&'u Consignor, Failure> {
    let fits = |unit: &&Consignor| {
        asked.is_none_or(|asked| {
            unit.satker_code == asked || unit.name.to_lowercase().contains(&asked.to_lowercase())
        })
    };
    let found: Vec<_> = units.iter().filter(fits).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::new("There is no such unit.".to_owned()).hint("See /upt.")),
        many => {
            let name = |unit: &&Consignor| format!("{} ({})", unit.name, unit.satker_code);
            let names: Vec<_> = many.iter().take(10).map(name).collect();
            Err(Failure::new("Several units fit.".to_owned())
                .hint(format!("Name one with --unit: {}.", names.join(", "))))
        }
    }
}

fn make(house: &House, wanted: &Wanted, unit: &str, out: &Path) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let bar = super::bar(0, "documents");
    let mut progress = |done: i64, total: i64| -> Result<(), Trouble> {
        bar.set_length(total.unsigned_abs());
        bar.set_position(done.unsigned_abs());
        Ok(())
    };
    let made = house.make(wanted, out, &mut progress);
    bar.finish_and_clear();
    let made = made.map_err(|trouble| {
        let _ = std::fs::remove_file(out);
        Failure::new(format!("The pack was not made: {trouble}."))
    })?;
    let sha256: String = made.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    say!("{}: {unit}, {} to {}", out.display(), wanted.period.from, wanted.period.to);
    say!(
        "{} files, {} KiB, in {} ms; SHA-256 {sha256}",
        made.files,
        made.size.div_ceil(1_024),
        started.elapsed().as_millis()
    );
    for check in &made.checks {
        let result = if check.passed { "passed".to_owned() } else { lines(check.count) };
        say!("  {:<16} {result}", check.finding.as_str());
    }
    Ok(ExitCode::SUCCESS)
}

fn lines(n: usize) -> String {
    if n == 1 { "1 line".to_owned() } else { format!("{n} lines") }
}

fn check(file: &Path) -> Result<ExitCode, Failure> {
    let bar = super::bar(0, "files");
    let checked = audit::check(file, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let checked = checked.map_err(|trouble| {
        Failure::new(format!("{} is no pack that can be read: {trouble}.", file.display()))
    })?;
    if checked.wrong.is_empty() {
        say!("All {} files are as the manifest says.", checked.good);
        return Ok(ExitCode::SUCCESS);
    }
    for sentence in &checked.wrong {
        say!("WRONG  {sentence}");
    }
    say!("{} files are as the manifest says, {} are not.", checked.good, checked.wrong.len());
    Ok(ExitCode::from(2))
}
