#![doc = include_str!("../README.md")]

mod act;
mod api;
mod bodies;
mod clock;
mod damage;
mod device;
mod import;
mod inputs;
mod kinds;
mod pages;
mod perform;
mod refusal;
mod snapshot;
mod store;
mod types;

pub use act::act;
pub use api::api;
pub use device::{enrol, hello};
pub use import::import;
pub use inputs::{Act, Enrol, Hello, Import};
pub use kinds::{ActState, Answer};
pub use pages::screens;
pub use refusal::No;
pub use snapshot::snapshot;
pub use types::{Device, Enrolled, Greeting, Snapshot, Told};
