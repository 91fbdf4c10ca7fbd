//! How the wordings of a product's labels sell, each over the same four weeks; and what may be
//! said of that.

use std::collections::{BTreeMap, BTreeSet};

use consignment::Arrived;
use db::{Read, Result};
use kernel::{BatchId, Context, Day, ProductId, ShopId};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    actions::whose,
    inputs::Variant,
    interval::{Cluster, Interval, interval},
    store,
    types::Labels,
};

/// Every piece has the same days in which it may be sold, of whole weeks.
const WEEKS_DAYS: i64 = 28;
/// Older labels are compared no more: who buys, and at what price, was another matter then.
const PERIOD_DAYS: i64 = 730;
/// Of fewer shops or pieces nothing is said.
const SHOPS_MIN: usize = 3;
const PIECES_MIN: i64 = 30;

/// What may be said of a product's wordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "said", content = "variant")]
pub enum Said {
    /// Fewer than two wordings with enough shops and pieces.
    TooLittle,
    /// The intervals overlap: a difference may be chance.
    NoDifference,
    /// This one's interval lies above all others'.
    SoldMore(Variant),
}

/// One wording of a product's labels.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OfVariant {
    pub variant: Variant,
    pub shops: usize,
    pub labelled: i64,
    /// Sold within four weeks from when the labelled pieces stood there, less what was brought back.
    pub sold: i64,
    /// Nothing where there is too little to say anything.
    pub interval: Option<Interval>,
    /// Pieces that have not come to their shop, or whose four weeks are not over.
    pub waiting: i64,
    /// Pieces that do not count: more were sold than had labels.
    pub left_out: i64,
}

/// A product's wordings beside each other.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Compared {
    pub product_id: ProductId,
    pub variants: Vec<OfVariant>,
    pub said: Said,
}

/// Every product of the actor's unit whose labels were recorded in the last two years.
pub fn compared(read: &mut Read, ctx: &Context) -> Result<Vec<Compared>> {
    let unit = whose(ctx)?;
    let all = store::counting(read, unit, ctx.today().plus_days(-PERIOD_DAYS))?;
    let (sold, here) = (Sold::of(read, &all)?, arrived(read, &all)?);
    let mut products: BTreeMap<ProductId, BTreeMap<Variant, Gathered>> = BTreeMap::new();
    for labels in all {
        let gathered = products.entry(labels.product_id).or_default();
        let stood = Stood::of(&labels, here.get(&(labels.batch_id, labels.shop_id)));
        let own = stood.map_or(0, |stood| sold.within_weeks_of(&labels, stood.from));
        gathered.entry(labels.variant).or_default().add(&labels, stood, own, ctx.today());
    }
    let product = |(product_id, variants): (ProductId, BTreeMap<Variant, Gathered>)| {
        let variants: Vec<OfVariant> =
            variants.into_iter().map(|(variant, all)| all.seen(variant)).collect();
        Compared { product_id, said: said(&variants), variants }
    };
    Ok(products.into_iter().map(product).collect())
}

/// What came of labelled batches to their shops.
fn arrived(read: &mut Read, all: &[Labels]) -> Result<BTreeMap<(BatchId, ShopId), Arrived>> {
    let came = consignment::arrived(read, &batches(all))?;
    Ok(came.into_iter().map(|one| ((one.batch_id, one.shop_id), one)).collect())
}

fn batches(all: &[Labels]) -> Vec<BatchId> {
    let batches: BTreeSet<BatchId> = all.iter().map(|labels| labels.batch_id).collect();
    batches.into_iter().collect()
}

/// Labelled pieces that a buyer could see: since when, and how many.
#[derive(Debug, Clone, Copy)]
struct Stood {
    from: Day,
    pieces: i64,
}

impl Stood {
    /// Labels are recorded before they are printed, mostly before the goods are sent: what has not
    /// come to the shop cannot have been sold there.
    fn of(labels: &Labels, came: Option<&Arrived>) -> Option<Self> {
        let came = came?;
        let from = labels.labelled_on.max(came.first_on);
        Some(Self { from, pieces: labels.pieces.0.min(came.pieces.0) })
    }
}

/// What was sold of labelled batches, by batch, shop and day.
struct Sold(BTreeMap<(BatchId, ShopId, Day), i64>);

impl Sold {
    fn of(read: &mut Read, all: &[Labels]) -> Result<Self> {
        let Some(from) = all.iter().map(|labels| labels.labelled_on).min() else {
            return Ok(Self(BTreeMap::new()));
        };
        let sold = sales::sold_by_day(read, &batches(all), from)?;
        let sold = sold.into_iter().map(|one| ((one.batch_id, one.shop_id, one.day), one.kept.0));
        Ok(Self(sold.collect()))
    }

    fn within_weeks_of(&self, labels: &Labels, from: Day) -> i64 {
        let on = |day: Day| (labels.batch_id, labels.shop_id, day);
        let last = from.plus_days(WEEKS_DAYS - 1);
        self.0.range(on(from)..=on(last)).map(|(_, kept)| kept).sum()
    }
}

/// A wording's pieces, shop by shop.
#[derive(Default)]
struct Gathered {
    shops: BTreeMap<ShopId, Cluster>,
    waiting: i64,
    left_out: i64,
}

impl Gathered {
    fn add(&mut self, labels: &Labels, stood: Option<Stood>, sold: i64, today: Day) {
        let over = |stood: &Stood| stood.from.plus_days(WEEKS_DAYS) <= today;
        match stood.filter(over) {
            None => self.waiting += labels.pieces.0,
            // Pieces without these labels were among them, and nothing tells them apart.
            Some(Stood { pieces, .. }) if sold > pieces => self.left_out += pieces,
            Some(Stood { pieces, .. }) => {
                let nothing = Cluster { labelled: 0, sold: 0 };
                let shop = self.shops.entry(labels.shop_id).or_insert(nothing);
                shop.labelled += pieces;
                shop.sold += sold;
            }
        }
    }

    fn seen(self, variant: Variant) -> OfVariant {
        let shops: Vec<Cluster> = self.shops.into_values().collect();
        let labelled = shops.iter().map(|one| one.labelled).sum();
        let enough = shops.len() >= SHOPS_MIN && labelled >= PIECES_MIN;
        OfVariant {
            variant,
            shops: shops.len(),
            labelled,
            sold: shops.iter().map(|one| one.sold).sum(),
            interval: enough.then(|| interval(&shops)).flatten(),
            waiting: self.waiting,
            left_out: self.left_out,
        }
    }
}

/// Never that one sold more where intervals overlap.
fn said(variants: &[OfVariant]) -> Said {
    let known: Vec<(Variant, Interval)> =
        variants.iter().filter_map(|one| Some((one.variant, one.interval?))).collect();
    if known.len() < 2 {
        return Said::TooLittle;
    }
    let above = known.iter().find(|(variant, own)| {
        known.iter().all(|(other, theirs)| other == variant || own.low > theirs.high)
    });
    above.map_or(Said::NoDifference, |(variant, _)| Said::SoldMore(*variant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variant: Variant, sold: i64, labelled: i64, shops: i64) -> OfVariant {
        let one = Cluster { labelled: labelled / shops, sold: sold / shops };
        let mut all = Gathered::default();
        for n in 0..shops {
            let id = ShopId::new(uuid::Uuid::from_u128(n as u128));
            all.shops.insert(id, one);
        }
        all.seen(variant)
    }

    #[test]
    fn one_sold_more_only_where_no_interval_overlaps() {
        use Variant::{MadeInside, Plain, Shared};
        let clear = [of(Plain, 80, 400, 10), of(Shared, 320, 400, 10)];
        assert_eq!(said(&clear), Said::SoldMore(Shared));
        let near = [of(Plain, 200, 400, 10), of(Shared, 210, 400, 10)];
        assert_eq!(said(&near), Said::NoDifference);
        // A third that reaches into the best one's interval takes the word back.
        let third = of(MadeInside, 310, 400, 10);
        assert_eq!(said(&[clear[0].clone(), clear[1].clone(), third]), Said::NoDifference);
    }

    #[test]
    fn of_few_shops_or_pieces_nothing_is_said() {
        use Variant::{Plain, Shared};
        let whole = of(Shared, 320, 400, 10);
        for few in [of(Plain, 0, 400, 2), of(Plain, 0, 27, 3)] {
            assert_eq!(few.interval, None);
            assert_eq!(said(&[few, whole.clone()]), Said::TooLittle);
        }
        assert_eq!(said(std::slice::from_ref(&whole)), Said::TooLittle);
        assert_eq!(said(&[]), Said::TooLittle);
    }
}
