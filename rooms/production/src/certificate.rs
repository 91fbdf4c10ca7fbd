//! The certificate of a training as paper.

use db::{Read, Result};
use kernel::{Context, EntryId, MakerKind};
use paper::{Letterhead, Paper, Signer};
use people::Duty;
use serde_json::json;
use web::Ask;
use words::Speak;

use crate::{
    actions_training::load_own,
    inputs::TrainingKind,
    refusal::No,
    store_training as store,
    types::{Trainee, Training},
};

/// With the unit's letterhead and its head's signature.
pub fn certificate(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let (one, trainee) = asked(read, ctx, ask)?;
    let unit = people::load_consignor(read, one.consignor_id)?;
    let head = unit.letterhead(read, one.to)?;
    let role = ctx.lang.t("paper.sertifikat.approved_by");
    let signer = unit.signer(read, (role, Duty::Certificate, one.to))?;
    let paper = written(read, ctx, ask, ("sertifikat", &one, &trainee))?;
    Ok(paper.from(head, unit.city).signed(signer))
}

/// Nothing on it says where it was learnt; signed by names without their offices.
pub fn neutral_certificate(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let (one, trainee) = asked(read, ctx, ask)?;
    let unit = people::load_consignor(read, one.consignor_id)?;
    let role = ctx.lang.t("paper.sertifikat.approved_by");
    let known = unit.signer(read, (role, Duty::Certificate, one.to))?;
    let signer = Signer { role: known.role, name: known.name, ..Signer::default() };
    let lines = unit.brand.into_iter().collect();
    let head = Letterhead { lines, ..Letterhead::default() };
    let paper = written(read, ctx, ask, ("sertifikat-netral", &one, &trainee))?;
    Ok(paper.from(head, unit.city).signed(signer))
}

/// One who learnt there; a training that was taken back has no certificates.
fn asked(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Training, Trainee)> {
    let one = load_own(read, ctx, ask.id::<TrainingKind>("training")?)?;
    let maker = ask.id::<MakerKind>("maker")?;
    let trainees = store::trainees(read, one.id)?;
    let found = trainees.into_iter().find(|trainee| trainee.maker_id == maker);
    match (found, one.taken_back_on) {
        (Some(trainee), None) => Ok((one, trainee)),
        _ => Err(No::Unknown.into()),
    }
}

/// Its number has no code: whoever reads it must not learn whom it counts.
fn written(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    (template, one, trainee): (&'static str, &Training, &Trainee),
) -> Result<Paper> {
    let opened = ask.query("bacaan").and_then(|id| id.parse::<EntryId>().ok());
    let mut names = match opened {
        Some(id) => people::opened_names(read, ctx, id)?,
        None => std::collections::BTreeMap::new(),
    };
    let name = names.remove(&trainee.maker_id).map(|identity| identity.name).unwrap_or_default();
    let number = format!("{}/{:02}", one.number, trainee.line);
    let lang = ctx.lang;
    let figures = json!({
        "number": number, "title": one.title, "content": one.content, "hours": one.hours,
        "from": one.from, "to": one.to, "place": one.place, "maker": trainee.maker_id,
        "result": trainee.result, "examiner": one.examiner,
    });
    // The title may name the unit.
    let titled = template == "sertifikat";
    let examiner = Signer {
        role: lang.t("paper.sertifikat.examined_by").to_owned(),
        office: if titled { one.examiner_title.clone() } else { String::new() },
        name: one.examiner.clone(),
        ..Signer::default()
    };
    let result = lang.t(&format!("production.training.result_of.{}", trainee.result));
    let hours = kernel::number_in_words(one.hours.0, lang);
    let paper = Paper::of(template, lang, (one.id.uuid(), &number, one.to), figures);
    Ok(paper.name("person", name).name("result", result).name("hours", hours).signed(examiner))
}
