//! Pure: the wording (*naskah*) of an agreement: considerations and legal basis, which are the
//! user's own, and the clauses. It says the terms and never sets them.

use std::sync::LazyLock;

use kernel::{Line, Note, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::kinds::Article;
use crate::{
    inputs::{ClauseLine, Reword},
    refusal::No,
    slot::{Piece, Slot, WrongSlot, pieces},
};

impl Article {
    /// The fields that its text may not leave out: what the engine executes has to be on paper.
    pub const fn required(self) -> &'static [Slot] {
        match self {
            Self::Price => &[Slot::ShopPart, Slot::PriceSetBy, Slot::PriceNoticeDays],
            Self::Reports => &[Slot::ReportCycle],
            Self::Payment => &[Slot::PaymentDays, Slot::Deductions],
            Self::Returns => &[Slot::ReturnDays, Slot::DamageBorneBy, Slot::LossBorneBy],
            Self::Term => &[Slot::From, Slot::To],
            _ => &[],
        }
    }
}

/// One clause: a line of its text is a paragraph (*ayat*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// Which of the articles that every PKS has; none where the clause is the unit's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Article>,
    pub title: String,
    pub text: String,
    /// For the English reading copy; the Indonesian text stands there where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_en: Option<String>,
}

/// The wording of one version of an agreement, or of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Wording {
    /// *Menimbang*, a line each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub considerations: Option<String>,
    /// *Dasar hukum*, a line each: only what the user entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// *Saksi-saksi*, a line each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witnesses: Option<String>,
    pub clauses: Vec<Clause>,
}

/// The template that Hilir ships. Its file is never changed: see `docs/decisions`.
static CONTOH: LazyLock<Wording> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is built into the program; a test reads it")]
    toml::from_str(include_str!("../templates/contoh-1.toml")).expect("the shipped template")
});

pub fn shipped() -> &'static Wording {
    &CONTOH
}

/// Clauses of one agreement.
const CLAUSES_MAX: usize = 60;

/// Judges what was written; a refusal names the field and says what is missing. `word` names an
/// article, `local` a field, in the reader's language.
pub fn judge(
    input: &Reword,
    word: impl Fn(Article) -> String,
    local: impl Fn(Slot) -> &'static str,
) -> Result<Wording, Refusal> {
    if input.clauses.len() > CLAUSES_MAX {
        return Err(No::TooManyClauses.at("clauses"));
    }
    for (name, text) in [("considerations", &input.considerations), ("basis", &input.basis)] {
        cut(text.as_ref().map_or("", Note::as_str), name)?;
    }
    for (at, line) in input.clauses.iter().enumerate() {
        for (name, text) in [("text", Some(&line.text)), ("text_en", line.text_en.as_ref())] {
            let Some(text) = text else { continue };
            let field = format!("clauses[{at}].{name}");
            let there = cut(text.as_str(), &field)?;
            let required = line.article.map_or(&[][..], Article::required);
            if let Some(missing) = required.iter().find(|slot| !there.contains(slot)) {
                let article = line.article.map(&word).unwrap_or_default();
                let no = No::SlotMissing.at(field).with("article", article);
                return Err(no.with("slot", local(*missing)));
            }
        }
    }
    complete(&input.clauses, word)?;
    let text = |note: &Option<Note>| note.as_ref().map(ToString::to_string);
    Ok(Wording {
        considerations: text(&input.considerations),
        basis: text(&input.basis),
        witnesses: text(&input.witnesses),
        clauses: in_order(&input.clauses),
    })
}

/// Takes a translation away that is still the one of another text: the reading copy must never say
/// the opposite of the clause. Without one it shows the clause itself.
pub fn without_stale(mut wording: Wording, was: &Wording) -> Wording {
    let before = |clause: &Clause| {
        let same = |old: &&Clause| match (old.article, clause.article) {
            (None, None) => old.text_en == clause.text_en || old.title == clause.title,
            (old, new) => old == new,
        };
        was.clauses.iter().filter(same).cloned().collect::<Vec<_>>()
    };
    for clause in &mut wording.clauses {
        let before = before(clause);
        let of_this = before.iter().any(|old| old.text == clause.text);
        if !of_this && before.iter().any(|old| old.text_en == clause.text_en) {
            clause.text_en = None;
        }
        let of_this = before.iter().any(|old| old.title == clause.title);
        if !of_this && before.iter().any(|old| old.title_en == clause.title_en) {
            clause.title_en = None;
        }
    }
    wording
}

/// The fields of a text.
fn cut(text: &str, field: &str) -> Result<Vec<Slot>, Refusal> {
    let all = pieces(text).map_err(|wrong| match wrong {
        WrongSlot::Unknown(name) => No::SlotUnknown.at(field).with("slot", name.trim()),
        WrongSlot::Brace => No::SlotBrace.at(field),
    })?;
    let slots = all.into_iter().filter_map(|piece| match piece {
        Piece::Slot(slot) => Some(slot),
        Piece::Text(_) => None,
    });
    Ok(slots.collect())
}

/// Every article stands there, and once.
fn complete(lines: &[ClauseLine], word: impl Fn(Article) -> String) -> Result<(), Refusal> {
    for article in Article::ALL {
        let mut of = lines.iter().enumerate().filter(|(_, line)| line.article == Some(*article));
        if of.next().is_none() {
            return Err(No::ArticleMissing.at("clauses").with("article", word(*article)));
        }
        if let Some((at, _)) = of.next() {
            let field = format!("clauses[{at}].title");
            return Err(No::ArticleTwice.at(field).with("article", word(*article)));
        }
    }
    Ok(())
}

/// In the order of the places that were written beside them; of two with one place, as they came.
fn in_order(lines: &[ClauseLine]) -> Vec<Clause> {
    let mut placed: Vec<_> = lines.iter().enumerate().collect();
    placed.sort_by_key(|(at, line)| line.place.map_or(*at as i64 + 1, |place| place.get().0));
    let clause = |(_, line): (usize, &ClauseLine)| Clause {
        article: line.article,
        title: line.title.to_string(),
        text: line.text.to_string(),
        title_en: line.title_en.as_ref().map(Line::to_string),
        text_en: line.text_en.as_ref().map(Note::to_string),
    };
    placed.into_iter().map(clause).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn input(change: impl FnOnce(&mut serde_json::Value)) -> Reword {
        let clauses = serde_json::to_value(&shipped().clauses).expect("JSON");
        let id = uuid::Uuid::nil();
        let mut all = json!({"id": id, "agreement": id, "clauses": clauses});
        change(&mut all);
        serde_json::from_value(all).expect("an input")
    }
    fn judged(input: &Reword) -> Result<Wording, String> {
        judge(input, |article| article.to_string(), Slot::local)
            .map_err(|no| format!("{} {}", no.code, no.field.unwrap_or_default()))
    }

    #[test]
    fn the_shipped_template_is_good_and_cites_no_law() {
        let judged = judged(&input(|_| ())).expect("good");
        assert_eq!(&judged, shipped());
        assert_eq!(judged.clauses.len(), Article::ALL.len());
        let text = include_str!("../templates/contoh-1.toml").to_lowercase();
        for law in ["undang", "permen", "kepmen", "kuhp", "peraturan", " pp ", " uu ", "no."] {
            assert!(!text.contains(law), "{law}");
        }
    }

    /// Agreements of before are printed from it, so it stays as it was released.
    #[test]
    fn the_shipped_template_is_what_it_was() {
        use sha2::{Digest as _, Sha256};
        let digest = Sha256::digest(include_str!("../templates/contoh-1.toml").as_bytes());
        let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, "9278338862d0cd37");
    }

    #[test]
    fn a_clause_may_not_hide_a_term() {
        let no = |at: usize, field: &str, text: &str| {
            judged(&input(|all| all["clauses"][at][field] = json!(text))).expect_err("refused")
        };
        assert_eq!(no(4, "text", "Toko menerima 90%"), "agreements.slot_missing clauses[4].text");
        let english = no(4, "text_en", "The shop gets {shop_part}");
        assert_eq!(english, "agreements.slot_missing clauses[4].text_en");
        assert_eq!(no(0, "text", "{bagian_lain}"), "agreements.slot_unknown clauses[0].text");
        assert_eq!(no(0, "text", "a } b"), "agreements.slot_brace clauses[0].text");
        let basis = judged(&input(|all| all["basis"] = json!("{x}"))).expect_err("refused");
        assert_eq!(basis, "agreements.slot_unknown basis");
    }

    #[test]
    fn a_translation_of_another_text_is_taken_away() {
        let was = shipped();
        let changed = |change: &dyn Fn(&mut Clause)| {
            let mut wording = was.clone();
            change(&mut wording.clauses[4]);
            without_stale(wording, was).clauses.swap_remove(4)
        };
        assert_eq!(changed(&|_| ()), was.clauses[4]);
        let one = changed(&|clause| clause.text.push_str("\nBarang tidak dikembalikan."));
        assert_eq!((one.text_en, &one.title_en), (None, &was.clauses[4].title_en));
        let one = changed(&|clause| clause.title = "Bagi hasil".to_owned());
        assert_eq!((one.title_en, &one.text_en), (None, &was.clauses[4].text_en));
        let both = changed(&|clause| {
            clause.text.push_str("\nSatu.");
            clause.text_en = Some("One.".to_owned());
        });
        assert_eq!(both.text_en.as_deref(), Some("One."));
    }

    #[test]
    fn every_article_stands_there_once() {
        let twice = input(|all| all["clauses"][1]["article"] = json!("purpose"));
        assert!(judged(&twice).expect_err("refused").starts_with("agreements.article_twice"));
        let own = input(|all| all["clauses"][1]["article"] = json!(null));
        assert_eq!(judged(&own).expect_err("refused"), "agreements.article_missing clauses");
    }

    #[test]
    fn a_clause_of_ones_own_goes_to_its_place() {
        let more = input(|all| {
            let own =
                json!({"title": "Mutu", "text": "Barang {nama_lapas} diperiksa.", "place": 2});
            all["clauses"].as_array_mut().expect("a list").push(own);
        });
        let titles: Vec<_> = judged(&more).expect("good").clauses.into_iter().collect();
        assert_eq!(titles[2].title, "Mutu");
        assert_eq!(titles.len(), 17);
    }
}
