#![doc = include_str!("../README.md")]

mod whole;

use std::io::Cursor;

pub use whole::paper;

pub use image::{DynamicImage, imageops::FilterType};
use image::{
    ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder,
};

/// The largest file that is looked at.
pub const BYTES_MAX: usize = 8 << 20;
/// The largest picture that is decoded: a phone's camera makes 12 to 50 million pixels.
const PIXELS_MAX: u64 = 50_000_000;
/// What decoding may take: eight bytes for each of the pixels, and something to work with.
const MEMORY_BYTES_MAX: u64 = PIXELS_MAX * 8 + (64 << 20);
const QUALITY: u8 = 82;

/// Why a file is no picture for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    TooLarge,
    /// Neither JPEG, PNG nor WebP by what is in it.
    Kind,
    /// Said before anything is decoded.
    TooManyPixels,
    Broken,
}

/// Decodes a file within the limits and turns it upright.
///
/// # Errors
/// What is wrong with it.
pub fn read(file: &[u8]) -> Result<DynamicImage, Wrong> {
    if file.len() > BYTES_MAX {
        return Err(Wrong::TooLarge);
    }
    let format = image::guess_format(file).map_err(|_| Wrong::Kind)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(Wrong::Kind);
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(too_many_or_broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(Wrong::TooManyPixels);
    }
    // A camera writes how it was held beside the picture; a broken note turns nothing.
    let held = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Wrong::Broken)?;
    if let Some(held) = held {
        picture.apply_orientation(held);
    }
    Ok(picture)
}

fn too_many_or_broken(error: ImageError) -> Wrong {
    match error {
        ImageError::Limits(_) => Wrong::TooManyPixels,
        _ => Wrong::Broken,
    }
}

/// JPEG knows no transparency: what shines through becomes white.
pub fn flat(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let clear = picture.into_rgba8();
    let over_white = |colour: u8, alpha: u8| {
        let (colour, alpha) = (u32::from(colour), u32::from(alpha));
        ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let paper = RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [red, green, blue, alpha] = clear.get_pixel(x, y).0;
        image::Rgb([red, green, blue].map(|colour| over_white(colour, alpha)))
    });
    DynamicImage::ImageRgb8(paper)
}

/// At most `side` pixels long and high; never enlarged.
pub fn fitted(picture: &DynamicImage, side: u32) -> DynamicImage {
    if picture.width() <= side && picture.height() <= side {
        return picture.clone();
    }
    picture.resize(side, side, FilterType::CatmullRom)
}

/// A [`flat`] picture as JPEG.
///
/// # Errors
/// `Broken` when it cannot be written, as an empty one.
pub fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Wrong> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    picture.write_with_encoder(encoder).map_err(|_| Wrong::Broken)?;
    Ok(bytes)
}

/// As PNG, with what shines through; eight bits a channel and nothing beside the picture.
///
/// # Errors
/// `Broken` when it cannot be written, as an empty one.
pub fn png(picture: &DynamicImage) -> Result<Vec<u8>, Wrong> {
    let plain = match picture.color().has_alpha() {
        true => DynamicImage::ImageRgba8(picture.to_rgba8()),
        false => DynamicImage::ImageRgb8(picture.to_rgb8()),
    };
    let mut bytes = Cursor::new(Vec::new());
    plain.write_to(&mut bytes, ImageFormat::Png).map_err(|_| Wrong::Broken)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, Luma, Rgba, RgbaImage};

    #[test]
    fn a_png_keeps_what_shines_through() {
        let clear =
            RgbaImage::from_fn(900, 300, |x, _| Rgba([200, 30, 30, u8::from(x > 450) * 255]));
        let small = fitted(&DynamicImage::ImageRgba8(clear), 480);
        let written = read(&png(&small).expect("a PNG")).expect("it reads").into_rgba8();
        assert_eq!(written.dimensions(), (480, 160));
        assert_eq!((written.get_pixel(20, 80)[3], written.get_pixel(460, 80)[3]), (0, 255));
    }

    #[test]
    fn what_is_too_much_is_said_before_it_is_decoded() {
        let white = DynamicImage::ImageLuma8(GrayImage::from_pixel(8_000, 8_000, Luma([255])));
        let bomb = png(&white).expect("a PNG");
        assert_eq!(read(&bomb).err(), Some(Wrong::TooManyPixels));
        assert_eq!(read(&vec![0; BYTES_MAX + 1]).err(), Some(Wrong::TooLarge));
        assert_eq!(read(b"<svg/>").err(), Some(Wrong::Kind));
        assert_eq!(read(&bomb[..40]).err(), Some(Wrong::Broken));
    }
}
