//! Stories of agreements, told on both databases.
#![expect(clippy::unwrap_used, reason = "a story stops where it cannot go on")]

mod addendum;
mod bad_input;
mod hands;
mod life;
mod pages;
mod wording;
mod world;
