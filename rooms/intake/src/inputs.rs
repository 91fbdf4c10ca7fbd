//! What people send, by page, by API or from the command line.

use kernel::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A spreadsheet that waits for its sender's yes.
#[derive(Debug)]
pub enum UploadKind {}
pub type UploadId = Id<UploadKind>;

db::text_enum! {
    /// What a spreadsheet holds.
    pub enum Kind {
        Products = "products",
        Makers = "makers",
        /// Goods that were in the workshop before the books began.
        Opening = "opening",
        /// The same file, from another hand: the pieces were seen.
        OpeningCheck = "opening-check",
        /// Goods that lay at shops before the books began; each shop receives them.
        Shelves = "opening-shelves",
        Sales = "sales",
        /// What was left on a shelf, typed without a network.
        Counts = "counts",
    }
}

/// A spreadsheet to look at; nothing is recorded yet.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Upload {
    pub id: UploadId,
    pub kind: Kind,
    /// .xlsx or .csv.
    pub file: UploadFile,
}
pub type UploadFile = web::Upload;

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneUpload {
    pub kind: Kind,
    pub upload: UploadId,
}
