//! Pure: two texts side by side, word by word: what was struck, what was added.

use std::{cmp::Ordering, ops::Range};

use schemars::JsonSchema;
use serde::Serialize;

/// Whether a run of words stands in both texts, or in which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Same,
    Struck,
    Added,
}

/// Words with the same mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Run {
    pub mark: Mark,
    pub text: String,
}

/// Words at which two texts are compared at most; longer ones are told apart as a whole.
const WORDS_MAX: usize = 2_000;

/// From the old text to the new one. Without what was added it is the old one, without what was
/// struck the new one.
pub fn marked(old: &str, new: &str) -> Vec<Run> {
    let (was, is) = (words(old), words(new));
    let mut runs = Vec::new();
    if was.len().max(is.len()) > WORDS_MAX {
        push(&mut runs, Mark::Struck, old);
        push(&mut runs, Mark::Added, new);
        return runs;
    }
    let kept = longest_common(&was, &is);
    let (mut from_old, mut from_new) = (0, 0);
    for (at_old, at_new) in kept.into_iter().chain([(was.len(), is.len())]) {
        push_all(&mut runs, Mark::Struck, &was, from_old..at_old);
        push_all(&mut runs, Mark::Added, &is, from_new..at_new);
        push_all(&mut runs, Mark::Same, &was, at_old..(at_old + 1).min(was.len()));
        (from_old, from_new) = (at_old + 1, at_new + 1);
    }
    runs
}

/// Words with the space behind them, and the ends of lines: together they are the text.
fn words(text: &str) -> Vec<&str> {
    let of_line = |line: &'_ str| line.len() - usize::from(line.ends_with('\n'));
    let lines = text.split_inclusive('\n').flat_map(|line| {
        let (words, end) = line.split_at(of_line(line));
        words.split_inclusive(' ').chain(Some(end).filter(|end| !end.is_empty()))
    });
    lines.collect()
}

fn push_all(runs: &mut Vec<Run>, mark: Mark, words: &[&str], range: Range<usize>) {
    for word in words.get(range).unwrap_or_default() {
        push(runs, mark, word);
    }
}

fn push(runs: &mut Vec<Run>, mark: Mark, text: &str) {
    match runs.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.mark == mark => last.text.push_str(text),
        _ => runs.push(Run { mark, text: text.to_owned() }),
    }
}

/// The places of the words that both have, in order; as many as there can be.
fn longest_common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0_u16; (old.len() + 1) * width];
    for (i, was) in old.iter().enumerate().rev() {
        for (j, is) in new.iter().enumerate().rev() {
            lengths[i * width + j] = match was == is {
                true => lengths[(i + 1) * width + j + 1] + 1,
                false => lengths[(i + 1) * width + j].max(lengths[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j, mut both) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        let (down, right) = (lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
        match (old[i] == new[j], down.cmp(&right)) {
            (true, _) => {
                both.push((i, j));
                (i, j) = (i + 1, j + 1);
            }
            (false, Ordering::Less) => j += 1,
            (false, _) => i += 1,
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn without(runs: &[Run], mark: Mark) -> String {
        runs.iter().filter(|run| run.mark != mark).map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn only_what_changed_is_marked() {
        let runs = marked("paling lambat 14 hari sebelumnya.", "paling lambat 30 hari sebelumnya.");
        let said: Vec<_> = runs.iter().map(|run| (run.mark, run.text.as_str())).collect();
        assert_eq!(
            said,
            [
                (Mark::Same, "paling lambat "),
                (Mark::Struck, "14 "),
                (Mark::Added, "30 "),
                (Mark::Same, "hari sebelumnya."),
            ]
        );
        assert_eq!(marked("a b", "a b").len(), 1);
        assert_eq!(marked("", ""), []);
        let runs = marked("tiap bulan.\nLain.", "tiap minggu.\nLain.");
        let same: Vec<_> = runs.iter().filter(|run| run.mark == Mark::Same).collect();
        assert_eq!(same[1].text, "\nLain.", "the end of a line is a word of its own");
    }

    #[test]
    fn a_very_long_text_is_told_apart_as_a_whole() {
        let (old, new) = ("a ".repeat(3_000), "b ".repeat(10));
        assert_eq!(marked(&old, &new).len(), 2);
    }

    proptest! {
        #[test]
        fn both_texts_are_in_it_whole(old in "[ab \n]{0,40}", new in "[ab \n]{0,40}") {
            let runs = marked(&old, &new);
            prop_assert_eq!(without(&runs, Mark::Added), old);
            prop_assert_eq!(without(&runs, Mark::Struck), new);
        }
    }
}
