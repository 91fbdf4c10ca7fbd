//! A queue that could not be sent and came as a file.

use db::{Error, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, Context, ImportId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use crate::{
    act::act,
    inputs::{Act, Import},
    kinds::Answer,
    refusal::No,
};

/// More come by the network, a few at a time.
const LINES_MAX: usize = 5_000;

/// What became of a file's lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Imported {
    pub id: Option<ImportId>,
    pub done: i64,
    /// Were here already: the same file twice adds nothing.
    pub again: i64,
    pub refused: i64,
    /// The numbers of the lines in which no act could be read; at most 100.
    pub unread: Vec<usize>,
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
            Err(_) => all.unread.push(number),
        }
    }
    if all.done + all.again + all.refused == 0 {
        return Err(No::NotAFile.at("file").into());
    }
    all.unread.truncate(100);
    if let Once::First(digest) = once {
        let body = json!({ "done": all.done, "again": all.again, "refused": all.refused,
            "unread": all.unread.len() });
        journal::write(tx, ctx, Line::new(ctx, "till.import", input.id).digest(digest).body(body))?;
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
        Err(Error::Refused(_)) => all.unread.push(number),
        Err(other) => return Err(other),
    }
    Ok(())
}

fn lines_of(content: &[u8]) -> Vec<(usize, &[u8])> {
    let lines = content.split(|byte| *byte == b'\n').enumerate();
    let filled = lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
    filled.map(|(at, line)| (at + 1, line)).collect()
}
