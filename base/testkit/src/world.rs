//! A database, a clock that a test sets and ids that repeat.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use db::{Db, Read, Tx};
use kernel::{Actor, Clock, Context, Day, Ids, Lang, Time, Zone};

/// The day on which the article's agreement was signed; nine in the morning.
const FIRST_DAY: &str = "2025-11-03";
const OPENING_HOUR: i64 = 9;
const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// Everything that a story needs. The same story in two worlds has the same times and ids.
pub struct World {
    /// `SQLite` or `PostgreSQL`.
    pub name: &'static str,
    pub db: Db,
    pub ids: Ids,
    pub lang: Lang,
    pub zone: Zone,
    /// Microseconds, shared with the clocks that this world gave away.
    now: Arc<AtomicI64>,
}

impl World {
    pub fn new(name: &'static str, db: Db) -> Self {
        words::install_for_tests();
        let now = Arc::new(AtomicI64::new(0));
        let mut world =
            Self { name, db, ids: Ids::seeded(1), lang: Lang::Id, zone: Zone::Wib, now };
        world.set_day(FIRST_DAY);
        world
    }

    /// One world on each database that is found here.
    pub fn each() -> Vec<Self> {
        crate::databases().into_iter().map(|(name, db)| Self::new(name, db)).collect()
    }

    /// A world on SQLite, for tests that no database could tell apart.
    pub fn quick() -> Self {
        Self::new("SQLite", crate::sqlite())
    }

    /// What `actor` brings to an action. Each is a second later than the one before, so that what
    /// happened later also says so.
    pub fn context(&self, actor: &Actor) -> Context {
        self.now.fetch_add(SECOND, Ordering::Relaxed);
        Context {
            actor: actor.clone(),
            now: self.now(),
            zone: self.zone,
            lang: self.lang,
            ids: self.ids.clone(),
        }
    }

    pub fn now(&self) -> Time {
        Time::from_micros(self.now.load(Ordering::Relaxed)).expect("a time that chrono knows")
    }

    pub fn today(&self) -> Day {
        self.now().day(self.zone)
    }

    /// This world's clock, for a server that runs in it.
    pub fn clock(&self) -> Clock {
        let now = Arc::clone(&self.now);
        Clock::from_fn(move || Time::from_micros(now.load(Ordering::Relaxed)).expect("a time"))
    }

    /// Nine in the morning of a day, `2025-11-03`. May go back, as a careless clerk's phone does.
    pub fn set_day(&mut self, day: &str) {
        let day: Day = day.parse().expect("a day, as 2025-11-03");
        let midnight = day.date().and_time(Default::default()).and_utc().timestamp_micros();
        let ahead = match self.zone {
            Zone::Wib => 7,
            Zone::Wita => 8,
            Zone::Wit => 9,
        };
        let micros = midnight + (OPENING_HOUR - ahead) * HOUR;
        self.now.store(micros, Ordering::Relaxed);
    }

    pub fn advance_days(&mut self, days: i64) {
        self.now.fetch_add(days * DAY, Ordering::Relaxed);
    }

    pub fn advance_seconds(&mut self, seconds: i64) {
        self.now.fetch_add(seconds * SECOND, Ordering::Relaxed);
    }

    /// One write transaction; blocks, so not for async code.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx) -> db::Result<T> + Send + 'static,
    ) -> db::Result<T> {
        self.db.write_now(work)
    }

    /// One consistent picture; blocks, so not for async code.
    pub fn read<T: Send + 'static>(
        &self,
        look: impl Fn(&mut Read) -> db::Result<T> + Send + 'static,
    ) -> db::Result<T> {
        self.db.read_now(look)
    }
}

/// What a story tells at its end.
pub trait Transcript {
    /// # Panics
    /// When the story failed.
    fn told(self) -> String;
}
impl Transcript for () {
    fn told(self) -> String {
        String::new()
    }
}
impl Transcript for String {
    fn told(self) -> String {
        self
    }
}
impl<T: Transcript, E: fmt::Debug> Transcript for Result<T, E> {
    fn told(self) -> String {
        self.expect("the story comes to its end").told()
    }
}

/// Tells the same story on each database, and asserts that it ends alike: the transcript holds
/// whatever a reader of the story would want to compare.
pub fn story<T: Transcript>(tell: impl Fn(&mut World) -> T) {
    let mut first: Option<(&str, String)> = None;
    for mut world in World::each() {
        let name = world.name;
        // Shown by the harness when the story fails.
        eprintln!("── the story on {name}");
        let told = tell(&mut world).told();
        match &first {
            None => first = Some((name, told)),
            Some((other, before)) => {
                assert_eq!(*before, told, "{other} and {name} tell it differently");
            }
        }
    }
}
