//! The room's screens: kits, campaigns and what came of them, and what stands behind a campaign's
//! link.

mod campaign;
mod campaigns;
mod form;
mod kit;
mod label;
mod labels;
mod landing;
mod lines;
pub(crate) mod sheets;

use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::{Crumb, Kind, badge};
use web::{Go, Recorded, Screens};
use words::Speak;

use crate::{
    actions, card, labels as labels_of, papers,
    types::{Campaign, Runs},
};

/// The pages of promotion.
pub fn screens() -> Screens {
    Screens::new()
        .page("/promosi", kit::list)
        .list("/promosi/kampanye", campaigns::list, sheets::campaigns)
        .form("/promosi/kampanye/baru", form::new, actions::start_campaign, to_campaign)
        .page("/promosi/kampanye/{campaign}", campaign::show)
        .form(
            "/promosi/kampanye/{campaign}/ubah",
            form::change,
            actions::change_campaign,
            to_campaign,
        )
        .post(
            "/promosi/kampanye/{campaign}/tautan",
            campaign::show,
            actions::add_channel,
            to_campaign,
        )
        .post(
            "/promosi/kampanye/{campaign}/akhiri",
            campaign::show,
            actions::end_campaign,
            to_campaign,
        )
        .list("/promosi/kampanye/{campaign}/pesanan", lines::list, lines::sheet)
        .counted_page("/k/{code}", "code", landing::show, actions::keep_visits)
        .public_picture("/k/{code}/kartu.png", card::make, storefront::card_of_the_house)
        .and(label_screens())
        .page("/promosi/{product}/{shop}", kit::show)
        .paper("/promosi/{product}/{shop}/poster-a4.pdf", papers::poster_a4)
        .paper("/promosi/{product}/{shop}/poster-a5.pdf", papers::poster_a5)
        .paper("/promosi/{product}/{shop}/kartu-rak.pdf", papers::shelf_cards)
}

fn label_screens() -> Screens {
    let to_labels = |done: &Recorded| {
        Go::to(format!("/promosi/label/{}", done.id)).flash("promotion.label.saved")
    };
    Screens::new()
        .list("/promosi/label", labels::list, sheets::labels)
        .form("/promosi/label/baru", label::new, labels_of::record_labels, to_labels)
        .page("/promosi/label/{labels}", label::show)
        .post("/promosi/label/{labels}/batal", label::show, labels_of::take_labels_back, to_labels)
        .paper("/promosi/label/{labels}/label.pdf", papers::sticker_sheet)
        .paper("/promosi/label/{labels}/label-58.pdf", papers::roll_labels)
}

fn to_campaign(done: &Recorded) -> Go {
    Go::to(format!("/promosi/kampanye/{}", done.id)).flash("promotion.campaign.saved")
}

fn nothing() -> Markup {
    html! {}
}

fn way(lang: Lang) -> [Crumb<'static>; 2] {
    let crumb = |href, key| Crumb { href, label: lang.t(key) };
    [crumb("/promosi", "promotion.title"), crumb("/promosi/kampanye", "promotion.campaign.title")]
}

fn state(ctx: &Context, one: &Campaign) -> Markup {
    let kind = match one.runs(ctx.today()) {
        Runs::NotYet => Kind::Waiting,
        Runs::Now => Kind::Good,
        Runs::Over => Kind::Neutral,
    };
    badge(kind, state_word(ctx, one))
}

fn state_word(ctx: &Context, one: &Campaign) -> &'static str {
    ctx.lang.t(match one.runs(ctx.today()) {
        Runs::NotYet => "promotion.campaign.not_yet",
        Runs::Now => "promotion.campaign.running",
        Runs::Over => "promotion.campaign.over",
    })
}

/// `5 Januari 2026 sampai 31 Januari 2026`.
fn days(lang: Lang, one: &Campaign) -> String {
    let from = one.from.long(lang);
    match one.last_day() {
        Some(to) => {
            let to = to.long(lang);
            lang.fill("promotion.campaign.from_to", &[("from", &from), ("to", &to)])
        }
        None => lang.fill("promotion.campaign.from_on", &[("from", &from)]),
    }
}
