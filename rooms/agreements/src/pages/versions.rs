//! Every version of an agreement, and what each changed.

use std::collections::BTreeMap;

use catalogue::Product;
use db::{Read, Result};
use kernel::{Context, Lang, ProductId};
use maud::{Markup, html};
use ui::{Column, Kind};
use words::Speak;

use super::preview;
use crate::{
    Agreement, Change, State, Terms, changes,
    compose::{ChangedPassage, Sketch, compare, compose},
    papers::TO_SIGN,
    store_wording,
};

/// Every addendum and what it changed.
pub fn history(
    read: &mut Read,
    ctx: &Context,
    agreement: &Agreement,
    versions: &[Terms],
) -> Result<Markup> {
    let lang = ctx.lang;
    if versions.len() < 2 {
        return Ok(html! {});
    }
    let ids: Vec<ProductId> =
        versions.iter().flat_map(|terms| terms.annex.keys().copied()).collect();
    let products: BTreeMap<_, _> = catalogue::products(read, &ids)?.into_iter().collect();
    let mut pairs = Vec::new();
    for (old, new) in versions.iter().zip(versions.iter().skip(1)).rev() {
        pairs.push((old, new, articles(read, ctx, agreement, (old, new))?));
    }
    let body = html! {
        @for (old, new, articles) in pairs {
            h3 {
                (lang.t("agreements.addendum")) " "
                (new.addendum_number.as_deref().unwrap_or_default())
            }
            p {
                @if new.state == State::Draft {
                    (ui::badge(Kind::Waiting, lang.t("agreements.standing.draft"))) " "
                }
                (lang.fill("agreements.valid_since", &[("day", &new.valid_from.long(lang))]))
                @if let Some(reason) = &new.addendum_reason { " · " (reason) }
            }
            p {
                a href={ "/pks/" (new.agreement_id) "/addendum/" (new.version) "/addendum.pdf" } {
                    (lang.t("agreements.print_addendum"))
                }
                @if new.state == State::Draft {
                    @let path =
                        format!("/pks/{}/addendum/{}/addendum.pdf", new.agreement_id, new.version);
                    " · "
                    a href=(ui::query(&path, &[TO_SIGN])) { (lang.t("agreements.print_to_sign")) }
                }
            }
            (ui::actions(people::hand_off(
                ctx,
                &format!("/pks/{}/addendum/{}/addendum.pdf", new.agreement_id, new.version),
                &format!("{} {}", lang.t("agreements.addendum"),
                    new.addendum_number.as_deref().unwrap_or_default()),
                Some(agreement.shop_id),
            )))
            (changes_table(lang, &changes(old, new), &products))
            @if !articles.is_empty() {
                details.slots {
                    summary {
                        (lang.count("agreements.marked.articles", articles.len() as i64))
                    }
                    (super::changed::draw(lang, &articles))
                }
            }
        }
    };
    Ok(ui::section(lang.t("agreements.versions"), body))
}

/// The articles that read otherwise since.
fn articles(
    read: &mut Read,
    ctx: &Context,
    agreement: &Agreement,
    (old, new): (&Terms, &Terms),
) -> Result<Vec<ChangedPassage>> {
    let was = store_wording::of_terms(read, old.id)?;
    let is = store_wording::of_terms(read, new.id)?;
    let old = compose(ctx.lang, &Sketch::of(agreement, old), was.wording());
    let new = compose(ctx.lang, &Sketch::of(agreement, new), is.wording());
    Ok(compare(&old, &new))
}

/// What changed, term by term.
pub fn changes_table(
    lang: Lang,
    all: &[Change],
    products: &BTreeMap<ProductId, Product>,
) -> Markup {
    let columns = [
        Column::text(lang.t("agreements.changes.term")),
        Column::text(lang.t("agreements.changes.before")),
        Column::text(lang.t("agreements.changes.after")),
    ];
    let row = |change: &Change| {
        let said = crate::say::change_in_words(lang, change, |product| {
            preview::name_of(products, product)
        });
        vec![html! { (said.term) }, html! { del { (said.before) } }, html! { ins { (said.after) } }]
    };
    html! { (ui::table(lang.t("agreements.changes.title"), columns, all.iter().map(row))) }
}
