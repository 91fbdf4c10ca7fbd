//! What a guide tells people to press stands on a screen, by that name.

use std::collections::BTreeSet;

use super::{Finding, House, words};

pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for language in words::LANGUAGES {
        let said = words::texts(house, language);
        let folder = format!("docs/use/{language}/");
        for file in house.files.iter().filter(|file| file.path.starts_with(&folder)) {
            for (line, name) in pressed(&file.text) {
                if !is_said(&said, &name) {
                    let says = format!("no screen says \"{name}\"; see words/{language}");
                    findings.push(Finding::new(&file.path, line, says));
                }
            }
        }
    }
    findings
}

/// A guide may begin a sentence where the screen does not.
fn is_said(said: &BTreeSet<String>, name: &str) -> bool {
    said.contains(&name.to_lowercase())
}

/// The names in bold on both sides of a `›`, each with its line.
fn pressed(text: &str) -> Vec<(usize, String)> {
    let parts: Vec<&str> = text.split("**").collect();
    let mut found = Vec::new();
    let mut line = 1;
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| parts.get(at)).unwrap_or(&"");
        let after = parts.get(at + 1).unwrap_or(&"");
        let on_the_way = before.trim_end().ends_with('›') || after.trim_start().starts_with('›');
        if at % 2 == 1 && on_the_way {
            found.push((line, part.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        line += part.matches('\n').count();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::File;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_way_through_the_menu_is_found_over_the_end_of_a_line() {
        let text = "**Bold** alone.\nGo to **Rak** ›\n**Stok\nopname**, then **on**.";
        let names = vec![(2, "Rak".to_owned()), (3, "Stok opname".to_owned())];
        assert_eq!(pressed(text), names);
    }

    #[test]
    fn a_name_that_no_screen_has_is_a_finding() {
        let files = [
            file("words/id/a.toml", "shelf = \"Rak\"\n"),
            file("docs/use/id/a.md", "# A\n\n**rak** › **Gudang**\n"),
        ];
        let house = House { files: &files, rust: Vec::new() };
        let found: Vec<_> = check(&house).into_iter().map(|one| (one.line, one.says)).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == 3 && found[0].1.contains("Gudang"), "{found:?}");
    }
}
