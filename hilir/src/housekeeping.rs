//! What is deleted when its time has come, whether or not anybody comes by. Each room says of its
//! own what that is and how long it is kept; here stands when they are asked.

use db::{Db, Result, Tx};
use kernel::{Clock, Day, Time, Zone};

/// How often; what is due for a day is not shown meanwhile.
const EVERY_MICROS: i64 = 10 * 60 * 1_000_000;

/// The moment, and the day in the house's zone.
#[derive(Clone, Copy)]
struct Now {
    time: Time,
    day: Day,
}

/// Deletes what is due, and says how many rows that were.
type Forget = fn(&mut Tx, Now) -> Result<u64>;

/// What is asked, with its name for the log. Each is a transaction of its own: one that fails
/// keeps none of the others.
const ALL: [(&str, Forget); 5] = [
    ("buyers of leads", |tx, now| orders::forget_due(tx, now.day)),
    ("files that waited for a yes", |tx, now| intake::forget(tx, now.time)),
    ("wrong sign-ins", |tx, now| people::forget_old_attempts(tx, now.time)),
    ("auditors' packs", |tx, now| audit::let_go(tx, now.time)),
    ("owners of shops that declined", |tx, now| network::forget_declined(tx, now.time)),
];

/// Asks every room once; how many rows went.
///
/// # Errors
/// The last thing that could not be deleted; the others were.
pub fn sweep(db: &Db, time: Time, zone: Zone) -> Result<u64> {
    let now = Now { time, day: time.day(zone) };
    let (mut gone, mut wrong) = (0, None);
    for (what, forget) in ALL {
        match db.write_now(move |tx| forget(tx, now)) {
            Ok(rows) => {
                if rows > 0 {
                    tracing::info!(what, rows, "deleted, as their time had come");
                }
                gone += rows;
            }
            Err(error) => {
                tracing::warn!(%error, what, "could not be deleted; again soon");
                wrong = Some(error);
            }
        }
    }
    wrong.map_or(Ok(gone), Err)
}

/// Sweeps when it is time to, by the clock of whoever runs it.
pub struct Broom {
    pub clock: Clock,
    pub zone: Zone,
    last: Option<Time>,
}

impl Broom {
    pub const fn new(clock: Clock, zone: Zone) -> Self {
        Self { clock, zone, last: None }
    }

    /// At once the first time, then every ten minutes.
    pub fn pass(&mut self, db: &Db) {
        let now = self.clock.now();
        let due = |last: Time| now < last || now.micros() - last.micros() >= EVERY_MICROS;
        if self.last.is_none_or(due) {
            self.last = Some(now);
            // Each was told of in the log.
            drop(sweep(db, now, self.zone));
        }
    }
}
