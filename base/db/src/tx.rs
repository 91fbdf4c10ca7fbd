//! What a closure may do inside a transaction.

use std::{
    collections::BTreeSet,
    ops::{Deref, DerefMut},
};

use crate::{Error, Lock, Param, Result, Row, Sql, session::Session, sqlite, value::Value};

/// How many ids [`Read::each_of`] puts into one statement.
pub const MANY: usize = 16;

/// One consistent picture of the database; can only look.
pub struct Read {
    at: At,
    failed: bool,
}

#[expect(clippy::large_enum_variant, reason = "one a thread, never moved while it works")]
pub(crate) enum At {
    Sqlite(rusqlite::Connection),
    Postgres(Session),
}

/// A write transaction: whatever a [`Read`] can, and change things. It is as if it were alone.
pub struct Tx {
    read: Read,
}

impl Deref for Tx {
    type Target = Read;
    fn deref(&self) -> &Read {
        &self.read
    }
}
impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.read
    }
}

impl Read {
    pub(crate) const fn new(at: At) -> Self {
        Self { at, failed: false }
    }

    /// All rows. Bound them (`LIMIT`) where a page shows them; see [`Read::each`] for the rest.
    pub fn all<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn Param],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each(sql, params, |row| {
            all.push(read(row)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// The first row, if there is one.
    pub fn first<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn Param],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut first = None;
        self.visit(sql, params, &mut |row| {
            first = Some(read(row)?);
            Ok(false)
        })?;
        Ok(first)
    }

    /// The first row; a fault when there is none.
    pub fn one<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn Param],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        let first = self.first(sql, params, read)?;
        first.ok_or_else(|| Error::at(sql.at, "there is no row"))
    }

    /// Row by row with bounded memory, however many there are. An error of `f` stops it.
    pub fn each(
        &mut self,
        sql: Sql,
        params: &[&dyn Param],
        mut f: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        self.visit(sql, params, &mut |row| f(row).map(|()| true))
    }

    /// [`Read::each`] of many ids, in as few statements as that takes: `sql` has the places of
    /// `first`, then those of [`MANY`] ids. An id that is given twice is asked for once.
    pub fn each_of<I: Param + Ord>(
        &mut self,
        sql: Sql,
        first: &[&dyn Param],
        ids: &[I],
        mut f: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let ids: Vec<&I> = ids.iter().collect::<BTreeSet<_>>().into_iter().collect();
        for chunk in ids.chunks(MANY) {
            // A short chunk asks for its first id again.
            let id = |at: usize| -> &dyn Param { *chunk.get(at).unwrap_or(&chunk[0]) };
            let params: Vec<&dyn Param> = first.iter().copied().chain((0..MANY).map(id)).collect();
            self.each(sql, &params, &mut f)?;
        }
        Ok(())
    }

    /// Asks PostgreSQL what `look` asks before the work comes to it, in few round trips: whatever
    /// it asks without an answer finds no row and is sent together, then `look` is run again, as
    /// long as answers lead to further questions. The work then finds the answers waiting, until
    /// it writes. On SQLite, where a question costs no trip, `look` is not called. A question that
    /// the work does not ask after all costs its own time.
    pub fn ahead(&mut self, look: impl Fn(&mut Self) -> Result<()>) -> Result<()> {
        loop {
            let At::Postgres(session) = &mut self.at else { return Ok(()) };
            session.gather();
            // It may not have seen everything yet, so what it says means nothing.
            let _ = look(self);
            let At::Postgres(session) = &mut self.at else { return Ok(()) };
            let asked = session.ask_ahead();
            self.failed |= asked.is_err();
            if !asked? {
                return Ok(());
            }
        }
    }

    /// Visits rows until `f` says false. What `f` itself refuses is no failure of the statement.
    fn visit(
        &mut self,
        sql: Sql,
        params: &[&dyn Param],
        f: &mut dyn FnMut(&Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        let mut said = None;
        let mut visit = |row: &Row<'_>| match f(row) {
            Ok(more) => more,
            Err(error) => {
                said = Some(error);
                false
            }
        };
        self.on(sql, params, |at, values| match at {
            At::Sqlite(connection) => sqlite::visit(connection, sql, values, &mut visit),
            At::Postgres(session) => session.visit(sql, values, &mut visit),
        })?;
        said.map_or(Ok(()), Err)
    }

    /// Runs one statement, unless one failed before. A failed statement ends the transaction on
    /// both databases: PostgreSQL insists, so SQLite must not be more patient.
    fn on<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn Param],
        run: impl FnOnce(&mut At, &[Value<'_>]) -> Result<T>,
    ) -> Result<T> {
        if self.failed {
            return Err(Error::at(sql.at, "a statement of this transaction failed before"));
        }
        let values: Vec<Value<'_>> = params.iter().map(|param| param.value()).collect();
        for (place, value) in values.iter().enumerate() {
            value.check(sql.at, place + 1)?;
        }
        let done = run(&mut self.at, &values);
        self.failed = done.is_err();
        done
    }

    pub(crate) const fn at(&mut self) -> &mut At {
        &mut self.at
    }

    /// Takes note of a fresh transaction.
    pub(crate) const fn start(&mut self) {
        self.failed = false;
    }

    /// What a closure that says it went well may not hide.
    pub(crate) fn hidden_failure(&self) -> Option<Error> {
        self.failed
            .then(|| Error::fault("a statement failed, and the work went on as if it had not"))
    }
}

impl Tx {
    pub(crate) const fn new(at: At) -> Self {
        Self { read: Read::new(at) }
    }

    /// Runs one statement; how many rows it changed.
    pub fn run(&mut self, sql: Sql, params: &[&dyn Param]) -> Result<u64> {
        self.read.on(sql, params, |at, values| match at {
            At::Sqlite(connection) => sqlite::run(connection, sql, values),
            At::Postgres(session) => session.run(sql, values),
        })
    }

    /// Runs many statements whose outcome the caller does not need: on PostgreSQL they are sent
    /// together and cost one round trip; on SQLite they run in turn.
    pub fn run_many(&mut self, batch: &[(Sql, &[&dyn Param])]) -> Result<()> {
        self.later(batch)?;
        self.send_waiting()
    }

    /// [`Tx::run_many`] for which nobody waits: on PostgreSQL the statements travel with the next
    /// one, or with the COMMIT, and cost no round trip of their own; what is wrong with them is
    /// said there. Whatever comes after sees what they wrote. On SQLite they run now.
    ///
    /// # Errors
    /// On SQLite whatever the statements say. A constraint that somebody turns into a refusal
    /// belongs into [`Tx::run_many`].
    pub fn later(&mut self, batch: &[(Sql, &[&dyn Param])]) -> Result<()> {
        for (sql, params) in batch {
            self.read.on(*sql, params, |at, values| match at {
                At::Sqlite(connection) => sqlite::run(connection, *sql, values).map(drop),
                At::Postgres(session) => {
                    session.wait(*sql, values);
                    Ok(())
                }
            })?;
        }
        Ok(())
    }

    /// Sends what waits, now.
    fn send_waiting(&mut self) -> Result<()> {
        let At::Postgres(session) = &mut self.read.at else { return Ok(()) };
        let done = session.send_waiting();
        self.read.failed |= done.is_err();
        done
    }

    /// Holds a named lock until the transaction ends, so that those who would collide wait a
    /// little instead of being run again. On SQLite the one writer is the lock.
    ///
    /// Ask before the first statement: then the picture is taken after the wait.
    pub fn lock(&mut self, lock: Lock) -> Result<()> {
        match &mut self.read.at {
            At::Sqlite(_) => Ok(()),
            At::Postgres(session) => {
                let done = session.lock(lock.key());
                self.read.failed |= done.is_err();
                done
            }
        }
    }

    /// Takes one step of many: when it is refused or fails, what it wrote is undone and the work
    /// can go on with the next. The inner result is the step's own.
    ///
    /// # Errors
    /// Where the whole transaction cannot go on: others were faster, or the database is lost.
    pub fn attempt<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T>) -> Result<Result<T>> {
        self.script("SAVEPOINT step")?;
        let done = match (step(self), self.hidden_failure()) {
            (Ok(_), Some(hidden)) => Err(hidden),
            (Ok(done), None) => self.send_waiting().map(|()| done),
            (done, _) => done,
        };
        match &done {
            Ok(_) => self.script("RELEASE SAVEPOINT step")?,
            Err(Error::Conflict | Error::Unavailable(_)) => return done.map(Ok),
            Err(error) if self.is_lost() => return Err(error.again()),
            Err(_) => {
                if let At::Postgres(session) = &mut self.read.at {
                    session.forget_waiting();
                }
                self.start();
                self.script("ROLLBACK TO SAVEPOINT step; RELEASE SAVEPOINT step")?;
            }
        }
        Ok(done)
    }

    /// Whether nothing that was written in this transaction can be committed any more.
    fn is_lost(&self) -> bool {
        match &self.read.at {
            At::Sqlite(connection) => connection.is_autocommit(),
            At::Postgres(session) => session.trouble().is_some(),
        }
    }

    /// Runs a text of several statements, none of them with parameters.
    pub(crate) fn script(&mut self, text: &str) -> Result<()> {
        let done = match &mut self.read.at {
            At::Sqlite(connection) => sqlite::script(connection, text),
            At::Postgres(session) => session.script(text),
        };
        self.read.failed |= done.is_err();
        done
    }
}
