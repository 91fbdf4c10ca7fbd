//! What devices send. Every id is made by the device.

use kernel::{ActId, DeviceId, EntryId, ImportId, Line, Quantity, ShopId, Time, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use web::Upload;

use crate::bodies::Body;

/// A device makes itself known.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Enrol {
    pub id: DeviceId,
    /// What its people call it: `HP Acun`.
    pub name: Line,
    /// The code that it had before, where the house may have forgotten it.
    #[serde(default)]
    pub code: Option<Line>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Hello {
    #[serde(default)]
    pub device: Option<DeviceId>,
}

/// One thing that a clerk did at a device.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    /// The id of what it makes: of the sale, the refund, the ask.
    pub id: ActId,
    pub device: DeviceId,
    /// Its number in the row of its device, from 1.
    pub seq: Quantity,
    pub shop: ShopId,
    /// Who stood at the device.
    #[serde(default)]
    pub by: Option<UserId>,
    /// By the device's clock.
    pub made_at: Time,
    /// How far the house's clock was ahead of the device's when they last met, in milliseconds.
    #[serde(default)]
    pub offset_ms: i64,
    /// What it is: see `body`.
    pub kind: Line,
    /// Read only when the rest is known to be good, so that what is wrong in it is kept with the
    /// act and not lost with its line.
    #[schemars(with = "Body")]
    pub body: Value,
}

/// The desk gives up a refused act, since its phone no longer can. `id` is the id of the step.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GiveUp {
    pub id: EntryId,
    pub act: ActId,
    pub reason: Line,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneAct {
    pub act: ActId,
}

/// The shop whose acts are meant; a shop's own people leave it out.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct MaybeShop {
    #[serde(default)]
    pub shop: Option<ShopId>,
}

/// A queue that came as a file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Import {
    pub id: ImportId,
    pub file: Upload,
}
