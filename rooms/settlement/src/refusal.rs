db::refusals! { "settlement";
    /// There is no such document, or it is another's.
    Unknown = "unknown", NotFound;
    /// The unit must be named by one who sees several.
    ConsignorNeeded = "consignor_needed", Invalid;
    /// Only the unit decides this.
    NotTheUnits = "not_the_units", Forbidden;
    /// Only the shop says this of its statement.
    NotTheShops = "not_the_shops", Forbidden;
    /// The shop has said so.
    AlreadyAnswered = "already_answered", Conflict;
    /// Somebody decided it already.
    AlreadyDecided = "already_decided", Conflict;
    /// The file is neither PDF, JPEG nor PNG.
    FileKind = "file_kind", Invalid;
    FileTooLarge = "file_too_large", TooLarge;
    /// It breaks off in the middle.
    FileBroken = "file_broken", Invalid;

    AgreementNotInForce = "agreement_not_in_force", Conflict;
    PeriodNotEnded = "period_not_ended", Conflict;
    PeriodBeforeStart = "period_before_start", Conflict;
    PeriodClosed = "period_closed", Conflict;
    NumberTaken = "number_taken", Conflict;
    NothingToClose = "nothing_to_close", Conflict;
    EarlierNotApproved = "earlier_not_approved", Conflict;
    /// A later statement stands on it.
    LaterStatement = "later_statement", Conflict;

    ExpenseNotAllowed = "expense_not_allowed", Conflict;
    ExpenseOverLimit = "expense_over_limit", Conflict;
    DayInFuture = "day_in_future", Invalid;
    DayBeforeAgreement = "day_before_agreement", Invalid;

    MoreThanOwed = "more_than_owed", Conflict;
    NothingOwed = "nothing_owed", Conflict;
    /// The shop has nothing to get back.
    NoCredit = "no_credit", Conflict;
    MoreThanCredit = "more_than_credit", Conflict;
    /// Only the shop says that it has the money.
    OnlyTheShop = "only_the_shop", Forbidden;
    /// Nobody confirmed it, so it is sent back and not taken back.
    MoneyNotConfirmed = "money_not_confirmed", Conflict;
    /// It is asked for already, or was taken back.
    MoneyReversalOpen = "money_reversal_open", Conflict;
    /// Somebody asks to take a remittance back: what it paid is not shared before that is decided.
    ReversalWaits = "reversal_waits", Conflict;

    RuleNotWhole = "rule_not_whole", Invalid;
    RuleEmpty = "rule_empty", Invalid;
    RuleTooMany = "rule_too_many", Invalid;
    RuleTwice = "rule_twice", Invalid;
    RuleUnnamed = "rule_unnamed", Invalid;
    RuleNoShare = "rule_no_share", Invalid;
    RuleNoRemainder = "rule_no_remainder", Invalid;
    RuleGrossWithoutCapital = "rule_gross_without_capital", Invalid;
    RuleDayTaken = "rule_day_taken", Conflict;
    /// A statement that the rule would cover was shared already.
    RuleTooEarly = "rule_too_early", Conflict;

    NoRule = "no_rule", Conflict;
    NotApproved = "not_approved", Conflict;
    NotRemitted = "not_remitted", Conflict;
    EarlierNotShared = "earlier_not_shared", Conflict;
    AlreadyShared = "already_shared", Conflict;
    /// Not handed over, so not paid in full.
    JobNotPaid = "job_not_paid", Conflict;
    JobShared = "job_shared", Conflict;
    CostUnknown = "cost_unknown", Conflict;
    NoMakers = "no_makers", Conflict;

    AboveBalance = "above_balance", Conflict;
    NotReleased = "not_released", Conflict;
    /// Nobody confirmed it, so it is sent back and not taken back.
    NotPaidOut = "not_paid_out", Conflict;
    /// It is asked for already, or was taken back.
    PayoutReversalOpen = "payout_reversal_open", Conflict;

    /// He is still here, so his premi stays here.
    NotMoved = "not_moved", Conflict;
    PayoutsWaiting = "payouts_waiting", Conflict;
    NothingToSend = "nothing_to_send", Conflict;

    BillingCode = "billing_code", Invalid;
    BillingCodeTaken = "billing_code_taken", Conflict;
    BillingEmpty = "billing_empty", Invalid;
    BillingDays = "billing_days", Invalid;
    DueBilled = "due_billed", Conflict;
    NothingDue = "nothing_due", Conflict;
    BillingExpired = "billing_expired", Conflict;
    /// Nothing was recorded as paid, so there is nothing to take back.
    NotDeposited = "not_deposited", Conflict;
    /// Somebody asked for it already; it waits for another's word.
    ReversalOpen = "reversal_open", Conflict;
    PaidOutside = "paid_outside", Invalid;
    Ntb = "ntb", Invalid;
    Ntpn = "ntpn", Invalid;
    NtpnTaken = "ntpn_taken", Conflict;
    AccountCode = "account_code", Invalid;
    LimitDays = "limit_days", Invalid;
    /// The office's copy needs names that were read for it.
    NamesClosed = "names_closed", Conflict;
    TargetMonth = "target_month", Invalid;
    TargetYear = "target_year", Invalid;
}
