//! What a unit sets for the shop-window: load, decide, write, record.

use db::{Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, ConsignorId, Context};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use web::Recorded;

use crate::{
    index,
    inputs::{OneSetting, SaveSetting},
    refusal::No,
    store_index, store_place,
};

/// The unit that somebody speaks for: his own, or the one that an administrator names. Another's
/// is as unknown as none.
pub fn unit_of(ctx: &Context, named: Option<ConsignorId>) -> Result<ConsignorId> {
    let unit = named.or_else(|| ctx.actor.consignor()).ok_or(No::NoUnit)?;
    if !ctx.actor.sees_consignor(unit) {
        return Err(No::NoUnit.into());
    }
    Ok(unit)
}

/// Says what a unit says of itself and which words mean the same.
///
/// # Errors
/// Refuses another unit's, and who does not keep the goods.
pub fn save_setting(tx: &mut Tx, ctx: &Context, input: &SaveSetting) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let unit = unit_of(ctx, input.consignor)?;
    store_place::find_unit(tx, unit)?.ok_or(No::NoUnit)?;
    let Once::First(digest) = journal::once(tx, "storefront.setting", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let programme = input.programme.as_ref().map(|text| text.as_str());
    let synonyms = input.synonyms.as_ref().map(|text| text.as_str());
    store_index::save_setting(tx, ctx, unit, programme, synonyms)?;
    let body = json!({ "programme": programme.is_some(), "synonyms": synonyms.is_some() });
    let line = Line::new(ctx, "storefront.setting", input.id).of(unit).digest(digest);
    journal::write(tx, ctx, line.body(body))?;
    Ok(Recorded::new(input.id))
}

/// What a unit set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SettingSeen {
    pub consignor: ConsignorId,
    pub programme: Option<String>,
    /// Its own groups, else the house's.
    pub synonyms: String,
    /// Whether they are the house's.
    pub house_synonyms: bool,
}

pub fn setting(read: &mut Read, ctx: &Context, input: &OneSetting) -> Result<SettingSeen> {
    ctx.actor.require(Capability::RecordGoods)?;
    let consignor = unit_of(ctx, input.consignor)?;
    let setting = store_index::setting(read, consignor)?;
    let house_synonyms = setting.synonyms.is_none();
    let synonyms = setting.synonyms.unwrap_or_else(|| index::default_synonyms().to_owned());
    Ok(SettingSeen { consignor, programme: setting.programme, synonyms, house_synonyms })
}
