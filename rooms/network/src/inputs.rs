//! What people type: one type serves a form and the API.

use agreements::inputs::Percent;
use kernel::{
    AgreementId, ConsignorId, Day, Id, Line, Note, Price, ProductId, Quantity, ShopId, UserId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Tick;

use crate::kinds::{Stage, Term};

/// A shop that may become a partner.
pub enum ProspectKind {}
pub type ProspectId = Id<ProspectKind>;
/// What was offered to one.
pub enum OfferKind {}
pub type OfferId = Id<OfferKind>;
/// A thing done with a prospect: its id makes it count once.
pub enum ActKind {}
pub type ProspectActId = Id<ActKind>;

/// Who it is, as it was typed.
pub(crate) struct Who<'a> {
    pub name: &'a Line,
    pub owner_name: &'a Line,
    pub address: &'a Line,
    pub city: &'a Line,
    pub notes: Option<&'a Note>,
}

/// An input with the fields of [`Who`]. A flattened struct would lose the name of a wrong field.
macro_rules! with_who {
    ($(#[$doc:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
        pub struct $name {
            $($own)*
            pub name: Line,
            pub owner_name: Line,
            pub address: Line,
            pub city: Line,
            /// `0812…`, `+62812…` or `62812…`.
            #[serde(default)]
            pub whatsapp: Option<Line>,
            /// What it sells, who knows it, what was said.
            #[serde(default)]
            pub notes: Option<Note>,
        }
        impl $name {
            pub(crate) fn who(&self) -> Who<'_> {
                Who {
                    name: &self.name,
                    owner_name: &self.owner_name,
                    address: &self.address,
                    city: &self.city,
                    notes: self.notes.as_ref(),
                }
            }
        }
    };
}

with_who!(
    /// A shop that may become a partner.
    AddProspect {
        pub id: ProspectId,
        /// Whose prospect it is; left out by those who belong to a unit.
        #[serde(default)]
        pub consignor: Option<ConsignorId>,
    }
);
with_who!(
    /// Who it is, anew.
    EditProspect {
        pub id: ProspectActId,
        pub prospect: ProspectId,
    }
);

/// What is to be done next, and by when; without both nothing is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PlanStep {
    pub id: ProspectActId,
    pub prospect: ProspectId,
    #[serde(default)]
    pub next_step: Option<Line>,
    #[serde(default)]
    pub next_on: Option<Day>,
    /// What was said this time.
    #[serde(default)]
    pub note: Option<Line>,
}

/// One of the goods of an offer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OfferedLine {
    pub product: ProductId,
    /// What the buyer pays for one; the catalogue's price of today when left out.
    #[serde(default)]
    pub price: Option<Price>,
    /// How many to begin with.
    #[serde(default)]
    pub quantity: Option<Quantity>,
}

/// What a prospect is offered: goods, and the shop's part.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MakeOffer {
    pub id: OfferId,
    pub prospect: ProspectId,
    /// Of what the buyer pays, to the shop.
    pub percent: Percent,
    /// The last day on which the offer stands; at most 90 days ahead.
    pub valid_until: Day,
    #[serde(default)]
    pub note: Option<Note>,
    #[serde(default)]
    pub lines: Vec<OfferedLine>,
}

/// A prospect becomes a shop with a draft agreement, by the latest offer; one that is a shop
/// already gets the next agreement. Where the house knows a shop that it may be, one of `shop`
/// and `new_shop` says which it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Convert {
    /// The draft agreement's.
    pub id: AgreementId,
    pub prospect: ProspectId,
    pub term: Term,
    /// Today, when left out; while an agreement runs, the day after its last.
    #[serde(default)]
    pub effective_from: Option<Day>,
    /// The shop that it is already.
    #[serde(default)]
    pub shop: Option<ShopId>,
    /// It is none of the shops that it seems to be.
    #[serde(default)]
    pub new_shop: Tick,
}

/// The owner gets a link, shown once, by which he chooses his password.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InviteOwner {
    pub id: UserId,
    pub prospect: ProspectId,
    /// 3 to 40 small letters, digits, dots, hyphens and underscores.
    pub sign_in_name: Line,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DeclineProspect {
    pub id: ProspectActId,
    pub prospect: ProspectId,
    pub reason: Line,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReopenProspect {
    pub id: ProspectActId,
    pub prospect: ProspectId,
    pub reason: Line,
}

/// Nothing is to be kept of the owner of a shop that declined.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EraseProspect {
    pub id: ProspectActId,
    pub prospect: ProspectId,
}

/// Which of a unit's prospects.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListProspects {
    /// Words of the name, the owner or the city.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub stage: Option<Stage>,
    /// 1: only those whose next step is due.
    #[serde(default)]
    pub due: Option<Quantity>,
    /// From 1; 50 each.
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneProspect {
    pub prospect: ProspectId,
}
