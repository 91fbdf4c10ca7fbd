//! What the journal says of a document, for its page.

use std::collections::BTreeSet;

use db::{Read, Result};
use kernel::{Context, Id, UserId};
use maud::{Markup, html};
use words::Speak;

/// The history of a document and of the papers that belong to it, the first thing first. The
/// words of a line are `<room>.journal.<verb>`.
pub fn history(read: &mut Read, ctx: &Context, subjects: &[Id<()>]) -> Result<Markup> {
    let mut lines = Vec::new();
    for subject in subjects {
        lines.extend(journal::history(read, *subject)?);
    }
    lines.sort_by_key(|line| line.seq);
    lines.dedup_by_key(|line| line.seq);
    let users: BTreeSet<UserId> = lines.iter().map(|line| line.actor).collect();
    let names = people::user_names(read, &users.into_iter().collect::<Vec<_>>())?;
    let events: Vec<ui::Event> = lines.iter().map(|line| event(ctx, line, &names)).collect();
    let title = ctx.lang.t("production.history");
    Ok(html! { (ui::section(title, ui::timeline(&events))) })
}

fn event(
    ctx: &Context,
    line: &journal::Entry,
    names: &std::collections::BTreeMap<UserId, String>,
) -> ui::Event {
    let (room, verb) = line.kind.split_once('.').unwrap_or(("production", &line.kind));
    let (day, clock) = (line.at.day(ctx.zone), line.at.clock_face(ctx.zone));
    let reason = ["reason", "exception_reason"].iter().find_map(|key| line.body[*key].as_str());
    ui::Event {
        when: format!("{}, {clock} {}", day.long(ctx.lang), ctx.zone.name()),
        title: ctx.lang.t(&format!("{room}.journal.{verb}")).to_owned(),
        who: names.get(&line.actor).map(ToString::to_string).unwrap_or_default(),
        kind: ui::Kind::Neutral,
        body: html! { @if let Some(reason) = reason { p { (reason) } } },
    }
}
