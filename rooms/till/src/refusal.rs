//! How this room says no.

db::refusals! { "till";
    /// Only a shop's own people stand at its till.
    NotAShop = "not_a_shop", Forbidden;
    /// The act was made at another shop than the one that sends it.
    OtherShop = "other_shop", Conflict;
    /// A file that a unit brings holds another unit's goods.
    OtherUnit = "other_unit", Conflict;
    /// Nobody has introduced this device, or it is another shop's.
    DeviceUnknown = "device_unknown", Conflict;
    DeviceCodeTaken = "device_code_taken", Conflict;
    TooManyDevices = "too_many_devices", Conflict;
    /// A newer till than this house.
    KindUnknown = "kind_unknown", Invalid;
    /// The id stands for something else already.
    IdReused = "id_reused", Conflict;
    /// The act that is given up was done, or is another shop's.
    NothingToWithdraw = "nothing_to_withdraw", Conflict;
    /// Somebody gave it up before.
    AlreadyGivenUp = "already_given_up", Conflict;
    NotAFile = "not_a_file", Invalid;
    EmptyFile = "empty_file", Invalid;
    TooManyLines = "too_many_lines", Invalid;
    /// The price is older than the house remembers for.
    PriceTooOld = "price_too_old", Conflict;
    ImportUnknown = "import_unknown", NotFound;
    Unknown = "unknown", NotFound;
}
