//! How the unit's papers look, and who signs them. Said last, so that it stands on every paper of
//! the story: what nobody said at the time is filled by what was said later.

use serde_json::{Value, json};

use crate::{
    Failure,
    demo::{cast::Cast, story::Stage},
};

/// Drawn for this demo, no office's emblem: beside it stands the drawing it was made from.
const LOGO: &[u8] = include_bytes!("../../demo/logo-contoh.png");
/// When the story begins.
const FROM: &str = "2025-10-01";

pub fn furnish(stage: &mut Stage, cast: &Cast) -> Result<(), Failure> {
    letterhead(stage, cast)?;
    let kasubsi = ["delivery", "difference", "statement", "sharing"];
    signs(stage, cast, ("kasubsi", &kasubsi), Some("Kepala Lapas Kelas IIA Pangkalpinang"))?;
    let bendahara = ["receipt", "premi", "state_revenue"];
    signs(stage, cast, ("bendahara", &bendahara), None)?;
    training(stage, cast)?;
    let kalapas = ["sharing_approval", "agreement", "report", "certificate", "press"];
    signs(stage, cast, ("kalapas", &kalapas), None)
}

/// What five of the makers learnt before the first batch.
fn training(stage: &Stage, cast: &Cast) -> Result<(), Failure> {
    let results = ["very_good", "good", "good", "fair", "good"];
    let trainees: Vec<Value> = cast
        .makers
        .iter()
        .zip(results)
        .map(|(maker, result)| json!({ "maker": maker, "result": result }))
        .collect();
    let input = json!({
        "id": stage.fresh(), "number": "PLT/01/X/2025 (contoh)",
        "title": "Pembuatan perangkap tikus dari kawat",
        "content": "Mengukur dan memotong kawat\nMerakit rangka dan pintu\nMemeriksa mutu",
        "hours": 40, "from": "2025-10-06", "to": "2025-10-17", "place": "Bengkel kerja Lapas",
        "examiner": "Petugas Periksa Mutu (contoh)", "examiner_title": "Staf Kegiatan Kerja",
        "trainees": trainees,
    });
    stage.act(&stage.as_player(cast, "kasubsi"), production::record_training, input)?;
    Ok(())
}

fn letterhead(stage: &Stage, cast: &Cast) -> Result<(), Failure> {
    let logo = Some(people::develop_logo(LOGO)?);
    let input = json!({
        "id": stage.fresh(), "consignor": cast.lapas, "valid_from": FROM,
        "lines": "Kementerian Imigrasi dan Pemasyarakatan Republik Indonesia\n\
            Direktorat Jenderal Pemasyarakatan\n\
            Kantor Wilayah Kepulauan Bangka Belitung\n\
            Lembaga Pemasyarakatan Kelas IIA Pangkalpinang",
        "foot": "Jalan Contoh Nomor 1, Pangkalpinang · Telepon 0717-000000 (contoh)",
    });
    let input: people::SetLetterhead =
        serde_json::from_value(input).map_err(|error| Failure::new(error.to_string()))?;
    let who = stage.as_player(cast, "kalapas");
    stage.write(move |tx| people::set_letterhead(tx, &who, &input, &logo).map(|_| ()))
}

fn signs(
    stage: &Stage,
    cast: &Cast,
    (player, duties): (&str, &[&str]),
    acting_for: Option<&str>,
) -> Result<(), Failure> {
    let one = cast.player(player);
    let duties: serde_json::Map<String, Value> =
        duties.iter().map(|duty| ((*duty).to_owned(), Value::Bool(true))).collect();
    let input = json!({
        "id": stage.fresh(), "consignor": cast.lapas, "valid_from": FROM, "duties": duties,
        "job_title": one.job_title, "name": one.name, "employee_number": "00000000 000000 0 000",
        "acting_for": acting_for,
    });
    stage.act(&stage.as_player(cast, "kalapas"), people::set_signatory, input)?;
    Ok(())
}
