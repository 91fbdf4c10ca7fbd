//! One connection to PostgreSQL: its statements, and sending several before an answer is read.

use std::{
    collections::{BTreeSet, HashMap},
    future::{Future, poll_fn},
    pin::pin,
};

use futures_core::Stream;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Row, RowStream, Statement};

use crate::{
    Error, Result, Sql,
    together::all_of,
    value::{Kept, Param, Value, wrong_count},
};

const LOCK: Sql = Sql::only("SELECT pg_advisory_lock($1)");

/// A statement that outlives the closure's own values.
pub(crate) type Waiting = (Sql, Vec<Kept>);

pub(crate) struct Link {
    pub(crate) client: Client,
    pub(crate) task: JoinHandle<()>,
    /// By address and length of the text, which is static.
    pub(crate) statements: HashMap<(usize, usize), Statement>,
}

/// What goes before the first statement of a transaction.
pub(crate) struct Begin {
    text: &'static str,
    locks: Vec<i64>,
    /// Prepared where there is a lock to ask for.
    lock: Option<Statement>,
}

/// How a talk can fail.
pub(crate) enum Failed {
    Ours(Error),
    Server(tokio_postgres::Error),
    /// Of one statement among several: where it stands.
    Statement(&'static str, tokio_postgres::Error),
}
impl From<tokio_postgres::Error> for Failed {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Server(error)
    }
}

impl Link {
    /// Prepares once a connection, and checks the parameters against what the server infers.
    pub(crate) async fn statement(
        &mut self,
        sql: Sql,
        values: &[Value<'_>],
    ) -> Result<Statement, Failed> {
        let key = (sql.text.as_ptr() as usize, sql.text.len());
        let statement = match self.statements.get(&key) {
            Some(statement) => statement.clone(),
            None => {
                let made = self.client.prepare(sql.text).await;
                let made = made.map_err(|e| Failed::Statement(sql.at, e))?;
                self.statements.insert(key, made.clone());
                made
            }
        };
        let wanted = statement.params();
        if wanted.len() != values.len() {
            return Err(Failed::Ours(wrong_count(sql.at, wanted.len())));
        }
        for (place, (value, wanted)) in values.iter().zip(wanted).enumerate() {
            if !value.fits(wanted) {
                return Err(Failed::Ours(Error::at(
                    sql.at,
                    format_args!(
                        "${} is {}, but PostgreSQL takes it for {wanted}: say CAST(${0} AS …)",
                        place + 1,
                        value.kind()
                    ),
                )));
            }
        }
        Ok(statement)
    }

    pub(crate) async fn statements(
        &mut self,
        waiting: &[Waiting],
    ) -> Result<Vec<Statement>, Failed> {
        let mut statements = Vec::with_capacity(waiting.len());
        for (sql, kept) in waiting {
            let values: Vec<Value<'_>> = kept.iter().map(Param::value).collect();
            statements.push(self.statement(*sql, &values).await?);
        }
        Ok(statements)
    }

    /// Sends all before it reads the first answer; the first failure in their order.
    pub(crate) fn run_all<'a>(
        &'a self,
        statements: &'a [Statement],
        waiting: &'a [Waiting],
    ) -> impl Future<Output = Result<Vec<()>, Failed>> + 'a {
        all_of(statements.iter().zip(waiting).map(move |(statement, (sql, kept))| {
            let values: Vec<Value<'_>> = kept.iter().map(Param::value).collect();
            async move {
                let run = self.client.execute_raw(statement, values.iter());
                run.await.map(drop).map_err(|e| Failed::Statement(sql.at, e))
            }
        }))
    }

    /// Asks all before it reads the first answer; the rows of each.
    pub(crate) fn ask_all<'a>(
        &'a self,
        statements: &'a [Statement],
        asked: &'a [Waiting],
    ) -> impl Future<Output = Result<Vec<Vec<Row>>, Failed>> + 'a {
        all_of(statements.iter().zip(asked).map(move |(statement, (sql, kept))| {
            let values: Vec<Value<'_>> = kept.iter().map(Param::value).collect();
            async move {
                let rows = rows_of(self.client.query_raw(statement, values.iter()).await);
                rows.await.map_err(|e| Failed::Statement(sql.at, e))
            }
        }))
    }

    pub(crate) async fn begin(
        &mut self,
        text: &'static str,
        locks: &BTreeSet<i64>,
    ) -> Result<Begin, Failed> {
        let lock = match locks.first() {
            Some(key) => Some(self.statement(LOCK, &[Value::Int(*key)]).await?),
            None => None,
        };
        Ok(Begin { text, locks: locks.iter().copied().collect(), lock })
    }

    /// Sends the locks and BEGIN, where they are still to be sent, and `talk` right behind them.
    /// Where a lock is not had in time, the rest has run without it: the error undoes that.
    pub(crate) async fn first<T, E: Into<Failed>>(
        &self,
        begin: Option<Begin>,
        talk: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failed> {
        let Some(begin) = begin else { return talk.await.map_err(Into::into) };
        let locks =
            begin.lock.iter().flat_map(|lock| begin.locks.iter().map(move |key| (lock, key)));
        let locks = all_of(locks.map(async |(lock, key)| {
            let values = [Value::Int(*key)];
            let run = self.client.execute_raw(lock, values.iter());
            run.await.map(drop).map_err(|e| Failed::Statement(LOCK.at, e))
        }));
        let begun = self.client.batch_execute(begin.text);
        let (locked, begun, done) = tokio::join!(biased; locks, begun, talk);
        locked?;
        begun?;
        done.map_err(Into::into)
    }
}

async fn rows_of(
    stream: Result<RowStream, tokio_postgres::Error>,
) -> Result<Vec<Row>, tokio_postgres::Error> {
    let (mut stream, mut rows) = (pin!(stream?), Vec::new());
    while let Some(row) = poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        rows.push(row?);
    }
    Ok(rows)
}
