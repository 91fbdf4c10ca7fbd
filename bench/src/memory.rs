//! Memory of the program as people run it, and how soon its first page comes.

use std::{
    fs,
    net::SocketAddr,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use db::Db;
use hilir::embedded;
use kernel::Capability as Can;
use tokio::{runtime::Builder, task::JoinSet};

use crate::{
    Outcome,
    figures::{Spread, judge},
    http, load, machine, sales,
    server::Server,
    store,
    world::World,
};

const IDLE_MIB: u64 = 40;
const FULL_MIB: u64 = 120;
const START_MILLIS: u64 = 300;
/// A page that reads the database.
const FIRST_PAGE: &str = "/etalase";
const STARTS: usize = 5;

pub fn run(folder: &Path) -> Outcome<bool> {
    println!("memory and start of `hilir serve`; {}", machine::describe());
    let empty = folder.join("empty.db");
    let mut idle = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        idle.push(idle_kib(&empty)?);
    }
    let own = Spread::new(idle.iter().map(|(_, own)| *own));
    let idle = Spread::new(idle.iter().map(|(all, _)| *all));
    let world = World::load(&folder.join("full.json"))?;
    let file = folder.join("memory.db");
    sales::remove(&file)?;
    fs::copy(folder.join("full.db"), &file)?;
    let db = Db::open(sales::text(&file)?)?;
    db.migrate(&embedded::migrations()?)?;
    let (count, tokens) = (store::sales(&db)?, tokens(&world, &db)?);
    drop(db);
    let mut starts = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        starts.push(start(&file)?.0);
    }
    let (_, mut server) = start(&file)?;
    traffic(&world, &server, &tokens)?;
    let (full, peak) = (server.resident_kib(), machine::resident_peak_kib(server.pid()));
    server.kill()?;
    let starts = Spread::new(starts);
    println!("  idle after a start on an empty file, KiB (min / median / max): {idle}");
    println!("  of which not pages of a file: {own}");
    println!("  with {count} sales and after traffic: {full} KiB, at most {peak} KiB");
    println!("  start to first page with {count} sales, ms (min / median / max): {starts}");
    let idle = idle.median();
    let held = judge(&format!("idle {} MiB (under {IDLE_MIB})", idle >> 10), idle < IDLE_MIB << 10);
    let what = format!("with {count} sales {} MiB (under {FULL_MIB})", full >> 10);
    let held = judge(&what, full < FULL_MIB << 10) && held;
    let what = format!("first page after {} ms (under {START_MILLIS})", starts.median());
    Ok(judge(&what, starts.median() < START_MILLIS) && held)
}

/// After a start on an empty file: all that is resident, and what of it is the process's own. How
/// much of the program's file the kernel maps at a touch differs from start to start.
fn idle_kib(file: &Path) -> Outcome<(u64, u64)> {
    sales::remove(file)?;
    let mut server = Server::hilir(sales::text(file)?)?;
    thread::sleep(Duration::from_secs(2));
    let found = (server.resident_kib(), machine::own_kib(server.pid()));
    server.kill()?;
    Ok(found)
}

/// Milliseconds from the start of the process to its first page.
fn start(file: &Path) -> Outcome<(u64, Server)> {
    let server = Server::hilir(sales::text(file)?)?;
    let healthy = server.started_in;
    let began = Instant::now();
    let (status, _) = server.get(FIRST_PAGE)?;
    if status != 200 {
        return Err(format!("{FIRST_PAGE} answers {status}").into());
    }
    let millis = (healthy + began.elapsed()).as_millis();
    Ok((u64::try_from(millis)?, server))
}

/// Of a till, of the Kasubsi and of the Kalapas.
fn tokens(world: &World, db: &Db) -> Outcome<Vec<String>> {
    let head = [Can::Approve, Can::Sign, Can::Oversee];
    Ok(vec![
        world.shops[0].token.clone(),
        world.token_of(db, "kasubsi", &[Can::RecordGoods])?,
        world.token_of(db, "kalapas", &head)?,
    ])
}

/// Pages and reports that are looked at most.
const PAGES: [&str; 8] = [
    "/etalase",
    "/penjualan",
    "/rak",
    "/beranda",
    "/nota",
    "/setoran/umur",
    "/pnbp",
    "/api/v1/sales",
];
/// People who sign in at once, and how often they try. Nobody is known by these names, which
/// costs the house as much as if he were.
const SIGNING_IN: usize = 4;
const TRIES: usize = 3;

/// Sales from eight tills, people who sign in, and everybody's pages and reports.
fn traffic(world: &World, server: &Server, tokens: &[String]) -> Outcome<()> {
    load::sell(world, server.address, 8, Duration::from_secs(5))?;
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut all = JoinSet::new();
        for n in 0..SIGNING_IN {
            all.spawn(sign_in(server.address, n));
        }
        while let Some(done) = all.join_next().await {
            done??;
        }
        let mut client = http::Client::connect(server.address).await?;
        for path in PAGES {
            for token in tokens {
                look(&mut client, path, token).await?;
            }
        }
        Ok(())
    })
}

async fn sign_in(address: SocketAddr, n: usize) -> Outcome<()> {
    let mut client = http::Client::connect(address).await?;
    for time in 0..TRIES {
        let body = format!("lanjut=&name=orang{n}x{time}&password=bukan+kata+sandi+{n}");
        let began = Instant::now();
        let status = client.send(&http::post_form("/masuk", &body)).await?.status;
        if n == 0 {
            println!("  signing in: {status} after {} ms", began.elapsed().as_millis());
        }
    }
    Ok(())
}

/// Looks at a page a few times, and says how long the quickest took.
async fn look(client: &mut http::Client, path: &str, token: &str) -> Outcome<()> {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n");
    let (mut micros, mut status) = (Vec::new(), 0);
    for _ in 0..3 {
        let began = Instant::now();
        status = client.send(request.as_bytes()).await?.status;
        micros.push(u64::try_from(began.elapsed().as_micros())?);
    }
    println!("  {path}: {status}, µs (min / median / max): {}", Spread::new(micros));
    Ok(())
}
