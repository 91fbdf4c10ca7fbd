#![doc = include_str!("../README.md")]

mod address;
mod api;
mod pages;
mod refusal;
mod store;
mod thing;

pub use address::{product as address_of, slug};
pub use api::{ListIn, One, Whole, api, list, show};
pub use pages::screens;
pub use refusal::No;
pub use thing::{Asked, Place, Thing};
