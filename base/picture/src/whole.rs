//! Pure: whether a paper that somebody sends is all there. Nothing of it is decoded; a file that
//! breaks off in the middle proves nothing, and nobody notices before it is needed.

use crate::{BYTES_MAX, Wrong};

/// The media type of a PDF, a JPEG or a PNG that is whole, by what is in it and not by its name.
///
/// A PDF may have up to 1,024 bytes before `%PDF-` (ISO 32000-1, annex H.3.4.1); that leniency is
/// what lets a page of HTML pass for a PDF, so here the file must begin with it.
///
/// # Errors
/// What is wrong with it: too large, of another kind, or broken off.
pub fn paper(file: &[u8]) -> Result<&'static str, Wrong> {
    if file.len() > BYTES_MAX {
        return Err(Wrong::TooLarge);
    }
    let (whole, kind) = match file {
        [b'%', b'P', b'D', b'F', b'-', ..] => (pdf_ends(file), "application/pdf"),
        [0xFF, 0xD8, 0xFF, ..] => (jpeg_ends(file), "image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => (png_ends(file), "image/png"),
        _ => return Err(Wrong::Kind),
    };
    if whole == Some(()) { Ok(kind) } else { Err(Wrong::Broken) }
}

/// A PDF's last kilobyte says where its contents are listed.
fn pdf_ends(file: &[u8]) -> Option<()> {
    let tail = file.get(file.len().saturating_sub(1_024)..)?;
    let says = |word: &[u8]| tail.windows(word.len()).any(|part| part == word);
    (says(b"%%EOF") || says(b"startxref")).then_some(())
}

/// Part after part to the mark of the end. What a phone writes behind that is none of ours.
fn jpeg_ends(file: &[u8]) -> Option<()> {
    let mut rest = file.get(2..)?;
    loop {
        rest = match rest {
            [0xFF, 0xD9, ..] => return Some(()),
            [0xFF, 0xFF, ..] => rest.get(1..)?,
            [0xFF, 0x01 | 0xD0..=0xD7, tail @ ..] => tail,
            [0xFF, mark, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low])).max(2);
                let tail = rest.get(2 + length..)?;
                if *mark == 0xDA { tail.get(coded(tail)?..)? } else { tail }
            }
            _ => return None,
        }
    }
}

/// How long the picture itself goes on: up to the next mark that is none of its own.
fn coded(bytes: &[u8]) -> Option<usize> {
    let own = |mark: u8| matches!(mark, 0 | 0xD0..=0xD7 | 0xFF);
    let ends = |pair: &[u8]| matches!(pair, [0xFF, mark] if !own(*mark));
    bytes.windows(2).position(ends)
}

/// Chunk after chunk to the one that is the end.
fn png_ends(file: &[u8]) -> Option<()> {
    let mut rest = file.get(8..)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let tail = after.get(length.checked_add(8)?..)?;
        if after.starts_with(b"IEND") {
            return Some(());
        }
        rest = tail;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat};

    use super::*;

    fn file(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = DynamicImage::ImageRgb8(crate::RgbImage::from_fn(40, 30, |x, y| {
            image::Rgb([(x * 6) as u8, (y * 8) as u8, (x * y) as u8])
        }));
        picture.write_to(&mut bytes, format).expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn what_is_whole_is_known_by_what_is_in_it() {
        assert_eq!(paper(b"%PDF-1.7\n%%EOF\n"), Ok("application/pdf"));
        assert_eq!(paper(b"%PDF-1.7\n...startxref\n9\n"), Ok("application/pdf"));
        for (format, kind) in [(ImageFormat::Jpeg, "image/jpeg"), (ImageFormat::Png, "image/png")] {
            assert_eq!(paper(&file(format)), Ok(kind));
            // A phone writes a film behind the picture.
            assert_eq!(paper(&[file(format), vec![7; 4_000]].concat()), Ok(kind));
        }
    }

    #[test]
    fn what_breaks_off_anywhere_is_no_evidence() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let whole = file(format);
            for length in 8..whole.len() - 4 {
                assert_eq!(paper(&whole[..length]), Err(Wrong::Broken), "{format:?} {length}");
            }
        }
        let page = [&file(ImageFormat::Jpeg)[..20], b"<html>a page</html>"].concat();
        for broken in [&b"%PDF-"[..], b"%PDF-1.7\n1 0 obj", b"\xFF\xD8\xFF", &page] {
            assert_eq!(paper(broken), Err(Wrong::Broken), "{broken:?}");
        }
        for other in [&b""[..], b"GIF89a", b"<html>%PDF-", b"PK\x03\x04", b"<script>"] {
            assert_eq!(paper(other), Err(Wrong::Kind), "{other:?}");
        }
        assert_eq!(paper(&vec![b'%'; BYTES_MAX + 1]), Err(Wrong::TooLarge));
    }
}
