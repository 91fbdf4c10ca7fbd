//! What people do here: one function a verb, load → decide → write → record.

pub mod access;
pub mod account;
pub mod letterhead;
pub mod maker;
pub mod paper_link;
pub mod place;
pub mod release;
pub mod user;

use kernel::{Actor, Capability, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Refuses without any of the capabilities, naming the first.
fn require_any(actor: &Actor, any: &[Capability]) -> Result<(), Refusal> {
    match any.iter().find(|one| actor.may(**one)).or(any.first()) {
        Some(one) => actor.require(*one),
        None => Ok(()),
    }
}

/// Something was recorded, and there is a secret that is shown this once.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    pub id: Uuid,
    #[serde(default)]
    pub already: bool,
    /// Kept nowhere: whoever loses it makes another. Missing when the same was sent again.
    pub secret: Option<String>,
}

impl Shown {
    fn new<K>(id: kernel::Id<K>, secret: String) -> Self {
        Self { id: id.uuid(), already: false, secret: Some(secret) }
    }
    fn again<K>(id: kernel::Id<K>) -> Self {
        Self { id: id.uuid(), already: true, secret: None }
    }
}
