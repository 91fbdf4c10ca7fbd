//! Making a photo anew from what somebody uploaded: within limits, upright, and without anything
//! that a camera wrote beside the picture. Slow; never in the writer's thread.

use kernel::Refusal;
use picture::{Wrong, fitted, flat, jpeg};

use crate::refusal::No;

/// The longer side of what is shown.
const LARGE_PIXELS: u32 = 1_600;
const SMALL_PIXELS: u32 = 400;

/// A photo as it is kept: two JPEGs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Developed {
    pub large: Vec<u8>,
    pub small: Vec<u8>,
    /// Of the large one.
    pub width: i64,
    pub height: i64,
}

/// Decodes, turns upright, shrinks and writes anew.
///
/// # Errors
/// `PhotoTooLarge`, `PhotoKind`, `PhotoTooManyPixels` (before anything is decoded), `PhotoBroken`.
pub fn develop(file: &[u8]) -> Result<Developed, Refusal> {
    let picture = flat(picture::read(file).map_err(said)?);
    let large = fitted(&picture, LARGE_PIXELS);
    let small = fitted(&large, SMALL_PIXELS);
    let (width, height) = (large.width().into(), large.height().into());
    let (large, small) = (jpeg(&large).map_err(said)?, jpeg(&small).map_err(said)?);
    Ok(Developed { large, small, width, height })
}

fn said(wrong: Wrong) -> Refusal {
    let no = match wrong {
        Wrong::TooLarge => No::PhotoTooLarge,
        Wrong::Kind => No::PhotoKind,
        Wrong::TooManyPixels => No::PhotoTooManyPixels,
        Wrong::Broken => No::PhotoBroken,
    };
    no.at("photo")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
    use picture::BYTES_MAX;

    use super::*;

    /// Left half red, right half blue.
    fn two_halves(width: u32, height: u32) -> DynamicImage {
        let picture = RgbImage::from_fn(width, height, |x, _| {
            if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }
        });
        DynamicImage::ImageRgb8(picture)
    }

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("a picture");
        bytes.into_inner()
    }

    /// An Exif note after the JPEG's first marker: how the camera was held, and where.
    fn with_exif(jpeg: &[u8], held: u8) -> Vec<u8> {
        let mut note = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        note.extend([held, 0, 0, 0, 0, 0, 0, 0]);
        note.extend(b"GPS RAHASIA Pangkalpinang");
        let length = u16::try_from(note.len() + 2).expect("a short note").to_be_bytes();
        [&jpeg[..2], &[0xFF, 0xE1], &length, &note, &jpeg[2..]].concat()
    }

    fn shown(jpeg: &[u8]) -> RgbImage {
        image::load_from_memory(jpeg).expect("a JPEG").into_rgb8()
    }
    fn is_red(picture: &RgbImage, x: u32, y: u32) -> bool {
        let [red, _, blue] = picture.get_pixel(x, y).0;
        red > 150 && blue < 100
    }
    fn refused(file: &[u8]) -> &'static str {
        develop(file).expect_err("refused").code
    }

    #[test]
    fn every_kind_becomes_two_jpegs() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let photo = develop(&file(&two_halves(2_000, 1_000), format)).expect("a photo");
            assert_eq!((photo.width, photo.height), (1_600, 800), "{format:?}");
            assert_eq!(image::guess_format(&photo.large).ok(), Some(ImageFormat::Jpeg));
            assert_eq!(shown(&photo.small).dimensions(), (400, 200));
            assert!(photo.small.len() < photo.large.len());
        }
        let small = develop(&file(&two_halves(30, 20), ImageFormat::Png)).expect("a photo");
        assert_eq!((small.width, small.height), (30, 20));
    }

    #[test]
    fn a_photo_stands_upright_and_tells_nothing() {
        let taken = with_exif(&file(&two_halves(400, 200), ImageFormat::Jpeg), 6);
        assert!(taken.windows(7).any(|bytes| bytes == b"RAHASIA"));
        let photo = develop(&taken).expect("a photo");
        // Held turned to the left: the red half comes to the top.
        assert_eq!((photo.width, photo.height), (200, 400));
        let picture = shown(&photo.large);
        assert!(is_red(&picture, 100, 20) && !is_red(&picture, 100, 380));
        for bytes in [&photo.large, &photo.small] {
            assert!(!bytes.windows(7).any(|bytes| bytes == b"RAHASIA"));
            assert!(!bytes.windows(4).any(|bytes| bytes == b"Exif"));
        }
    }

    #[test]
    fn what_shines_through_becomes_white() {
        let clear = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
        let clear = file(&DynamicImage::ImageRgba8(clear), ImageFormat::Png);
        let photo = develop(&clear).expect("a photo");
        assert!(shown(&photo.large).pixels().all(|pixel| pixel.0.iter().all(|c| *c > 250)));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_decoded() {
        // 64 million white pixels in some 60 KB.
        let white = image::GrayImage::from_pixel(8_000, 8_000, image::Luma([255]));
        let bomb = file(&DynamicImage::ImageLuma8(white), ImageFormat::Png);
        assert!(bomb.len() < 1 << 20);
        assert_eq!(refused(&bomb), "catalogue.photo_too_many_pixels");
        // A small JPEG that says it is 60,000 by 60,000.
        let mut lie = file(&two_halves(64, 64), ImageFormat::Jpeg);
        let frame = lie.windows(2).position(|two| two == [0xFF, 0xC0]).expect("a frame");
        lie[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
        assert_eq!(refused(&lie), "catalogue.photo_too_many_pixels");
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        assert_eq!(refused(b""), "catalogue.photo_kind");
        assert_eq!(refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "catalogue.photo_kind");
        assert_eq!(refused(b"GIF89a\x01\0\x01\0\0\0\0;"), "catalogue.photo_kind");
        let whole = file(&two_halves(200, 200), ImageFormat::Png);
        assert_eq!(refused(&whole[..whole.len() / 2]), "catalogue.photo_broken");
        assert_eq!(refused(&whole[..12]), "catalogue.photo_broken");
        assert_eq!(refused(&[&whole[..8], &[7; 200]].concat()), "catalogue.photo_broken");
        assert_eq!(refused(&vec![0; BYTES_MAX + 1]), "catalogue.photo_too_large");
    }
}
