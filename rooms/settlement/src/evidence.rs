//! Papers behind a figure: a PDF or a picture, known by what is in it and not by its name.

use db::{Result, Tx};
use kernel::{Context, FileId};
use picture::Wrong;
use sha2::{Digest, Sha256};
use web::Upload;

use crate::{
    refusal::No,
    store::Scope,
    store_money::{self, Kept},
};

/// Keeps a paper, if one was sent; `field` names it in a refusal.
pub fn keep(
    tx: &mut Tx,
    ctx: &Context,
    upload: Option<&Upload>,
    scope: Scope,
    field: &str,
) -> Result<Option<FileId>> {
    let Some(upload) = upload else { return Ok(None) };
    let mime = picture::paper(&upload.content).map_err(|wrong| refuse(wrong).at(field))?;
    let kept = Kept {
        scope,
        name: upload.name.to_string(),
        mime: mime.to_owned(),
        content: upload.content.clone(),
    };
    let id = ctx.fresh_id();
    let sha = Sha256::digest(&kept.content);
    store_money::insert_file(tx, ctx, id, &kept, &sha)?;
    Ok(Some(id))
}

/// The kind under which a paper was kept, and no other than those that are.
pub fn served_as(kept: &str) -> &'static str {
    let kinds = ["application/pdf", "image/jpeg", "image/png"];
    kinds.into_iter().find(|kind| *kind == kept).unwrap_or("application/octet-stream")
}

const fn refuse(wrong: Wrong) -> No {
    match wrong {
        Wrong::TooLarge | Wrong::TooManyPixels => No::FileTooLarge,
        Wrong::Kind => No::FileKind,
        Wrong::Broken => No::FileBroken,
    }
}
