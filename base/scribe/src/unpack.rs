//! What a packed file would unpack to, found out with the memory of one small piece.

use std::io::{self, Cursor, Read};

use sheet::{Limits, Unread};
use zip::ZipArchive;

/// Below this nothing is a bomb, however well it was packed.
const SMALL_BYTES: u64 = 8 << 20;
/// A workbook has some dozens of parts.
const PARTS_MAX: usize = 2_000;

/// Unpacks every part into nothing and counts: what a part says of its size anybody can write.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Unread> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::NotASheet)?;
    if archive.len() > PARTS_MAX {
        return Err(Unread::Bomb);
    }
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(Unread::NotASheet);
    }
    let most = limits.unpacked_bytes.min(bytes.len() as u64 * limits.ratio).max(SMALL_BYTES);
    let mut left = most;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Unread::NotASheet)?;
        let mut part = part.take(left + 1);
        let size = io::copy(&mut part, &mut io::sink()).map_err(|_| Unread::NotASheet)?;
        left = left.checked_sub(size).ok_or(Unread::Bomb)?;
    }
    Ok(())
}
