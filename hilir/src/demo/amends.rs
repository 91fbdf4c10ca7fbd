//! What went wrong and was put right by two people; and a maker who moved, his premi after him.

use kernel::Context;
use serde_json::json;
use uuid::Uuid;

use crate::{
    Failure,
    demo::{
        cast::Cast,
        story::{Agreements, Batches, Stage, at},
    },
};

/// The Bendahara, who records money, and the Kalapas, who agrees.
fn desks(stage: &Stage, cast: &Cast) -> (Context, Context) {
    (stage.as_player(cast, "bendahara"), stage.as_player(cast, "kalapas"))
}

/// A surat jalan that did not leave: the car was needed elsewhere. It goes on the Monday.
pub fn recalled(
    stage: &mut Stage,
    cast: &Cast,
    agreements: Agreements,
    batches: Batches,
) -> Result<(), Failure> {
    let (kasubsi, delivery) = (stage.as_player(cast, "kasubsi"), stage.fresh());
    stage.now = at(2025, 12, 30, 8);
    stage.act(
        &kasubsi,
        consignment::deliver,
        json!({
            "id": delivery, "agreement": agreements.acun, "sent_on": "2025-12-30",
            "lines": [{"batch": batches.more_traps, "quantity": 4}],
            "carried_by": "Petugas Lapas (contoh)",
        }),
    )?;
    stage.now = at(2025, 12, 30, 11);
    stage.act(
        &kasubsi,
        consignment::recall_delivery,
        json!({
            "id": stage.fresh(), "delivery": delivery,
            "reason": "Belum jadi berangkat: mobil dinas dipakai (contoh)",
        }),
    )?;
    Ok(())
}

/// A transfer that was confirmed before it came, and never did: taken back by two people, and owed
/// again.
pub fn bounced(stage: &mut Stage, cast: &Cast, remittance: Uuid) -> Result<(), Failure> {
    let (treasurer, kalapas) = desks(stage, cast);
    let reversal = stage.fresh();
    stage.now = at(2025, 12, 8, 9);
    stage.act(
        &treasurer,
        settlement::reverse_remittance,
        json!({
            "id": reversal, "remittance": remittance,
            "reason": "Transfer dikembalikan bank, uangnya tidak pernah masuk (contoh)",
        }),
    )?;
    stage.now = at(2025, 12, 8, 11);
    let agreed = json!({"money_reversal": reversal});
    stage.act(&kalapas, settlement::confirm_money_reversal, agreed)?;
    Ok(())
}

/// The first NTPN was typed wrongly, and confirmed; the payment is taken back by two people.
/// What is recorded after it is the payment as it was.
pub fn wrong_deposit(stage: &mut Stage, cast: &Cast, billing: Uuid) -> Result<(), Failure> {
    deposit(stage, cast, billing, ("0000CONTOH000010", 15))?;
    let (treasurer, kalapas) = desks(stage, cast);
    let reversal = stage.fresh();
    stage.now = at(2025, 12, 16, 9);
    stage.act(
        &treasurer,
        settlement::reverse_deposit,
        json!({
            "id": reversal, "billing": billing,
            "reason": "NTPN salah ketik, dua angka terakhir terbalik (contoh)",
        }),
    )?;
    stage.now = at(2025, 12, 16, 11);
    stage.act(&kalapas, settlement::confirm_reversal, json!({"reversal": reversal}))?;
    deposit(stage, cast, billing, ("0000CONTOH000001", 16))
}

/// Recorded by the Bendahara, compared with the receipt by the Kalapas.
fn deposit(
    stage: &mut Stage,
    cast: &Cast,
    billing: Uuid,
    (ntpn, day): (&str, u32),
) -> Result<(), Failure> {
    let (treasurer, kalapas) = desks(stage, cast);
    stage.now = at(2025, 12, day, 13);
    stage.act(
        &treasurer,
        settlement::record_deposit,
        json!({
            "id": stage.fresh(), "billing": billing, "paid_on": "2025-12-15",
            "ntb": "000000000001", "ntpn": ntpn,
        }),
    )?;
    stage.now = at(2025, 12, day, 15);
    stage.act(&kalapas, settlement::confirm_deposit, json!({"billing": billing}))?;
    Ok(())
}

/// Premi is paid to two makers; one of the payments was another's, and goes back to his balance.
pub fn payouts(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    payout(stage, cast, (0, 5000, "EM-CONTOH-01"))?;
    let wrong = payout(stage, cast, (1, 4000, "EM-CONTOH-02"))?;
    let (treasurer, kalapas) = desks(stage, cast);
    let reversal = stage.fresh();
    stage.now = at(2025, 12, 22, 9);
    stage.act(
        &treasurer,
        settlement::reverse_payout,
        json!({
            "id": reversal, "payout": wrong,
            "reason": "Kartunya ditolak; uangnya tidak jadi masuk (contoh)",
        }),
    )?;
    stage.now = at(2025, 12, 22, 11);
    let agreed = json!({"payout_reversal": reversal});
    stage.act(&kalapas, settlement::confirm_payout_reversal, agreed)?;
    Ok(())
}

fn payout(
    stage: &mut Stage,
    cast: &Cast,
    (maker, amount, reference): (usize, i64, &str),
) -> Result<Uuid, Failure> {
    let (treasurer, kalapas) = desks(stage, cast);
    let payout = stage.fresh();
    stage.now = at(2025, 12, 19, 9);
    stage.act(
        &treasurer,
        settlement::record_payout,
        json!({
            "id": payout, "maker": cast.makers[maker], "part": "usable", "amount": amount,
            "method": "e_money", "reference": reference, "paid_on": "2025-12-19",
        }),
    )?;
    stage.now = at(2025, 12, 19, 14);
    stage.act(&kalapas, settlement::confirm_payout, json!({"payout": payout}))?;
    Ok(payout)
}

/// A maker goes to another unit.
pub fn moved(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let kasubsi = stage.as_player(cast, "kasubsi");
    stage.now = at(2025, 12, 29, 10);
    stage.act(
        &kasubsi,
        people::transfer_maker,
        json!({
            "id": stage.fresh(), "maker": cast.makers[2], "to": cast.next_unit,
            "moved_on": "2025-12-29",
        }),
    )?;
    Ok(())
}

/// His premi is sent after him; the unit has not yet said that it came. Another is free on the
/// same day.
pub fn premi_follows(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let (kasubsi, treasurer) = (stage.as_player(cast, "kasubsi"), desks(stage, cast).0);
    stage.now = at(2026, 1, 2, 10);
    stage.act(
        &treasurer,
        settlement::send_premi,
        json!({
            "id": stage.fresh(), "maker": cast.makers[2], "sent_on": "2026-01-02",
            "reference": "TRF-CONTOH-PREMI-01",
        }),
    )?;
    stage.now = at(2026, 1, 2, 11);
    stage.act(
        &kasubsi,
        people::release_maker,
        json!({"id": stage.fresh(), "maker": cast.makers[5], "released_on": "2026-01-02"}),
    )?;
    Ok(())
}

/// The wrong maker was marked as free; another saw it within the hour.
pub fn released_by_mistake(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    let (kasubsi, kalapas) = (stage.as_player(cast, "kasubsi"), desks(stage, cast).1);
    let (maker, reversal) = (cast.makers[4], stage.fresh());
    stage.now = at(2026, 1, 2, 13);
    stage.act(
        &kasubsi,
        people::release_maker,
        json!({"id": stage.fresh(), "maker": maker, "released_on": "2026-01-02"}),
    )?;
    stage.act(
        &kasubsi,
        people::reverse_release,
        json!({"id": reversal, "maker": maker, "reason": "Salah pilih kode pembuat (contoh)"}),
    )?;
    stage.now = at(2026, 1, 2, 14);
    let agreed = json!({"release_reversal": reversal});
    stage.act(&kalapas, people::confirm_release_reversal, agreed)?;
    Ok(())
}
