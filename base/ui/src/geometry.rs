//! The shape of the river, in whole numbers: one unit of the drawing is a thousand here.
//!
//! Every stream has the width of its amount. A stream too small to be seen or touched gets
//! [`LEAST`], taken from the wide ones in proportion, so that the mouths together are always as
//! wide as the source.

use std::fmt::Write;

use kernel::apportion;

/// One unit of the drawing.
pub const ONE: i64 = 1_000;
/// The narrowest stream.
const LEAST: i64 = 4 * ONE;

/// A stream as it is drawn.
pub struct Band {
    /// The outline of the water.
    pub water: String,
    /// Lines that run with the current.
    pub currents: Vec<String>,
    /// Where the words beside the mouth begin; `label_y` is the middle of the mouth.
    pub label_x: i64,
    pub label_y: i64,
}

pub struct Picture {
    pub width: i64,
    pub height: i64,
    /// The water before it parts: drawn beneath, so that no seam shows.
    pub trunk: String,
    pub bands: Vec<Band>,
    /// Where the words of the source and of the stations stand.
    pub stations: Vec<(i64, i64)>,
    /// The gradient from water to the branch's own colour: x1, y1, x2, y2.
    pub turn: [i64; 4],
}

/// Widths of the streams: together exactly `whole`, each at least [`LEAST`] where there is room.
pub fn widths(amounts: &[i64], whole: i64) -> Vec<i64> {
    let count = i64::try_from(amounts.len()).unwrap_or(i64::MAX);
    let even = || apportion(whole, &vec![1; amounts.len()]).unwrap_or_default();
    if count.saturating_mul(LEAST) >= whole {
        return even();
    }
    let Some(mut widths) = apportion(whole, amounts) else { return even() };
    let lack: i64 = widths.iter().map(|width| (LEAST - width).max(0)).sum();
    let spare: Vec<i64> = widths.iter().map(|width| (width - LEAST).max(0)).collect();
    let given = apportion(lack, &spare).unwrap_or_else(|| vec![0; amounts.len()]);
    for (width, given) in widths.iter_mut().zip(given) {
        *width = (*width).max(LEAST) - given;
    }
    widths
}

/// `12345` → `12.3`: a coordinate with one decimal.
pub fn at(milli: i64) -> String {
    let tenths = (milli + if milli < 0 { -50 } else { 50 }) / 100;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A path being written.
struct Path(String);

impl Path {
    fn start(x: i64, y: i64) -> Self {
        Self(format!("M{} {}", at(x), at(y)))
    }
    fn line(mut self, x: i64, y: i64) -> Self {
        let _ = write!(self.0, "L{} {}", at(x), at(y));
        self
    }
    fn curve(mut self, points: [i64; 6]) -> Self {
        let [a, b, c, d, x, y] = points.map(at);
        let _ = write!(self.0, "C{a} {b} {c} {d} {x} {y}");
        self
    }
    fn close(self) -> String {
        self.0 + "Z"
    }
}

/// Where in a stream its current lines run, in thousandths of its width; unevenly, as water does.
fn lanes(width: i64) -> &'static [i64] {
    match width / ONE {
        0..10 => &[],
        10..28 => &[540],
        28..52 => &[300, 720],
        _ => &[180, 470, 800],
    }
}

/// How far a mouth of this width bulges.
fn bulge(width: i64) -> i64 {
    (width * 2 / 3).min(15 * ONE)
}
/// Desk: the water comes in at the upper left and fans out to mouths at the right.
pub fn wide(amounts: &[i64], stations: usize) -> Picture {
    const DEEP: i64 = 150 * ONE;
    const EDGE: i64 = 14 * ONE;
    const ROW: i64 = 58 * ONE;
    const STATION: i64 = 142 * ONE;
    // The water comes from beyond the edge.
    const SPRING: i64 = -30 * ONE;
    let parted = if stations > 1 { STATION * stations as i64 } else { 270 * ONE };
    let mouth = (parted + 300 * ONE).max(600 * ONE);
    let widths = widths(amounts, DEEP);
    let rows: Vec<i64> = widths.iter().map(|width| (width + 22 * ONE).max(ROW)).collect();
    let inner = rows.iter().sum::<i64>().max(DEEP);
    let (high, low) = (EDGE + (inner - DEEP) / 9, EDGE + (inner - DEEP) * 2 / 5);
    let middle = (parted + mouth) / 2;
    let edge = |path: Path, slice: i64, out: i64| {
        path.curve([parted * 2 / 5, high + slice, parted / 2, low + slice, parted, low + slice])
            .curve([middle, low + slice, middle, out, mouth, out])
    };
    let back = |path: Path, slice: i64, width: i64, out: i64| {
        let far = mouth + bulge(width);
        path.curve([far, out - width, far, out, mouth, out])
            .curve([middle, out, middle, low + slice, parted, low + slice])
            .curve([parted / 2, low + slice, parted * 2 / 5, high + slice, SPRING, high + slice])
    };
    let mut bands = Vec::new();
    let (mut slice, mut row_top) = (0, EDGE + (inner - rows.iter().sum::<i64>()) / 2);
    for (width, row) in widths.iter().copied().zip(&rows) {
        let top = row_top + (row - width) / 2;
        let upper = edge(Path::start(SPRING, high + slice), slice, top);
        let water = back(upper, slice + width, width, top + width).close();
        let lane = |part: &i64| {
            let inset = width * part / 1_000;
            edge(Path::start(SPRING, high + slice + inset), slice + inset, top + inset).0
        };
        let currents = lanes(width).iter().map(lane).collect();
        let (label_x, label_y) = (mouth + 32 * ONE, top + width / 2);
        bands.push(Band { water, currents, label_x, label_y });
        slice += width;
        row_top += row;
    }
    let trunk = Path::start(SPRING, high)
        .curve([parted * 2 / 5, high, parted / 2, low, parted, low])
        .line(parted, low + DEEP)
        .curve([parted / 2, low + DEEP, parted * 2 / 5, high + DEEP, SPRING, high + DEEP])
        .close();
    let words = |at: usize| {
        let fall = (low - high) * at as i64 / stations.max(1) as i64;
        (22 * ONE + STATION * at as i64, high + fall + DEEP / 2)
    };
    Picture {
        width: 960 * ONE,
        height: inner + 2 * EDGE,
        trunk,
        bands,
        stations: (0..stations.max(1)).map(words).collect(),
        turn: [middle - 70 * ONE, 0, middle + 80 * ONE, 0],
    }
}

/// Phone: the water comes down at the left and sends one branch after another to the right.
pub fn tall(amounts: &[i64], stations: usize) -> Picture {
    const DEEP: i64 = 88 * ONE;
    const LEFT: i64 = 12 * ONE;
    const SPRING: i64 = -30 * ONE;
    const MOUTH: i64 = 140 * ONE;
    const BEND: i64 = 34 * ONE;
    const DRIFT: i64 = 14 * ONE;
    let widths = widths(amounts, DEEP);
    let station_row = 54 * ONE;
    let calm = station_row * stations.max(1) as i64 + 6 * ONE;
    let right = LEFT + DEEP;
    let mut bands = Vec::new();
    let (mut used, mut row_top) = (0, calm);
    for width in widths.iter().copied() {
        let row = (width + 24 * ONE).max(66 * ONE);
        let (top, low) = (row_top + (row - width) / 2, row_top + (row + width) / 2);
        let bend = |path: Path, x: i64, out: i64, inset: i64| {
            let (round, fall) = (MOUTH - 10 * ONE - (right - used) + inset, BEND + inset);
            path.line(x, out - fall).curve([
                x,
                out - fall * 2 / 5,
                x + round / 3,
                out,
                x + round,
                out,
            ])
        };
        let from = |x: i64| {
            let path = Path::start(x + DRIFT, SPRING);
            path.curve([x + DRIFT, calm * 2 / 5, x, calm * 2 / 5, x, calm])
        };
        let (bank, far) = (right - used, right - used - width);
        let upper = bend(from(bank), bank, top, 0).line(MOUTH, top);
        let round = MOUTH - 10 * ONE - bank + width;
        let fall = BEND + width;
        let water = upper
            .curve([MOUTH + bulge(width), top, MOUTH + bulge(width), low, MOUTH, low])
            .line(far + round, low)
            .curve([far + round / 3, low, far, low - fall * 2 / 5, far, low - fall])
            .line(far, calm)
            .curve([far, calm * 2 / 5, far + DRIFT, calm * 2 / 5, far + DRIFT, SPRING])
            .close();
        let lane = |part: &i64| {
            let inset = width * part / 1_000;
            let x = bank - inset;
            bend(from(x), x, top + inset, inset).line(MOUTH, top + inset).0
        };
        let currents = lanes(width).iter().map(lane).collect();
        let (label_x, label_y) = (MOUTH + 24 * ONE, row_top + row / 2);
        bands.push(Band { water, currents, label_x, label_y });
        used += width;
        row_top += row;
    }
    let drift = [calm * 2 / 5, calm];
    let trunk = Path::start(LEFT + DRIFT, SPRING)
        .curve([LEFT + DRIFT, drift[0], LEFT, drift[0], LEFT, calm])
        .line(right, calm)
        .curve([right, drift[0], right + DRIFT, drift[0], right + DRIFT, SPRING])
        .close();
    let words = |at: usize| (MOUTH + 6 * ONE, station_row / 2 + station_row * at as i64);
    Picture {
        width: 348 * ONE,
        height: row_top + 6 * ONE,
        trunk,
        bands,
        stations: (0..stations.max(1)).map(words).collect(),
        turn: [right + DRIFT, 0, MOUTH, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mouths_are_together_as_wide_as_the_source() {
        let cases: [&[i64]; 6] = [
            &[72_000, 108_000, 90_000, 63_000, 27_000],
            &[1, 1_000_000_000_000],
            &[1, 1, 1, 999_999],
            &[5],
            &[3, 3, 3],
            &[0, 7],
        ];
        for amounts in cases {
            let widths = widths(amounts, 150 * ONE);
            assert_eq!(widths.iter().sum::<i64>(), 150 * ONE, "{amounts:?}");
            assert!(widths.iter().all(|width| *width >= LEAST), "{amounts:?} {widths:?}");
        }
    }

    #[test]
    fn a_stream_is_as_wide_as_its_amount() {
        assert_eq!(
            widths(&[72_000, 108_000, 90_000, 63_000, 27_000], 360 * ONE),
            [72 * ONE, 108 * ONE, 90 * ONE, 63 * ONE, 27 * ONE]
        );
    }

    #[test]
    fn more_streams_than_room_are_equal_and_nothing_is_drawn_of_nothing() {
        assert_eq!(widths(&[1; 50], 100 * ONE).iter().sum::<i64>(), 100 * ONE);
        assert!(widths(&[], 100 * ONE).is_empty());
    }

    #[test]
    fn mouths_do_not_overlap_and_stay_inside() {
        for picture in [wide, tall].map(|draw| draw(&[1, 500, 2, 90, 4_000, 1], 3)) {
            let middles: Vec<i64> = picture.bands.iter().map(|band| band.label_y).collect();
            assert!(middles.windows(2).all(|pair| pair[1] - pair[0] >= 44 * ONE), "{middles:?}");
            assert!(middles.iter().all(|y| (0..picture.height).contains(y)));
            assert_eq!(picture.stations.len(), 3);
        }
    }

    #[test]
    fn coordinates_have_one_decimal() {
        for (milli, text) in [(12_345, "12.3"), (12_000, "12"), (-1_250, "-1.3"), (49, "0")] {
            assert_eq!(at(milli), text);
        }
    }
}
