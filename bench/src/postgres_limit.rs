//! What PostgreSQL itself can do here: bare clients that send the same statements in the same
//! order, sent together where the server sends them together. One connection a shop, as many as
//! the server can keep busy; nobody ever waits for another's lock.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use db::{Param, Value};
use tokio::{runtime::Builder, task::JoinSet};
use tokio_postgres::{Client, NoTls, Statement as Prepared, error::SqlState};

use crate::{
    Outcome,
    cells::Statement,
    replay::{Looks, Writes},
    sqlite_limit::Done,
    store::SaleRows,
    world::World,
};

const LOCK: &str = "SELECT pg_advisory_lock($1)";
const BEGIN: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";
const ROLLBACK: &str = "ROLLBACK; SELECT pg_advisory_unlock_all()";
const COMMIT: &str = "COMMIT; SELECT pg_advisory_unlock_all()";

/// A sale as it is sent.
struct Ready {
    /// Each sent together.
    looks: [Vec<Statement>; 3],
    writes: Vec<Statement>,
}

/// Sends the sales, each shop's on a connection of its own, for so long at most.
pub fn send(url: &str, world: &World, sales: &[SaleRows], time: Duration) -> Outcome<Done> {
    let mut by_shop: BTreeMap<usize, Vec<Ready>> = BTreeMap::new();
    let (looks, writes) = (Looks::find()?, Writes::find()?);
    for rows in sales {
        let place = world.shops.iter().position(|shop| shop.id == rows.shop);
        let place = place.ok_or("a sale of a shop that is not in this world")?;
        let token = &world.shops[place].token;
        let ready = Ready { looks: looks.of(rows, token), writes: writes.of(rows) };
        by_shop.entry(place).or_default().push(ready);
    }
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut clients = Vec::new();
        for (place, sales) in by_shop {
            clients.push((place, connect(url).await?, sales));
        }
        let began = Instant::now();
        let mut all = JoinSet::new();
        for (place, client, sales) in clients {
            all.spawn(shop(client, place, sales, began + time));
        }
        let mut done = Done { sales: 0, took: Duration::ZERO };
        while let Some(one) = all.join_next().await {
            done.sales += one??;
        }
        done.took = began.elapsed();
        Ok(done)
    })
}

async fn connect(url: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute("SET TimeZone = 'UTC'").await?;
    Ok(client)
}

async fn shop(client: Client, place: usize, sales: Vec<Ready>, until: Instant) -> Outcome<u64> {
    let mut prepared = BTreeMap::new();
    let lock = client.prepare(LOCK).await?;
    let mut sent = 0;
    for sale in sales {
        if Instant::now() > until {
            break;
        }
        for statement in sale.looks.iter().flatten().chain(&sale.writes) {
            if !prepared.contains_key(statement.sql.text) {
                prepared.insert(statement.sql.text, client.prepare(statement.sql.text).await?);
            }
        }
        let key = i64::try_from(place)?;
        // Serializable transactions of different shops may still meet on a page of an index.
        while let Err(error) = one_sale(&client, &prepared, &lock, key, &sale).await {
            if error.code() != Some(&SqlState::T_R_SERIALIZATION_FAILURE) {
                return Err(format!("{error:?}").into());
            }
            client.batch_execute(ROLLBACK).await?;
        }
        sent += 1;
    }
    Ok(sent)
}

async fn one_sale(
    client: &Client,
    prepared: &BTreeMap<&'static str, Prepared>,
    lock: &Prepared,
    key: i64,
    sale: &Ready,
) -> Result<(), tokio_postgres::Error> {
    let run = |statement: &Statement| {
        let known = prepared[statement.sql.text].clone();
        let cells = statement.cells.clone();
        async move {
            let values: Vec<Value<'_>> = cells.iter().map(Param::value).collect();
            client.execute_raw(&known, values.iter()).await.map(drop)
        }
    };
    let key = [Value::Int(key)];
    let [first, looks @ ..] = &sale.looks;
    let (locked, begun, done) = tokio::join!(
        biased;
        client.execute_raw(lock, key.iter()),
        client.batch_execute(BEGIN),
        together(first.iter().map(run)),
    );
    locked?;
    begun?;
    done?;
    for look in looks {
        together(look.iter().map(run)).await?;
    }
    together(sale.writes.iter().map(run)).await?;
    client.batch_execute(COMMIT).await
}

/// Sends all before the first answer is read.
async fn together<F>(futures: impl Iterator<Item = F>) -> Result<(), tokio_postgres::Error>
where
    F: Future<Output = Result<(), tokio_postgres::Error>>,
{
    let mut waiting: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|cx| {
        let mut all = true;
        for (future, done) in &mut waiting {
            if done.is_none() {
                match future.as_mut().poll(cx) {
                    std::task::Poll::Ready(result) => *done = Some(result),
                    std::task::Poll::Pending => all = false,
                }
            }
        }
        if all { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    waiting.into_iter().try_for_each(|(_, done)| done.unwrap_or(Ok(())))
}
