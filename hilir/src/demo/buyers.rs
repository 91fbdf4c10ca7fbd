//! What buyers send from the public pages: one order that was collected, one that lapsed, one
//! that waits for the shop, a wish for something to be made, ratings, and a complaint.

use kernel::{Actor, Context, OrderId, SaleId};
use serde_json::json;

use crate::{
    Failure,
    demo::{
        cast::Cast,
        story::{Stage, at},
    },
};

pub fn order(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    stage.now = at(2025, 12, 29, 19);
    let lapsed = place(stage, cast)?;
    stage.now = at(2025, 12, 30, 8);
    hold(stage, cast, lapsed)?;
    stage.now = at(2026, 1, 2, 20);
    let collected = place(stage, cast)?;
    stage.now = at(2026, 1, 3, 8);
    hold(stage, cast, collected)?;
    stage.now = at(2026, 1, 3, 15);
    let clerk = stage.as_player(cast, "kasir");
    stage.act(&clerk, orders::collect, json!({ "order": collected, "payment": "qris" }))?;
    wish(stage, cast)?;
    stage.now = at(2026, 1, 4, 19);
    place(stage, cast)?;
    said(stage, cast)
}

/// Somebody whom nobody knows.
fn nobody(stage: &Stage, cast: &Cast) -> Context {
    Context { actor: Actor::nobody(), ..stage.as_player(cast, "kasir") }
}

fn place(stage: &mut Stage, cast: &Cast) -> Result<OrderId, Failure> {
    let nobody = nobody(stage, cast);
    let lines = json!([{ "product": cast.nest, "quantity": 1 }]);
    let order = json!({ "id": stage.fresh(), "shop": cast.acun, "lines": lines });
    Ok(stage.act(&nobody, orders::place, order)?.id)
}

fn hold(stage: &mut Stage, cast: &Cast, order: OrderId) -> Result<(), Failure> {
    let clerk = stage.as_player(cast, "kasir");
    stage.act(&clerk, orders::hold, json!({ "id": stage.fresh(), "order": order }))?;
    Ok(())
}

fn wish(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let nobody = nobody(stage, cast);
    stage.act(
        &nobody,
        orders::ask_lead,
        json!({
            "id": stage.fresh(), "consignor": cast.lapas, "quantity": 1, "wanted_on": "2026-02-16",
            "what": "Meja makan kayu untuk enam orang (contoh)",
            "measures": "170 × 90 × 75 cm", "name": "Pembeli (contoh)",
            "whatsapp": "081200000002", "consent": true,
        }),
    )?;
    Ok(())
}

/// Stars and words for the traps that were bought, invented.
const SAID: [(i64, Option<&str>); 6] = [
    (5, Some("Kuat, langsung dapat tikus malam pertama (contoh)")),
    (4, None),
    (5, Some("Rapi buatannya (contoh)")),
    (4, Some("Bagus, hanya pegangannya agak kaku (contoh)")),
    (3, None),
    (5, None),
];

/// Buyers rate what they bought; one has something to complain about and is answered.
fn said(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let bought = bought(stage, cast)?;
    let nobody = nobody(stage, cast);
    for (receipt, (rating, words)) in bought.iter().zip(SAID) {
        stage.act(
            &nobody,
            feedback::rate,
            json!({
                "receipt": receipt, "sale": receipt, "position": 1, "rating": rating,
                "words": words,
            }),
        )?;
    }
    let head = stage.as_player(cast, "kalapas");
    let first: kernel::ReviewId = journal::derived_id(bought[0], "review 1");
    stage.act(&head, feedback::decide, json!({ "review": first, "revision": 1, "show": true }))?;
    let complaint = stage.fresh();
    stage.act(
        &nobody,
        feedback::complain,
        json!({
            "id": complaint, "receipt": bought[4], "sale": bought[4], "position": 1,
            "words": "Kawat pintunya bengkok sejak dibeli (contoh)",
        }),
    )?;
    let owner = stage.as_player(cast, "hendri");
    stage.act(
        &owner,
        feedback::answer,
        json!({
            "complaint": complaint,
            "answer": "Mohon maaf. Bawa ke toko dengan notanya, kami tukar (contoh).",
        }),
    )?;
    Ok(())
}

/// Receipts of traps, the latest first.
fn bought(stage: &Stage, cast: &Cast) -> Result<Vec<SaleId>, Failure> {
    let (clerk, trap) = (stage.as_player(cast, "kasir"), cast.trap);
    let found = stage.write(move |tx| {
        let asked = sales::ListSales { product: Some(trap), ..Default::default() };
        sales::list(tx, &clerk, &asked)
    })?;
    let desk = found.into_iter().filter(|sale| sale.source == sales::Source::Desk);
    let all: Vec<SaleId> = desk.map(|sale| sale.id).take(SAID.len()).collect();
    match all.len() == SAID.len() {
        true => Ok(all),
        false => Err(Failure::new("The demo sold too few traps to be rated.")),
    }
}
