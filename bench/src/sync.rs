//! A phone that comes back with 10,000 queued sales, a tenth of them sent before: how long until
//! each is answered, beside what the bare database needs for the same rows.

use std::{
    fs,
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use db::Db;
use hilir::system;
use kernel::Zone;
use tokio::runtime::Builder;
use uuid::Uuid;

use crate::{
    Outcome,
    chance::Chance,
    figures::{Ratio, Spread, judge, per_second},
    http, machine,
    sales::{counted, remove, text},
    serve::Counted,
    server::Server,
    sqlite_limit, store,
    world::{Shop, World},
};

const ACTS: &str = "/api/v1/till/acts";
/// What the phone puts into one request; `BATCH` in assets/till/sync.js.
const LINES: usize = 50;
/// Less than this part of the raw write limit, and a queue would be slow for no reason.
const WANTED: Ratio = Ratio::thousandths(250);

pub fn run(folder: &Path, acts: u64, rounds: usize) -> Outcome<bool> {
    println!(
        "{acts} queued sales, a tenth of them twice, through POST {ACTS}, {LINES} lines a request"
    );
    println!("{}", machine::describe());
    let (base, made) = (folder.join("base.db"), folder.join("made.db"));
    remove(&base)?;
    remove(&made)?;
    let db = Db::open(text(&made)?)?;
    let world = World::make(&db)?;
    db.backup_to(&base)?;
    let mut ratios = Vec::new();
    for round in 1..=rounds {
        let file = folder.join("served.db");
        remove(&file)?;
        fs::copy(&base, &file)?;
        let moment = machine::Moment::now();
        let mut server = Server::house(text(&file)?)?;
        let shop = &world.shops[0];
        let queue = queue(shop, &enrolled(&server, shop)?, acts, round as u64);
        let before = counted(&server)?;
        let began = Instant::now();
        let answered = send(server.address, &shop.token, &queue)?;
        let took = began.elapsed();
        let after = counted(&server)?;
        server.kill()?;
        let fresh = acts - acts / 10;
        if (answered.done, answered.again) != (fresh, acts / 10) {
            return Err(format!("{answered:?} of {acts}").into());
        }
        let counted = Counted {
            commits: after.commits - before.commits,
            writes: after.writes - before.writes,
            retries: after.retries - before.retries,
        };
        let limit = limit(folder, &base, &file, (counted, fresh))?;
        let ratio = Ratio::of(per_second(fresh, took), per_second(fresh, limit));
        println!(
            "  round {round}: {} ms, the bare loop {} ms, ratio {ratio}; {} commits, foreign {} cores",
            took.as_millis(),
            limit.as_millis(),
            counted.commits,
            moment.foreign_cores(),
        );
        ratios.push(ratio);
    }
    let ratio = Spread::new(ratios);
    let what = format!("ratio {ratio} (at least {WANTED})");
    Ok(judge(&what, ratio.median() >= WANTED))
}

/// The bare loop over what the server wrote, with as many sales a commit.
fn limit(
    folder: &Path,
    base: &Path,
    served: &Path,
    (counted, sales): (Counted, u64),
) -> Outcome<Duration> {
    let rows = store::sales_after(&Db::open(text(served)?)?, 0, i64::try_from(sales)?)?;
    let copy = folder.join("limit.db");
    remove(&copy)?;
    fs::copy(base, &copy)?;
    // A commit holds a request's lines; the limit gets as few.
    let counted = Counted { writes: sales, ..counted };
    let done = sqlite_limit::write(&copy, &rows, counted)?;
    if done.sales != sales {
        return Err(format!("the limit wrote {} sales", done.sales).into());
    }
    Ok(done.took)
}

/// A phone of the shop; gives its id.
fn enrolled(server: &Server, shop: &Shop) -> Outcome<Uuid> {
    let id = system::ids().uuid(system::clock().now());
    let body = format!("{{\"id\":\"{id}\",\"name\":\"Ukur\"}}");
    let request = http::post_json("/api/v1/till/devices", &shop.token, &body);
    exchange(server.address, vec![request], |_| ())?;
    Ok(id)
}

/// The lines as a phone sends them: a tenth of them once more, in among the others.
fn queue(shop: &Shop, device: &Uuid, acts: u64, seed: u64) -> Vec<String> {
    let (ids, now, mut chance) = (system::ids(), system::clock().now(), Chance::new(seed));
    let day = now.day(Zone::Wib);
    let mut lines = Vec::new();
    for seq in 1..=(acts - acts / 10) {
        let (id, product) = (ids.uuid(now), shop.products[seq as usize % shop.products.len()]);
        lines.push(format!(
            "{{\"id\":\"{id}\",\"device\":\"{device}\",\"seq\":{seq},\"shop\":\"{}\",\
             \"made_at\":\"{}\",\"kind\":\"sell\",\"body\":{{\"receipt\":\"U-{seq:05}\",\
             \"lines\":[{{\"product\":\"{product}\",\"quantity\":1,\"price\":30000}}],\
             \"payment\":\"cash\",\"priced_on\":\"{day}\"}}}}\n",
            shop.id,
            now.utc().to_rfc3339(),
        ));
    }
    for twice in 0..acts / 10 {
        let again = lines[twice as usize * 9].clone();
        let at = twice as usize * 9 + 1 + chance.below(lines.len() as u64 / 4) as usize;
        lines.insert(at.min(lines.len()), again);
    }
    lines
}

#[derive(Debug, Default)]
struct Answered {
    done: u64,
    again: u64,
}

impl Answered {
    fn add(&mut self, body: &str) {
        self.done += body.matches("\"state\":\"done\"").count() as u64;
        self.again += body.matches("\"state\":\"again\"").count() as u64;
    }
}

/// As the phone does: one request after the other, on a connection that is kept.
fn send(address: SocketAddr, token: &str, queue: &[String]) -> Outcome<Answered> {
    let requests = queue.chunks(LINES).map(|few| http::post_lines(ACTS, token, &few.concat()));
    let mut answered = Answered::default();
    exchange(address, requests.collect(), |body| answered.add(body))?;
    Ok(answered)
}

fn exchange(
    address: SocketAddr,
    requests: Vec<Vec<u8>>,
    mut heard: impl FnMut(&str),
) -> Outcome<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut client = http::Client::connect(address).await?;
        for request in requests {
            let answer = client.send(&request).await?;
            let body = String::from_utf8_lossy(client.body(&answer)).into_owned();
            if answer.status != 200 {
                return Err(body.into());
            }
            heard(&body);
        }
        Ok(())
    })
}
