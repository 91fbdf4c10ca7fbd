//! A closure that waits for its turn, and the bounded queue in which it waits.

use std::{
    any::Any,
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use crate::{Error, Result};

/// A closure on `C` with the way back to who asked.
pub(crate) trait Job<C>: Send {
    /// Runs the closure (again) and keeps what came out. `None` when it went well.
    fn run(&mut self, on: &mut C) -> Option<&Error>;
    /// Answers with `instead`, or with what came out. It does not matter whether anybody listens.
    fn answer(self: Box<Self>, instead: Option<Error>);
    /// See [`crate::Db::write_by_habit`].
    fn habit(&self) -> Option<u64>;
    /// See [`crate::Db::write_unseen`].
    fn is_unseen(&self) -> bool;
}

pub(crate) struct Work<F, T, A> {
    habit: Option<u64>,
    unseen: bool,
    work: F,
    done: Option<Result<T>>,
    answer: A,
}

impl<F, T, A> Work<F, T, A> {
    pub(crate) const fn new(work: F, answer: A) -> Self {
        Self { habit: None, unseen: false, work, done: None, answer }
    }
    pub(crate) const fn by_habit(mut self, habit: u64) -> Self {
        self.habit = Some(habit);
        self
    }
    pub(crate) const fn unseen(mut self) -> Self {
        self.unseen = true;
        self
    }
}

impl<C, F, T, A> Job<C> for Work<F, T, A>
where
    F: Fn(&mut C) -> Result<T> + Send,
    T: Send,
    A: FnOnce(Result<T>) + Send,
{
    fn run(&mut self, on: &mut C) -> Option<&Error> {
        let done = catch_unwind(AssertUnwindSafe(|| (self.work)(on)));
        let done = done.unwrap_or_else(|panic| Err(Panicked::error(&*panic)));
        self.done.insert(done).as_ref().err()
    }

    fn habit(&self) -> Option<u64> {
        self.habit
    }

    fn is_unseen(&self) -> bool {
        self.unseen
    }

    fn answer(self: Box<Self>, instead: Option<Error>) {
        let done = match instead {
            Some(error) => Err(error),
            None => self.done.unwrap_or_else(|| Err(Error::fault("the work was never run"))),
        };
        (self.answer)(done);
    }
}

/// What a closure's panic becomes: a fault of that closure alone.
#[derive(Debug)]
pub(crate) struct Panicked(String);

impl Panicked {
    fn error(panic: &(dyn Any + Send)) -> Error {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        Error::fault(Self(text.unwrap_or_else(|| "with no text".to_owned())))
    }
}
impl std::fmt::Display for Panicked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the work panicked: {}", self.0)
    }
}
impl std::error::Error for Panicked {}

pub(crate) type Jobs<C> = Queue<Box<dyn Job<C>>>;

/// Many put in, many take out; it never holds more than `limit`.
pub(crate) struct Queue<J> {
    limit: usize,
    waiting: Mutex<Waiting<J>>,
    came: Condvar,
}

struct Waiting<J> {
    jobs: VecDeque<J>,
    closed: bool,
}

impl<J> Queue<J> {
    pub(crate) fn new(limit: usize) -> Self {
        let waiting = Mutex::new(Waiting { jobs: VecDeque::new(), closed: false });
        Self { limit, waiting, came: Condvar::new() }
    }

    /// Gives the job back when the queue is full or closed.
    pub(crate) fn put(&self, job: J) -> Result<(), J> {
        let mut waiting = self.waiting();
        if waiting.closed || waiting.jobs.len() >= self.limit {
            return Err(job);
        }
        waiting.jobs.push_back(job);
        drop(waiting);
        self.came.notify_one();
        Ok(())
    }

    /// The next job, as soon as there is one. `None` when the queue is closed and empty.
    pub(crate) fn wait(&self) -> Option<J> {
        let mut waiting = self.waiting();
        loop {
            if let Some(job) = waiting.jobs.pop_front() {
                return Some(job);
            }
            if waiting.closed {
                return None;
            }
            waiting = self.came.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(crate) fn take(&self) -> Option<J> {
        self.waiting().jobs.pop_front()
    }

    /// What was put in before is still done; nothing more is accepted.
    pub(crate) fn close(&self) {
        self.waiting().closed = true;
        self.came.notify_all();
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting<J>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
