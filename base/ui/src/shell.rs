//! The chrome round every page: a rail of places on the desk, a bar at the thumb on the phone.

use kernel::Lang;
use maud::{DOCTYPE, Markup, html};
use words::Speak;

use crate::{Icon, Kind, notice};

/// The look the reader chose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];
    /// The value in the form, the cookie and `data-theme`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.tag() == tag)
    }
    const fn word(self) -> &'static str {
        match self {
            Self::Auto => "common.shell.theme_auto",
            Self::Light => "common.shell.theme_light",
            Self::Dark => "common.shell.theme_dark",
        }
    }
}

/// A place of the menu.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    pub href: &'a str,
    pub label: &'a str,
    pub icon: Icon,
    /// How many things wait there.
    pub count: Option<i64>,
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
    /// The first four stand in the phone's bar, the others behind "more".
    pub places: &'a [Place<'a>],
    pub person: Option<Person<'a>>,
    pub flash: Option<Flash<'a>>,
    pub theme: Theme,
    pub css_href: &'a str,
    /// `assets/hilir.svg`
    pub mark_href: &'a str,
    /// `assets/hilir.js`, a module; pages work without it.
    pub script_href: &'a str,
    pub main: Markup,
}

/// Places in the phone's bar, besides "more".
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
                @if !chrome.places.is_empty() {
                    nav aria-label=(lang.t("common.shell.places")) {
                        ul { @for place in chrome.places { li { (link(chrome, place)) } } }
                    }
                }
                (account(chrome))
            }
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
                link rel="icon" href=(chrome.mark_href) type="image/svg+xml";
                link rel="stylesheet" href=(chrome.css_href);
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
                ul.places { @for place in chrome.places { li { (link(chrome, place)) } } }
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

fn bar(chrome: &Chrome<'_>) -> Markup {
    let shown = chrome.places.len().min(BAR_PLACES);
    let (first, rest) = chrome.places.split_at(shown);
    let lang = chrome.lang;
    let inside = rest.iter().any(|place| is_current(chrome, place));
    html! {
        nav.bar aria-label=(lang.t("common.shell.bar")) {
            ul {
                @for place in first { li { (link(chrome, place)) } }
                li {
                    details.more {
                        summary.current[inside] {
                            (Icon::More)
                            span.place-label { (lang.t("common.shell.more")) }
                        }
                        div.sheet {
                            @if !rest.is_empty() {
                                ul.places { @for place in rest { li { (link(chrome, place)) } } }
                            }
                            (account(chrome))
                            (options(chrome, "at-bar"))
                        }
                    }
                }
            }
        }
    }
}

fn link(chrome: &Chrome<'_>, place: &Place<'_>) -> Markup {
    let here = match (place.href == chrome.current, is_current(chrome, place)) {
        (true, _) => Some("page"),
        (false, true) => Some("true"),
        _ => None,
    };
    html! {
        a.place href=(place.href) aria-current=[here] {
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
    let longest =
        chrome.places.iter().map(|p| p.href).filter(|href| over(href)).max_by_key(|h| h.len());
    longest == Some(place.href)
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
                None => a.account-out href="/masuk" {
                    (Icon::SignIn) (lang.t("common.shell.sign_in"))
                },
            }
        }
    }
}

/// Language and look: forms, so that they need no JavaScript.
fn options(chrome: &Chrome<'_>, class: &str) -> Markup {
    let lang = chrome.lang;
    html! {
        form class={ "options " (class) } method="post" action="/pilihan" {
            input type="hidden" name="back" value=(chrome.current);
            div.option-set role="group" aria-label=(lang.t("common.shell.language")) {
                (Icon::Language)
                @for one in Lang::ALL {
                    button type="submit" name="lang" value=(one.tag()) lang=(one.tag())
                        aria-pressed=(one == lang) { (language_name(one)) }
                }
            }
            div.option-set role="group" aria-label=(lang.t("common.shell.theme")) {
                (Icon::Theme)
                @for one in Theme::ALL {
                    button type="submit" name="theme" value=(one.tag())
                        aria-pressed=(one == chrome.theme) { (lang.t(one.word())) }
                }
            }
        }
    }
}

/// A language is named in itself.
const fn language_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Id => "Indonesia",
        Lang::En => "English",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> [Place<'static>; 6] {
        let place = |href, icon| Place { href, label: href, icon, count: None };
        [
            place("/", Icon::Home),
            place("/barang", Icon::Shelf),
            place("/barang/hitung", Icon::Count),
            place("/nota", Icon::Nota),
            place("/setoran", Icon::Coins),
            place("/orang", Icon::People),
        ]
    }

    fn draw(current: &str) -> String {
        words::install_for_tests();
        let places = places();
        shell(&Chrome {
            lang: Lang::Id,
            title: "<Nota>",
            current,
            places: &places,
            person: Some(Person { name: "Eko", job_title: "Kasubsi", where_: "Lapas" }),
            flash: Some(Flash { kind: Kind::Good, text: "Tersimpan" }),
            theme: Theme::Dark,
            css_href: "/aset/hilir.css",
            mark_href: "/aset/hilir.svg",
            script_href: "/aset/hilir.js",
            main: html! { h1 { "Nota" } },
        })
        .0
    }

    #[test]
    fn a_page_names_its_language_look_and_landmarks() {
        let text = draw("/nota");
        assert!(text.contains("<html lang=\"id\" data-theme=\"dark\">"));
        assert!(text.contains("<title>&lt;Nota&gt; · Hilir</title>"));
        for landmark in ["<main id=\"isi\"", "<nav", "<footer", "href=\"#isi\"", "Tersimpan"] {
            assert!(text.contains(landmark), "{landmark}");
        }
        assert!(!text.contains("style=") && !text.contains("onclick"), "strict CSP");
    }

    #[test]
    fn the_deepest_place_is_the_current_one() {
        assert_eq!(draw("/nota").matches("aria-current=\"page\"").count(), 2, "rail and bar");
        let text = draw("/barang/hitung/9");
        assert_eq!(text.matches("aria-current").count(), 2);
        assert!(text.contains("href=\"/barang/hitung\" aria-current=\"true\""));
        assert_eq!(draw("/lain").matches("aria-current").count(), 0);
    }

    #[test]
    fn the_fifth_place_stands_behind_more() {
        let text = draw("/orang");
        let bar = text.split("nav class=\"bar\"").nth(1).unwrap_or_default();
        let (shown, hidden) = bar.split_once("<details").unwrap_or_default();
        assert!(shown.contains("/nota") && !shown.contains("/setoran"));
        assert!(hidden.contains("/setoran") && hidden.contains("/keluar"));
        assert!(hidden.contains("summary class=\"current\""));
    }
}
