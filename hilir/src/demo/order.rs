//! A desk made to order: quoted, begun with a deposit, checked, handed over and paid, shared.

use kernel::{Time, Zone};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Failure,
    demo::{
        cast::Cast,
        story::{Stage, at},
    },
};

const PRICE: i64 = 350_000;
const DEPOSIT: i64 = 150_000;

/// The buyer asks in November; with his deposit four makers begin.
pub fn begin(stage: &mut Stage, cast: &Cast) -> Result<Uuid, Failure> {
    let kasubsi = stage.as_player(cast, "kasubsi");
    let job = stage.fresh();
    stage.now = at(2025, 11, 20, 10);
    stage.act(
        &kasubsi,
        production::quote_job,
        json!({
            "id": job, "product": cast.desk, "what": "Dua laci, kayu dipernis (contoh)",
            "quantity": 1, "price": PRICE, "quoted_on": "2025-11-20", "due_on": "2025-12-22",
            "buyer_name": "Pemesan Meja (contoh)", "buyer_contact": "081200000002",
        }),
    )?;
    stage.now = at(2025, 11, 21, 9);
    stage.act(
        &kasubsi,
        production::accept_job,
        json!({
            "id": stage.fresh(), "job": job, "accepted_on": "2025-11-21", "deposit": DEPOSIT,
        }),
    )?;
    Ok(job)
}

/// Made by four people by their hours, passed by another, handed over when the rest is paid, and
/// shared by the Kalapas: who took the money does not share it.
pub fn complete(stage: &mut Stage, cast: &Cast, job: Uuid) -> Result<Uuid, Failure> {
    let (kasubsi, m) = (stage.as_player(cast, "kasubsi"), &cast.makers);
    let batch = stage.fresh();
    stage.now = at(2025, 11, 24, 8);
    stage.act(
        &kasubsi,
        production::open_batch,
        json!({
            "id": batch, "product": cast.desk, "job": job, "started_on": "2025-11-24",
            "basis": "hours",
            "makers": [
                {"maker": m[1], "weight": 20}, {"maker": m[3], "weight": 24},
                {"maker": m[4], "weight": 16}, {"maker": m[5], "weight": 20},
            ],
            "costs": [
                {"what": "Kayu dan papan lapis (contoh)", "amount": 135000},
                {"what": "Pernis, rel laci, sekrup (contoh)", "amount": 35000},
            ],
        }),
    )?;
    stage.now = at(2025, 12, 17, 15);
    let checker = stage.as_player(cast, "periksa");
    stage.act(
        &checker,
        production::finish_batch,
        json!({
            "batch": batch, "finished_on": "2025-12-17", "accepted": 1, "rejected": 0, "grade": "a",
        }),
    )?;
    stage.now = at(2025, 12, 22, 14);
    stage.act(
        &kasubsi,
        production::hand_over_job,
        json!({"id": stage.fresh(), "job": job, "handed_over_on": "2025-12-22"}),
    )?;
    stage.now = at(2025, 12, 29, 9);
    let (kalapas, shared) = (stage.as_player(cast, "kalapas"), stage.fresh());
    stage.act(&kalapas, settlement::distribute_job, json!({"id": shared, "job": job}))?;
    Ok(shared)
}

/// Two of three big nests passed: the job goes on with a further batch for the third.
pub fn short(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let (kasubsi, job) = (stage.as_player(cast, "kasubsi"), stage.fresh());
    stage.now = at(2025, 12, 15, 10);
    stage.act(
        &kasubsi,
        production::quote_job,
        json!({
            "id": job, "product": cast.nest, "what": "Glodok besar untuk penangkaran (contoh)",
            "quantity": 3, "price": 210000, "quoted_on": "2025-12-15", "due_on": "2026-01-12",
            "buyer_name": "Penangkar (contoh)", "buyer_contact": "081200000003",
        }),
    )?;
    stage.act(
        &kasubsi,
        production::accept_job,
        json!({
            "id": stage.fresh(), "job": job, "accepted_on": "2025-12-15", "deposit": 100000,
        }),
    )?;
    let first = nests(stage, cast, job, (at(2025, 12, 16, 8), 90000))?;
    stage.now = at(2025, 12, 30, 15);
    stage.act(
        &stage.as_player(cast, "periksa"),
        production::finish_batch,
        json!({
            "batch": first, "finished_on": "2025-12-30", "accepted": 2, "rejected": 1,
            "grade": "a",
        }),
    )?;
    nests(stage, cast, job, (at(2026, 1, 5, 8), 30000))?;
    Ok(())
}

fn nests(
    stage: &mut Stage,
    cast: &Cast,
    job: Uuid,
    (now, material): (Time, i64),
) -> Result<Uuid, Failure> {
    stage.now = now;
    let (kasubsi, batch) = (stage.as_player(cast, "kasubsi"), stage.fresh());
    stage.act(
        &kasubsi,
        production::open_batch,
        json!({
            "id": batch, "product": cast.nest, "job": job, "started_on": now.day(Zone::Wib),
            "basis": "equal", "makers": [{"maker": cast.makers[3]}, {"maker": cast.makers[4]}],
            "costs": [{"what": "Papan albasia tebal (contoh)", "amount": material}],
        }),
    )?;
    Ok(batch)
}
