//! Looking at a file, taking it in, giving it up.

use db::{Error, Read, Result, Tx};
use journal::{Digest, Line as Entry, digest};
use kernel::{Context, Lang, Refusal};
use serde_json::json;
use sheet::{Limits, ReadFile, Table};
use web::Desk;
use words::Speak;

use crate::{
    deed::{self, Doc},
    head::{self, Sorted},
    inputs::{Kind, OneUpload, Upload},
    kinds::{self, at_column, field_names},
    refusal::No,
    store::{self, New},
    types::{Bad, Preview, Taken},
    unread,
};

/// How long a file waits for its sender's yes.
const WAITS_SECONDS: i64 = 2 * 3_600;
/// Refused rows that are told; who mends these looks again.
const TOLD_MAX: usize = 500;

/// Reads a file and sorts it under the columns of its kind: slow work, before any transaction.
///
/// # Errors
/// Where it is no spreadsheet, too large, or has another head.
pub fn read_file(read: ReadFile, kind: Kind, lang: Lang, bytes: &[u8]) -> Result<Table, Refusal> {
    let table = read(bytes, &Limits::USUAL).map_err(unread::refusal_of)?;
    head::sorted(kind, lang, &table)?;
    Ok(table)
}

pub(crate) fn prepare(desk: &Desk<'_>, input: &Upload) -> Result<Table> {
    input.kind.require(&desk.context.actor)?;
    let bytes = &input.file.content;
    Ok(read_file(desk.read_sheet, input.kind, desk.context.lang, bytes)?)
}

/// Looks what would become of a file: every row goes through its room's own action, and then all
/// of it is undone. What was read waits for its sender's yes.
///
/// # Errors
/// Where the file is none of his to bring.
pub fn upload(tx: &mut Tx, ctx: &Context, input: &Upload, table: &Table) -> Result<Preview> {
    input.kind.require(&ctx.actor)?;
    store::forget(tx, ctx.now)?;
    let content = serde_json::to_vec(table).map_err(Error::fault)?;
    let own = mark(ctx, input.kind, table)?;
    match store::digest(tx, input.id)? {
        Some(known) if known == own => return load(tx, ctx, input.id),
        Some(_) => return Err(journal::No::IdReused.into()),
        None => {}
    }
    let taken = rehearse_watched(tx, ctx, input.kind, table, &|_| {})?;
    let new = New {
        id: input.id,
        kind: input.kind,
        digest: &own,
        content: &content,
        taken: &taken,
        expires_at: ctx.now.plus_seconds(WAITS_SECONDS),
    };
    store::insert(tx, ctx, &new)?;
    load(tx, ctx, input.id)
}

/// Takes a file in that was looked at: all of it or nothing.
///
/// # Errors
/// Refuses with the first row that cannot be taken, and a file that waits no longer.
pub fn confirm(tx: &mut Tx, ctx: &Context, input: &OneUpload) -> Result<Preview> {
    input.kind.require(&ctx.actor)?;
    let waits = load(tx, ctx, input.upload)?;
    if waits.kind != input.kind {
        return Err(No::Unknown.into());
    }
    if waits.taken_at.is_some() {
        return Ok(waits);
    }
    let table = store::content(tx, ctx.actor.user, waits.id, ctx.now)?.ok_or(No::Gone)?;
    let taken = run_watched(tx, ctx, waits.kind, &table, &|_| {})?;
    store::taken(tx, waits.id, &taken, ctx.now)?;
    note(tx, ctx, waits.id, (waits.kind, &table), &taken)?;
    load(tx, ctx, waits.id)
}

/// Looks at the rows and, where none is refused, takes them in: in one transaction, for those who
/// need not look themselves. `watch` is told how many rows are done, each counted twice.
///
/// # Errors
/// Only where the database fails; refused rows are told in the answer, and then nothing is taken.
pub fn bring(
    tx: &mut Tx,
    ctx: &Context,
    kind: Kind,
    table: &Table,
    watch: &dyn Fn(usize),
) -> Result<Taken> {
    let looked = rehearse_watched(tx, ctx, kind, table, watch)?;
    if looked.refused > 0 {
        return Ok(looked);
    }
    let taken = run_watched(tx, ctx, kind, table, &|done| watch(looked.rows + done))?;
    note(tx, ctx, ctx.fresh_id(), (kind, table), &taken)?;
    Ok(taken)
}

fn note(
    tx: &mut Tx,
    ctx: &Context,
    id: crate::UploadId,
    (kind, table): (Kind, &Table),
    taken: &Taken,
) -> Result<()> {
    let body = json!({ "kind": kind, "rows": taken.rows, "fresh": taken.fresh,
        "again": taken.again });
    let mut line = Entry::new(ctx, "intake.take", id).digest(mark(ctx, kind, table)?);
    line.consignor = ctx.actor.consignor();
    line.shop = ctx.actor.shop();
    journal::write(tx, ctx, line.body(body))
}

/// Gives up a file that waits.
///
/// # Errors
/// Where there is none of his.
pub fn discard(tx: &mut Tx, ctx: &Context, input: &OneUpload) -> Result<OneUpload> {
    match store::discard(tx, ctx.actor.user, input.upload)? {
        true => Ok(input.clone()),
        false => Err(No::Gone.into()),
    }
}

pub(crate) fn load(read: &mut Read, ctx: &Context, id: crate::UploadId) -> Result<Preview> {
    store::find(read, ctx.actor.user, id)?.ok_or_else(|| No::Unknown.into())
}

/// The digest of what was brought. Of makers only the codes: a name must not be found again in
/// what stays, not even by trying names.
fn mark(ctx: &Context, kind: Kind, table: &Table) -> Result<Digest> {
    if kind != Kind::Makers {
        return digest(&(kind, table));
    }
    let lines = sorted(ctx, kind, table)?.lines;
    let codes: Vec<_> = lines.iter().map(|line| line.text("maker")).collect();
    digest(&(kind, codes))
}

fn sorted(ctx: &Context, kind: Kind, table: &Table) -> Result<Sorted> {
    Ok(head::sorted(kind, ctx.lang, table)?)
}

/// What would become of the rows; nothing stays. `watch` is told how many are done.
///
/// # Errors
/// Only where the database fails.
pub fn rehearse_watched(
    tx: &mut Tx,
    ctx: &Context,
    kind: Kind,
    table: &Table,
    watch: &dyn Fn(usize),
) -> Result<Taken> {
    let sorted = sorted(ctx, kind, table)?;
    let docs = kinds::docs(tx, ctx, kind, &sorted.lines)?;
    let mut taken = counted(&sorted);
    let undone: Result<()> = tx.attempt(|tx| {
        let mut done = 0;
        for doc in &docs {
            match attempted(tx, ctx, doc)? {
                Ok(true) => taken.again += doc.rows.len(),
                Ok(false) => taken.fresh += doc.rows.len(),
                Err(no) => tell(&mut taken, ctx, (kind, &sorted), doc, &no),
            }
            done += doc.rows.len();
            watch(done);
        }
        // What a step refuses is taken back: here, all of it.
        Err(No::Rehearsed.into())
    })?;
    match undone {
        Err(Error::Refused(no)) if no.code == No::Rehearsed.code() => {}
        other => other?,
    }
    taken.bad.sort_by_key(|bad| bad.row);
    taken.bad.truncate(TOLD_MAX);
    Ok(taken)
}

fn counted(sorted: &Sorted) -> Taken {
    Taken { rows: sorted.lines.len(), examples: sorted.examples, ..Taken::default() }
}

fn attempted(tx: &mut Tx, ctx: &Context, doc: &Doc) -> Result<Result<bool, Refusal>> {
    let deed = match &doc.deed {
        Ok(deed) => deed,
        Err(no) => return Ok(Err(no.clone())),
    };
    match tx.attempt(|tx| deed::perform(tx, ctx, deed))? {
        Ok(already) => Ok(Ok(already)),
        Err(Error::Refused(no)) => Ok(Err(of_a_file(no))),
        Err(other) => Err(other),
    }
}

/// What a page says of its own form, said of a file: an id that stands for something else is a row
/// that was told before and otherwise, and a box to tick is a column.
fn of_a_file(no: Refusal) -> Refusal {
    if no.code == journal::No::IdReused.code() {
        return No::ToldBefore.into();
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

/// Records the rows: all of them or none.
///
/// # Errors
/// The first refusal, with its row.
pub fn run_watched(
    tx: &mut Tx,
    ctx: &Context,
    kind: Kind,
    table: &Table,
    watch: &dyn Fn(usize),
) -> Result<Taken> {
    let sorted = sorted(ctx, kind, table)?;
    let docs = kinds::docs(tx, ctx, kind, &sorted.lines)?;
    let (mut taken, mut done) = (counted(&sorted), 0);
    for doc in &docs {
        let performed = match &doc.deed {
            Ok(deed) => deed::perform(tx, ctx, deed),
            Err(no) => Err(no.clone().into()),
        };
        match performed {
            Ok(true) => taken.again += doc.rows.len(),
            Ok(false) => taken.fresh += doc.rows.len(),
            Err(Error::Refused(no)) => {
                let no = of_a_file(no);
                let bad = bad(ctx, (kind, &sorted), doc, &no).swap_remove(0);
                let no = No::RowsRefused.with("row", bad.row).with("reason", bad.reason);
                return Err(no.into());
            }
            Err(other) => return Err(other),
        }
        done += doc.rows.len();
        watch(done);
    }
    Ok(taken)
}

fn tell(taken: &mut Taken, ctx: &Context, of: (Kind, &Sorted), doc: &Doc, no: &Refusal) {
    let told = bad(ctx, of, doc, no);
    taken.refused += told.len();
    // Far more than are told are not even kept: the first by their rows come mostly first.
    if taken.bad.len() < TOLD_MAX * 20 {
        taken.bad.extend(told);
    }
}

/// The rows that a refusal is about: the one whose line it names, else all of the document.
fn bad(ctx: &Context, (kind, sorted): (Kind, &Sorted), doc: &Doc, no: &Refusal) -> Vec<Bad> {
    let named = no
        .field
        .as_deref()
        .and_then(|field| field.strip_prefix("lines[")?.split_once(']')?.0.parse::<usize>().ok());
    let rows = match named.and_then(|at| doc.rows.get(at)) {
        Some(row) => vec![*row],
        None => doc.rows.clone(),
    };
    let at = at_column(no.clone(), field_names(kind));
    let known = |field: &String| kind.columns().iter().any(|column| column.key == field.as_str());
    let one = |row: usize| Bad {
        row: sorted.lines[row].number,
        column: at.field.clone().filter(known),
        code: no.code.to_owned(),
        reason: ctx.lang.refusal(no),
    };
    rows.into_iter().map(one).collect()
}
