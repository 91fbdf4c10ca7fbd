//! The JSON door: the same three steps as the pages.

use db::{Read, Result};
use kernel::Context;
use web::Api;

use crate::{
    actions,
    inputs::OneUpload,
    pages::{bad_rows, template},
    types::Preview,
};

pub fn api() -> Api {
    Api::new("intake")
        .sheet("/imports/{kind}/template", template, "An empty file of a kind, with an example")
        .post_prepared(
            "/imports/{kind}",
            actions::prepare,
            actions::upload,
            "Look what a spreadsheet would record; records nothing",
        )
        .get("/imports/{kind}/{upload}", show, "What a spreadsheet would record, or recorded")
        .sheet("/imports/{kind}/{upload}/sheet", bad_rows, "The rows that are refused, and why")
        .post(
            "/imports/{kind}/{upload}/confirm",
            actions::confirm,
            "Take all of it in, or nothing; the same file twice adds nothing",
        )
        .post("/imports/{kind}/{upload}/discard", actions::discard, "Give it up")
}

fn show(read: &mut Read, ctx: &Context, asked: &OneUpload) -> Result<Preview> {
    actions::load(read, ctx, asked.upload)
}
