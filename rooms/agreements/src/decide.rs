//! Pure: whether the terms that somebody wrote can be agreed, and what they then are.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{ConsignorId, Day, ProductId, Refusal, Rupiah};

use crate::{
    inputs::{AnnexLine, DeductibleLine, Offer, PartInput},
    kinds::{PartKind, Side},
    life::{Missing, WrongStart},
    refusal::No,
    terms::{AnnexItem, Deductible, ShopPart, Unfit},
};

/// Days that are counted from an event: at most a year of them.
const DAYS_MAX: i64 = 366;
/// Lines of an annex.
const LINES_MAX: usize = 500;

/// What has to be known of a product.
#[derive(Debug, Clone)]
pub struct Goods {
    pub consignor: ConsignorId,
    pub floor: Option<Rupiah>,
    /// The catalogue's price on the first day.
    pub price: Option<Rupiah>,
}

/// Terms that can be agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    pub part: ShopPart,
    pub deductibles: Vec<Deductible>,
    pub annex: BTreeMap<ProductId, AnnexItem>,
}

/// Judges what was written; a refusal names the field.
pub fn agree(
    offer: &Offer<'_>,
    consignor: ConsignorId,
    goods: &BTreeMap<ProductId, Goods>,
) -> Result<Agreed, Refusal> {
    if let Some((field, _)) = offer.days.iter().find(|(_, days)| days.get().0 > DAYS_MAX) {
        return Err(No::TooManyDays.at(*field));
    }
    let deductibles = deductibles(offer.deductibles)?;
    let Parts { part, annex } = agree_parts(offer.part, offer.annex, consignor, goods)?;
    Ok(Agreed { part, deductibles, annex })
}

/// Whether the days of a first version can be: signed and made public by today, and in that order.
pub fn judge_days(
    today: Day,
    signed_on: Option<Day>,
    published_on: Option<Day>,
) -> Result<(), Refusal> {
    if signed_on.is_some_and(|on| on > today) {
        return Err(No::SignedInFuture.at("signed_on"));
    }
    let early = published_on.zip(signed_on).is_some_and(|(published, signed)| published < signed);
    if early || published_on.is_some_and(|on| on > today) {
        return Err(No::PublishedOutside.at("published_on"));
    }
    Ok(())
}

/// The shop's parts alone, general and by product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    pub part: ShopPart,
    pub annex: BTreeMap<ProductId, AnnexItem>,
}

/// Judges the shop's part and the annex, without the rest of the terms.
pub fn agree_parts(
    part: &PartInput,
    lines: &[AnnexLine],
    consignor: ConsignorId,
    goods: &BTreeMap<ProductId, Goods>,
) -> Result<Parts, Refusal> {
    if lines.len() > LINES_MAX {
        return Err(No::TooManyLines.at("annex"));
    }
    let part = part_of(part, "part")?;
    let mut annex = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let known = goods.get(&line.product).filter(|goods| goods.consignor == consignor);
        let known = known.ok_or_else(|| No::NotTheirProduct.at(format!("annex[{at}].product")))?;
        let item = annex_item(at, line, part, known)?;
        if annex.insert(line.product, item).is_some() {
            return Err(No::ProductTwice.at(format!("annex[{at}].product")));
        }
    }
    Ok(Parts { part, annex })
}

/// The part that was written, at the form's field `field`.
pub fn part_of(input: &PartInput, field: &str) -> Result<ShopPart, Refusal> {
    let wrong = |name: &str| Err(No::PartValue.at(format!("{field}.{name}")));
    match (input.kind, input.percent, input.rupiah) {
        (PartKind::PercentOfGross, Some(percent), None) => Ok(ShopPart::PercentOfGross(percent.0)),
        (PartKind::PercentOfGross, None, _) => wrong("percent"),
        (PartKind::PercentOfGross, Some(_), Some(_)) => wrong("rupiah"),
        (_, _, None) => wrong("rupiah"),
        (_, Some(_), Some(_)) => wrong("percent"),
        (PartKind::RupiahPerUnit, None, Some(rupiah)) => Ok(ShopPart::RupiahPerUnit(rupiah.get())),
        (PartKind::AboveConsignedPrice, None, Some(rupiah)) => {
            Ok(ShopPart::AboveConsignedPrice(rupiah.get()))
        }
    }
}

fn annex_item(
    at: usize,
    line: &AnnexLine,
    general: ShopPart,
    goods: &Goods,
) -> Result<AnnexItem, Refusal> {
    let own = line.part.as_ref().map(|part| part_of(part, &format!("annex[{at}].part")));
    let own = own.transpose()?;
    let price = line.price.map(|price| price.get());
    if let (Some(price), Some(floor), None) = (price, goods.floor, &line.below_floor_reason)
        && price < floor
    {
        return Err(No::BelowFloor.at(format!("annex[{at}].price")).with("floor", floor));
    }
    if let Some(price) = price.or(goods.price) {
        own.unwrap_or(general).fits(price).map_err(|unfit| {
            let no = match unfit {
                Unfit::PartAbovePrice => No::PartAbovePrice,
                Unfit::ConsignedAbovePrice => No::ConsignedAbovePrice,
            };
            let field = if own.is_some() { "part.rupiah" } else { "price" };
            no.at(format!("annex[{at}].{field}")).with("price", price)
        })?;
    }
    Ok(AnnexItem {
        line: at as i64 + 1,
        price,
        part: own,
        quantity: line.quantity,
        below_floor_reason: line.below_floor_reason.as_ref().map(ToString::to_string),
    })
}

fn deductibles(lines: &[DeductibleLine]) -> Result<Vec<Deductible>, Refusal> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if !seen.insert(line.kind) {
            return Err(No::ExpenseTwice.at(format!("deductibles[{at}].kind")));
        }
        if line.allowed.is_none_or(|allowed| allowed.0) {
            let limit = line.limit.map(|limit| limit.get());
            all.push(Deductible { kind: line.kind, limit });
        }
    }
    all.sort_by_key(|one| one.kind);
    Ok(all)
}

/// The first thing that is missing, as a refusal; `name` says a side in the reader's words.
pub fn refuse_missing(
    missing: &[Missing],
    name: impl Fn(Side) -> &'static str,
) -> Result<(), Refusal> {
    Err(match missing.first() {
        None => return Ok(()),
        Some(Missing::Number(side)) => No::NumberMissing.with("side", name(*side)),
        Some(Missing::Signature(side)) => No::SignatureMissing.with("side", name(*side)),
        Some(Missing::Scan) => No::ScanMissing.refusal(),
        Some(Missing::Annex) => No::AnnexMissing.refusal(),
    })
}

/// The sentence for an addendum that cannot start on its day.
pub fn wrong_start(wrong: WrongStart) -> Refusal {
    let (no, day) = match wrong {
        WrongStart::NoticeTooShort(day) => (No::NoticeTooShort, day),
        WrongStart::NotAfterLast(day) => (No::StartNotAfterLast, day),
        WrongStart::AfterEnd(day) => (No::StartAfterEnd, day),
        WrongStart::BeforeSigning(day) => (No::StartBeforeSigning, day),
    };
    no.at("valid_from").with("day", day)
}

/// The sentence for a file that is no scan.
pub fn wrong_scan(wrong: picture::Wrong) -> Refusal {
    let no = match wrong {
        picture::Wrong::TooLarge | picture::Wrong::TooManyPixels => No::ScanTooLarge,
        picture::Wrong::Kind => No::ScanType,
        picture::Wrong::Broken => No::ScanBroken,
    };
    no.at("scan")
}
