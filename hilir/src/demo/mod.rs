//! The true case of the article, played through the same actions that people use. What the
//! article does not say is invented and marked "contoh".

mod addendum;
mod amends;
mod buyers;
mod cast;
mod figures;
mod monday;
mod money;
mod news;
mod office;
mod order;
mod story;
mod trade;

use db::Db;
use kernel::{Clock, Ids, Lang, Time, Zone};

pub use cast::{Cast, PASSWORD};
pub use figures::Figures;

use crate::Failure;

/// When the story ends and the demo is served: Monday, 5 January 2026, 09.00 WIB, so that the
/// screens show the months that the story plays in.
pub fn ends_at() -> Time {
    story::at(2026, 1, 5, 9)
}

/// A clock that stands at the story's end when the demo starts, and goes on from there.
pub fn clock(machine: &Clock) -> Clock {
    let (machine, started) = (machine.clone(), machine.now());
    Clock::from_fn(move || {
        let micros = machine.now().micros() - started.micros();
        Time::from_micros(ends_at().micros() + micros).unwrap_or_else(ends_at)
    })
}

/// Plays the story into an empty, migrated database. `told` hears of every step.
pub fn play(db: &Db, told: &mut dyn FnMut(usize, usize)) -> Result<(Cast, Figures), Failure> {
    let ids = Ids::seeded(2025);
    let mut stage = story::Stage::new(db.clone(), ids, Zone::Wib, Lang::Id);
    let cast = cast::gather(&mut stage)?;
    story::play(&mut stage, &cast, told)?;
    storefront::catch_up(db)?;
    let figures = figures::read(db, &cast)?;
    Ok((cast, figures))
}
