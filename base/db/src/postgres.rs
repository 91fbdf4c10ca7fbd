//! PostgreSQL: threads that each own a connection and the little runtime that drives it, so that
//! a statement costs a round trip and no hop between threads.

use std::{
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    thread,
    time::Duration,
};

use tokio::runtime::{Builder, Runtime};

use crate::{
    Counters, Error, Lock,
    habit::Habits,
    job::{Job, Jobs},
    server::Server,
    session::{Session, Trouble},
    tx::{At, Read, Tx},
};

/// How often work is run again because others were faster.
const CONFLICTS_MAX: u32 = 10;
/// From so many on a run is alone in this process, and in a line with those of other processes, so
/// that each wins in the end.
const CONFLICTS_MANY: u32 = 3;
/// How often work is run again because the connection broke before its COMMIT was sent.
const LOSSES_MAX: u32 = 1;

pub(crate) fn start_writer(
    server: Arc<Server>,
    jobs: Arc<Jobs<Tx>>,
    counters: Arc<Counters>,
    shared: Arc<Shared>,
) -> std::io::Result<thread::JoinHandle<()>> {
    let mut tx = Tx::new(At::Postgres(Session::new(server, runtime()?, true)));
    let work = move || {
        while let Some(job) = jobs.wait() {
            write(&mut tx, job, &counters, &shared);
        }
        session(&mut tx).close();
    };
    thread::Builder::new().name("db-write".to_owned()).spawn(work)
}

pub(crate) fn start_reader(
    server: Arc<Server>,
    jobs: Arc<Jobs<Read>>,
) -> std::io::Result<thread::JoinHandle<()>> {
    let mut read = Read::new(At::Postgres(Session::new(server, runtime()?, false)));
    let work = move || {
        while let Some(job) = jobs.wait() {
            look(&mut read, job);
        }
        session(&mut read).close();
    };
    thread::Builder::new().name("db-read".to_owned()).spawn(work)
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

#[expect(clippy::unreachable, reason = "the threads of this file hold nothing else")]
fn session(read: &mut Read) -> &mut Session {
    match read.at() {
        At::Postgres(session) => session,
        At::Sqlite(_) => unreachable!("a thread of PostgreSQL holds a session"),
    }
}

/// Decides whether work is worth another run, and waits a little before it.
#[derive(Default)]
struct Patience {
    conflicts: u32,
    losses: u32,
}

impl Patience {
    fn again(&mut self, trouble: Option<Trouble>) -> bool {
        match trouble {
            Some(Trouble::Conflict) if self.conflicts < CONFLICTS_MAX => {
                self.conflicts += 1;
                // Nothing at first: the other one has won already.
                thread::sleep(Duration::from_millis(u64::from((self.conflicts - 1) * 3)));
                true
            }
            Some(Trouble::Lost) if self.losses < LOSSES_MAX => {
                self.losses += 1;
                true
            }
            _ => false,
        }
    }
}

/// What the writers of a process share.
#[derive(Default)]
pub(crate) struct Shared {
    gate: Gate,
    habits: Habits,
}

/// Lets runs through together, or one that has lost too often alone.
#[derive(Default)]
struct Gate(RwLock<()>);

impl Gate {
    fn pass(
        &self,
        alone: bool,
    ) -> (Option<RwLockReadGuard<'_, ()>>, Option<RwLockWriteGuard<'_, ()>>) {
        if alone {
            (None, Some(self.0.write().unwrap_or_else(PoisonError::into_inner)))
        } else {
            (Some(self.0.read().unwrap_or_else(PoisonError::into_inner)), None)
        }
    }
}

/// How an attempt ended.
struct Ended {
    /// What to answer in place of what came out, if anything.
    instead: Option<Error>,
    /// Whether it may have changed something.
    landed: bool,
}

fn write(tx: &mut Tx, mut job: Box<dyn Job<Tx>>, counters: &Counters, shared: &Shared) {
    let mut patience = Patience::default();
    if let Some(habit) = job.habit() {
        session(tx).foresee(&shared.habits.of(habit));
    }
    loop {
        let many = patience.conflicts >= CONFLICTS_MANY;
        // Held until the run is over.
        let passed = shared.gate.pass(many);
        tx.start();
        if many {
            session(tx).ask(Lock::Named("those who lost too often").key());
        }
        let ended = match session(tx).take_known_locks() {
            Ok(()) => write_once(tx, &mut *job),
            Err(error) => Ended { instead: Some(error), landed: false },
        };
        let trouble = session(tx).finish();
        drop(passed);
        if patience.again(trouble) {
            counters.retried();
            continue;
        }
        if let (Some(habit), true, false) = (job.habit(), ended.landed, many) {
            shared.habits.learn(habit, &session(tx).asked());
        }
        session(tx).forget_locks();
        counters.answered(1, ended.landed, job.is_unseen());
        return job.answer(ended.instead);
    }
}

fn write_once(tx: &mut Tx, job: &mut dyn Job<Tx>) -> Ended {
    if job.run(tx).is_some() {
        return Ended { instead: None, landed: false };
    }
    match tx.hidden_failure() {
        Some(error) => Ended { instead: Some(error), landed: false },
        // Also when the answer is lost: the caller may have changed something.
        None => Ended { instead: session(tx).commit().err(), landed: true },
    }
}

/// The caller has its answer before the transaction is closed: there is nothing to lose.
fn look(read: &mut Read, mut job: Box<dyn Job<Read>>) {
    let mut patience = Patience::default();
    loop {
        read.start();
        let went_well = job.run(read).is_none();
        let trouble = session(read).trouble();
        if patience.again(trouble) {
            session(read).finish();
            continue;
        }
        let instead = if went_well { read.hidden_failure() } else { None };
        job.answer(instead);
        session(read).finish();
        return;
    }
}
