//! How the house says no.

use std::fmt;

/// What kind of no it is; the web door turns it into a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// The input is wrong: 422.
    Invalid,
    /// The input was right but the state of things forbids it: 409.
    Conflict,
    /// There is no such thing, or it is another's (the two answer alike): 404.
    NotFound,
    /// The person may see it but not do it: 403.
    Forbidden,
    /// Nobody is signed in: 401.
    SignedOut,
    /// Too often: 429.
    TooMany,
    /// Too large: 413.
    TooLarge,
}

/// A no with a stable code and a sentence in `words/` under `refusal.<code>`. Rooms make theirs
/// from an enum of their own with the `db::refusals!` macro; this is the form in which
/// they travel. The sentence says what to do next; `params` fill its `{places}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    pub kind: RefusalKind,
    /// The path of the input field that is wrong: `lines[2].quantity`.
    pub field: Option<String>,
    pub params: Vec<(&'static str, String)>,
}

impl Refusal {
    pub const fn new(code: &'static str, kind: RefusalKind) -> Self {
        Self { code, kind, field: None, params: Vec::new() }
    }
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.params.push((name, value.to_string()));
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        if let Some(field) = &self.field {
            write!(f, " at {field}")?;
        }
        self.params.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}

impl std::error::Error for Refusal {}
