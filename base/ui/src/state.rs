//! States and messages: each is told by a shape, a word and a colour, never by colour alone.

use kernel::Lang;
use maud::{Markup, PreEscaped, html};
use words::Speak;

/// What a state or message means to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Done and right: ✓.
    Good,
    /// Somebody has to act: ◆.
    Waiting,
    /// Needs attention: ▲.
    Warning,
    /// Wrong, refused, overdue: ■.
    Bad,
    /// Neither: ●.
    Neutral,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Warning => "warning",
            Self::Bad => "bad",
            Self::Neutral => "neutral",
        }
    }

    const fn shape(self) -> &'static str {
        match self {
            Self::Good => "<path d='M2 6.5 4.9 9.4 10.2 3'/>",
            Self::Waiting => "<path class='solid' d='M6 1.2 10.8 6 6 10.8 1.2 6z'/>",
            Self::Warning => "<path class='solid' d='M6 1.5 11 10.5H1z'/>",
            Self::Bad => "<path class='solid' d='M2 2h8v8H2z'/>",
            Self::Neutral => "<circle class='solid' cx='6' cy='6' r='4'/>",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Good => "common.notice.success",
            Self::Waiting | Self::Warning => "common.notice.warning",
            Self::Bad => "common.notice.danger",
            Self::Neutral => "common.notice.info",
        }
    }

    pub(crate) fn glyph(self) -> Markup {
        html! {
            svg.glyph viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"
                focusable="false" { (PreEscaped(self.shape())) }
        }
    }
}

/// A state in a line: `badge(Kind::Good, "Berlaku")`.
pub fn badge(kind: Kind, text: &str) -> Markup {
    html! { span class={ "badge " (kind.class()) } { (kind.glyph()) (text) } }
}

/// A message on the page. A good or neutral one is polite, the others are announced at once.
pub fn notice(lang: Lang, kind: Kind, text: &str) -> Markup {
    notice_with(lang, kind, html! { p { (text) } })
}

/// A message with more than a sentence: a link, a list, a button.
pub fn notice_with(lang: Lang, kind: Kind, body: Markup) -> Markup {
    let role = if matches!(kind, Kind::Good | Kind::Neutral) { "status" } else { "alert" };
    html! {
        div class={ "notice " (kind.class()) } role=(role) {
            (kind.glyph())
            div { p.notice-kind { (lang.t(kind.word())) } (body) }
        }
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    Done,
    Now,
    Later,
}

/// A step on a document's way: draft, signed, in force.
pub struct Step<'a> {
    pub label: &'a str,
    pub state: StepState,
}

/// A document's way from first to last, with where it is now.
pub fn steps(label: &str, all: &[Step<'_>]) -> Markup {
    html! {
        ol.steps aria-label=(label) {
            @for step in all {
                li class=(match step.state {
                    StepState::Done => "done",
                    StepState::Now => "now",
                    StepState::Later => "later",
                }) aria-current=[(step.state == StepState::Now).then_some("step")] {
                    @if step.state == StepState::Done { (Kind::Good.glyph()) }
                    span { (step.label) }
                }
            }
        }
    }
}

/// Something that happened to a document.
pub struct Event {
    /// `3 November 2025, 14.05 WIB`.
    pub when: String,
    pub title: String,
    pub who: String,
    pub kind: Kind,
    /// A reason, a note, a link; may be empty.
    pub body: Markup,
}

/// What happened to a document, the latest first or last as the caller gives it.
pub fn timeline(events: &[Event]) -> Markup {
    html! {
        ol.timeline {
            @for event in events {
                li class=(event.kind.class()) {
                    (event.kind.glyph())
                    div {
                        p.event-title { (event.title) }
                        p.event-when {
                            (event.when)
                            @if !event.who.is_empty() { " · " (event.who) }
                        }
                        (event.body)
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_a_shape_and_a_word() {
        for kind in [Kind::Good, Kind::Waiting, Kind::Warning, Kind::Bad, Kind::Neutral] {
            let text = badge(kind, "Berlaku").0;
            assert!(text.contains("<svg") && text.contains("Berlaku"), "{text}");
        }
    }

    #[test]
    fn only_a_bad_message_interrupts() {
        words::install_for_tests();
        assert!(notice(Lang::Id, Kind::Good, "x").0.contains("role=\"status\""));
        assert!(notice(Lang::Id, Kind::Bad, "x").0.contains("role=\"alert\""));
    }
}
