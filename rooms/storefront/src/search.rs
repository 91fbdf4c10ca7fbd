//! Pure: how the search reads words, and which words it takes for which.
//!
//! A product is known by the words of its name, its category, its material and its description,
//! and by those that mean the same as any of them (glodok, sarang burung, nest box). What
//! somebody types is compared with these words by their threes of letters, then letter by letter.

use std::collections::{BTreeMap, BTreeSet};

/// Words of a question that count; more say nothing more.
pub const ASKED_MAX: usize = 4;
/// Words that one of them may stand for.
pub const MEANT_MAX: usize = 6;
/// Letters of a word that count.
const LETTERS_MAX: usize = 32;
/// Words of one product that are kept.
const KEPT_MAX: usize = 200;

/// How near a word stands to a product's name.
pub const NAME: i64 = 3;
pub const SAME: i64 = 2;
pub const TOLD: i64 = 1;

/// The words of a text, in small letters without marks, in their order.
pub fn words(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for c in text.chars().flat_map(char::to_lowercase).map(bare) {
        match all.last_mut() {
            Some(last) if c.is_alphanumeric() && last.chars().count() < LETTERS_MAX => last.push(c),
            Some(last) if !c.is_alphanumeric() && !last.is_empty() => all.push(String::new()),
            _ => {}
        }
    }
    all.retain(|word| !word.is_empty());
    all
}

/// `é` is `e`: nobody types the mark.
const fn bare(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

/// What somebody asks for: at most [`ASKED_MAX`] different words.
pub fn asked(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in words(text) {
        if all.len() < ASKED_MAX && !all.contains(&word) {
            all.push(word);
        }
    }
    all
}

/// The threes of letters of a word, with its beginning and its end: ` gl`, `glo`, … `ok `.
pub fn grams(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = format!(" {word} ").chars().collect();
    letters.windows(3).map(|three| three.iter().collect()).collect()
}

/// Letters of a short word, in which a slip of the finger may leave no three as they were.
const SHORT: std::ops::RangeInclusive<usize> = 4..=6;

/// The threes by which words like an asked one are looked up: its own, then those of a short word
/// with two neighbours swapped (`mjea` shares none with `meja`).
pub fn asked_grams(word: &str) -> Vec<String> {
    let mut all: Vec<String> = grams(word).into_iter().collect();
    let letters: Vec<char> = word.chars().collect();
    if SHORT.contains(&letters.len()) {
        for at in 1..letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(at - 1, at);
            let more = grams(&swapped.iter().collect::<String>());
            all.extend(more.into_iter().filter(|gram| !all.contains(gram)).collect::<Vec<_>>());
        }
    }
    all
}

/// How well a word is what was asked for: 0 the same, 1 begins so, 2 and 3 by one or two slips of
/// the finger, 3 also where one holds the other. `None` when it is another word.
pub fn likeness(asked: &str, word: &str) -> Option<u8> {
    let (long, theirs) = (asked.chars().count(), word.chars().count());
    if asked == word {
        return Some(0);
    }
    if long >= 3 && word.starts_with(asked) {
        return Some(1);
    }
    let slips = match long {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    match distance(asked, word, slips) {
        Some(1) => return Some(2),
        Some(_) => return Some(3),
        None => {}
    }
    let holds = (long >= 4 && word.contains(asked)) || (theirs >= 5 && asked.contains(word));
    holds.then_some(3)
}

/// Letters to change, add, leave out or swap with their neighbour; `None` when more than `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let other = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + other);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row[j] = least;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|found| *found <= most)
}

/// The words that an asked one stands for, the best first: only the best where one is it or begins
/// so, else those that are about as like.
pub fn meant<'a>(asked: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<(u8, String)> {
    let like = |word: &'a str| Some((likeness(asked, word)?, word.to_owned()));
    let mut all: Vec<(u8, String)> = known.into_iter().filter_map(like).collect();
    all.sort();
    let best = all.first().map_or(0, |(like, _)| *like);
    let worst = if best <= 1 { 1 } else { best };
    all.retain(|(like, _)| *like <= worst);
    all.truncate(MEANT_MAX);
    all
}

/// Groups of words that mean the same: a line each, with commas.
#[derive(Debug, Clone, Default)]
pub struct Synonyms(Vec<Vec<Vec<String>>>);

impl Synonyms {
    pub fn parse(text: &str) -> Self {
        let group = |line: &str| -> Vec<Vec<String>> {
            line.split(',').map(words).filter(|term| !term.is_empty()).collect()
        };
        Self(text.lines().map(group).filter(|group| group.len() > 1).collect())
    }

    /// The words of all terms that mean the same as one that stands in the text; those of two words
    /// written as one, too, as many people write them.
    fn of(&self, text: &[String]) -> BTreeSet<String> {
        let stands = |term: &Vec<String>| {
            text.windows(term.len()).any(|part| part == term)
                || joined(term).is_some_and(|joined| text.contains(&joined))
        };
        let terms = self.0.iter().filter(|group| group.iter().any(stands)).flatten();
        terms.flat_map(|term| term.iter().cloned().chain(joined(term))).collect()
    }
}

/// `nestbox` for `nest box`.
fn joined(term: &[String]) -> Option<String> {
    let [first, second] = term else { return None };
    Some(first.chars().chain(second.chars()).take(LETTERS_MAX).collect())
}

/// What the search knows of a product.
#[derive(Debug, Clone, Default)]
pub struct Told<'a> {
    /// Name, variant, code.
    pub name: Vec<&'a str>,
    pub category: Option<&'a str>,
    /// Material, size, description.
    pub more: Vec<&'a str>,
}

/// The words of a product, each with how near to its name it stands.
pub fn index(told: &Told<'_>, synonyms: &Synonyms) -> BTreeMap<String, i64> {
    let mut all: BTreeMap<String, i64> = BTreeMap::new();
    let mut add = |word: &str, nearness: i64| {
        if let Some(known) = all.get_mut(word) {
            *known = nearness.max(*known);
        } else if all.len() < KEPT_MAX {
            all.insert(word.to_owned(), nearness);
        }
    };
    let name: Vec<Vec<String>> = told.name.iter().map(|text| words(text)).collect();
    let category = words(told.category.unwrap_or_default());
    name.iter().flatten().for_each(|word| add(word, NAME));
    category.iter().for_each(|word| add(word, SAME));
    for text in name.iter().chain([&category]) {
        synonyms.of(text).iter().for_each(|word| add(word, SAME));
    }
    for text in &told.more {
        words(text).iter().for_each(|word| add(word, TOLD));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUSE: &str =
        "glodok, sarang burung, nest box\nperangkap tikus, jebakan tikus, mouse trap";

    #[test]
    fn slips_of_the_finger_are_forgiven() {
        for (asked, word, like) in [
            ("glodog", "glodok", Some(2)),
            ("prangkap", "perangkap", Some(2)),
            ("lovbird", "lovebird", Some(2)),
            ("lvoebird", "lovebird", Some(2)),
            ("perankgap", "perangkap", Some(2)),
            ("pernagkp", "perangkap", Some(3)),
            ("love", "lovebird", Some(1)),
            ("bird", "lovebird", Some(3)),
            ("perangkaptikus", "perangkap", Some(3)),
            ("meja", "meja", Some(0)),
            ("rak", "raja", None),
            ("kursi", "meja", None),
            ("tas", "tis", None),
        ] {
            assert_eq!(likeness(asked, word), like, "{asked} for {word}");
        }
    }

    #[test]
    fn who_spells_right_gets_no_guesses() {
        let known = ["kusen", "kursi", "kursus", "kursi2"];
        let of = |asked: &str| meant(asked, known).into_iter().map(|(_, w)| w).collect::<Vec<_>>();
        assert_eq!(of("kursi"), ["kursi", "kursi2"]);
        assert_eq!(of("kurzi"), ["kursi"]);
    }

    #[test]
    fn what_means_the_same_is_found() {
        let synonyms = Synonyms::parse(HOUSE);
        let told = Told { name: vec!["Glodok lovebird"], category: None, more: vec!["Kayu"] };
        let words = index(&told, &synonyms);
        assert_eq!(words["glodok"], NAME);
        assert_eq!(words["nest"], SAME);
        assert_eq!(words["burung"], SAME);
        assert_eq!(words["nestbox"], SAME);
        assert_eq!(words["kayu"], TOLD);
        // "burung" alone is no nest box, and "tikus" alone no trap.
        let told = Told { name: vec!["Racun tikus"], ..Told::default() };
        assert!(!index(&told, &synonyms).contains_key("trap"));
        let told = Told { name: vec!["Perangkap tikus besar"], ..Told::default() };
        assert_eq!(index(&told, &synonyms)["trap"], SAME);
        let told = Told { name: vec!["Nestbox besar"], ..Told::default() };
        assert_eq!(index(&told, &synonyms)["glodok"], SAME, "written as one");
    }

    #[test]
    fn marks_and_signs_do_not_count() {
        assert_eq!(words("  Kursi café, 2×1!"), ["kursi", "cafe", "2", "1"]);
        assert_eq!(asked("a b a c d e").len(), ASKED_MAX);
        assert!(grams("glodok").contains(" gl") && grams("a").contains(" a "));
        for (slip, word) in [("mjea", "meja"), ("spau", "sapu"), ("rka", "rak"), ("kusri", "kursi")]
        {
            let shared = asked_grams(slip).iter().any(|gram| grams(word).contains(gram));
            assert_eq!(shared, slip.len() > 3, "{slip}");
        }
        assert!(asked_grams("bangku").len() <= 24);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in ".{0,200}", other in ".{0,40}") {
            for word in words(&text) {
                prop_assert!(!grams(&word).is_empty() && word.chars().count() <= LETTERS_MAX);
                let _ = likeness(&word, &other);
                prop_assert_eq!(likeness(&word, &word), Some(0));
            }
            let synonyms = Synonyms::parse(&text);
            let told = Told { name: vec![&other], ..Told::default() };
            prop_assert!(index(&told, &synonyms).len() <= KEPT_MAX);
        }

        #[test]
        fn one_slip_is_always_found(word in "[a-z]{5,12}", at in 0usize..5, letter in "[a-z]") {
            let mut slipped: Vec<char> = word.chars().collect();
            slipped[at] = letter.chars().next().unwrap_or('a');
            let slipped: String = slipped.into_iter().collect();
            prop_assert!(likeness(&slipped, &word).is_some());
        }
    }
}
