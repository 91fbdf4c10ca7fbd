use std::collections::BTreeMap;

use db::{Error, Param, Read, RefuseOn, Result, Sql, Tx, sql};
use kernel::{AccountId, BatchId, ConsignorId, Day, EntryId, Period, ShopId};

use crate::{Account, Entry, Filter, Kind, entry, refusal::No};

/// Posts an entry. All its statements go to the database in one batch. Refuses an entry that
/// was posted before (`ledger.already_posted`).
pub fn post(tx: &mut Tx, entry: Entry) -> Result<()> {
    let postings = entry::postings(entry.day, entry.moves)?;
    let rows: Vec<PostingRow> = (1..)
        .zip(postings)
        .map(|(position, (account, day, amount))| PostingRow {
            account_id: account.id(),
            kind: account.kind.name(),
            account,
            amount,
            day,
            position,
        })
        .collect();
    let mut params: Vec<(Sql, Vec<&dyn Param>)> = Vec::with_capacity(rows.len() * 2);
    for row in &rows {
        params.push((UPSERT, row.account_params()));
        params.push((INSERT, row.posting_params(&entry.id)));
    }
    let batch: Vec<(Sql, &[&dyn Param])> =
        params.iter().map(|(statement, params)| (*statement, params.as_slice())).collect();
    tx.run_many(&batch).refuse_on("ledger_posting_pkey", No::AlreadyPosted)
}

const UPSERT: Sql = sql!(
    "INSERT INTO ledger_account (id, consignor_id, kind, shop_id, agreement_id, batch_id, maker_id, detail, balance)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (id) DO UPDATE SET balance = ledger_account.balance + excluded.balance"
);
const INSERT: Sql = sql!(
    "INSERT INTO ledger_posting (entry_id, position, account_id, amount, business_day)
     VALUES ($1, $2, $3, $4, $5)"
);

struct PostingRow {
    account_id: AccountId,
    kind: &'static str,
    account: Account,
    amount: i64,
    day: Day,
    position: i64,
}

impl PostingRow {
    fn account_params(&self) -> Vec<&dyn Param> {
        let account = &self.account;
        vec![
            &self.account_id,
            &account.consignor,
            &self.kind,
            &account.shop,
            &account.agreement,
            &account.batch,
            &account.maker,
            &account.detail,
            &self.amount,
        ]
    }
    fn posting_params<'a>(&'a self, entry: &'a EntryId) -> Vec<&'a dyn Param> {
        vec![entry, &self.position, &self.account_id, &self.amount, &self.day]
    }
}

/// An account's balance; zero where nothing was ever posted.
pub fn balance(read: &mut Read, account: &Account) -> Result<i64> {
    let statement = sql!("SELECT balance FROM ledger_account WHERE id = $1");
    Ok(read.first(statement, &[&account.id()], |row| row.get(0))?.unwrap_or(0))
}

/// The balances of accounts, in their order. Looked up by their ids: a serializable transaction
/// on PostgreSQL that reads a handful of rows of one page has read the page, and collides with
/// whoever changes another row of it.
pub fn balances(read: &mut Read, accounts: &[Account]) -> Result<Vec<i64>> {
    if let [account] = accounts {
        return Ok(vec![balance(read, account)?]);
    }
    let some = sql!("SELECT id, balance FROM ledger_account WHERE id IN ($1, $2, $3, $4, $5, $6)");
    let ids: Vec<AccountId> = accounts.iter().map(Account::id).collect();
    let mut known: BTreeMap<AccountId, i64> = BTreeMap::new();
    for few in ids.chunks(6) {
        // The places that are left over ask for nothing.
        let at = |place: usize| few.get(place);
        let params: [&dyn Param; 6] = [&at(0), &at(1), &at(2), &at(3), &at(4), &at(5)];
        read.each(some, &params, |row| {
            known.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
    }
    Ok(ids.iter().map(|id| known.get(id).copied().unwrap_or(0)).collect())
}

/// Pieces of one batch in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchBalance {
    pub consignor: ConsignorId,
    pub batch: BatchId,
    pub shop: Option<ShopId>,
    /// Below zero where more went out than came in: a discrepancy to be seen.
    pub quantity: i64,
}

/// Where the pieces of a kind are, batch by batch; places that hold none are left out.
pub fn goods_by_batch(read: &mut Read, kind: Kind, filter: Filter) -> Result<Vec<BatchBalance>> {
    let statement = sql!(
        "SELECT consignor_id, batch_id, shop_id, balance FROM ledger_account
         WHERE kind = $1 AND balance <> 0 AND batch_id IS NOT NULL
           AND (CAST($2 AS uuid) IS NULL OR consignor_id = $2)
           AND (CAST($3 AS uuid) IS NULL OR shop_id = $3)
           AND (CAST($4 AS uuid) IS NULL OR batch_id = $4)
         ORDER BY batch_id, shop_id"
    );
    let name = kind.name();
    read.all(statement, &[&name, &filter.consignor, &filter.shop, &filter.batch], |row| {
        Ok(BatchBalance {
            consignor: row.get(0)?,
            batch: row.get(1)?,
            shop: row.get(2)?,
            quantity: row.get(3)?,
        })
    })
}

/// All that stands on one shop's shelf.
pub fn shelf_balances(read: &mut Read, shop: ShopId) -> Result<Vec<BatchBalance>> {
    let statement = sql!(
        "SELECT consignor_id, batch_id, shop_id, balance FROM ledger_account
         WHERE shop_id = $1 AND kind = 'shelf'"
    );
    read.all(statement, &[&shop], |row| {
        Ok(BatchBalance {
            consignor: row.get(0)?,
            batch: row.get(1)?,
            shop: row.get(2)?,
            quantity: row.get(3)?,
        })
    })
}

/// The sum of the balances of a kind.
pub fn sum(read: &mut Read, kind: Kind, filter: Filter) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(balance), 0) AS bigint) FROM ledger_account
         WHERE kind = $1
           AND (CAST($2 AS uuid) IS NULL OR consignor_id = $2)
           AND (CAST($3 AS uuid) IS NULL OR shop_id = $3)
           AND (CAST($4 AS uuid) IS NULL OR agreement_id = $4)
           AND (CAST($5 AS uuid) IS NULL OR maker_id = $5)
           AND (CAST($6 AS uuid) IS NULL OR batch_id = $6)"
    );
    let name = kind.name();
    let f = filter;
    read.one(statement, &[&name, &f.consignor, &f.shop, &f.agreement, &f.maker, &f.batch], |row| {
        row.get(0)
    })
}

/// What came in and what went out of the accounts of a kind within a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turnover {
    pub received: i64,
    pub given: i64,
}

pub fn turnover(read: &mut Read, kind: Kind, filter: Filter, period: Period) -> Result<Turnover> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(p.amount) FILTER (WHERE p.amount > 0), 0) AS bigint),
                CAST(COALESCE(-SUM(p.amount) FILTER (WHERE p.amount < 0), 0) AS bigint)
         FROM ledger_account a JOIN ledger_posting p ON p.account_id = a.id
         WHERE a.kind = $1 AND p.business_day >= $7 AND p.business_day <= $8
           AND (CAST($2 AS uuid) IS NULL OR a.consignor_id = $2)
           AND (CAST($3 AS uuid) IS NULL OR a.shop_id = $3)
           AND (CAST($4 AS uuid) IS NULL OR a.agreement_id = $4)
           AND (CAST($5 AS uuid) IS NULL OR a.maker_id = $5)
           AND (CAST($6 AS uuid) IS NULL OR a.batch_id = $6)"
    );
    let name = kind.name();
    let f = filter;
    let params: &[&dyn Param] =
        &[&name, &f.consignor, &f.shop, &f.agreement, &f.maker, &f.batch, &period.from, &period.to];
    read.one(statement, params, |row| Ok(Turnover { received: row.get(0)?, given: row.get(1)? }))
}

/// [`turnover`] of goods, batch by batch.
pub fn turnover_by_batch(
    read: &mut Read,
    kind: Kind,
    filter: Filter,
    period: Period,
) -> Result<Vec<(BatchId, Turnover)>> {
    let statement = sql!(
        "SELECT a.batch_id,
                CAST(COALESCE(SUM(p.amount) FILTER (WHERE p.amount > 0), 0) AS bigint),
                CAST(COALESCE(-SUM(p.amount) FILTER (WHERE p.amount < 0), 0) AS bigint)
         FROM ledger_account a JOIN ledger_posting p ON p.account_id = a.id
         WHERE a.kind = $1 AND a.batch_id IS NOT NULL
           AND p.business_day >= $4 AND p.business_day <= $5
           AND (CAST($2 AS uuid) IS NULL OR a.consignor_id = $2)
           AND (CAST($3 AS uuid) IS NULL OR a.shop_id = $3)
         GROUP BY a.batch_id ORDER BY a.batch_id"
    );
    let name = kind.name();
    let params: &[&dyn Param] = &[&name, &filter.consignor, &filter.shop, &period.from, &period.to];
    read.all(statement, params, |row| {
        Ok((row.get(0)?, Turnover { received: row.get(1)?, given: row.get(2)? }))
    })
}

/// A posting as people follow it.
#[derive(Debug, Clone)]
pub struct Posting {
    pub account: Account,
    pub amount: i64,
    pub day: Day,
}

/// The postings of one document, in order.
pub fn postings_of(read: &mut Read, entry: EntryId) -> Result<Vec<Posting>> {
    let statement = sql!(
        "SELECT a.kind, a.consignor_id, a.shop_id, a.agreement_id, a.batch_id, a.maker_id, a.detail,
                p.amount, p.business_day
         FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
         WHERE p.entry_id = $1 ORDER BY p.position"
    );
    read.all(statement, &[&entry], |row| {
        let kind: String = row.get(0)?;
        let account = Account {
            kind: Kind::from_name(&kind).ok_or_else(|| Error::fault(format!("kind {kind}")))?,
            consignor: row.get(1)?,
            shop: row.get(2)?,
            agreement: row.get(3)?,
            batch: row.get(4)?,
            maker: row.get(5)?,
            detail: row.get(6)?,
        };
        Ok(Posting { account, amount: row.get(7)?, day: row.get(8)? })
    })
}
