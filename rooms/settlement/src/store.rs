//! Statements and their lines.

use db::{Error, Param, Read, RefuseOn, Result, Row, Sql, Tx, sql};
use kernel::{
    Actor, AgreementId, ConsignorId, Context, Day, Quantity, Reach, Rupiah, ShopId, StatementId,
};

use crate::{
    distribution::Moved,
    kinds::{LossKind, StatementState},
    refusal::No,
    statement::{LossLine, LostBy, SoldLine},
    types::{ProductLine, Statement},
};

/// Whose records a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope {
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
}

impl Scope {
    /// Refuses those who see only totals.
    pub fn of(actor: &Actor) -> Result<Self> {
        match &actor.reach {
            Reach::All => Ok(Self::default()),
            Reach::Consignor(own) => Ok(Self { consignor: Some(*own), shop: None }),
            Reach::Shop(own) => Ok(Self { consignor: None, shop: Some(*own) }),
            Reach::Kanwil(_) | Reach::Nobody => Err(No::Unknown.into()),
        }
    }
}

/// The days a list is narrowed to; open where nothing is said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Within {
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// Which statements a list shows.
#[derive(Debug, Clone, Default)]
pub struct StatementFilter {
    pub scope: Scope,
    pub agreement: Option<AgreementId>,
    pub state: Option<StatementState>,
    /// Only those with something open, and only those approved and not shared.
    pub open: bool,
    pub unshared: bool,
    /// Those whose whole period lies within.
    pub within: Within,
    /// `%number%` in small letters.
    pub like: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

/// A statement with what lies before it: dues of its agreement through it, and all that was paid
/// or credited and not given back. What is open of it is the part of its due that the payments do not reach.
macro_rules! statement_rows {
    ($where:literal) => {
        concat!(
            "SELECT s.id, s.consignor_id, s.agreement_id, s.shop_id, s.terms_id, s.number,
                    s.from_day, s.to_day, s.closed_on, s.due_on, s.state, s.gross_rupiah,
                    s.shop_rupiah, s.expense_rupiah, s.loss_rupiah, s.due_rupiah, s.digest, s.note,
                    s.created_by, s.decided_by, s.decided_on, s.decided_note,
                    (SELECT d.id FROM settlement_distribution d WHERE d.statement_id = s.id) AS shared,
                    (SELECT a.answer FROM settlement_statement_answer a
                     WHERE a.statement_id = s.id ORDER BY a.seq DESC LIMIT 1) AS shop_answer,
                    CASE WHEN s.state = 'approved' AND s.due_rupiah > 0 THEN
                      (SELECT CAST(SUM(b.due_rupiah) AS bigint) FROM settlement_statement b
                       WHERE b.agreement_id = s.agreement_id AND b.state = 'approved'
                         AND b.due_rupiah > 0 AND b.to_day <= s.to_day)
                      + (SELECT CAST(COALESCE(SUM(b.due_rupiah), 0) AS bigint) FROM settlement_statement b
                         WHERE b.agreement_id = s.agreement_id AND b.state = 'approved'
                           AND b.due_rupiah < 0)
                      - (SELECT CAST(COALESCE(SUM(r.amount_rupiah), 0) AS bigint) FROM settlement_remittance r
                         WHERE r.agreement_id = s.agreement_id AND r.state = 'confirmed'
                           AND r.taken_back_on IS NULL)
                      + (SELECT CAST(COALESCE(SUM(c.amount_rupiah), 0) AS bigint) FROM settlement_credit_refund c
                         WHERE c.agreement_id = s.agreement_id AND c.state <> 'rejected'
                           AND c.taken_back_on IS NULL)
                      ELSE 0 END AS beyond
             FROM settlement_statement s WHERE ",
            $where
        )
    };
}

fn statement_of(row: &Row<'_>) -> Result<Statement> {
    let due: Rupiah = row.get(15)?;
    let beyond: i64 = row.get(24)?;
    Ok(Statement {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        agreement_id: row.get(2)?,
        shop_id: row.get(3)?,
        terms_id: row.get(4)?,
        number: row.get(5)?,
        from: row.get(6)?,
        to: row.get(7)?,
        closed_on: row.get(8)?,
        due_on: row.get(9)?,
        state: row.get(10)?,
        gross: row.get(11)?,
        shop_part: row.get(12)?,
        expenses: row.get(13)?,
        losses: row.get(14)?,
        due,
        open: Rupiah(beyond.clamp(0, due.0.max(0))),
        digest: hex(row.bytes(16)?),
        note: row.get(17)?,
        created_by: row.get(18)?,
        decided_by: row.get(19)?,
        decided_on: row.get(20)?,
        decided_note: row.get(21)?,
        distribution_id: row.get(22)?,
        shop_answer: row.get(23)?,
    })
}

/// Small letters, two a byte.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub fn find_statement(read: &mut Read, id: StatementId) -> Result<Option<Statement>> {
    read.first(sql!(statement_rows!("s.id = $1")), &[&id], statement_of)
}

/// One page, the newest period first, and how many there are.
pub fn list_statements(read: &mut Read, ask: &StatementFilter) -> Result<(Vec<Statement>, i64)> {
    let page = sql!(concat!(
        "SELECT * FROM (",
        statement_rows!(
            "(CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
             AND (CAST($2 AS uuid) IS NULL OR s.shop_id = $2)
             AND (CAST($3 AS uuid) IS NULL OR s.agreement_id = $3)
             AND (CAST($4 AS text) IS NULL OR s.state = $4)
             AND (CAST($5 AS text) IS NULL OR LOWER(s.number) LIKE $5 ESCAPE '!')
             AND (CAST($8 AS date) IS NULL OR s.from_day >= $8)
             AND (CAST($9 AS date) IS NULL OR s.to_day <= $9)"
        ),
        ") x WHERE ($6 = false OR x.beyond > 0)
           AND ($7 = false OR (x.state = 'approved' AND x.shared IS NULL))
         ORDER BY x.to_day DESC, x.number DESC LIMIT $10 OFFSET $11"
    ));
    let count = sql!(concat!(
        "SELECT CAST(COUNT(*) AS bigint) FROM (",
        statement_rows!(
            "(CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
             AND (CAST($2 AS uuid) IS NULL OR s.shop_id = $2)
             AND (CAST($3 AS uuid) IS NULL OR s.agreement_id = $3)
             AND (CAST($4 AS text) IS NULL OR s.state = $4)
             AND (CAST($5 AS text) IS NULL OR LOWER(s.number) LIKE $5 ESCAPE '!')
             AND (CAST($8 AS date) IS NULL OR s.from_day >= $8)
             AND (CAST($9 AS date) IS NULL OR s.to_day <= $9)"
        ),
        ") x WHERE ($6 = false OR x.beyond > 0)
           AND ($7 = false OR (x.state = 'approved' AND x.shared IS NULL))"
    ));
    let (scope, a) = (ask.scope, ask);
    let some: [&dyn Param; 9] = [
        &scope.consignor,
        &scope.shop,
        &a.agreement,
        &a.state,
        &a.like,
        &a.open,
        &a.unshared,
        &a.within.from,
        &a.within.to,
    ];
    let total = read.one(count, &some, |row| row.get(0))?;
    let mut all: Vec<&dyn Param> = some.to_vec();
    all.extend([&a.limit as &dyn Param, &a.offset]);
    Ok((read.all(page, &all, statement_of)?, total))
}

/// The statements of an agreement that count, the oldest first.
pub fn statements_of(read: &mut Read, agreement: AgreementId) -> Result<Vec<Statement>> {
    let statement =
        sql!(statement_rows!("s.agreement_id = $1 AND s.state <> 'rejected' ORDER BY s.from_day"));
    read.all(statement, &[&agreement], statement_of)
}

/// The last day that a statement of the agreement covers.
pub fn last_day(read: &mut Read, agreement: AgreementId) -> Result<Option<Day>> {
    let statement = sql!(
        "SELECT to_day FROM settlement_statement WHERE agreement_id = $1 AND state <> 'rejected'
         ORDER BY from_day DESC LIMIT 1"
    );
    read.first(statement, &[&agreement], |row| row.get(0))
}

/// How many statements a unit made whose period ended in a year: numbers count on from there.
pub fn made_in_year(read: &mut Read, consignor: ConsignorId, day: Day) -> Result<i64> {
    let first = Day::new(day.year(), 1, 1).unwrap_or(day);
    let last = Day::new(day.year(), 12, 31).unwrap_or(day);
    let statement = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM settlement_statement
         WHERE consignor_id = $1 AND to_day >= $2 AND to_day <= $3"
    );
    read.one(statement, &[&consignor, &first, &last], |row| row.get(0))
}

pub fn number_used(read: &mut Read, consignor: ConsignorId, number: &str) -> Result<bool> {
    let statement =
        sql!("SELECT id FROM settlement_statement WHERE consignor_id = $1 AND number = $2");
    Ok(read.first(statement, &[&consignor, &number], |row| row.uuid(0))?.is_some())
}

/// Writes a closed statement; its lines follow.
pub fn insert_statement(tx: &mut Tx, ctx: &Context, one: &Statement, digest: &[u8]) -> Result<()> {
    const INSERT: Sql = sql!(
        "INSERT INTO settlement_statement (id, consignor_id, agreement_id, shop_id, terms_id,
           number, from_day, to_day, closed_on, due_on, state, gross_rupiah, shop_rupiah,
           expense_rupiah, loss_rupiah, due_rupiah, digest, note, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
           $19, $20)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.agreement_id,
        &one.shop_id,
        &one.terms_id,
        &one.number,
        &one.from,
        &one.to,
        &one.closed_on,
        &one.due_on,
        &one.state,
        &one.gross,
        &one.shop_part,
        &one.expenses,
        &one.losses,
        &one.due,
        &digest,
        &one.note,
        &one.created_by,
        &ctx.now,
    ];
    tx.run(INSERT, params)
        .refuse_on("settlement_statement_number", No::NumberTaken.at("number"))
        .refuse_on("settlement_statement_from", No::PeriodClosed)?;
    Ok(())
}

pub fn insert_product(tx: &mut Tx, id: StatementId, no: i64, one: &ProductLine) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_statement_product (statement_id, line_no, product_id, code, name,
           unit, opening, received, sold, refunded, returned, damaged, lost, transferred,
           difference, closing, gross_rupiah, shop_rupiah, due_rupiah)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
           $19)"
    );
    let params: &[&dyn Param] = &[
        &id,
        &no,
        &one.product_id,
        &one.code,
        &one.name,
        &one.unit,
        &one.opening,
        &one.received,
        &one.sold,
        &one.refunded,
        &one.returned,
        &one.damaged,
        &one.lost,
        &one.transferred,
        &one.difference,
        &one.closing,
        &one.gross,
        &one.shop_part,
        &one.due,
    ];
    tx.run(statement, params).map(drop)
}

pub fn products(read: &mut Read, id: StatementId) -> Result<Vec<ProductLine>> {
    let statement = sql!(
        "SELECT product_id, code, name, unit, opening, received, sold, refunded, returned, damaged,
                lost, transferred, difference, closing, gross_rupiah, shop_rupiah, due_rupiah
         FROM settlement_statement_product WHERE statement_id = $1 ORDER BY line_no"
    );
    read.all(statement, &[&id], |row| {
        Ok(ProductLine {
            product_id: row.get(0)?,
            code: row.get(1)?,
            name: row.get(2)?,
            unit: row.get(3)?,
            opening: row.get(4)?,
            received: row.get(5)?,
            sold: row.get(6)?,
            refunded: row.get(7)?,
            returned: row.get(8)?,
            damaged: row.get(9)?,
            lost: row.get(10)?,
            transferred: row.get(11)?,
            difference: row.get(12)?,
            closing: row.get(13)?,
            gross: row.get(14)?,
            shop_part: row.get(15)?,
            due: row.get(16)?,
        })
    })
}

pub fn insert_line(tx: &mut Tx, id: StatementId, no: i64, one: &SoldLine) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_statement_line (statement_id, line_no, product_id, batch_id,
           unit_rupiah, sold, refunded, gross_rupiah, shop_rupiah, late_refunded,
           late_gross_rupiah, late_shop_rupiah)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let late = -one.late.quantity;
    let params: &[&dyn Param] = &[
        &id,
        &no,
        &one.product,
        &one.batch,
        &one.unit_price,
        &one.sold,
        &one.refunded,
        &one.gross,
        &one.shop_part,
        &late,
        &one.late.gross,
        &one.late.shop_part,
    ];
    tx.run(statement, params).map(drop)
}

pub fn lines(read: &mut Read, id: StatementId) -> Result<Vec<SoldLine>> {
    let statement = sql!(
        "SELECT product_id, batch_id, unit_rupiah, sold, refunded, gross_rupiah, shop_rupiah,
                late_refunded, late_gross_rupiah, late_shop_rupiah
         FROM settlement_statement_line WHERE statement_id = $1 ORDER BY line_no"
    );
    read.all(statement, &[&id], |row| {
        let late: Quantity = row.get(7)?;
        Ok(SoldLine {
            product: row.get(0)?,
            batch: row.get(1)?,
            unit_price: row.get(2)?,
            sold: row.get(3)?,
            refunded: row.get(4)?,
            gross: row.get(5)?,
            shop_part: row.get(6)?,
            late: Moved { quantity: -late, gross: row.get(8)?, shop_part: row.get(9)? },
            // Shown in its product's line; nothing is reckoned from it afterwards.
            set_apart: Quantity::ZERO,
        })
    })
}

pub fn insert_loss(tx: &mut Tx, id: StatementId, no: i64, one: &LossLine) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_statement_loss (statement_id, line_no, product_id, batch_id,
           quantity, amount_rupiah, late, kind, document_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let (kind, document) = one.by.map(|by| (by.kind, by.document)).unzip();
    let params: &[&dyn Param] = &[
        &id,
        &no,
        &one.product,
        &one.batch,
        &one.quantity,
        &one.amount,
        &one.late,
        &kind,
        &document,
    ];
    tx.run(statement, params).map(drop)
}

pub fn losses(read: &mut Read, id: StatementId) -> Result<Vec<LossLine>> {
    let statement = sql!(
        "SELECT product_id, batch_id, quantity, amount_rupiah, late, kind, document_id
         FROM settlement_statement_loss WHERE statement_id = $1 ORDER BY line_no"
    );
    read.all(statement, &[&id], |row| {
        let by: (Option<LossKind>, Option<uuid::Uuid>) = (row.get(5)?, row.get(6)?);
        Ok(LossLine {
            product: row.get(0)?,
            batch: row.get(1)?,
            quantity: row.get(2)?,
            amount: row.get(3)?,
            late: row.get(4)?,
            by: by.0.zip(by.1).map(|(kind, document)| LostBy { kind, document }),
        })
    })
}

/// Moves a closed statement on; a fault when it was not closed.
pub fn decide_statement(
    tx: &mut Tx,
    ctx: &Context,
    id: StatementId,
    state: StatementState,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_statement SET state = $2, decided_by = $3, decided_at = $4,
           decided_on = $5, decided_note = $6
         WHERE id = $1 AND state = 'closed'"
    );
    let params: &[&dyn Param] = &[&id, &state, &ctx.actor.user, &ctx.now, &ctx.today(), &note];
    only_one(tx.run(statement, params)?)
}

/// A fault where a state was not what the action had read.
pub fn only_one(changed: u64) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::fault(format!("{changed} rows changed, not one")))
    }
}
