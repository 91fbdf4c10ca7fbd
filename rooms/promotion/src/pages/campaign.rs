//! One campaign: what it brought, by link; the links themselves; and its visits by day.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Context, Day, group_thousands};
use maud::{Markup, html};
use ui::{Chart, Column, Figure, Point, Tone, Unit};
use web::{Ask, Page};
use words::Speak;

use super::{days, nothing, state, way};
use crate::{
    actions, card,
    funnel::Steps,
    inputs::{CampaignChangeKind, CampaignKind, OneCampaign},
    kinds::Step,
    see,
    types::{Campaign, CampaignSeen, ChannelSeen},
};

/// Days of the chart; all of them stand in the table beneath it.
const DAYS_SHOWN: usize = 31;

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = OneCampaign { campaign: ask.id::<CampaignKind>("campaign")? };
    let seen = see::see_campaign(read, ctx, &asked)?;
    let (lang, one) = (ctx.lang, &seen.campaign);
    let goods = catalogue::products(read, &one.goods)?;
    let goods: Vec<String> =
        one.goods.iter().filter_map(|id| goods.get(id)).map(|good| good.title()).collect();
    let own = actions::is_own(ctx, one) && one.ended_on.is_none();
    let main = html! {
        (ui::breadcrumbs(lang, &way(lang), &one.name))
        (ui::header(&one.name, &days(lang, one), html! { (state(ctx, one)) }))
        (ask.form(lang).summary())
        (figures(ctx, one, &seen.all))
        (ui::section(lang.t("promotion.campaign.brought"), html! {
            (by_channel(ctx, &seen))
            p.hint { (lang.t("promotion.campaign.honest")) }
        }))
        (ui::section(lang.t("promotion.campaign.links"), html! {
            @for channel in &seen.channels { (link(ctx, ask, channel)) }
        }))
        (ui::section(lang.t("promotion.campaign.about"), html! {
            (ui::facts([
                (lang.t("promotion.campaign.goods"), html! { (goods.join(", ")) }),
                (lang.t("promotion.campaign.words"),
                    html! { span.kept-lines { (one.words.as_deref().unwrap_or("–")) } }),
            ]))
        }))
        div id="kunjungan" {
            (ui::section(lang.t("promotion.campaign.visits"), by_day(ctx, &seen)))
        }
        @if own { (changes(ctx, ask, one)) }
        (production::history(read, ctx, &[one.id.cast()])?)
    };
    Ok(Page::new(one.name.clone(), main))
}

/// Where the lines behind a number stand.
fn behind(one: &Campaign, channel: &str, step: Step) -> String {
    let path = format!("/promosi/kampanye/{}/pesanan", one.id);
    let pairs = [("channel", channel), ("step", step.name())];
    ui::query(&path, if channel.is_empty() { &pairs[1..] } else { &pairs })
}

fn figures(ctx: &Context, one: &Campaign, all: &Steps) -> Markup {
    let lang = ctx.lang;
    let hrefs = [
        "#kunjungan".to_owned(),
        behind(one, "", Step::Ordered),
        behind(one, "", Step::SetAside),
        behind(one, "", Step::Sold),
        behind(one, "", Step::Sold),
    ];
    let count = |count: i64| html! { (group_thousands(count)) };
    let values = [
        ("promotion.campaign.visits", count(all.visits)),
        ("promotion.campaign.orders", count(all.orders)),
        ("promotion.campaign.set_aside", count(all.set_aside.0)),
        ("promotion.campaign.sales", count(all.sales)),
        ("promotion.campaign.rupiah", ui::money(all.rupiah)),
    ];
    let all: Vec<Figure<'_>> = values
        .into_iter()
        .zip(&hrefs)
        .map(|((key, value), href)| Figure {
            label: lang.t(key),
            value,
            note: nothing(),
            href: Some(href),
        })
        .collect();
    ui::figures(&all)
}

fn by_channel(ctx: &Context, seen: &CampaignSeen) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("promotion.campaign.channel")),
        Column::amount(lang.t("promotion.campaign.visits")),
        Column::amount(lang.t("promotion.campaign.orders")),
        Column::amount(lang.t("promotion.campaign.set_aside")),
        Column::amount(lang.t("promotion.campaign.sales")),
        Column::amount(lang.t("promotion.campaign.sold")),
        Column::amount(lang.t("promotion.campaign.rupiah")),
    ];
    let cells = |name: &str, code: &str, steps: &Steps| {
        let linked = |step: Step, shown: Markup| {
            html! { a href=(behind(&seen.campaign, code, step)) { (shown) } }
        };
        let count = |count: i64| html! { (group_thousands(count)) };
        vec![
            html! { (name) },
            html! { a href="#kunjungan" { (count(steps.visits)) } },
            linked(Step::Ordered, count(steps.orders)),
            linked(Step::SetAside, count(steps.set_aside.0)),
            linked(Step::Sold, count(steps.sales)),
            linked(Step::Sold, count(steps.sold.0)),
            ui::money(steps.rupiah),
        ]
    };
    let rows = seen.channels.iter().map(|one| cells(&one.name, &one.code, &one.steps));
    let table = ui::table(lang.t("promotion.campaign.brought"), columns, rows);
    html! { (table.total(cells(lang.t("common.total"), "", &seen.all))) }
}

/// A link to send, and its code to hang up.
fn link(ctx: &Context, ask: &Ask, channel: &ChannelSeen) -> Markup {
    let lang = ctx.lang;
    let address = format!("{}/k/{}", ask.public_url, channel.code);
    let described = lang.fill("promotion.campaign.qr", &[("channel", &channel.name)]);
    let send = ui::query("https://wa.me/", &[("text", &address)]);
    html! {
        div.label-card {
            (catalogue::qr(&address, &described))
            div {
                h3 { (channel.name) }
                p { a.kept-lines href={ "/k/" (channel.code) } { (address) } }
                p { a href=(send) rel="noreferrer" { (lang.t("promotion.send")) } }
                p {
                    a href=(card::address(&channel.code))
                        download=(format!("kartu-{}.png", channel.code)) {
                        (lang.t("promotion.campaign.card"))
                    }
                }
            }
        }
    }
}

fn by_day(ctx: &Context, seen: &CampaignSeen) -> Markup {
    let lang = ctx.lang;
    let mut days: BTreeMap<Day, i64> = BTreeMap::new();
    for one in &seen.visits {
        *days.entry(one.day).or_default() += one.visits;
    }
    if days.is_empty() {
        let (title, hint) = ("promotion.campaign.no_visits", "promotion.campaign.no_visits_hint");
        return ui::empty(lang.t(title), lang.t(hint), nothing());
    }
    let skip = days.len().saturating_sub(DAYS_SHOWN);
    let named: Vec<(String, i64)> =
        days.iter().skip(skip).map(|(day, visits)| (day.short(lang), *visits)).collect();
    let points = named.iter().map(|(day, visits)| Point {
        label: day,
        amount: *visits,
        href: None,
        tone: Tone::Water,
    });
    let chart = ui::bars(&Chart {
        lang,
        title: lang.t("promotion.campaign.by_day"),
        unit: Unit::Pieces(lang.t("promotion.campaign.times")),
        points_are: lang.t("promotion.campaign.day"),
        points: points.collect(),
    });
    html! { (chart) (by_link(ctx, seen)) }
}

/// The days of each link: what its number of visits is the sum of.
fn by_link(ctx: &Context, seen: &CampaignSeen) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("promotion.campaign.day")),
        Column::text(lang.t("promotion.campaign.channel")),
        Column::amount(lang.t("promotion.campaign.visits")),
    ];
    let name = |code: &str| {
        let known = seen.channels.iter().find(|channel| channel.code == code);
        known.map_or("", |channel| channel.name.as_str())
    };
    let rows = seen.visits.iter().map(|one| {
        vec![
            ui::day(one.day, lang),
            html! { (name(&one.code)) },
            html! { (group_thousands(one.visits)) },
        ]
    });
    let title = lang.t("promotion.campaign.by_link");
    html! { details { summary { (title) } (ui::table(title, columns, rows)) } }
}

fn changes(ctx: &Context, ask: &Ask, one: &Campaign) -> Markup {
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let here = format!("/promosi/kampanye/{}", one.id);
    let fresh = ctx.fresh_id::<CampaignChangeKind>().to_string();
    html! {
        (ui::actions(ui::quiet(&format!("{here}/ubah"), lang.t("promotion.campaign.change"))))
        details open[ask.refusal().is_some()] {
            summary { (lang.t("promotion.campaign.add_channel")) }
            form.form method="post" action={ (here) "/tautan" } novalidate {
                (form.hidden("id", &fresh))
                (form.text("name", "promotion.campaign.channel").max_length(200)
                    .hint("promotion.campaign.channel_hint"))
                (ui::actions(ui::submit(lang.t("promotion.campaign.add_channel"))))
            }
        }
        details {
            summary { (lang.t("promotion.campaign.end")) }
            p { (lang.t("promotion.campaign.end_hint")) }
            (ui::button_form(&format!("{here}/akhiri"), lang.t("promotion.campaign.end"),
                "danger", &[("id", &ctx.fresh_id::<CampaignChangeKind>().to_string())]))
        }
    }
}
