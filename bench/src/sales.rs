//! Durable sales a second through the API, beside what the bare database does with the same rows.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use db::Db;

use crate::{
    Outcome,
    cli::Database,
    figures::{Ratio, Spread, judge, per_second},
    load, machine, postgres_limit,
    serve::{COUNTERS, Counted},
    server::Server,
    sqlite_limit::{self, Done},
    store,
    world::World,
};

const WARM_UP: Duration = Duration::from_millis(500);
/// Sales that the limit repeats: enough for a steady rate, few enough to hold in memory.
const REPLAYED_MAX: i64 = 30_000;
/// Clients from which on the limit is promised.
const CLIENTS_PROMISED: usize = 32;

/// One measurement: the server's figure beside the limit's.
struct Measured {
    clients: usize,
    sales: u64,
    limit: u64,
    ratio: Ratio,
    /// Of the server and of the bare loop (SQLite), for each sale.
    cpu_micros: (u64, u64),
    counted: Counted,
    foreign: Ratio,
}

pub fn run(
    folder: &Path,
    database: Database,
    clients: &[usize],
    seconds: u64,
    rounds: usize,
) -> Outcome<bool> {
    let time = Duration::from_secs(seconds);
    println!("durable sales through POST {} on {database:?}; {}", load::SALES, machine::describe());
    let mut all: Vec<Measured> = Vec::new();
    let bench = Bench::new(folder, database)?;
    for round in 1..=rounds {
        for clients in clients {
            let one = bench.measure(*clients, time)?;
            println!(
                "  round {round}, {:>3} clients: {:>6}/s, limit {:>6}/s, ratio {}; {} sales a commit, \
                 {} retries, CPU a sale {} µs (limit {} µs), foreign {} cores",
                one.clients,
                one.sales,
                one.limit,
                one.ratio,
                Ratio::of(one.counted.writes, one.counted.commits),
                one.counted.retries,
                one.cpu_micros.0,
                one.cpu_micros.1,
                one.foreign,
            );
            all.push(one);
        }
    }
    Ok(summary(database, clients, &all))
}

fn summary(database: Database, clients: &[usize], all: &[Measured]) -> bool {
    let target = match database {
        Database::Sqlite => Ratio::thousandths(500),
        Database::Postgres => Ratio::thousandths(800),
    };
    println!("\n| clients | sales/s (min / median / max) | limit/s | ratio | foreign cores |");
    println!("|--:|--:|--:|--:|--:|");
    let mut held = true;
    for clients in clients {
        let own = || all.iter().filter(|one| one.clients == *clients);
        let ratio = Spread::new(own().map(|one| one.ratio));
        println!(
            "| {clients} | {} | {} | {ratio} | {} |",
            Spread::new(own().map(|one| one.sales)),
            Spread::new(own().map(|one| one.limit)),
            Spread::new(own().map(|one| one.foreign)),
        );
        if database == Database::Postgres || *clients >= CLIENTS_PROMISED {
            let what = format!("{clients} clients: ratio {} (at least {target})", ratio.median());
            held &= judge(&what, ratio.median() >= target);
        }
    }
    held
}

/// A world without sales, to be copied for every measurement.
enum Base {
    File(PathBuf),
    Cluster(Box<testkit::Cluster>),
}

struct Bench {
    folder: PathBuf,
    world: World,
    base: Base,
}

/// What the world on PostgreSQL is kept as.
const TEMPLATE: &str = "world";

impl Bench {
    fn new(folder: &Path, database: Database) -> Outcome<Self> {
        let folder = folder.to_owned();
        if database == Database::Sqlite {
            let file = folder.join("base.db");
            remove(&file)?;
            let made = folder.join("made.db");
            remove(&made)?;
            let db = Db::open(text(&made)?)?;
            let world = World::make(&db)?;
            // One file, with nothing of it left in a log.
            db.backup_to(&file)?;
            return Ok(Self { folder, world, base: Base::File(file) });
        }
        let cluster = testkit::Cluster::durable().ok_or("there is no PostgreSQL here")?;
        let mut made: Outcome<World> = Err("the world was not made".into());
        let url = cluster.copy_of(TEMPLATE, |url| {
            made = Db::open(url).map_err(Into::into).and_then(|db| World::make(&db));
        });
        drop(url);
        Ok(Self { folder, world: made?, base: Base::Cluster(Box::new(cluster)) })
    }

    /// A fresh copy of the world.
    fn copy(&self, name: &str) -> Outcome<String> {
        match &self.base {
            Base::File(base) => {
                let file = self.folder.join(name);
                remove(&file)?;
                fs::copy(base, &file)?;
                Ok(text(&file)?.to_owned())
            }
            Base::Cluster(cluster) => Ok(cluster.copy_of(TEMPLATE, |_| ())),
        }
    }

    fn measure(&self, clients: usize, time: Duration) -> Outcome<Measured> {
        let url = self.copy("served.db")?;
        let moment = machine::Moment::now();
        let mut server = Server::house(&url)?;
        load::sell(&self.world, server.address, clients, WARM_UP)?;
        let (before, cpu) = (counted(&server)?, machine::cpu_millis(server.pid()));
        let load = load::sell(&self.world, server.address, clients, time)?;
        let (after, cpu_after) = (counted(&server)?, machine::cpu_millis(server.pid()));
        server.kill()?;
        if load.refused > 0 {
            return Err(format!("{} sales were refused", load.refused).into());
        }
        let counted = Counted {
            commits: after.commits - before.commits,
            writes: after.writes - before.writes,
            retries: after.retries - before.retries,
        };
        let (done, limit_cpu) = self.limit(&url, counted, time)?;
        let (sales, limit) = (per_second(load.sold, load.took), per_second(done.sales, done.took));
        Ok(Measured {
            clients,
            sales,
            limit,
            ratio: Ratio::of(sales, limit),
            cpu_micros: ((cpu_after - cpu) * 1_000 / load.sold.max(1), limit_cpu),
            counted,
            foreign: moment.foreign_cores(),
        })
    }

    /// The bare loop over what the server just wrote, and its CPU time for each sale.
    fn limit(&self, url: &str, counted: Counted, time: Duration) -> Outcome<(Done, u64)> {
        let rows = store::sales_after(&Db::open(url)?, 0, REPLAYED_MAX)?;
        let copy = self.copy("limit.db")?;
        let cpu = machine::cpu_millis(std::process::id());
        let done = match &self.base {
            Base::File(_) => sqlite_limit::write(Path::new(&copy), &rows, counted)?,
            Base::Cluster(_) => postgres_limit::send(&copy, &self.world, &rows, time)?,
        };
        let cpu = machine::cpu_millis(std::process::id()) - cpu;
        let sales = i64::try_from(done.sales)?;
        let found = store::count_sales(&Db::open(&copy)?)?;
        if found != (sales, sales) {
            return Err(format!("the limit wrote {sales} sales, but {found:?} are there").into());
        }
        let cpu = if matches!(self.base, Base::File(_)) { cpu } else { 0 };
        Ok((done, cpu * 1_000 / u64::try_from(sales)?.max(1)))
    }
}

pub fn counted(server: &Server) -> Outcome<Counted> {
    let (_, body) = server.get(COUNTERS)?;
    Ok(serde_json::from_slice(&body)?)
}

/// Removes a SQLite file with its log.
pub fn remove(file: &Path) -> Outcome<()> {
    for ending in ["", "-wal", "-shm"] {
        match fs::remove_file(format!("{}{ending}", text(file)?)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

pub fn text(path: &Path) -> Outcome<&str> {
    Ok(path.to_str().ok_or("a folder with a plain name is needed")?)
}
