//! A queue that could not be sent and came as a file.

use db::{Error, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, Context, ImportId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use words::Speak;

use crate::{
    act::act,
    inputs::{Act, Import},
    kinds::Answer,
    refusal::No,
    store_import as store,
};

/// More come by the network, a few at a time.
const LINES_MAX: usize = 5_000;
/// Lines that are named; who has more of them has another file.
const NAMED_MAX: usize = 100;

/// A line in which no act could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unread {
    /// Its number in the file, from 1.
    pub line: i64,
    /// Why, in a sentence.
    pub detail: String,
}

/// What became of a file's lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Imported {
    pub id: Option<ImportId>,
    pub done: i64,
    /// Were here already: the same file twice adds nothing.
    pub again: i64,
    pub refused: i64,
    /// The lines in which no act could be read; at most 100 of them.
    pub unread: Vec<Unread>,
}

/// Takes each act of a file as if its device had sent it. Good lines are kept whatever stands
/// between them.
///
/// # Errors
/// Refuses a file in which no line is an act, and one with more lines than are good for one
/// transaction.
pub fn import(tx: &mut Tx, ctx: &Context, input: &Import) -> Result<Imported> {
    if !ctx.actor.may(Capability::RecordGoods) {
        ctx.actor.require(Capability::Sell)?;
    }
    let once = journal::once(tx, "till.import", input.id, &input.file.name)?;
    let lines: Vec<(usize, &[u8])> = lines_of(&input.file.content);
    if lines.len() > LINES_MAX {
        return Err(No::TooManyLines.at("file").with("max", LINES_MAX).into());
    }
    let mut all = Imported { id: Some(input.id), ..Imported::default() };
    for (number, line) in lines {
        match web::read_line::<Act>(line) {
            Ok(one) => take(tx, ctx, &one, number, &mut all)?,
            Err(no) => all.unread.push(unread(ctx, number, &no)),
        }
    }
    if all.done + all.again + all.refused == 0 {
        return Err(nothing(&all).into());
    }
    all.unread.truncate(NAMED_MAX);
    if let Once::First(digest) = once {
        let body = json!({ "done": all.done, "again": all.again, "refused": all.refused,
            "unread": all.unread.len() });
        journal::write(tx, ctx, Line::new(ctx, "till.import", input.id).digest(digest).body(body))?;
        store::insert(tx, ctx, input, &all)?;
    }
    Ok(all)
}

fn take(tx: &mut Tx, ctx: &Context, one: &Act, number: usize, all: &mut Imported) -> Result<()> {
    match tx.attempt(|tx| act(tx, ctx, one))? {
        Ok(told) => match told.state {
            Answer::Done => all.done += 1,
            Answer::Again => all.again += 1,
            Answer::Refused => all.refused += 1,
        },
        Err(Error::Refused(no)) => all.unread.push(unread(ctx, number, &no)),
        Err(other) => return Err(other),
    }
    Ok(())
}

fn unread(ctx: &Context, number: usize, no: &Refusal) -> Unread {
    Unread { line: i64::try_from(number).unwrap_or(i64::MAX), detail: ctx.lang.refusal(no) }
}

/// Not one line is an act: what is wrong with the first says what file it is.
fn nothing(all: &Imported) -> Refusal {
    match all.unread.first() {
        None => No::EmptyFile.at("file"),
        Some(one) => No::NotAFile.at("file").with("line", one.line).with("why", one.detail.clone()),
    }
}

fn lines_of(content: &[u8]) -> Vec<(usize, &[u8])> {
    let lines = content.split(|byte| *byte == b'\n').enumerate();
    let filled = lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
    filled.map(|(at, line)| (at + 1, line)).collect()
}
