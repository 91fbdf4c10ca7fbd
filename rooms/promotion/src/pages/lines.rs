//! /promosi/kampanye/{campaign}/pesanan: the lines behind a campaign's numbers.

use std::collections::{BTreeMap, BTreeSet};

use db::{Read, Result};
use kernel::{Context, Lang, ProductId, ShopId};
use maud::{Markup, html};
use sheet::Sheet;
use ui::{BrowseView, Column, Crumb, Filter};
use web::{Ask, Page};
use words::Speak;

use super::{nothing, way};
use crate::{
    funnel::CampaignLine,
    inputs::{CampaignKind, ListLines, OneCampaign},
    kinds::Step,
    see,
    types::Campaign,
};

const PER_PAGE: i64 = 50;

fn asked(ask: &Ask) -> Result<ListLines> {
    Ok(ListLines {
        campaign: ask.id::<CampaignKind>("campaign")?,
        channel: ask.query("channel").map(str::to_owned),
        step: ask.query("step").and_then(Step::parse),
    })
}

/// What lines are told with: the names of products, shops and links.
struct Named {
    products: BTreeMap<ProductId, String>,
    shops: BTreeMap<ShopId, String>,
    channels: BTreeMap<String, String>,
}

fn named(read: &mut Read, one: &Campaign, lines: &[CampaignLine]) -> Result<Named> {
    let ids: BTreeSet<ProductId> = lines.iter().map(|line| line.product_id).collect();
    let products = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
    let mut shops = BTreeMap::new();
    for line in lines {
        if let std::collections::btree_map::Entry::Vacant(place) = shops.entry(line.shop_id) {
            place.insert(people::load_shop(read, line.shop_id)?.name);
        }
    }
    let channels = one.channels.iter().map(|one| (one.code.clone(), one.name.clone()));
    Ok(Named {
        products: products.into_iter().map(|(id, one)| (id, one.title())).collect(),
        shops,
        channels: channels.collect(),
    })
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse, asked) = (ctx.lang, ask.browse(), asked(ask)?);
    let one = see::load_campaign(read, ctx, &OneCampaign { campaign: asked.campaign })?;
    let lines = see::campaign_lines(read, ctx, &asked)?;
    let here = format!("/promosi/kampanye/{}", one.id);
    let path = format!("{here}/pesanan");
    let view = BrowseView {
        path: &path,
        q: None,
        filters: filters(lang, ask, &one),
        page: browse.page(),
        per_page: PER_PAGE,
        total: lines.len() as i64,
    };
    let skip = usize::try_from((browse.page() - 1) * PER_PAGE).unwrap_or(usize::MAX);
    let shown: Vec<CampaignLine> = lines.into_iter().skip(skip).take(PER_PAGE as usize).collect();
    let named = named(read, &one, &shown)?;
    let title = lang.t("promotion.campaign.lines");
    let [all, own] = way(lang);
    let crumbs = [all, own, Crumb { href: &here, label: &one.name }];
    let hint = lang.t("promotion.campaign.no_lines_hint");
    let first = ui::empty(lang.t("promotion.campaign.no_lines"), hint, nothing());
    let main = html! {
        (ui::breadcrumbs(lang, &crumbs, title))
        (ui::header(title, lang.t("promotion.campaign.lines_lead"), nothing()))
        (ui::listed(lang, &view, (!shown.is_empty()).then(|| table(ctx, &shown, &named)),
            ("promotion.campaign.no_lines", "promotion.campaign.no_lines_hint"), first))
    };
    Ok(Page::new(title, main))
}

fn filters<'a>(lang: Lang, ask: &'a Ask, one: &Campaign) -> Vec<Filter<'a>> {
    let channels = one.channels.iter().map(|one| (one.code.clone(), one.name.clone()));
    let step = |step: &Step| {
        (step.name().to_owned(), lang.t(&format!("promotion.step.{step}")).to_owned())
    };
    vec![
        Filter {
            name: "channel",
            label: lang.t("promotion.campaign.channel"),
            choices: channels.collect(),
            chosen: ask.query("channel").unwrap_or_default(),
        },
        Filter {
            name: "step",
            label: lang.t("promotion.campaign.step"),
            choices: Step::ALL.iter().map(step).collect(),
            chosen: ask.query("step").unwrap_or_default(),
        },
    ]
}

fn table(ctx: &Context, shown: &[CampaignLine], named: &Named) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("promotion.product")),
        Column::text(lang.t("promotion.shop")),
        Column::text(lang.t("promotion.campaign.channel")),
        Column::text(lang.t("promotion.campaign.day")),
        Column::text(lang.t("common.state")),
        Column::amount(lang.t("promotion.campaign.ordered")),
        Column::amount(lang.t("promotion.campaign.sold")),
        Column::amount(lang.t("promotion.campaign.rupiah")),
    ];
    let row = |line: &CampaignLine| {
        let product = named.products.get(&line.product_id).map_or("", String::as_str);
        vec![
            // An order is between the buyer and the shop; a unit follows the sale.
            html! {
                @match (ctx.actor.shop(), line.sale_id) {
                    (Some(_), _) => a href={ "/pesanan-wa/" (line.order_id) } { (product) },
                    (None, Some(sale)) => a href={ "/penjualan/" (sale) } { (product) },
                    (None, None) => (product),
                }
            },
            html! { (named.shops.get(&line.shop_id).map_or("", String::as_str)) },
            html! { (named.channels.get(&line.channel).map_or("", String::as_str)) },
            ui::day(line.placed_on, lang),
            html! { (lang.t(&format!("orders.state.{}", line.state))) },
            ui::quantity(line.quantity, ""),
            ui::quantity(line.sold, ""),
            ui::money(line.rupiah),
        ]
    };
    html! { (ui::table(lang.t("promotion.campaign.lines"), columns, shown.iter().map(row))) }
}

pub fn sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    use sheet::Column;
    let (lang, browse, asked) = (ctx.lang, ask.browse(), asked(ask)?);
    let one = see::load_campaign(read, ctx, &OneCampaign { campaign: asked.campaign })?;
    let lines = see::campaign_lines(read, ctx, &asked)?;
    let skip = usize::try_from(browse.offset()).unwrap_or(usize::MAX);
    let most = usize::try_from(browse.limit()).unwrap_or(usize::MAX);
    let window: Vec<CampaignLine> = lines.into_iter().skip(skip).take(most).collect();
    let named = named(read, &one, &window)?;
    let columns = vec![
        Column::day(lang.t("promotion.campaign.day")),
        Column::text(lang.t("promotion.campaign.channel")),
        Column::text(lang.t("promotion.shop")),
        Column::text(lang.t("promotion.product")),
        Column::text(lang.t("common.state")),
        Column::number(lang.t("promotion.campaign.ordered")).summed(),
        Column::number(lang.t("promotion.campaign.sold")).summed(),
        Column::rupiah(lang.t("promotion.campaign.rupiah")).summed(),
    ];
    let rows = window.iter().map(|line| {
        vec![
            line.placed_on.into(),
            named.channels.get(&line.channel).into(),
            named.shops.get(&line.shop_id).into(),
            named.products.get(&line.product_id).into(),
            lang.t(&format!("orders.state.{}", line.state)).into(),
            line.quantity.into(),
            line.sold.into(),
            line.rupiah.into(),
        ]
    });
    Ok(Sheet::new(lang.t("promotion.campaign.lines"), columns).window(rows).named(&one.name))
}
