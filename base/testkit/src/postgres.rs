//! A PostgreSQL cluster that is thrown away with the test process.

use std::{
    collections::HashMap,
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::{Path, PathBuf},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tokio_postgres::{Client, NoTls, error::SqlState};

use crate::guardian::{self, Guardian};

const HOW: &str = "apt-get install postgresql, or set HILIR_TEST_POSTGRES=postgres://user@host/db";

/// `$1` folder, `$2` programs, `$3` port, `$4` settings.
const SCRIPT: &str = r#"
cd "$1" && "$2/initdb" --pgdata=data --username=hilir --auth=trust --encoding=UTF8 --locale=C \
  --no-sync --no-instructions >log 2>&1 &&
while
  "$2/postgres" -D data -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c max_connections=300 -c shared_buffers=64MB -c timezone=UTC $4 >>log 2>&1 &
  server=$!
  read -r told
  kill -QUIT $server; wait $server
  [ "$told" = crash ]
do
  read -r told; [ "$told" = rise ] || break
done
cd / && rm -rf "$1"
"#;
/// Nobody reads an ordinary test's data after the power went.
const QUICK: &str =
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off";

/// A running cluster, or the server that `HILIR_TEST_POSTGRES` names.
pub struct Cluster {
    /// Of the database that makes databases.
    url: String,
    templates: Mutex<HashMap<String, String>>,
    /// Of a server that this process runs.
    guardian: Option<Guardian>,
}

/// A fresh, empty PostgreSQL database; `None`, and a note, where there is no PostgreSQL.
pub fn postgres_url() -> Option<String> {
    Some(postgres()?.empty())
}

/// This process's cluster, started when first asked for; `None`, and a note, where there is none.
pub fn postgres() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(|| match crate::setting("HILIR_TEST_POSTGRES") {
        Some(url) => Some(Cluster::reach(url)),
        None => Cluster::start(QUICK),
    });
    if cluster.is_none() {
        crate::skip("PostgreSQL", HOW);
    }
    cluster.as_ref()
}

impl Cluster {
    /// A cluster of its own that keeps what it acknowledged when the machine stops, for tests and
    /// measurements of just that.
    pub fn durable() -> Option<Self> {
        let cluster = Self::start("");
        if cluster.is_none() {
            crate::skip("PostgreSQL, durable", HOW);
        }
        cluster
    }

    fn start(settings: &str) -> Option<Self> {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let programs = programs()?;
        // Not in the folder that a guardian of this user removes: the server writes until its end.
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let name = format!("hilir-postgres-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        let user = plain_user(&folder);
        if let Some((user, group)) = user {
            chown(&folder, Some(user), Some(group)).unwrap();
        }
        let port = guardian::free_port().to_string();
        let arguments = [guardian::text(&folder), guardian::text(&programs), &port, settings];
        let guardian = guardian::start(SCRIPT, &arguments, user);
        let url = format!("postgres://hilir@127.0.0.1:{port}/postgres");
        Some(Self::wait(url, &folder, guardian))
    }

    fn wait(url: String, folder: &Path, guardian: Guardian) -> Self {
        let cluster = Self { url, templates: Mutex::default(), guardian: Some(guardian) };
        if let Err(error) = cluster.until(true) {
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            panic!("PostgreSQL did not start: {error}\n{log}");
        }
        cluster
    }

    /// Waits until the server answers, or until it does not.
    fn until(&self, there: bool) -> Result<(), String> {
        let began = Instant::now();
        loop {
            let asked = self.ask("SELECT 1".to_owned());
            if asked.is_ok() == there {
                return Ok(());
            }
            if began.elapsed() > Duration::from_secs(60) {
                return Err(asked.err().map_or_else(|| "it answers".into(), |no| no.to_string()));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The server of [`Cluster::durable`] falls over: it finishes nothing and tells nobody.
    pub fn crash(&self) {
        self.guardian.as_ref().expect("a server of our own").tell("crash");
        self.until(false).expect("it is gone");
    }

    /// It comes back at the same place, with what it had acknowledged.
    pub fn rise(&self) {
        self.guardian.as_ref().expect("a server of our own").tell("rise");
        self.until(true).expect("it is back");
    }

    /// A server that somebody else runs. Databases of test processes that are gone are removed.
    fn reach(url: String) -> Self {
        let cluster = Self { url, templates: Mutex::default(), guardian: None };
        let names = cluster.ask("SELECT datname FROM pg_database".to_owned());
        for name in names.expect("HILIR_TEST_POSTGRES names a server that can be reached") {
            let pid = name.strip_prefix("hilir_test_").and_then(|rest| rest.split('_').next());
            if pid.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
                drop(cluster.ask(format!("DROP DATABASE {name} WITH (FORCE)")));
            }
        }
        cluster
    }

    /// The URL of a new database without tables.
    pub fn empty(&self) -> String {
        self.create("template0")
    }

    /// The URL of a new copy of a database that `fill` filled once, under `name`.
    pub fn copy_of(&self, name: &str, fill: impl FnOnce(&str)) -> String {
        // Held meanwhile: a database is copied only while nobody is in it.
        let mut templates = self.templates.lock().unwrap_or_else(|e| e.into_inner());
        let template = templates.entry(name.to_owned()).or_insert_with(|| {
            let url = self.empty();
            fill(&url);
            url.rsplit('/').next().unwrap_or_default().to_owned()
        });
        self.create(template)
    }

    fn create(&self, template: &str) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("hilir_test_{}_{number}", std::process::id());
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
        let mut tries = 0;
        while let Err(error) = self.ask(sql.clone()) {
            // Who filled the template may still be leaving.
            let busy = error.code() == Some(&SqlState::OBJECT_IN_USE);
            assert!(busy && tries < 200, "cannot make a test database: {error:?}");
            tries += 1;
            thread::sleep(Duration::from_millis(25));
        }
        let (server, _) = self.url.rsplit_once('/').expect("a URL with a database");
        format!("{server}/{name}")
    }

    /// Runs one statement on a connection of its own and gives the first column as text. In a
    /// thread of its own, because the test may already be inside a runtime.
    fn ask(&self, sql: String) -> Result<Vec<String>, tokio_postgres::Error> {
        let url = self.url.clone();
        let asked = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let (client, connection) = tokio_postgres::connect(&url, NoTls).await?;
                let connection = tokio::spawn(connection);
                let answer = first_column(&client, &sql).await;
                drop(client);
                drop(connection.await);
                answer
            })
        });
        asked.join().unwrap()
    }
}

async fn first_column(client: &Client, sql: &str) -> Result<Vec<String>, tokio_postgres::Error> {
    use tokio_postgres::SimpleQueryMessage::Row;
    let messages = client.simple_query(sql).await?;
    let rows = messages.iter().filter_map(|m| if let Row(row) = m { row.get(0) } else { None });
    Ok(rows.map(str::to_owned).collect())
}

/// The newest server programs that Debian installed.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let programs = versions.flatten().map(|version| version.path());
    let version = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = programs.filter(|path| path.join("bin/initdb").exists()).max_by_key(version);
    newest.map(|path| path.join("bin"))
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`.
fn plain_user(own: &Path) -> Option<(u32, u32)> {
    if fs::metadata(own).unwrap().uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let find = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2).map(str::parse::<u32>);
        Some((fields.next()?.ok()?, fields.next()?.ok()?))
    };
    find("postgres").or_else(|| find("nobody"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_copy_is_its_own() {
        let Some(cluster) = postgres() else { return };
        let at = |url: String| Cluster { url, templates: Mutex::default(), guardian: None };
        let fresh = || {
            at(cluster.copy_of("notes", |url| {
                let made = at(url.to_owned()).ask("CREATE TABLE note (says text)".to_owned());
                made.unwrap();
            }))
        };
        let (one, other) = (fresh(), fresh());
        assert_ne!(one.url, other.url);
        one.ask("INSERT INTO note VALUES ('here')".to_owned()).unwrap();
        let notes = |of: &Cluster| of.ask("SELECT says FROM note".to_owned()).unwrap();
        assert_eq!(notes(&one), ["here"]);
        assert!(notes(&other).is_empty());
        assert!(at(cluster.empty()).ask("SELECT says FROM note".to_owned()).is_err());
    }

    #[test]
    fn only_a_durable_cluster_waits_for_the_disk() {
        let Some(quick) = postgres() else { return };
        let fsync = |of: &Cluster| of.ask("SHOW fsync".to_owned()).unwrap();
        assert_eq!(fsync(&Cluster::durable().unwrap()), ["on"]);
        if crate::setting("HILIR_TEST_POSTGRES").is_none() {
            assert_eq!(fsync(quick), ["off"]);
        }
    }
}
