//! SQL of the wording: of each version of an agreement, and of the templates of a unit.

use db::{Read, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Id, TermsId, Time};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::{
    refusal::No,
    wording::{Wording, shipped},
};

/// A unit's own template.
pub enum TemplateKind {}
pub type TemplateId = Id<TemplateKind>;

/// The wording of a version.
pub enum Worded {
    /// Written down with the version.
    Own(Wording),
    /// From before clauses could be edited: what Hilir printed then.
    Shipped,
}

impl Worded {
    pub fn wording(&self) -> &Wording {
        match self {
            Self::Own(wording) => wording,
            Self::Shipped => shipped(),
        }
    }
}

fn parsed(json: Value) -> Result<Wording> {
    serde_json::from_value(json).map_err(db::Error::fault)
}

fn written(wording: &Wording) -> Result<Value> {
    serde_json::to_value(wording).map_err(db::Error::fault)
}

pub fn of_terms(read: &mut Read, terms: TermsId) -> Result<Worded> {
    let sql = sql!("SELECT wording FROM agreements_terms WHERE id = $1");
    let stored: Option<Option<Value>> = read.first(sql, &[&terms], |row| row.get(0))?;
    match stored.ok_or(No::Unknown)? {
        Some(json) => Ok(Worded::Own(parsed(json)?)),
        None => Ok(Worded::Shipped),
    }
}

/// Writes the wording of a version that is still a draft.
pub fn write(tx: &mut Tx, terms: TermsId, wording: &Wording) -> Result<()> {
    let sql = sql!("UPDATE agreements_terms SET wording = $2 WHERE id = $1 AND state = 'draft'");
    let done = tx.run(sql, &[&terms, &written(wording)?])?;
    if done == 1 { Ok(()) } else { Err(No::NotDraft.into()) }
}

/// A template's row, without its wording.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Template {
    #[schemars(with = "String")]
    pub id: TemplateId,
    #[serde(skip)]
    pub consignor_id: ConsignorId,
    pub name: String,
    #[schemars(with = "String")]
    pub created_at: Time,
    /// Replaced by another of its name, or put away.
    pub retired: bool,
}

fn template(row: &Row<'_>) -> Result<Template> {
    Ok(Template {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        name: row.get(2)?,
        created_at: row.get(3)?,
        retired: row.get::<Option<Time>>(4)?.is_some(),
    })
}

/// The templates in use of a unit, by name.
pub fn templates(read: &mut Read, of: ConsignorId) -> Result<Vec<Template>> {
    let sql = sql!(
        "SELECT id, consignor_id, name, created_at, retired_at FROM agreements_template
         WHERE consignor_id = $1 AND retired_at IS NULL ORDER BY name LIMIT 100"
    );
    read.all(sql, &[&of], template)
}

pub fn find_template(read: &mut Read, id: TemplateId) -> Result<Option<(Template, Wording)>> {
    let sql = sql!(
        "SELECT id, consignor_id, name, created_at, retired_at, wording FROM agreements_template
         WHERE id = $1"
    );
    let found = read.first(sql, &[&id], |row| Ok((template(row)?, row.get::<Value>(5)?)))?;
    found.map(|(template, json)| Ok((template, parsed(json)?))).transpose()
}

/// Keeps a template; one in use of the same name is put away.
pub fn keep(
    tx: &mut Tx,
    ctx: &Context,
    (id, of, name): (TemplateId, ConsignorId, &str),
    wording: &Wording,
) -> Result<()> {
    let sql = sql!(
        "UPDATE agreements_template SET retired_at = $3, retired_by = $4
         WHERE consignor_id = $1 AND name = $2 AND retired_at IS NULL"
    );
    tx.run(sql, &[&of, &name, &ctx.now, &ctx.actor.user])?;
    let sql = sql!(
        "INSERT INTO agreements_template (id, consignor_id, name, wording, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let params: [&dyn db::Param; 6] =
        [&id, &of, &name, &written(wording)?, &ctx.actor.user, &ctx.now];
    tx.run(sql, &params).map(drop)
}

pub fn retire(tx: &mut Tx, ctx: &Context, id: TemplateId) -> Result<()> {
    let sql = sql!(
        "UPDATE agreements_template SET retired_at = $2, retired_by = $3
         WHERE id = $1 AND retired_at IS NULL"
    );
    let done = tx.run(sql, &[&id, &ctx.now, &ctx.actor.user])?;
    if done == 1 { Ok(()) } else { Err(No::TemplateRetired.into()) }
}
