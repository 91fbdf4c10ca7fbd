//! How one finds something: words, filters, order. GET forms and links, no script.

use kernel::Lang;
use maud::{Markup, html};
use ui::Icon;
use words::Speak;

use crate::{
    index::Search,
    narrow::{Narrow, RANGES, Sort},
    place::Shop,
};

/// The search by itself.
pub fn search_only(lang: Lang) -> Markup {
    html! {
        form.finder method="get" action="/etalase" role="search" { (words_field(lang, "")) }
    }
}

/// The search with what narrows it, folded away until it is asked for or leaves nothing.
pub fn finder(
    lang: Lang,
    narrow: &Narrow,
    (categories, shops): (&[String], &[Shop]),
    total: i64,
) -> Markup {
    let chosen = narrow.filters() + usize::from(narrow.category.is_some());
    html! {
        form.finder method="get" action="/etalase" role="search" {
            (words_field(lang, narrow.q.as_deref().unwrap_or_default()))
            details.finder-more open[chosen > 0 && total == 0] {
                summary {
                    (lang.t("common.filters"))
                    @if chosen > 0 { " " span.place-count { (chosen) } }
                }
                div.finder-fields {
                    (categories_field(lang, narrow, categories))
                    (shops_field(lang, narrow, shops))
                    (prices_field(lang, narrow))
                    (sort_field(lang, narrow))
                    p.tick {
                        input #find-here type="checkbox" name="here" value="1" checked[narrow.here];
                        label for="find-here" { (lang.t("storefront.find.here")) }
                    }
                    button.button.quiet type="submit" { (lang.t("common.narrow")) }
                }
            }
        }
    }
}

fn words_field(lang: Lang, q: &str) -> Markup {
    html! {
        div.field.search {
            label for="find-q" { (lang.t("storefront.find.words")) }
            div.search-row {
                input #find-q type="search" name="q" value=(q) maxlength="100" autocomplete="off"
                    enterkeyhint="search" placeholder=(lang.t("storefront.find.example"));
                button.button.primary type="submit" {
                    (Icon::Search) span.search-word { (lang.t("common.search")) }
                }
            }
        }
    }
}

fn select(lang: Lang, (name, label): (&str, &str), choices: &[(String, String, bool)]) -> Markup {
    let id = format!("find-{name}");
    html! {
        div.field {
            label for=(id) { (lang.t(label)) }
            select id=(id) name=(name) {
                @for (value, word, chosen) in choices {
                    option value=(value) selected[*chosen] { (word) }
                }
            }
        }
    }
}

fn all(lang: Lang) -> (String, String, bool) {
    (String::new(), lang.t("common.all").to_owned(), false)
}

fn categories_field(lang: Lang, narrow: &Narrow, categories: &[String]) -> Markup {
    let own = categories
        .iter()
        .map(|name| (name.clone(), name.clone(), narrow.category.as_ref() == Some(name)));
    let choices: Vec<_> = std::iter::once(all(lang)).chain(own).collect();
    select(lang, ("category", "storefront.category"), &choices)
}

fn shops_field(lang: Lang, narrow: &Narrow, shops: &[Shop]) -> Markup {
    let own = shops.iter().map(|shop| {
        let word = format!("{} ({})", shop.name, shop.city);
        (shop.id.to_string(), word, narrow.shop == Some(shop.id))
    });
    let choices: Vec<_> = std::iter::once(all(lang)).chain(own).collect();
    select(lang, ("shop", "storefront.find.shop"), &choices)
}

fn prices_field(lang: Lang, narrow: &Narrow) -> Markup {
    let now = narrow.range();
    let mut choices = vec![all(lang)];
    for (least, most) in RANGES {
        let edge = |edge: i64| if edge == 0 { String::new() } else { edge.to_string() };
        let value = format!("{}-{}", edge(least), edge(most));
        let (least, most) = (kernel::Rupiah(least), kernel::Rupiah(most));
        let word = match (least.0, most.0) {
            (0, _) => lang.fill("storefront.find.up_to", &[("price", &most)]),
            (_, 0) => lang.fill("storefront.find.from", &[("price", &least)]),
            _ => format!("{least}–{most}"),
        };
        let chosen = value == now;
        choices.push((value, word, chosen));
    }
    if !now.is_empty() && choices.iter().all(|(.., chosen)| !chosen) {
        choices.push((now.clone(), now, true));
    }
    select(lang, ("price", "storefront.find.price"), &choices)
}

fn sort_field(lang: Lang, narrow: &Narrow) -> Markup {
    let choices: Vec<_> = Sort::ALL
        .into_iter()
        .map(|sort| {
            let first = if narrow.q.is_some() { "best" } else { "newest" };
            let (value, key) = match sort {
                Sort::Newest => ("", first),
                other => (other.tag(), other.tag()),
            };
            let word = lang.t(&format!("storefront.sort.{key}")).to_owned();
            (value.to_owned(), word, sort == narrow.sort)
        })
        .collect();
    select(lang, ("sort", "storefront.find.sort"), &choices)
}

/// The categories as links.
pub fn chips(lang: Lang, categories: &[String], now: Option<&str>) -> Markup {
    if categories.len() < 2 {
        return html! {};
    }
    html! {
        nav.chips aria-label=(lang.t("storefront.category")) {
            ul {
                @for name in categories.iter().take(12) {
                    li {
                        a href=(ui::query("/etalase", &[("category", name)]))
                            aria-current=[(now == Some(name)).then_some("true")] { (name) }
                    }
                }
            }
        }
    }
}

/// What was looked for, where it is not what was typed; what was left out.
pub fn understood(lang: Lang, search: &Search) -> Markup {
    html! {
        @if let Some(taken) = &search.taken_for {
            p.understood { (lang.fill("storefront.find.taken_for", &[("words", taken)])) }
        }
        @if !search.left_out.is_empty() && !search.found.is_empty() {
            p.understood {
                (lang.fill("storefront.find.left_out", &[("words", &search.left_out.join(", "))]))
            }
        }
    }
}
