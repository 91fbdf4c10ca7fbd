//! A file with many sales, made by the rooms' own `sell`, so that every rule holds in it.

use std::{path::Path, time::Instant};

use db::{Db, Tx};
use hilir::system;
use kernel::{Ids, Time};
use serde_json::json;

use crate::{
    Outcome,
    chance::Chance,
    figures::per_second,
    sales,
    world::{Shop, World},
};

/// Sales in one closure: the hop to the writer is paid once for all.
const TOGETHER: u64 = 500;
const DAY_SECONDS: i64 = 86_400;

/// Makes `full.db` and `full.json`: all sales at the first shop, spread over so many days up to
/// yesterday, so that they are one period of one agreement.
pub fn run(folder: &Path, count: u64, days: i64) -> Outcome<bool> {
    let file = folder.join("full.db");
    sales::remove(&file)?;
    let db = Db::open(sales::text(&file)?)?;
    let world = World::make(&db)?;
    world.save(&folder.join("full.json"))?;
    let now = system::clock().now();
    let (from, to) = (now.plus_seconds(-days * DAY_SECONDS), now.plus_seconds(-DAY_SECONDS));
    let began = Instant::now();
    sell(&db, &world, &world.shops[0], count, (from, to))?;
    println!("{count} sales in {} ({}/s)", file.display(), per_second(count, began.elapsed()));
    Ok(true)
}

/// Sells one piece at a time at a shop, evenly between two times.
pub fn sell(db: &Db, world: &World, shop: &Shop, count: u64, time: (Time, Time)) -> Outcome<()> {
    let (world, shop, ids) = (world.clone(), shop.clone(), system::ids());
    let mut done = 0;
    while done < count {
        let together = TOGETHER.min(count - done);
        let at = between(time, done, count);
        let (world, shop, ids) = (world.clone(), shop.clone(), ids.clone());
        db.write_now(move |tx| sell_some(tx, &world, &shop, &ids, at, together))?;
        done += together;
        if done.is_multiple_of(TOGETHER * 200) {
            eprintln!("  {done} sales");
        }
    }
    Ok(())
}

fn between((from, to): (Time, Time), done: u64, count: u64) -> Time {
    let whole = i128::from(to.micros() - from.micros());
    let part = whole * i128::from(done) / i128::from(count.max(1));
    from.plus_seconds(i64::try_from(part / 1_000_000).unwrap_or(0))
}

fn sell_some(
    tx: &mut Tx,
    world: &World,
    shop: &Shop,
    ids: &Ids,
    at: Time,
    count: u64,
) -> db::Result<()> {
    let clerk = world.clerk(shop, ids, at);
    let mut chance = Chance::new(u64::try_from(at.micros()).unwrap_or(0));
    for _ in 0..count {
        let product = chance.pick(&shop.products);
        let input = json!({
            "id": ids.uuid(at), "lines": [{"product": product, "quantity": 1}], "payment": "cash",
        });
        let input: ::sales::Sell = serde_json::from_value(input).map_err(db::Error::fault)?;
        ::sales::sell(tx, &clerk, &input)?;
    }
    Ok(())
}
