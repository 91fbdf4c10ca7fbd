//! Questions that are asked before their turn, and the answers that wait for it.

use tokio_postgres::Row;

use crate::{
    Sql,
    link::Waiting,
    value::{Kept, Param, Value},
};

/// What a transaction has asked ahead.
#[derive(Default)]
pub(crate) struct Ahead {
    /// While questions are gathered; nothing is sent then.
    gathered: Option<Vec<Waiting>>,
    answered: Vec<(Waiting, Vec<Row>)>,
}

impl Ahead {
    pub(crate) fn gather(&mut self) {
        self.gathered = Some(Vec::new());
    }

    /// Takes note of a question, if that is what happens now.
    pub(crate) fn is_gathered(&mut self, sql: Sql, values: &[Value<'_>]) -> bool {
        let Some(gathered) = &mut self.gathered else { return false };
        if !gathered.iter().any(|asked| is_it(asked, sql, values)) {
            gathered.push((sql, values.iter().map(|value| Kept::from(*value)).collect()));
        }
        true
    }

    /// The questions that were gathered. From now on questions are asked again.
    pub(crate) fn gathered(&mut self) -> Vec<Waiting> {
        self.gathered.take().unwrap_or_default()
    }

    pub(crate) fn keep(&mut self, asked: Vec<Waiting>, rows: Vec<Vec<Row>>) {
        self.answered.extend(asked.into_iter().zip(rows));
    }

    /// The rows that came for the very same question.
    pub(crate) fn answer(&self, sql: Sql, values: &[Value<'_>]) -> Option<&[Row]> {
        let known = self.answered.iter().find(|(asked, _)| is_it(asked, sql, values));
        known.map(|(_, rows)| rows.as_slice())
    }

    /// A write may change any answer.
    pub(crate) fn forget(&mut self) {
        self.answered.clear();
    }
}

fn is_it((asked, kept): &Waiting, sql: Sql, values: &[Value<'_>]) -> bool {
    asked.text == sql.text
        && kept.len() == values.len()
        && kept.iter().zip(values).all(|(kept, value)| kept.value() == *value)
}
