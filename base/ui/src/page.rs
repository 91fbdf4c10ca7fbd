//! The parts of a page: header, sections, facts, figures, buttons, numbers.

use kernel::{Day, Lang, Quantity, Rupiah, Share};
use maud::{Markup, Render, html};
use words::Speak;

/// `Rp1.234.567` in figures of equal width; a negative amount carries its sign.
pub fn money(amount: Rupiah) -> Markup {
    html! { span.money.minus[amount.0 < 0] { (amount.to_string()) } }
}

/// A posting's amount: its sign says which way it went, and neither way is amiss.
pub fn posted(amount: Rupiah) -> Markup {
    html! { span.money { (amount.to_string()) } }
}

/// `12 buah`: a number of pieces and the word for them (the product's own unit).
pub fn quantity(count: Quantity, unit: &str) -> Markup {
    html! {
        span.quantity.minus[count.0 < 0] { (count.to_string()) }
        @if !unit.is_empty() { " " span.unit { (unit) } }
    }
}

/// `12 buah`, `12 pieces`: so many of a product's own unit, in the reader's language.
pub fn pieces(lang: Lang, count: Quantity, unit: &str) -> Markup {
    quantity(count, &piece(lang, unit, count.0))
}

/// The word for `n` of a product's own unit in the reader's language: `buah` is `piece` or `pieces`
/// in English. A unit that nobody has a word for stays as it was typed.
pub fn piece(lang: Lang, unit: &str, n: i64) -> String {
    let key = format!("common.piece.{}", unit.trim().to_lowercase());
    match lang == Lang::Id || !lang.has(&format!("{key}.other")) {
        true => unit.to_owned(),
        false => lang.count(&key, n),
    }
}

/// `20%`. Say beside it of what and to whom.
pub fn share(share: Share) -> Markup {
    html! { span.quantity { (share.to_string()) } }
}

/// `3 November 2025`, with the machine's date inside.
pub fn day(day: Day, lang: Lang) -> Markup {
    html! { time datetime=(day) { (day.long(lang)) } }
}

/// The head of a page: what it is, one sentence of what it is for, and what one can do here.
pub fn header(title: &str, lead: &str, actions: Markup) -> Markup {
    html! {
        header.page-head {
            div.page-words {
                h1 { (title) }
                @if !lead.is_empty() { p.lead { (lead) } }
            }
            @if !actions.0.is_empty() { div.page-actions { (actions) } }
        }
    }
}

/// A step on the way to this page.
pub struct Crumb<'a> {
    pub href: &'a str,
    pub label: &'a str,
}

/// The way to this page; `here` is the page itself and no link.
pub fn breadcrumbs(lang: Lang, way: &[Crumb<'_>], here: &str) -> Markup {
    html! {
        nav.crumbs aria-label=(lang.t("common.shell.breadcrumbs")) {
            ol {
                @for crumb in way { li { a href=(crumb.href) { (crumb.label) } } }
                li aria-current="page" { (here) }
            }
        }
    }
}

/// A titled section of a page, ruled like a ledger.
pub fn section(title: &str, body: Markup) -> Markup {
    html! { section.section { h2 { (title) } (body) } }
}

/// A framed thing among its like (a product, a shop). Sparingly: a page is not made of cards.
pub fn card(title: Markup, body: Markup) -> Markup {
    html! { article.card { h2.card-title { (title) } (body) } }
}

/// Lays parts beside each other on the desk, beneath each other on the phone.
pub fn columns(parts: impl IntoIterator<Item = Markup>) -> Markup {
    html! { div.columns { @for part in parts { div { (part) } } } }
}

/// Running text at a readable width.
pub fn prose(body: Markup) -> Markup {
    html! { div.prose { (body) } }
}

/// Facts of one thing: label and value, label and value.
pub fn facts<L: Render>(facts: impl IntoIterator<Item = (L, Markup)>) -> Markup {
    html! {
        dl.facts { @for (label, value) in facts { div { dt { (label) } dd { (value) } } } }
    }
}

/// One large number of an overview.
pub struct Figure<'a> {
    pub label: &'a str,
    /// `money(…)`, `quantity(…)` or a short text.
    pub value: Markup,
    /// What it is compared with or counts from; may be empty.
    pub note: Markup,
    /// The lines behind the number.
    pub href: Option<&'a str>,
}

/// The large numbers of an overview, in one ruled row.
pub fn figures(all: &[Figure<'_>]) -> Markup {
    html! {
        dl.figures {
            @for one in all {
                div.figure {
                    dt {
                        @match one.href {
                            Some(href) => a href=(href) { (one.label) },
                            None => (one.label),
                        }
                    }
                    dd.figure-value { (one.value) }
                    @if !one.note.0.is_empty() { dd.figure-note { (one.note) } }
                }
            }
        }
    }
}

/// What stands where nothing is yet: what would be here, and how to begin.
pub fn empty(title: &str, text: &str, action: Markup) -> Markup {
    html! {
        div.empty {
            svg.empty-art viewBox="0 0 120 40" width="120" height="40" aria-hidden="true"
                focusable="false" {
                path d="M4 12c14-10 26 8 40 0s26-8 40 0 22 4 32-2" {}
                path d="M14 24c12-8 22 6 34 0s22-6 34 0 14 3 22-1" {}
                path d="M34 35c8-5 16 4 24 0s16-4 26 0" {}
            }
            p.empty-title { (title) }
            p { (text) }
            @if !action.0.is_empty() { div.actions { (action) } }
        }
    }
}

/// A row of buttons: the main one first.
pub fn actions(buttons: Markup) -> Markup {
    html! { div.actions { (buttons) } }
}

/// The button that sends the form.
pub fn submit(label: &str) -> Markup {
    html! { button.button.primary type="submit" { (label) } }
}

/// A sending button for what cannot be taken back.
pub fn danger(label: &str) -> Markup {
    html! { button.button.danger type="submit" { (label) } }
}

/// A link dressed as the main button of the page.
pub fn button_link(href: &str, label: &str) -> Markup {
    html! { a.button.primary href=(href) { (label) } }
}

/// A link dressed as a quiet button.
pub fn quiet(href: &str, label: &str) -> Markup {
    html! { a.button.quiet href=(href) { (label) } }
}

/// Tabs that are links: (href, label), the one whose href is `current` is marked.
pub fn tabs(label: &str, current: &str, all: &[(&str, &str)]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul {
                @for (href, name) in all {
                    li {
                        a href=(href) aria-current=[(*href == current).then_some("page")] { (name) }
                    }
                }
            }
        }
    }
}

/// What stands where a photo is missing: the first letter of the name over the river, in one of
/// four waters that go by the name. The name itself stands beside it.
pub fn tile(name: &str) -> Markup {
    let letter = name.chars().find(|one| one.is_alphanumeric()).unwrap_or('·');
    let water = name.bytes().map(usize::from).sum::<usize>() % 4;
    html! {
        span class={ "tile tile-" (water) } aria-hidden="true" {
            svg viewBox="0 0 80 60" preserveAspectRatio="xMidYMax slice" focusable="false" {
                path d="M0 44c13-7 27-7 40 0s27 7 40 0v16H0z" {}
                path d="M0 52c13-7 27-7 40 0s27 7 40 0v8H0z" {}
            }
            span.tile-letter { (letter.to_uppercase()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_sign_and_escape_their_unit() {
        assert_eq!(money(Rupiah(-1_000)).0, "<span class=\"money minus\">−Rp1.000</span>");
        assert!(quantity(Quantity(3), "<b>").0.contains("&lt;b&gt;"));
    }

    #[test]
    fn a_unit_is_said_in_the_readers_words_where_there_is_one() {
        words::install_for_tests();
        let said = |unit: &str| [1, 2].map(|n| piece(Lang::En, unit, n));
        assert_eq!(said("buah"), ["piece", "pieces"]);
        assert_eq!(said(" Pasang"), ["pair", "pairs"]);
        for odd in ["kepang", "", "a.b", "buah.other", "<b>"] {
            assert_eq!(said(odd), [odd, odd]);
        }
        assert_eq!(piece(Lang::Id, "Buah", 3), "Buah", "as the unit wrote it");
    }

    #[test]
    fn a_posting_has_a_sign_and_no_alarm() {
        assert_eq!(posted(Rupiah(-1_000)).0, "<span class=\"money\">−Rp1.000</span>");
    }

    #[test]
    fn a_header_without_actions_leaves_no_empty_box() {
        assert!(!header("Titipan", "", html! {}).0.contains("page-actions"));
    }
}
