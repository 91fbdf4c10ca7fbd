//! The label's picture: what the till scans.

use std::fmt::Write;

use fast_qr::QRBuilder;
use maud::{Markup, html};

/// Light modules around the code, which a scanner needs (ISO/IEC 18004: four).
const MARGIN: usize = 4;

/// A QR code of a text as SVG, dark on light in every theme; nothing when the text is too long.
pub fn qr(text: &str, described: &str) -> Markup {
    let Ok(code) = QRBuilder::new(text).build() else { return html! {} };
    let side = code.size + 2 * MARGIN;
    let mut dark = String::new();
    for y in 0..code.size {
        for x in 0..code.size {
            if code[y][x].value() {
                // Writing into a String cannot fail.
                let _ = write!(dark, "M{} {}h1v1h-1z", x + MARGIN, y + MARGIN);
            }
        }
    }
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(described)
            shape-rendering="crispEdges" focusable="false" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(dark) fill="#000" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_drawn_with_its_margin() {
        // 21 modules and four on each side.
        let svg = qr("PT-01", "Kode PT-01").into_string();
        assert!(svg.contains("viewBox=\"0 0 29 29\"") && svg.contains("M4 4h1v1h-1z"));
        assert!(qr(&"x".repeat(5_000), "").into_string().is_empty());
    }
}
