//! From the rows of a sale back to the statements that wrote them, in the server's order.

use db::Sql;
use sha2::{Digest, Sha256};

use crate::{
    Outcome,
    cells::{Cell, Statement, statement_with},
    store::SaleRows,
};

/// The statements that write a sale.
pub struct Writes {
    sale: Sql,
    line: Sql,
    day: Sql,
    account: Sql,
    posting: Sql,
    journal: Sql,
}

impl Writes {
    pub fn find() -> Outcome<Self> {
        Ok(Self {
            sale: statement_with(&["INSERT INTO sales_sale ("])?,
            line: statement_with(&["INSERT INTO sales_line ("])?,
            day: statement_with(&["INSERT INTO sales_day ("])?,
            account: statement_with(&["INSERT INTO ledger_account ("])?,
            posting: statement_with(&["INSERT INTO ledger_posting ("])?,
            journal: statement_with(&["INSERT INTO journal_line ("])?,
        })
    }

    pub fn of(&self, rows: &SaleRows) -> Vec<Statement> {
        let one = |sql, cells: &Vec<Cell>| Statement { sql, cells: cells.clone() };
        let mut all = vec![one(self.sale, &rows.sale)];
        for (line, day) in &rows.lines {
            all.extend([one(self.line, line), one(self.day, day)]);
        }
        for (account, posting) in &rows.postings {
            all.push(one(self.account, account));
            all.push(one(self.posting, posting));
        }
        all.push(one(self.journal, &rows.journal));
        all
    }
}

/// The statements by which the server looks before it writes.
pub struct Looks {
    who: Sql,
    held: Sql,
    recalled: Sql,
    terms: Sql,
    batches: Sql,
    shelf: Sql,
    closed: Sql,
}

impl Looks {
    pub fn find() -> Outcome<Self> {
        Ok(Self {
            who: statement_with(&["FROM people_token a", "a.secret_hash = $1"])?,
            held: statement_with(&["SUM(quantity)", "FROM consignment_hold"])?,
            recalled: statement_with(&[
                "SELECT batch_id FROM production_notice WHERE state = 'approved'",
            ])?,
            terms: statement_with(&[
                "FROM agreements_selling WHERE shop_id = $1 AND product_id = $2",
            ])?,
            batches: statement_with(&[
                "FROM consignment_shelf_batch WHERE shop_id = $1 AND product_id = $2 ",
                "ORDER BY finished_on",
            ])?,
            shelf: statement_with(&["SELECT balance FROM ledger_account WHERE id = $1"])?,
            closed: statement_with(&["SELECT through FROM sales_closed"])?,
        })
    }

    /// In the order in which a sale of one line asks; what is asked together.
    pub fn of(&self, rows: &SaleRows, token: &str) -> [Vec<Statement>; 3] {
        let line = rows.lines.first().map(|(line, _)| line.clone()).unwrap_or_default();
        let at = |place: usize| line.get(place).cloned().unwrap_or(Cell::Null);
        let shop = Cell::Id(rows.shop.uuid());
        let hash = Cell::Bytes(Sha256::digest(token.as_bytes()).to_vec());
        let day = rows.sale.get(5).cloned().unwrap_or(Cell::Null);
        // The goods leave the shelf first.
        let shelf = rows.postings.first().and_then(|(account, _)| account.first().cloned());
        let one = |sql, cells| Statement { sql, cells };
        [
            vec![one(self.who, vec![hash, Cell::Time(rows.at)])],
            vec![
                one(self.held, vec![shop.clone(), Cell::Time(rows.at)]),
                one(self.recalled, vec![]),
                one(self.batches, vec![shop.clone(), at(2)]),
                one(self.terms, vec![shop, at(2), day]),
            ],
            vec![one(self.shelf, vec![shelf.unwrap_or(Cell::Null)]), one(self.closed, vec![at(4)])],
        ]
    }
}
