//! The JSON door: the same actions as the pages.

use db::{Read, Result};
use kernel::Context;
use web::{Api, Listing};

use crate::{
    actions,
    inputs::{ListComplaints, ListReviews, OneComplaint},
    pace,
    pages::sheets,
    recall, store,
    types::{Complaint, Review},
};

pub fn api() -> Api {
    Api::new("feedback")
        .open_post_prepared(
            "/feedback/receipts",
            pace::find,
            pace::found,
            "Find a receipt by all that stands on it",
        )
        .open_get(
            "/feedback/receipts/{receipt}",
            actions::held,
            "A receipt and what was said of it",
        )
        .open_post_prepared(
            "/feedback/receipts/{receipt}/rate",
            pace::rate,
            pace::rated,
            "Rate a line of a receipt, or say something else than before",
        )
        .open_post_prepared(
            "/feedback/receipts/{receipt}/complain",
            pace::complain,
            pace::complained,
            "Say what is wrong with a line of a receipt",
        )
        .open_get("/feedback/recalls", recall::in_force, "The batches that must come back now")
        .post(
            "/feedback/recalls/{notice}/send-back",
            recall::send_back,
            "Send a shop's pieces back",
        )
        .get("/feedback/reviews", reviews, "List ratings, the latest first")
        .sheet("/feedback/reviews/sheet", sheets::reviews, "The same as a spreadsheet")
        .post("/feedback/reviews/{review}/decide", actions::decide, "Let words through, or not")
        .get("/feedback/complaints", complaints, "List complaints, the latest first")
        .sheet("/feedback/complaints/sheet", sheets::complaints, "The same as a spreadsheet")
        .get("/feedback/complaints/{complaint}", show, "Show a complaint")
        .post("/feedback/complaints/{complaint}/answer", actions::answer, "Answer a complaint")
        .post("/feedback/complaints/{complaint}/close", actions::close, "Close a complaint")
}

fn reviews(read: &mut Read, ctx: &Context, asked: &ListReviews) -> Result<Listing<Review>> {
    let (items, total) = store::reviews(read, ctx, asked)?;
    Ok(Listing { items, total, page: asked.page.map_or(1, |page| page.0) })
}

fn complaints(
    read: &mut Read,
    ctx: &Context,
    asked: &ListComplaints,
) -> Result<Listing<Complaint>> {
    let (items, total) = store::complaints(read, ctx, asked)?;
    Ok(Listing { items, total, page: asked.page.map_or(1, |page| page.0) })
}

fn show(read: &mut Read, ctx: &Context, asked: &OneComplaint) -> Result<Complaint> {
    store::load_complaint(read, ctx, asked.complaint)
}
