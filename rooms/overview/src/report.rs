//! A unit's month for the regional office, and what may be told to the press: totals only.

use db::{Read, Result};
use kernel::{Capability, ConsignorId, Context, Day, Period, ProductId, Reach, Rupiah};
use people::Consignor;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    inputs::{AskPress, AskReport},
    month::Month,
    refusal::No,
    store::{self, Scope},
    store_goods, store_report,
};

/// A figure over fewer people than this says something of one of them.
const PEOPLE_MIN: i64 = 5;

/// A number of people, or a sum over them, that is told only of five and more; of nobody it is
/// told that there was nobody.
pub const fn told<T: Copy>(people: i64, figure: T) -> Option<T> {
    match people {
        1..PEOPLE_MIN => None,
        _ => Some(figure),
    }
}

/// A product in a period, of all shops together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProductTotals {
    pub product_id: ProductId,
    pub product: String,
    pub unit: String,
    /// Passed the check.
    pub made: i64,
    pub rejected: i64,
    /// Left the workshop for a shop.
    pub sent: i64,
    /// Sold, less what came back.
    pub sold: i64,
    /// What buyers paid.
    pub gross: Rupiah,
}

/// The state's part in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StateTotals {
    /// Became due by sharing; nothing where the premi is not told, for by the rule it says them.
    pub due: Option<Rupiah>,
    /// Paid to the treasury.
    pub paid: Rupiah,
    /// Of all that ever became due, unpaid at the period's end; told as `due` is.
    pub open: Option<Rupiah>,
}

impl StateTotals {
    /// What remains to be told where the premi were of so many people.
    fn told(self, people: i64) -> Self {
        let keep = |figure: Option<Rupiah>| figure.and_then(|figure| told(people, figure));
        Self { due: keep(self.due), open: keep(self.open), ..self }
    }
}

/// Agreements at the end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AgreementTotals {
    pub in_force: i64,
    /// Shops that have one.
    pub shops: i64,
    pub begun: i64,
    pub ended: i64,
}

/// A unit's month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Report {
    pub consignor_id: ConsignorId,
    pub unit_name: String,
    pub month: Month,
    /// The month is not over.
    pub provisional: bool,
    pub products: Vec<ProductTotals>,
    /// What buyers paid at the shops, less what they took back.
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    /// What buyers paid for orders that were handed over.
    pub jobs: Rupiah,
    /// Confirmed money of the shops, by the day it was paid.
    pub remitted: Rupiah,
    /// Credited to makers; nothing where fewer than five got it.
    pub premi: Option<Rupiah>,
    /// Nothing where they are fewer than five.
    pub premi_people: Option<i64>,
    /// Makers of what was in work; nothing where they are fewer than five.
    pub people_at_work: Option<i64>,
    pub state: StateTotals,
    pub target_month: Option<Rupiah>,
    pub target_year: Option<Rupiah>,
    pub paid_year: Rupiah,
    pub agreements: AgreementTotals,
}

/// What may be told of a unit's period to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PressFigures {
    pub consignor_id: ConsignorId,
    pub from: Day,
    pub to: Day,
    pub products: Vec<ProductTotals>,
    pub shops: i64,
    pub premi: Option<Rupiah>,
    pub premi_people: Option<i64>,
    pub people_at_work: Option<i64>,
    /// Nothing where the premi are not told.
    pub state_paid: Option<Rupiah>,
}

/// A unit whose totals the person may see: his own, one under his regional office, any.
pub fn seen_unit(read: &mut Read, ctx: &Context, id: ConsignorId) -> Result<Consignor> {
    let unknown = || people::No::Unknown.into();
    let unit = people::load_consignor(read, id)?;
    match &ctx.actor.reach {
        Reach::All => Ok(unit),
        Reach::Consignor(own) if *own == id => Ok(unit),
        Reach::Kanwil(office) if *office == unit.kanwil => {
            ctx.actor.require(Capability::Oversee)?;
            Ok(unit)
        }
        _ => Err(unknown()),
    }
}

/// A month that has begun; a later one has no report.
pub fn report(read: &mut Read, ctx: &Context, asked: &AskReport) -> Result<Report> {
    let unit = seen_unit(read, ctx, asked.consignor)?;
    let (id, month) = (unit.id, asked.month);
    if month.first() > ctx.today() {
        return Err(people::No::Unknown.into());
    }
    let period = month.period();
    let money = store::by_month(read, Scope::unit(id), &[month])?;
    let (premi, premi_people) = store::premi_of(read, id, period)?;
    let at_work = store_goods::makers_at_work(read, id, period)?;
    let targets = store::state_revenue(read, id, month)?;
    Ok(Report {
        consignor_id: id,
        unit_name: unit.name,
        month,
        provisional: month.last() >= ctx.today(),
        products: products(read, id, period)?,
        gross: money.iter().map(|one| one.gross).sum(),
        shop_part: money.iter().map(|one| one.shop_part).sum(),
        jobs: store::jobs_paid(read, id, month)?.0,
        remitted: store_report::remitted(read, id, period)?,
        premi: told(premi_people, premi),
        premi_people: told(premi_people, premi_people),
        people_at_work: told(at_work, at_work),
        state: store_report::state(read, id, period)?.told(premi_people),
        target_month: targets.target_month,
        target_year: targets.target_year,
        paid_year: targets.paid_year,
        agreements: store_report::agreements(read, id, period)?,
    })
}

/// Months of one press sheet.
const PRESS_MONTHS_MAX: usize = 36;

/// The whole months that two days span, all over by today.
fn whole_months(asked: &AskPress, today: Day) -> Result<Vec<Month>> {
    let (first, last) = (Month::of(asked.first), Month::of(asked.last));
    let whole = asked.first == first.first() && asked.last == last.last();
    if !whole || first > last || last >= Month::of(today) {
        return Err(No::WholeMonths.at("last").into());
    }
    let mut months = last.run_up(PRESS_MONTHS_MAX);
    months.retain(|month| *month >= first);
    match months.first() {
        Some(begin) if *begin == first => Ok(months),
        _ => Err(No::WholeMonths.at("first").into()),
    }
}

/// The fewest people who got premi in one of the months; months in which nobody did are left out.
fn fewest(read: &mut Read, unit: ConsignorId, months: &[Month]) -> Result<i64> {
    let mut fewest = None;
    for month in months {
        let (_, people) = store::premi_of(read, unit, month.period())?;
        fewest = fewest.into_iter().chain((people > 0).then_some(people)).min();
    }
    Ok(fewest.unwrap_or(0))
}

/// The figures of a press sheet, of whole months that are over. A sum over people is told only
/// where it may be told of each month: else two sheets would tell of the month by which they differ.
pub fn press(read: &mut Read, ctx: &Context, asked: &AskPress) -> Result<PressFigures> {
    let unit = seen_unit(read, ctx, asked.consignor)?;
    let months = whole_months(asked, ctx.today())?;
    let (from, to) = (asked.first, asked.last);
    let period = Period { from, to };
    let fewest = fewest(read, unit.id, &months)?;
    let (premi, premi_people) = store::premi_of(read, unit.id, period)?;
    let at_work = store_goods::makers_at_work(read, unit.id, period)?;
    Ok(PressFigures {
        consignor_id: unit.id,
        from,
        to,
        products: products(read, unit.id, period)?,
        shops: store_report::shops_that_sold(read, unit.id, period)?,
        premi: told(fewest, premi),
        premi_people: told(fewest, premi_people),
        people_at_work: told(at_work, at_work),
        state_paid: told(fewest, store_report::state(read, unit.id, period)?.paid),
    })
}

/// By title; what neither was made, sent nor sold is left out.
fn products(read: &mut Read, unit: ConsignorId, period: Period) -> Result<Vec<ProductTotals>> {
    let sums = store_report::products(read, unit, period)?;
    let ids: Vec<ProductId> = sums.iter().map(|one| one.product_id).collect();
    let known = catalogue::products(read, &ids)?;
    let named = sums.into_iter().filter_map(|mut one| {
        let product = known.get(&one.product_id)?;
        one.product = product.title();
        one.unit.clone_from(&product.unit);
        Some(one)
    });
    let mut all: Vec<ProductTotals> = named.collect();
    all.sort_by(|a, b| (&a.product, a.product_id).cmp(&(&b.product, b.product_id)));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_sheet_is_of_whole_months_that_are_over() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let months = |first: &str, last: &str| {
            let asked = AskPress {
                consignor: kernel::Id::new(uuid::Uuid::nil()),
                first: day(first),
                last: day(last),
            };
            whole_months(&asked, day("2026-01-05")).map(|months| months.len()).ok()
        };
        assert_eq!(months("2025-11-01", "2025-12-31"), Some(2));
        assert_eq!(months("2023-01-01", "2025-12-31"), Some(36));
        for (first, last) in [
            ("2025-11-02", "2025-12-31"),
            ("2025-11-01", "2025-12-30"),
            ("2025-12-01", "2025-11-30"),
            ("2026-01-01", "2026-01-31"),
            ("2026-01-01", "2026-01-05"),
            ("2022-12-01", "2025-12-31"),
        ] {
            assert_eq!(months(first, last), None, "{first} {last}");
        }
    }

    #[test]
    fn few_people_are_not_told() {
        assert_eq!(
            (told(0, 0), told(1, 9), told(4, 9), told(5, 9)),
            (Some(0), None, None, Some(9))
        );
    }
}
