//! The sales as a spreadsheet: a row for each line, so that products can be added up.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Product;
use db::{Read, Result};
use kernel::{Context, Lang, ProductId};
use sheet::{Cell, Column, Moment, Sheet};
use web::Ask;
use words::Speak;

use super::{list, payment_word, shops};
use crate::{
    kinds::Source,
    store_list,
    types::{Sale, SaleLine},
};

pub(crate) fn lines(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let window = (browse.limit(), browse.offset());
    let rows = store_list::lines(read, ctx, &list::asked(ask), window)?;
    let shops: BTreeMap<String, String> = shops(read, ctx)?.into_iter().collect();
    let ids: BTreeSet<_> = rows.iter().map(|(_, line)| line.product_id).collect();
    let products = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
    let ids: BTreeSet<_> = rows.iter().map(|(_, line)| line.batch_id).collect();
    let batches = production::batches(read, &ids.into_iter().collect::<Vec<_>>())?;
    let sales: BTreeSet<_> = rows.iter().map(|(sale, _)| sale.id).collect();
    let row = |(sale, line): &(Sale, SaleLine)| {
        let shop = shops.get(&sale.shop_id.to_string());
        let batch = batches.get(&line.batch_id);
        let mut cells = head_cells(ctx, sale, shop);
        cells.extend(product_cells(&products, line.product_id));
        cells.extend([
            batch.map(|one| one.code.as_str()).into(),
            line.quantity.into(),
            line.unit_price.into(),
            line.gross().into(),
            line.shop_part.into(),
            line.due().into(),
            line.refunded.into(),
            sale.note.as_ref().into(),
        ]);
        cells
    };
    let sheet = Sheet::new(lang.t("sales.list.title"), columns(lang));
    Ok(sheet.rows(rows.iter().map(row)).fetched(sales.len()))
}

fn head_cells(ctx: &Context, sale: &Sale, shop: Option<&String>) -> Vec<Cell> {
    let lang = ctx.lang;
    let hour = (sale.source != Source::Count).then(|| Moment::of(sale.sold_at, ctx.zone));
    vec![
        sale.business_day.into(),
        hour.into(),
        sale.receipt_number.as_str().into(),
        shop.into(),
        payment_word(lang, sale.payment).into(),
        lang.t(&format!("sales.source.{}", sale.source)).into(),
    ]
}

fn product_cells(products: &BTreeMap<ProductId, Product>, id: ProductId) -> [Cell; 2] {
    let product = products.get(&id);
    [product.map(|one| one.code.as_str()).into(), product.map(|one| one.title()).into()]
}

fn columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::day(lang.t("sales.field.business_day")),
        Column::moment(lang.t("sales.list.when")),
        Column::text(lang.t("sales.field.receipt_number")).width(14),
        Column::text(lang.t("sales.field.shop")),
        Column::text(lang.t("sales.field.payment")).width(12),
        Column::text(lang.t("sales.field.source")).width(16),
        Column::text(lang.t("sales.sheet.code")).width(12),
        Column::text(lang.t("sales.field.product")),
        Column::text(lang.t("sales.field.batch")).width(14),
        Column::number(lang.t("sales.field.quantity")).summed(),
        Column::rupiah(lang.t("sales.field.price")),
        Column::rupiah(lang.t("sales.field.gross")).summed(),
        Column::rupiah(lang.t("sales.field.shop_part")).summed(),
        Column::rupiah(lang.t("sales.field.due")).summed(),
        Column::number(lang.t("sales.sheet.refunded")).summed(),
        Column::text(lang.t("sales.field.note")).width(30),
    ]
}
