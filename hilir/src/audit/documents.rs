//! The papers in the pack: each as it is printed on any other day, and its figures as JSON.

use db::Read;
use kernel::{AgreementId, Context, Period};
use paper::Paper;
use people::Consignor;
use serde_json::{Value, json};
use settlement::{Check, Dossier};
use web::{Ask, MakePaper};
use words::Speak;

use super::{
    House, Sums, Trouble, Wanted,
    bundle::{Bundle, plain},
};

/// What is called after each document.
type Step<'s> = &'s mut dyn FnMut() -> Result<(), Trouble>;

/// The agreements of the unit that were ever in force, and whether they have a day in the period:
/// goods of one that is over stay sellable, so all of them may stand in the chain.
pub fn agreements(
    house: &House,
    ctx: &Context,
    wanted: &Wanted,
) -> Result<Vec<(AgreementId, bool)>, Trouble> {
    let Period { from, to } = wanted.period;
    let mut all = Vec::new();
    let mut offset = 0;
    loop {
        let page = house.read(ctx, move |read, ctx| {
            let asked = agreements::Listed::by(&ctx.actor, ctx.today());
            let asked = asked.map(|asked| agreements::Listed { offset, ..asked });
            let page = asked.map(|asked| agreements::list_agreements(read, &asked)).transpose()?;
            Ok(page.map(|(page, _)| page).unwrap_or_default())
        })?;
        if page.is_empty() {
            return Ok(all);
        }
        offset += page.len() as i64;
        let signed = page.iter().filter(|one| one.enforced_by.is_some());
        let within = |one: &agreements::Agreement| {
            one.effective_from <= to && one.course().last_day() >= from
        };
        all.extend(signed.map(|one| (one.id, within(one))));
    }
}

/// Each agreement with its addenda in force.
pub fn agreement_papers(
    house: &House,
    ctx: &Context,
    all: &[AgreementId],
    bundle: &mut Bundle,
    step: Step<'_>,
) -> Result<(), Trouble> {
    for id in all.iter().copied() {
        let parts = [("agreement", id.to_string())];
        let path = format!("/pks/{id}/pks.pdf");
        put(house, ctx, (agreements::agreement_paper, &path, &parts), "pks", bundle)?;
        let versions = house.read(ctx, move |read, _| agreements::versions(read, id))?;
        let in_force = versions.iter().filter(|terms| terms.state == agreements::State::InForce);
        for terms in in_force.filter(|terms| terms.version > 1) {
            let version = terms.version.to_string();
            let path = format!("/pks/{id}/addendum/{version}/addendum.pdf");
            let parts = [("agreement", id.to_string()), ("version", version)];
            put(house, ctx, (agreements::addendum_paper, &path, &parts), "pks", bundle)?;
        }
        step()?;
    }
    Ok(())
}

/// Statements, receipts, distributions and billings.
pub fn settlement_papers(
    house: &House,
    ctx: &Context,
    dossier: &Dossier,
    bundle: &mut Bundle,
    step: Step<'_>,
) -> Result<(), Trouble> {
    let texts = |ids: &mut dyn Iterator<Item = String>| ids.collect::<Vec<_>>();
    let kinds: [(MakePaper, [&'static str; 4], Vec<String>); 4] = [
        (
            settlement::statement_paper,
            ["statement", "nota", "nota", "nota"],
            texts(&mut dossier.statements.iter().map(ToString::to_string)),
        ),
        (
            settlement::receipt_paper,
            ["remittance", "setoran", "kwitansi", "setoran"],
            texts(&mut dossier.remittances.iter().map(ToString::to_string)),
        ),
        (
            settlement::distribution_paper,
            ["distribution", "pembagian", "pembagian", "pembagian"],
            texts(&mut dossier.distributions.iter().map(ToString::to_string)),
        ),
        (
            settlement::billing_paper,
            ["billing", "pnbp", "pnbp", "billing"],
            texts(&mut dossier.billings.iter().map(ToString::to_string)),
        ),
    ];
    for (make, [part, place, name, folder], ids) in kinds {
        for id in ids {
            let path = format!("/{place}/{id}/{name}.pdf");
            put(house, ctx, (make, &path, &[(part, id)]), folder, bundle)?;
            step()?;
        }
    }
    Ok(())
}

/// Makes a paper, prints it, and puts it into the pack with its figures.
fn put(
    house: &House,
    ctx: &Context,
    (make, path, parts): (MakePaper, &str, &[(&str, String)]),
    folder: &str,
    bundle: &mut Bundle,
) -> Result<(), Trouble> {
    let ask = Ask::of_parts(path, parts, ctx.lang);
    let paper = house.read(ctx, move |read: &mut Read, ctx| make(read, ctx, &ask))?;
    let address = format!("{}{path}/cek/{}", house.public_url, paper.mark());
    let pdf = crate::house::print(&paper, &address)?;
    let name = plain(&paper.number);
    bundle.add(&format!("{folder}/{name}.pdf"), &pdf)?;
    bundle.add(&format!("{folder}/{name}.json"), &serde_json::to_vec_pretty(&stated(&paper))?)
}

/// What the paper states, for a program.
fn stated(paper: &Paper) -> Value {
    json!({
        "paper": paper.template, "record": paper.subject, "number": paper.number,
        "day": paper.day, "figures": paper.figures, "names": paper.names,
        "sha256_of_figures": paper.digest(),
    })
}

/// The first page: the five findings with the lines behind each.
pub fn front(
    house: &House,
    ctx: &Context,
    (wanted, unit): (&Wanted, &Consignor),
    (checks, sums): (&[Check], Sums),
    bundle: &mut Bundle,
) -> Result<(), Trouble> {
    let lang = ctx.lang;
    let figures = json!({
        "unit": unit.id, "from": wanted.period.from, "to": wanted.period.to,
        "made_on": ctx.today(), "sold": sums.sold, "gross": sums.gross, "checks": checks,
    });
    let number = format!("{} – {}", wanted.period.from, wanted.period.to);
    let about = (unit.id.uuid(), number.as_str(), ctx.today());
    let writer = unit.clone();
    let head = house.read(ctx, move |read, ctx| writer.letterhead(read, ctx.today()))?;
    let mut paper = Paper::of("periksa", lang, about, figures)
        .from(head, unit.city.clone())
        .name(unit.id, unit.name.clone())
        .sign(lang.t("paper.periksa.treasurer"), unit.name.clone())
        .sign(lang.t("paper.periksa.head"), unit.name.clone())
        .unchecked();
    for check in checks {
        let word = lang.t(&format!("settlement.finding.{}", check.finding));
        paper = paper.name(format!("finding.{}", check.finding), word);
    }
    let pdf = crate::house::print(&paper, "")?;
    bundle.add("temuan.pdf", &pdf)?;
    bundle.add("temuan.json", &serde_json::to_vec_pretty(&stated(&paper))?)
}
