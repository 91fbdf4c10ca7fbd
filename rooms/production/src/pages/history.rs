//! What the journal says of a document, for its page.

use db::{Read, Result};
use kernel::{Context, Id};
use maud::Markup;
use people::Happened;
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
    people::history(read, ctx, lines.iter().map(|line| happened(ctx, line)).collect())
}

fn happened(ctx: &Context, line: &journal::Entry) -> Happened {
    let (room, verb) = line.kind.split_once('.').unwrap_or(("production", &line.kind));
    let reason = ["reason", "exception_reason"].iter().find_map(|key| line.body[*key].as_str());
    Happened {
        note: reason.map(str::to_owned),
        ..Happened::entry(line, ctx.lang.t(&format!("{room}.journal.{verb}")))
    }
}
