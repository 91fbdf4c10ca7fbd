//! Pure: what stands in the shop-window, and what it costs where.

use kernel::{ConsignorId, PhotoId, ProductId, Rupiah, ShopId};
use schemars::JsonSchema;
use serde::Serialize;

/// A product as anyone may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Thing {
    pub id: ProductId,
    #[serde(skip)]
    pub consignor_id: ConsignorId,
    pub family_id: ProductId,
    pub name: String,
    pub variant: Option<String>,
    pub code: String,
    /// The word for one piece: `buah`.
    pub unit: String,
    pub category: Option<String>,
    pub size: Option<String>,
    pub material: Option<String>,
    pub care: Option<String>,
    pub description: Option<String>,
    /// Within how many days an order can be promised.
    pub promise_days: Option<i64>,
    /// Today's price by the unit; a place may have its own.
    pub price: Option<Rupiah>,
    /// The first photo: `/foto/{id}`, small at `/foto/{id}/kecil`.
    pub photo: Option<PhotoId>,
    pub photo_alt: Option<String>,
    pub places: Vec<Place>,
}

impl Thing {
    /// `Perangkap tikus`, or `Perangkap tikus (besar)`.
    pub fn title(&self) -> String {
        title(&self.name, self.variant.as_deref())
    }
    /// The lowest price, of the places that have it if any has; and whether others ask more.
    pub fn asked(&self) -> Option<Asked> {
        let here: Vec<Rupiah> =
            self.places.iter().filter(|place| place.here).filter_map(|place| place.price).collect();
        let all: Vec<Rupiah> = self.places.iter().filter_map(|place| place.price).collect();
        let prices = if here.is_empty() { all } else { here };
        let Some(lowest) = prices.iter().min() else {
            return self.price.map(|price| Asked { price, others_more: false });
        };
        Some(Asked { price: *lowest, others_more: prices.iter().any(|price| price > lowest) })
    }
    /// Whether what is left stands somewhere, set aside for others.
    pub fn promised(&self) -> bool {
        self.places.iter().any(|place| place.promised)
    }
    /// How many places have it now.
    pub fn here(&self) -> usize {
        self.places.iter().filter(|place| place.here).count()
    }
}

/// A name with the variant, where there is one.
pub fn title(name: &str, variant: Option<&str>) -> String {
    match variant {
        Some(variant) => format!("{name} ({variant})"),
        None => name.to_owned(),
    }
}

/// What is asked for a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub price: Rupiah,
    pub others_more: bool,
}

/// A shop that sells a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    #[serde(skip)]
    pub product_id: ProductId,
    pub shop_id: ShopId,
    pub shop: String,
    pub address: String,
    pub city: String,
    /// Digits, the country's first: `628…`.
    pub whatsapp: Option<String>,
    pub opening_hours: Option<String>,
    /// Whether it takes orders from the shop window.
    pub orders: bool,
    /// Whether it stands on the shelf now, and not all of it is set aside for others.
    pub here: bool,
    /// Whether all that stands there is set aside for others.
    pub promised: bool,
    /// What it costs there.
    pub price: Option<Rupiah>,
}

impl Place {
    /// Whether a buyer can have it set aside there now.
    pub const fn can_order(&self) -> bool {
        self.here && self.orders && self.whatsapp.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(here: bool, price: i64) -> Place {
        Place {
            product_id: kernel::Id::new(Default::default()),
            shop_id: kernel::Id::new(Default::default()),
            shop: String::new(),
            address: String::new(),
            city: String::new(),
            whatsapp: None,
            opening_hours: None,
            orders: true,
            here,
            promised: false,
            price: (price > 0).then_some(Rupiah(price)),
        }
    }

    fn asked(places: Vec<Place>) -> Option<(i64, bool)> {
        let nothing = ProductId::new(Default::default());
        let thing = Thing {
            id: nothing,
            consignor_id: kernel::Id::new(Default::default()),
            family_id: nothing,
            name: String::new(),
            variant: None,
            code: String::new(),
            unit: String::new(),
            category: None,
            size: None,
            material: None,
            care: None,
            description: None,
            promise_days: None,
            price: Some(Rupiah(30)),
            photo: None,
            photo_alt: None,
            places,
        };
        thing.asked().map(|asked| (asked.price.0, asked.others_more))
    }

    #[test]
    fn the_lowest_price_is_of_those_that_have_it() {
        assert_eq!(asked(vec![]), Some((30, false)));
        assert_eq!(asked(vec![place(false, 25), place(true, 32)]), Some((32, false)));
        assert_eq!(asked(vec![place(true, 35), place(true, 32)]), Some((32, true)));
        assert_eq!(asked(vec![place(false, 28), place(false, 28)]), Some((28, false)));
        assert_eq!(asked(vec![place(true, 0)]), Some((30, false)));
    }
}
