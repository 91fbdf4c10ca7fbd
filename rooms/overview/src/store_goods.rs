//! Goods: where they are, how fast they sell.

use std::collections::BTreeMap;

use db::{Read, Result, Row, Sql, sql};
use kernel::{ConsignorId, Day, Period, ProductId, Rupiah, ShopId};

use crate::types::{GoodsRiver, JobDue, OpenBatch};

/// A product at a shop.
#[derive(Debug, Clone)]
pub struct Shelf {
    pub shop_id: ShopId,
    pub shop: String,
    pub product_id: ProductId,
    pub product: String,
    pub unit: String,
    pub left: i64,
    pub coming: i64,
    /// When the oldest of what lies there came.
    pub since: Option<Day>,
    pub last_sold_on: Option<Day>,
    /// In the last 28 days.
    pub sold: i64,
}

/// The middle of both statements: leaves of the ledger on shelves and on the way, with the last
/// sale of their batch (a probe of one index) and what was sold of it since a day (sums of days).
macro_rules! shelves {
    ($own:literal) => {
        concat!(
            "WITH pace AS (
               SELECT d.shop_id, d.batch_id, SUM(d.sold - d.refunded) AS sold
               FROM agreements_agreement a JOIN sales_day d ON d.agreement_id = a.id
                 AND d.booked_day > $2
               WHERE ",
            $own,
            " GROUP BY d.shop_id, d.batch_id
             )
             SELECT a.shop_id, s.name, b.product_id, p.name, p.unit,
                    CAST(SUM(CASE WHEN a.kind = 'shelf' THEN a.balance ELSE 0 END) AS bigint),
                    CAST(SUM(CASE WHEN a.kind = 'transit' THEN a.balance ELSE 0 END) AS bigint),
                    MIN(CASE WHEN a.kind = 'shelf' AND a.balance > 0 THEN c.first_received_on END),
                    MAX(CASE WHEN a.kind = 'sold' THEN
                      (SELECT t.business_day FROM ledger_posting t
                       WHERE t.account_id = a.id AND t.amount > 0
                       ORDER BY t.business_day DESC LIMIT 1) END),
                    CAST(COALESCE(SUM(CASE WHEN a.kind = 'sold' THEN pace.sold END), 0) AS bigint)
             FROM ledger_account a
               JOIN production_batch b ON b.id = a.batch_id
               JOIN catalogue_product p ON p.id = b.product_id
               JOIN people_shop s ON s.id = a.shop_id
               LEFT JOIN consignment_shelf_batch c ON c.shop_id = a.shop_id
                 AND c.product_id = b.product_id AND c.batch_id = a.batch_id
               LEFT JOIN pace ON pace.shop_id = a.shop_id AND pace.batch_id = a.batch_id
             WHERE ",
            $own,
            " AND a.kind IN ('shelf', 'transit', 'sold')
             GROUP BY a.shop_id, s.name, b.product_id, p.name, p.unit
             ORDER BY s.name, p.name, b.product_id"
        )
    };
}
const OF_UNIT: Sql = sql!(shelves!("a.consignor_id = $1"));
const OF_SHOP: Sql = sql!(shelves!("a.shop_id = $1"));

fn shelf_of(row: &Row<'_>) -> Result<Shelf> {
    Ok(Shelf {
        shop_id: row.get(0)?,
        shop: row.get(1)?,
        product_id: row.get(2)?,
        product: row.get(3)?,
        unit: row.get(4)?,
        left: row.get(5)?,
        coming: row.get(6)?,
        since: row.get(7)?,
        last_sold_on: row.get(8)?,
        sold: row.get(9)?,
    })
}

/// Every product at every shop of a unit; sold counts after `since`.
pub fn shelves_of_unit(read: &mut Read, consignor: ConsignorId, since: Day) -> Result<Vec<Shelf>> {
    read.all(OF_UNIT, &[&consignor, &since], shelf_of)
}

/// Every product at one shop; sold counts after `since`.
pub fn shelves_of_shop(read: &mut Read, shop: ShopId, since: Day) -> Result<Vec<Shelf>> {
    read.all(OF_SHOP, &[&shop, &since], shelf_of)
}

/// The catalogue's price on a day of all that a shop has or had on its shelf.
pub fn prices_on(read: &mut Read, shop: ShopId, day: Day) -> Result<BTreeMap<ProductId, Rupiah>> {
    let statement = sql!(
        "SELECT product_id, price_rupiah FROM (
           SELECT c.product_id, c.price_rupiah,
                  ROW_NUMBER() OVER (PARTITION BY c.product_id
                    ORDER BY c.valid_from DESC, c.seq DESC) AS place
           FROM catalogue_price c
           WHERE c.valid_from <= $2 AND c.product_id IN (
             SELECT b.product_id FROM ledger_account a JOIN production_batch b ON b.id = a.batch_id
             WHERE a.shop_id = $1 AND a.kind IN ('shelf', 'sold'))
         ) AS placed
         WHERE place = 1"
    );
    let rows = read.all(statement, &[&shop, &day], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// What the workshop has of each product that no job waits for.
pub fn in_workshop(read: &mut Read, consignor: ConsignorId) -> Result<BTreeMap<ProductId, i64>> {
    let statement = sql!(
        "SELECT b.product_id, CAST(SUM(a.balance) AS bigint)
         FROM ledger_account a JOIN production_batch b ON b.id = a.batch_id
         WHERE a.consignor_id = $1 AND a.kind = 'workshop' AND NOT b.reserved
         GROUP BY b.product_id"
    );
    let rows = read.all(statement, &[&consignor], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Where all pieces are that a unit ever made.
pub fn goods_river(read: &mut Read, consignor: ConsignorId) -> Result<GoodsRiver> {
    let places = sql!(
        "SELECT kind, CAST(SUM(balance) AS bigint),
                CAST(COALESCE(SUM(balance) FILTER (WHERE shop_id IS NULL), 0) AS bigint)
         FROM ledger_account WHERE consignor_id = $1 AND batch_id IS NOT NULL GROUP BY kind"
    );
    let mut river = GoodsRiver::default();
    read.each(places, &[&consignor], |row| {
        let amount: i64 = row.get(1)?;
        match row.text(0)? {
            "made" => river.made = -amount,
            "rejected" => river.rejected = amount,
            "workshop" => river.workshop = amount,
            "transit" => river.transit = amount,
            "shelf" => river.shelf = amount,
            "sold" => (river.sold, river.sold_to_order) = (amount, row.get(2)?),
            "damaged" => {
                river.damaged = amount;
                river.spoiled += row.get::<i64>(2)?;
            }
            "destroyed" => river.destroyed = amount,
            "lost" => {
                river.lost = amount;
                river.spoiled += row.get::<i64>(2)?;
            }
            "discrepancy" => river.discrepancy = amount,
            _ => {}
        }
        Ok(())
    })?;
    let returned = sql!(
        "SELECT CAST(COALESCE(SUM(-m.quantity), 0) AS bigint)
         FROM agreements_agreement a JOIN consignment_move m ON m.agreement_id = a.id
         WHERE a.consignor_id = $1 AND m.kind = 'returned'"
    );
    river.returned = read.one(returned, &[&consignor], |row| row.get(0))?;
    Ok(river)
}

/// How many people made what was in work in a period.
pub fn makers_at_work(read: &mut Read, consignor: ConsignorId, period: Period) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COUNT(DISTINCT m.maker_id) AS bigint)
         FROM production_batch b JOIN production_batch_maker m
           ON m.batch_id = b.id AND m.version = b.makers_version
         WHERE b.consignor_id = $1 AND b.started_on <= $3
           AND (b.finished_on IS NULL OR b.finished_on >= $2) AND b.given_up_on IS NULL"
    );
    read.one(statement, &[&consignor, &period.from, &period.to], |row| row.get(0))
}

/// Batches in work, the oldest first.
pub fn open_batches(read: &mut Read, consignor: ConsignorId) -> Result<Vec<OpenBatch>> {
    let statement = sql!(
        "SELECT b.id, b.code, p.name, b.started_on
         FROM production_batch b JOIN catalogue_product p ON p.id = b.product_id
         WHERE b.consignor_id = $1 AND b.finished_on IS NULL AND b.given_up_on IS NULL
         ORDER BY b.started_on, b.code LIMIT 20"
    );
    read.all(statement, &[&consignor], |row| {
        Ok(OpenBatch {
            batch_id: row.get(0)?,
            code: row.get(1)?,
            product: row.get(2)?,
            started_on: row.get(3)?,
        })
    })
}

/// Jobs that somebody waits for, the first due first.
pub fn jobs_due(read: &mut Read, consignor: ConsignorId) -> Result<Vec<JobDue>> {
    let statement = sql!(
        "SELECT id, code, what, quantity, due_on, state FROM production_job
         WHERE consignor_id = $1 AND state IN ('quoted', 'accepted', 'in_work', 'done')
         ORDER BY due_on, code LIMIT 20"
    );
    read.all(statement, &[&consignor], |row| {
        Ok(JobDue {
            job_id: row.get(0)?,
            code: row.get(1)?,
            what: row.get(2)?,
            quantity: row.get(3)?,
            due_on: row.get(4)?,
            state: row.get(5)?,
        })
    })
}
