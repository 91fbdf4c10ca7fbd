//! Writing down what happened: the journal's two calls in the shape that this room needs.

use db::{Result, Tx};
use journal::{Digest, Line, Once};
use kernel::{Context, Id};
use serde::Serialize;

use crate::No;

/// The digest of a fresh input; `None` when the same was recorded before. Give it what may be
/// remembered: never a name of a maker, a password or a secret.
pub fn fresh<K>(
    tx: &mut Tx,
    kind: &'static str,
    id: Id<K>,
    input: &impl Serialize,
) -> Result<Option<Digest>> {
    Ok(match journal::once(tx, kind, id, input)? {
        Once::First(digest) => Some(digest),
        Once::Again => None,
    })
}

/// [`fresh`] of what is decided once, known by the id of what it decides: a second decision is
/// told that there was one.
pub fn fresh_step<K>(
    tx: &mut Tx,
    kind: &'static str,
    id: Id<K>,
    input: &impl Serialize,
    taken: No,
) -> Result<Option<Digest>> {
    Ok(match journal::once_of(tx, kind, id, input, taken)? {
        Once::First(digest) => Some(digest),
        Once::Again => None,
    })
}

/// Writes a line about `subject`.
pub fn write<K>(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    subject: Id<K>,
    more: impl FnOnce(Line) -> Line,
) -> Result<()> {
    journal::write(tx, ctx, more(Line::new(ctx, kind, subject)))
}
