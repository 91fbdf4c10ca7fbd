//! The chrome of a list: search, filters, pages. All of it is GET forms and links.

use std::fmt::Write;

use kernel::Lang;
use maud::{Markup, html};
use words::Speak;

use crate::Icon;

/// A filter of a list; its first choice is "all" (an empty value).
pub struct Filter<'a> {
    /// The name in the query: `state`.
    pub name: &'a str,
    pub label: &'a str,
    /// (value, label)
    pub choices: Vec<(String, String)>,
    /// The chosen value; empty for all.
    pub chosen: &'a str,
}

impl<'a> Filter<'a> {
    /// What a link from a figure narrows the list to: seen, kept while one pages and searches,
    /// and given up by choosing all.
    pub fn fixed(name: &'a str, label: &'a str, chosen: &'a str, word: String) -> Self {
        Self { name, label, choices: vec![(chosen.to_owned(), word)], chosen }
    }

    /// Whose list it is, where the reader chose that elsewhere on the page: kept while one pages,
    /// searches and starts anew, and no narrowing.
    pub const fn kept(name: &'a str, chosen: &'a str) -> Self {
        Self { name, label: "", choices: Vec::new(), chosen }
    }

    const fn is_field(&self) -> bool {
        !self.label.is_empty()
    }
}

/// What a list shows at the moment.
pub struct BrowseView<'a> {
    /// The list's own path: `/produk`.
    pub path: &'a str,
    /// The searched text; `None` where a list can't be searched.
    pub q: Option<&'a str>,
    pub filters: Vec<Filter<'a>>,
    /// 1 is the first page.
    pub page: i64,
    pub per_page: i64,
    /// Lines on all pages.
    pub total: i64,
}

impl BrowseView<'_> {
    pub fn pages(&self) -> i64 {
        let size = self.per_page.max(1);
        ((self.total + size - 1) / size).max(1)
    }

    /// Whether anything narrows the list.
    pub fn narrowed(&self) -> bool {
        self.q.is_some_and(|q| !q.is_empty()) || self.fields().any(|f| !f.chosen.is_empty())
    }

    fn fields(&self) -> impl Iterator<Item = &Filter<'_>> {
        self.filters.iter().filter(|filter| filter.is_field())
    }

    fn kept(&self) -> impl Iterator<Item = &Filter<'_>> {
        self.filters.iter().filter(|filter| !filter.is_field())
    }

    /// The list as it is before anything narrows it.
    fn whole(&self) -> String {
        query(self.path, &self.kept().map(|one| (one.name, one.chosen)).collect::<Vec<_>>())
    }

    /// The address of one of its pages, with the same search and filters.
    pub fn href(&self, page: i64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let mut pairs = vec![("q", self.q.unwrap_or_default())];
        pairs.extend(self.filters.iter().map(|filter| (filter.name, filter.chosen)));
        pairs.push(("page", &page));
        query(self.path, &pairs)
    }
}

/// `path?name=value&…`, percent-encoded; pairs without a value are left out. A path may have a
/// query already.
pub fn query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut text = path.to_owned();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.contains('?') { '&' } else { '?' });
        encode(&mut text, name);
        text.push('=');
        encode(&mut text, value);
    }
    text
}

fn encode(text: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

/// The search and the filters above a list, with the number of lines found. On a phone the filters
/// are folded away until they are asked for, and stand open while one of them narrows the list.
pub fn browse_bar(lang: Lang, view: &BrowseView<'_>) -> Markup {
    html! {
        form.browse method="get" action=(view.path) role="search" {
            @for one in view.kept() { input type="hidden" name=(one.name) value=(one.chosen); }
            @if let Some(q) = view.q {
                div.field.search {
                    label for="browse-q" { (lang.t("common.search")) }
                    div.search-row {
                        input #browse-q type="search" name="q" value=(q) maxlength="100"
                            autocomplete="off" enterkeyhint="search";
                        button.button.quiet type="submit" {
                            (Icon::Search) span.search-word { (lang.t("common.search")) }
                        }
                    }
                }
            }
            @if view.fields().next().is_some() { (filters(lang, view)) }
            @if view.narrowed() {
                a.browse-reset href=(view.whole()) { (lang.t("common.reset")) }
            }
            p.browse-total role="status" { (lang.count("common.results", view.total)) }
        }
    }
}

/// A box to tick that only a phone shows opens what stands beside it, without a script.
fn filters(lang: Lang, view: &BrowseView<'_>) -> Markup {
    let chosen = view.fields().filter(|filter| !filter.chosen.is_empty()).count();
    html! {
        input #browse-fold.fold-box type="checkbox" autocomplete="off" checked[chosen > 0];
        label.fold for="browse-fold" {
            (lang.t("common.filters"))
            @if chosen > 0 { span.place-count { (chosen) } }
        }
        div.browse-filters {
            @for filter in view.fields() {
                div.field {
                    label for={ "browse-" (filter.name) } { (filter.label) }
                    select id={ "browse-" (filter.name) } name=(filter.name) {
                        option value="" { (lang.t("common.all")) }
                        @for (value, label) in &filter.choices {
                            option value=(value) selected[value == filter.chosen] { (label) }
                        }
                    }
                }
            }
            button.button.quiet type="submit" { (lang.t("common.narrow")) }
        }
    }
}

/// A list under its bar, with its pages beneath it. Without rows: the way back where the page is
/// beyond the last, the words (title and hint) of `none` where something narrows the list, and
/// `first` where there is nothing yet. A list that cannot be narrowed has no bar.
pub fn listed(
    lang: Lang,
    view: &BrowseView<'_>,
    rows: Option<Markup>,
    (none, hint): (&str, &str),
    first: Markup,
) -> Markup {
    html! {
        @if view.q.is_some() || !view.filters.is_empty() { (browse_bar(lang, view)) }
        @match rows {
            Some(rows) => { (rows) (pager(lang, view)) }
            None if view.page > 1 => { (beyond(lang, view)) (pager(lang, view)) }
            None if view.narrowed() => { (crate::empty(lang.t(none), lang.t(hint), html! {})) }
            None => { (first) }
        }
    }
}

/// An old link, or lines that went away since: what is there stands on the pages before. Some lists
/// do not know how many those are where they find no line.
fn beyond(lang: Lang, view: &BrowseView<'_>) -> Markup {
    let last = view.pages();
    let way = if last > 1 { "common.beyond.last" } else { "common.beyond.first" };
    let link = crate::button_link(&view.href(last), lang.t(way));
    crate::empty(lang.t("common.beyond.title"), lang.t("common.beyond.hint"), link)
}

/// The pages beneath a list; nothing where all lines stand on one.
pub fn pager(lang: Lang, view: &BrowseView<'_>) -> Markup {
    pager_by(lang, view, |page| view.href(page))
}

/// [`pager`] of a list that is narrowed by more than its fields: `href` gives a page's address.
pub fn pager_by(lang: Lang, view: &BrowseView<'_>, href: impl Fn(i64) -> String) -> Markup {
    let pages = view.pages();
    let page = view.page.clamp(1, pages);
    if pages == 1 {
        return html! {};
    }
    let previous = (page > 1).then(|| href(page - 1));
    let next = (page < pages).then(|| href(page + 1));
    let here = lang.fill("common.page_of", &[("page", &page), ("pages", &pages)]);
    pager_row(lang, previous.as_deref(), next.as_deref(), &here)
}

/// The pager of a list that is walked by keys and not counted.
pub fn pager_links(lang: Lang, previous: Option<&str>, next: Option<&str>) -> Markup {
    if previous.is_none() && next.is_none() {
        return html! {};
    }
    pager_row(lang, previous, next, "")
}

fn pager_row(lang: Lang, previous: Option<&str>, next: Option<&str>, here: &str) -> Markup {
    html! {
        nav.pager aria-label=(lang.t("common.pages")) {
            @match previous {
                Some(href) => a.button.quiet rel="prev" href=(href) {
                    (Icon::Left) (lang.t("common.previous"))
                },
                None => span {},
            }
            span.pager-here { (here) }
            @match next {
                Some(href) => a.button.quiet rel="next" href=(href) {
                    (lang.t("common.next")) (Icon::Right)
                },
                None => span {},
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view<'a>(page: i64, total: i64) -> BrowseView<'a> {
        let filters =
            vec![Filter { name: "state", label: "Status", choices: vec![], chosen: "in force" }];
        BrowseView { path: "/pks", q: Some("a&b=ü"), filters, page, per_page: 20, total }
    }

    #[test]
    fn pages_keep_the_search_and_the_filters() {
        assert_eq!(view(1, 50).href(2), "/pks?q=a%26b%3D%C3%BC&state=in%20force&page=2");
        assert_eq!(query("/pks", &[("q", "")]), "/pks");
        assert_eq!(query("/pks?a=1", &[("q", "b")]), "/pks?a=1&q=b");
    }

    #[test]
    fn whose_list_it_is_stays_when_it_is_searched_and_started_anew() {
        words::install_for_tests();
        let mut list = BrowseView { q: Some(""), filters: Vec::new(), ..view(1, 50) };
        list.filters.push(Filter::kept("consignor", "7"));
        assert!(!list.narrowed());
        let bar = browse_bar(Lang::Id, &list).0;
        assert!(bar.contains("type=\"hidden\" name=\"consignor\" value=\"7\""), "{bar}");
        assert!(!bar.contains("browse-fold"), "nothing to fold: {bar}");
        list.q = Some("a");
        let bar = browse_bar(Lang::Id, &list).0;
        assert!(bar.contains("browse-reset\" href=\"/pks?consignor=7\""), "{bar}");
        assert_eq!(list.href(2), "/pks?q=a&consignor=7&page=2");
    }

    #[test]
    fn folded_filters_stand_open_while_one_narrows() {
        words::install_for_tests();
        let opened = |chosen| {
            let all = Filter { name: "state", label: "Status", choices: vec![], chosen };
            let list = BrowseView { filters: vec![all], ..view(1, 3) };
            browse_bar(Lang::Id, &list).0.contains(" checked")
        };
        assert!(opened("draft"));
        assert!(!opened(""));
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        words::install_for_tests();
        let text = pager(Lang::En, &view(99, 50)).0;
        assert!(text.contains("Page 3 of 3") && !text.contains("rel=\"next\""), "{text}");
        assert_eq!(pager(Lang::En, &view(1, 20)).0, "");
        assert_eq!(view(1, 21).pages(), 2);
    }

    #[test]
    fn a_list_beyond_its_last_page_leads_back_and_does_not_say_that_it_is_empty() {
        words::install_for_tests();
        let shown = |page, total| {
            let first = html! { "first" };
            listed(Lang::En, &view(page, total), None, ("common.none", "common.none"), first).0
        };
        let text = shown(99, 50);
        assert!(text.contains("state=in%20force&amp;page=3"), "{text}");
        assert!(!text.contains(">None<") && text.contains("rel=\"prev\""), "{text}");
        let uncounted = shown(99, 0);
        assert!(uncounted.contains(Lang::En.t("common.beyond.first")), "{uncounted}");
        assert!(!uncounted.contains("page=") && !uncounted.contains("rel=\"prev\""));
        assert!(!shown(1, 0).contains(Lang::En.t("common.beyond.title")));
    }
}
