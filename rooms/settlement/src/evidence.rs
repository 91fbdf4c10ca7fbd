//! Papers behind a figure: a PDF or a picture, known by its first bytes and not by its name.

use db::{Result, Tx};
use kernel::{Context, FileId};
use sha2::{Digest, Sha256};
use web::Upload;

use crate::{
    refusal::No,
    store::Scope,
    store_money::{self, Kept},
};

/// The largest paper: 5 MiB, a page photographed by a phone.
pub const BYTES_MAX: usize = 5 * 1024 * 1024;

/// What a file is by its first bytes.
pub fn mime_of(content: &[u8]) -> Option<&'static str> {
    match content {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        _ => None,
    }
}

/// Keeps a paper, if one was sent; `field` names it in a refusal.
pub fn keep(
    tx: &mut Tx,
    ctx: &Context,
    upload: Option<&Upload>,
    scope: Scope,
    field: &str,
) -> Result<Option<FileId>> {
    let Some(upload) = upload else { return Ok(None) };
    if upload.content.len() > BYTES_MAX {
        return Err(No::FileTooLarge.at(field).into());
    }
    let mime = mime_of(&upload.content).ok_or_else(|| No::FileKind.at(field))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(mime_of(b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(mime_of(&[0xFF, 0xD8, 0xFF, 0xE0]), Some("image/jpeg"));
        assert_eq!(mime_of(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(mime_of(b"<script>"), None);
        assert_eq!(mime_of(b""), None);
    }
}
