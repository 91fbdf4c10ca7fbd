//! The monthly report and the press sheet as papers.

use db::{Read, Result};
use kernel::{ConsignorId, ConsignorKind, Context, Day};
use paper::Paper;
use people::Duty;
use serde_json::{Value, json};
use web::Ask;
use words::Speak;

use crate::{
    inputs::{AskPress, AskReport},
    month::Month,
    press::sentences,
    report::{ProductTotals, press, report, seen_unit},
};

/// What an address asks for: `/laporan/{consignor}/{month}`.
pub fn asked_report(ask: &Ask) -> Result<AskReport> {
    let month = ask.param("month").and_then(|month| month.parse::<Month>().ok());
    Ok(AskReport { consignor: unit_of(ask)?, month: month.ok_or(people::No::Unknown)? })
}

/// `/siaran-pers/{consignor}/{first}/{last}`.
pub fn asked_press(ask: &Ask) -> Result<AskPress> {
    let day = |name: &str| ask.param(name).and_then(|day| day.parse::<Day>().ok());
    let (first, last) = day("first").zip(day("last")).ok_or(people::No::Unknown)?;
    Ok(AskPress { consignor: unit_of(ask)?, first, last })
}

fn unit_of(ask: &Ask) -> Result<ConsignorId> {
    Ok(ask.id::<ConsignorKind>("consignor")?)
}

/// Laporan bulanan for the regional office: signed on the day on which it is printed. Of a month
/// that is over it says the same for ever; one of a month that runs says of which day it is.
pub fn monthly_report(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let one = report(read, ctx, &asked_report(ask)?)?;
    let unit = people::load_consignor(read, one.consignor_id)?;
    let (today, day) = (ctx.today(), one.month.last().min(ctx.today()));
    let as_of = one.provisional.then_some(today);
    let figures = json!({
        "unit": one.consignor_id, "month": one.month, "provisional": one.provisional,
        "as_of": as_of,
        "from": one.month.first(), "to": one.month.last(),
        "products": products(&one.products), "gross": one.gross, "shop_part": one.shop_part,
        "jobs": one.jobs, "remitted": one.remitted, "premi": one.premi,
        "premi_people": one.premi_people, "people_at_work": one.people_at_work,
        "state": one.state, "target_month": one.target_month, "target_year": one.target_year,
        "paid_year": one.paid_year, "agreements": one.agreements,
    });
    let number = match as_of {
        Some(day) => format!("LAP-{}-S{:02}", one.month, day.day_of_month()),
        None => format!("LAP-{}", one.month),
    };
    let head = unit.letterhead(read, today)?;
    let role = ctx.lang.t("paper.laporan.reported_by");
    let signer = unit.signer(read, (role, Duty::Report, today))?;
    let about = (unit.id.uuid(), number.as_str(), day);
    Ok(Paper::of("laporan", ctx.lang, about, figures)
        .from(head, unit.city)
        .names(named(&one.products))
        .name("month", one.month.name(ctx.lang))
        .name("kanwil", unit.kanwil)
        .name("written_on", today.to_string())
        .name(unit.id, unit.name)
        .signed(signer))
}

/// Siaran pers: what the records of a period say to everybody; dated the day it is printed.
pub fn press_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    let one = press(read, ctx, &asked_press(ask)?)?;
    let unit = seen_unit(read, ctx, one.consignor_id)?;
    let figures = json!({
        "unit": one.consignor_id, "from": one.from, "to": one.to,
        "products": products(&one.products), "shops": one.shops, "premi": one.premi,
        "premi_people": one.premi_people, "people_at_work": one.people_at_work,
        "state_paid": one.state_paid,
    });
    let (first, last) = (Month::of(one.from), Month::of(one.to));
    let number = match first == last {
        true => format!("SP-{last}"),
        false => format!("SP-{first}-{last}"),
    };
    let today = ctx.today();
    let head = unit.letterhead(read, today)?;
    let role = ctx.lang.t("paper.siaran-pers.told_by");
    let signer = unit.signer(read, (role, Duty::Press, today))?;
    let about = (unit.id.uuid(), number.as_str(), one.to);
    let mut paper = Paper::of("siaran-pers", ctx.lang, about, figures)
        .from(head, unit.city.clone())
        .names(named(&one.products))
        .name("written_on", today.to_string())
        .name("contact", unit.complaint_contact.clone().or(unit.phone.clone()).unwrap_or_default())
        .signed(signer);
    paper.spoken.insert("body".into(), sentences(ctx.lang, &unit, &one).join("\n"));
    Ok(paper)
}

fn products(all: &[ProductTotals]) -> Vec<Value> {
    let one = |one: &ProductTotals| {
        json!({ "product": one.product_id, "made": one.made, "rejected": one.rejected,
            "sent": one.sent, "sold": one.sold, "gross": one.gross })
    };
    all.iter().map(one).collect()
}

fn named(all: &[ProductTotals]) -> Vec<(String, String)> {
    let names = all.iter().flat_map(|one| {
        let id = one.product_id;
        [(id.to_string(), one.product.clone()), (format!("{id}.unit"), one.unit.clone())]
    });
    names.collect()
}
