#![doc = include_str!("../README.md")]

mod actions;
mod api;
mod inputs;
mod kinds;
mod pace;
mod pages;
mod recall;
mod refusal;
mod said;
mod store;
mod types;

pub use actions::{answer, close, complain, decide, find, held, rate};
pub use api::api;
pub use inputs::{
    Answer, Close, Complain, Decide, FindReceipt, ListComplaints, ListReviews, OneComplaint,
    OneReceipt, Rate,
};
pub use kinds::{ComplaintState, ReviewState};
pub use pages::screens;
pub use recall::{PublicNotice, SendBack, in_force, send_back};
pub use refusal::No;
pub use types::{Complaint, Found, Held, HeldLine, Recalled, Review, Told};

use db::{Read, Result};
use kernel::Context;

/// One page of the ratings that he may see, the latest first.
pub fn reviews(read: &mut Read, ctx: &Context, asked: &ListReviews) -> Result<Vec<Review>> {
    store::reviews(read, ctx, asked).map(|(reviews, _)| reviews)
}
