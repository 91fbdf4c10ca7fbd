//! What shops said of statements.

use db::{Read, Result, Tx, sql};
use kernel::{Context, Id, StatementId};

use crate::{inputs::AnswerKind, kinds::ShopAnswer, types::Answered};

/// An answer on its way into the list.
pub struct Answer<'a> {
    pub id: Id<AnswerKind>,
    pub answer: ShopAnswer,
    pub reason: Option<&'a str>,
}

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    statement: StatementId,
    answer: &Answer<'_>,
) -> Result<()> {
    let row = sql!(
        "INSERT INTO settlement_statement_answer (id, statement_id, seq, answer, reason,
             answered_by, answered_at)
         VALUES ($1, $2, (SELECT COALESCE(MAX(seq), 0) + 1 FROM settlement_statement_answer
             WHERE statement_id = $2), $3, $4, $5, $6)"
    );
    let Answer { id, answer, reason } = answer;
    tx.run(row, &[id, &statement, answer, reason, &ctx.actor.user, &ctx.now]).map(drop)
}

/// The last word of the shop; nothing while it has said none.
pub fn last(read: &mut Read, statement: StatementId) -> Result<Option<Answered>> {
    let row = sql!(
        "SELECT answer, reason, answered_by, answered_at FROM settlement_statement_answer
         WHERE statement_id = $1 ORDER BY seq DESC LIMIT 1"
    );
    read.first(row, &[&statement], |row| {
        Ok(Answered {
            answer: row.get(0)?,
            reason: row.get(1)?,
            answered_by: row.get(2)?,
            answered_at: row.get(3)?,
        })
    })
}
