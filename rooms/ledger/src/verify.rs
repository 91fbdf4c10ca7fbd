//! Proves the ledger from its postings alone, in one pass.

use std::collections::HashMap;

use db::{Read, Result, sql};
use kernel::{AccountId, BatchId, EntryId};
use uuid::Uuid;

/// What was looked at, and everything that is wrong. Nothing wrong means proven.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub entries: i64,
    pub postings: i64,
    pub accounts: i64,
    /// Sentences for the operator; at most 100 are kept.
    pub wrong: Vec<String>,
}

impl Report {
    fn say(&mut self, sentence: String) {
        if self.wrong.len() < 100 {
            self.wrong.push(sentence);
        }
    }
}

struct Known {
    commodity: Option<BatchId>,
    balance: i64,
    rebuilt: i64,
}

/// How many postings [`verify`] will read.
pub fn count_postings(read: &mut Read) -> Result<i64> {
    read.one(sql!("SELECT CAST(COUNT(*) AS bigint) FROM ledger_posting"), &[], |row| row.get(0))
}

/// Reads every posting in the order of its entry; keeps the accounts in memory, not the postings.
/// `seen` is told how many postings were read, now and then.
pub fn verify(read: &mut Read, seen: &mut dyn FnMut(i64)) -> Result<Report> {
    let mut report = Report::default();
    let mut accounts = load_accounts(read)?;
    report.accounts = accounts.len() as i64;
    let mut entry = Open::default();
    let statement =
        sql!("SELECT entry_id, account_id, amount FROM ledger_posting ORDER BY entry_id, position");
    read.each(statement, &[], |row| {
        let (id, account, amount): (EntryId, AccountId, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        if entry.id != Some(id) {
            entry.close(&mut report);
            entry.id = Some(id);
        }
        report.postings += 1;
        if report.postings % 100_000 == 0 {
            seen(report.postings);
        }
        match accounts.get_mut(&account.uuid()) {
            Some(known) => {
                known.rebuilt += amount;
                entry.add(known.commodity, amount);
            }
            None => report.say(format!("entry {id}: account {account} does not exist")),
        }
        Ok(())
    })?;
    entry.close(&mut report);
    check_balances(&accounts, &mut report);
    Ok(report)
}

fn load_accounts(read: &mut Read) -> Result<HashMap<Uuid, Known>> {
    let mut accounts = HashMap::new();
    let statement = sql!("SELECT id, batch_id, balance FROM ledger_account");
    read.each(statement, &[], |row| {
        let id: AccountId = row.get(0)?;
        let known = Known { commodity: row.get(1)?, balance: row.get(2)?, rebuilt: 0 };
        accounts.insert(id.uuid(), known);
        Ok(())
    })?;
    Ok(accounts)
}

fn check_balances(accounts: &HashMap<Uuid, Known>, report: &mut Report) {
    let mut totals: HashMap<Option<BatchId>, i64> = HashMap::new();
    for (id, known) in accounts {
        *totals.entry(known.commodity).or_default() += known.balance;
        if known.balance != known.rebuilt {
            let (kept, rebuilt) = (known.balance, known.rebuilt);
            report.say(format!("account {id}: balance {kept}, its postings sum to {rebuilt}"));
        }
    }
    for (commodity, total) in totals.into_iter().filter(|(_, total)| *total != 0) {
        let name = commodity.map_or("rupiah".to_owned(), |batch| format!("batch {batch}"));
        report.say(format!("the ledger of {name} sums to {total}, not to zero"));
    }
}

/// The entry that is being read: few commodities, so a list serves.
#[derive(Default)]
struct Open {
    id: Option<EntryId>,
    sums: Vec<(Option<BatchId>, i64)>,
}

impl Open {
    fn add(&mut self, commodity: Option<BatchId>, amount: i64) {
        match self.sums.iter_mut().find(|(known, _)| *known == commodity) {
            Some((_, sum)) => *sum += amount,
            None => self.sums.push((commodity, amount)),
        }
    }
    fn close(&mut self, report: &mut Report) {
        if let Some(id) = self.id.take() {
            report.entries += 1;
            if self.sums.iter().any(|(_, sum)| *sum != 0) {
                report.say(format!("entry {id} does not sum to zero"));
            }
        }
        self.sums.clear();
    }
}
