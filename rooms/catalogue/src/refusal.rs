db::refusals! { "catalogue";
    /// There is no such product, or it is another unit's.
    Unknown = "unknown", NotFound;
    PhotoUnknown = "photo_unknown", NotFound;
    /// The administrator belongs to no unit: he says whose product it is.
    ConsignorNeeded = "consignor_needed", Invalid;
    /// Letters, digits and hyphens, 2 to 24.
    Code = "code", Invalid;
    CodeTaken = "code_taken", Conflict;
    /// Not what a barcode can hold, or its check digit is wrong.
    Barcode = "barcode", Invalid;
    /// Another product is found by it already.
    BarcodeTaken = "barcode_taken", Conflict;
    VariantTaken = "variant_taken", Conflict;
    /// Below what the unit wants at least, and no reason given.
    BelowFloor = "below_floor", Invalid;
    /// There is a price of that day; replacing it needs a reason.
    SameDay = "same_day", Invalid;
    /// A price from a day gone by needs a reason.
    Backdated = "backdated", Invalid;
    /// More than three years ahead: a slip of the pen.
    TooFar = "too_far", Invalid;
    /// More than ten years is no promise.
    PromiseDays = "promise_days", Invalid;
    /// Somebody else changed the product since the form was opened.
    ChangedMeanwhile = "changed_meanwhile", Conflict;
    Already = "already", Conflict;
    /// Retired products take no new price, photo or variant.
    Retired = "retired", Conflict;
    /// Not a JPEG, PNG or WebP.
    PhotoKind = "photo_kind", Invalid;
    /// It says it is a picture and cannot be read.
    PhotoBroken = "photo_broken", Invalid;
    PhotoTooLarge = "photo_too_large", TooLarge;
    /// More pixels than any camera's: it would fill the memory.
    PhotoTooManyPixels = "photo_too_many_pixels", Invalid;
    PhotosFull = "photos_full", Conflict;
}
