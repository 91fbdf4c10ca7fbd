//! Behind the code on a label: what the piece is, when it was made, where its price goes. Never
//! who made it, and never how many.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::{Crumb, facts, section};
use web::{Ask, Head, Page};
use words::Speak;

use super::{parts, receipt};
use crate::{
    address,
    receipt::Terms,
    refusal::No,
    said, store,
    store_batch::{self, Batch, Learnt},
    store_place,
    thing::{self, Thing},
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let code = ask.param("code").unwrap_or_default();
    let mut found = store_batch::of_code(read, code)?;
    if let Some(chosen) = ask.query("batch").and_then(|id| id.parse().ok()) {
        found.retain(|batch| batch.id == chosen);
    }
    match found.as_slice() {
        [] => Err(No::NoBatch.into()),
        [batch] => one(read, ctx, ask, batch),
        several => Ok(choose(ctx.lang, code, several)),
    }
}

/// Two units may have used the same code; whoever holds the thing knows which it is.
fn choose(lang: Lang, code: &str, several: &[Batch]) -> Page {
    let title = lang.fill("storefront.batch.title", &[("code", &code)]);
    let main = html! {
        (ui::header(&title, lang.t("storefront.batch.choose"), html! {}))
        ul.plain-list {
            @for batch in several {
                li {
                    a href=(ui::query(&address::batch(&batch.code),
                        &[("batch", &batch.id.to_string())])) { (named(batch)) }
                    " · " (batch.unit) " · " (batch.finished_on.month_year(lang))
                }
            }
        }
    };
    Page::public(title, main).with(Head { unlisted: true, ..of_code(code) })
}

fn named(batch: &Batch) -> String {
    thing::title(&batch.name, batch.variant.as_deref())
}

/// One address, whichever shop's terms are looked at.
fn of_code(code: &str) -> Head {
    Head { canonical: Some(address::batch(code)), ..Head::default() }
}

fn one(read: &mut Read, ctx: &Context, ask: &Ask, batch: &Batch) -> Result<Page> {
    let lang = ctx.lang;
    let terms = store_batch::terms(read, batch.product_id, ctx.today())?;
    let priced = receipt::of_batch(read, ctx, batch, &chosen_first(ask, &terms))?;
    let deposit = store_batch::deposit(read, batch)?;
    let thing = store::things(read, ctx, &[batch.product_id])?.into_iter().next();
    let offered = !store::offered_of(read, &[batch.product_id], ctx.today())?.is_empty();
    let learnt = store_batch::learnt(read, batch)?;
    let unit = store_place::find_unit(read, batch.consignor_id)?;
    let contact = unit.as_ref().and_then(|unit| unit.complaint_contact.clone());
    let title = named(batch);
    let code_words = lang.fill("storefront.batch.title", &[("code", &batch.code)]);
    let (way, way_data) = parts::way(
        lang,
        ask,
        &[Crumb { href: "/etalase", label: lang.t("storefront.title") }],
        (&address::batch(&batch.code), &code_words),
    );
    let main = html! {
        (way)
        (ui::header(&title, &made(lang, batch, unit.as_ref().is_some_and(|u| u.branded)), html! {}))
        (said::told(lang, &said::recall_of(read, batch.id)?))
        (what(lang, batch, thing.as_ref(), offered))
        (section(lang.t("storefront.receipt.title"), html! {
            @match &priced {
                Some(priced) => {
                    p.receipt-line { (receipt::sentence(lang, &priced.receipt)) }
                    (shops(lang, batch, &terms, priced))
                    (receipt::river(lang, priced))
                    (receipt::deposit(lang, deposit))
                    (receipt::grounds(lang, priced))
                },
                None => p { (lang.t("storefront.receipt.unknown")) },
            }
        }))
        (said::batch_section(read, ctx, batch.id)?)
        (trainings(lang, &learnt))
        (section(lang.t("storefront.batch.warranty"), warranty(lang, &terms, contact.as_deref())))
        (said::links(lang))
    };
    let lead = lang.fill("storefront.batch.lead", &[("product", &title)]);
    let mut head = parts::head(lang, &address::batch(&batch.code), vec![way_data]);
    if offered {
        head.picture = Some(parts::preview(address::card(batch.product_id), title.clone()));
    }
    Ok(Page::public(title, main).describe(lead).with(head))
}

/// The shop that was chosen before the others.
fn chosen_first(ask: &Ask, terms: &[Terms]) -> Vec<Terms> {
    let chosen: Option<kernel::ShopId> = ask.query("shop").and_then(|id| id.parse().ok());
    let mut terms = terms.to_vec();
    terms.sort_by_key(|one| Some(one.shop_id) != chosen);
    terms
}

fn made(lang: Lang, batch: &Batch, branded: bool) -> String {
    let key = if branded { "storefront.branded" } else { "storefront.made_by" };
    lang.fill(key, &[("brand", &batch.unit), ("unit", &batch.unit)])
}

/// What is known of the piece, however long ago it was sold; the way to others like it where there
/// are any.
fn what(lang: Lang, batch: &Batch, thing: Option<&Thing>, offered: bool) -> Markup {
    let month = batch.finished_on.month_year(lang);
    let text = |text: &str| html! { span.kept-lines { (text) } };
    let mut known: Vec<(&str, Markup)> = vec![
        (lang.t("storefront.batch.code"), html! { (batch.code) }),
        (lang.t("storefront.batch.month"), html! { (month) }),
    ];
    if let Some(thing) = thing {
        let more = [
            ("storefront.size", &thing.size),
            ("storefront.material", &thing.material),
            ("storefront.batch.care", &thing.care),
        ];
        let told = more.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)));
        known.extend(told.map(|(key, value)| (lang.t(key), text(value))));
    }
    html! {
        (facts(known))
        @if let Some(thing) = thing.filter(|_| offered) {
            p.more-link {
                a href=(address::product(&thing.title(), thing.id)) {
                    (lang.t("storefront.batch.product"))
                }
            }
        }
    }
}

/// Whose terms the receipt is of, and the others to choose from.
fn shops(lang: Lang, batch: &Batch, terms: &[Terms], priced: &receipt::Priced) -> Markup {
    let path = address::batch(&batch.code);
    html! {
        @if terms.len() > 1 {
            nav.chips aria-label=(lang.t("storefront.receipt.other_shops")) {
                ul {
                    @for one in terms.iter().take(12) {
                        li {
                            a href=(ui::query(&path, &[("shop", &one.shop_id.to_string()),
                                ("batch", &batch.id.to_string())]))
                                aria-current=[(one.shop_id == priced.terms.shop_id)
                                    .then_some("true")] { (one.shop) }
                        }
                    }
                }
            }
        }
    }
}

/// What its makers had learnt: how many, never who.
fn trainings(lang: Lang, learnt: &[Learnt]) -> Markup {
    let line = |one: &Learnt| {
        let month = one.ended_on.month_year(lang);
        let nameless = lang.t("storefront.batch.training_nameless");
        let title = one.title.as_deref().unwrap_or(nameless);
        let (hours, people) = (one.hours, one.people);
        lang.fill(
            "storefront.batch.training_line",
            &[("title", &title), ("hours", &hours), ("month", &month), ("people", &people)],
        )
    };
    html! {
        @if !learnt.is_empty() {
            (section(lang.t("storefront.batch.training"), html! {
                ul.plain-list { @for one in learnt { li { (line(one)) } } }
                p.hint { (lang.t("storefront.batch.training_hint")) }
            }))
        }
    }
}

fn warranty(lang: Lang, terms: &[Terms], contact: Option<&str>) -> Markup {
    html! {
        @if terms.iter().any(|one| one.return_days > 0) {
            ul.plain-list {
                @for one in terms.iter().filter(|one| one.return_days > 0).take(12) {
                    li {
                        (lang.fill("storefront.batch.bring_back",
                            &[("shop", &one.shop), ("days", &one.return_days)]))
                    }
                }
            }
        }
        p {
            @match contact {
                Some(contact) => (lang.fill("storefront.complaints", &[("contact", &contact)])),
                None => (lang.t("storefront.batch.complain_at_shop")),
            }
        }
    }
}
