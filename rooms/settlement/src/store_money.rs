//! Files, expenses and remittances.

use db::{Param, Read, Result, Row, Tx, sql};
use kernel::{AgreementId, Context, Day, ExpenseId, FileId, Period, RemittanceId, Rupiah};

use crate::{
    kinds::Decision,
    statement::ExpenseLine,
    store::{Scope, Within, only_one},
    types::{Expense, Remittance},
};

/// A file as it is kept.
pub struct Kept {
    pub scope: Scope,
    pub name: String,
    pub mime: String,
    pub content: Vec<u8>,
}

pub fn insert_file(tx: &mut Tx, ctx: &Context, id: FileId, file: &Kept, sha: &[u8]) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_file (id, consignor_id, shop_id, name, mime, sha256, content,
           created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let params: &[&dyn Param] = &[
        &id,
        &file.scope.consignor,
        &file.scope.shop,
        &file.name,
        &file.mime,
        &sha,
        &file.content,
        &ctx.actor.user,
        &ctx.now,
    ];
    tx.run(statement, params).map(drop)
}

pub fn find_file(read: &mut Read, id: FileId) -> Result<Option<Kept>> {
    let statement = sql!(
        "SELECT consignor_id, shop_id, name, mime, content FROM settlement_file WHERE id = $1"
    );
    read.first(statement, &[&id], |row| {
        Ok(Kept {
            scope: Scope { consignor: row.get(0)?, shop: row.get(1)? },
            name: row.get(2)?,
            mime: row.get(3)?,
            content: row.get(4)?,
        })
    })
}

/// Which expenses or remittances a list shows.
#[derive(Debug, Clone, Default)]
pub struct MoneyFilter {
    pub scope: Scope,
    pub agreement: Option<AgreementId>,
    pub state: Option<Decision>,
    /// `%text%` in small letters, looked for in notes and references.
    pub like: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

macro_rules! expense_rows {
    () => {
        "SELECT id, consignor_id, agreement_id, shop_id, kind, amount_rupiah, spent_on, booked_on,
                note, file_id, state, created_by, decided_by, decided_note,
                (SELECT v.state FROM settlement_money_reversal v
                 WHERE v.expense_id = settlement_expense.id AND v.state <> 'rejected')
         FROM settlement_expense "
    };
}
macro_rules! expense_page {
    () => {
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR shop_id = $2)
           AND (CAST($3 AS uuid) IS NULL OR agreement_id = $3)
           AND (CAST($4 AS text) IS NULL OR state = $4
                OR ($4 = 'reported' AND EXISTS (SELECT 1 FROM settlement_money_reversal v
                    WHERE v.expense_id = settlement_expense.id AND v.state = 'reported')))
           AND (CAST($5 AS text) IS NULL OR LOWER(note) LIKE $5 ESCAPE '!')
           AND (CAST($6 AS date) IS NULL OR COALESCE(booked_on, spent_on) >= $6)
           AND (CAST($7 AS date) IS NULL OR COALESCE(booked_on, spent_on) <= $7)"
    };
}

fn expense_of(row: &Row<'_>) -> Result<Expense> {
    Ok(Expense {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        agreement_id: row.get(2)?,
        shop_id: row.get(3)?,
        kind: row.get(4)?,
        amount: row.get(5)?,
        spent_on: row.get(6)?,
        booked_on: row.get(7)?,
        note: row.get(8)?,
        file_id: row.get(9)?,
        state: row.get(10)?,
        created_by: row.get(11)?,
        decided_by: row.get(12)?,
        decided_note: row.get(13)?,
        taken_back: row.get(14)?,
    })
}

pub fn find_expense(read: &mut Read, id: ExpenseId) -> Result<Option<Expense>> {
    read.first(sql!(concat!(expense_rows!(), "WHERE id = $1")), &[&id], expense_of)
}

/// One page, the latest first, and how many there are; `within` are the days they are booked on.
pub fn list_expenses(
    read: &mut Read,
    ask: &MoneyFilter,
    within: Within,
) -> Result<(Vec<Expense>, i64)> {
    let page = sql!(concat!(
        expense_rows!(),
        expense_page!(),
        " ORDER BY spent_on DESC, id DESC LIMIT $8 OFFSET $9"
    ));
    let count =
        sql!(concat!("SELECT CAST(COUNT(*) AS bigint) FROM settlement_expense ", expense_page!()));
    let mut all: Vec<&dyn Param> = filter_params(ask).to_vec();
    all.extend([&within.from as &dyn Param, &within.to]);
    let total = read.one(count, &all, |row| row.get(0))?;
    all.extend([&ask.limit as &dyn Param, &ask.offset]);
    Ok((read.all(page, &all, expense_of)?, total))
}

pub fn filter_params(ask: &MoneyFilter) -> [&dyn Param; 5] {
    [&ask.scope.consignor, &ask.scope.shop, &ask.agreement, &ask.state, &ask.like]
}

/// The confirmed expenses of a period, and those of earlier ones that it takes back.
pub fn expenses_in(
    read: &mut Read,
    agreement: AgreementId,
    period: Period,
) -> Result<Vec<ExpenseLine>> {
    let statement = sql!(
        "SELECT id, amount_rupiah, spent_in < $2 FROM (
           SELECT id, amount_rupiah, booked_on, booked_on AS spent_in FROM settlement_expense
           WHERE agreement_id = $1 AND booked_on >= $2 AND booked_on <= $3
           UNION ALL
           SELECT v.expense_id, -v.amount_rupiah, v.booked_on, e.booked_on
           FROM settlement_money_reversal v JOIN settlement_expense e ON e.id = v.expense_id
           WHERE v.agreement_id = $1 AND v.booked_on >= $2 AND v.booked_on <= $3
         ) AS lines ORDER BY booked_on, id, amount_rupiah DESC"
    );
    read.all(statement, &[&agreement, &period.from, &period.to], |row| {
        Ok(ExpenseLine { id: row.get(0)?, amount: row.get(1)?, late: row.get(2)? })
    })
}

/// What was confirmed of a kind in a period and not taken back.
pub fn expensed_in(
    read: &mut Read,
    agreement: AgreementId,
    kind: agreements::ExpenseKind,
    period: Period,
) -> Result<Rupiah> {
    let statement = sql!(
        "SELECT (SELECT CAST(COALESCE(SUM(amount_rupiah), 0) AS bigint) FROM settlement_expense
                 WHERE agreement_id = $1 AND kind = $2 AND booked_on BETWEEN $3 AND $4)
              - (SELECT CAST(COALESCE(SUM(v.amount_rupiah), 0) AS bigint)
                 FROM settlement_money_reversal v
                 JOIN settlement_expense e ON e.id = v.expense_id
                 WHERE e.agreement_id = $1 AND e.kind = $2 AND e.booked_on BETWEEN $3 AND $4
                   AND v.state = 'confirmed')"
    );
    read.one(statement, &[&agreement, &kind, &period.from, &period.to], |row| row.get(0))
}

pub fn insert_expense(tx: &mut Tx, ctx: &Context, one: &Expense) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_expense (id, consignor_id, agreement_id, shop_id, kind,
           amount_rupiah, spent_on, note, file_id, state, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.agreement_id,
        &one.shop_id,
        &one.kind,
        &one.amount,
        &one.spent_on,
        &one.note,
        &one.file_id,
        &one.state,
        &one.created_by,
        &ctx.now,
    ];
    tx.run(statement, params).map(drop)
}

pub fn decide_expense(
    tx: &mut Tx,
    ctx: &Context,
    id: ExpenseId,
    booked_on: Option<Day>,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_expense SET state = $2, booked_on = $3, decided_by = $4,
           decided_at = $5, decided_note = $6
         WHERE id = $1 AND state = 'reported'"
    );
    let state = if booked_on.is_some() { Decision::Confirmed } else { Decision::Rejected };
    let params: &[&dyn Param] = &[&id, &state, &booked_on, &ctx.actor.user, &ctx.now, &note];
    only_one(tx.run(statement, params)?)
}

macro_rules! remittance_rows {
    () => {
        "SELECT id, consignor_id, agreement_id, shop_id, amount_rupiah, paid_on, method, reference,
                note, file_id, state, created_by, decided_by, decided_on, decided_note,
                (SELECT v.state FROM settlement_money_reversal v
                 WHERE v.remittance_id = settlement_remittance.id AND v.state <> 'rejected'),
                taken_back_on
         FROM settlement_remittance "
    };
}
macro_rules! remittance_page {
    () => {
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR shop_id = $2)
           AND (CAST($3 AS uuid) IS NULL OR agreement_id = $3)
           AND (CAST($4 AS text) IS NULL OR state = $4
                OR ($4 = 'reported' AND EXISTS (SELECT 1 FROM settlement_money_reversal v
                    WHERE v.remittance_id = settlement_remittance.id AND v.state = 'reported')))
           AND (CAST($5 AS text) IS NULL OR LOWER(COALESCE(reference, '')) LIKE $5 ESCAPE '!'
                OR LOWER(COALESCE(note, '')) LIKE $5 ESCAPE '!')"
    };
}

fn remittance_of(row: &Row<'_>) -> Result<Remittance> {
    Ok(Remittance {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        agreement_id: row.get(2)?,
        shop_id: row.get(3)?,
        amount: row.get(4)?,
        paid_on: row.get(5)?,
        method: row.get(6)?,
        reference: row.get(7)?,
        note: row.get(8)?,
        file_id: row.get(9)?,
        state: row.get(10)?,
        created_by: row.get(11)?,
        decided_by: row.get(12)?,
        decided_on: row.get(13)?,
        decided_note: row.get(14)?,
        taken_back: row.get(15)?,
        taken_back_on: row.get(16)?,
    })
}

pub fn find_remittance(read: &mut Read, id: RemittanceId) -> Result<Option<Remittance>> {
    read.first(sql!(concat!(remittance_rows!(), "WHERE id = $1")), &[&id], remittance_of)
}

pub fn list_remittances(read: &mut Read, ask: &MoneyFilter) -> Result<(Vec<Remittance>, i64)> {
    let page = sql!(concat!(
        remittance_rows!(),
        remittance_page!(),
        " ORDER BY paid_on DESC, id DESC LIMIT $6 OFFSET $7"
    ));
    let count = sql!(concat!(
        "SELECT CAST(COUNT(*) AS bigint) FROM settlement_remittance ",
        remittance_page!()
    ));
    let some = filter_params(ask);
    let total = read.one(count, &some, |row| row.get(0))?;
    let mut all: Vec<&dyn Param> = some.to_vec();
    all.extend([&ask.limit as &dyn Param, &ask.offset]);
    Ok((read.all(page, &all, remittance_of)?, total))
}

/// (approved dues in all; remittances that were confirmed and not taken back, less what was given
/// back to the shop; reported ones) of an agreement. What the unit gave back is out of its hands
/// before the shop confirms it, and until the shop says that it never came.
pub fn owed(read: &mut Read, agreement: AgreementId) -> Result<(Rupiah, Rupiah, Rupiah)> {
    let statement = sql!(
        "SELECT (SELECT CAST(COALESCE(SUM(due_rupiah), 0) AS bigint) FROM settlement_statement
                 WHERE agreement_id = $1 AND state = 'approved'),
                (SELECT CAST(COALESCE(SUM(amount_rupiah), 0) AS bigint) FROM settlement_remittance
                 WHERE agreement_id = $1 AND state = 'confirmed' AND taken_back_on IS NULL)
                - (SELECT CAST(COALESCE(SUM(amount_rupiah), 0) AS bigint) FROM settlement_credit_refund
                   WHERE agreement_id = $1 AND state <> 'rejected' AND taken_back_on IS NULL),
                (SELECT CAST(COALESCE(SUM(amount_rupiah), 0) AS bigint) FROM settlement_remittance
                 WHERE agreement_id = $1 AND state = 'reported')"
    );
    read.one(statement, &[&agreement], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub fn insert_remittance(tx: &mut Tx, ctx: &Context, one: &Remittance) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_remittance (id, consignor_id, agreement_id, shop_id, amount_rupiah,
           paid_on, method, reference, note, file_id, state, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.agreement_id,
        &one.shop_id,
        &one.amount,
        &one.paid_on,
        &one.method,
        &one.reference,
        &one.note,
        &one.file_id,
        &one.state,
        &one.created_by,
        &ctx.now,
    ];
    tx.run(statement, params).map(drop)
}

pub fn decide_remittance(
    tx: &mut Tx,
    ctx: &Context,
    id: RemittanceId,
    state: Decision,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_remittance SET state = $2, decided_by = $3, decided_at = $4,
           decided_on = $5, decided_note = $6
         WHERE id = $1 AND state = 'reported'"
    );
    let params: &[&dyn Param] = &[&id, &state, &ctx.actor.user, &ctx.now, &ctx.today(), &note];
    only_one(tx.run(statement, params)?)
}

/// From now on it pays for nothing.
pub fn take_remittance_back(tx: &mut Tx, id: RemittanceId, day: Day) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_remittance SET taken_back_on = $2
         WHERE id = $1 AND state = 'confirmed' AND taken_back_on IS NULL"
    );
    only_one(tx.run(statement, &[&id, &day])?)
}
