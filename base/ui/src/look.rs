//! The reader's own choices: language and look.

use kernel::Lang;
use maud::{Markup, html};
use words::Speak;

use crate::{Chrome, Icon};

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

/// Language and look: forms, so that they need no JavaScript.
pub(crate) fn options(chrome: &Chrome<'_>, class: &str) -> Markup {
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
