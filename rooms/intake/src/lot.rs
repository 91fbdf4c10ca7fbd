//! A file's rows as inputs of the rooms that they concern: tried in windows of which nothing
//! stays, and taken in whole.

use std::ops::Range;

use db::{Error, Read, Result, Tx};
use journal::{Digest, digest};
use kernel::{Context, Refusal};
use sheet::Table;
use words::Speak;

use crate::{
    deed::{self, Doc},
    head,
    inputs::Kind,
    kinds::{self, at_column, field_names},
    refusal::No,
    types::{Bad, Taken},
};

/// Rows that are tried, or taken in, within one request and one short transaction. Whoever writes
/// beside a longer file waits for one window at most.
pub const WINDOW_ROWS: usize = 200;
/// Refused rows that are told; who mends these looks again.
const TOLD_MAX: usize = 500;

/// What a file brings.
pub struct Lot {
    kind: Kind,
    docs: Vec<Doc>,
    /// How the program that shows the file counts each row.
    numbers: Vec<usize>,
    examples: usize,
    digest: Digest,
}

impl Lot {
    /// Makes inputs of the rows; only looks.
    ///
    /// # Errors
    /// Where the head is another's, or the database fails.
    pub fn of(read: &mut Read, ctx: &Context, kind: Kind, table: &Table) -> Result<Self> {
        let sorted = head::sorted(kind, ctx.lang, table)?;
        Ok(Self {
            kind,
            docs: kinds::docs(read, ctx, kind, &sorted.lines)?,
            numbers: sorted.lines.iter().map(|line| line.number).collect(),
            examples: sorted.examples,
            digest: mark(ctx, kind, table)?,
        })
    }

    pub const fn kind(&self) -> Kind {
        self.kind
    }
    pub const fn digest(&self) -> Digest {
        self.digest
    }
    /// Rows that are no examples.
    pub fn rows(&self) -> usize {
        self.numbers.len()
    }
    pub(crate) fn counted(&self) -> Taken {
        Taken { rows: self.rows(), examples: self.examples, ..Taken::default() }
    }

    /// The documents of the window that begins with one of them; empty behind the last.
    pub(crate) fn window(&self, from: usize) -> Range<usize> {
        let (mut to, mut rows) = (from, 0);
        while to < self.docs.len() && rows < WINDOW_ROWS {
            rows += self.docs[to].rows.len();
            to += 1;
        }
        from..to
    }
    pub(crate) fn rows_of(&self, window: Range<usize>) -> usize {
        self.docs[window].iter().map(|doc| doc.rows.len()).sum()
    }

    /// What would become of some documents; nothing of it stays.
    ///
    /// # Errors
    /// Only where the database fails.
    pub(crate) fn look(&self, tx: &mut Tx, ctx: &Context, of: Range<usize>) -> Result<Taken> {
        let (mut taken, mut good) = (Taken::default(), Vec::new());
        for doc in &self.docs[of] {
            match &doc.deed {
                Ok(_) => good.push(doc),
                Err(no) => self.tell(&mut taken, ctx, doc, no),
            }
        }
        let mut smooth = None;
        let tried = tx.attempt(|tx| {
            smooth = Some(self.record(tx, ctx, good.iter().copied(), &|_| {})?);
            Err::<(), _>(No::Rehearsed.into())
        })?;
        match (tried, smooth) {
            (Err(Error::Refused(_)), Some(all)) => taken.add(all),
            (Err(Error::Refused(_)), None) => taken.add(self.one_by_one(tx, ctx, &good)?),
            (Err(error), _) => return Err(error),
            (Ok(()), _) => {}
        }
        Ok(taken)
    }

    /// Each document in a step of its own, so that a refusal is told and the next is tried.
    fn one_by_one(&self, tx: &mut Tx, ctx: &Context, docs: &[&Doc]) -> Result<Taken> {
        let mut taken = Taken::default();
        let tried: Result<()> = tx.attempt(|tx| {
            for doc in docs {
                match tx.attempt(|tx| deed::of_doc(tx, ctx, doc))? {
                    Ok(already) => self.count(&mut taken, already, doc),
                    Err(Error::Refused(no)) => self.tell(&mut taken, ctx, doc, &of_a_file(no)),
                    Err(other) => return Err(other),
                }
            }
            // What a step refuses is taken back: here, all of it.
            Err(No::Rehearsed.into())
        })?;
        match tried {
            Err(Error::Refused(no)) if no.code == No::Rehearsed.code() => Ok(taken),
            other => other.map(|()| taken),
        }
    }

    /// Records documents until one is refused, which is the refusal.
    fn record<'a>(
        &self,
        tx: &mut Tx,
        ctx: &Context,
        docs: impl Iterator<Item = &'a Doc>,
        watch: &dyn Fn(usize),
    ) -> Result<Taken> {
        let (mut taken, mut done) = (Taken::default(), 0);
        for doc in docs {
            match deed::of_doc(tx, ctx, doc) {
                Ok(already) => self.count(&mut taken, already, doc),
                Err(Error::Refused(no)) => {
                    let bad = self.bad(ctx, doc, &of_a_file(no)).swap_remove(0);
                    return Err(refused(&bad).into());
                }
                Err(other) => return Err(other),
            }
            done += doc.rows.len();
            watch(done);
        }
        Ok(taken)
    }

    /// Records all rows, or the first refusal and nothing.
    ///
    /// # Errors
    /// The first refusal, with its row.
    pub(crate) fn take(&self, tx: &mut Tx, ctx: &Context, watch: &dyn Fn(usize)) -> Result<Taken> {
        let mut taken = self.counted();
        taken.add(self.record(tx, ctx, self.docs.iter(), watch)?);
        Ok(taken)
    }

    /// Records all rows; where one is refused, nothing, and all that are refused are told.
    ///
    /// # Errors
    /// Only where the database fails.
    pub(crate) fn take_or_tell(
        &self,
        tx: &mut Tx,
        ctx: &Context,
        watch: &dyn Fn(usize),
    ) -> Result<Taken> {
        match tx.attempt(|tx| self.take(tx, ctx, watch))? {
            Err(Error::Refused(_)) => {
                let mut told = self.counted();
                told.add(self.look(tx, ctx, 0..self.docs.len())?);
                Ok(told)
            }
            done => done,
        }
    }

    fn count(&self, taken: &mut Taken, already: bool, doc: &Doc) {
        match already {
            true => taken.again += doc.rows.len(),
            false => taken.fresh += doc.rows.len(),
        }
        if already && doc.unsure {
            taken.unsure.extend(doc.rows.iter().map(|row| self.numbers[*row]));
        }
    }

    fn tell(&self, taken: &mut Taken, ctx: &Context, doc: &Doc, no: &Refusal) {
        let told = self.bad(ctx, doc, no);
        taken.refused += told.len();
        // Far more than are told are not even kept: the first by their rows come mostly first.
        if taken.bad.len() < TOLD_MAX * 20 {
            taken.bad.extend(told);
        }
    }

    /// The rows that a refusal is about: the one whose line it names, else all of the document.
    fn bad(&self, ctx: &Context, doc: &Doc, no: &Refusal) -> Vec<Bad> {
        let named = no.field.as_deref().and_then(|field| {
            field.strip_prefix("lines[")?.split_once(']')?.0.parse::<usize>().ok()
        });
        let rows = match named.and_then(|at| doc.rows.get(at)) {
            Some(row) => vec![*row],
            None => doc.rows.clone(),
        };
        let at = at_column(no.clone(), field_names(self.kind));
        let columns = self.kind.columns();
        let known = |field: &String| columns.iter().any(|column| column.key == field.as_str());
        let one = |row: usize| Bad {
            row: self.numbers[row],
            column: at.field.clone().filter(known),
            code: no.code.to_owned(),
            reason: ctx.lang.refusal(no),
        };
        rows.into_iter().map(one).collect()
    }
}

impl Taken {
    /// Another window's besides, the refused rows in their order.
    pub(crate) fn add(&mut self, other: Self) {
        self.fresh += other.fresh;
        self.again += other.again;
        self.refused += other.refused;
        self.bad.extend(other.bad);
        self.bad.sort_by_key(|bad| bad.row);
        self.bad.truncate(TOLD_MAX);
        self.unsure.extend(other.unsure);
        self.unsure.sort_unstable();
        self.unsure.truncate(TOLD_MAX);
    }
}

/// All of a file is refused for one row.
pub(crate) fn refused(bad: &Bad) -> Refusal {
    No::RowsRefused.with("row", bad.row).with("reason", &bad.reason)
}

/// What a page says of its own form, said of a file: an id that stands for something else is a row
/// that was told before and otherwise, a box to tick is a column, and where only a page asks, the
/// way to it is told.
fn of_a_file(no: Refusal) -> Refusal {
    if no.code == journal::No::IdReused.code() {
        return No::ToldBefore.into();
    }
    let elsewhere =
        [(sales::No::NumberTaken, No::NumberTaken), (sales::No::PriceChanged, No::PriceChanged)];
    if let Some((_, own)) = elsewhere.into_iter().find(|(of_page, _)| of_page.code() == no.code) {
        return Refusal { field: no.field, params: no.params, ..own.refusal() };
    }
    if no.code != sales::No::BeyondShelf.code() {
        return no;
    }
    let left = no.params.iter().find(|(name, _)| *name == "left");
    let own = No::BeyondShelf.with("left", left.map_or("–", |(_, left)| left.as_str()));
    match no.field {
        Some(field) => own.at(field),
        None => own,
    }
}

/// The digest of what was brought. Of makers only the codes: a name must not be found again in
/// what stays, not even by trying names.
fn mark(ctx: &Context, kind: Kind, table: &Table) -> Result<Digest> {
    if kind != Kind::Makers {
        return digest(&(kind, table));
    }
    let lines = head::sorted(kind, ctx.lang, table)?.lines;
    let codes: Vec<_> = lines.iter().map(|line| line.text("maker")).collect();
    digest(&(kind, codes))
}
