//! What is told of a file.

use kernel::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    inputs::{Kind, UploadId},
    stage::Stage,
};

/// A row that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bad {
    /// As the program that shows the file counts it.
    pub row: usize,
    /// The column's key: `code`, `price`; nothing where it is the whole row.
    pub column: Option<String>,
    pub code: String,
    /// In the sender's language.
    pub reason: String,
}

/// What would become of a file, or what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Preview {
    pub id: UploadId,
    pub kind: Kind,
    /// Where it stands; the numbers of rows are known once it was looked at.
    pub stage: Stage,
    /// Rows done while it is looked at or taken in.
    pub done: i64,
    /// Rows that are no examples.
    pub rows: i64,
    /// Rows of which something new is recorded.
    pub fresh: i64,
    /// Rows whose fact is there already: they add nothing.
    pub again: i64,
    /// Rows that are refused. While there is one, nothing can be taken in.
    pub refused: i64,
    /// Rows that only showed how it is done.
    pub examples: i64,
    /// The first of the refused rows.
    pub bad: Vec<Bad>,
    /// The first of the rows that are passed over because a sale without a receipt's number is
    /// known that says the same. Another one like it needs a number.
    pub unsure: Vec<usize>,
    /// Until when it waits.
    #[schemars(with = "String")]
    pub expires_at: Time,
    /// When it was taken in.
    #[schemars(with = "Option<String>")]
    pub taken_at: Option<Time>,
}

/// What the rows come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    pub rows: usize,
    pub fresh: usize,
    pub again: usize,
    pub refused: usize,
    pub examples: usize,
    pub bad: Vec<Bad>,
    pub unsure: Vec<usize>,
}
