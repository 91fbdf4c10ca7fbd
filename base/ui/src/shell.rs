//! The chrome round every page: a rail of places on the desk, a bar at the thumb on the phone.

use kernel::Lang;
use maud::{DOCTYPE, Markup, html};
use words::Speak;

use crate::{Icon, Kind, Theme, look::options, notice};

/// A place of the menu.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    pub href: &'a str,
    pub label: &'a str,
    pub icon: Icon,
    /// How many things wait there.
    pub count: Option<i64>,
}

/// Places that belong together: one line of the rail, one spot of the phone's bar, and tabs on
/// the pages themselves. A group of one place is that place.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    pub label: &'a str,
    pub icon: Icon,
    pub places: Vec<Place<'a>>,
}

impl<'a> Group<'a> {
    /// A place that stands by itself.
    pub fn single(place: Place<'a>) -> Self {
        Self { label: place.label, icon: place.icon, places: vec![place] }
    }
    /// How many things wait in all its places.
    fn waiting(&self) -> i64 {
        self.places.iter().filter_map(|place| place.count).sum()
    }
    /// Where the group begins, under its own name.
    fn door(&self) -> Option<Place<'a>> {
        let first = self.places.first()?;
        let count = Some(self.waiting());
        Some(Place { href: first.href, label: self.label, icon: self.icon, count })
    }
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct Person<'a> {
    pub name: &'a str,
    pub job_title: &'a str,
    /// The unit or shop: "Toko Acun Akuarium".
    pub where_: &'a str,
}

/// A message from the request before this one.
#[derive(Debug, Clone)]
pub struct Flash<'a> {
    pub kind: Kind,
    pub text: &'a str,
}

/// All that stands round a page.
pub struct Chrome<'a> {
    pub lang: Lang,
    pub title: &'a str,
    /// The path of this page: marks its place, and is where the language switch returns to.
    pub current: &'a str,
    /// The first four stand in the phone's bar; behind "more" stand all their places.
    pub groups: &'a [Group<'a>],
    pub person: Option<Person<'a>>,
    pub flash: Option<Flash<'a>>,
    pub theme: Theme,
    pub css_href: &'a str,
    /// `assets/hilir.svg`
    pub mark_href: &'a str,
    /// `assets/hilir.js`, a module; pages work without it.
    pub script_href: &'a str,
    pub main: Markup,
    /// One sentence for search engines and link previews.
    pub description: Option<&'a str>,
    /// What else stands in the document's head.
    pub head: Markup,
}

/// Groups in the phone's bar, besides "more".
const BAR_PLACES: usize = 4;

/// A page of somebody who is signed in.
pub fn shell(chrome: &Chrome<'_>) -> Markup {
    document(
        chrome,
        "app",
        html! {
            (top(chrome))
            (rail(chrome))
            (content(chrome))
            (bar(chrome))
        },
    )
}

/// A page that anybody may read; also sign-in and the first run.
pub fn public_shell(chrome: &Chrome<'_>) -> Markup {
    let lang = chrome.lang;
    document(
        chrome,
        "public",
        html! {
            header.public-head {
                (brand(chrome))
                @if !chrome.groups.is_empty() {
                    nav aria-label=(lang.t("common.shell.places")) {
                        ul { @for place in places(chrome) { li { (link(chrome, place)) } } }
                    }
                }
                (account(chrome))
            }
            (content(chrome))
        },
    )
}

/// A page for when nobody can be known: no places and no account.
pub fn bare_shell(chrome: &Chrome<'_>) -> Markup {
    document(
        chrome,
        "public",
        html! {
            header.public-head { (brand(chrome)) }
            (content(chrome))
        },
    )
}

fn document(chrome: &Chrome<'_>, class: &str, body: Markup) -> Markup {
    let theme = (chrome.theme != Theme::Auto).then(|| chrome.theme.tag());
    html! {
        (DOCTYPE)
        html lang=(chrome.lang.tag()) data-theme=[theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (chrome.title) " · " (chrome.lang.t("common.brand")) }
                @if let Some(description) = chrome.description {
                    meta name="description" content=(description);
                }
                link rel="icon" href=(chrome.mark_href) type="image/svg+xml";
                link rel="stylesheet" href=(chrome.css_href);
                (chrome.head)
                @if !chrome.script_href.is_empty() {
                    script type="module" src=(chrome.script_href) {}
                }
            }
            body class=(class) {
                a.skip href="#isi" { (chrome.lang.t("common.shell.skip")) }
                (body)
            }
        }
    }
}

fn content(chrome: &Chrome<'_>) -> Markup {
    html! {
        main #isi tabindex="-1" {
            (local(chrome))
            @if let Some(flash) = &chrome.flash { (notice(chrome.lang, flash.kind, flash.text)) }
            (chrome.main)
        }
        footer.foot {
            p { (chrome.lang.t("common.shell.footer")) }
            (options(chrome, "at-foot"))
        }
    }
}

fn brand(chrome: &Chrome<'_>) -> Markup {
    html! {
        a.brand href="/" {
            img src=(chrome.mark_href) alt="" width="32" height="32";
            span { (chrome.lang.t("common.brand")) }
        }
    }
}

/// The phone's head: where am I, who am I.
fn top(chrome: &Chrome<'_>) -> Markup {
    html! {
        header.top {
            (brand(chrome))
            @if let Some(person) = &chrome.person { p.top-where { (person.where_) } }
        }
    }
}

fn rail(chrome: &Chrome<'_>) -> Markup {
    html! {
        header.rail {
            (brand(chrome))
            nav aria-label=(chrome.lang.t("common.shell.places")) {
                ul.groups { @for group in chrome.groups { li { (rail_group(chrome, group)) } } }
            }
            (account(chrome))
            svg.rail-water viewBox="0 0 240 60" width="240" height="60" aria-hidden="true"
                focusable="false" {
                path d="M-4 14c26-14 44 10 70 0s44-12 70 0 44 10 70 0 30-8 44-4" {}
                path d="M-4 30c30-12 50 10 80 0s50-10 80 0 50 8 90-2" {}
                path d="M-4 46c26-10 44 8 70 0s44-8 70 0 44 8 112-2" {}
            }
        }
    }
}

/// All places, whatever their group.
fn places<'a>(chrome: &'a Chrome<'_>) -> impl Iterator<Item = &'a Place<'a>> {
    chrome.groups.iter().flat_map(|group| &group.places)
}

/// A group opens in its place, without another page; the one that the reader is in stands open.
fn rail_group(chrome: &Chrome<'_>, group: &Group<'_>) -> Markup {
    let [place] = group.places.as_slice() else {
        let (inside, waiting) = (is_inside(chrome, group), group.waiting());
        return html! {
            details.rail-group name="places" open[inside] {
                summary.place {
                    (group.icon)
                    span.place-label { (group.label) }
                    @if waiting > 0 { span.place-count { (waiting) } }
                }
                ul.places { @for place in &group.places { li { (link(chrome, place)) } } }
            }
        };
    };
    link(chrome, place)
}

fn bar(chrome: &Chrome<'_>) -> Markup {
    let shown = chrome.groups.len().min(BAR_PLACES);
    let (first, rest) = chrome.groups.split_at(shown);
    let lang = chrome.lang;
    let inside = rest.iter().any(|group| is_inside(chrome, group));
    html! {
        nav.bar aria-label=(lang.t("common.shell.bar")) {
            ul {
                @for group in first { li { (bar_door(chrome, group)) } }
                li {
                    details.more {
                        summary.current[inside] {
                            (Icon::More)
                            span.place-label { (lang.t("common.shell.more")) }
                        }
                        div.sheet {
                            @for group in chrome.groups { (sheet_group(chrome, group)) }
                            (account(chrome))
                            (options(chrome, "at-bar"))
                        }
                    }
                }
            }
        }
    }
}

fn bar_door(chrome: &Chrome<'_>, group: &Group<'_>) -> Markup {
    let current = match is_inside(chrome, group) {
        true if group.places.iter().any(|place| place.href == chrome.current) => Some("page"),
        true => Some("true"),
        false => None,
    };
    html! { @if let Some(door) = group.door() { (drawn(&door, current)) } }
}

/// Behind "more": every place under the name of its group.
fn sheet_group(chrome: &Chrome<'_>, group: &Group<'_>) -> Markup {
    html! {
        @if group.places.len() > 1 { p.sheet-group { (group.label) } }
        ul.places { @for place in &group.places { li { (link(chrome, place)) } } }
    }
}

/// The places beside this one, on the page of a place itself; deeper pages have their way back.
fn local(chrome: &Chrome<'_>) -> Markup {
    let here = |group: &&Group<'_>| {
        group.places.len() > 1 && group.places.iter().any(|place| place.href == chrome.current)
    };
    html! {
        @if let Some(group) = chrome.groups.iter().find(here) {
            nav.tabs.local aria-label=(group.label) {
                ul {
                    @for place in &group.places {
                        li {
                            a href=(place.href)
                                aria-current=[(place.href == chrome.current).then_some("page")] {
                                (place.label)
                                @if let Some(count) = place.count.filter(|count| *count > 0) {
                                    " " span.place-count { (count) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn link(chrome: &Chrome<'_>, place: &Place<'_>) -> Markup {
    drawn(
        place,
        match (place.href == chrome.current, is_current(chrome, place)) {
            (true, _) => Some("page"),
            (false, true) => Some("true"),
            _ => None,
        },
    )
}

fn drawn(place: &Place<'_>, current: Option<&str>) -> Markup {
    html! {
        a.place href=(place.href) aria-current=[current] {
            (place.icon)
            span.place-label { (place.label) }
            @if let Some(count) = place.count.filter(|count| *count > 0) {
                span.place-count { (count) }
            }
        }
    }
}

/// The place with the longest path that this page lies under is the current one.
fn is_current(chrome: &Chrome<'_>, place: &Place<'_>) -> bool {
    let over = |href: &str| {
        let inside = chrome.current.strip_prefix(href);
        inside.is_some_and(|rest| rest.is_empty() || href != "/" && rest.starts_with('/'))
    };
    let longest = places(chrome).map(|p| p.href).filter(|href| over(href)).max_by_key(|h| h.len());
    longest == Some(place.href)
}

fn is_inside(chrome: &Chrome<'_>, group: &Group<'_>) -> bool {
    group.places.iter().any(|place| is_current(chrome, place))
}

fn account(chrome: &Chrome<'_>) -> Markup {
    let lang = chrome.lang;
    html! {
        div.account {
            @match &chrome.person {
                Some(person) => {
                    p.account-name { (person.name) }
                    p.account-where { (person.job_title) br; (person.where_) }
                    form method="post" action="/keluar" {
                        button.account-out type="submit" {
                            (Icon::SignOut) (lang.t("common.shell.sign_out"))
                        }
                    }
                }
                // The page is the same for everyone; who is signed in is led home by the script.
                None => a.account-out href="/masuk" data-home=(lang.t("common.shell.home")) {
                    (Icon::SignIn) (lang.t("common.shell.sign_in"))
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups() -> [Group<'static>; 5] {
        let place = |href, icon| Place { href, label: href, icon, count: None };
        let single = |href, icon| Group::single(place(href, icon));
        let count = Place { count: Some(2), ..place("/barang/hitung", Icon::Count) };
        [
            single("/", Icon::Home),
            Group {
                label: "Titipan",
                icon: Icon::Shelf,
                places: vec![place("/barang", Icon::Shelf), count],
            },
            single("/nota", Icon::Nota),
            single("/setoran", Icon::Coins),
            single("/orang", Icon::People),
        ]
    }

    fn draw(current: &str) -> String {
        words::install_for_tests();
        let groups = groups();
        shell(&Chrome {
            lang: Lang::Id,
            title: "<Nota>",
            current,
            groups: &groups,
            person: Some(Person { name: "Eko", job_title: "Kasubsi", where_: "Lapas" }),
            flash: Some(Flash { kind: Kind::Good, text: "Tersimpan" }),
            theme: Theme::Dark,
            css_href: "/aset/hilir.css",
            mark_href: "/aset/hilir.svg",
            script_href: "/aset/hilir.js",
            main: html! { h1 { "Nota" } },
            description: Some("\"Nota\""),
            head: html! { link rel="alternate" href="/kabar"; },
        })
        .0
    }

    #[test]
    fn a_page_names_its_language_look_and_landmarks() {
        let text = draw("/nota");
        assert!(text.contains("<html lang=\"id\" data-theme=\"dark\">"));
        assert!(text.contains("<title>&lt;Nota&gt; · Hilir</title>"));
        let told = text.split("</head>").next().unwrap_or_default();
        assert!(told.contains("content=\"&quot;Nota&quot;\"") && told.contains("/kabar"));
        for landmark in ["<main id=\"isi\"", "<nav", "<footer", "href=\"#isi\"", "Tersimpan"] {
            assert!(text.contains(landmark), "{landmark}");
        }
        assert!(!text.contains("style=") && !text.contains("onclick"), "strict CSP");
    }

    #[test]
    fn the_deepest_place_is_the_current_one() {
        let text = draw("/barang/hitung/9");
        assert!(text.contains("href=\"/barang/hitung\" aria-current=\"true\""));
        assert!(!text.contains("href=\"/barang\" aria-current=\"page\""));
        assert_eq!(text.matches("<details class=\"rail-group\" name=\"places\" open").count(), 1);
        assert_eq!(draw("/lain").matches("aria-current").count(), 0);
    }

    #[test]
    fn a_place_shows_the_others_of_its_group_and_a_deeper_page_does_not() {
        let tabs = |path: &str| draw(path).contains("class=\"tabs local\"");
        assert!(tabs("/barang") && tabs("/barang/hitung"));
        assert!(!tabs("/barang/hitung/9") && !tabs("/nota"));
    }

    #[test]
    fn what_waits_in_a_group_stands_at_its_door() {
        let text = draw("/nota");
        let bar = text.split("nav class=\"bar\"").nth(1).unwrap_or_default();
        let door = bar.split("</a>").find(|part| part.contains("Titipan")).unwrap_or_default();
        assert!(door.contains("href=\"/barang\"") && door.contains(">2<"), "{door}");
    }

    #[test]
    fn the_fifth_group_stands_behind_more_and_all_places_too() {
        let text = draw("/orang");
        let bar = text.split("nav class=\"bar\"").nth(1).unwrap_or_default();
        let (shown, hidden) = bar.split_once("<details").unwrap_or_default();
        assert!(shown.contains("/setoran") && !shown.contains("/orang"));
        assert!(hidden.contains("/orang") && hidden.contains("/keluar"));
        assert!(hidden.contains("/barang/hitung"));
        assert!(hidden.contains("summary class=\"current\""));
    }
}
