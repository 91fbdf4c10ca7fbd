//! The days between two counts: where a price or the shop's part changed among them, what is gone
//! was sold by the one or the other, and somebody has to say how much by which.

use std::collections::{BTreeMap, BTreeSet};

use agreements::{SellingTerms, Side};
use consignment::Picked;
use db::{Read, Result};
use kernel::{AgreementId, Context, Day, Lang, ProductId, Quantity, Refusal, Rupiah, ShopId};

use schemars::JsonSchema;
use serde::Serialize;

use crate::{inputs::SoldEarlier, refusal::No, store_count, terms::selling_terms};

/// Days on which a product sold at one price, the shop having one part of it.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub from: Day,
    pub until: Day,
    /// Of its last day.
    pub terms: SellingTerms,
    /// As agreed; nothing where the shop sets it.
    pub price: Option<Rupiah>,
}

impl Span {
    /// `Rp30.000; Toko menerima 20% dari harga jual.`
    pub fn said(&self, lang: Lang) -> String {
        let part = agreements::part_in_words(lang, self.terms.part);
        self.price.map_or_else(|| part.clone(), |price| format!("{price}; {part}"))
    }

    /// Who sells in the one pays and owes what he does in the other.
    fn sells_as(&self, other: &Self) -> bool {
        let of = |one: &Self| (one.price, one.terms.part, one.terms.price_set_by);
        of(self) == of(other)
    }
}

/// What is known of the days before a count of some products.
pub struct Gaps {
    shop: ShopId,
    counted_on: Day,
    /// When each was counted before.
    pub last: BTreeMap<ProductId, Day>,
    /// When each first came, and under which agreement it last did.
    came: BTreeMap<ProductId, (Day, AgreementId)>,
    turns: BTreeMap<ProductId, Vec<Day>>,
}

impl Gaps {
    pub fn load(
        read: &mut Read,
        shop: ShopId,
        products: &[ProductId],
        counted_on: Day,
    ) -> Result<Self> {
        let last = store_count::last_counts(read, shop, counted_on)?;
        let mut came: BTreeMap<ProductId, (Day, AgreementId)> = BTreeMap::new();
        for row in consignment::goods_at(read, shop)? {
            let first = came.get(&row.product_id).map_or(row.first_received_on, |(day, _)| *day);
            let first = first.min(row.first_received_on);
            came.insert(row.product_id, (first, row.agreement_id));
        }
        let mut gaps = Self { shop, counted_on, last, came, turns: BTreeMap::new() };
        let Some(from) = products.iter().map(|one| gaps.from(*one)).min() else { return Ok(gaps) };
        gaps.turns = agreements::turns(read, shop, products, (from, counted_on))?;
        let annexed = agreements::ever_sold(read, shop)?;
        for product in products.iter().filter(|one| !annexed.contains_key(one)) {
            if let Some((_, agreement)) = gaps.came.get(product) {
                let own = agreements::turns_of(read, *agreement, (from, counted_on))?;
                gaps.turns.entry(*product).or_default().extend(own);
            }
        }
        Ok(gaps)
    }

    /// The first day on which something may have been sold that this count finds to be gone.
    fn from(&self, product: ProductId) -> Day {
        let counted = self.last.get(&product).map(|last| last.plus_days(1));
        let came = self.came.get(&product).map(|(first, _)| *first);
        let oldest = self.counted_on.plus_days(-store_count::LOOK_BACK);
        counted.or(came).unwrap_or(oldest).clamp(oldest, self.counted_on)
    }

    /// [`Self::spans`] where there may be more than one; else none, and nothing is read.
    pub fn spans_if_changed(&self, read: &mut Read, product: ProductId) -> Result<Vec<Span>> {
        match self.turns.get(&product) {
            Some(turns) if !turns.is_empty() => self.spans(read, product),
            _ => Ok(Vec::new()),
        }
    }

    /// The spans of a product's gap in their order, the day of the count in the last; none where no
    /// agreement has it.
    pub fn spans(&self, read: &mut Read, product: ProductId) -> Result<Vec<Span>> {
        let from = self.from(product);
        let turns = self.turns.get(&product).into_iter().flatten().copied();
        let mut starts = BTreeSet::from([from]);
        starts.extend(turns.filter(|day| *day > from && *day <= self.counted_on));
        let starts: Vec<Day> = starts.into_iter().collect();
        let mut spans: Vec<Span> = Vec::with_capacity(starts.len());
        for (at, from) in starts.iter().enumerate() {
            let until = starts.get(at + 1).map_or(self.counted_on, |next| next.plus_days(-1));
            let Some(terms) = selling_terms(read, self.shop, product, until)? else { break };
            let price = match terms.price_set_by {
                Side::Consignor => agreements::price_at(read, product, &terms, until)?,
                Side::Shop => None,
            };
            let span = Span { from: *from, until, terms, price };
            match spans.last_mut() {
                Some(before) if before.sells_as(&span) => {
                    *before = Span { from: before.from, ..span };
                }
                _ => spans.push(span),
            }
        }
        Ok(spans)
    }
}

/// A price or a part that held since the last count and holds no more: who counts is asked how many
/// pieces were sold by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Earlier {
    /// Its last day.
    pub until: Day,
    /// The agreed price of a unit; nothing where the shop sets it.
    pub price: Option<Rupiah>,
    /// Both in words.
    pub said: String,
}

/// What held earlier of these products, each of which something did, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn earlier(
    read: &mut Read,
    ctx: &Context,
    shop: ShopId,
    products: &[ProductId],
) -> Result<BTreeMap<ProductId, Vec<Earlier>>> {
    let gaps = Gaps::load(read, shop, products, ctx.today())?;
    let mut all = BTreeMap::new();
    for product in products {
        let mut spans = gaps.spans_if_changed(read, *product)?;
        spans.pop();
        let said = |span: &Span| Earlier {
            until: span.until,
            price: span.price,
            said: span.said(ctx.lang),
        };
        if !spans.is_empty() {
            all.insert(*product, spans.iter().map(said).collect());
        }
    }
    Ok(all)
}

/// How many of the pieces that are gone were sold in each span. What nobody said of an earlier one
/// is asked for; the rest was sold in the last.
///
/// # Errors
/// Refuses a day that is in none of the earlier spans, and more than is gone.
pub fn portions(
    spans: &[Span],
    earlier: &[SoldEarlier],
    gone: Quantity,
) -> Result<Vec<Quantity>, Refusal> {
    let before = spans.split_last().map_or(&[][..], |(_, before)| before);
    let mut told: Vec<Option<Quantity>> = vec![None; before.len()];
    for (at, one) in earlier.iter().enumerate() {
        let Some(quantity) = one.quantity else { continue };
        let place = before.iter().position(|span| (span.from..=span.until).contains(&one.day));
        let place =
            place.ok_or_else(|| No::NothingChangedSince.at(format!("earlier[{at}].day")))?;
        *told[place].get_or_insert_default() += quantity.get();
    }
    let unsaid = told.iter().position(Option::is_none).filter(|_| gone > Quantity::ZERO);
    if let Some(at) = unsaid {
        return Err(No::PriceChanged.at(format!("earlier[{at}].quantity")));
    }
    let mut all: Vec<Quantity> = told.into_iter().map(Option::unwrap_or_default).collect();
    let rest = gone - all.iter().copied().sum::<Quantity>();
    if rest < Quantity::ZERO {
        return Err(No::EarlierAboveGone.at("earlier[0].quantity").with("gone", gone));
    }
    all.push(rest);
    Ok(all)
}

/// The same of what a till told: it may have known less of the shop's counts and prices, and cannot
/// be asked. As much as is gone, each at the span of its day or the nearest one.
pub fn portions_told(spans: &[Span], earlier: &[SoldEarlier], gone: Quantity) -> Vec<Quantity> {
    let mut all = vec![Quantity::ZERO; spans.len()];
    let mut left = gone;
    for one in earlier {
        let place = spans.iter().position(|span| one.day <= span.until);
        let taken = one.quantity.map(|said| said.get().min(left)).unwrap_or_default();
        if let Some(all) = place.and_then(|place| all.get_mut(place)) {
            *all += taken;
            left -= taken;
        }
    }
    if let Some(last) = all.last_mut() {
        *last += left;
    }
    all
}

/// So many of the pieces, the first first.
pub fn take(picked: &mut [Picked], wanted: Quantity) -> Vec<Picked> {
    let (mut left, mut taken) = (wanted, Vec::new());
    for one in picked {
        let quantity = one.quantity.min(left);
        if quantity > Quantity::ZERO {
            left -= quantity;
            one.quantity -= quantity;
            taken.push(Picked { quantity, ..*one });
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use agreements::ShopPart;
    use kernel::{ConsignorId, Count, Id, Share};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(of: u32) -> Day {
        Day::new(2025, 11, of).expect("a day")
    }
    fn span(from: u32, until: u32, price: i64) -> Span {
        let terms = SellingTerms {
            consignor_id: ConsignorId::new(Uuid::nil()),
            agreement_id: Id::new(Uuid::nil()),
            terms_id: Id::new(Uuid::nil()),
            part: ShopPart::PercentOfGross(Share(2_000)),
            price: None,
            price_set_by: Side::Consignor,
            from_day: day(1),
            in_force: true,
        };
        Span { from: day(from), until: day(until), terms, price: Some(Rupiah(price)) }
    }
    fn sold(of: u32, pieces: i64) -> SoldEarlier {
        SoldEarlier { day: day(of), quantity: Count::new(pieces) }
    }

    #[test]
    fn what_a_till_did_not_know_is_not_refused() {
        let spans = [span(5, 9, 1), span(10, 19, 2), span(20, 30, 3)];
        let of = |said: &[SoldEarlier], gone| {
            let all = portions_told(&spans, said, Quantity(gone));
            all.iter().map(|one| one.0).collect::<Vec<_>>()
        };
        assert_eq!(of(&[], 4), [0, 0, 4]);
        // Counted by another phone since; and more than is gone.
        assert_eq!(of(&[sold(2, 3), sold(12, 9)], 4), [3, 1, 0]);
        assert_eq!(of(&[sold(25, 3)], 4), [0, 0, 4]);
        assert_eq!(portions_told(&[], &[sold(2, 3)], Quantity(0)), []);
    }

    proptest! {
        #[test]
        fn every_piece_is_sold_once(
            gone in 0_i64..30,
            said in prop::collection::vec((1_u32..=30, 0_i64..20), 0..5),
        ) {
            let spans = [span(5, 9, 1), span(10, 19, 2), span(20, 30, 3)];
            let earlier: Vec<_> = said.iter().map(|(of, pieces)| sold(*of, *pieces)).collect();
            let told = portions_told(&spans, &earlier, Quantity(gone));
            prop_assert_eq!(told.iter().copied().sum::<Quantity>(), Quantity(gone));
            prop_assert!(told.iter().all(|one| *one >= Quantity::ZERO));
            if let Ok(asked) = portions(&spans, &earlier, Quantity(gone)) {
                prop_assert_eq!(asked.iter().copied().sum::<Quantity>(), Quantity(gone));
                prop_assert!(asked.iter().all(|one| *one >= Quantity::ZERO));
            }
        }
    }
}
