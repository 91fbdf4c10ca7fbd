//! What a guide tells people to press stands on a screen, by that name, and a way begins where the
//! menu or a page does.

use std::collections::BTreeSet;

use super::{Finding, House, words};

pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for language in words::LANGUAGES {
        let said = words::texts(house, language, |_| true);
        let begun = words::texts(house, language, begins_a_way);
        let folder = format!("docs/use/{language}/");
        for file in house.files.iter().filter(|file| file.path.starts_with(&folder)) {
            for step in steps(&file.text) {
                let says = if !is_one(&said, &step.name) {
                    format!("no screen says \"{}\"; see words/{language}", step.name)
                } else if step.first && !is_one(&begun, &step.name) {
                    format!(
                        "no place of the menu and no page is called \"{}\"; see [place] and [group] \
                         in words/{language}/hilir.toml",
                        step.name
                    )
                } else {
                    continue;
                };
                findings.push(Finding::new(&file.path, step.line, says));
            }
        }
    }
    findings
}

/// Places and groups of a menu, and the headings of pages.
fn begins_a_way(key: &str) -> bool {
    let of_menu = key.contains(".place.") || key.contains(".group.");
    of_menu || key.ends_with(".title") || key.ends_with(".new")
}

/// A guide may begin a sentence where the screen does not.
fn is_one(texts: &BTreeSet<String>, name: &str) -> bool {
    texts.contains(&name.to_lowercase())
}

/// A name in bold on one side of a `›` or both.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    line: usize,
    name: String,
    /// Nothing of the way stands before it.
    first: bool,
}

fn steps(text: &str) -> Vec<Step> {
    let parts: Vec<&str> = text.split("**").collect();
    let mut found = Vec::new();
    let mut line = 1;
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| parts.get(at)).unwrap_or(&"");
        let after = parts.get(at + 1).unwrap_or(&"");
        let goes_on = after.trim_start().starts_with('›');
        if at % 2 == 1 && (goes_on || before.trim_end().ends_with('›')) {
            let name = part.split_whitespace().collect::<Vec<_>>().join(" ");
            // Words may stand between: "› open the one **in transit** ›".
            found.push(Step { line, name, first: !before.contains('›') });
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
        let text =
            "**Bold** alone.\nGo to **Rak** › open\n**Satu** ›\n**Stok\nopname**, then **on**.";
        let step = |line, name: &str, first| Step { line, name: name.to_owned(), first };
        let wanted = [step(2, "Rak", true), step(3, "Satu", false), step(4, "Stok opname", false)];
        assert_eq!(steps(text), wanted);
    }

    #[test]
    fn a_name_that_no_screen_has_is_a_finding() {
        let files = [
            file("words/id/a.toml", "[place]\nshelf = \"Rak\"\n"),
            file("docs/use/id/a.md", "# A\n\n**rak** › **Gudang**\n"),
        ];
        let house = House { files: &files, rust: Vec::new() };
        let found: Vec<_> = check(&house).into_iter().map(|one| (one.line, one.says)).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == 3 && found[0].1.contains("Gudang"), "{found:?}");
    }

    #[test]
    fn a_way_begins_at_a_place_or_a_page() {
        let words = "[place]\nshelf = \"Rak\"\n[page]\ntitle = \"Titipan\"\n[a]\nb = \"Barang\"\n";
        let guide =
            "# A\n\n**Rak** › **Barang**, **Titipan** › **Barang**.\n**Barang** › **Rak**\n";
        let files = [file("words/id/a.toml", words), file("docs/use/id/a.md", guide)];
        let house = House { files: &files, rust: Vec::new() };
        let found: Vec<_> = check(&house).into_iter().map(|one| (one.line, one.says)).collect();
        assert!(matches!(&found[..], [(4, says)] if says.contains("menu")), "{found:?}");
    }
}
