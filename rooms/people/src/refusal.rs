//! The ways in which this room says no; each is a sentence in `words/`.

db::refusals! { "people";
    /// There is no such thing, or it is another's: the two answer alike.
    Unknown = "unknown", NotFound;
    /// Somebody of the shop can come in already: he keeps its people.
    ShopHasPeople = "shop_has_people", Conflict;
    SatkerCode = "satker_code", Invalid;
    SatkerTaken = "satker_taken", Conflict;
    Whatsapp = "whatsapp", Invalid;
    /// The QRIS text is wrong; `why` says what.
    QrisWrong = "qris_wrong", Invalid;
    /// A dynamic code is for one payment; a shop keeps its static one.
    QrisDynamic = "qris_dynamic", Invalid;
    SignInName = "sign_in_name", Invalid;
    SignInNameTaken = "sign_in_name_taken", Conflict;
    ReachConsignor = "reach_consignor", Invalid;
    ReachShop = "reach_shop", Invalid;
    ReachKanwil = "reach_kanwil", Invalid;
    /// The administrator of one place cannot give rights in another.
    BeyondOwnReach = "beyond_own_reach", Forbidden;
    CapabilityBeyondReach = "capability_beyond_reach", Invalid;
    NoCapability = "no_capability", Invalid;
    /// Nobody locks himself out.
    OwnRights = "own_rights", Conflict;
    /// What an administrator does for another he does for himself on his account's page.
    OwnAccount = "own_account", Conflict;
    /// Without him nobody could keep the house, nor give another the rights to.
    LastAdministrator = "last_administrator", Conflict;
    PasswordShort = "password_short", Invalid;
    PasswordLong = "password_long", Invalid;
    PasswordWeak = "password_weak", Invalid;
    PasswordTwice = "password_twice", Invalid;
    PasswordWrong = "password_wrong", Invalid;
    /// Name or password: which one is not said.
    SignInWrong = "sign_in_wrong", Invalid;
    TooManyAttempts = "too_many_attempts", TooMany;
    /// So many sign in at this moment that one more would wait too long.
    SignInBusy = "sign_in_busy", TooMany;
    CodeWrong = "code_wrong", Invalid;
    /// The half-open sign-in is over.
    CodeLate = "code_late", SignedOut;
    TotpAlready = "totp_already", Conflict;
    TotpNotBegun = "totp_not_begun", Conflict;
    /// The one-time link was used, is too old, or never was.
    LinkSpent = "link_spent", Invalid;
    UserInactive = "user_inactive", Conflict;
    TokenScope = "token_scope", Invalid;
    TokenDays = "token_days", Invalid;
    /// What is given by a link is a paper of this house.
    PaperPath = "paper_path", Invalid;
    PaperDays = "paper_days", Invalid;
    /// One to five lines that fit on the paper.
    LetterheadLines = "letterhead_lines", Invalid;
    LogoTooLarge = "logo_too_large", Invalid;
    LogoKind = "logo_kind", Invalid;
    LogoTooManyPixels = "logo_too_many_pixels", Invalid;
    LogoBroken = "logo_broken", Invalid;
    /// Who signs nothing is not entered.
    NoDuty = "no_duty", Invalid;
    /// No Indonesian mobile number.
    PaperPhone = "paper_phone", Invalid;
    MakerCodeTaken = "maker_code_taken", Conflict;
    MakerCode = "maker_code", Invalid;
    /// He moved to another unit or was released.
    MakerGone = "maker_gone", Conflict;
    NameErased = "name_erased", Conflict;
    SamePlace = "same_place", Invalid;
    MovedLater = "moved_later", Invalid;
    ReleasedLater = "released_later", Invalid;
    /// There is no release to take back.
    NotReleased = "not_released", Conflict;
    ReleaseReversalOpen = "release_reversal_open", Conflict;
    ReleaseReversalDecided = "release_reversal_decided", Conflict;
}
