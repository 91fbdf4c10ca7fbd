#![doc = include_str!("../README.md")]

mod actions;
mod api;
mod columns;
mod deed;
mod head;
mod inputs;
mod kinds;
mod names;
mod pages;
mod refusal;
mod row;
mod store;
mod types;
mod unread;

pub use actions::{bring, confirm, discard, read_file, rehearse_watched, run_watched, upload};
pub use api::api;
pub use inputs::{Kind, OneUpload, Upload, UploadFile, UploadId};
pub use kinds::may_bring;
pub use pages::screens;
pub use refusal::No;
pub use store::forget;
pub use types::{Bad, Preview, Taken};
