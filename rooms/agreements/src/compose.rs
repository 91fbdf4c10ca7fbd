//! What an agreement says, from its terms and its wording: the same for the screen and the paper.

use kernel::{Day, Lang, day_in_words, number_in_words};
use schemars::JsonSchema;
use serde::Serialize;
use words::Speak;

use crate::{
    Agreement, Terms,
    kinds::{Cycle, Side},
    marked::{Run, marked},
    say::part_in_words,
    slot::{Filled, Slot, fill},
    terms::{Deductible, ShopPart},
    wording::{Article, Clause, Wording},
};

/// The terms as far as they are known: while somebody types, some are not.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    pub consignor: String,
    pub shop: String,
    pub place: String,
    pub numbers: [Option<String>; 2],
    pub signed_on: Option<Day>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub part: Option<ShopPart>,
    pub price_set_by: Option<Side>,
    pub cycle: Option<Cycle>,
    pub payment_days: Option<i64>,
    pub damage_borne_by: Option<Side>,
    pub loss_borne_by: Option<Side>,
    pub return_days: Option<i64>,
    pub notice_days: Option<i64>,
    pub deductibles: Vec<Deductible>,
}

impl Sketch {
    /// A version of the terms as it was written down. Its term begins with the agreement's.
    pub fn of(agreement: &Agreement, terms: &Terms) -> Self {
        Self {
            consignor: agreement.consignor_name.clone(),
            shop: agreement.shop_name.clone(),
            place: agreement.place.clone(),
            numbers: [agreement.consignor_number.clone(), agreement.shop_number.clone()],
            signed_on: agreement.signed_on,
            from: Some(agreement.effective_from),
            to: Some(terms.ends_on),
            part: Some(terms.part),
            price_set_by: Some(terms.price_set_by),
            cycle: Some(terms.cycle),
            payment_days: Some(terms.payment_days),
            damage_borne_by: Some(terms.damage_borne_by),
            loss_borne_by: Some(terms.loss_borne_by),
            return_days: Some(terms.return_days),
            notice_days: Some(terms.notice_days),
            deductibles: terms.deductibles.clone(),
        }
    }

    /// What stands in each field.
    pub fn filled(&self, lang: Lang) -> Filled {
        let days = |days: i64| {
            format!("{days} ({}) {}", number_in_words(days, lang), lang.t("paper.pks.days"))
        };
        let party = |side: Side| lang.t(&format!("paper.pks.party_{side}")).to_owned();
        let cycle = |cycle: Cycle| lang.t(&format!("agreements.cycle.{cycle}")).to_owned();
        let known = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let notice = self.notice_days.map(days);
        let all = [
            (Slot::ShopPart, self.part.map(|part| part_in_words(lang, part))),
            (Slot::PriceSetBy, self.price_set_by.map(party)),
            (Slot::PriceNoticeDays, notice.clone()),
            (Slot::ReportCycle, self.cycle.map(cycle)),
            (Slot::PaymentDays, self.payment_days.map(days)),
            (Slot::Deductions, Some(deductions(lang, &self.deductibles))),
            (Slot::ReturnDays, self.return_days.map(days)),
            (Slot::DamageBorneBy, self.damage_borne_by.map(party)),
            (Slot::LossBorneBy, self.loss_borne_by.map(party)),
            (Slot::From, self.from.map(|day| day.long(lang))),
            (Slot::To, self.to.map(|day| day.long(lang))),
            (Slot::EndingNoticeDays, notice),
            (Slot::Consignor, known(&self.consignor)),
            (Slot::Shop, known(&self.shop)),
            (Slot::Place, known(&self.place)),
        ];
        all.into_iter().filter_map(|(slot, text)| Some((slot, text?))).collect()
    }
}

fn deductions(lang: Lang, all: &[Deductible]) -> String {
    let kind = |one: &Deductible| {
        let kind = lang.t(&format!("agreements.expense.{}", one.kind)).to_lowercase();
        match one.limit {
            Some(limit) => format!("{kind} ({} {limit})", lang.t("paper.pks.at_most")),
            None => kind,
        }
    };
    let kinds: Vec<_> = all.iter().map(kind).collect();
    match kinds.is_empty() {
        true => lang.t("paper.pks.nothing_deducted").to_owned(),
        false => lang.fill("paper.pks.deducted", &[("kinds", &kinds.join(", "))]),
    }
}

/// An article (*pasal*) with its paragraphs (*ayat*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Passage {
    /// From 1, in the order of the paper.
    pub number: usize,
    pub article: Option<Article>,
    pub title: String,
    pub paragraphs: Vec<String>,
}

/// An agreement in words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Composed {
    pub opening: String,
    pub considerations: Vec<String>,
    pub basis: Vec<String>,
    pub articles: Vec<Passage>,
    pub witnesses: Vec<String>,
}

/// The wording with the terms in it.
pub fn compose(lang: Lang, sketch: &Sketch, wording: &Wording) -> Composed {
    let (filled, gap) = (sketch.filled(lang), lang.t("paper.pks.number_gap"));
    let say = |text: &Option<String>| {
        let filled = fill(text.as_deref().unwrap_or_default(), &filled, gap);
        lines(&filled)
    };
    let passage = |(at, clause): (usize, &Clause)| {
        let (title, text) = in_language(lang, clause);
        let paragraphs = lines(text).iter().map(|line| fill(line, &filled, gap)).collect();
        Passage { number: at + 1, article: clause.article, title: title.to_owned(), paragraphs }
    };
    Composed {
        opening: opening(lang, sketch),
        considerations: say(&wording.considerations),
        basis: say(&wording.basis),
        articles: wording.clauses.iter().enumerate().map(passage).collect(),
        witnesses: lines(wording.witnesses.as_deref().unwrap_or_default()),
    }
}

/// A clause as the language has it: English is a reading copy and may be missing.
fn in_language(lang: Lang, clause: &Clause) -> (&str, &str) {
    match (lang, &clause.title_en, &clause.text_en) {
        (Lang::En, title, Some(text)) => (title.as_ref().unwrap_or(&clause.title), text),
        _ => (&clause.title, &clause.text),
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// "Pada hari ini Senin, tanggal tiga bulan November tahun dua ribu dua puluh lima …"; with room
/// for the pen while nobody has signed.
pub fn opening(lang: Lang, sketch: &Sketch) -> String {
    let gap = lang.t("paper.pks.number_gap");
    let place = if sketch.place.is_empty() { gap } else { &sketch.place };
    let Some(day) = sketch.signed_on else {
        return lang.fill("paper.pks.opening_blank", &[("place", &place)]);
    };
    let day = day_in_words(day, lang);
    lang.fill("paper.pks.opening", &[("day", &day), ("place", &place)])
}

/// What an addendum does to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Changed,
    New,
    Removed,
}

/// An article that an addendum changes, with what is struck and what is added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangedPassage {
    /// Its number in the new wording; in the old one where it is removed.
    pub number: usize,
    pub turn: Turn,
    pub title: Vec<Run>,
    pub paragraphs: Vec<Vec<Run>>,
}

/// The articles that differ, in the order of the new wording; those removed come last.
pub fn compare(old: &Composed, new: &Composed) -> Vec<ChangedPassage> {
    let same = |a: &Passage, b: &Passage| match (a.article, b.article) {
        (None, None) => a.title == b.title,
        (a, b) => a == b,
    };
    let nothing: Passage =
        Passage { number: 0, article: None, title: String::new(), paragraphs: Vec::new() };
    let mut all = Vec::new();
    for is in &new.articles {
        let was = old.articles.iter().find(|was| same(was, is));
        let differs =
            was.is_none_or(|was| was.title != is.title || was.paragraphs != is.paragraphs);
        if differs {
            let turn = if was.is_some() { Turn::Changed } else { Turn::New };
            all.push(changed(was.unwrap_or(&nothing), is, (is.number, turn)));
        }
    }
    let gone = old.articles.iter().filter(|was| !new.articles.iter().any(|is| same(was, is)));
    all.extend(gone.map(|was| changed(was, &nothing, (was.number, Turn::Removed))));
    all
}

fn changed(was: &Passage, is: &Passage, (number, turn): (usize, Turn)) -> ChangedPassage {
    let text = |of: &Passage| of.paragraphs.join("\n");
    let mut paragraphs = vec![Vec::new()];
    for run in marked(&text(was), &text(is)) {
        for (at, part) in run.text.split('\n').enumerate() {
            if at > 0 {
                paragraphs.push(Vec::new());
            }
            if let Some(last) = paragraphs.last_mut().filter(|_| !part.is_empty()) {
                last.push(Run { mark: run.mark, text: part.to_owned() });
            }
        }
    }
    paragraphs.retain(|runs| !runs.is_empty());
    ChangedPassage { number, turn, title: marked(&was.title, &is.title), paragraphs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{marked::Mark, wording::shipped};
    use kernel::Share;

    fn sketch(percent: i64) -> Sketch {
        Sketch {
            consignor: "Lapas {shop_part}".to_owned(),
            part: Some(ShopPart::PercentOfGross(Share(percent * 100))),
            notice_days: Some(14),
            ..Sketch::default()
        }
    }

    #[test]
    fn the_terms_stand_in_the_clauses_and_what_is_unknown_is_a_gap() {
        words::install_for_tests();
        let composed = compose(Lang::Id, &sketch(20), shipped());
        let price = &composed.articles[4].paragraphs;
        assert!(price[0].starts_with("Toko menerima 20% dari harga jual"), "{price:?}");
        assert!(price[1].contains('…') && price[2].contains("14 (empat belas) hari"), "{price:?}");
        let english = compose(Lang::En, &sketch(20), shipped());
        assert!(english.articles[4].paragraphs[2].contains("14 (fourteen) days"));
    }

    #[test]
    fn an_addendum_marks_what_changed_and_nothing_else() {
        words::install_for_tests();
        let mut wording = shipped().clone();
        let own = |title: &str| Clause {
            article: None,
            title: title.to_owned(),
            text: "Satu.".to_owned(),
            title_en: None,
            text_en: None,
        };
        wording.clauses.push(own("Mutu"));
        let old = compose(Lang::Id, &sketch(20), &wording);
        *wording.clauses.last_mut().expect("one") = own("Garansi");
        let new = compose(Lang::Id, &sketch(25), &wording);
        let all = compare(&old, &new);
        let turns: Vec<_> = all.iter().map(|one| (one.number, one.turn)).collect();
        assert_eq!(turns, [(5, Turn::Changed), (17, Turn::New), (17, Turn::Removed)]);
        let struck = |run: &&Run| run.mark == Mark::Struck;
        let gone: Vec<_> = all[0].paragraphs.iter().flatten().filter(struck).collect();
        assert_eq!(gone.len(), 1);
        assert_eq!(gone[0].text, "20% ");
    }
}
