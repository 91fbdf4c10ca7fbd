#![doc = include_str!("../README.md")]

mod act;
mod api;
mod bodies;
mod clock;
mod damage;
mod desk;
mod device;
mod fresh;
mod import;
mod inputs;
mod kinds;
mod owners;
mod pages;
mod perform;
mod refusal;
mod snapshot;
mod store;
mod store_import;
mod store_refused;
mod types;

pub use act::act;
pub use api::api;
pub use desk::{Decided, give_up, refused};
pub use device::{enrol, hello};
pub use fresh::{Changed, Fresh, Known, Same, fresh};
pub use import::{Imported, Unread, import};
pub use inputs::{Act, Enrol, GiveUp, Hello, Import, MaybeShop};
pub use kinds::{ActState, Answer};
pub use pages::screens;
pub use refusal::No;
pub use snapshot::snapshot;
pub use types::{Device, Enrolled, GivenUp, Greeting, Refused, Snapshot, Told};
