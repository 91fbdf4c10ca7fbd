//! What the five checks found, as a paper that somebody signs. What it states is kept with the order:
//! the findings of a day are not made anew from the records of a later one.

use db::{Read, Result};
use kernel::{AuditPackId, Context, Day, Period};
use paper::Paper;
use people::{Consignor, Duty};
use serde_json::Value;
use web::Ask;
use words::Speak;

use crate::{actions::may, refusal::No, store};

/// The findings of one day.
#[derive(Debug, Clone)]
pub struct Report {
    pub made_on: Day,
    pub period: Period,
    /// What the paper states.
    pub figures: Value,
}

/// The address of an order's report.
pub fn report_path(pack: AuditPackId) -> String {
    format!("/audit/{pack}/periksa.pdf")
}

impl Report {
    /// As a paper. Without an order nobody keeps what it states, so there is nothing to check it by.
    pub fn paper(
        &self,
        read: &mut Read,
        ctx: &Context,
        (unit, order): (&Consignor, Option<AuditPackId>),
    ) -> Result<Paper> {
        let (lang, day) = (ctx.lang, self.made_on);
        let head = unit.letterhead(read, day)?;
        let role = |key: &str| lang.t(&format!("paper.periksa.{key}"));
        let made = unit.signer(read, (role("made_by"), Duty::StateRevenue, day))?;
        let known = unit.signer(read, (role("known_by"), Duty::Report, day))?;
        let number = format!("PD-{}-{}", self.period.from, self.period.to);
        let subject = order.map_or(unit.id.uuid(), |order| order.uuid());
        let about = (subject, number.as_str(), day);
        let paper = Paper::of("periksa", lang, about, self.figures.clone())
            .from(head, unit.city.clone())
            .name(unit.id, unit.name.clone())
            .names(self.findings().map(|one| {
                let word = lang.t(&format!("settlement.finding.{one}"));
                (format!("finding.{one}"), word.to_owned())
            }))
            .signed(made)
            .signed(known);
        Ok(if order.is_some() { paper } else { paper.unchecked() })
    }

    fn findings(&self) -> impl Iterator<Item = &str> {
        let checks = self.figures["checks"].as_array();
        checks.into_iter().flatten().filter_map(|check| check["finding"].as_str())
    }
}

/// The report of a pack, as long as the order stands: its file may be let go before.
pub fn report_paper(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let id: AuditPackId = ask.id("pack")?;
    let own = store::find(read, id)?.filter(|pack| ctx.actor.sees_consignor(pack.consignor_id));
    let pack = own.ok_or(No::Unknown)?;
    // The house itself looks when a stranger checks a paper; it has no office.
    if !ctx.actor.user.uuid().is_nil() {
        may(&ctx.actor)?;
    }
    let (made_on, figures) = store::find_report(read, id)?.ok_or(No::NotReady)?;
    let unit = people::load_consignor(read, pack.consignor_id)?;
    Report { made_on, period: pack.period, figures }.paper(read, ctx, (&unit, Some(id)))
}
