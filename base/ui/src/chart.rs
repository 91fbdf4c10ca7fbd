//! Small charts: drawn on the server in whole numbers, always with their figures beside them.

use std::fmt::Write;

use kernel::{Lang, Quantity, Rupiah, Share};
use maud::{Markup, html};
use words::Speak;

use crate::{Column, Tone, Unit, money, quantity, table};

/// A value of a chart.
pub struct Point<'a> {
    pub label: &'a str,
    pub amount: i64,
    /// The lines behind it.
    pub href: Option<&'a str>,
    pub tone: Tone,
}

pub struct Chart<'a> {
    pub lang: Lang,
    pub title: &'a str,
    pub unit: Unit<'a>,
    /// What a point is: "Produk", "Minggu".
    pub points_are: &'a str,
    pub points: Vec<Point<'a>>,
}

impl Chart<'_> {
    fn shown(&self, amount: i64) -> Markup {
        match self.unit {
            Unit::Rupiah => money(Rupiah(amount)),
            Unit::Pieces(word) => quantity(Quantity(amount), word),
        }
    }
    fn max(&self) -> i64 {
        self.points.iter().map(|point| point.amount).max().unwrap_or(0).max(1)
    }
    fn name(&self, point: &Point<'_>) -> Markup {
        html! {
            @match point.href {
                Some(href) => a href=(href) { (point.label) },
                None => (point.label),
            }
        }
    }
}

/// `amount` as thousandths of `max`, from 0 to 1,000.
fn thousandths(amount: i64, max: i64) -> i64 {
    let part = i128::from(amount.max(0)) * 1_000 / i128::from(max.max(1));
    i64::try_from(part).unwrap_or(1_000).min(1_000)
}

/// Bars that are a table: each row is a name, a bar and its figure.
pub fn bars(chart: &Chart<'_>) -> Markup {
    let max = chart.max();
    let row = |point: &Point<'_>| {
        let long = thousandths(point.amount, max).max(i64::from(point.amount > 0) * 6);
        let bar = html! {
            svg class={ "bar-chart " (point.tone.class()) } viewBox="0 0 1000 10" width="1000"
                height="10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                rect.track width="1000" height="10" {}
                rect.fill width=(long) height="10" {}
            }
        };
        vec![chart.name(point), html! { (bar) (chart.shown(point.amount)) }]
    };
    let columns = [Column::text(chart.points_are), Column::amount(chart.lang.t("common.amount"))];
    html! {
        div.bars { (table(chart.title, columns, chart.points.iter().map(row)).captioned()) }
    }
}

/// A course over time: the water's surface, with the figures in a table that opens beneath.
pub fn line(chart: &Chart<'_>) -> Markup {
    let (Some(first), Some(last)) = (chart.points.first(), chart.points.last()) else {
        return html! {};
    };
    let max = chart.max();
    let steps = (chart.points.len() as i64 - 1).max(1);
    let mut surface = String::new();
    for (n, point) in chart.points.iter().enumerate() {
        let (x, y) = (n as i64 * 1_000 / steps, 1_000 - thousandths(point.amount, max));
        let _ = write!(surface, "{}{x} {y}", if n == 0 { "M" } else { "L" });
    }
    if chart.points.len() == 1 {
        let _ = write!(surface, "H1000");
    }
    let columns = [Column::text(chart.points_are), Column::amount(chart.lang.t("common.amount"))];
    let rows = chart.points.iter().map(|p| vec![chart.name(p), chart.shown(p.amount)]);
    html! {
        figure.line-chart {
            figcaption { (chart.title) }
            p.line-max aria-hidden="true" { (chart.shown(max)) }
            svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img"
                aria-label=(chart.title) focusable="false" {
                path.grid d="M0 0H1000M0 500H1000" {}
                path.under d={ (surface) "V1000H0Z" } {}
                path.surface d=(surface) {}
            }
            div.line-ends aria-hidden="true" { span { (first.label) } span { (last.label) } }
            details {
                summary { (chart.lang.t("common.as_table")) }
                (table(chart.title, columns, rows))
            }
        }
    }
}

/// What is done of a target, in words, a bar and percent.
pub fn progress(lang: Lang, label: &str, done: Rupiah, target: Rupiah, tone: Tone) -> Markup {
    let reached = i64::try_from(i128::from(done.0.max(0)) * 100 / i128::from(target.0.max(1)));
    let percent = Share(reached.unwrap_or(0).saturating_mul(100));
    html! {
        div.progress {
            p.progress-words {
                span { (label) }
                span {
                    (money(done)) " / " (money(target)) " "
                    strong { (percent.to_string()) }
                }
            }
            svg class={ "bar-chart " (tone.class()) } viewBox="0 0 1000 10" width="1000" height="10"
                preserveAspectRatio="none" role="img" focusable="false"
                aria-label=(lang.fill("common.target_reached", &[("percent", &percent)])) {
                rect.track width="1000" height="10" {}
                rect.fill width=(thousandths(done.0, target.0)) height="10" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(amounts: &[i64]) -> Chart<'static> {
        words::install_for_tests();
        let point = |amount: &i64| Point {
            label: "a<b",
            amount: *amount,
            href: Some("/x"),
            tone: Tone::Sold,
        };
        Chart {
            lang: Lang::Id,
            title: "Laku",
            unit: Unit::Pieces("buah"),
            points_are: "Minggu",
            points: amounts.iter().map(point).collect(),
        }
    }

    #[test]
    fn the_longest_bar_is_the_largest_and_a_small_one_is_seen() {
        let text = bars(&chart(&[1, 0, 100_000])).0;
        for width in ["width=\"6\"", "width=\"0\"", "width=\"1000\""] {
            assert!(text.contains(&format!("fill\" {width}")), "{width}");
        }
        assert!(!text.contains("a<b"));
    }

    #[test]
    fn a_line_has_its_table_and_stays_inside() {
        let text = line(&chart(&[0, i64::MAX, 5])).0;
        assert!(text.contains("M0 1000L500 0L1000 1000") && text.contains("<table"), "{text}");
        assert_eq!(line(&chart(&[])).0, "");
    }

    #[test]
    fn progress_beyond_the_target_fills_the_bar_and_says_more() {
        words::install_for_tests();
        let text = progress(Lang::Id, "PNBP", Rupiah(300), Rupiah(200), Tone::State).0;
        assert!(text.contains("150%") && text.contains("fill\" width=\"1000\""), "{text}");
    }
}
