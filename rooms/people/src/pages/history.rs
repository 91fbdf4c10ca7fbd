//! What happened to a document, and who did it.

use db::{Read, Result};
use kernel::{Context, Time, UserId};
use maud::{Markup, html};
use words::Speak;

/// One thing that happened to a document.
pub struct Happened {
    pub at: Time,
    pub by: UserId,
    pub title: String,
    pub kind: ui::Kind,
    /// The reason, or what was said with it.
    pub note: Option<String>,
}

impl Happened {
    /// A line of the journal, called by this sentence.
    pub fn entry(entry: &journal::Entry, title: &str) -> Happened {
        Happened {
            at: entry.at,
            by: entry.actor,
            title: title.to_owned(),
            kind: ui::Kind::Neutral,
            note: None,
        }
    }
}

/// The history of a document, in the order of its caller, as a section of the document's page.
pub fn history(read: &mut Read, ctx: &Context, lines: Vec<Happened>) -> Result<Markup> {
    let users: Vec<UserId> = lines.iter().map(|line| line.by).collect();
    let names = crate::user_names(read, &users)?;
    let event = |line: Happened| ui::Event {
        when: when(ctx, line.at),
        who: names.get(&line.by).cloned().unwrap_or_default(),
        title: line.title,
        kind: line.kind,
        body: html! { @if let Some(note) = &line.note { p { (note) } } },
    };
    let events: Vec<_> = lines.into_iter().map(event).collect();
    Ok(ui::section(ctx.lang.t("common.history"), ui::timeline(&events)))
}

/// `3 November 2025, 14.05 WIB`.
fn when(ctx: &Context, at: Time) -> String {
    let day = at.day(ctx.zone).long(ctx.lang);
    format!("{day}, {} {}", at.clock_face(ctx.zone), ctx.zone.name())
}
