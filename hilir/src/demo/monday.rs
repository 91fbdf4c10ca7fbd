//! What lies open on the Monday on which the demo is served, so that every desk has its work.

use serde_json::json;

use crate::{
    Failure,
    demo::{
        cast::Cast,
        story::{Agreements, Batches, Stage, at},
    },
};

pub fn open(
    stage: &mut Stage,
    cast: &Cast,
    agreements: Agreements,
    batches: Batches,
) -> Result<(), Failure> {
    stage.now = at(2026, 1, 5, 8);
    let kasubsi = stage.as_player(cast, "kasubsi");
    workshop(stage, cast)?;
    stage.act(
        &kasubsi,
        consignment::deliver,
        json!({
            "id": stage.fresh(), "agreement": agreements.acun, "sent_on": "2026-01-05",
            "lines": [{"batch": batches.more_traps, "quantity": 4}],
            "carried_by": "Petugas Lapas (contoh)",
        }),
    )?;
    let owner = stage.as_player(cast, "hendri");
    stage.act(
        &owner,
        settlement::report_remittance,
        json!({
            "id": stage.fresh(), "agreement": agreements.acun, "amount": 100000,
            "paid_on": "2026-01-05", "method": "transfer", "reference": "TRF-CONTOH-0105",
        }),
    )?;
    stage.act(
        &owner,
        settlement::record_expense,
        json!({
            "id": stage.fresh(), "agreement": agreements.acun, "kind": "transport",
            "amount": 15000, "spent_on": "2026-01-03",
            "note": "Ongkos ambil label harga dari Lapas (contoh)",
        }),
    )?;
    saved(stage, cast)?;
    asked(stage, cast)?;
    draft(stage, cast)
}

/// What was saved for one who is free goes to his bank when the Kalapas has seen the proof.
fn saved(stage: &Stage, cast: &Cast) -> Result<(), Failure> {
    let maker = cast.makers[5];
    let filter = ledger::Filter::of(cast.lapas).maker(maker);
    let saved = stage.write(move |tx| ledger::sum(tx, ledger::Kind::PremiSaved, filter))?;
    stage.act(
        &stage.as_player(cast, "bendahara"),
        settlement::record_payout,
        json!({
            "id": stage.fresh(), "maker": maker, "part": "saved", "amount": saved,
            "method": "bank_book", "reference": "BUKU-CONTOH-01", "paid_on": "2026-01-05",
        }),
    )?;
    Ok(())
}

/// What buyers asked for at Toko Acun, and a request that nobody has answered yet.
fn asked(stage: &Stage, cast: &Cast) -> Result<(), Failure> {
    let clerk = stage.as_player(cast, "kasir");
    stage.act(
        &clerk,
        demand::ask,
        json!({
            "id": stage.fresh(), "words": "Kandang kelinci lipat (contoh)", "quantity": 2,
            "price": 150000, "asked_on": "2025-12-27",
        }),
    )?;
    stage.act(
        &clerk,
        demand::ask,
        json!({
            "id": stage.fresh(), "product": cast.nest, "words": "yang dua lubang (contoh)",
            "quantity": 1, "asked_on": "2026-01-03",
        }),
    )?;
    stage.act(
        &clerk,
        demand::request,
        json!({
            "id": stage.fresh(), "product": cast.nest, "quantity": 6,
            "note": "Ramai ditanya menjelang lomba burung (contoh)", "asked_on": "2026-01-05",
        }),
    )?;
    Ok(())
}

/// A batch under way, and an order that waits for the buyer's word.
fn workshop(stage: &Stage, cast: &Cast) -> Result<(), Failure> {
    let kasubsi = stage.as_player(cast, "kasubsi");
    stage.act(
        &kasubsi,
        production::open_batch,
        json!({
            "id": stage.fresh(), "product": cast.nest, "started_on": "2026-01-05", "basis": "equal",
            "makers": [{"maker": cast.makers[3]}, {"maker": cast.makers[4]}],
            "costs": [{"what": "Papan albasia (contoh)", "amount": 112000}],
        }),
    )?;
    stage.act(&kasubsi, production::quote_job, json!({
        "id": stage.fresh(), "product": cast.nest, "what": "Glodok ukuran besar, dua lubang (contoh)",
        "quantity": 2, "price": 130000, "quoted_on": "2026-01-05", "due_on": "2026-01-26",
        "buyer_name": "Pembeli (contoh)", "buyer_contact": "081200000001",
    }))?;
    Ok(())
}

/// The third kind of terms, still a draft: so many rupiah a unit.
fn draft(stage: &Stage, cast: &Cast) -> Result<(), Failure> {
    let kasubsi = stage.as_player(cast, "kasubsi");
    stage.act(
        &kasubsi,
        agreements::draft,
        json!({
            "id": stage.fresh(), "consignor": cast.lapas, "shop": cast.kicau,
            "title": "Perjanjian Titip Jual Perangkap Tikus (contoh)", "place": "Pangkalpinang",
            "effective_from": "2026-01-12", "ends_on": "2027-01-11",
            "part": {"kind": "rupiah_per_unit", "rupiah": 6500}, "price_set_by": "consignor",
            "cycle": "monthly", "payment_days": 10, "damage_borne_by": "consignor",
            "loss_borne_by": "shop", "return_days": 14, "notice_days": 14,
            "annex": [{"product": cast.trap, "price": 30000}],
        }),
    )?;
    Ok(())
}
