//! What people type: one type serves a form and the API.

use kernel::{ConsignorId, Count, Day, Id, Line, Note, PhotoId, Price, ProductId, Rupiah};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A change to a thing that is there: the id makes it count once.
pub enum ChangeKind {}
pub type ChangeId = Id<ChangeKind>;
/// A line of a product's prices.
pub enum PriceKind {}
pub type PriceId = Id<PriceKind>;

/// What buyers and officers should know of a product, as it was typed.
pub(crate) struct About<'a> {
    pub category: Option<&'a Line>,
    pub size: Option<&'a Line>,
    pub material: Option<&'a Line>,
    pub care: Option<&'a Note>,
    pub description: Option<&'a Note>,
    pub hpp_estimate: Option<Rupiah>,
    pub floor_price: Option<Price>,
    pub barcode: Option<&'a Line>,
    pub promise_days: Option<Count>,
}

/// An input with the fields of [`About`]. A flattened struct would lose the name of a wrong field.
macro_rules! with_about {
    ($(#[$doc:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
        pub struct $name {
            $($own)*
            #[serde(default)]
            pub category: Option<Line>,
            #[serde(default)]
            pub size: Option<Line>,
            #[serde(default)]
            pub material: Option<Line>,
            #[serde(default)]
            pub care: Option<Note>,
            #[serde(default)]
            pub description: Option<Note>,
            /// What a piece is thought to cost.
            #[serde(default)]
            pub hpp_estimate: Option<Rupiah>,
            /// A price below it needs a reason.
            #[serde(default)]
            pub floor_price: Option<Price>,
            /// The trade's barcode; the own code stands on the label where there is none.
            #[serde(default)]
            pub barcode: Option<Line>,
            /// Within how many days an order can be promised.
            #[serde(default)]
            pub promise_days: Option<Count>,
        }
        impl $name {
            pub(crate) fn about(&self) -> About<'_> {
                About {
                    category: self.category.as_ref(),
                    size: self.size.as_ref(),
                    material: self.material.as_ref(),
                    care: self.care.as_ref(),
                    description: self.description.as_ref(),
                    hpp_estimate: self.hpp_estimate,
                    floor_price: self.floor_price,
                    barcode: self.barcode.as_ref(),
                    promise_days: self.promise_days,
                }
            }
        }
    };
}

with_about!(
    /// A new product, with its first price where that is known.
    CreateProduct {
        pub id: ProductId,
        /// Whose product it is; left out by those who belong to a unit.
        #[serde(default)]
        pub consignor: Option<ConsignorId>,
        /// Letters, digits and hyphens; unique within the unit.
        pub code: Line,
        pub name: Line,
        /// What tells it from others of its family; may wait until there are others.
        #[serde(default)]
        pub variant: Option<Line>,
        /// The word for one piece: `buah`.
        pub unit: Line,
        /// The first price, if it is known already.
        #[serde(default)]
        pub price: Option<Price>,
        /// From when the first price holds; today when left out.
        #[serde(default)]
        pub valid_from: Option<Day>,
        /// Why the first price is below the floor.
        #[serde(default)]
        pub reason: Option<Line>,
    }
);

with_about!(
    /// Everything of a product but its code, family and prices. What is left out is emptied.
    EditProduct {
        pub id: ChangeId,
        pub product: ProductId,
        /// The revision that was on the screen.
        pub revision: Count,
        pub name: Line,
        #[serde(default)]
        pub variant: Option<Line>,
        pub unit: Line,
    }
);

/// Another variant of a product's family. What is not said is as the product has it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CreateVariant {
    pub id: ProductId,
    pub product: ProductId,
    pub variant: Line,
    pub code: Line,
    #[serde(default)]
    pub size: Option<Line>,
    #[serde(default)]
    pub material: Option<Line>,
    #[serde(default)]
    pub hpp_estimate: Option<Rupiah>,
    #[serde(default)]
    pub floor_price: Option<Price>,
    #[serde(default)]
    pub barcode: Option<Line>,
    #[serde(default)]
    pub price: Option<Price>,
    #[serde(default)]
    pub valid_from: Option<Day>,
    #[serde(default)]
    pub reason: Option<Line>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SetPrice {
    pub id: PriceId,
    pub product: ProductId,
    pub price: Price,
    /// From this business day on; a day to come is allowed.
    pub valid_from: Day,
    /// Asked for below the floor, for a day that has a price, for a day gone by.
    #[serde(default)]
    pub reason: Option<Line>,
}

/// Takes a product out of the offer, or puts it back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ChangeProduct {
    pub id: ChangeId,
    pub product: ProductId,
}

/// A photo that was made anew lies beside this: the upload itself goes no further.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AddPhoto {
    pub id: PhotoId,
    pub product: ProductId,
    /// JPEG, PNG or WebP, at most 8 MiB.
    pub photo: web::Upload,
    /// What it shows, in words.
    pub alt: Line,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EditPhoto {
    pub id: ChangeId,
    pub photo: PhotoId,
    pub alt: Line,
    /// Its place among the product's photos, from 1.
    pub place: kernel::Quantity,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RemovePhoto {
    pub id: ChangeId,
    pub photo: PhotoId,
}
