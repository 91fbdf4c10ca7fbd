//! /promosi/kampanye/baru and …/ubah: a campaign's words, goods and links.

use db::{Read, Result};
use kernel::Context;
use maud::html;
use ui::{Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{nothing, way};
use crate::{
    actions,
    inputs::{CampaignChangeKind, CampaignKind, OneCampaign},
    kit,
    refusal::No,
    see,
    store::Owner,
};

const GOODS_SHOWN: usize = 3;

pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let goods = goods(read, ctx)?;
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("promotion.campaign.new");
    // The usual ways; one who has others writes over them.
    let usual = ["WhatsApp", "Instagram", lang.t("promotion.campaign.poster")];
    let chosen = ask.query("product").unwrap_or_default();
    let good = |row: &FormState<'_>| {
        let value = if row.index() == Some(0) { chosen } else { "" };
        let select = row.select("product", "promotion.product", goods.iter().cloned());
        html! { (select.value(value)) }
    };
    let body = html! {
        (form.hidden("id", ctx.fresh_id::<CampaignKind>()))
        (form.text("name", "promotion.campaign.name").max_length(200)
            .hint("promotion.campaign.name_hint"))
        (form.textarea("words", "promotion.campaign.words").optional().max_length(4_000)
            .hint("promotion.campaign.words_hint"))
        (form.date("from", "promotion.campaign.from").value(ctx.today()))
        (form.date("until", "promotion.campaign.until").optional()
            .hint("promotion.campaign.until_hint"))
        (form.lines("goods", "promotion.campaign.goods", GOODS_SHOWN, |row| html! {
            (good(row))
        }))
        (form.lines("channels", "promotion.campaign.channels", usual.len(), |row| {
            let at = row.index().unwrap_or(usize::MAX);
            let name = usual.get(at).copied().filter(|_| ask.typed().is_empty());
            html! {
                (row.text("name", "promotion.campaign.channel").max_length(200)
                    .value(name.unwrap_or_default()))
            }
        }))
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet("/promosi/kampanye", lang.t("common.cancel")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way(lang), title))
        (ui::header(title, lang.t("promotion.campaign.new_lead"), nothing()))
        (form.post("/promosi/kampanye/baru", body))
    };
    Ok(Page::new(title, main))
}

/// What the actor may make a campaign for.
fn goods(read: &mut Read, ctx: &Context) -> Result<Vec<(String, String)>> {
    let mut goods: Vec<(String, String)> = match actions::owner(ctx)? {
        Owner::Unit(unit) => {
            let all = catalogue::list_products(read, unit)?;
            all.iter().map(|one| (one.id.to_string(), one.title())).collect()
        }
        Owner::Shop(_) => {
            let all = kit::pairs(read, ctx)?;
            all.into_iter().map(|pair| (pair.product_id.to_string(), pair.product)).collect()
        }
    };
    goods.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    goods.dedup();
    Ok(goods)
}

pub fn change(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = OneCampaign { campaign: ask.id::<CampaignKind>("campaign")? };
    let one = see::load_campaign(read, ctx, &asked)?;
    if !actions::is_own(ctx, &one) {
        return Err(No::CampaignUnknown.into());
    }
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let (title, here) =
        (lang.t("promotion.campaign.change"), format!("/promosi/kampanye/{}", one.id));
    let until = one.until.map(|day| day.to_string()).unwrap_or_default();
    let body = html! {
        (form.hidden("id", ctx.fresh_id::<CampaignChangeKind>()))
        (form.hidden("campaign", one.id))
        (form.text("name", "promotion.campaign.name").max_length(200).value(&one.name)
            .hint("promotion.campaign.name_hint"))
        (form.textarea("words", "promotion.campaign.words").optional().max_length(4_000)
            .value(one.words.as_deref().unwrap_or_default())
            .hint("promotion.campaign.words_hint"))
        (form.date("until", "promotion.campaign.until").optional().value(until)
            .hint("promotion.campaign.until_hint"))
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet(&here, lang.t("common.cancel")))
        }))
    };
    let crumbs = way(lang);
    let [first, second] = &crumbs;
    let own = [
        Crumb { href: first.href, label: first.label },
        Crumb { href: second.href, label: second.label },
        Crumb { href: &here, label: &one.name },
    ];
    let main = html! {
        (ui::breadcrumbs(lang, &own, title))
        (ui::header(title, lang.t("promotion.campaign.change_lead"), nothing()))
        (form.post(&format!("{here}/ubah"), body))
    };
    Ok(Page::new(title, main))
}
