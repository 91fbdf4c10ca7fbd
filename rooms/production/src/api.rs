//! The room's JSON door.

use db::{Read, Result};
use kernel::{
    BatchId, ConsignorId, Context, Day, JobId, MakerId, ProductId, Quantity, Rupiah, UserId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing, Tick};

use crate::{
    actions, actions_correct, actions_job, actions_notice, actions_training, actions_write_off,
    inputs::TrainingId,
    kinds::{Basis, Grade, JobState},
    pages::{scope, sheets},
    refusal::No,
    store::{self, BatchFilter},
    store_correct,
    store_job::{self, JobFilter},
    store_training, store_write_off,
    types::{Batch, Correction, CostEntry, Job, JobBatch, Notice, Trainee, Training, WriteOff},
};

/// Batches, trainings and jobs for programs.
pub fn api() -> Api {
    batches().and(corrections()).and(notices_api()).and(trainings()).and(jobs())
}

fn batches() -> Api {
    Api::new("production")
        .get("/batches", list_batches, "List the batches of a unit")
        .post("/batches", actions::open_batch, "Open a batch: product, makers, first costs")
        .sheet("/batches/sheet", sheets::batches, "Batches as a spreadsheet")
        .get("/batches/{batch}", show_batch, "A batch with its makers (by code) and costs")
        .post("/batches/{batch}/check", actions::finish_batch, "Record the quality check")
        .post("/batches/{batch}/costs", actions::add_cost, "Add a cost line")
        .post("/batches/{batch}/costs/reverse", actions::reverse_cost, "Take a cost line back")
        .post("/batches/{batch}/costs/none", actions::say_no_cost, "Say that nothing was paid")
        .post(
            "/batches/{batch}/write-offs",
            actions_write_off::propose_write_off,
            "Say that pieces were spoiled or lost in the workshop",
        )
        .post(
            "/write-offs/{write_off}/approve",
            actions_write_off::approve_write_off,
            "Agree: the pieces leave the workshop",
        )
        .post(
            "/write-offs/{write_off}/decline",
            actions_write_off::decline_write_off,
            "The pieces stay where they are",
        )
}

/// What was wrong with a batch.
fn corrections() -> Api {
    Api::new("production")
        .post(
            "/batches/{batch}/check/reverse",
            actions_correct::reverse_check,
            "Ask to take a wrong check back, while no piece has left the workshop",
        )
        .post(
            "/batches/{batch}/makers",
            actions_correct::correct_makers,
            "Ask to name the makers anew, until what the batch earned was shared",
        )
        .post(
            "/corrections/{correction}/approve",
            actions_correct::approve_correction,
            "Agree: the batch is open again, or its makers are the new ones",
        )
        .post(
            "/corrections/{correction}/decline",
            actions_correct::decline_correction,
            "The batch stays as it is",
        )
        .post(
            "/batches/{batch}/give-up",
            actions_correct::give_up_batch,
            "Give up an open batch that was opened by mistake",
        )
}

/// That a batch must come back.
fn notices_api() -> Api {
    Api::new("production")
        .get("/notices", notices, "List the unit's notices that a batch must come back")
        .post("/notices", actions_notice::draft_notice, "Propose that a batch comes back")
        .post("/notices/{notice}/approve", actions_notice::approve_notice, "Approve a notice")
        .post("/notices/{notice}/drop", actions_notice::drop_notice, "Drop a notice's draft")
        .post("/notices/{notice}/lift", actions_notice::lift_notice, "Say that a notice is over")
}

fn trainings() -> Api {
    Api::new("production")
        .get("/trainings", list_trainings, "List trainings")
        .sheet("/trainings/sheet", sheets::trainings, "The same as a spreadsheet")
        .post(
            "/trainings",
            actions_training::record_training,
            "Record a training: who learnt what, for how long, who examined",
        )
        .get("/trainings/{training}", show_training, "A training and who learnt, by code")
        .post(
            "/trainings/{training}/take-back",
            actions_training::take_training_back,
            "It was recorded wrongly: its certificates hold no more",
        )
        .post(
            "/trainings/{training}/open-name",
            actions_training::open_certificate,
            "Read the name for a certificate; the reading is logged",
        )
}

fn jobs() -> Api {
    Api::new("production")
        .sheet("/jobs/sheet", sheets::jobs, "Jobs as a spreadsheet")
        .get("/jobs", list_jobs, "List jobs made to order")
        .post("/jobs", actions_job::quote_job, "Quote a job for a named buyer")
        .get("/jobs/{job}", show_job, "A job, without its buyer's personal data")
        .post("/jobs/{job}/accept", actions_job::accept_job, "The buyer agrees, with a deposit")
        .post(
            "/jobs/{job}/hand-over",
            actions_job::hand_over_job,
            "Goods and the rest change hands",
        )
        .post("/jobs/{job}/cancel", actions_job::cancel_job, "Cancel; the deposit goes back")
        .post("/jobs/{job}/erase-buyer", actions_job::erase_buyer, "Erase name and contact")
}

/// A batch as programs see it: makers by code.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BatchView {
    pub id: BatchId,
    pub consignor: ConsignorId,
    pub product: ProductId,
    pub code: String,
    pub basis: Basis,
    pub started_on: Day,
    pub finished_on: Option<Day>,
    pub accepted: Quantity,
    pub rejected: Quantity,
    pub grade: Option<Grade>,
    pub reserved: bool,
    pub cost: Rupiah,
    /// Why nothing was paid for it.
    pub no_cost_reason: Option<String>,
    pub unit_cost: Option<Rupiah>,
    pub costs_fixed_on: Option<Day>,
    /// When what it earned was first shared; from then on its makers stand.
    pub makers_fixed_on: Option<Day>,
    pub checked_by: Option<UserId>,
    pub check_note: Option<String>,
    pub note: Option<String>,
    /// When it was given up, opened by mistake.
    pub given_up_on: Option<Day>,
    pub given_up_reason: Option<String>,
}

impl From<&Batch> for BatchView {
    fn from(batch: &Batch) -> Self {
        Self {
            id: batch.id,
            consignor: batch.consignor_id,
            product: batch.product_id,
            code: batch.code.clone(),
            basis: batch.basis,
            started_on: batch.started_on,
            finished_on: batch.finished_on,
            accepted: batch.accepted,
            rejected: batch.rejected,
            grade: batch.grade,
            reserved: batch.reserved,
            cost: batch.cost,
            no_cost_reason: batch.no_cost_reason.clone(),
            unit_cost: batch.unit_cost,
            costs_fixed_on: batch.costs_fixed_on,
            makers_fixed_on: batch.makers_fixed_on,
            checked_by: batch.checked_by,
            check_note: batch.check_note.clone(),
            note: batch.note.clone(),
            given_up_on: batch.given_up_on,
            given_up_reason: batch.given_up_reason.clone(),
        }
    }
}

/// Which batches to list.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListBatches {
    /// In the code.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub product: Option<ProductId>,
    /// `open`, `finished`, `spoiled`: with a proposal that waits, or `given_up`. Those given up are
    /// in no other list.
    #[serde(default)]
    pub state: Option<String>,
    /// From 1; 50 lines a page.
    #[serde(default)]
    pub page: Option<Quantity>,
}

const LIMIT: i64 = 50;

fn offset(page: Option<Quantity>) -> (i64, i64) {
    let page = page.map_or(1, |page| page.0.min(1_000_000));
    (page, (page - 1) * LIMIT)
}

fn list_batches(read: &mut Read, ctx: &Context, ask: &ListBatches) -> Result<Listing<BatchView>> {
    let (page, offset) = offset(ask.page);
    let filter = BatchFilter {
        consignor: scope(ctx)?,
        like: ask.q.as_deref().map(like),
        product: ask.product,
        state: ask.state.as_deref(),
        limit: LIMIT,
        offset,
    };
    let (rows, total) = store::list_batches(read, &filter)?;
    Ok(Listing { items: rows.iter().map(BatchView::from).collect(), total, page })
}

fn like(q: &str) -> String {
    format!("%{}", crate::code::pattern(&q.to_lowercase()))
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneBatch {
    pub batch: BatchId,
}

/// A maker's weight in a batch.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MakerView {
    pub maker: MakerId,
    pub code: String,
    pub weight: i64,
}

/// A batch with everything that belongs to it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeBatch {
    pub batch: BatchView,
    pub makers: Vec<MakerView>,
    pub costs: Vec<CostEntry>,
    pub write_offs: Vec<WriteOff>,
    pub corrections: Vec<Correction>,
}

fn show_batch(read: &mut Read, ctx: &Context, ask: &OneBatch) -> Result<WholeBatch> {
    let batch = actions::load_own(read, ctx, ask.batch)?;
    let weights = store::maker_weights(read, batch.id)?;
    let ids: Vec<_> = weights.iter().map(|(maker, _)| *maker).collect();
    let codes = people::maker_codes(read, &ids)?;
    let view = |(maker, weight): (MakerId, i64)| {
        let code = codes.get(&maker).map(ToString::to_string).unwrap_or_default();
        MakerView { maker, code, weight }
    };
    let makers = weights.into_iter().map(view).collect();
    let costs = store::list_costs(read, batch.id)?;
    let write_offs = store_write_off::of_batch(read, batch.id)?;
    let corrections = store_correct::of_batch(read, batch.id)?;
    Ok(WholeBatch { batch: BatchView::from(&batch), makers, costs, write_offs, corrections })
}

/// A job as programs see it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct JobView {
    pub id: JobId,
    pub consignor: ConsignorId,
    pub product: ProductId,
    pub code: String,
    pub what: String,
    pub quantity: Quantity,
    pub price: Rupiah,
    pub deposit: Rupiah,
    pub quoted_on: Day,
    pub due_on: Day,
    pub state: JobState,
    /// The first that was opened for it.
    pub batch: Option<BatchId>,
    pub accepted_on: Option<Day>,
    pub handed_over_on: Option<Day>,
    /// When what it brought in was shared by the rule.
    pub shared_on: Option<Day>,
    pub cancelled_on: Option<Day>,
    pub cancel_reason: Option<String>,
}

impl From<&Job> for JobView {
    fn from(job: &Job) -> Self {
        Self {
            id: job.id,
            consignor: job.consignor_id,
            product: job.product_id,
            code: job.code.clone(),
            what: job.what.clone(),
            quantity: job.quantity,
            price: job.price,
            deposit: job.deposit,
            quoted_on: job.quoted_on,
            due_on: job.due_on,
            state: job.state,
            batch: job.batch_id,
            accepted_on: job.accepted_on,
            handed_over_on: job.handed_over_on,
            shared_on: job.shared_on,
            cancelled_on: job.cancelled_on,
            cancel_reason: job.cancel_reason.clone(),
        }
    }
}

/// Which jobs to list.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListJobs {
    /// In the number or in what was ordered.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub state: Option<JobState>,
    /// Only those that somebody waits for and that were due before today.
    #[serde(default)]
    pub late: Tick,
    #[serde(default)]
    pub page: Option<Quantity>,
}

fn list_jobs(read: &mut Read, ctx: &Context, ask: &ListJobs) -> Result<Listing<JobView>> {
    let (page, offset) = offset(ask.page);
    let filter = JobFilter {
        consignor: scope(ctx)?,
        like: ask.q.as_deref().map(like),
        state: ask.state.map(JobState::as_str),
        late_on: ask.late.0.then(|| ctx.today()),
        limit: LIMIT,
        offset,
    };
    let (rows, total) = store_job::list_jobs(read, &filter)?;
    Ok(Listing { items: rows.iter().map(JobView::from).collect(), total, page })
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneJob {
    pub job: JobId,
}

/// A job with the batches that are or were made for it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WholeJob {
    #[serde(flatten)]
    pub job: JobView,
    pub batches: Vec<JobBatch>,
}

fn show_job(read: &mut Read, ctx: &Context, ask: &OneJob) -> Result<WholeJob> {
    let job = actions_job::load_own_job(read, ctx, ask.job)?;
    Ok(WholeJob { batches: store_job::batches_of(read, job.id)?, job: JobView::from(&job) })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct AskTrainings {
    /// From 1; 50 to a page.
    #[serde(default)]
    page: Option<Quantity>,
}

fn list_trainings(read: &mut Read, ctx: &Context, ask: &AskTrainings) -> Result<Listing<Training>> {
    let page = ask.page.map_or(1, |page| page.0.clamp(1, 1_000_000));
    let at = (TRAININGS, (page - 1) * TRAININGS);
    let (items, total) = store_training::list(read, scope(ctx)?, None, at)?;
    Ok(Listing { items, total, page })
}

/// Rows of one page of trainings.
const TRAININGS: i64 = 50;

#[derive(Debug, Deserialize, JsonSchema)]
struct AskTraining {
    training: TrainingId,
}

/// A training with who learnt.
#[derive(Debug, Serialize, JsonSchema)]
struct TrainingView {
    training: Training,
    trainees: Vec<TraineeView>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TraineeView {
    code: String,
    #[serde(flatten)]
    trainee: Trainee,
}

fn show_training(read: &mut Read, ctx: &Context, ask: &AskTraining) -> Result<TrainingView> {
    let training = actions_training::load_own(read, ctx, ask.training)?;
    let trainees = store_training::trainees(read, training.id)?;
    let ids: Vec<MakerId> = trainees.iter().map(|one| one.maker_id).collect();
    let mut codes = people::maker_codes(read, &ids)?;
    let view = |trainee: Trainee| {
        let code = codes.remove(&trainee.maker_id).unwrap_or_default();
        TraineeView { code, trainee }
    };
    Ok(TrainingView { training, trainees: trainees.into_iter().map(view).collect() })
}

/// Nothing is asked but who is there.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct AskNotices {}

fn notices(read: &mut Read, ctx: &Context, _: &AskNotices) -> Result<Vec<Notice>> {
    match &ctx.actor.reach {
        kernel::Reach::Consignor(own) => actions_notice::notices(read, Some(*own)),
        kernel::Reach::All => actions_notice::notices(read, None),
        kernel::Reach::Shop(_) => actions_notice::notices_in_force(read),
        kernel::Reach::Kanwil(_) | kernel::Reach::Nobody => Err(No::Unknown.into()),
    }
}
