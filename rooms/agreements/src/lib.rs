#![doc = include_str!("../README.md")]

mod actions;
mod agreement;
mod amend;
pub mod api;
mod api_wording;
mod changes;
mod compose;
mod decide;
mod goods;
pub mod inputs;
mod kinds;
mod life;
mod list;
mod marked;
pub mod pages;
mod papers;
mod prices;
mod refusal;
mod reword;
mod sample;
mod say;
mod selling;
mod slot;
mod store;
mod store_selling;
mod store_signed;
mod store_terms;
mod store_wording;
mod terms;
mod wording;

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Actor, AgreementId, ConsignorId, Day, ProductId, ShopId, TermsId};

pub use actions::{attach, draft, end, publish, revise, sign};
pub use agreement::{Agreement, Scan, Signature};
pub use amend::{amend, discard, enforce};
pub use changes::{Change, changes};
pub use kinds::{Cycle, ExpenseKind, PartKind, Side, State};
pub use life::{Course, Missing, Standing, WARNING_DAYS};
pub use list::Listed;
pub use papers::{addendum as addendum_paper, agreement as agreement_paper};
pub use prices::{price_at, terms_outside_annex, turns, turns_of};
pub use refusal::No;
pub use reword::{keep_template, retire_template, reword};
pub use sample::{SampleLine, draft_of, put_in_force};
pub use say::{part_in_words, unit_in_words};
pub use selling::SellingTerms;
pub use slot::Slot;
pub use store_selling::{
    of_many as selling_terms_of_many, of_shop as all_selling_terms,
    of_unit as selling_terms_of_unit,
};
pub use store_wording::TemplateId;
pub use terms::{AnnexItem, Deductible, ShopPart, Split, Terms, Unfit};
pub use wording::{Article, Clause, Wording, shipped};

/// The room's pages.
pub use pages::screens;

/// The room's endpoints.
pub use api::api;

/// An agreement. Refuses an unknown one; asks nothing about who may see it: a room that shows
/// it checks `actor.sees_between`.
pub fn load_agreement(read: &mut Read, id: AgreementId) -> Result<Agreement> {
    store::find(read, id)?.ok_or_else(|| No::Unknown.into())
}

/// An agreement that the actor may see; another's is as unknown as none (404).
pub fn load_seen(read: &mut Read, actor: &Actor, id: AgreementId) -> Result<Agreement> {
    let agreement = load_agreement(read, id)?;
    if !actor.sees_between(agreement.consignor_id, agreement.shop_id) {
        return Err(No::Unknown.into());
    }
    Ok(agreement)
}

/// The version of the terms in force on a day: the newest that has begun, else the first (also
/// while it is a draft).
pub fn terms_on(read: &mut Read, id: AgreementId, day: Day) -> Result<Terms> {
    store_terms::on(read, id, day)?.ok_or_else(|| No::Unknown.into())
}

/// One version of the terms: what a sale line was frozen with.
pub fn load_terms(read: &mut Read, id: TermsId) -> Result<Terms> {
    store_terms::find(read, id)?.ok_or_else(|| No::Unknown.into())
}

/// All versions, the first first; a drafted addendum is the last.
pub fn versions(read: &mut Read, id: AgreementId) -> Result<Vec<Terms>> {
    store_terms::versions(read, id)
}

/// By which terms a product sells at a shop on a day, in one statement: those in force, else the
/// ones closest to that day (see [`SellingTerms::in_force`]); `None` when no agreement in force
/// ever had it.
pub fn selling_terms(
    read: &mut Read,
    shop: ShopId,
    product: ProductId,
    day: Day,
) -> Result<Option<SellingTerms>> {
    store_selling::of_one(read, shop, product, day)
}

/// The agreement and version that cover a product between the two on a day; where none is in
/// force, the latest that once did (goods on the shelf stay sellable).
pub fn covering(
    read: &mut Read,
    consignor: ConsignorId,
    shop: ShopId,
    product: ProductId,
    day: Day,
) -> Result<Option<(AgreementId, TermsId)>> {
    let found = store_selling::of_one(read, shop, product, day)?;
    let theirs = found.filter(|selling| selling.consignor_id == consignor);
    Ok(theirs.map(|selling| (selling.agreement_id, selling.terms_id)))
}

/// The products that may newly be delivered to a shop on a day, with their agreements.
pub fn deliverable(
    read: &mut Read,
    consignor: ConsignorId,
    shop: ShopId,
    day: Day,
) -> Result<Vec<(ProductId, AgreementId)>> {
    store_terms::products_in_force(read, consignor, shop, day)
}

/// The units whose goods a shop may sell under agreements in force on a day, in no order.
pub fn units_at(read: &mut Read, shop: ShopId, day: Day) -> Result<Vec<ConsignorId>> {
    store_terms::units_in_force(read, shop, day)
}

/// The products that a shop sells, or once sold, under agreements in force, with their units.
pub fn ever_sold(read: &mut Read, shop: ShopId) -> Result<BTreeMap<ProductId, ConsignorId>> {
    store_terms::ever_sold(read, shop)
}

/// The shops that may sell a unit's product under agreements in force on a day, in no order.
pub fn shops_selling(
    read: &mut Read,
    consignor: ConsignorId,
    product: ProductId,
    day: Day,
) -> Result<Vec<ShopId>> {
    store_terms::shops_in_force(read, consignor, product, day)
}

/// A page of the agreements that somebody may see, and how many there are in all.
pub fn list_agreements(read: &mut Read, asked: &Listed) -> Result<(Vec<Agreement>, i64)> {
    store::list(read, asked)
}
