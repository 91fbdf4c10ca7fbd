//! Closing a statement: by the period's sales only, whatever the history.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use db::{Db, Error, Tx};
use hilir::system;
use kernel::{AgreementId, Context, Day, Time, Zone};
use serde_json::json;

use crate::{
    Outcome,
    figures::{Ratio, Spread, judge},
    fill, machine, sales, store,
    world::World,
};

const DAY_SECONDS: i64 = 86_400;
/// With ten times the history, at most so much more time.
const TARGET: Ratio = Ratio::thousandths(1_200);
/// "In seconds."
const BIG_MILLIS: u64 = 10_000;
const ROUNDS: usize = 5;
/// The last days are the period that is measured; what lies before is history.
const PERIOD_DAYS: i64 = 30;

pub fn run(folder: &Path, count: u64, big: u64) -> Outcome<bool> {
    println!("closing a statement of {count} sales; {}", machine::describe());
    let moment = machine::Moment::now();
    let once = with_history(folder, count, count)?;
    let ten = with_history(folder, count, 10 * count)?;
    let ratio = Ratio::of(ten.median(), once.median());
    println!("  history of {count}: {once} µs (min / median / max)");
    println!("  history of {}: {ten} µs; foreign {} cores", 10 * count, moment.foreign_cores());
    let held = judge(&format!("ratio {ratio} (at most {TARGET})"), ratio <= TARGET);
    Ok(if big == 0 { held } else { whole_file(folder)? && held })
}

/// Closes the last period after so many sales of history, some times.
fn with_history(folder: &Path, count: u64, history: u64) -> Outcome<Spread<u64>> {
    let file = folder.join("closing.db");
    sales::remove(&file)?;
    let db = Db::open(sales::text(&file)?)?;
    let world = World::make(&db)?;
    let (shop, now) = (&world.shops[0], system::clock().now());
    let ago = |days: i64| now.plus_seconds(-days * DAY_SECONDS);
    fill::sell(&db, &world, shop, history, (ago(300), ago(PERIOD_DAYS + 1)))?;
    let officer = world.officer(&system::ids(), now);
    let closed = ago(PERIOD_DAYS + 1).day(Zone::Wib);
    close(&db, &officer, shop.agreement, closed, true)?;
    fill::sell(&db, &world, shop, count, (ago(PERIOD_DAYS), ago(1)))?;
    times(&db, &officer, shop.agreement, ago(1))
}

/// Every sale of the full file in one period.
fn whole_file(folder: &Path) -> Outcome<bool> {
    let world = World::load(&folder.join("full.json"))?;
    let db = Db::open(sales::text(&folder.join("full.db"))?)?;
    let (sales, _) = store::count_sales(&db)?;
    let now = system::clock().now();
    let officer = world.officer(&system::ids(), now);
    let took = times(&db, &officer, world.shops[0].agreement, now.plus_seconds(-DAY_SECONDS))?;
    println!("  {sales} sales in one period: {took} µs");
    let millis = took.median() / 1_000;
    Ok(judge(
        &format!("{sales} sales closed in {millis} ms (under {BIG_MILLIS})"),
        millis < BIG_MILLIS,
    ))
}

fn times(db: &Db, who: &Context, agreement: AgreementId, to: Time) -> Outcome<Spread<u64>> {
    let to = to.day(Zone::Wib);
    let mut all = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        all.push(u64::try_from(close(db, who, agreement, to, false)?.as_micros())?);
    }
    Ok(Spread::new(all))
}

/// How long the action takes inside its transaction; undone afterwards unless it is kept, so that
/// it can be measured again.
fn close(db: &Db, who: &Context, agreement: AgreementId, to: Day, keep: bool) -> Outcome<Duration> {
    let input = json!({"id": who.ids.uuid(who.now), "agreement": agreement, "to": to});
    let input: settlement::inputs::CloseStatement = serde_json::from_value(input)?;
    let who = who.clone();
    let (tell, told) = std::sync::mpsc::channel();
    let done = db.write_now(move |tx: &mut Tx| {
        let began = Instant::now();
        settlement::close_statement(tx, &who, &input)?;
        // Nobody listens only when this program ends.
        let _ = tell.send(began.elapsed());
        if keep { Ok(()) } else { Err(Error::fault(UNDO)) }
    });
    match done {
        Ok(()) => {}
        Err(error) if error.to_string() == UNDO => {}
        Err(error) => return Err(error.into()),
    }
    Ok(told.recv()?)
}

const UNDO: &str = "measured; undone";
