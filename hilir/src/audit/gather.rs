//! Everything that goes into a pack, read within one picture of the database while requests go on:
//! lists into files, papers into the spool. Nothing is printed meanwhile, so the picture is held
//! for seconds.

use std::{
    collections::BTreeMap,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use db::Read;
use kernel::{AgreementId, Context, Period};
use people::Consignor;
use settlement::Check;
use uuid::Uuid;
use words::Speak;

use super::{
    House, Progress, Sums, Trouble, Wanted, documents,
    spool::Spool,
    table::{Cell, Listed},
    tables,
};

/// What was read.
pub struct Gathered {
    pub unit: Consignor,
    pub ctx: Context,
    pub sums: Sums,
    pub checks: Vec<Check>,
    pub lists: Vec<Listed>,
    pub papers: Spool,
    /// The findings as they are kept beside the pack.
    pub report: audit::Report,
    /// The newest line of the journal that the picture shows.
    pub journal: i64,
    /// Steps that reading took.
    pub steps: i64,
}

/// The way to whoever waits for the pack: says how far it is, and is told whether to go on.
struct Teller {
    say: SyncSender<(i64, i64)>,
    go_on: Receiver<bool>,
}

/// A look that is going on.
pub struct Look<'l> {
    pub read: &'l mut Read,
    pub ctx: &'l Context,
    pub wanted: &'l Wanted,
    /// Those that were ever in force, and whether they have a day in the period.
    pub agreements: Vec<(AgreementId, bool)>,
    pub sums: Sums,
    pub lists: Vec<Listed>,
    /// What stands on the second sheet of each: whose, of when, made at.
    pub about: Vec<(String, String)>,
    pub papers: Spool,
    /// The papers' files by the records that they show.
    pub files: BTreeMap<Uuid, String>,
    /// The kwitansi that paid a statement, by the statement's number.
    pub receipts: BTreeMap<String, String>,
    /// The shop and the number of an agreement.
    pub parties: BTreeMap<AgreementId, [Cell; 2]>,
    teller: &'l Teller,
    steps: i64,
    total: i64,
}

impl Look<'_> {
    /// One more of what takes long is read.
    pub fn step(&mut self) -> Result<(), Trouble> {
        self.steps += 1;
        self.tell()
    }

    /// The work goes on, and is asked whether it shall.
    pub fn tell(&self) -> Result<(), Trouble> {
        // Nobody listens any more when the work was called off.
        let heard = self.teller.say.send((self.steps, self.total)).is_ok();
        match heard && self.teller.go_on.recv().unwrap_or(false) {
            true => Ok(()),
            false => Err(Trouble::TakenAway),
        }
    }
}

/// Reads on a thread of the database's, tells `progress` on this one.
pub fn gather(house: &House, wanted: &Wanted, progress: Progress<'_>) -> Result<Gathered, Trouble> {
    let (say, said) = sync_channel(0);
    let (answer, go_on) = sync_channel(1);
    let (teller, asked, maker) = (Teller { say, go_on }, *wanted, house.clone());
    let db = house.db.clone();
    thread::scope(|scope| {
        // A connection that is lost makes it begin anew, with files of its own.
        let look = move |read: &mut Read| Ok(look(&maker, read, &asked, &teller)?);
        let reading = scope.spawn(move || db.read_now(look));
        let mut off = None;
        for (done, total) in said {
            off = progress(done, total).err();
            let _ = answer.send(off.is_none());
            if off.is_some() {
                break;
            }
        }
        let read = reading.join().unwrap_or_else(|_| Err(db::Error::fault("the look panicked")));
        off.map_or_else(|| Ok(read?), Err)
    })
}

/// Whose lists these are, of when, and when they were made.
fn about(ctx: &Context, unit: &Consignor, period: Period) -> Vec<(String, String)> {
    let (lang, zone) = (ctx.lang, ctx.zone);
    let made = format!("{}, {} {}", ctx.today().long(lang), ctx.now.clock_face(zone), zone.name());
    let of = format!("{} – {}", period.from.long(lang), period.to.long(lang));
    let all = [
        ("web.sheet.made", made),
        ("audit.unit", unit.name.clone()),
        ("audit.period", of),
        ("web.sheet.totals", lang.t("web.sheet.totals_text").to_owned()),
    ];
    all.map(|(key, text)| (lang.t(key).to_owned(), text)).to_vec()
}

fn look(
    house: &House,
    read: &mut Read,
    wanted: &Wanted,
    teller: &Teller,
) -> Result<Gathered, Trouble> {
    let unit = people::load_consignor(read, wanted.unit)?;
    let ctx = house.context(wanted, unit.zone);
    let dossier = settlement::dossier(read, wanted.unit, wanted.period)?;
    let checks = settlement::checks_of(read, &ctx, wanted.unit, Some(wanted.period))?;
    let agreements = documents::agreements(read, &ctx, wanted)?;
    let journal = journal::newest(read)?;
    let total = (dossier.len() + agreements.len() * 2 + 1) as i64;
    let mut look = Look {
        receipts: tables::receipts(read, &ctx, &dossier)?,
        read,
        ctx: &ctx,
        wanted,
        agreements,
        sums: Sums::default(),
        lists: Vec::new(),
        about: about(&ctx, &unit, wanted.period),
        papers: Spool::new()?,
        files: BTreeMap::new(),
        parties: BTreeMap::new(),
        teller,
        steps: 0,
        total,
    };
    look.tell()?;
    let sold = tables::chain(&mut look)?;
    documents::agreement_papers(&mut look, &sold)?;
    documents::settlement_papers(&mut look, &dossier)?;
    tables::lists(&mut look, &dossier)?;
    tables::findings(&mut look, &checks)?;
    let report = documents::front(&mut look, &unit, &checks)?;
    let Look { sums, lists, papers, steps, .. } = look;
    Ok(Gathered { unit, ctx, sums, checks, lists, papers, report, journal, steps })
}
