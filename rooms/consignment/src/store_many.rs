//! The lines of many documents at once, for spreadsheets: a statement for each sixteen of them.

use std::collections::BTreeMap;

use db::{Read, Result, Row, Sql, sql};
use kernel::{CountId, Day, DeliveryId, Id, MovementId};

use crate::types::{CountEntry, DeliveryLine, MovementLine};

macro_rules! of_sixteen {
    ($before:literal, $after:literal) => {
        sql!(concat!(
            $before,
            " IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ",
            $after
        ))
    };
}

/// The rows of each document in their order; the document's id is the first column.
fn of_many<K, T>(
    read: &mut Read,
    statement: Sql,
    ids: &[Id<K>],
    row_of: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<BTreeMap<Id<K>, Vec<T>>> {
    let mut found: BTreeMap<Id<K>, Vec<T>> = BTreeMap::new();
    read.each_of(statement, &[], ids, |row| {
        found.entry(row.get(0)?).or_default().push(row_of(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// A line, and the day on which it was received.
type Received = (Option<Day>, DeliveryLine);

/// Of deliveries.
pub fn delivery_lines(
    read: &mut Read,
    ids: &[DeliveryId],
) -> Result<BTreeMap<DeliveryId, Vec<Received>>> {
    let statement = of_sixteen!(
        "SELECT l.delivery_id, t.received_on, l.line_no, l.product_id, l.batch_id, l.sent, \
         r.received, r.note, r.photo IS NOT NULL \
         FROM consignment_delivery_line l \
         LEFT JOIN consignment_receipt t ON t.delivery_id = l.delivery_id \
         LEFT JOIN consignment_receipt_line r ON r.receipt_id = t.id AND r.line_no = l.line_no \
         WHERE l.delivery_id",
        "ORDER BY l.delivery_id, l.line_no"
    );
    of_many(read, statement, ids, |row| {
        let line = DeliveryLine {
            line_no: row.get(2)?,
            product_id: row.get(3)?,
            batch_id: row.get(4)?,
            sent: row.get(5)?,
            received: row.get(6)?,
            note: row.get(7)?,
            has_photo: row.get(8)?,
        };
        Ok((row.get(1)?, line))
    })
}

pub fn movement_lines(
    read: &mut Read,
    ids: &[MovementId],
) -> Result<BTreeMap<MovementId, Vec<MovementLine>>> {
    let statement = of_sixteen!(
        "SELECT movement_id, product_id, batch_id, quantity FROM consignment_movement_line \
         WHERE movement_id",
        "ORDER BY movement_id, line_no"
    );
    of_many(read, statement, ids, |row| {
        Ok(MovementLine { product_id: row.get(1)?, batch_id: row.get(2)?, quantity: row.get(3)? })
    })
}

pub fn count_lines(read: &mut Read, ids: &[CountId]) -> Result<BTreeMap<CountId, Vec<CountEntry>>> {
    let statement = of_sixteen!(
        "SELECT count_id, product_id, expected, counted, note FROM consignment_count_line \
         WHERE count_id",
        "ORDER BY count_id, line_no"
    );
    of_many(read, statement, ids, |row| {
        Ok(CountEntry {
            product_id: row.get(1)?,
            expected: row.get(2)?,
            counted: row.get(3)?,
            note: row.get(4)?,
        })
    })
}
