//! /k/{code}: what a stranger finds behind a campaign's link, on a phone, from a message
//! or a poster. It is the same for all, and counts that somebody came, not who.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::{Kind, notice};
use web::{Ask, Head, Page};
use words::Speak;

use super::nothing;
use crate::{
    card, see,
    types::{Campaign, Runs},
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let typed = ask.param("code").unwrap_or_default();
    let (code, campaign) = see::behind(read, typed)?;
    // A link is typed off a poster in any letters; it has one address.
    if typed != code {
        return Ok(Page::moved(format!("/k/{code}")));
    }
    let lang = ctx.lang;
    let offered = storefront::offered_of(read, ctx, &campaign.goods)?;
    let goods = storefront::offers(read, ctx, &offered, (campaign.shop_id, &code))?;
    let all = ui::quiet("/etalase", lang.t("promotion.landing.all"));
    let main = html! {
        (ui::header(&campaign.name, "", nothing()))
        (when(ctx, lang, &campaign))
        @if let Some(words) = &campaign.words {
            (ui::prose(html! { p.kept-lines { (words) } }))
        }
        @match goods {
            Some(goods) => {
                h2 { (lang.t("promotion.landing.goods")) }
                (goods)
            }
            None => (ui::empty(lang.t("promotion.landing.none"),
                lang.t("promotion.landing.none_hint"), nothing())),
        }
        (ui::actions(all))
    };
    let told = campaign.words.as_deref().unwrap_or(lang.t("promotion.landing.lead"));
    let page = Page::public(&campaign.name, main).describe(short(told));
    Ok(page.with(head(&code, &campaign.name, !offered.is_empty())))
}

/// Said only where it doesn't run.
fn when(ctx: &Context, lang: Lang, campaign: &Campaign) -> Markup {
    let from = campaign.from.long(lang);
    match campaign.runs(ctx.today()) {
        Runs::Now => nothing(),
        Runs::Over => notice(lang, Kind::Neutral, lang.t("promotion.landing.over")),
        Runs::NotYet => {
            let text = lang.fill("promotion.landing.not_yet", &[("day", &from)]);
            notice(lang, Kind::Waiting, &text)
        }
    }
}

/// A preview shows the campaign's own card, and the house's where nothing of it is to be had any
/// more; search engines know the goods by their own pages.
fn head(code: &str, name: &str, offered: bool) -> Head {
    let house = storefront::HOUSE_CARD.to_owned();
    let card = if offered { card::address(code) } else { house };
    let picture = Some(storefront::preview(card, name.to_owned()));
    Head { canonical: Some(format!("/k/{code}")), unlisted: true, picture, ..Head::default() }
}

/// For the line under a preview.
fn short(text: &str) -> String {
    const MOST: usize = 155;
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match one_line.chars().count() > MOST {
        true => format!("{}…", one_line.chars().take(MOST).collect::<String>()),
        false => one_line,
    }
}
