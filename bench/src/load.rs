//! Clients that sell as fast as they are answered, each on a connection of its own.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use hilir::system;
use kernel::Ids;
use tokio::{runtime::Builder, task::JoinSet};
use uuid::Uuid;

use crate::{
    Outcome,
    chance::Chance,
    http,
    world::{Shop, World},
};

pub const SALES: &str = "/api/v1/sales";

#[derive(Debug, Default)]
pub struct Load {
    /// Answered with 200.
    pub sold: u64,
    /// Answered with anything else.
    pub refused: u64,
    pub took: Duration,
}

/// A sale that is sent, and can be sent again.
#[derive(Debug, Clone)]
pub struct Sent {
    pub id: Uuid,
    pub request: Vec<u8>,
}

/// A sale of one piece of one of the shop's products.
pub fn a_sale(shop: &Shop, ids: &Ids, chance: &mut Chance) -> Sent {
    let id = ids.uuid(system::clock().now());
    let product = chance.pick(&shop.products).copied().unwrap_or(shop.products[0]);
    let body = format!(
        "{{\"id\":\"{id}\",\"lines\":[{{\"product\":\"{product}\",\"quantity\":1}}],\
         \"payment\":\"cash\"}}"
    );
    Sent { id, request: http::post_json(SALES, &shop.token, &body) }
}

/// Client `n` sells at shop `n` (and again from the first). All on one thread, so that the load
/// leaves the other core to the server.
pub fn sell(world: &World, address: SocketAddr, clients: usize, time: Duration) -> Outcome<Load> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let began = Instant::now();
        let mut all = JoinSet::new();
        for n in 0..clients {
            let shop = world.shops[n % world.shops.len()].clone();
            all.spawn(client(shop, n as u64, address, began + time));
        }
        let mut load = Load::default();
        while let Some(done) = all.join_next().await {
            let (sold, refused) = done??;
            load.sold += sold;
            load.refused += refused;
        }
        load.took = began.elapsed();
        Ok(load)
    })
}

async fn client(shop: Shop, n: u64, address: SocketAddr, until: Instant) -> Outcome<(u64, u64)> {
    let (ids, mut chance) = (system::ids(), Chance::new(n));
    let mut client = http::Client::connect(address).await?;
    let (mut sold, mut refused) = (0, 0);
    while Instant::now() < until {
        let sale = a_sale(&shop, &ids, &mut chance);
        let answer = client.send(&sale.request).await?;
        if answer.status == 200 {
            sold += 1;
        } else {
            if refused == 0 {
                eprintln!("  {}", String::from_utf8_lossy(client.body(&answer)));
            }
            refused += 1;
        }
    }
    Ok((sold, refused))
}
