db::refusals! { "storefront";
    /// There is no such product, or it is offered nowhere.
    Unknown = "unknown", NotFound;
}
