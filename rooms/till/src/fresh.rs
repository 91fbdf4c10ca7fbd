//! The goods for a phone that may have them already: a till asks all day, and a poor network is
//! paid by the byte.

use db::{Error, Read, Result};
use kernel::{Context, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    snapshot::{Nothing, snapshot},
    types::Snapshot,
};

#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Known {
    /// The digest of the goods that the phone has.
    #[serde(default)]
    pub known: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Fresh {
    Same(Same),
    Changed(Box<Changed>),
}

/// Nothing has changed since.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Same {
    pub made_at: Time,
    /// The digest that was asked about.
    pub same: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Changed {
    #[serde(flatten)]
    pub snapshot: Snapshot,
    /// Of all of it but when it was made.
    pub digest: String,
}

/// What the shop can sell today, where that is something else than the phone knows.
///
/// # Errors
/// As [`snapshot`].
pub fn fresh(read: &mut Read, ctx: &Context, asked: &Known) -> Result<Fresh> {
    let snapshot = snapshot(read, ctx, &Nothing {})?;
    let digest = digest(&snapshot)?;
    Ok(match asked.known.as_ref() == Some(&digest) {
        true => Fresh::Same(Same { made_at: snapshot.made_at, same: digest }),
        false => Fresh::Changed(Box::new(Changed { snapshot, digest })),
    })
}

fn digest(snapshot: &Snapshot) -> Result<String> {
    let mut value = serde_json::to_value(snapshot).map_err(Error::fault)?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("made_at");
    }
    let digest = Sha256::digest(value.to_string());
    Ok(digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect())
}
