//! Reading back what the server wrote for its sales.

use db::{Db, Read, Result, Row, sql};
use kernel::{ShopId, Time};
use uuid::Uuid;

use crate::cells::Cell;

/// The rows of one sale, as the parameters of the statements that wrote them.
#[derive(Debug, Clone)]
pub struct SaleRows {
    pub shop: ShopId,
    pub at: Time,
    pub sale: Vec<Cell>,
    /// The line, and what it adds to its day.
    pub lines: Vec<(Vec<Cell>, Vec<Cell>)>,
    /// The account with the amount, and the posting.
    pub postings: Vec<(Vec<Cell>, Vec<Cell>)>,
    pub journal: Vec<Cell>,
}

/// How many sales there are, and how many of them have their postings.
pub fn count_sales(db: &Db) -> Result<(i64, i64)> {
    let sales = sql!("SELECT CAST(COUNT(*) AS bigint) FROM sales_sale");
    let posted = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM sales_sale s
         WHERE EXISTS (SELECT 1 FROM ledger_posting p WHERE p.entry_id = s.id)"
    );
    db.read_now(move |read| {
        Ok((read.one(sales, &[], |row| row.get(0))?, read.one(posted, &[], |row| row.get(0))?))
    })
}

/// How many sales there are.
pub fn sales(db: &Db) -> Result<i64> {
    let sales = sql!("SELECT CAST(COUNT(*) AS bigint) FROM sales_sale");
    db.read_now(move |read| read.one(sales, &[], |row| row.get(0)))
}

/// Every sale's id.
pub fn sale_ids(db: &Db) -> Result<Vec<Uuid>> {
    let ids = sql!("SELECT id FROM sales_sale");
    db.read_now(move |read| read.all(ids, &[], |row| row.get(0)))
}

/// The first `limit` sales after a line of the journal, in the order of their commits.
pub fn sales_after(db: &Db, seq: i64, limit: i64) -> Result<Vec<SaleRows>> {
    db.read_now(move |read| {
        let heads = heads(read, seq, limit)?;
        let mut found = Vec::with_capacity(heads.len());
        for (id, journal) in heads {
            found.push(one_sale(read, id, journal)?);
        }
        Ok(found)
    })
}

fn heads(read: &mut Read, seq: i64, limit: i64) -> Result<Vec<(Uuid, Vec<Cell>)>> {
    let lines = sql!(
        "SELECT subject_id, kind, at, business_day, actor_id, consignor_id, shop_id, digest, body
         FROM journal_line WHERE seq > $1 AND kind = 'sales.sell' ORDER BY seq LIMIT $2"
    );
    read.all(lines, &[&seq, &limit], |row| {
        let cells = vec![
            cell::<Uuid>(row, 0)?,
            cell::<String>(row, 1)?,
            cell::<Time>(row, 2)?,
            cell::<kernel::Day>(row, 3)?,
            cell::<Uuid>(row, 4)?,
            cell::<Uuid>(row, 5)?,
            cell::<Uuid>(row, 6)?,
            cell::<Vec<u8>>(row, 7)?,
            cell::<serde_json::Value>(row, 8)?,
        ];
        Ok((row.get(0)?, cells))
    })
}

fn one_sale(read: &mut Read, id: Uuid, journal: Vec<Cell>) -> Result<SaleRows> {
    let sale = sql!(
        "SELECT id, consignor_id, shop_id, receipt_number, sold_at, business_day, payment, source,
             counted_from, gross, note, recorded_by, recorded_at
         FROM sales_sale WHERE id = $1"
    );
    let (shop, at, sale) = read.one(sale, &[&id], |row| {
        let cells = vec![
            cell::<Uuid>(row, 0)?,
            cell::<Uuid>(row, 1)?,
            cell::<Uuid>(row, 2)?,
            cell::<String>(row, 3)?,
            cell::<Time>(row, 4)?,
            cell::<kernel::Day>(row, 5)?,
            cell::<String>(row, 6)?,
            cell::<String>(row, 7)?,
            cell::<kernel::Day>(row, 8)?,
            cell::<i64>(row, 9)?,
            cell::<String>(row, 10)?,
            cell::<Uuid>(row, 11)?,
            cell::<Time>(row, 12)?,
        ];
        Ok((row.get(2)?, row.get(12)?, cells))
    })?;
    let (lines, postings) = (lines_of(read, id)?, postings_of(read, id)?);
    Ok(SaleRows { shop, at, sale, lines, postings, journal })
}

fn lines_of(read: &mut Read, id: Uuid) -> Result<Vec<(Vec<Cell>, Vec<Cell>)>> {
    let lines = sql!(
        "SELECT l.sale_id, l.position, l.product_id, l.batch_id, l.agreement_id, l.terms_id,
             l.quantity, l.unit_price, l.shop_part, l.booked_day, s.shop_id
         FROM sales_line l JOIN sales_sale s ON s.id = l.sale_id
         WHERE l.sale_id = $1 ORDER BY l.position"
    );
    read.all(lines, &[&id], |row| {
        let mut line = vec![cell::<Uuid>(row, 0)?, cell::<i64>(row, 1)?];
        for at in 2..6 {
            line.push(cell::<Uuid>(row, at)?);
        }
        for at in 6..9 {
            line.push(cell::<i64>(row, at)?);
        }
        line.push(cell::<kernel::Day>(row, 9)?);
        let own = |place: usize| line[place].clone();
        let (shop, none) = (cell::<Uuid>(row, 10)?, Cell::Int(0));
        let key = [own(4), own(9), own(3), own(7), shop, own(2)];
        let day = key.into_iter().chain([own(6), own(8), none.clone(), none]).collect();
        Ok((line, day))
    })
}

fn postings_of(read: &mut Read, id: Uuid) -> Result<Vec<(Vec<Cell>, Vec<Cell>)>> {
    let postings = sql!(
        "SELECT a.id, a.consignor_id, a.kind, a.shop_id, a.agreement_id, a.batch_id, a.maker_id,
             a.detail, p.amount, p.entry_id, p.position, p.business_day
         FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
         WHERE p.entry_id = $1 ORDER BY p.position"
    );
    read.all(postings, &[&id], |row| {
        let mut account =
            vec![cell::<Uuid>(row, 0)?, cell::<Uuid>(row, 1)?, cell::<String>(row, 2)?];
        for at in 3..7 {
            account.push(cell::<Uuid>(row, at)?);
        }
        account.extend([cell::<String>(row, 7)?, cell::<i64>(row, 8)?]);
        let posting = vec![
            cell::<Uuid>(row, 9)?,
            cell::<i64>(row, 10)?,
            cell::<Uuid>(row, 0)?,
            cell::<i64>(row, 8)?,
            cell::<kernel::Day>(row, 11)?,
        ];
        Ok((account, posting))
    })
}

fn cell<T: Into<Cell>>(row: &Row<'_>, at: usize) -> Result<Cell>
where
    Option<T>: db::Column,
{
    Ok(row.get::<Option<T>>(at)?.into())
}
