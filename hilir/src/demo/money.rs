//! What happens with the money: settled, remitted, shared, deposited.

use kernel::{Time, Zone};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Failure,
    demo::{
        cast::Cast,
        story::{Agreements, Stage, at},
    },
};

/// The shipped template of a rule, drafted by the Kasubsi and approved by the Kalapas.
fn rule(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    stage.now = at(2025, 11, 3, 14);
    let (kasubsi, kalapas) = (stage.as_player(cast, "kasubsi"), stage.as_player(cast, "kalapas"));
    let id = stage.fresh();
    stage.act(&kasubsi, settlement::draft_rule, json!({
        "id": id,
        "name": "Templat 50/35/15 (contoh)",
        "valid_from": "2025-11-01",
        "base": "profit",
        "legal_basis": "Templat; dikutip orang dari Kepmen Kehakiman M.01-PP.02.01 Tahun 1990 (naskah belum dibaca). Ganti dengan dasar hukum Lapas sendiri.",
        "approving_officer": "Kepala Lapas (contoh)",
        "recipients": [
            {"kind": "premi", "share": "50"},
            {"kind": "support_fund", "share": "35"},
            {"kind": "state_revenue", "share": "15"},
        ],
        "remainder_to": 2,
    }))?;
    stage.now = at(2025, 11, 3, 15);
    stage.act(&kalapas, settlement::approve_rule, json!({"rule": id}))?;
    stage.act(&kalapas, settlement::set_target, json!({
        "id": stage.fresh(), "year": 2025, "month": 12, "amount": 75000, "basis": "Target contoh",
    }))?;
    Ok(())
}

/// November of Toko Acun and of the invented shop: closed, approved; remitted in two parts.
pub fn first_month(
    stage: &mut Stage,
    cast: &Cast,
    agreements: Agreements,
) -> Result<[Uuid; 2], Failure> {
    rule(stage, cast)?;
    expense(stage, cast, agreements.acun)?;
    let first = at(2025, 12, 1, 9);
    let (acun, owed) = close(stage, cast, agreements.acun, "2025-11-30", first)?;
    let half = owed / 2;
    remit(stage, cast, ("hendri", agreements.acun), half, afternoon(3))?;
    remit(stage, cast, ("hendri", agreements.acun), owed - half, afternoon(9))?;
    let (kicau, owed) = close(stage, cast, agreements.kicau, "2025-11-30", first)?;
    let of = ("kicau", agreements.kicau);
    let bounced = remit(stage, cast, of, owed, afternoon(5))?;
    super::amends::bounced(stage, cast, bounced)?;
    remit(stage, cast, of, owed, afternoon(8))?;
    Ok([acun, kicau])
}

/// An afternoon of December, and the morning after it.
fn afternoon(day: u32) -> (Time, Time) {
    (at(2025, 12, day, 14), at(2025, 12, day + 1, 8))
}

/// The shop may deduct what it spent on transport, when another approves it.
fn expense(stage: &mut Stage, cast: &Cast, agreement: Uuid) -> Result<(), Failure> {
    stage.now = at(2025, 11, 18, 9);
    let (owner, kalapas) = (stage.as_player(cast, "hendri"), stage.as_player(cast, "kalapas"));
    let id = stage.fresh();
    stage.act(
        &owner,
        settlement::record_expense,
        json!({
            "id": id, "agreement": agreement, "kind": "transport", "amount": 20000,
            "spent_on": "2025-11-17", "note": "Ongkos ambil barang dari Lapas (contoh)",
        }),
    )?;
    stage.now = at(2025, 11, 19, 9);
    stage.act(&kalapas, settlement::confirm_expense, json!({"expense": id}))?;
    Ok(())
}

/// Closed by the Kasubsi, approved by the Kalapas; what the shop owes for it.
fn close(
    stage: &mut Stage,
    cast: &Cast,
    agreement: Uuid,
    to: &str,
    now: Time,
) -> Result<(Uuid, i64), Failure> {
    stage.now = now;
    let (kasubsi, kalapas) = (stage.as_player(cast, "kasubsi"), stage.as_player(cast, "kalapas"));
    let id = stage.fresh();
    stage.act(
        &kasubsi,
        settlement::close_statement,
        json!({
            "id": id, "agreement": agreement, "to": to,
        }),
    )?;
    stage.now = now.plus_seconds(4 * 3_600);
    stage.act(&kalapas, settlement::approve_statement, json!({"statement": id}))?;
    let filter = ledger::Filter::of(cast.lapas).agreement(kernel::Id::new(agreement));
    let due = stage.write(move |tx| ledger::sum(tx, ledger::Kind::Due, filter))?;
    Ok((id, due))
}

/// Reported by the shop, confirmed by the Bendahara when she sees the money.
fn remit(
    stage: &mut Stage,
    cast: &Cast,
    (owner, agreement): (&str, Uuid),
    amount: i64,
    (sent, seen): (Time, Time),
) -> Result<Uuid, Failure> {
    stage.now = sent;
    let (owner, treasurer) = (stage.as_player(cast, owner), stage.as_player(cast, "bendahara"));
    let (id, day) = (stage.fresh(), sent.day(Zone::Wib));
    stage.act(
        &owner,
        settlement::report_remittance,
        json!({
            "id": id, "agreement": agreement, "amount": amount, "paid_on": day,
            "method": "transfer",
            "reference": format!("TRF-CONTOH-{}", day.date().format("%m%d")),
        }),
    )?;
    stage.now = seen;
    stage.act(&treasurer, settlement::confirm_remittance, json!({"remittance": id}))?;
    Ok(id)
}

/// Both statements are shared by the rule; the state's part goes into one billing and is paid;
/// makers are paid from what they may use.
pub fn share(stage: &mut Stage, cast: &Cast, statements: &[Uuid]) -> Result<(), Failure> {
    stage.now = at(2025, 12, 11, 9);
    let kalapas = stage.as_player(cast, "kalapas");
    let mut shared = Vec::new();
    for statement in statements {
        let id = stage.fresh();
        stage.act(&kalapas, settlement::distribute, json!({"id": id, "statement": statement}))?;
        shared.push(id);
    }
    let billing = bill(stage, cast, &shared, ("820251212000001", at(2025, 12, 12, 9)))?;
    super::amends::wrong_deposit(stage, cast, billing)?;
    super::amends::payouts(stage, cast)
}

/// A billing of the treasury for the state's part of these.
pub fn bill(
    stage: &mut Stage,
    cast: &Cast,
    shared: &[Uuid],
    (code, now): (&str, Time),
) -> Result<Uuid, Failure> {
    let (treasurer, billing) = (stage.as_player(cast, "bendahara"), stage.fresh());
    stage.now = now;
    stage.act(
        &treasurer,
        settlement::issue_billing,
        json!({
            "id": billing, "code": code, "issued_on": now.day(Zone::Wib), "distributions": shared,
        }),
    )?;
    Ok(billing)
}

/// December, with the pieces that came back: closed and approved. Toko Acun has not remitted yet;
/// the invented shop sold less than it took back, and the unit gives it the difference.
pub fn second_month(stage: &mut Stage, cast: &Cast, agreements: Agreements) -> Result<(), Failure> {
    close(stage, cast, agreements.acun, "2025-12-31", at(2026, 1, 2, 9))?;
    let (_, owed) = close(stage, cast, agreements.kicau, "2025-12-31", at(2026, 1, 2, 9))?;
    give_back(stage, cast, agreements.kicau, -owed)?;
    let kalapas = stage.as_player(cast, "kalapas");
    stage.act(&kalapas, settlement::set_target, json!({
        "id": stage.fresh(), "year": 2026, "month": 0, "amount": 900000, "basis": "Target contoh",
    }))?;
    Ok(())
}

/// The Bendahara sends the shop's credit; it waits for the shop's word.
fn give_back(stage: &mut Stage, cast: &Cast, agreement: Uuid, credit: i64) -> Result<(), Failure> {
    stage.now = at(2026, 1, 5, 8);
    stage.act(
        &stage.as_player(cast, "bendahara"),
        settlement::refund_credit,
        json!({
            "id": stage.fresh(), "agreement": agreement, "amount": credit,
            "paid_on": "2026-01-05", "method": "transfer",
            "reference": "TRF-CONTOH-KEMBALI-01",
        }),
    )?;
    Ok(())
}
