//! The river: a sum enters as one stream and parts into branches, each as wide as its amount,
//! each a link to its lines; the same figures stand as a table beneath.

use kernel::{Lang, Quantity, Rupiah, Share};
use maud::{Markup, html};
use words::Speak;

use crate::{
    Column, empty,
    geometry::{ONE, Picture, at, tall, wide},
    money, quantity, table,
};

/// What flows.
#[derive(Debug, Clone, Copy)]
pub enum Unit<'a> {
    Rupiah,
    /// The word for a piece: `buah`.
    Pieces(&'a str),
}

/// The colour of a branch, by what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The undivided water.
    Water,
    /// The shop's part.
    Shop,
    /// Materials, cost of goods.
    Material,
    /// The makers' premi.
    Premium,
    /// Dana penunjang.
    Fund,
    /// PNBP, the treasury.
    State,
    /// In the workshop, on the way.
    Transit,
    /// On the shelf.
    Shelf,
    Sold,
    Returned,
    /// Damaged, lost.
    Lost,
    Other,
}

impl Tone {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Water => "tone-water",
            Self::Shop => "tone-shop",
            Self::Material => "tone-material",
            Self::Premium => "tone-premium",
            Self::Fund => "tone-fund",
            Self::State => "tone-state",
            Self::Transit => "tone-transit",
            Self::Shelf => "tone-shelf",
            Self::Sold => "tone-sold",
            Self::Returned => "tone-returned",
            Self::Lost => "tone-lost",
            Self::Other => "tone-other",
        }
    }
}

/// A stream of the river: the source, a station on its way, or a branch.
#[derive(Debug, Clone)]
pub struct Branch<'a> {
    pub label: &'a str,
    pub amount: i64,
    /// Its lines.
    pub href: Option<&'a str>,
    pub tone: Tone,
    /// Of what and to whom, for the table: "20% dari omzet". May be empty.
    pub note: &'a str,
}

impl<'a> Branch<'a> {
    pub const fn new(label: &'a str, amount: i64, tone: Tone) -> Self {
        Self { label, amount, href: None, tone, note: "" }
    }
    pub const fn to(mut self, href: &'a str) -> Self {
        self.href = Some(href);
        self
    }
    pub const fn noted(mut self, note: &'a str) -> Self {
        self.note = note;
        self
    }
}

/// A river. The branches should sum to the source: the table shows both.
pub struct River<'a> {
    pub lang: Lang,
    /// Unique on the page, letters and hyphens only.
    pub id: &'a str,
    pub title: &'a str,
    /// One sentence that says what is seen, for those who don't see it.
    pub description: &'a str,
    pub unit: Unit<'a>,
    pub source: Branch<'a>,
    /// Places that all the water passes after the source: transit, shelf. Usually none for money.
    pub stations: Vec<Branch<'a>>,
    pub branches: Vec<Branch<'a>>,
}

/// The drawing and its table.
pub fn river(river: &River<'_>) -> Markup {
    let drawn: Vec<&Branch<'_>> = river.branches.iter().filter(|b| b.amount > 0).collect();
    if drawn.is_empty() {
        let lang = river.lang;
        let hint = lang.t("common.river.nothing_hint");
        return empty(lang.t("common.river.nothing"), hint, html! {});
    }
    let amounts: Vec<i64> = drawn.iter().map(|branch| branch.amount).collect();
    let stations = river.stations.len() + 1;
    html! {
        figure.river {
            figcaption { p.river-title { (river.title) } p.river-words { (river.description) } }
            (drawing(river, &drawn, &wide(&amounts, stations), &WIDE))
            (drawing(river, &drawn, &tall(&amounts, stations), &TALL))
            (figures(river))
        }
    }
}

/// What differs between the two drawings besides their geometry.
struct Layout {
    name: &'static str,
    /// Characters to a line of a label.
    line: usize,
    /// From one line of words to the next.
    leading: i64,
}

const WIDE: Layout = Layout { name: "wide", line: 34, leading: 22 * ONE };
const TALL: Layout = Layout { name: "tall", line: 24, leading: 19 * ONE };

fn drawing(river: &River<'_>, drawn: &[&Branch<'_>], picture: &Picture, layout: &Layout) -> Markup {
    let id = format!("{}-{}", river.id, layout.name);
    let view = format!("0 0 {} {}", at(picture.width), at(picture.height));
    let [x1, y1, x2, y2] = picture.turn.map(at);
    html! {
        svg class={ "river-" (layout.name) } viewBox=(view) role="group" aria-labelledby=(id)
            focusable="false" {
            title id=(id) { (river.title) }
            desc { (river.description) }
            defs {
                // The banks, drawn as old maps draw them: lines that follow the water's edge.
                g id={ (id) "-water" } {
                    path d=(picture.trunk) {}
                    @for band in &picture.bands { path d=(band.water) {} }
                }
                @for (n, branch) in drawn.iter().enumerate() {
                    linearGradient id={ (id) "-" (n) } gradientUnits="userSpaceOnUse"
                        x1=(x1) y1=(y1) x2=(x2) y2=(y2) {
                        stop.tone-water offset="0" {}
                        stop class=(branch.tone.class()) offset="1" {}
                    }
                }
            }
            @for line in ["shore far", "shore calm", "shore near", "shore still"] {
                use class=(line) href={ "#" (id) "-water" } aria-hidden="true" {}
            }
            path.trunk aria-hidden="true" d=(picture.trunk) {}
            @for (n, (branch, band)) in drawn.iter().zip(&picture.bands).enumerate() {
                (stream(branch.href, html! {
                    title { (spoken(river, branch)) }
                    path.water d=(band.water) fill={ "url(#" (id) "-" (n) ")" } {}
                    @for current in &band.currents { path.current d=(current) {} }
                    (words(river, branch, (band.label_x, band.label_y), layout))
                }))
            }
            @for (place, spot) in
                std::iter::once(&river.source).chain(&river.stations).zip(&picture.stations)
            {
                g.station.many[picture.stations.len() > 1] {
                    (stream(place.href, words_at_source(river, place, *spot, layout)))
                }
            }
        }
    }
}

/// A link where there are lines to follow.
fn stream(href: Option<&str>, inside: Markup) -> Markup {
    html! {
        @match href {
            Some(href) => a.stream href=(href) { (inside) },
            None => g.stream { (inside) },
        }
    }
}

fn words(river: &River<'_>, branch: &Branch<'_>, (x, y): (i64, i64), layout: &Layout) -> Markup {
    let lines = wrap(branch.label, layout.line);
    let whole = lines.len() as i64 + 1;
    let first = y - layout.leading * whole / 2 + layout.leading * 3 / 4;
    let last = first + layout.leading * lines.len() as i64;
    html! {
        @for (n, text) in lines.iter().enumerate() {
            text.label x=(at(x)) y=(at(first + layout.leading * n as i64)) { (text) }
        }
        text.figure x=(at(x)) y=(at(last)) {
            (amount_text(river, branch.amount))
            tspan.part dx="8" { (part_text(river, branch.amount)) }
        }
    }
}

fn words_at_source(
    river: &River<'_>,
    place: &Branch<'_>,
    (x, y): (i64, i64),
    layout: &Layout,
) -> Markup {
    html! {
        text.label x=(at(x)) y=(at(y - layout.leading / 4)) { (place.label) }
        text.figure x=(at(x)) y=(at(y + layout.leading)) { (amount_text(river, place.amount)) }
    }
}

fn amount_text(river: &River<'_>, amount: i64) -> String {
    match river.unit {
        Unit::Rupiah => Rupiah(amount).to_string(),
        Unit::Pieces(word) => format!("{} {word}", Quantity(amount)),
    }
}

/// The part of the source in percent with one decimal; the exact amount stands beside it.
fn part_text(river: &River<'_>, amount: i64) -> String {
    let whole = i128::from(river.source.amount);
    if whole <= 0 || amount <= 0 {
        return String::new();
    }
    let tenths = (i128::from(amount) * 1_000 + whole / 2) / whole;
    match i64::try_from(tenths) {
        Ok(0) => "<0,1%".to_owned(),
        Ok(tenths) => Share(tenths * 10).to_string(),
        Err(_) => String::new(),
    }
}

fn spoken(river: &River<'_>, branch: &Branch<'_>) -> String {
    let part = part_text(river, branch.amount);
    format!("{}: {} ({part})", branch.label, amount_text(river, branch.amount))
}

/// Breaks a label between words; a word longer than a line stays whole.
fn wrap(label: &str, line: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= line => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn figures(river: &River<'_>) -> Markup {
    let lang = river.lang;
    let shown = |amount: i64| match river.unit {
        Unit::Rupiah => money(Rupiah(amount)),
        Unit::Pieces(word) => quantity(Quantity(amount), word),
    };
    let row = |branch: &Branch<'_>| {
        let name = html! {
            span class={ "swatch " (branch.tone.class()) } aria-hidden="true" {}
            @match branch.href {
                Some(href) => a href=(href) { (branch.label) },
                None => (branch.label),
            }
            @if !branch.note.is_empty() { span.note { (branch.note) } }
        };
        vec![name, html! { (part_text(river, branch.amount)) }, shown(branch.amount)]
    };
    let columns = [
        Column::text(lang.t("common.river.where")),
        Column::amount(lang.t("common.share_of_whole")),
        Column::amount(lang.t("common.amount")),
    ];
    let source = row(&river.source);
    let caption = format!("{}: {}", lang.t("common.river.table"), river.title);
    let table = table(&caption, columns, river.branches.iter().map(row)).total(source).kept();
    html! { div.river-table { (table) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worked<'a>(unit: Unit<'a>, shop: &'a str) -> River<'a> {
        let branches = vec![
            Branch::new(shop, 72_000, Tone::Shop).to("/penjualan?a=1&b=2"),
            Branch::new("HPP", 108_000, Tone::Material),
            Branch::new("Premi", 90_000, Tone::Premium),
            Branch::new("Dana penunjang", 63_000, Tone::Fund),
            Branch::new("PNBP", 27_000, Tone::State),
            Branch::new("Biaya", 0, Tone::Other),
        ];
        River {
            lang: Lang::Id,
            id: "money",
            title: "Aliran rupiah",
            description: "Dari pembeli",
            unit,
            source: Branch::new("Dibayar pembeli", 360_000, Tone::Water),
            stations: vec![],
            branches,
        }
    }

    #[test]
    fn every_branch_is_a_stream_and_a_row_but_nothing_is_no_stream() {
        words::install_for_tests();
        let text = river(&worked(Unit::Rupiah, "Toko")).0;
        assert_eq!(text.matches("class=\"water\"").count(), 2 * 5);
        assert_eq!(text.matches("<tr").count(), 1 + 6 + 1);
        for part in ["Rp72.000", "20%", "7,5%", "Rp0", "Rp360.000"] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn labels_and_addresses_are_escaped() {
        words::install_for_tests();
        let text = river(&worked(Unit::Pieces("<u>"), "<script>")).0;
        assert!(!text.contains("<script>") && !text.contains("<u>"));
        assert!(text.contains("href=\"/penjualan?a=1&amp;b=2\""));
        assert!(!text.contains("style="), "strict CSP");
    }

    #[test]
    fn a_dry_river_says_so() {
        words::install_for_tests();
        let mut dry = worked(Unit::Rupiah, "Toko");
        dry.branches.iter_mut().for_each(|branch| branch.amount = 0);
        assert!(!river(&dry).0.contains("class=\"water\""));
    }

    #[test]
    fn parts_are_rounded_and_a_trace_is_not_nothing() {
        let mut some = worked(Unit::Rupiah, "Toko");
        some.source.amount = 1_000_000;
        assert_eq!(part_text(&some, 333_333), "33,3%");
        assert_eq!(part_text(&some, 1), "<0,1%");
        assert_eq!(part_text(&some, 0), "");
    }

    #[test]
    fn long_labels_break_between_words() {
        assert_eq!(wrap("Kembali ke modal kerja (HPP)", 18), ["Kembali ke modal", "kerja (HPP)"]);
    }
}
