//! What happens with the money: settled, remitted, shared, deposited.

use kernel::Zone;
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
    let (acun, owed) = close(stage, cast, agreements.acun, "2025-11-30", (12, 1))?;
    let half = owed / 2;
    remit(stage, cast, ("hendri", agreements.acun), half, (12, 3))?;
    remit(stage, cast, ("hendri", agreements.acun), owed - half, (12, 9))?;
    let (kicau, owed) = close(stage, cast, agreements.kicau, "2025-11-30", (12, 1))?;
    remit(stage, cast, ("kicau", agreements.kicau), owed, (12, 8))?;
    Ok([acun, kicau])
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
    (month, day): (u32, u32),
) -> Result<(Uuid, i64), Failure> {
    let year = if month == 1 { 2026 } else { 2025 };
    stage.now = at(year, month, day, 9);
    let (kasubsi, kalapas) = (stage.as_player(cast, "kasubsi"), stage.as_player(cast, "kalapas"));
    let id = stage.fresh();
    stage.act(
        &kasubsi,
        settlement::close_statement,
        json!({
            "id": id, "agreement": agreement, "to": to,
        }),
    )?;
    stage.now = at(year, month, day, 13);
    stage.act(&kalapas, settlement::approve_statement, json!({"statement": id}))?;
    let filter = ledger::Filter::of(cast.lapas).agreement(kernel::Id::new(agreement));
    let due = stage.write(move |tx| ledger::sum(tx, ledger::Kind::Due, filter))?;
    Ok((id, due))
}

/// Reported by the shop, confirmed by the Bendahara the next morning.
fn remit(
    stage: &mut Stage,
    cast: &Cast,
    (owner, agreement): (&str, Uuid),
    amount: i64,
    (month, day): (u32, u32),
) -> Result<(), Failure> {
    stage.now = at(2025, month, day, 14);
    let (owner, treasurer) = (stage.as_player(cast, owner), stage.as_player(cast, "bendahara"));
    let id = stage.fresh();
    stage.act(
        &owner,
        settlement::report_remittance,
        json!({
            "id": id, "agreement": agreement, "amount": amount,
            "paid_on": stage.now.day(Zone::Wib), "method": "transfer",
            "reference": format!("TRF-CONTOH-{month:02}{day:02}"),
        }),
    )?;
    stage.now = at(2025, month, day + 1, 8);
    stage.act(&treasurer, settlement::confirm_remittance, json!({"remittance": id}))?;
    Ok(())
}

/// Both statements are shared by the rule; the state's part goes into one billing and is paid;
/// a maker is paid from what he may use.
pub fn share(stage: &mut Stage, cast: &Cast, statements: &[Uuid]) -> Result<(), Failure> {
    stage.now = at(2025, 12, 11, 9);
    let treasurer = stage.as_player(cast, "bendahara");
    let kalapas = stage.as_player(cast, "kalapas");
    let mut shared = Vec::new();
    for statement in statements {
        let id = stage.fresh();
        stage.act(&kalapas, settlement::distribute, json!({"id": id, "statement": statement}))?;
        shared.push(id);
    }
    deposit(stage, cast, &shared)?;
    let (maker, payout) = (cast.makers[0], stage.fresh());
    stage.now = at(2025, 12, 19, 9);
    stage.act(
        &treasurer,
        settlement::record_payout,
        json!({
            "id": payout, "maker": maker, "part": "usable", "amount": 5000, "method": "e_money",
            "reference": "EM-CONTOH-01", "paid_on": "2025-12-19",
        }),
    )?;
    stage.now = at(2025, 12, 19, 14);
    stage.act(&kalapas, settlement::confirm_payout, json!({"payout": payout}))?;
    Ok(())
}

fn deposit(stage: &mut Stage, cast: &Cast, shared: &[Uuid]) -> Result<(), Failure> {
    let treasurer = stage.as_player(cast, "bendahara");
    let kalapas = stage.as_player(cast, "kalapas");
    let billing = stage.fresh();
    stage.now = at(2025, 12, 12, 9);
    stage.act(
        &treasurer,
        settlement::issue_billing,
        json!({
            "id": billing, "code": "820251212000001", "issued_on": "2025-12-12",
            "distributions": shared,
        }),
    )?;
    stage.now = at(2025, 12, 15, 9);
    stage.act(
        &treasurer,
        settlement::record_deposit,
        json!({
            "id": stage.fresh(), "billing": billing, "paid_on": "2025-12-15", "ntb": "000000000001",
            "ntpn": "0000CONTOH000001",
        }),
    )?;
    stage.now = at(2025, 12, 15, 14);
    stage.act(&kalapas, settlement::confirm_deposit, json!({"billing": billing}))?;
    Ok(())
}

/// December, with the piece that came back: closed and approved, not yet remitted.
pub fn second_month(stage: &mut Stage, cast: &Cast, agreements: Agreements) -> Result<(), Failure> {
    close(stage, cast, agreements.acun, "2025-12-31", (1, 2)).map(drop)
}
