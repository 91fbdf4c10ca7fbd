//! /promosi/kampanye: the campaigns of a unit or a shop.

use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use ui::{BrowseView, Column};
use web::{Ask, Page};
use words::Speak;

use super::{days, nothing, state, way};
use crate::{actions, see, types::Campaign};

const PER_PAGE: i64 = 25;

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let q = browse.q().unwrap_or_default();
    let like = browse.q().map(web::like);
    let all = see::list_campaigns(read, ctx, like.as_deref())?;
    let view = BrowseView {
        path: "/promosi/kampanye",
        q: Some(q),
        filters: Vec::new(),
        page: browse.page(),
        per_page: PER_PAGE,
        total: all.len() as i64,
    };
    let skip = usize::try_from((browse.page() - 1) * PER_PAGE).unwrap_or(usize::MAX);
    let shown: Vec<&Campaign> = all.iter().skip(skip).take(PER_PAGE as usize).collect();
    let title = lang.t("promotion.campaign.title");
    let hint = lang.t("promotion.campaign.none_hint");
    let first = ui::empty(lang.t("promotion.campaign.none"), hint, new(ctx));
    let main = html! {
        (ui::breadcrumbs(lang, &way(lang)[..1], title))
        (ui::header(title, lang.t("promotion.campaign.lead"), new(ctx)))
        (ui::listed(lang, &view, (!shown.is_empty()).then(|| table(ctx, &shown)),
            ("promotion.campaign.no_match", "promotion.campaign.no_match_hint"), first))
    };
    Ok(Page::new(title, main))
}

fn new(ctx: &Context) -> Markup {
    match actions::owner(ctx) {
        Ok(_) => ui::button_link("/promosi/kampanye/baru", ctx.lang.t("promotion.campaign.new")),
        Err(_) => nothing(),
    }
}

fn table(ctx: &Context, shown: &[&Campaign]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("promotion.campaign.name")),
        Column::text(lang.t("common.state")),
        Column::text(lang.t("promotion.campaign.days")),
        Column::text(lang.t("promotion.campaign.channels")),
    ];
    let row = |one: &&Campaign| {
        let names: Vec<&str> = one.channels.iter().map(|channel| channel.name.as_str()).collect();
        vec![
            html! { a href={ "/promosi/kampanye/" (one.id) } { (one.name) } },
            state(ctx, one),
            html! { (days(lang, one)) },
            html! { (names.join(", ")) },
        ]
    };
    html! { (ui::table(lang.t("promotion.campaign.title"), columns, shown.iter().map(row))) }
}
