//! Memory of the program as people run it, and how soon its first page comes.

use std::{fs, path::Path, thread, time::Duration};

use db::Db;
use tokio::runtime::Builder;

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
    sales::remove(&empty)?;
    let mut server = Server::hilir(sales::text(&empty)?)?;
    thread::sleep(Duration::from_secs(2));
    let idle = server.resident_kib();
    server.kill()?;
    let world = World::load(&folder.join("full.json"))?;
    let file = folder.join("memory.db");
    sales::remove(&file)?;
    fs::copy(folder.join("full.db"), &file)?;
    let (count, _) = count(&file)?;
    let mut starts = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        starts.push(start(&file)?.0);
    }
    let (_, mut server) = start(&file)?;
    traffic(&world, &server)?;
    let full = server.resident_kib();
    server.kill()?;
    let starts = Spread::new(starts);
    println!("  idle after a start on an empty file: {} KiB", idle);
    println!("  with {count} sales and after traffic: {full} KiB");
    println!("  start to first page with {count} sales, ms (min / median / max): {starts}");
    let held = judge(&format!("idle {} MiB (under {IDLE_MIB})", idle >> 10), idle < IDLE_MIB << 10);
    let what = format!("with {count} sales {} MiB (under {FULL_MIB})", full >> 10);
    let held = judge(&what, full < FULL_MIB << 10) && held;
    let what = format!("first page after {} ms (under {START_MILLIS})", starts.median());
    Ok(judge(&what, starts.median() < START_MILLIS) && held)
}

fn count(file: &Path) -> Outcome<(i64, i64)> {
    Ok(store::count_sales(&Db::open(sales::text(file)?)?)?)
}

/// Milliseconds from the start of the process to its first page.
fn start(file: &Path) -> Outcome<(u64, Server)> {
    let server = Server::hilir(sales::text(file)?)?;
    let healthy = server.started_in;
    let began = std::time::Instant::now();
    let (status, _) = server.get(FIRST_PAGE)?;
    if status != 200 {
        return Err(format!("{FIRST_PAGE} answers {status}").into());
    }
    let millis = (healthy + began.elapsed()).as_millis();
    Ok((u64::try_from(millis)?, server))
}

/// Sales from eight tills, and the pages that are looked at most.
fn traffic(world: &World, server: &Server) -> Outcome<()> {
    load::sell(world, server.address, 8, Duration::from_secs(5))?;
    let token = &world.shops[0].token;
    let paths = ["/etalase", "/penjualan", "/rak", "/beranda", "/nota", "/api/v1/sales"];
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut client = http::Client::connect(server.address).await?;
        for n in 0..300 {
            let path = paths[n % paths.len()];
            let request = format!(
                "GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n"
            );
            let status = client.send(request.as_bytes()).await?.status;
            if n < paths.len() && status != 200 {
                println!("  (note: {path} answers {status})");
            }
        }
        Ok(())
    })
}
