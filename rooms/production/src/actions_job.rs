//! Jobs made to order: one function a verb.

use db::{Read, Result, Tx};
use journal::{Line, Once};
use kernel::{BatchId, Capability, Context, Day, JobId, Quantity, Refusal, Rupiah};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::{own, own_product},
    code,
    inputs::{AcceptJob, CancelJob, EraseBuyer, HandOverJob, QuoteJob},
    job::{Step, rest, taken},
    kinds::JobState,
    refusal::No,
    store, store_job,
    types::{Batch, Job, JobBatch},
};

/// A quote for a named buyer. The name stays out of the journal.
///
/// # Errors
/// Refuses a number in use and a due day before the quote.
pub fn quote_job(tx: &mut Tx, ctx: &Context, input: &QuoteJob) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let product = own_product(tx, ctx, input.product)?;
    let Once::First(digest) = once_quoted(tx, input)? else {
        return Ok(Recorded::again(input.id));
    };
    if input.quoted_on > ctx.today() {
        return Err(No::QuotedLater.at("quoted_on").into());
    }
    if input.due_on < input.quoted_on {
        return Err(No::DueBeforeQuote.at("due_on").into());
    }
    let code = match &input.code {
        Some(code) => code.to_string(),
        None => next_job_code(tx, product.consignor_id, input.quoted_on)?,
    };
    store_job::insert_job(tx, ctx, product.consignor_id, input, &code)?;
    store_job::insert_buyer(tx, product.consignor_id, input)?;
    let body = json!({ "code": code, "product": product.code, "quantity": input.quantity,
        "price": input.price, "due_on": input.due_on });
    let line = Line::new(ctx, "production.quote", input.id).of(product.consignor_id);
    journal::write(tx, ctx, line.on(input.quoted_on).digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// A quote is known by everything but its buyer, who may be erased: by a digest that knew his name
/// it could be found again, by trying names. Once it was known by him too; what was recorded then
/// is still the same when it is sent again.
fn once_quoted(tx: &mut Tx, input: &QuoteJob) -> Result<Once> {
    let QuoteJob { id, product, code, what, quantity, price, quoted_on, due_on, .. } = input;
    let remembered = (id, product, code, what, quantity, price, quoted_on, due_on);
    let (own, earlier) = (journal::digest(&remembered)?, journal::digest(input)?);
    journal::once_since(tx, "production.quote", *id, own, &earlier)
}

/// The buyer agrees; his deposit is money that he is still owed goods for.
///
/// # Errors
/// Refuses a deposit beyond the price, and a job that is no longer a quote.
pub fn accept_job(tx: &mut Tx, ctx: &Context, input: &AcceptJob) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let job = load_own_job(tx, ctx, input.job)?;
    let once = journal::once_of(tx, "production.accept", input.job, input, not_now(&job))?;
    let Once::First(digest) = once else {
        return Ok(Recorded::again(input.job));
    };
    step(&job, Step::Accept)?;
    in_order(ctx, job.quoted_on, input.accepted_on, "accepted_on")?;
    let deposit = input.deposit.unwrap_or_default();
    if deposit > job.price {
        return Err(No::DepositBeyondPrice.with("price", job.price).at("deposit").into());
    }
    store_job::accept_job(tx, job.id, input.accepted_on, deposit)?;
    let moves = vec![Move::new(buyer(&job), deposited(&job), deposit.0)];
    ledger::post(tx, Entry { id: input.id, day: input.accepted_on, moves })?;
    let line = Line::new(ctx, "production.accept", job.id).of(job.consignor_id);
    let line = line.on(input.accepted_on).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "code": job.code, "deposit": deposit })))?;
    Ok(Recorded::new(job.id))
}

/// The buyer takes the goods and pays the rest: one moment for goods and money.
///
/// # Errors
/// Refuses a job that is not done, and a day before it was made.
pub fn hand_over_job(tx: &mut Tx, ctx: &Context, input: &HandOverJob) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let job = load_own_job(tx, ctx, input.job)?;
    let once = journal::once_of(tx, "production.hand_over", input.job, input, not_now(&job))?;
    let Once::First(digest) = once else {
        return Ok(Recorded::again(input.job));
    };
    step(&job, Step::HandOver)?;
    let batches = store_job::batches_of(tx, job.id)?;
    let made_on = batches.iter().filter_map(|one| one.finished_on).max();
    let since = job.accepted_on.max(made_on).unwrap_or(job.quoted_on);
    in_order(ctx, since, input.handed_over_on, "handed_over_on")?;
    store_job::hand_over_job(tx, ctx, job.id, input.handed_over_on)?;
    let mut moves = take_goods(tx, &job, &batches)?;
    let cash = Account::money(Kind::Cash, job.consignor_id);
    let left = rest(job.price, job.deposit);
    moves.push(Move::new(buyer(&job), cash.clone(), left.0));
    moves.push(Move::new(deposited(&job), cash, job.deposit.0));
    ledger::post(tx, Entry { id: input.id, day: input.handed_over_on, moves })?;
    let line = Line::new(ctx, "production.hand_over", job.id).of(job.consignor_id);
    let line = line.on(input.handed_over_on).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "code": job.code, "paid": left })))?;
    Ok(Recorded::new(job.id))
}

/// What the buyer takes of each batch; what is left of them is the shops'.
fn take_goods(tx: &mut Tx, job: &Job, batches: &[JobBatch]) -> Result<Vec<Move>> {
    let mut there = Vec::with_capacity(batches.len());
    for one in batches {
        there.push(Quantity(ledger::balance(tx, &workshop(job, one.batch_id))?));
    }
    let taken = taken(job.quantity, &there);
    let taken = taken.ok_or_else(|| No::JobShort.with("ordered", job.quantity))?;
    let mut moves = Vec::with_capacity(batches.len() + 2);
    for (one, pieces) in batches.iter().zip(taken) {
        store_job::set_taken(tx, one.batch_id, pieces)?;
        store::set_reserved(tx, one.batch_id, false)?;
        if pieces.0 > 0 {
            let sold = Account::goods(Kind::Sold, job.consignor_id, one.batch_id, None);
            moves.push(Move::new(workshop(job, one.batch_id), sold, pieces.0));
        }
    }
    Ok(moves)
}

fn workshop(job: &Job, batch: BatchId) -> Account {
    Account::goods(Kind::Workshop, job.consignor_id, batch, None)
}

/// Good pieces in the workshop that were made for the job.
pub fn there(read: &mut Read, job: &Job) -> Result<Quantity> {
    let mut all = 0;
    for one in store_job::batches_of(read, job.id)? {
        all += ledger::balance(read, &workshop(job, one.batch_id))?;
    }
    Ok(Quantity(all))
}

/// The job ends without hand-over: the deposit goes back, what was made is free for the shops.
///
/// # Errors
/// Refuses a job that was handed over or cancelled before.
pub fn cancel_job(tx: &mut Tx, ctx: &Context, input: &CancelJob) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let job = load_own_job(tx, ctx, input.job)?;
    let once = journal::once_of(tx, "production.cancel", input.job, input, not_now(&job))?;
    let Once::First(digest) = once else {
        return Ok(Recorded::again(input.job));
    };
    step(&job, Step::Cancel)?;
    let today = ctx.today();
    store_job::cancel_job(tx, job.id, today, input.reason.as_str())?;
    for one in store_job::batches_of(tx, job.id)? {
        store::set_reserved(tx, one.batch_id, false)?;
    }
    let moves = vec![Move::new(deposited(&job), buyer(&job), job.deposit.0)];
    ledger::post(tx, Entry { id: input.id, day: today, moves })?;
    let body = json!({ "code": job.code, "returned": job.deposit,
        "reason": input.reason.as_str() });
    let line = Line::new(ctx, "production.cancel", job.id).of(job.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(job.id))
}

/// Erases the buyer's name and contact, once the job is over.
///
/// # Errors
/// Refuses while the buyer still waits for his goods.
pub fn erase_buyer(tx: &mut Tx, ctx: &Context, input: &EraseBuyer) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let job = load_own_job(tx, ctx, input.job)?;
    let Once::First(digest) = journal::once(tx, "production.erase", input.job, input)? else {
        return Ok(Recorded::again(input.job));
    };
    if !matches!(job.state, JobState::HandedOver | JobState::Cancelled) {
        return Err(No::BuyerStillNeeded.into());
    }
    store_job::erase_buyer(tx, ctx, job.id)?;
    let line = Line::new(ctx, "production.erase", job.id).of(job.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(json!({ "code": job.code })))?;
    Ok(Recorded::new(job.id))
}

/// A batch is opened for the job: its first, or a further one where those before came out short.
pub fn start(tx: &mut Tx, ctx: &Context, id: JobId, batch: &Batch) -> Result<()> {
    let job = load_job(tx, id)?;
    if job.consignor_id != batch.consignor_id {
        return Err(No::Unknown.into());
    }
    if job.product_id != batch.product_id {
        return Err(No::JobProduct.at("job").into());
    }
    let before = store_job::batches_of(tx, job.id)?;
    match before.iter().find(|one| one.finished_on.is_none()) {
        Some(open) => return Err(No::JobBatchOpen.with("batch", &open.code).at("job").into()),
        None if before.is_empty() => {
            step(&job, Step::StartWork)?;
            store_job::start_job(tx, job.id, batch.id)?;
        }
        None => {
            step(&job, Step::GoOn)?;
        }
    }
    store_job::insert_job_batch(tx, job.id, batch.id)?;
    let line = Line::new(ctx, "production.start", job.id).of(job.consignor_id);
    journal::write(tx, ctx, line.body(json!({ "code": job.code, "batch": batch.code })))
}

/// Pieces of the batch are in the workshop, checked, mended or found again: the job that waits for
/// them, if any, is done once there are enough. Otherwise it stays in work, and a further batch
/// makes the rest.
pub fn finished(tx: &mut Tx, batch: BatchId) -> Result<()> {
    let waiting = store_job::find_job_of_batch(tx, batch)?;
    let Some(job) = waiting.filter(|job| job.state == JobState::InWork) else { return Ok(()) };
    match there(tx, &job)? >= job.quantity {
        true => store_job::set_job_state(tx, job.id, JobState::Done),
        false => Ok(()),
    }
}

/// The batch's check was taken back: a job that was done with it is in work again.
pub fn opened_again(tx: &mut Tx, batch: BatchId) -> Result<()> {
    let waiting = store_job::find_job_of_batch(tx, batch)?;
    let Some(job) = waiting.filter(|job| job.state == JobState::Done) else { return Ok(()) };
    match there(tx, &job)? < job.quantity {
        true => store_job::set_job_state(tx, job.id, JobState::InWork),
        false => Ok(()),
    }
}

/// The batch came to nothing: its job waits for the others, or for a first one.
pub fn given_up(tx: &mut Tx, batch: BatchId) -> Result<()> {
    let waiting = store_job::find_job_of_batch(tx, batch)?;
    let Some(job) = waiting.filter(|job| job.state == JobState::InWork) else { return Ok(()) };
    let first = store_job::batches_of(tx, job.id)?.first().map(|one| one.batch_id);
    store_job::set_first_batch(tx, job.id, first)
}

/// The job by its id.
///
/// # Errors
/// Refuses an unknown one.
pub fn load_job(read: &mut Read, id: JobId) -> Result<Job> {
    store_job::find_job(read, id)?.ok_or_else(|| No::Unknown.into())
}

/// The job, or 404 where it is another's.
pub fn load_own_job(read: &mut Read, ctx: &Context, id: JobId) -> Result<Job> {
    let job = load_job(read, id)?;
    own(ctx, job.consignor_id)?;
    Ok(job)
}

/// The number that the next job gets: `PSN-2511-03`.
fn next_job_code(read: &mut Read, consignor: kernel::ConsignorId, day: Day) -> Result<String> {
    let prefix = code::prefix("PSN", day);
    let used = store_job::job_codes_like(read, consignor, &prefix)?;
    Ok(code::next(&prefix, used.iter().map(String::as_str)))
}

fn in_order(ctx: &Context, since: Day, day: Day, field: &str) -> Result<()> {
    if since <= day && day <= ctx.today() {
        return Ok(());
    }
    Err(No::DayOutOfOrder.with("since", since.short(ctx.lang)).at(field).into())
}

fn step(job: &Job, step: Step) -> Result<JobState> {
    job.state.after(step).ok_or_else(|| not_now(job).into())
}

fn not_now(job: &Job) -> Refusal {
    No::JobState.with("code", &job.code)
}

fn buyer(job: &Job) -> Account {
    Account::money(Kind::Buyer, job.consignor_id).detail(&job.code)
}

fn deposited(job: &Job) -> Account {
    Account::money(Kind::JobDeposit, job.consignor_id).detail(&job.code)
}

/// What a job's buyer still has to pay.
pub fn still_to_pay(job: &Job) -> Rupiah {
    rest(job.price, job.deposit)
}
