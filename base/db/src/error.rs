//! What can go wrong, in the five ways that a caller can tell apart.

use std::{error, fmt};

use kernel::Refusal;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug)]
pub enum Error {
    /// The house says no; the person reads a sentence.
    Refused(Refusal),
    /// A named constraint said no: `account_code_key`, `account_pkey`, `entry_amount_check`,
    /// `entry_memo_not_null`, `foreign_key`. The names are the same on both databases.
    Constraint(String),
    /// Another transaction was faster, again and again.
    Conflict,
    /// The database cannot be had now: lost, busy, or its disk is full. Nothing was changed,
    /// unless the text says that the answer to a COMMIT was lost.
    Unavailable(String),
    /// Everything else: a mistake in the program or in the data.
    Fault(Box<dyn error::Error + Send + Sync>),
}

impl Error {
    pub fn fault(cause: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self::Fault(cause.into())
    }

    /// A fault of the statement that stands at `at`.
    pub(crate) fn at(at: &str, cause: impl fmt::Display) -> Self {
        Self::fault(format!("{at}: {cause}"))
    }

    /// The same news for another who waited on it.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Refused(refusal) => Self::Refused(refusal.clone()),
            Self::Constraint(name) => Self::Constraint(name.clone()),
            Self::Conflict => Self::Conflict,
            Self::Unavailable(why) => Self::Unavailable(why.clone()),
            Self::Fault(cause) => Self::fault(cause.to_string()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "refused: {refusal}"),
            Self::Constraint(name) => write!(f, "the constraint {name} is not kept"),
            Self::Conflict => f.write_str("another transaction was faster"),
            Self::Unavailable(why) => write!(f, "the database is not available: {why}"),
            Self::Fault(cause) => cause.fmt(f),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Fault(cause) => cause.source(),
            _ => None,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Turns the name of a constraint into the room's own no.
pub trait RefuseOn {
    /// `….refuse_on("agreements_agreement_number_key", No::NumberTaken)`.
    ///
    /// The transaction is over all the same: return the refusal, don't work on.
    #[must_use]
    fn refuse_on(self, constraint: &str, no: impl Into<Refusal>) -> Self;
}

impl<T> RefuseOn for Result<T> {
    fn refuse_on(self, constraint: &str, no: impl Into<Refusal>) -> Self {
        match self {
            Err(Error::Constraint(name)) if name == constraint => Err(Error::Refused(no.into())),
            other => other,
        }
    }
}
