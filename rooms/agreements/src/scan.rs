//! Pure: what may be attached as the scan of a signed paper.

/// The largest scan, in bytes: 8 MiB.
pub const SCAN_BYTES_MAX: usize = 8 << 20;

/// Why a file is no scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoScan {
    TooLarge,
    /// Neither a PDF, a JPEG nor a PNG by its first bytes, whatever its name says.
    UnknownType,
}

/// The media type of a scan, by what is in it and not by its name.
///
/// A PDF may have up to 1,024 bytes before `%PDF-` (ISO 32000-1, annex H.3.4.1); that leniency is
/// what lets a page of HTML pass for a PDF, so here the file must begin with it.
pub fn media_type(content: &[u8]) -> Result<&'static str, NoScan> {
    if content.len() > SCAN_BYTES_MAX {
        return Err(NoScan::TooLarge);
    }
    let types: [(&[u8], &[u8], &str); 3] = [
        (b"%PDF-", b"", "application/pdf"),
        (b"\xFF\xD8\xFF", b"", "image/jpeg"),
        (b"\x89PNG\r\n\x1A\n", b"IHDR", "image/png"),
    ];
    let found = types.into_iter().find(|(start, inside, _)| {
        let head = &content[..content.len().min(32)];
        head.starts_with(start)
            && head.windows(inside.len().max(1)).any(|part| inside.is_empty() || part == *inside)
    });
    found.map(|(_, _, mime)| mime).ok_or(NoScan::UnknownType)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_known_by_its_first_bytes() {
        assert_eq!(media_type(b"%PDF-1.7\n%\xE2\xE3"), Ok("application/pdf"));
        assert_eq!(media_type(b"\xFF\xD8\xFF\xE0\0\x10JFIF"), Ok("image/jpeg"));
        assert_eq!(media_type(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), Ok("image/png"));
        for other in [&b""[..], b"\x89PNG\r\n\x1A\n", b"GIF89a", b"<html>%PDF-", b"PK\x03\x04"] {
            assert_eq!(media_type(other), Err(NoScan::UnknownType), "{other:?}");
        }
        let mut large = b"%PDF-1.7".to_vec();
        large.resize(SCAN_BYTES_MAX + 1, 0);
        assert_eq!(media_type(&large), Err(NoScan::TooLarge));
    }
}
