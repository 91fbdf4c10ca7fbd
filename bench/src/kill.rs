//! kill -9 at random moments under load: no acknowledged sale lost, none doubled.
//!
//! Clients do as a till does: a sale that was sent and not answered is sent again, with the same
//! id, until it is answered. At the end the sales in the database are exactly those that were
//! answered, each with its postings once, and the books prove themselves.

use std::{collections::BTreeSet, net::SocketAddr, path::Path, time::Duration};

use db::Db;
use hilir::system;
use kernel::Ids;
use tokio::{runtime::Builder, task::JoinSet, time::sleep};
use uuid::Uuid;

use crate::{
    Outcome,
    chance::Chance,
    cli::Database,
    figures::judge,
    http,
    load::{Sent, a_sale},
    sales,
    server::Server,
    store, verify,
    world::{Shop, World},
};

const CLIENTS: usize = 24;
/// The longest that a server lives under load, in milliseconds.
const LIFE_MILLIS_MAX: u64 = 400;

/// A till: what was answered, and what is still on its way.
struct Till {
    shop: Shop,
    ids: Ids,
    chance: Chance,
    answered: Vec<Uuid>,
    pending: Option<Sent>,
    /// Sales that were sent again and had been recorded already.
    known: u64,
}

pub fn run(folder: &Path, database: Database, rounds: usize, seed: u64) -> Outcome<bool> {
    println!(
        "kill -9 under load of {CLIENTS} clients, {rounds} times on {database:?}, seed {seed}"
    );
    let cluster = match database {
        Database::Sqlite => None,
        Database::Postgres => {
            Some(testkit::Cluster::durable().ok_or("there is no PostgreSQL here")?)
        }
    };
    let url = match &cluster {
        Some(cluster) => cluster.empty(),
        None => {
            let file = folder.join("kill.db");
            sales::remove(&file)?;
            sales::text(&file)?.to_owned()
        }
    };
    let world = World::make(&Db::open(&url)?)?;
    let mut tills: Vec<Till> = (0..CLIENTS).map(|n| till(&world, n, seed)).collect();
    let mut chance = Chance::new(seed);
    for _ in 0..rounds {
        let server = Server::hilir(&url)?;
        let life = Duration::from_millis(chance.below(LIFE_MILLIS_MAX));
        tills = live(server, tills, life)?;
    }
    let server = Server::hilir(&url)?;
    let tills = settle(&server, tills)?;
    drop(server);
    judge_all(&url, &tills, rounds)
}

fn till(world: &World, n: usize, seed: u64) -> Till {
    Till {
        shop: world.shops[n % world.shops.len()].clone(),
        ids: system::ids(),
        chance: Chance::new(seed ^ (n as u64) << 32),
        answered: Vec::new(),
        pending: None,
        known: 0,
    }
}

/// Sells until the server is killed.
fn live(mut server: Server, tills: Vec<Till>, life: Duration) -> Outcome<Vec<Till>> {
    let address = server.address;
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut all = JoinSet::new();
        for till in tills {
            all.spawn(async move {
                let mut till = till;
                // It ends when the server does.
                let _ = till.sell(address).await;
                till
            });
        }
        sleep(life).await;
        server.kill()?;
        Ok(all.join_all().await)
    })
}

/// Sends what was never answered, until it is.
fn settle(server: &Server, mut tills: Vec<Till>) -> Outcome<Vec<Till>> {
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        for till in &mut tills {
            let mut client = http::Client::connect(server.address).await?;
            till.send_pending(&mut client).await?;
        }
        Ok(tills)
    })
}

impl Till {
    async fn sell(&mut self, address: SocketAddr) -> Outcome<()> {
        let mut client = http::Client::connect(address).await?;
        loop {
            self.send_pending(&mut client).await?;
            self.pending = Some(a_sale(&self.shop, &self.ids, &mut self.chance));
        }
    }

    async fn send_pending(&mut self, client: &mut http::Client) -> Outcome<()> {
        let Some(sent) = &self.pending else { return Ok(()) };
        let answer = client.send(&sent.request).await?;
        if answer.status != 200 {
            let body = String::from_utf8_lossy(client.body(&answer)).into_owned();
            eprintln!("  {} {body}", answer.status);
            return Err(body.into());
        }
        let again = client.body(&answer).windows(14).any(|part| part == b"\"already\":true");
        self.known += u64::from(again);
        self.answered.push(sent.id);
        self.pending = None;
        Ok(())
    }
}

fn judge_all(url: &str, tills: &[Till], rounds: usize) -> Outcome<bool> {
    let answered: Vec<Uuid> = tills.iter().flat_map(|till| till.answered.clone()).collect();
    let known: u64 = tills.iter().map(|till| till.known).sum();
    let db = Db::open(url)?;
    let there: BTreeSet<Uuid> = store::sale_ids(&db)?.into_iter().collect();
    let (sales, posted) = store::count_sales(&db)?;
    drop(db);
    let lost = answered.iter().filter(|id| !there.contains(id)).count();
    let (all, count) = (answered.len(), i64::try_from(answered.len())?);
    println!(
        "  {all} sales were answered over {rounds} kills; {known} had been recorded unanswered"
    );
    let mut held = judge(&format!("{lost} acknowledged sales lost"), lost == 0);
    held &= judge(
        &format!("{sales} sales recorded, {posted} posted, {all} answered: none doubled"),
        sales == count && posted == count,
    );
    held &= judge("the books prove themselves", verify::proves(url, false)?);
    Ok(held)
}
