db::refusals! { "storefront";
    /// There is no such product, or it is offered nowhere.
    Unknown = "unknown", NotFound;
    /// The list has no such page.
    NoPage = "no_page", NotFound;
    /// There is no such shop, or it sells nothing yet.
    NoShop = "no_shop", NotFound;
    /// There is no such unit.
    NoUnit = "no_unit", NotFound;
    /// No label has this code.
    NoBatch = "no_batch", NotFound;
    /// There is no such part of the map of pages, or no such card.
    NoFile = "no_file", NotFound;
}
