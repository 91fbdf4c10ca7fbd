//! Public pages a second, beside a bare axum server that returns the same heads and bytes from
//! memory.

use std::{
    fs,
    net::SocketAddr,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use db::{Db, sql};
use tokio::{runtime::Builder, task::JoinSet};

use crate::{
    Outcome,
    figures::{Ratio, Spread, judge, per_second},
    http, machine, sales,
    serve::BareAnswer,
    server::Server,
    world::World,
};

const LIST: &str = "/etalase";
const SEARCH: &str = "/etalase?q=brang";
const CONNECTIONS: usize = 32;
/// At least half of what the bare server does.
const TARGET: Ratio = Ratio::thousandths(500);

pub fn run(folder: &Path, seconds: u64, rounds: usize) -> Outcome<bool> {
    let file = folder.join("pages.db");
    sales::remove(&file)?;
    let db = Db::open(sales::text(&file)?)?;
    World::make(&db)?;
    storefront::catch_up(&db)?;
    let code = first_code(&db)?;
    drop(db);
    let house = Server::hilir(sales::text(&file)?)?;
    let list = answer(&house, LIST)?;
    let address = first_product(&list.body).ok_or("the list shows no product")?;
    let batch = format!("/b/{code}");
    let asked: [(&'static str, &str); 5] = [
        ("the home page", "/"),
        ("the list of 24", LIST),
        ("a search", SEARCH),
        ("a product", &address),
        ("behind a label", &batch),
    ];
    let mut paths = Vec::new();
    let mut kept = Vec::new();
    for (n, (what, path)) in asked.into_iter().enumerate() {
        // The bare server knows paths only, and a search is a query.
        let mut page = answer(&house, path)?;
        paths.push((what, path.to_owned(), format!("/{n}"), page.body.len()));
        page.path = format!("/{n}");
        kept.push(page);
    }
    let answers = folder.join("answers.json");
    fs::write(&answers, serde_json::to_vec(&kept)?)?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("bare").arg("--answers").arg(&answers);
    let bare = Server::start(command, "/sehat")?;
    let by = if wrk_is_there() { "wrk" } else { "an own client" };
    println!("public pages, {CONNECTIONS} connections of {by}; {}", machine::describe());
    println!(
        "\n| page | bytes | pages/s (min / median / max) | bare axum/s | ratio | foreign cores |"
    );
    println!("|---|--:|--:|--:|--:|--:|");
    let mut medians = Vec::new();
    for (what, path, bare_path, size) in paths {
        let (mut own, mut limit, mut ratios, mut foreign) = (vec![], vec![], vec![], vec![]);
        for _ in 0..rounds {
            let moment = machine::Moment::now();
            own.push(rate(house.address, &path, seconds)?);
            limit.push(rate(bare.address, &bare_path, seconds)?);
            ratios.extend(own.last().zip(limit.last()).map(|(own, limit)| Ratio::of(*own, *limit)));
            foreign.push(moment.foreign_cores());
        }
        let ratio = Spread::new(ratios);
        let (own, limit, foreign) = (Spread::new(own), Spread::new(limit), Spread::new(foreign));
        println!("| {what} | {size} | {own} | {limit} | {ratio} | {foreign} |");
        medians.push((what, ratio.median()));
    }
    let mut held = true;
    for (what, ratio) in medians {
        held &= judge(&format!("{what}: ratio {ratio} (at least {TARGET})"), ratio >= TARGET);
    }
    Ok(held)
}

/// A page as the house sends it, without what every server adds by itself.
fn answer(house: &Server, path: &str) -> Outcome<BareAnswer> {
    let (status, head, body) = house.get_whole(path)?;
    if status != 200 {
        return Err(format!("{path} answers {status}").into());
    }
    let own = ["content-length", "date", "connection", "transfer-encoding"];
    let headers = std::str::from_utf8(&head)?
        .split("\r\n")
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| !own.contains(&name.to_lowercase().as_str()))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Ok(BareAnswer { path: path.to_owned(), headers, body: String::from_utf8(body)? })
}

fn first_product(list: &str) -> Option<String> {
    let start = list.split("href=\"/etalase/").nth(1)?;
    Some(format!("{LIST}/{}", start.split(['"', '#', '?']).next()?))
}

/// The code on the label of some batch.
fn first_code(db: &Db) -> Outcome<String> {
    let code = sql!("SELECT code FROM production_batch ORDER BY id LIMIT 1");
    Ok(db.read_now(move |read| read.one(code, &[], |row| row.get(0)))?)
}

fn wrk_is_there() -> bool {
    Command::new("wrk").arg("-v").output().is_ok()
}

/// Pages a second from one address.
fn rate(address: SocketAddr, path: &str, seconds: u64) -> Outcome<u64> {
    if !wrk_is_there() {
        return own_rate(address, path, Duration::from_secs(seconds));
    }
    let connections = CONNECTIONS.to_string();
    let output = Command::new("wrk")
        .args(["-t1", "-c", &connections, "-d", &format!("{seconds}s")])
        .arg(format!("http://{address}{path}"))
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    if text.contains("Non-2xx") {
        return Err(format!("{path} is not always answered:\n{text}").into());
    }
    let line = text.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
    let whole = line.and_then(|line| line.trim().split('.').next()).ok_or("wrk says nothing")?;
    Ok(whole.parse()?)
}

fn own_rate(address: SocketAddr, path: &str, time: Duration) -> Outcome<u64> {
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        let began = Instant::now();
        let mut all = JoinSet::new();
        for _ in 0..CONNECTIONS {
            all.spawn(ask(address, http::get(path), began + time));
        }
        let mut count = 0;
        while let Some(one) = all.join_next().await {
            count += one??;
        }
        Ok(per_second(count, began.elapsed()))
    })
}

async fn ask(address: SocketAddr, request: Vec<u8>, until: Instant) -> Outcome<u64> {
    let mut client = http::Client::connect(address).await?;
    let mut count = 0;
    while Instant::now() < until {
        if client.send(&request).await?.status != 200 {
            return Err("a page was not answered".into());
        }
        count += 1;
    }
    Ok(count)
}
