//! How this room says no.

db::refusals! { "production";
    /// No such batch, job or cost line; or it is another unit's.
    Unknown = "unknown", NotFound;
    CodeTaken = "code_taken", Conflict;
    /// A sign that an address ends at, or too long for a label.
    CodeSigns = "code_signs", Invalid;
    /// Neither recorder of goods nor approver.
    NotTheChecker = "not_the_checker", Forbidden;
    StartsLater = "starts_later", Invalid;
    FinishedBeforeStart = "finished_before_start", Invalid;
    FinishedLater = "finished_later", Invalid;
    AlreadyFinished = "already_finished", Conflict;
    /// The check that it repeats was taken back.
    CheckAgain = "check_again", Conflict;
    NothingChecked = "nothing_checked", Invalid;
    NoMakers = "no_makers", Invalid;
    MakerTwice = "maker_twice", Invalid;
    MakerUnknown = "maker_unknown", Invalid;
    MakerGone = "maker_gone", Conflict;
    WeightMissing = "weight_missing", Invalid;
    TooManyUnits = "too_many_units", Invalid;
    CostsFixed = "costs_fixed", Conflict;
    AlreadyReversed = "already_reversed", Conflict;
    ReversalReversed = "reversal_reversed", Conflict;
    CostBeyond = "cost_beyond", Invalid;
    /// Cost lines stand, so it was not for nothing.
    CostsStand = "costs_stand", Conflict;
    JobState = "job_state", Conflict;
    JobProduct = "job_product", Invalid;
    /// Fewer pieces are there than were ordered.
    JobShort = "job_short", Conflict;
    /// A batch for the job is still being made.
    JobBatchOpen = "job_batch_open", Conflict;
    QuotedLater = "quoted_later", Invalid;
    /// A day before the step that came earlier, or after today.
    DayOutOfOrder = "day_out_of_order", Invalid;
    DueBeforeQuote = "due_before_quote", Invalid;
    DepositBeyondPrice = "deposit_beyond_price", Invalid;
    /// The batch has no pieces yet.
    NotFinished = "not_finished", Conflict;
    NotThatMany = "not_that_many", Conflict;
    NotWrittenOff = "not_written_off", Conflict;
    /// The batch has a draft or a notice already.
    NoticeTwice = "notice_twice", Conflict;
    /// It was approved, dropped or lifted before.
    NoticeDecided = "notice_decided", Conflict;
    WriteOffDecided = "write_off_decided", Conflict;
    /// A piece has left the workshop, though it may be back.
    PiecesLeft = "pieces_left", Conflict;
    /// A sharing has reckoned with it.
    CheckUsed = "check_used", Conflict;
    /// What the batch earned was shared among them.
    MakersFixed = "makers_fixed", Conflict;
    /// It is asked for already.
    CorrectionOpen = "correction_open", Conflict;
    /// A write-off or other makers wait for a decision.
    ProposalWaits = "proposal_waits", Conflict;
    CorrectionDecided = "correction_decided", Conflict;
    /// The batch was opened by mistake, and came to nothing.
    GivenUp = "given_up", Conflict;
    /// It ends before it begins, or after today.
    TrainingDays = "training_days", Invalid;
    TrainingHours = "training_hours", Invalid;
    NoTrainees = "no_trainees", Invalid;
    TrainingNumberTaken = "training_number_taken", Conflict;
    TrainingTakenBack = "training_taken_back", Conflict;
    LabelCount = "label_count", Invalid;
    LabelFirst = "label_first", Invalid;
    BuyerStillNeeded = "buyer_still_needed", Conflict;
}

impl From<crate::makers::Unweighable> for kernel::Refusal {
    fn from(why: crate::makers::Unweighable) -> Self {
        use crate::makers::Unweighable as Why;
        match why {
            Why::NoMakers => No::NoMakers.at("makers"),
            Why::Twice(at) => No::MakerTwice.at(format!("makers[{at}].maker")),
            Why::NoWeight(at) => No::WeightMissing.at(format!("makers[{at}].weight")),
            Why::TooManyUnits { claimed, checked } => {
                No::TooManyUnits.with("claimed", claimed).with("checked", checked).at("makers")
            }
        }
    }
}
