//! Reads a drawn QR code as a buyer's phone does, but for the mending: what is drawn here is whole.
//! Level M, bytes, versions 7 to 12 (ISO/IEC 18004, tables 1, 9 and E.1).

/// Blocks: how many, and the data codewords in each.
type Blocks = [(usize, usize); 2];

/// By version from 7: where the middle row of alignment patterns lies, codewords of correction in
/// a block, and the blocks.
const VERSIONS: [(usize, usize, Blocks); 6] = [
    (22, 18, [(4, 31), (0, 0)]),
    (24, 22, [(2, 38), (2, 39)]),
    (26, 22, [(3, 36), (2, 37)]),
    (28, 26, [(4, 43), (1, 44)]),
    (30, 30, [(1, 50), (4, 51)]),
    (32, 22, [(6, 36), (2, 37)]),
];

/// The text of a code of such modules, `rows[y][x]`, true for dark.
pub fn read(rows: &[Vec<bool>]) -> String {
    let size = rows.len();
    let version = (size - 17) / 4;
    let (middle, correction, groups) = VERSIONS[version - 7];
    // The mask stands in bits 12 to 10 of the format, beside the upper left finder.
    let format = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4)];
    let format: Vec<bool> = format.iter().map(|(y, x)| rows[*y][*x]).collect();
    assert!(format[0] && !format[1], "level M, with its own mask over it");
    let masked = [true, false, true];
    let mask = (0..3).fold(0, |mask, at| mask * 2 + usize::from(format[at + 2] != masked[at]));
    let bits = zigzag(size, middle).into_iter().map(|(y, x)| rows[y][x] != masks(mask, y, x));
    let words = packed(bits);
    let data = parted(&words, correction, groups);
    text(&data, version)
}

fn masks(mask: usize, y: usize, x: usize) -> bool {
    let rest = match mask {
        0 => (y + x) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (y + x) % 3,
        4 => (y / 2 + x / 3) % 2,
        5 => (y * x) % 2 + (y * x) % 3,
        6 => ((y * x) % 2 + (y * x) % 3) % 2,
        _ => ((y + x) % 2 + (y * x) % 3) % 2,
    };
    rest == 0
}

/// Where data lies, in its order: up and down in pairs of columns from the lower right.
fn zigzag(size: usize, middle: usize) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    let mut upward = true;
    for right in (1..size).rev().step_by(2).map(|x| if x <= 6 { x - 1 } else { x }) {
        for step in 0..size {
            let y = if upward { size - 1 - step } else { step };
            for x in [right, right - 1] {
                if !is_fixed(size, middle, y, x) {
                    places.push((y, x));
                }
            }
        }
        upward = !upward;
    }
    places
}

/// Finders with their formats, timing, alignment, and the version's own two corners.
fn is_fixed(size: usize, middle: usize, y: usize, x: usize) -> bool {
    let far = size - 9;
    let finder = (y <= 8 && (x <= 8 || x > far)) || (y > far && x <= 8);
    let version = (y < 6 && x >= size - 11) || (x < 6 && y >= size - 11);
    let lines = [6, middle, size - 7];
    let near = |at: usize| lines.iter().position(|line| at.abs_diff(*line) <= 2);
    let alignment = match (near(y), near(x)) {
        (Some(0), Some(0 | 2)) | (Some(2), Some(0)) | (None, _) | (_, None) => false,
        (Some(_), Some(_)) => true,
    };
    finder || version || alignment || y == 6 || x == 6
}

fn packed(bits: impl Iterator<Item = bool>) -> Vec<u8> {
    let bits: Vec<bool> = bits.collect();
    let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| (byte << 1) | u8::from(*bit));
    bits.chunks_exact(8).map(byte).collect()
}

/// Takes the blocks apart that were laid into one another, and joins their data.
fn parted(words: &[u8], correction: usize, groups: Blocks) -> Vec<u8> {
    let lengths: Vec<usize> =
        groups.iter().flat_map(|(count, length)| vec![*length; *count]).collect();
    let mut blocks = vec![Vec::new(); lengths.len()];
    let mut words = words.iter();
    for at in 0..lengths.iter().copied().max().unwrap_or(0) {
        for (block, length) in blocks.iter_mut().zip(&lengths) {
            if at < *length {
                block.push(*words.next().expect("a word"));
            }
        }
    }
    assert_eq!(words.count(), correction * lengths.len(), "and the correction is all the rest");
    blocks.concat()
}

/// Mode (bytes), length and bytes.
fn text(data: &[u8], version: usize) -> String {
    let nibble = |at: usize| {
        usize::from(if at.is_multiple_of(2) { data[at / 2] >> 4 } else { data[at / 2] & 15 })
    };
    assert_eq!(nibble(0), 0b0100, "bytes");
    let digits = if version < 10 { 2 } else { 4 };
    let length = (1..=digits).fold(0, |length, at| length * 16 + nibble(at));
    let byte = |n: usize| {
        let at = 1 + digits + 2 * n;
        u8::try_from(nibble(at) * 16 + nibble(at + 1)).expect("a byte")
    };
    String::from_utf8((0..length).map(byte).collect()).expect("UTF-8")
}

/// It reads what another encoder writes, of every version and mask that it knows.
#[test]
fn it_reads_what_others_draw() {
    use fast_qr::{ECL, Mask, Mode, QRBuilder, Version};
    let masks = [
        Mask::Checkerboard,
        Mask::HorizontalLines,
        Mask::VerticalLines,
        Mask::DiagonalLines,
        Mask::LargeCheckerboard,
        Mask::Fields,
        Mask::Diamonds,
        Mask::Meadow,
    ];
    let versions =
        [Version::V07, Version::V08, Version::V09, Version::V10, Version::V11, Version::V12];
    for (length, version) in [110, 140, 170, 200, 240, 280].into_iter().zip(versions) {
        let wanted: String = ('A'..='Z').cycle().take(length).collect();
        for mask in masks {
            let mut builder = QRBuilder::new(wanted.as_str());
            let builder = builder.ecl(ECL::M).mode(Mode::Byte).mask(mask).version(version);
            let code = builder.build().expect("a code");
            let row = |y: usize| (0..code.size).map(|x| code[y][x].value()).collect();
            let rows: Vec<Vec<bool>> = (0..code.size).map(row).collect();
            assert_eq!(read(&rows), wanted, "{version:?} {mask:?}");
        }
    }
}
