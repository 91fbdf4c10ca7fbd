#![doc = include_str!("../README.md")]

mod actions;
mod actions_request;
mod api;
mod inputs;
mod kinds;
mod pages;
mod refusal;
mod scope;
mod step;
mod store_ask;
mod store_request;
mod types;

use db::{Read, Result};
use kernel::{Context, RequestId};

pub use actions::ask;
pub use actions_request::{answer, decline, request, withdraw};
pub use api::api;
pub use inputs::{
    Answer, Ask, Decline, ListAsks, ListRequests, OneRequest, Request, SumAsks, Withdraw,
};
pub use kinds::{AnswerKind, RequestState};
pub use pages::screens;
pub use refusal::No;
pub use types::{AskSeen, RequestSeen, Wish};

/// A request that is his to see; another's is as unknown as none (404).
pub fn load_request(read: &mut Read, ctx: &Context, id: RequestId) -> Result<RequestSeen> {
    store_request::load(read, ctx, id)
}

/// One page of what buyers asked for, of what he may see, the latest first.
pub fn list_asks(read: &mut Read, ctx: &Context, asked: &ListAsks) -> Result<Vec<AskSeen>> {
    store_ask::list(read, ctx, asked).map(|(asks, _)| asks)
}

/// The requests that are open or promised, of what he may see: the open ones first, the oldest
/// first.
pub fn waiting(read: &mut Read, ctx: &Context, limit: i64) -> Result<Vec<RequestSeen>> {
    store_request::waiting(read, ctx, limit)
}

/// What buyers asked for, summed by product or words, the most often asked first; at most 100.
pub fn wishes(read: &mut Read, ctx: &Context, asked: &SumAsks) -> Result<Vec<Wish>> {
    let from = asked.from.unwrap_or_else(|| ctx.today().plus_days(-DAYS_SUMMED));
    store_ask::wishes(read, ctx, from)
}

/// Days that a sum looks back where it is not told.
const DAYS_SUMMED: i64 = 90;
