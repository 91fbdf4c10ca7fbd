//! The JSON door to the clauses and the templates.

use db::{Read, Result};
use kernel::{AgreementId, Capability, ConsignorId, Context};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Api;

use crate::{
    No,
    compose::{ChangedPassage, Composed, Sketch, compare, compose},
    reword,
    store_wording::{self, Template, TemplateId},
    wording::{Wording, shipped},
};

pub fn api() -> Api {
    Api::new("agreements")
        .get("/agreements/{agreement}/paper", paper, "A version in words, and what it changed")
        .post("/agreements/{agreement}/clauses", reword::reword, "Write the clauses of a draft")
        .post(
            "/agreements/{agreement}/keep-template",
            reword::keep_template,
            "Keep the clauses as a template of the unit",
        )
        .get("/agreement-templates", templates, "List the templates of a unit")
        .get("/agreement-templates/shipped", shipped_template, "The template that Hilir ships")
        .get("/agreement-templates/{template}", template, "A template with its clauses")
        .post(
            "/agreement-templates/{template}/retire",
            reword::retire_template,
            "Put a template away",
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct PaperIn {
    pub agreement: AgreementId,
    /// 1 is the agreement itself, and where it is left out; each later one is an addendum.
    #[serde(default)]
    #[schemars(with = "Option<i64>")]
    pub version: Option<kernel::Count>,
}

/// A version of an agreement as its paper says it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PaperOut {
    pub version: i64,
    /// The clauses with their fields unfilled.
    pub wording: Wording,
    /// In words, in the language that was asked for.
    pub paper: Composed,
    /// Of an addendum: the articles that it changes, old and new marked.
    pub changed: Vec<ChangedPassage>,
}

fn paper(read: &mut Read, ctx: &Context, asked: &PaperIn) -> Result<PaperOut> {
    let agreement = crate::load_seen(read, &ctx.actor, asked.agreement)?;
    let versions = crate::versions(read, agreement.id)?;
    let wanted = asked.version.map_or(1, |version| version.get().0);
    let at = versions.iter().position(|terms| terms.version == wanted).ok_or(No::Unknown)?;
    let mut composed = Vec::new();
    for terms in &versions[at.saturating_sub(1)..=at] {
        let worded = store_wording::of_terms(read, terms.id)?;
        let paper = compose(ctx.lang, &Sketch::of(&agreement, terms), worded.wording());
        composed.push((worded.wording().clone(), paper));
    }
    let (wording, paper) = composed.pop().ok_or(No::Unknown)?;
    let changed = composed.pop().map(|(_, before)| compare(&before, &paper)).unwrap_or_default();
    Ok(PaperOut { version: wanted, wording, paper, changed })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct TemplatesIn {
    /// One's own unit where it is left out.
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct TemplatesOut {
    pub templates: Vec<Template>,
}

fn templates(read: &mut Read, ctx: &Context, asked: &TemplatesIn) -> Result<TemplatesOut> {
    ctx.actor.require(Capability::RecordGoods)?;
    let of = asked.consignor.or(ctx.actor.consignor()).ok_or(No::Unknown)?;
    if !ctx.actor.sees_consignor(of) {
        return Err(No::Unknown.into());
    }
    Ok(TemplatesOut { templates: store_wording::templates(read, of)? })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct TemplateIn {
    pub template: TemplateId,
}

/// A template, whole.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TemplateOut {
    pub template: Option<Template>,
    pub wording: Wording,
}

fn template(read: &mut Read, ctx: &Context, asked: &TemplateIn) -> Result<TemplateOut> {
    ctx.actor.require(Capability::RecordGoods)?;
    let found = store_wording::find_template(read, asked.template)?;
    let (template, wording) = found
        .filter(|(template, _)| ctx.actor.sees_consignor(template.consignor_id))
        .ok_or(No::TemplateUnknown)?;
    Ok(TemplateOut { template: Some(template), wording })
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NothingIn {}

fn shipped_template(_: &mut Read, ctx: &Context, _: &NothingIn) -> Result<TemplateOut> {
    ctx.actor.require(Capability::RecordGoods)?;
    Ok(TemplateOut { template: None, wording: shipped().clone() })
}
