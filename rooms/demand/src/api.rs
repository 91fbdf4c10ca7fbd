//! The JSON door: the same actions as the pages.

use db::{Read, Result};
use kernel::Context;
use web::{Api, Listing};

use crate::{
    actions, actions_request,
    inputs::{ListAsks, ListRequests, OneRequest},
    pages::sheets,
    store_ask, store_request,
    types::{AskSeen, RequestSeen},
    wishes,
};

pub fn api() -> Api {
    Api::new("demand")
        .get("/demand/asks", asks, "List what buyers asked for, the latest first")
        .sheet("/demand/asks/sheet", sheets::asked, "What buyers asked for as a spreadsheet")
        .sheet("/demand/requests/sheet", sheets::requested, "Requests as a spreadsheet")
        .post("/demand/asks", actions::ask, "Record what a buyer asked for")
        .get("/demand/wishes", wishes, "Sum what buyers asked for, the most asked first")
        .get("/demand/requests", requests, "List requests for more pieces, the latest first")
        .post("/demand/requests", actions_request::request, "Ask a unit for more pieces")
        .get("/demand/requests/{request}", show, "Show a request")
        .post("/demand/requests/{request}/answer", actions_request::answer, "Promise, or say sent")
        .post("/demand/requests/{request}/decline", actions_request::decline, "Decline a request")
        .post(
            "/demand/requests/{request}/withdraw",
            actions_request::withdraw,
            "Take an open request back",
        )
}

fn asks(read: &mut Read, ctx: &Context, asked: &ListAsks) -> Result<Listing<AskSeen>> {
    let (items, total) = store_ask::list(read, ctx, asked)?;
    Ok(Listing { items, total, page: asked.page.map_or(1, |page| page.0) })
}

fn requests(read: &mut Read, ctx: &Context, asked: &ListRequests) -> Result<Listing<RequestSeen>> {
    let (items, total) = store_request::list(read, ctx, asked)?;
    Ok(Listing { items, total, page: asked.page.map_or(1, |page| page.0) })
}

fn show(read: &mut Read, ctx: &Context, asked: &OneRequest) -> Result<RequestSeen> {
    store_request::load(read, ctx, asked.request)
}
