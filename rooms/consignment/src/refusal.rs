//! How this room says no.

db::refusals! { "consignment";
    /// No such document; or it is another shop's or another unit's.
    Unknown = "unknown", NotFound;
    /// Neither of the unit nor of the shop, or the wrong one of the two.
    NotYourSide = "not_your_side", Forbidden;
    NumberTaken = "number_taken", Conflict;
    NoLines = "no_lines", Invalid;
    TooManyLines = "too_many_lines", Invalid;
    BatchTwice = "batch_twice", Invalid;
    ProductTwice = "product_twice", Invalid;
    BatchUnknown = "batch_unknown", NotFound;
    BatchNotFinished = "batch_not_finished", Conflict;
    BatchReserved = "batch_reserved", Conflict;
    BatchFinishedLater = "batch_finished_later", Invalid;
    NotEnoughInWorkshop = "not_enough_in_workshop", Conflict;
    AgreementNotInForce = "agreement_not_in_force", Conflict;
    /// On that day another agreement between the two covers the goods.
    AgreementReplaced = "agreement_replaced", Conflict;
    /// The agreement with the shop that a transfer goes to covered the goods, and does no more.
    GoalEnded = "goal_ended", Conflict;
    NotCovered = "not_covered", Conflict;
    DayAfterToday = "day_after_today", Invalid;
    DayBeforeAgreement = "day_before_agreement", Invalid;
    ReceivedBeforeSent = "received_before_sent", Invalid;
    AlreadyReceived = "already_received", Conflict;
    /// The sender took it back: nothing is on its way.
    Recalled = "recalled", Conflict;
    /// A transfer was agreed by two shops: it is not one's to take back.
    TransferNotRecalled = "transfer_not_recalled", Conflict;
    LineMissing = "line_missing", Invalid;
    MoreThanSent = "more_than_sent", Invalid;
    NotOnShelf = "not_on_shelf", Conflict;
    /// Fewer are there that nobody was promised.
    NotFree = "not_free", Conflict;
    NotEnoughOnShelf = "not_enough_on_shelf", Conflict;
    /// More found than were ever written off as lost there.
    NotEnoughLost = "not_enough_lost", Conflict;
    /// More than lie there broken.
    NotEnoughBroken = "not_enough_broken", Conflict;
    ToShopMissing = "to_shop_missing", Invalid;
    ToShopNotNeeded = "to_shop_not_needed", Invalid;
    SameShop = "same_shop", Invalid;
    OtherSideConfirms = "other_side_confirms", Conflict;
    /// The pieces would stand on the shelf of the shop that sent them: it has to say so.
    SenderConfirms = "sender_confirms", Conflict;
    NotProposed = "not_proposed", Conflict;
    NoPrice = "no_price", Conflict;
    CountIsToday = "count_is_today", Invalid;
    CountedBeyond = "counted_beyond", Invalid;
    ResolutionUnfit = "resolution_unfit", Invalid;
    BearerMissing = "bearer_missing", Invalid;
    BearerNotNeeded = "bearer_not_needed", Invalid;
    MoreThanOpen = "more_than_open", Invalid;
}
