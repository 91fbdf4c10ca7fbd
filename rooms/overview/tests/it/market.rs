//! What the page is reckoned from.

use kernel::BatchId;
use serde_json::json;
use testkit::World;

pub use testmarket::{act, fresh, month::*};

/// A job for forty pieces, paid and handed over today.
pub fn job(world: &World, market: &Market, price: i64) -> kernel::JobId {
    let (job, batch): (kernel::JobId, BatchId) = (fresh(world), fresh(world));
    let known = market.batch;
    let makers = world.read(move |read| production::maker_weights(read, known)).expect("makers");
    let today = world.today();
    let quote = json!({
        "id": job, "product": market.trap, "what": "Contoh", "quantity": 40, "price": price,
        "quoted_on": today, "due_on": today, "buyer_name": "Pembeli Contoh",
    });
    act(world, &officer(), production::quote_job, quote).expect("a quote");
    let accept = json!({"id": fresh::<()>(world), "job": job, "accepted_on": today});
    act(world, &officer(), production::accept_job, accept).expect("accepted");
    let open = json!({
        "id": batch, "product": market.trap, "started_on": today, "basis": "equal",
        "makers": [{"maker": makers[0].0}, {"maker": makers[1].0}],
        "costs": [{"what": "Bahan", "amount": 360_000}], "job": job,
    });
    act(world, &officer(), production::open_batch, open).expect("a batch");
    let check = json!({"batch": batch, "finished_on": today, "accepted": 40, "rejected": 0});
    act(world, &head(), production::finish_batch, check).expect("checked");
    let over = json!({"id": fresh::<()>(world), "job": job, "handed_over_on": today});
    act(world, &officer(), production::hand_over_job, over).expect("handed over");
    job
}
