//! How this room says no.

db::refusals! { "overview";
    /// Two press sheets whose periods differ by a day would tell what was shared on it.
    WholeMonths = "whole_months", Invalid;
}
