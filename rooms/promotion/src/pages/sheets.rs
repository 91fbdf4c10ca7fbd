//! Campaigns and labels as spreadsheets.

use std::collections::{BTreeMap, BTreeSet};

use db::{Read, Result};
use kernel::{Context, Quantity};
use sheet::{Cell, Column, Sheet};
use web::Ask;
use words::Speak;

use super::{labels, state_word};
use crate::{
    labels::{LABELS_PER_PAGE, Labels, ListLabels, Variant, labels_of},
    see,
    types::Campaign,
};

pub fn campaigns(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let like = ask.browse().q().map(web::like);
    let all = see::list_campaigns(read, ctx, like.as_deref())?;
    let columns = vec![
        Column::text(lang.t("promotion.campaign.name")).width(40),
        Column::text(lang.t("common.state")).width(18),
        Column::day(lang.t("promotion.campaign.from")),
        Column::day(lang.t("promotion.campaign.until")),
        Column::text(lang.t("promotion.campaign.channels")).width(40),
    ];
    let row = |one: &Campaign| -> Vec<Cell> {
        let names: Vec<&str> = one.channels.iter().map(|channel| channel.name.as_str()).collect();
        vec![
            one.name.as_str().into(),
            state_word(ctx, one).into(),
            one.from.into(),
            one.last_day().into(),
            names.join(", ").into(),
        ]
    };
    Ok(Sheet::new(lang.t("promotion.campaign.title"), columns).rows(all.iter().map(row)))
}

/// Page after page of the list itself.
pub fn labels(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let page = ask.browse().offset() / LABELS_PER_PAGE + 1;
    let variant = ask.query("variant").and_then(Variant::parse);
    let (rows, _) = labels_of(read, ctx, &ListLabels { variant, page: Some(Quantity(page)) })?;
    let ids: BTreeSet<_> = rows.iter().map(|one| one.product_id).collect();
    let products = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
    let ids: Vec<_> = rows.iter().map(|one| one.batch_id).collect();
    let batches = production::batches(read, &ids)?;
    let mut shops = BTreeMap::new();
    for one in &rows {
        shops.insert(one.shop_id, people::load_shop(read, one.shop_id)?.name);
    }
    let columns = vec![
        Column::day(lang.t("promotion.label.on")),
        Column::text(lang.t("promotion.label.batch")).width(16),
        Column::text(lang.t("promotion.product")),
        Column::text(lang.t("promotion.shop")),
        Column::text(lang.t("promotion.label.variant")),
        Column::number(lang.t("promotion.label.labelled")).summed(),
        Column::day(lang.t("promotion.label.taken_back")),
    ];
    let row = |one: &Labels| -> Vec<Cell> {
        vec![
            one.labelled_on.into(),
            batches.get(&one.batch_id).map(|batch| batch.code.as_str()).into(),
            products.get(&one.product_id).map(|product| product.title()).into(),
            shops.get(&one.shop_id).into(),
            labels::variant(lang, one.variant).into(),
            one.pieces.into(),
            one.taken_back_on.into(),
        ]
    };
    Ok(Sheet::new(lang.t("promotion.label.recorded"), columns).window(rows.iter().map(row)))
}
