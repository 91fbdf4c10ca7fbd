//! A transaction on a connection to PostgreSQL.

use std::{
    collections::{BTreeSet, HashMap},
    future::poll_fn,
    pin::pin,
    sync::Arc,
    time::Duration,
};

use futures_core::Stream;
use tokio::runtime::Runtime;

use crate::{
    Error, Result, Row, Sql,
    ahead::Ahead,
    link::{Begin, Failed, Link, Waiting},
    row::Inner,
    server::{Server, said},
    value::{Kept, Value},
};

const WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";
const LOOK: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// What a thread should do about a failed transaction, whatever the closure made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Run it again: another was faster.
    Conflict,
    /// The connection is gone, and COMMIT was not sent.
    Lost,
}

/// A thread's place at the server. Early locks and BEGIN travel with the first statement, so that
/// looking once costs one round trip, and a lock that is free costs none.
pub(crate) struct Session {
    server: Arc<Server>,
    runtime: Runtime,
    writes: bool,
    link: Option<Link>,
    begun: bool,
    trouble: Option<Trouble>,
    /// Locks of the connection itself, taken before BEGIN: sent with it, held while it is open.
    held: BTreeSet<i64>,
    /// Every lock that the work has asked for; the next run takes them before its BEGIN.
    asked: BTreeSet<i64>,
    /// What work of the same habit asked for before.
    expected: BTreeSet<i64>,
    /// Statements for whose answer nobody waits: they travel with the next.
    waiting: Vec<Waiting>,
    ahead: Ahead,
}

impl Session {
    pub(crate) fn new(server: Arc<Server>, runtime: Runtime, writes: bool) -> Self {
        Self {
            server,
            runtime,
            writes,
            link: None,
            begun: false,
            trouble: None,
            held: BTreeSet::new(),
            asked: BTreeSet::new(),
            expected: BTreeSet::new(),
            waiting: Vec::new(),
            ahead: Ahead::default(),
        }
    }

    pub(crate) fn visit(
        &mut self,
        sql: Sql,
        values: &[Value<'_>],
        f: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<()> {
        if let Some(rows) = self.ahead.answer(sql, values) {
            let _ = rows.iter().all(|row| f(&Row { inner: Inner::Postgres(row), at: sql.at }));
            return Ok(());
        }
        if self.ahead.is_gathered(sql, values) {
            return Ok(());
        }
        self.exchange(sql.at, async |link, begin| {
            let statement = link.statement(sql, values).await?;
            let query = link.client.query_raw(&statement, values.iter());
            let mut rows = pin!(link.first(begin, query).await?);
            while let Some(row) = poll_fn(|cx| rows.as_mut().poll_next(cx)).await {
                if !f(&Row { inner: Inner::Postgres(&row?), at: sql.at }) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Until [`Session::ask_ahead`], questions without an answer are only gathered.
    pub(crate) fn gather(&mut self) {
        self.ahead.gather();
    }

    /// Asks what was gathered, all before the first answer is read, and keeps the answers; whether
    /// there was anything.
    pub(crate) fn ask_ahead(&mut self) -> Result<bool> {
        let asked = self.ahead.gathered();
        let Some((first, _)) = asked.first() else { return Ok(false) };
        let rows = self.exchange(first.at, async |link, begin| {
            let statements = link.statements(&asked).await?;
            link.first(begin, link.ask_all(&statements, &asked)).await
        })?;
        self.ahead.keep(asked, rows);
        Ok(true)
    }

    pub(crate) fn run(&mut self, sql: Sql, values: &[Value<'_>]) -> Result<u64> {
        self.ahead.forget();
        self.exchange(sql.at, async |link, begin| {
            let statement = link.statement(sql, values).await?;
            let run = link.client.execute_raw(&statement, values.iter());
            link.first(begin, run).await
        })
    }

    /// Keeps a statement until the next one is sent, or the COMMIT.
    pub(crate) fn wait(&mut self, sql: Sql, values: &[Value<'_>]) {
        self.ahead.forget();
        self.waiting.push((sql, values.iter().map(|value| Kept::from(*value)).collect()));
    }

    /// Sends all that waits before it reads the first answer.
    pub(crate) fn send_waiting(&mut self) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let Some((first, _)) = waiting.first() else { return Ok(()) };
        self.exchange_alone(first.at, async |link, begin| {
            let statements = link.statements(&waiting).await?;
            link.first(begin, link.run_all(&statements, &waiting)).await.map(drop)
        })
    }

    /// Several statements in one text, inside the transaction.
    pub(crate) fn script(&mut self, text: &str) -> Result<()> {
        self.ahead.forget();
        self.exchange("script", async |link, begin| {
            link.first(begin, link.client.batch_execute(text)).await
        })
    }

    /// Outside of any transaction, so that one that fails does not disturb the next.
    pub(crate) fn prepare(&mut self, sql: Sql) -> Result<()> {
        self.exchange_now(sql.at, async |link, _| {
            link.client.prepare(sql.text).await?;
            Ok(())
        })
    }

    /// The picture of a serializable transaction is taken at its first statement, even where that
    /// is a lock that waits; so a lock asked for early is taken before BEGIN, by the connection.
    pub(crate) fn lock(&mut self, key: i64) -> Result<()> {
        self.asked.insert(key);
        self.hold(key)
    }

    fn hold(&mut self, key: i64) -> Result<()> {
        if self.held.contains(&key) {
            return Ok(());
        }
        if self.begun {
            let lock = Sql::only("SELECT pg_advisory_xact_lock($1)");
            return self.run(lock, &[Value::Int(key)]).map(drop);
        }
        self.held.insert(key);
        Ok(())
    }

    /// Before a run: the locks that are expected and those that the run before asked for, in one
    /// order for everybody.
    pub(crate) fn take_known_locks(&mut self) -> Result<()> {
        let known: Vec<i64> = self.asked.union(&self.expected).copied().collect();
        known.into_iter().try_for_each(|key| self.hold(key))
    }

    /// The work most likely asks for these: taken before BEGIN already in its first run.
    pub(crate) fn foresee(&mut self, keys: &[i64]) {
        self.expected.extend(keys);
    }

    pub(crate) fn asked(&self) -> Vec<i64> {
        self.asked.iter().copied().collect()
    }

    /// The next run takes this lock too.
    pub(crate) fn ask(&mut self, key: i64) {
        self.asked.insert(key);
    }

    pub(crate) fn forget_locks(&mut self) {
        self.asked.clear();
        self.expected.clear();
    }

    /// An error that is no [`Trouble::Conflict`] is the caller's answer. What waits goes with the
    /// COMMIT: where it fails, the COMMIT behind it changes nothing.
    pub(crate) fn commit(&mut self) -> Result<()> {
        if !self.begun {
            self.send_waiting()?;
        }
        if !self.begun {
            self.held.clear();
            return Ok(());
        }
        let text =
            if self.held.is_empty() { "COMMIT" } else { "COMMIT; SELECT pg_advisory_unlock_all()" };
        let waiting = std::mem::take(&mut self.waiting);
        let done = self.exchange_now("COMMIT", async |link, _| {
            let statements = link.statements(&waiting).await?;
            let before = link.run_all(&statements, &waiting);
            let (before, done) = tokio::join!(biased; before, link.client.batch_execute(text));
            before?;
            Ok(done?)
        });
        if done.is_ok() {
            self.begun = false;
            self.held.clear();
        } else if self.trouble == Some(Trouble::Lost) {
            // Never run again: it may have happened.
            self.trouble = None;
            self.link = None;
            self.begun = false;
            self.held.clear();
            return Err(Error::Unavailable(
                "the connection broke while committing: it may be done or not".to_owned(),
            ));
        }
        done
    }

    /// What waits is not sent: the step that asked for it is undone.
    pub(crate) fn forget_waiting(&mut self) {
        self.waiting.clear();
    }

    pub(crate) const fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// Ends whatever is still open and tells what went wrong.
    pub(crate) fn finish(&mut self) -> Option<Trouble> {
        self.waiting.clear();
        self.ahead = Ahead::default();
        let trouble = self.trouble.take();
        let text = match (self.begun, self.held.is_empty()) {
            (true, true) => "ROLLBACK",
            (true, false) => "ROLLBACK; SELECT pg_advisory_unlock_all()",
            (false, _) => "",
        };
        let broken = trouble == Some(Trouble::Lost)
            || (!text.is_empty()
                && self
                    .exchange_now("ROLLBACK", async |link, _| {
                        Ok(link.client.batch_execute(text).await?)
                    })
                    .is_err());
        if broken {
            // The server forgets the transaction and the locks with the connection.
            self.link = None;
        }
        self.begun = false;
        self.held.clear();
        self.trouble = None;
        trouble
    }

    /// Says goodbye, so that the server does not note a broken connection.
    pub(crate) fn close(&mut self) {
        if let Some(link) = self.link.take() {
            drop(link.client);
            self.runtime.block_on(async {
                let _ = tokio::time::timeout(Duration::from_secs(1), link.task).await;
            });
        }
    }

    /// Talks inside the transaction, after all that waits.
    fn exchange<T>(
        &mut self,
        at: &str,
        talk: impl AsyncFnOnce(&mut Link, Option<Begin>) -> Result<T, Failed>,
    ) -> Result<T> {
        self.send_waiting()?;
        self.exchange_alone(at, talk)
    }

    /// Talks inside the transaction; the first talk sends the locks and BEGIN before its own.
    fn exchange_alone<T>(
        &mut self,
        at: &str,
        talk: impl AsyncFnOnce(&mut Link, Option<Begin>) -> Result<T, Failed>,
    ) -> Result<T> {
        let first = !self.begun;
        self.connect()?;
        // Whatever happens now, a transaction may be open.
        self.begun = true;
        self.talk(at, first, talk)
    }

    /// Talks with no BEGIN before it.
    fn exchange_now<T>(
        &mut self,
        at: &str,
        talk: impl AsyncFnOnce(&mut Link, Option<Begin>) -> Result<T, Failed>,
    ) -> Result<T> {
        self.connect()?;
        self.talk(at, false, talk)
    }

    fn talk<T>(
        &mut self,
        at: &str,
        first: bool,
        talk: impl AsyncFnOnce(&mut Link, Option<Begin>) -> Result<T, Failed>,
    ) -> Result<T> {
        let Some(link) = &mut self.link else { return Err(self.lost("there is no connection")) };
        let (text, locks) = (if self.writes { WRITE } else { LOOK }, &self.held);
        let talk = async {
            let begin = if first { Some(link.begin(text, locks).await?) } else { None };
            talk(link, begin).await
        };
        match self.runtime.block_on(talk) {
            Ok(done) => Ok(done),
            Err(Failed::Ours(error)) => Err(error),
            Err(Failed::Server(error)) => Err(self.error(at, &error)),
            Err(Failed::Statement(at, error)) => Err(self.error(at, &error)),
        }
    }

    /// Makes a connection where there is none, or where the old one died while nobody used it.
    fn connect(&mut self) -> Result<()> {
        let closed = self.link.as_ref().is_some_and(|link| link.client.is_closed());
        if self.link.is_some() && !closed {
            return Ok(());
        }
        if self.begun {
            return Err(self.lost("the connection broke"));
        }
        let link = self.runtime.block_on(async {
            let (client, task) = self.server.connect().await?;
            Ok::<_, tokio_postgres::Error>(Link { client, task, statements: HashMap::new() })
        });
        self.link =
            Some(link.map_err(|e| Error::Unavailable(format!("PostgreSQL: {}", said(&e))))?);
        Ok(())
    }

    fn lost(&mut self, why: &str) -> Error {
        self.trouble = Some(Trouble::Lost);
        Error::Unavailable(why.to_owned())
    }

    /// What an error of PostgreSQL means to a caller, and to this session.
    fn error(&mut self, at: &str, error: &tokio_postgres::Error) -> Error {
        let Some(db) = error.as_db_error() else {
            if self.link.as_ref().is_some_and(|link| link.client.is_closed()) {
                return self.lost(&format!("{at}: {}", said(error)));
            }
            return Error::at(at, said(error));
        };
        let code = db.code().code();
        match code {
            "40001" | "40P01" => {
                self.trouble = Some(Trouble::Conflict);
                Error::Conflict
            }
            // A plan made before a migration, or a server that only looks since it was replaced.
            "0A000" if db.message().contains("cached plan") => self.lost(db.message()),
            "25006" if self.writes => self.lost(db.message()),
            "23503" => Error::Constraint("foreign_key".to_owned()),
            "23502" => Error::Constraint(format!(
                "{}_{}_not_null",
                db.table().unwrap_or_default(),
                db.column().unwrap_or_default()
            )),
            "25006" | "55P03" | "57014" => Error::Unavailable(format!("{at}: {}", db.message())),
            _ => match (&code[..2], db.constraint()) {
                ("23", Some(name)) => Error::Constraint(name.to_owned()),
                ("08" | "57", _) => self.lost(db.message()),
                ("53", _) => Error::Unavailable(format!("{at}: {}", db.message())),
                // Not the detail, which may show what was written.
                _ => Error::at(at, format_args!("{} ({code})", db.message())),
            },
        }
    }
}
