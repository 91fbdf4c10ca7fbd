//! What a press sheet says: a sentence for each figure that there is and that may be told.

use kernel::{Lang, Rupiah, group_thousands};
use people::Consignor;
use words::Speak;

use crate::report::{PressFigures, ProductTotals};

/// The paragraphs, in their order. What is nothing, or of fewer than five people, is not said.
pub fn sentences(lang: Lang, unit: &Consignor, one: &PressFigures) -> Vec<String> {
    let t = |key: &str, fill: &[(&str, &dyn std::fmt::Display)]| {
        lang.fill(&format!("paper.siaran-pers.{key}"), fill)
    };
    let sum = |of: fn(&ProductTotals) -> i64| one.products.iter().map(of).sum::<i64>();
    let gross: Rupiah = one.products.iter().map(|product| product.gross).sum();
    let (made, sold) = (sum(|product| product.made), sum(|product| product.sold));
    let (from, to) = (one.from.long(lang), one.to.long(lang));
    let mut said = Vec::new();
    let opening: [(&str, &dyn std::fmt::Display); 4] =
        [("unit", &unit.name), ("city", &unit.city), ("from", &from), ("to", &to)];
    said.push(t("opening", &opening));
    if made > 0 {
        let pieces = lang.count("paper.siaran-pers.pieces", made);
        said.push(t("made", &[("pieces", &pieces), ("kinds", &kinds(one))]));
    }
    if sold > 0 {
        let shops = lang.count("paper.siaran-pers.shops", one.shops);
        let pieces = lang.count("paper.siaran-pers.pieces", sold);
        said.push(t("sold", &[("pieces", &pieces), ("shops", &shops), ("gross", &gross)]));
    } else {
        said.push(t("nothing_sold", &[]));
    }
    if let Some(people) = one.people_at_work.filter(|people| *people > 0) {
        said.push(t("people", &[("people", &group_thousands(people))]));
    }
    if let (Some(premi), Some(people)) = (one.premi, one.premi_people.filter(|some| *some > 0)) {
        said.push(t("premi", &[("premi", &premi), ("people", &group_thousands(people))]));
    }
    if let Some(paid) = one.state_paid.filter(|paid| !paid.is_zero()) {
        said.push(t("state", &[("amount", &paid)]));
    }
    said
}

/// "perangkap tikus, glodok lovebird": what was made, by name.
fn kinds(one: &PressFigures) -> String {
    let made = one.products.iter().filter(|product| product.made > 0);
    made.map(|product| product.product.to_lowercase()).collect::<Vec<_>>().join(", ")
}
