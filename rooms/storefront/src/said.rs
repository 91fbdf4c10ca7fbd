//! What buyers say of a thing, and which batches of it must come back: from the window's views.

use db::{Read, Result, Row, sql};
use kernel::{BatchId, Context, Day, Lang, ProductId};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;
use words::Speak;

/// Words that are shown at once.
const WORDS_MAX: i64 = 6;

/// What at least five buyers said of a thing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Rating {
    pub ratings: i64,
    /// All stars together: 21 of five ratings are 4,2.
    pub stars: i64,
}

impl Rating {
    /// The mean to one place, with the comma of the language: `4,2`.
    pub fn mean(&self, lang: Lang) -> String {
        let tenths = (self.stars * 20 + self.ratings) / (2 * self.ratings.max(1));
        let comma = if lang == Lang::Id { ',' } else { '.' };
        format!("{}{comma}{}", tenths / 10, tenths % 10)
    }
}

/// The rating of a thing; nothing where fewer than five said something.
pub fn rating(read: &mut Read, product: ProductId) -> Result<Option<Rating>> {
    let statement = sql!("SELECT ratings, stars FROM storefront_rating WHERE product_id = $1");
    read.first(statement, &[&product], rated)
}

/// The rating of one batch; nothing where fewer than five said something.
pub fn rating_of_batch(read: &mut Read, batch: BatchId) -> Result<Option<Rating>> {
    let statement = sql!("SELECT ratings, stars FROM storefront_batch_rating WHERE batch_id = $1");
    read.first(statement, &[&batch], rated)
}

fn rated(row: &Row<'_>) -> Result<Rating> {
    Ok(Rating { ratings: row.get(0)?, stars: row.get(1)? })
}

struct Said {
    rating: i64,
    words: String,
    day: Day,
}

fn words(read: &mut Read, product: ProductId) -> Result<Vec<Said>> {
    let statement = sql!(
        "SELECT rating, words, rated_on FROM storefront_review
         WHERE product_id = $1 ORDER BY rated_on DESC, words LIMIT $2"
    );
    read.all(statement, &[&product, &WORDS_MAX], said)
}

fn words_of_batch(read: &mut Read, batch: BatchId) -> Result<Vec<Said>> {
    let statement = sql!(
        "SELECT rating, words, rated_on FROM storefront_review
         WHERE batch_id = $1 ORDER BY rated_on DESC, words LIMIT $2"
    );
    read.all(statement, &[&batch, &WORDS_MAX], said)
}

fn said(row: &Row<'_>) -> Result<Said> {
    Ok(Said { rating: row.get(0)?, words: row.get(1)?, day: row.get(2)? })
}

/// A batch that must come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recall {
    /// The batch's code, as it stands on the label.
    pub code: String,
    pub reason: String,
    /// What who has one should do.
    pub advice: String,
    pub since: Option<Day>,
}

/// Batches of a thing that must come back.
pub fn recalls(read: &mut Read, product: ProductId) -> Result<Vec<Recall>> {
    let statement = sql!(
        "SELECT code, reason, advice, since FROM storefront_notice
         WHERE product_id = $1 ORDER BY since DESC, code LIMIT 10"
    );
    read.all(statement, &[&product], recall)
}

/// Whether this batch must come back.
pub fn recall_of(read: &mut Read, batch: BatchId) -> Result<Option<Recall>> {
    let statement =
        sql!("SELECT code, reason, advice, since FROM storefront_notice WHERE batch_id = $1");
    read.first(statement, &[&batch], recall)
}

fn recall(row: &Row<'_>) -> Result<Recall> {
    Ok(Recall { code: row.get(0)?, reason: row.get(1)?, advice: row.get(2)?, since: row.get(3)? })
}

/// What must come back, above everything else on a page.
pub fn told<'a>(lang: Lang, all: impl IntoIterator<Item = &'a Recall>) -> Markup {
    let text = |one: &Recall| {
        let told: [(&str, &dyn std::fmt::Display); 3] =
            [("code", &one.code), ("reason", &one.reason), ("advice", &one.advice)];
        lang.fill("storefront.said.recalled", &told)
    };
    html! {
        @for one in all {
            // Nothing was refused: the word of a bad notice would be the wrong one.
            div.notice.bad role="alert" {
                div {
                    p { (ui::badge(ui::Kind::Bad, lang.t("storefront.said.recalled_word"))) }
                    p { (text(one)) }
                }
            }
        }
    }
}

/// What buyers say, under a thing; the way to say something oneself.
pub fn section(read: &mut Read, ctx: &Context, product: ProductId) -> Result<Markup> {
    let lang = ctx.lang;
    let (rating, words) = (rating(read, product)?, words(read, product)?);
    let body = html! { (what(lang, rating.as_ref(), &words)) (rate_link(lang)) };
    Ok(ui::section(lang.t("storefront.said.title"), body))
}

/// What buyers say of one batch, where anything may be shown of it.
pub fn batch_section(read: &mut Read, ctx: &Context, batch: BatchId) -> Result<Markup> {
    let (rating, words) = (rating_of_batch(read, batch)?, words_of_batch(read, batch)?);
    if rating.is_none() && words.is_empty() {
        return Ok(html! {});
    }
    let title = ctx.lang.t("storefront.said.batch_title");
    Ok(ui::section(title, what(ctx.lang, rating.as_ref(), &words)))
}

fn what(lang: Lang, rating: Option<&Rating>, words: &[Said]) -> Markup {
    html! {
        @match rating {
            Some(rating) => p {
                strong { (lang.fill("storefront.said.mean", &[("mean", &rating.mean(lang))])) }
                " · " (lang.count("storefront.said.ratings", rating.ratings))
            },
            None => p.hint { (lang.t("storefront.said.few")) },
        }
        @for one in words {
            blockquote.kept-lines {
                span role="img"
                    aria-label=(lang.fill("storefront.said.stars", &[("n", &one.rating)])) {
                    (stars(one.rating))
                }
                " " (one.words) " "
                span.unit { "· " (one.day.month_year(lang)) }
            }
        }
    }
}

fn stars(rating: i64) -> String {
    let full = usize::try_from(rating).unwrap_or_default().min(5);
    format!("{}{}", "★".repeat(full), "☆".repeat(5 - full))
}

fn rate_link(lang: Lang) -> Markup {
    html! { p { a href="/ulasan" { (lang.t("storefront.said.rate")) } } }
}

/// Under the list: for those who have bought.
pub fn links(lang: Lang) -> Markup {
    html! {
        p.hint {
            a href="/ulasan" { (lang.t("storefront.said.rate")) } " · "
            a href="/penarikan" { (lang.t("storefront.said.recalls")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_to_one_place() {
        let mean = |stars, ratings| Rating { ratings, stars }.mean(Lang::Id);
        assert_eq!([mean(21, 5), mean(25, 5), mean(5, 5)], ["4,2", "5,0", "1,0"]);
        assert_eq!([mean(26, 6), mean(100, 23)], ["4,3", "4,3"]);
        assert_eq!(Rating { ratings: 6, stars: 26 }.mean(Lang::En), "4.3");
    }
}
