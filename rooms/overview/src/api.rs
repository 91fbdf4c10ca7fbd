//! The same figures as the pages, for programs.

use db::{Read, Result};
use kernel::Context;
use web::Api;

use crate::{inputs::Asked, load, types::Overview, waiting::Waiting};

/// The room's endpoints.
pub fn api() -> Api {
    Api::new("overview")
        .get("/overview", overview, "What stands and what waits, for the one who asks")
        .get(
            "/consignors/{consignor}/reports/{month}",
            crate::report,
            "A unit's month in totals: made, sent, sold, remitted, premi, state revenue",
        )
        .sheet(
            "/consignors/{consignor}/reports/{month}/sheet",
            crate::pages::sheets::month,
            "The same as a spreadsheet: a row a product, the sums beside them",
        )
        .get(
            "/consignors/{consignor}/press/{first}/{last}",
            crate::press,
            "What may be told of a unit's period to everybody",
        )
        .get("/overview/waiting", waiting, "How many documents wait for a decision")
}

fn overview(read: &mut Read, ctx: &Context, asked: &Asked) -> Result<Overview> {
    load::overview(read, ctx, asked)
}

fn waiting(read: &mut Read, ctx: &Context, _: &Asked) -> Result<Waiting> {
    crate::waiting(read, ctx)
}
