//! What people and programs send about things to be made.

use kernel::{ConsignorId, Day, LeadId, Line, Note, Price, ProductId, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Tick;

use crate::kinds::LeadState;

/// Somebody wants a unit to make something for him.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AskLead {
    pub id: LeadId,
    pub consignor: ConsignorId,
    /// Where it is like something in the catalogue.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// What it is: "meja makan kayu, enam kursi".
    pub what: Note,
    #[serde(default)]
    pub measures: Option<Line>,
    pub quantity: Quantity,
    /// By when.
    #[serde(default)]
    pub wanted_on: Option<Day>,
    /// Personal data: kept apart, erased after 90 days, never in the journal.
    #[serde(default)]
    pub name: Option<Line>,
    /// Personal data, as the name: `0812…`.
    pub whatsapp: Line,
    /// That the unit may keep the number and write to it.
    #[serde(default)]
    pub consent: Tick,
    /// Left empty by people, who do not see it; programs that fill in every field are refused.
    #[serde(default)]
    pub website: Option<String>,
}

/// Makes a job's quote of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct QuoteLead {
    pub lead: LeadId,
    pub product: ProductId,
    /// For all pieces together.
    pub price: Price,
    pub due_on: Day,
    /// Where he gave none, or another.
    #[serde(default)]
    pub buyer_name: Option<Line>,
}

/// The unit does not make it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DeclineLead {
    pub lead: LeadId,
    pub reason: Line,
}

/// The buyer's name and number are no longer needed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EraseLead {
    pub lead: LeadId,
}

/// Which leads to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListLeads {
    /// In what is wanted.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub state: Option<LeadState>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneLead {
    pub lead: LeadId,
}
