//! Stories of the catalogue, told on both databases.
#![expect(clippy::unwrap_used, reason = "a story stops where it cannot go on")]

mod products;
