//! What an addendum changes in the articles: struck and underlined, and said in words, so that it
//! is seen without colour and heard without eyes.

use kernel::Lang;
use maud::{Markup, html};
use words::Speak;

use crate::{
    compose::{ChangedPassage, Turn},
    marked::{Mark, Run},
};

pub fn draw(lang: Lang, all: &[ChangedPassage]) -> Markup {
    html! {
        @if all.is_empty() {
            p { (lang.t("agreements.marked.none")) }
        } @else {
            p.hint {
                (lang.t("agreements.marked.legend_struck")) " " del { "…" } " "
                (lang.t("agreements.marked.legend_added")) " " ins { "…" }
            }
            article.deed.deed-changes aria-label=(lang.t("agreements.marked.title")) {
                @for one in all { (passage(lang, one)) }
            }
        }
    }
}

fn passage(lang: Lang, one: &ChangedPassage) -> Markup {
    let turn = match one.turn {
        Turn::Changed => "agreements.marked.changed",
        Turn::New => "agreements.marked.new",
        Turn::Removed => "agreements.marked.removed",
    };
    html! {
        h3.deed-article {
            (lang.t("paper.pks.article")) " " (one.number) br;
            @if one.turn == Turn::Changed { (runs(lang, &one.title)) } @else {
                @for run in &one.title { (run.text) }
            }
        }
        p.deed-turn { (lang.t(turn)) }
        @match one.paragraphs.as_slice() {
            [only] => p { (runs(lang, only)) },
            all => ol.deed-paragraphs { @for text in all { li { (runs(lang, text)) } } },
        }
    }
}

fn runs(lang: Lang, all: &[Run]) -> Markup {
    let said = |key: &str| html! { span.unseen { " [" (lang.t(key)) ": " } };
    let end = html! { span.unseen { "] " } };
    html! {
        @for run in all {
            @match run.mark {
                Mark::Same => (run.text),
                Mark::Struck => del { (said("agreements.marked.struck")) (run.text) (end) },
                Mark::Added => ins { (said("agreements.marked.added")) (run.text) (end) },
            }
        }
    }
}
