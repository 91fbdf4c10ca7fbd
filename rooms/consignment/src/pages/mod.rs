//! The room's screens.

pub mod count;
mod delivery;
mod delivery_form;
mod discrepancy;
mod movement;
mod movement_form;
mod names;
pub mod pictures;
pub mod sheets;
pub mod shelf;

pub use delivery::seen;
pub use names::Names;
pub use shelf::rows_of;

use agreements::{Agreement, Listed};
use db::{Read, Result};
use kernel::{AgreementId, Context};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter};
use web::{Ask, Browse, Page, Recorded, Screens};
use words::Speak;

use crate::{
    actions, actions_count, actions_decide, actions_movement, actions_recall, papers,
    store_delivery::Behind,
};

/// The pages of deliveries, shelves, counts, movements and differences.
pub fn screens() -> Screens {
    let to_delivery = |done: &Recorded| format!("/kirim/{}", done.id);
    let to_movement = |done: &Recorded| format!("/gerak/{}", done.id);
    let to_count = |done: &Recorded| format!("/hitung/{}", done.id);
    let to_difference = |done: &Recorded| format!("/selisih/{}", done.id);
    Screens::new()
        .list("/kirim", delivery::list, sheets::deliveries)
        .form("/kirim/baru", delivery_form::deliver, actions::deliver, to_delivery)
        .page("/kirim/{delivery}", delivery::show)
        .form_prepared(
            "/kirim/{delivery}/terima",
            delivery_form::receive,
            pictures::of_receipt,
            actions::receive_with,
            to_delivery,
        )
        .post(
            "/kirim/{delivery}/tarik",
            delivery::show,
            actions_recall::recall_delivery,
            to_delivery,
        )
        .file("/kirim/{delivery}/foto/{line}", pictures::receipt_file)
        .paper("/kirim/{delivery}/surat-jalan.pdf", papers::delivery_note)
        .paper("/kirim/{delivery}/tanda-terima.pdf", papers::receipt_note)
        .list("/rak", shelf::show, sheets::shelves)
        .paper("/rak/{shop}/kartu-harga.pdf", papers::shelf_cards)
        .paper("/rak/{shop}/kartu-58.pdf", papers::small_shelf_cards)
        .list("/hitung", count::list, sheets::counts)
        .form("/hitung/baru", count::form, actions_count::count, to_count)
        .paper("/hitung/lembar/{agreement}/lembar-hitung.pdf", papers::count_sheet)
        .page("/hitung/{count}", count::show)
        .list("/gerak", movement::list, sheets::movements)
        .form_prepared(
            "/gerak/baru",
            movement_form::propose,
            pictures::of_movement,
            actions_movement::propose_movement_with,
            to_movement,
        )
        .page("/gerak/{movement}", movement::show)
        .post(
            "/gerak/{movement}/setuju",
            movement::show,
            actions_decide::confirm_movement,
            to_movement,
        )
        .post("/gerak/{movement}/tolak", movement::show, actions_decide::drop_movement, to_movement)
        .file("/gerak/{movement}/foto", pictures::movement_file)
        .paper("/gerak/{movement}/barang-rusak.pdf", papers::broken_record)
        .list("/selisih", discrepancy::list, sheets::differences)
        .page("/selisih/{discrepancy}", discrepancy::show)
        .paper("/selisih/{discrepancy}/berita-acara.pdf", papers::difference_record)
        .post(
            "/selisih/{discrepancy}/usul",
            discrepancy::show,
            actions_count::propose_resolution,
            to_difference,
        )
        .post(
            "/selisih/{discrepancy}/setuju",
            discrepancy::show,
            actions_count::confirm_resolution,
            to_difference,
        )
}

fn nothing() -> Markup {
    html! {}
}

/// A filter over the words of a closed set.
fn filter<'a>(
    ctx: &Context,
    (name, label): (&'a str, &'a str),
    words: &str,
    values: &[&str],
    chosen: Option<&'a str>,
) -> Filter<'a> {
    let word = |value: &&str| ctx.lang.t(&format!("{words}.{value}")).to_owned();
    Filter {
        name,
        label,
        choices: values.iter().map(|value| ((*value).to_owned(), word(value))).collect(),
        chosen: chosen.unwrap_or_default(),
    }
}

/// What the query narrows a list to, when a figure led here.
fn behind(browse: &Browse<'_>) -> Behind {
    let day = |name| browse.filter(name).and_then(|day| day.parse().ok());
    Behind {
        agreement: browse.filter("agreement").and_then(|id| id.parse().ok()),
        product: browse.filter("product").and_then(|id| id.parse().ok()),
        from: day("from"),
        to: day("to"),
    }
}

/// The same, to be seen above the list. `found` says that the list holds something: then its
/// goods are the reader's to see. What is not his stays unnamed.
fn behind_filters<'a>(
    read: &mut Read,
    ctx: &Context,
    browse: &Browse<'a>,
    found: bool,
) -> Result<Vec<Filter<'a>>> {
    let (lang, asked) = (ctx.lang, behind(browse));
    let mut all = Vec::new();
    let mut fixed = |name, label, word| {
        let chosen = browse.filter(name).unwrap_or_default();
        all.push(Filter::fixed(name, lang.t(label), chosen, word));
    };
    if let Some(id) = asked.agreement {
        let own = agreements_of(read, ctx)?;
        let number = own.into_iter().find(|one| one.id == id).and_then(|one| one.consignor_number);
        fixed("agreement", "consignment.agreement", number.unwrap_or_else(|| "–".to_owned()));
    }
    if let Some(id) = asked.product {
        let product = catalogue::products(read, &[id])?.remove(&id);
        let his = |one: &catalogue::Product| found || ctx.actor.sees_consignor(one.consignor_id);
        let name = product.filter(his).map_or_else(|| "–".to_owned(), |one| one.title());
        fixed("product", "consignment.product", name);
    }
    for (name, label, day) in
        [("from", "consignment.behind.from", asked.from), ("to", "consignment.behind.to", asked.to)]
    {
        if let Some(day) = day {
            fixed(name, label, day.short(lang));
        }
    }
    Ok(all)
}

/// What a list is called, and what stands there while it is empty; keys in `words/`.
struct Words {
    title: &'static str,
    lead: &'static str,
    empty: &'static str,
    empty_hint: &'static str,
}

/// A list's page: head, search, table, pages.
fn listed(
    ctx: &Context,
    words: &Words,
    view: &BrowseView<'_>,
    head: &Markup,
    table: Option<Markup>,
) -> Page {
    let lang = ctx.lang;
    let title = lang.t(words.title);
    let first = ui::empty(lang.t(words.empty), lang.t(words.empty_hint), head.clone());
    let main = html! {
        (ui::header(title, lang.t(words.lead), head.clone()))
        (ui::listed(lang, view, table, ("consignment.none", "consignment.none_hint"), first))
    };
    Page::new(title, main)
}

/// The agreements that were ever put in force, of those that the actor may see.
fn agreements_of(read: &mut Read, ctx: &Context) -> Result<Vec<Agreement>> {
    let Some(asked) = Listed::by(&ctx.actor, ctx.today()) else { return Ok(Vec::new()) };
    let asked = Listed { limit: 500, ..asked };
    let (all, _) = agreements::list_agreements(read, &asked)?;
    Ok(all.into_iter().filter(|one| one.enforced_by.is_some()).collect())
}

/// The agreement that a form is about: the one in the address or the form, else the only one.
fn chosen_agreement(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    all: &[Agreement],
) -> Result<Option<Agreement>> {
    let named = ask.typed().get("agreement").and_then(|id| id.parse::<AgreementId>().ok());
    match (named, all) {
        (Some(id), _) => agreements::load_seen(read, &ctx.actor, id).map(Some),
        (None, [only]) => Ok(Some(only.clone())),
        (None, _) => Ok(None),
    }
}

/// The first step of a form where there are several agreements: choose one.
fn choose(ctx: &Context, path: &str, title: &str, all: &[Agreement]) -> Page {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("consignment.agreement")),
        Column::text(lang.t("consignment.agreement_number")),
        Column::text(lang.t("consignment.shop")),
        Column::text(lang.t("consignment.unit")),
        Column::text(lang.t("consignment.agreement_term")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &&Agreement| {
        let href = ui::query(path, &[("agreement", &one.id.to_string())]);
        let (from, last) = (one.effective_from, one.course().last_day());
        vec![
            html! { a href=(href) { (one.title) } },
            html! { (one.consignor_number.as_deref().unwrap_or("–")) },
            html! { (one.shop_name) },
            html! { (one.consignor_name) },
            html! { (ui::day(from, lang)) " – " (ui::day(last, lang)) },
            agreements::pages::standing_badge(ctx, one),
        ]
    };
    // After a renewal there are two of a shop: the one that counts comes first.
    let mut all: Vec<&Agreement> = all.iter().collect();
    all.sort_by_key(|one| !one.in_force_on(ctx.today()));
    let (back, label) = match path {
        "/kirim/baru" => ("/kirim", "consignment.deliveries.title"),
        "/gerak/baru" => ("/gerak", "consignment.movements.title"),
        _ => ("/hitung", "consignment.counts.title"),
    };
    let main = html! {
        (ui::breadcrumbs(lang, &[ui::Crumb { href: back, label: lang.t(label) }], title))
        (ui::header(title, lang.t("consignment.choose_agreement"), nothing()))
        @if all.is_empty() {
            (ui::empty(lang.t("consignment.no_agreement"), lang.t("consignment.no_agreement_hint"),
                ui::button_link("/pks", lang.t("consignment.to_agreements"))))
        } @else {
            (ui::table(title, columns, all.iter().map(row)))
        }
    };
    Page::new(title, main)
}
