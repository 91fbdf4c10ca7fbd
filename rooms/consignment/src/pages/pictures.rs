//! Pictures on their way in, made anew before the transaction, and on their way out.

use db::{Read, Result};
use kernel::{Capability, Context};
use web::{Ask, Desk, FileOut, Upload};

use crate::{
    actions, actions_movement, guard,
    inputs::{ProposeMovement, Receive},
    photo::{Picture, Pictures},
    refusal::No,
    store_delivery, store_movement,
};

fn developed(upload: Option<&Upload>, field: &str) -> Result<Option<Picture>> {
    let Some(upload) = upload else { return Ok(None) };
    let made = catalogue::develop(&upload.content).map_err(|refusal| refusal.at(field))?;
    Ok(Some(Picture(made.large)))
}

/// Makes the pictures of a receipt anew, outside any transaction.
pub fn of_receipt(desk: &Desk<'_>, input: &Receive) -> Result<Pictures> {
    desk.context.actor.require(Capability::Sell)?;
    let lines = input.lines.iter().enumerate();
    let made =
        lines.map(|(at, line)| developed(line.photo.as_ref(), &format!("lines[{at}].photo")));
    made.collect::<Result<_>>().map(Pictures)
}

/// Makes the picture of a movement anew, outside any transaction.
pub fn of_movement(desk: &Desk<'_>, input: &ProposeMovement) -> Result<Pictures> {
    guard::acting_side(&desk.context.actor)?;
    Ok(Pictures(vec![developed(input.photo.as_ref(), "photo")?]))
}

/// A picture of a receipt's line.
pub fn receipt_file(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let delivery = actions::load_own(read, ctx, ask.id("delivery")?)?;
    let line = ask.param("line").and_then(|line| line.parse::<i64>().ok()).ok_or(No::Unknown)?;
    let found = store_delivery::find_receipt_photo(read, delivery.id, line)?;
    Ok(file(found.ok_or(No::Unknown)?))
}

/// The picture of a movement.
pub fn movement_file(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let movement = actions_movement::load_own(read, ctx, ask.id("movement")?)?;
    let found = store_movement::find_movement_photo(read, movement.id)?;
    Ok(file(found.ok_or(No::Unknown)?))
}

const fn file(bytes: Vec<u8>) -> FileOut {
    FileOut { mime: Picture::MIME, bytes, immutable: true, download: None }
}
