//! All SQL of trainings.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, MakerId};

use crate::{
    inputs::{RecordTraining, TrainingId},
    kinds::TrainingResult,
    refusal::No,
    types::{Trainee, Training},
};

macro_rules! rows {
    () => {
        "SELECT t.id, t.consignor_id, t.number, t.title, t.content, t.hours, t.from_day, \
         t.to_day, t.place, t.examiner, t.examiner_title, t.taken_back_on, t.taken_back_reason, \
         t.created_by, (SELECT CAST(COUNT(*) AS bigint) FROM production_trainee p \
         WHERE p.training_id = t.id)"
    };
}

fn training(row: &Row<'_>) -> Result<Training> {
    Ok(Training {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        number: row.get(2)?,
        title: row.get(3)?,
        content: row.get(4)?,
        hours: row.get(5)?,
        from: row.get(6)?,
        to: row.get(7)?,
        place: row.get(8)?,
        examiner: row.get(9)?,
        examiner_title: row.get(10)?,
        taken_back_on: row.get(11)?,
        taken_back_reason: row.get(12)?,
        created_by: row.get(13)?,
        trainees: row.get(14)?,
    })
}

pub fn find(read: &mut Read, id: TrainingId) -> Result<Option<Training>> {
    let found = sql!(concat!(rows!(), " FROM production_training t WHERE t.id = $1"));
    read.first(found, &[&id], training)
}

/// The trainings of a page, the latest first, and the number of all.
pub fn list(
    read: &mut Read,
    consignor: Option<ConsignorId>,
    like: Option<&str>,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Training>, i64)> {
    let found = sql!(concat!(
        rows!(),
        ", CAST(COUNT(*) OVER () AS bigint) FROM production_training t \
         WHERE (CAST($1 AS uuid) IS NULL OR t.consignor_id = $1) \
           AND (CAST($2 AS text) IS NULL OR LOWER(t.title) LIKE $2 ESCAPE '!' \
                OR LOWER(t.number) LIKE $2 ESCAPE '!') \
         ORDER BY t.to_day DESC, t.id DESC LIMIT $3 OFFSET $4"
    ));
    let mut total = 0;
    let all = read.all(found, &[&consignor, &like, &limit, &offset], |row| {
        total = row.get(15)?;
        training(row)
    })?;
    Ok((all, total))
}

/// Who learnt, in the order in which they were recorded.
pub fn trainees(read: &mut Read, id: TrainingId) -> Result<Vec<Trainee>> {
    let found = sql!(
        "SELECT line_no, maker_id, result FROM production_trainee WHERE training_id = $1
         ORDER BY line_no"
    );
    read.all(found, &[&id], |row| {
        Ok(Trainee { line: row.get(0)?, maker_id: row.get(1)?, result: row.get(2)? })
    })
}

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    consignor: ConsignorId,
    one: &RecordTraining,
) -> Result<()> {
    let insert = sql!(
        "INSERT INTO production_training (id, consignor_id, number, title, content, hours,
             from_day, to_day, place, examiner, examiner_title, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let hours = one.hours.get();
    let params: [&dyn Param; 13] = [
        &one.id,
        &consignor,
        &one.number,
        &one.title,
        &one.content,
        &hours,
        &one.from,
        &one.to,
        &one.place,
        &one.examiner,
        &one.examiner_title,
        &ctx.actor.user,
        &ctx.now,
    ];
    tx.run(insert, &params)
        .refuse_on(
            "production_training_consignor_id_number_key",
            No::TrainingNumberTaken.at("number"),
        )
        .map(drop)
}

pub fn insert_trainee(
    tx: &mut Tx,
    id: TrainingId,
    line: i64,
    (maker, result): (MakerId, TrainingResult),
) -> Result<()> {
    let insert = sql!(
        "INSERT INTO production_trainee (training_id, line_no, maker_id, result)
         VALUES ($1, $2, $3, $4)"
    );
    tx.run(insert, &[&id, &line, &maker, &result]).map(drop)
}

pub fn take_back(tx: &mut Tx, ctx: &Context, id: TrainingId, reason: &str) -> Result<()> {
    let update = sql!(
        "UPDATE production_training SET taken_back_on = $2, taken_back_by = $3,
             taken_back_reason = $4
         WHERE id = $1"
    );
    tx.run(update, &[&id, &ctx.today(), &ctx.actor.user, &reason]).map(drop)
}
