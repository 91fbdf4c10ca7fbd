//! The handle on a database: opening, asking, closing.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use tokio::sync::oneshot;

use crate::{
    Error, Result, every_statement,
    job::{Job, Jobs, Work},
    postgres,
    server::Server,
    sql, sqlite,
    tx::{At, Read, Tx},
};

/// How many closures may wait in a line before callers are told that the database is busy.
const WAITING_MAX: usize = 4_096;
/// What they are told: it says nothing of the database itself, see [`Db::noting`].
const LINE_IS_FULL: &str = "busy";

/// How a database is opened. Zero is the usual number.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Threads that only look, each with its own connection: usually 4 on SQLite, 8 on
    /// PostgreSQL (`?readers=` in its URL).
    pub readers: usize,
    /// Threads that write on PostgreSQL, each with its own connection, which is made when it is
    /// first needed: usually 16 (`?workers=` in the URL). SQLite has one writer, always.
    pub workers: usize,
}

impl Options {
    /// Takes our own words out of a PostgreSQL URL.
    fn and_url(mut self, url: &str) -> (Self, String) {
        let number = |text: Option<String>| text.and_then(|text| text.parse().ok());
        let (workers, url) = take(url, "workers");
        let (readers, url) = take(&url, "readers");
        self.workers = number(workers).unwrap_or(self.workers);
        self.readers = number(readers).unwrap_or(self.readers);
        (self, url)
    }
}

/// A parameter of a URL, and the URL without it.
pub(crate) fn take(url: &str, name: &str) -> (Option<String>, String) {
    let Some((place, query)) = url.split_once('?') else { return (None, url.to_owned()) };
    let is_it = |pair: &&str| pair.split_once('=').is_some_and(|(key, _)| key == name);
    let (found, rest): (Vec<&str>, Vec<&str>) = query.split('&').partition(is_it);
    let value = found.first().map(|pair| pair[name.len() + 1..].to_owned());
    if rest.is_empty() {
        return (value, place.to_owned());
    }
    (value, format!("{place}?{}", rest.join("&")))
}

const fn or(number: usize, usual: usize) -> usize {
    if number == 0 { usual } else { number }
}

/// What the database of this process has done since it was opened.
#[derive(Debug, Default)]
pub struct Counters {
    version: AtomicU64,
    commits: AtomicU64,
    writes: AtomicU64,
    retries: AtomicU64,
}

impl Counters {
    /// COMMITs that ended write transactions; on SQLite many closures may share one.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }
    /// Write closures that were answered.
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::Relaxed)
    }
    /// Write closures that were run again because another was faster (PostgreSQL).
    pub fn retries(&self) -> u64 {
        self.retries.load(Ordering::Relaxed)
    }
    /// Before anybody is answered: how many closures, whether they may have changed something, and
    /// whether that is nothing but what none of them lets be seen.
    pub(crate) fn answered(&self, closures: u64, landed: bool, unseen: bool) {
        if landed {
            self.version.fetch_add(u64::from(!unseen), Ordering::SeqCst);
            self.commits.fetch_add(1, Ordering::Relaxed);
        }
        self.writes.fetch_add(closures, Ordering::Relaxed);
    }
    pub(crate) fn retried(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }
}

/// A database. Clones share it; when the last one goes, what was accepted is still done.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    writes: Arc<Jobs<Tx>>,
    reads: Arc<Jobs<Read>>,
    counters: Arc<Counters>,
    /// Whether a write was told that the database cannot be had, and none was tried on purpose
    /// since: see [`Db::answers`].
    refused: Arc<AtomicBool>,
    readers: Threads,
    writers: Threads,
    /// Where the file is; `None` on PostgreSQL.
    file: Option<PathBuf>,
}

impl Db {
    /// Opens a path, `sqlite:PATH` or `postgres://…`. A file that is not there is made.
    pub fn open(url: &str) -> Result<Self> {
        Self::open_with(url, Options::default())
    }

    pub fn open_with(url: &str, options: Options) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_server(url, options);
        }
        Self::open_file(Path::new(url.strip_prefix("sqlite:").unwrap_or(url)), &options)
    }

    fn open_file(path: &Path, options: &Options) -> Result<Self> {
        let db = Self::new(Some(path.to_owned()));
        let writer = sqlite::connect(path, true)?;
        let Inner { writes, reads, counters, readers, writers, .. } = &*db.0;
        keep(writers, sqlite::start_writer(writer, Arc::clone(writes), Arc::clone(counters)))?;
        for _ in 0..or(options.readers, 4) {
            let reader = sqlite::connect(path, false)?;
            keep(readers, sqlite::start_reader(reader, Arc::clone(reads)))?;
        }
        Ok(db)
    }

    fn open_server(url: &str, options: Options) -> Result<Self> {
        let (options, url) = options.and_url(url);
        let server = Arc::new(Server::new(&url)?);
        let db = Self::new(None);
        let Inner { writes, reads, counters, readers, writers, .. } = &*db.0;
        let shared = Arc::<postgres::Shared>::default();
        for _ in 0..or(options.workers, 16) {
            let (server, writes) = (Arc::clone(&server), Arc::clone(writes));
            let (counters, shared) = (Arc::clone(counters), Arc::clone(&shared));
            keep(writers, postgres::start_writer(server, writes, counters, shared))?;
        }
        for _ in 0..or(options.readers, 8) {
            keep(readers, postgres::start_reader(Arc::clone(&server), Arc::clone(reads)))?;
        }
        let sql = sql!("SELECT CAST(1 AS bigint)");
        db.read_now(move |read| read.one(sql, &[], |row| row.get::<i64>(0)))?;
        Ok(db)
    }

    fn new(file: Option<PathBuf>) -> Self {
        Self(Arc::new(Inner {
            writes: Arc::new(Jobs::new(WAITING_MAX)),
            reads: Arc::new(Jobs::new(WAITING_MAX)),
            counters: Arc::default(),
            refused: Arc::default(),
            readers: Threads::default(),
            writers: Threads::default(),
            file,
        }))
    }

    /// Runs `work` as one transaction, as if it were alone, and answers when it is on disk.
    ///
    /// `work` may be run more than once, so it owns what it captures and touches nothing but the
    /// database. A caller that stops waiting neither stops nor loses it.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        F: Fn(&mut Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        put(&self.0.writes, Work::new(work, self.noting(move |done| drop(tell.send(done)))));
        told.await.unwrap_or_else(|_| Err(gone()))
    }

    /// [`Db::write`] of work that comes again and again: what has the same `habit` asks for the
    /// same locks ([`Tx::lock`]) nearly always. On PostgreSQL these are then taken before the
    /// transaction begins, so that its picture is taken after the wait and not before it. A habit
    /// that does not hold costs a lock too many, and nothing else.
    pub async fn write_by_habit<T, F>(&self, habit: u64, work: F) -> Result<T>
    where
        F: Fn(&mut Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let work = Work::new(work, self.noting(move |done| drop(tell.send(done))));
        put(&self.0.writes, work.by_habit(habit));
        told.await.unwrap_or_else(|_| Err(gone()))
    }

    /// [`Db::write`] of what nothing shows that is kept by [`Db::version`], such as a number that
    /// only its owner reads: the version stays as it is. Only for writes whose every table is
    /// known; what is kept would be wrong, and nobody would see why.
    pub async fn write_unseen<T, F>(&self, work: F) -> Result<T>
    where
        F: Fn(&mut Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let work = Work::new(work, self.noting(move |done| drop(tell.send(done))));
        put(&self.0.writes, work.unseen());
        told.await.unwrap_or_else(|_| Err(gone()))
    }

    /// Looks at one consistent picture.
    pub async fn read<T, F>(&self, look: F) -> Result<T>
    where
        F: Fn(&mut Read) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        put(&self.0.reads, Work::new(look, move |done| drop(tell.send(done))));
        told.await.unwrap_or_else(|_| Err(gone()))
    }

    /// [`Db::write`] for commands, jobs and tests: blocks the thread until it is done.
    /// Don't call it from async code.
    pub fn write_now<T, F>(&self, work: F) -> Result<T>
    where
        F: Fn(&mut Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (tell, told) = mpsc::sync_channel(1);
        put(&self.0.writes, Work::new(work, self.noting(move |done| drop(tell.send(done)))));
        told.recv().unwrap_or_else(|_| Err(gone()))
    }

    /// [`Db::read`] for commands, jobs and tests: blocks the thread until it is done.
    /// Don't call it from async code.
    pub fn read_now<T, F>(&self, look: F) -> Result<T>
    where
        F: Fn(&mut Read) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (tell, told) = mpsc::sync_channel(1);
        put(&self.0.reads, Work::new(look, move |done| drop(tell.send(done))));
        told.recv().unwrap_or_else(|_| Err(gone()))
    }

    /// The answer to a write, with a note where the database could not be had. That too many wait
    /// is no such sign: a watchdog would end a house that does nothing but work.
    fn noting<T, A>(&self, answer: A) -> impl FnOnce(Result<T>) + use<T, A>
    where
        A: FnOnce(Result<T>),
    {
        let refused = Arc::clone(&self.0.refused);
        move |done| {
            if matches!(&done, Err(Error::Unavailable(why)) if why != LINE_IS_FULL) {
                refused.store(true, Ordering::Relaxed);
            }
            answer(done);
        }
    }

    /// Whether the database answers a question about its rows now and, where somebody's write was
    /// turned away since, whether it can be written to again: a full disk can still be read.
    pub async fn answers(&self) -> Result<()> {
        if self.0.refused.load(Ordering::Relaxed) {
            let script = if self.is_sqlite() { LITE_PROBE } else { PROBE };
            let probed = self.write_unseen(move |tx| tx.script(script)).await;
            // A role that may make no table is told so by a server that is there.
            if let Err(error @ Error::Unavailable(_)) = probed {
                return Err(error);
            }
            self.0.refused.store(false, Ordering::Relaxed);
        }
        let sql = sql!("SELECT number FROM db_migration ORDER BY number DESC LIMIT 1");
        self.read(move |read| read.first(sql, &[], |row| row.get::<i64>(0))).await.map(drop)
    }

    /// A number that has changed whenever a commit of this process may have changed something, but
    /// for what [`Db::write_unseen`] wrote. Other processes on the same PostgreSQL are not seen.
    pub fn version(&self) -> u64 {
        self.0.counters.version.load(Ordering::SeqCst)
    }

    pub fn counters(&self) -> &Counters {
        &self.0.counters
    }

    pub fn is_sqlite(&self) -> bool {
        self.0.file.is_some()
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> Option<&Path> {
        self.0.file.as_deref()
    }

    /// Copies a running SQLite database into the new file `path`, as it is at one instant:
    /// whole, or not at all. Blocks; writers go on meanwhile. On PostgreSQL use `pg_dump`.
    pub fn backup_to(&self, path: &Path) -> Result<()> {
        self.backup_watched(path, &mut |_, _| {})
    }

    /// [`Db::backup_to`]; `progress` hears how many pages are copied, of how many.
    pub fn backup_watched(&self, path: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        let Some(file) = &self.0.file else {
            return Err(Error::fault("back up PostgreSQL with pg_dump or its own archive"));
        };
        let connection = sqlite::connect(file, false)?;
        let wait = sqlite::BACKUP_WAIT;
        crate::whole_file(path, |part| sqlite::backup(&connection, part, wait, progress))
    }

    /// Prepares every statement of the program: the place and the trouble of those that fail.
    pub fn prepare_all(&self) -> Result<Vec<(&'static str, Error)>> {
        self.read_now(|read| {
            let mut wrong = Vec::new();
            for sql in every_statement() {
                let done = match read.at() {
                    At::Sqlite(connection) => sqlite::prepare(connection, *sql),
                    At::Postgres(session) => session.prepare(*sql),
                };
                wrong.extend(done.err().map(|error| (sql.at, error)));
            }
            Ok(wrong)
        })
    }
}

impl Drop for Inner {
    /// Waits for what was accepted, unless the last handle dies inside a closure of its own.
    fn drop(&mut self) {
        self.reads.close();
        wait_for(&mut self.readers);
        // SQLite puts its log back into the file when the last connection closes, which must
        // therefore be the one that may write.
        self.writes.close();
        wait_for(&mut self.writers);
    }
}

/// Takes room that was not taken before, and gives it back: nothing of it is left.
const LITE_PROBE: &str = "CREATE TABLE db_probe (bytes BLOB NOT NULL);
    INSERT INTO db_probe VALUES (zeroblob(32768)); DROP TABLE db_probe;";
const PROBE: &str = "CREATE TEMPORARY TABLE db_probe (words text NOT NULL) ON COMMIT DROP;
    INSERT INTO db_probe VALUES ('room')";

type Threads = Mutex<Vec<thread::JoinHandle<()>>>;

fn keep(threads: &Threads, started: std::io::Result<thread::JoinHandle<()>>) -> Result<()> {
    let started = started.map_err(Error::fault)?;
    threads.lock().unwrap_or_else(PoisonError::into_inner).push(started);
    Ok(())
}

fn wait_for(threads: &mut Threads) {
    let threads = threads.get_mut().unwrap_or_else(PoisonError::into_inner);
    let here = thread::current().id();
    if threads.iter().all(|thread| thread.thread().id() != here) {
        for thread in threads.drain(..) {
            // A worker catches the panics of its closures; there is nothing left to tell.
            let _ = thread.join();
        }
    }
}

fn put<C>(jobs: &Jobs<C>, work: impl Job<C> + 'static) {
    if let Err(job) = jobs.put(Box::new(work)) {
        job.answer(Some(Error::Unavailable(LINE_IS_FULL.to_owned())));
    }
}

fn gone() -> Error {
    Error::fault("the database's thread is gone")
}
