//! What happens at the shops.

use kernel::Zone;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Failure,
    demo::{
        cast::Cast,
        story::{Stage, at},
    },
};

/// Traps and nests sold on each of the 24 working days from 5 November.
const SOLD: [(i64, i64); 24] = [
    (1, 0),
    (0, 1),
    (2, 0),
    (1, 0),
    (0, 0),
    (1, 1),
    (1, 0),
    (0, 0),
    (2, 0),
    (1, 1),
    (0, 0),
    (1, 0),
    (2, 0),
    (1, 1),
    (1, 0),
    (0, 0),
    (2, 0),
    (1, 1),
    (0, 0),
    (1, 0),
    (2, 1),
    (1, 0),
    (1, 0),
    (1, 0),
];
/// Traps sold on days of December: on the Monday after it one is left on the shelf.
const DECEMBER: [(u32, i64); 7] = [(9, 2), (12, 2), (16, 2), (20, 3), (23, 1), (27, 1), (30, 1)];
const PAYMENTS: [&str; 3] = ["cash", "qris", "cash"];

/// Four weeks of sales at Toko Acun; the invented shop counts what is left once.
pub fn four_weeks(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    for (n, (traps, nests)) in SOLD.into_iter().enumerate() {
        let day = 5 + u32::try_from(n).unwrap_or_default();
        let mut lines: Vec<Value> = Vec::new();
        if traps > 0 {
            lines.push(json!({"product": cast.trap, "quantity": traps}));
        }
        if nests > 0 {
            lines.push(json!({"product": cast.nest, "quantity": nests}));
        }
        if !lines.is_empty() {
            stage.now = at(2025, 11, day, 11);
            sell(stage, cast, lines, PAYMENTS[n % 3])?;
        }
    }
    counted(stage, cast)
}

fn sell(stage: &mut Stage, cast: &Cast, lines: Vec<Value>, payment: &str) -> Result<Uuid, Failure> {
    let clerk = stage.as_player(cast, "kasir");
    let id = stage.fresh();
    stage.act(
        &clerk,
        sales::sell,
        json!({
            "id": id, "payment": payment, "sold_at": stage.now, "lines": lines,
        }),
    )?;
    Ok(id)
}

/// One trap is damaged on the shelf, borne by the Lapas by the PKS; then the shelf is counted,
/// and what is left is what the books have.
pub fn damage_and_count(
    stage: &mut Stage,
    cast: &Cast,
    agreement: Uuid,
    batch: Uuid,
) -> Result<(), Failure> {
    stage.now = at(2025, 11, 28, 17);
    let (clerk, kasubsi) = (stage.as_player(cast, "kasir"), stage.as_player(cast, "kasubsi"));
    let movement = stage.fresh();
    stage.act(
        &clerk,
        consignment::propose_movement,
        json!({
            "id": movement, "agreement": agreement, "kind": "damage", "happened_on": "2025-11-28",
            "reason": "Per patah waktu dicoba pembeli (contoh)",
            "lines": [{"batch": batch, "quantity": 1}],
        }),
    )?;
    stage.now = at(2025, 11, 29, 9);
    stage.act(&kasubsi, consignment::confirm_movement, json!({"movement": movement}))?;
    stage.now = at(2025, 11, 30, 17);
    let shelf = {
        let shop = cast.acun;
        stage.write(move |tx| consignment::shelf(tx, shop))?
    };
    let left = |product| -> i64 {
        let rows = shelf.iter().filter(|row| row.product_id == product);
        rows.map(|row| row.quantity).sum()
    };
    stage.act(
        &clerk,
        consignment::count,
        json!({
            "id": stage.fresh(), "agreement": agreement, "counted_on": "2025-11-30",
            "lines": [
                {"product": cast.trap, "counted": left(cast.trap)},
                {"product": cast.nest, "counted": left(cast.nest)},
            ],
        }),
    )?;
    Ok(())
}

/// The invented shop has no till: it counts what is left.
fn counted(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    stage.now = at(2025, 11, 29, 16);
    let owner = stage.as_player(cast, "kicau");
    stage.act(
        &owner,
        sales::sell_by_count,
        json!({
            "id": stage.fresh(), "counted_on": stage.now.day(Zone::Wib), "payment": "cash",
            "lines": [{"product": cast.nest, "left": 2}],
            "note": "Dihitung sekali sebulan (contoh)",
        }),
    )?;
    Ok(())
}

/// December: a buyer brings a nest back that November's statement already counted, and some more
/// is sold.
pub fn december(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    for (n, (day, traps)) in DECEMBER.into_iter().enumerate() {
        stage.now = at(2025, 12, day, 13);
        let line = json!({"product": cast.trap, "quantity": traps});
        sell(stage, cast, vec![line], PAYMENTS[n % 3])?;
    }
    brought_back(stage, cast)?;
    stage.now = at(2025, 12, 22, 10);
    let bought = sell_last_nest(stage, cast)?;
    let clerk = stage.as_player(cast, "kasir");
    stage.now = at(2025, 12, 29, 10);
    stage.act(
        &clerk,
        sales::refund,
        json!({
            "id": stage.fresh(), "sale": bought, "lines": [{"position": 1, "quantity": 1}],
            "reason": "Ukuran tidak cocok dengan kandang (contoh)", "resellable": true,
            "exception": "Barang utuh; toko dan Lapas sepakat menerima (contoh)",
        }),
    )?;
    Ok(())
}

/// A buyer of the invented shop brings one back in time; in December it sells none.
fn brought_back(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let owner = stage.as_player(cast, "kicau");
    let asked = stage.as_player(cast, "kicau");
    let found = stage.write(move |tx| sales::list(tx, &asked, &sales::ListSales::default()))?;
    let counted = found.first().ok_or_else(|| Failure::new("Toko Kicau sold nothing."))?;
    stage.now = at(2025, 12, 10, 16);
    stage.act(
        &owner,
        sales::refund,
        json!({
            "id": stage.fresh(), "sale": counted.id,
            "lines": [{"position": 1, "quantity": 1}],
            "reason": "Pembeli urung memelihara burung (contoh)", "resellable": true,
        }),
    )?;
    Ok(())
}

/// The sale of 25 November with a nest in it, which the buyer brings back after settlement.
fn sell_last_nest(stage: &mut Stage, cast: &Cast) -> Result<kernel::SaleId, Failure> {
    let clerk = stage.as_player(cast, "kasir");
    let nest = cast.nest;
    let found = stage.write(move |tx| {
        let asked = sales::ListSales { product: Some(nest), ..Default::default() };
        sales::list(tx, &clerk, &asked)
    })?;
    let settled = found.into_iter().find(|sale| sale.business_day.month() == 11);
    settled.map(|sale| sale.id).ok_or_else(|| Failure::new("The demo sold no nest in November."))
}
