//! What both sides change after the first month: a price, the days, a clause. And the unit keeps the
//! clauses as a template of its own.

use serde_json::{Value, json};

use crate::{
    Failure,
    demo::{
        cast::Cast,
        story::{Stage, at},
    },
};

/// From when it holds: long enough after the notice.
const FROM: &str = "2026-02-01";
const PROMOTION: &str = "PIHAK KEDUA boleh menyebut barang sebagai karya Warga Binaan dan menyebut nama kedua pihak dalam promosi.\n\
    PIHAK PERTAMA menyediakan kartu rak dan poster untuk tiap barang (contoh).\n\
    Nama, foto, dan keterangan pribadi pembuat barang tidak boleh disebut di mana pun.";
const PROMOTION_EN: &str = "The SECOND PARTY may call the goods the work of inmates and name both parties in its promotion.\n\
    The FIRST PARTY provides shelf cards and posters for each of the goods (example).\n\
    Names, pictures and personal particulars of the makers may not be given anywhere.";

/// Drafted and signed in December, in force from February: nothing of the story's own months changes.
pub fn agree(stage: &mut Stage, cast: &Cast, agreement: uuid::Uuid) -> Result<(), Failure> {
    let kasubsi = stage.as_player(cast, "kasubsi");
    stage.now = at(2025, 12, 17, 9);
    stage.act(&kasubsi, agreements::amend, terms(stage, cast, agreement))?;
    stage.act(&kasubsi, agreements::reword, clauses(stage, agreement))?;
    let (head, owner) = (cast.player("kalapas").name, cast.player("hendri").name);
    for (side, who, office, acting_for, number) in [
        ("consignor", head, "Kepala Lapas", "Lapas Kelas IIA Pangkalpinang", None),
        ("shop", owner, "Pimpinan toko", "Toko Acun Akuarium", Some("002/TAA/XII/2025 (contoh)")),
    ] {
        stage.act(
            &kasubsi,
            agreements::sign,
            json!({
                "id": stage.fresh(), "agreement": agreement, "side": side, "name": who,
                "office": office, "acting_for": acting_for, "signed_on": "2025-12-17",
                "number": number,
            }),
        )?;
    }
    stage.now = at(2025, 12, 18, 9);
    let kalapas = stage.as_player(cast, "kalapas");
    stage.act(
        &kalapas,
        agreements::enforce,
        json!({
            "id": stage.fresh(), "agreement": agreement,
            "no_scan_reason": "Contoh: naskah bertanda tangan tidak disertakan",
        }),
    )?;
    stage.act(
        &kasubsi,
        agreements::keep_template,
        json!({
            "id": stage.fresh(), "agreement": agreement, "name": "Naskah PKS Lapas (contoh)",
        }),
    )?;
    Ok(())
}

fn terms(stage: &Stage, cast: &Cast, agreement: uuid::Uuid) -> Value {
    json!({
        "id": stage.fresh(), "agreement": agreement,
        "number": "W7.PAS.CONTOH-HH.05.05-009 (contoh)",
        "reason": "Harga papan naik; kedua pihak menyesuaikan harga glodok dan waktu setor (contoh)",
        "valid_from": FROM, "clauses_follow": true, "ends_on": "2026-11-02",
        "part": {"kind": "percent_of_gross", "percent": "20"},
        "price_set_by": "consignor", "cycle": "monthly", "payment_days": 14,
        "damage_borne_by": "consignor", "loss_borne_by": "shop", "return_days": 14,
        "notice_days": 30,
        "deductibles": [{"kind": "transport", "allowed": true, "limit": 75000}],
        "annex": [
            {"product": cast.trap, "price": 30000, "quantity": 150},
            {"product": cast.nest, "price": 47500, "quantity": 50},
        ],
    })
}

/// The shipped clauses with one that says more.
fn clauses(stage: &Stage, agreement: uuid::Uuid) -> Value {
    let all = agreements::shipped().clauses.iter().map(|clause| {
        let mut one = json!(clause);
        if clause.article == Some(agreements::Article::Promotion) {
            one["text"] = json!(PROMOTION);
            one["text_en"] = json!(PROMOTION_EN);
        }
        one
    });
    json!({"id": stage.fresh(), "agreement": agreement, "clauses": all.collect::<Vec<_>>()})
}
