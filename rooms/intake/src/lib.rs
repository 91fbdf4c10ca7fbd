#![doc = include_str!("../README.md")]

mod actions;
mod api;
mod columns;
mod deed;
mod head;
mod inputs;
mod kinds;
mod lot;
mod names;
mod pages;
mod refusal;
mod row;
mod stage;
mod store;
mod types;
mod unread;
mod work;

pub use actions::read_file;
pub use api::api;
pub use inputs::{Kind, OneUpload, Upload, UploadFile, UploadId};
pub use kinds::may_bring;
pub use lot::Lot;
pub use pages::screens;
pub use refusal::No;
pub use stage::Stage;
pub use store::{STALE_SECONDS, forget};
pub use types::{Bad, Preview, Taken};
pub use work::{
    Job, beat, begin_taking, bring, claim, fail, look_through, looked, lot, take, waits,
};
