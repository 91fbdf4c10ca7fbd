//! All SQL of the room.

use db::{Error, Param, Read, Result, Row, Tx, sql};
use kernel::{BatchId, ComplaintId, Context, Quantity, Reach, ReviewId, SaleId, ShopId};
use sales::{Bought, BoughtLine};

use crate::{
    inputs::{Complain, ListComplaints, ListReviews},
    kinds::ReviewState,
    refusal::No,
    types::{Complaint, Review},
};

/// Rows of one page.
pub const PER_PAGE: i64 = 50;

macro_rules! review_columns {
    () => {
        "SELECT id, sale_id, position, consignor_id, shop_id, product_id, batch_id, rating, \
         words, revision, rated_on, state, decided_by, reason FROM feedback_review "
    };
}

fn review_of(row: &Row<'_>) -> Result<Review> {
    Ok(Review {
        id: row.get(0)?,
        sale_id: row.get(1)?,
        position: row.get(2)?,
        consignor_id: row.get(3)?,
        shop_id: row.get(4)?,
        product_id: row.get(5)?,
        batch_id: row.get(6)?,
        rating: row.get(7)?,
        words: row.get(8)?,
        revision: row.get(9)?,
        rated_on: row.get(10)?,
        state: row.get(11)?,
        decided_by: row.get(12)?,
        reason: row.get(13)?,
    })
}

/// What was said of these lines.
pub fn reviews_of(read: &mut Read, lines: &[BoughtLine]) -> Result<Vec<Review>> {
    let statement = sql!(concat!(review_columns!(), "WHERE sale_id = $1 AND position = $2"));
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        all.extend(read.first(statement, &[&line.sale, &line.position], review_of)?);
    }
    Ok(all)
}

/// Writes what is said of a line, instead of what was said before; whether anything changed. Words
/// that change wait for a reader again.
pub fn say(
    tx: &mut Tx,
    ctx: &Context,
    id: ReviewId,
    (line, shop): (&BoughtLine, ShopId),
    (rating, words): (i64, Option<&str>),
) -> Result<bool> {
    let statement = sql!(
        "INSERT INTO feedback_review (id, sale_id, position, consignor_id, shop_id, product_id,
             batch_id, rating, words, revision, rated_on, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)
         ON CONFLICT (id) DO UPDATE SET rating = excluded.rating, words = excluded.words,
             revision = feedback_review.revision + 1, rated_on = excluded.rated_on,
             state = CASE WHEN feedback_review.words = excluded.words
                          THEN feedback_review.state ELSE excluded.state END,
             decided_by = CASE WHEN feedback_review.words = excluded.words
                               THEN feedback_review.decided_by END,
             reason = CASE WHEN feedback_review.words = excluded.words
                           THEN feedback_review.reason END
         WHERE feedback_review.rating <> excluded.rating
            OR COALESCE(feedback_review.words, '') <> COALESCE(excluded.words, '')"
    );
    let state = if words.is_some() { ReviewState::Waiting } else { ReviewState::Wordless };
    let params: [&dyn Param; 11] = [
        &id,
        &line.sale,
        &line.position,
        &line.consignor_id,
        &shop,
        &line.product_id,
        &line.batch_id,
        &rating,
        &words,
        &ctx.today(),
        &state,
    ];
    Ok(tx.run(statement, &params)? == 1)
}

/// A rating that is his to see; else 404.
pub fn load_review(read: &mut Read, ctx: &Context, id: ReviewId) -> Result<Review> {
    let found = read.first(sql!(concat!(review_columns!(), "WHERE id = $1")), &[&id], review_of)?;
    let own = found.filter(|one| ctx.actor.sees_between(one.consignor_id, one.shop_id));
    own.ok_or_else(|| No::Unknown.into())
}

/// Writes what became of the words, unless they were changed in between.
pub fn decide(
    tx: &mut Tx,
    ctx: &Context,
    review: &Review,
    state: ReviewState,
    reason: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE feedback_review SET state = $3, reason = $4, decided_by = $5
         WHERE id = $1 AND revision = $2"
    );
    let params: [&dyn Param; 5] = [&review.id, &review.revision, &state, &reason, &ctx.actor.user];
    once(tx.run(statement, &params)?)
}

const fn once(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Whose lists: a unit's, a shop's, or all. Refuses (404) who sees no single record.
fn scope(ctx: &Context) -> Result<[Option<kernel::Id<()>>; 2]> {
    match &ctx.actor.reach {
        Reach::Consignor(own) => Ok([Some(own.cast()), None]),
        Reach::Shop(own) => Ok([None, Some(own.cast())]),
        Reach::All => Ok([None, None]),
        Reach::Kanwil(_) | Reach::Nobody => Err(No::Unknown.into()),
    }
}

macro_rules! narrowed {
    () => {
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS uuid) IS NULL OR shop_id = $2) \
         AND (CAST($3 AS text) IS NULL OR state = $3) "
    };
}

macro_rules! of_batch {
    () => {
        "AND (CAST($4 AS uuid) IS NULL OR batch_id = $4) "
    };
}

/// One page of the ratings that are his to see, the latest first, and how many there are.
pub fn reviews(read: &mut Read, ctx: &Context, asked: &ListReviews) -> Result<(Vec<Review>, i64)> {
    reviews_in(read, ctx, asked, page(asked.page))
}

/// The rows of a page that is asked for, and where it begins.
fn page(asked: Option<Quantity>) -> (i64, i64) {
    (PER_PAGE, (asked.map_or(1, |page| page.0).clamp(1, 1_000_000) - 1) * PER_PAGE)
}

/// As many of them as are asked for, from a place on.
pub fn reviews_in(
    read: &mut Read,
    ctx: &Context,
    asked: &ListReviews,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Review>, i64)> {
    let [unit, shop] = scope(ctx)?;
    let total = sql!(concat!(
        "SELECT CAST(COUNT(*) AS bigint) FROM feedback_review ",
        narrowed!(),
        of_batch!()
    ));
    let filter: [&dyn Param; 4] = [&unit, &shop, &asked.state, &asked.batch];
    let total = read.one(total, &filter, |row| row.get(0))?;
    let page = sql!(concat!(
        review_columns!(),
        narrowed!(),
        of_batch!(),
        "ORDER BY rated_on DESC, id LIMIT $5 OFFSET $6"
    ));
    let params: [&dyn Param; 6] = [&unit, &shop, &asked.state, &asked.batch, &limit, &offset];
    Ok((read.all(page, &params, review_of)?, total))
}

/// How many ratings of a batch are his to see, and all their stars together.
pub fn rated(read: &mut Read, ctx: &Context, batch: BatchId) -> Result<(i64, i64)> {
    let [unit, shop] = scope(ctx)?;
    let statement = sql!(concat!(
        "SELECT CAST(COUNT(*) AS bigint), CAST(COALESCE(SUM(rating), 0) AS bigint)
         FROM feedback_review ",
        narrowed!(),
        of_batch!()
    ));
    let any: Option<ReviewState> = None;
    read.one(statement, &[&unit, &shop, &any, &batch], |row| Ok((row.get(0)?, row.get(1)?)))
}

macro_rules! complaint_columns {
    () => {
        "SELECT id, receipt_id, sale_id, position, consignor_id, shop_id, product_id, batch_id, \
         words, made_on, state, answer, answered_by, answered_on, outcome, closed_on \
         FROM feedback_complaint "
    };
}

fn complaint_of(row: &Row<'_>) -> Result<Complaint> {
    Ok(Complaint {
        id: row.get(0)?,
        receipt_id: row.get(1)?,
        sale_id: row.get(2)?,
        position: row.get(3)?,
        consignor_id: row.get(4)?,
        shop_id: row.get(5)?,
        product_id: row.get(6)?,
        batch_id: row.get(7)?,
        words: row.get(8)?,
        made_on: row.get(9)?,
        state: row.get(10)?,
        answer: row.get(11)?,
        answered_by: row.get(12)?,
        answered_on: row.get(13)?,
        outcome: row.get(14)?,
        closed_on: row.get(15)?,
    })
}

pub fn insert_complaint(
    tx: &mut Tx,
    ctx: &Context,
    said: &Complain,
    (bought, line): (&Bought, &BoughtLine),
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO feedback_complaint (id, receipt_id, sale_id, position, consignor_id, shop_id,
             product_id, batch_id, words, made_on, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open')"
    );
    let params: [&dyn Param; 10] = [
        &said.id,
        &bought.receipt,
        &line.sale,
        &line.position,
        &line.consignor_id,
        &bought.shop_id,
        &line.product_id,
        &line.batch_id,
        &said.words,
        &ctx.today(),
    ];
    match tx.run(statement, &params) {
        Err(Error::Constraint(name)) if name == "feedback_complaint_pkey" => Err(Error::Conflict),
        done => done.map(drop),
    }
}

/// What was said was wrong with a receipt, the first first.
pub fn complaints_of(read: &mut Read, receipt: SaleId) -> Result<Vec<Complaint>> {
    let statement =
        sql!(concat!(complaint_columns!(), "WHERE receipt_id = $1 ORDER BY made_on, id LIMIT 50"));
    read.all(statement, &[&receipt], complaint_of)
}

pub fn find_complaint(read: &mut Read, id: ComplaintId) -> Result<Option<Complaint>> {
    let statement = sql!(concat!(complaint_columns!(), "WHERE id = $1"));
    read.first(statement, &[&id], complaint_of)
}

/// Writes other words of a complaint that nobody has answered.
pub fn correct_complaint(tx: &mut Tx, said: &Complain) -> Result<()> {
    let statement =
        sql!("UPDATE feedback_complaint SET words = $2 WHERE id = $1 AND state = 'open'");
    once(tx.run(statement, &[&said.id, &said.words])?)
}

/// A complaint that is his to see; else 404.
pub fn load_complaint(read: &mut Read, ctx: &Context, id: ComplaintId) -> Result<Complaint> {
    let found = find_complaint(read, id)?;
    let own = found.filter(|one| ctx.actor.sees_between(one.consignor_id, one.shop_id));
    own.ok_or_else(|| No::Unknown.into())
}

pub fn answer(tx: &mut Tx, ctx: &Context, complaint: &Complaint, answer: &str) -> Result<()> {
    let statement = sql!(
        "UPDATE feedback_complaint SET state = 'answered', answer = $3, answered_by = $4,
             answered_on = $5 WHERE id = $1 AND state = $2"
    );
    let params: [&dyn Param; 5] =
        [&complaint.id, &complaint.state, &answer, &ctx.actor.user, &ctx.today()];
    once(tx.run(statement, &params)?)
}

pub fn close(tx: &mut Tx, ctx: &Context, complaint: &Complaint, outcome: &str) -> Result<()> {
    let statement = sql!(
        "UPDATE feedback_complaint SET state = 'closed', outcome = $3, closed_on = $4
         WHERE id = $1 AND state = $2"
    );
    once(tx.run(statement, &[&complaint.id, &complaint.state, &outcome, &ctx.today()])?)
}

/// One page of the complaints that are his to see, the latest first, and how many there are.
pub fn complaints(
    read: &mut Read,
    ctx: &Context,
    asked: &ListComplaints,
) -> Result<(Vec<Complaint>, i64)> {
    complaints_in(read, ctx, asked, page(asked.page))
}

/// As many of them as are asked for, from a place on.
pub fn complaints_in(
    read: &mut Read,
    ctx: &Context,
    asked: &ListComplaints,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Complaint>, i64)> {
    let [unit, shop] = scope(ctx)?;
    let total =
        sql!(concat!("SELECT CAST(COUNT(*) AS bigint) FROM feedback_complaint ", narrowed!()));
    let filter: [&dyn Param; 3] = [&unit, &shop, &asked.state];
    let total = read.one(total, &filter, |row| row.get(0))?;
    let page = sql!(concat!(
        complaint_columns!(),
        narrowed!(),
        "ORDER BY made_on DESC, id DESC LIMIT $4 OFFSET $5"
    ));
    let params: [&dyn Param; 5] = [&unit, &shop, &asked.state, &limit, &offset];
    Ok((read.all(page, &params, complaint_of)?, total))
}
