//! What buyers say, and what must come back, as spreadsheets.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Product;
use db::{Read, Result};
use kernel::{BatchId, Context, ProductId};
use production::{Batch, Notice};
use sheet::{Cell, Column, Sheet};
use web::Ask;
use words::Speak;

use super::{complaints, recall, reviews};
use crate::{
    store,
    types::{Complaint, Review},
};

/// What the goods are called.
struct Names {
    products: BTreeMap<ProductId, Product>,
    batches: BTreeMap<BatchId, Batch>,
}

impl Names {
    fn load(read: &mut Read, of: impl Iterator<Item = (ProductId, BatchId)>) -> Result<Self> {
        let (products, batches): (BTreeSet<_>, BTreeSet<_>) = of.unzip();
        Ok(Self {
            products: catalogue::products(read, &products.into_iter().collect::<Vec<_>>())?,
            batches: production::batches(read, &batches.into_iter().collect::<Vec<_>>())?,
        })
    }
    fn product(&self, id: ProductId) -> Cell {
        self.products.get(&id).map(Product::title).into()
    }
    fn batch(&self, id: BatchId) -> Cell {
        self.batches.get(&id).map(|batch| batch.code.as_str()).into()
    }
}

pub fn reviews(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let window = (browse.limit(), browse.offset());
    let (rows, _) = store::reviews_in(read, ctx, &reviews::asked(ask), window)?;
    let names = Names::load(read, rows.iter().map(|one| (one.product_id, one.batch_id)))?;
    let columns = vec![
        Column::day(lang.t("feedback.made_on")),
        Column::text(lang.t("feedback.product")),
        Column::text(lang.t("feedback.batch")).width(16),
        Column::number(lang.t("feedback.rating")),
        Column::text(lang.t("feedback.words")).width(50),
        Column::text(lang.t("common.state")).width(18),
        Column::text(lang.t("feedback.reason")).width(30),
    ];
    let row = |one: &Review| {
        vec![
            one.rated_on.into(),
            names.product(one.product_id),
            names.batch(one.batch_id),
            one.rating.into(),
            one.words.as_ref().into(),
            lang.t(&format!("feedback.review_state.{}", one.state)).into(),
            one.reason.as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("feedback.reviews.title"), columns).window(rows.iter().map(row)))
}

pub fn complaints(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let window = (browse.limit(), browse.offset());
    let (rows, _) = store::complaints_in(read, ctx, &complaints::asked(ask), window)?;
    let names = Names::load(read, rows.iter().map(|one| (one.product_id, one.batch_id)))?;
    let columns = vec![
        Column::day(lang.t("feedback.made_on")),
        Column::text(lang.t("feedback.product")),
        Column::text(lang.t("feedback.batch")).width(16),
        Column::text(lang.t("feedback.words")).width(50),
        Column::text(lang.t("common.state")).width(18),
        Column::day(lang.t("feedback.sheet.answered_on")),
        Column::text(lang.t("feedback.sheet.answer")).width(50),
        Column::day(lang.t("feedback.sheet.closed_on")),
        Column::text(lang.t("feedback.outcome")).width(30),
    ];
    let row = |one: &Complaint| {
        vec![
            one.made_on.into(),
            names.product(one.product_id),
            names.batch(one.batch_id),
            one.words.as_str().into(),
            lang.t(&format!("feedback.complaint_state.{}", one.state)).into(),
            one.answered_on.into(),
            one.answer.as_ref().into(),
            one.closed_on.into(),
            one.outcome.as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("feedback.complaints.title"), columns).window(rows.iter().map(row)))
}

pub fn recalls(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let rows = recall::seen(read, ctx)?;
    let ids: Vec<_> = rows.iter().map(|notice| notice.batch_id).collect();
    let batches = production::batches(read, &ids)?;
    let columns = vec![
        Column::day(lang.t("feedback.sheet.drafted_on")),
        Column::text(lang.t("feedback.batch")).width(16),
        Column::text(lang.t("feedback.recall.reason")).width(50),
        Column::text(lang.t("common.state")).width(18),
        Column::day(lang.t("feedback.sheet.approved_on")),
        Column::day(lang.t("feedback.sheet.ended_on")),
        Column::text(lang.t("feedback.reason")).width(30),
    ];
    let row = |one: &Notice| -> Vec<Cell> {
        vec![
            one.drafted_on.into(),
            batches.get(&one.batch_id).map(|batch| batch.code.as_str()).into(),
            one.reason.as_str().into(),
            lang.t(&format!("feedback.notice_state.{}", one.state)).into(),
            one.approved_on.into(),
            one.ended_on.into(),
            one.end_reason.as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("feedback.recall.title"), columns).rows(rows.iter().map(row)))
}
