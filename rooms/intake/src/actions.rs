//! Looking at a file, saying yes to it, giving it up.

use db::{Read, Result, Tx};
use journal::{Digest, Line as Entry};
use kernel::{Context, Lang, Refusal};
use serde_json::json;
use sheet::{Limits, ReadFile, Table};
use web::Desk;

use crate::{
    head,
    inputs::{Kind, OneUpload, Upload},
    lot::{self, Lot, WINDOW_ROWS},
    refusal::No,
    stage::Stage,
    store::{self, New},
    types::{Preview, Taken},
    unread,
};

/// How long a file waits for its sender's yes.
const WAITS_SECONDS: i64 = 2 * 3_600;

/// Reads a file and sorts it under the columns of its kind: slow work, before any transaction.
///
/// # Errors
/// Where it is no spreadsheet, too large, or has another head.
pub fn read_file(read: ReadFile, kind: Kind, lang: Lang, bytes: &[u8]) -> Result<Table, Refusal> {
    let table = read(bytes, &Limits::USUAL).map_err(unread::refusal_of)?;
    head::sorted(kind, lang, &table)?;
    Ok(table)
}

/// A file that was read: its rows as inputs, and as they are kept until the yes.
pub struct Brought {
    lot: Lot,
    content: Vec<u8>,
}

/// All that is slow about a file is done before the transaction in which it is noted.
pub(crate) fn prepare(desk: &Desk<'_>, input: &Upload) -> Result<Brought> {
    let context = desk.context;
    input.kind.require(&context.actor)?;
    let bytes = &input.file.content;
    let table = read_file(desk.read_sheet, input.kind, context.lang, bytes)?;
    let content = store::written(&table)?;
    let (own, kind) = (context.clone(), input.kind);
    let lot = desk.db.read_now(move |read: &mut Read| Lot::of(read, &own, kind, &table))?;
    Ok(Brought { lot, content })
}

/// Looks what would become of a file: every row goes through its room's own action, and then all
/// of it is undone. What was read waits for its sender's yes. A file of many rows is looked at
/// beside the requests, window by window.
///
/// # Errors
/// Where the file is none of his to bring.
pub(crate) fn upload(
    tx: &mut Tx,
    ctx: &Context,
    input: &Upload,
    brought: &Brought,
) -> Result<Preview> {
    input.kind.require(&ctx.actor)?;
    store::forget(tx, ctx.now)?;
    let lot = &brought.lot;
    match store::digest(tx, input.id)? {
        Some(known) if known == lot.digest() => return load(tx, ctx, input.id),
        Some(_) => return Err(journal::No::IdReused.into()),
        None => {}
    }
    let mut taken = lot.counted();
    let stage = match is_small(lot) {
        true => {
            taken.add(lot.look(tx, ctx, lot.window(0))?);
            Stage::Looked
        }
        false => Stage::Waiting,
    };
    let new = New {
        id: input.id,
        kind: input.kind,
        digest: &lot.digest(),
        content: &brought.content,
        taken: &taken,
        stage,
        expires_at: ctx.now.plus_seconds(WAITS_SECONDS),
    };
    store::insert(tx, ctx, &new)?;
    load(tx, ctx, input.id)
}

fn is_small(lot: &Lot) -> bool {
    lot.rows() <= WINDOW_ROWS
}

/// Takes a file in that was looked at: all of it or nothing. A file of many rows is taken in beside
/// the requests.
///
/// # Errors
/// Refuses with the first row that cannot be taken, and a file that waits no longer.
pub(crate) fn confirm(tx: &mut Tx, ctx: &Context, input: &OneUpload) -> Result<Preview> {
    input.kind.require(&ctx.actor)?;
    let waits = load(tx, ctx, input.upload)?;
    if waits.kind != input.kind {
        return Err(No::Unknown.into());
    }
    match waits.stage {
        Stage::Taken | Stage::Asked | Stage::Taking => return Ok(waits),
        Stage::Waiting | Stage::Looking => return Err(No::StillLooking.into()),
        Stage::Failed => return Err(No::Gone.into()),
        Stage::Looked if waits.expires_at <= ctx.now => return Err(No::Gone.into()),
        Stage::Looked => {}
    }
    if let Some(bad) = waits.bad.first() {
        return Err(lot::refused(bad).into());
    }
    if waits.rows > WINDOW_ROWS as i64 {
        store::set_stage(tx, waits.id, Stage::Asked)?;
        return load(tx, ctx, waits.id);
    }
    let table = store::content(tx, waits.id)?.ok_or(No::Gone)?;
    let lot = Lot::of(tx, ctx, waits.kind, &table)?;
    let taken = lot.take(tx, ctx, &|_| {})?;
    store::taken(tx, waits.id, &taken, ctx.now)?;
    note(tx, ctx, waits.id, &lot, &taken)?;
    load(tx, ctx, waits.id)
}

/// The journal's line on a file that was taken in.
pub(crate) fn note(
    tx: &mut Tx,
    ctx: &Context,
    id: crate::UploadId,
    lot: &Lot,
    taken: &Taken,
) -> Result<()> {
    let body = json!({ "kind": lot.kind(), "rows": taken.rows, "fresh": taken.fresh,
        "again": taken.again });
    let digest: Digest = lot.digest();
    let mut line = Entry::new(ctx, "intake.take", id).digest(digest);
    line.consignor = ctx.actor.consignor();
    line.shop = ctx.actor.shop();
    journal::write(tx, ctx, line.body(body))
}

/// Gives up a file that waits.
///
/// # Errors
/// Where there is none of his, and where it is being taken in already.
pub(crate) fn discard(tx: &mut Tx, ctx: &Context, input: &OneUpload) -> Result<OneUpload> {
    let found = store::find(tx, ctx.actor.user, input.upload)?.ok_or(No::Gone)?;
    match found.stage {
        Stage::Asked | Stage::Taking => return Err(No::BeingTaken.into()),
        Stage::Taken => return Err(No::Gone.into()),
        _ => {}
    }
    store::discard(tx, input.upload)?;
    Ok(input.clone())
}

pub(crate) fn load(read: &mut Read, ctx: &Context, id: crate::UploadId) -> Result<Preview> {
    store::find(read, ctx.actor.user, id)?.ok_or_else(|| No::Unknown.into())
}
