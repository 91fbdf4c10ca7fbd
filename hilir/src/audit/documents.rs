//! The papers in the pack: each as it is printed on any other day, and its figures as JSON.

use std::collections::BTreeSet;

use db::Read;
use kernel::{AgreementId, Context, Period};
use paper::Paper;
use people::Consignor;
use serde_json::{Value, json};
use settlement::{Check, Dossier};
use web::{Ask, MakePaper};

use super::{
    House, Trouble, Wanted,
    bundle::{Bundle, plain},
    gather::Look,
    spool::Waiting,
};

/// Lines of one finding on paper; the list holds them all.
const LINES_PRINTED: usize = 200;

/// The agreements of the unit that were ever in force, and whether they have a day in the period:
/// goods of one that is over stay sellable, so all of them may stand in the chain.
pub fn agreements(
    read: &mut Read,
    ctx: &Context,
    wanted: &Wanted,
) -> Result<Vec<(AgreementId, bool)>, Trouble> {
    let Period { from, to } = wanted.period;
    let mut all = Vec::new();
    let mut offset = 0;
    let Some(asked) = agreements::Listed::by(&ctx.actor, ctx.today()) else { return Ok(all) };
    loop {
        let asked = agreements::Listed { offset, ..asked.clone() };
        let (page, _) = agreements::list_agreements(read, &asked)?;
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

/// Each agreement that is within the period, or sold in it, with its addenda in force.
pub fn agreement_papers(look: &mut Look<'_>, sold: &BTreeSet<AgreementId>) -> Result<(), Trouble> {
    let belongs = |(id, within): &(AgreementId, bool)| *within || sold.contains(id);
    for (id, _) in look.agreements.clone().into_iter().filter(belongs) {
        let parts = [("agreement", id.to_string())];
        let path = format!("/pks/{id}/pks.pdf");
        put(look, (agreements::agreement_paper, &path, &parts), "pks")?;
        let versions = agreements::versions(look.read, id)?;
        let in_force = versions.iter().filter(|terms| terms.state == agreements::State::InForce);
        for terms in in_force.filter(|terms| terms.version > 1) {
            let version = terms.version.to_string();
            let path = format!("/pks/{id}/addendum/{version}/addendum.pdf");
            let parts = [("agreement", id.to_string()), ("version", version)];
            put(look, (agreements::addendum_paper, &path, &parts), "pks")?;
        }
    }
    Ok(())
}

/// Statements, receipts, distributions and billings.
pub fn settlement_papers(look: &mut Look<'_>, dossier: &Dossier) -> Result<(), Trouble> {
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
            put(look, (make, &path, &[(part, id)]), folder)?;
        }
    }
    Ok(())
}

/// Makes a paper and lets it wait for the press.
fn put(
    look: &mut Look<'_>,
    (make, path, parts): (MakePaper, &str, &[(&str, String)]),
    folder: &str,
) -> Result<(), Trouble> {
    let ask = Ask::of_parts(path, parts, look.ctx.lang);
    let paper = make(look.read, look.ctx, &ask)?;
    let record = paper.subject;
    let stem = look.papers.put(format!("{folder}/{}", plain(&paper.number)), path, paper)?;
    look.files.insert(record, format!("{stem}.pdf"));
    Ok(())
}

/// Prints a paper that waited, and puts it into the pack with its figures.
pub fn print(house: &House, waiting: &Waiting, bundle: &mut Bundle) -> Result<(), Trouble> {
    let Waiting { stem, path, paper, .. } = waiting;
    let address = format!("{}{path}/cek/{}", house.public_url, paper.mark());
    let pdf = crate::house::print(paper, &address)?;
    bundle.add(&format!("{stem}.pdf"), &pdf)?;
    bundle.add(&format!("{stem}.json"), &serde_json::to_vec_pretty(&stated(paper))?)
}

/// What the paper states, for a program.
fn stated(paper: &Paper) -> Value {
    json!({
        "paper": paper.template, "record": paper.subject, "number": paper.number,
        "day": paper.day, "figures": paper.figures, "names": paper.names,
        "sha256_of_figures": paper.digest(),
    })
}

fn first_lines(check: &Check) -> Value {
    let line = |line: &settlement::CheckLine| {
        json!({
            "what": line.what, "amount": line.amount, "days": line.days,
        })
    };
    let lines: Vec<_> = check.lines.iter().take(LINES_PRINTED).map(line).collect();
    json!({
        "finding": check.finding, "passed": check.passed, "count": check.count, "lines": lines,
    })
}

/// The first page: the five findings with the first of the lines behind each.
pub fn front(
    look: &mut Look<'_>,
    unit: &Consignor,
    checks: &[Check],
) -> Result<audit::Report, Trouble> {
    let period = look.wanted.period;
    let figures = json!({
        "unit": unit.id, "from": period.from, "to": period.to, "made_on": look.ctx.today(),
        "sold": look.sums.sold, "gross": look.sums.gross,
        "checks": checks.iter().map(first_lines).collect::<Vec<_>>(),
    });
    let report = audit::Report { made_on: look.ctx.today(), period, figures };
    let paper = report.paper(look.read, look.ctx, (unit, look.wanted.order))?;
    let path = look.wanted.order.map(audit::report_path).unwrap_or_default();
    look.papers.put("temuan".to_owned(), &path, paper)?;
    Ok(report)
}
