//! Scripts and styles without what only their writers read: phones on a poor network fetch them.
//!
//! It goes by lines and knows how the till's files are written: a comment stands on lines of its
//! own, and no text goes over the end of a line. Tests hold the files to that.

/// A script without comment lines and indentation; every statement keeps its line.
pub fn js(text: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let kept = lines(text).filter(|line| {
        let begins = line.starts_with("/*");
        let comment = inside || begins || line.starts_with("//");
        inside = (inside || begins) && !line.ends_with("*/");
        !comment
    });
    joined(kept)
}

/// A style sheet without comments and indentation.
pub fn css(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let mut parts = text.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once("*/").map_or("", |(_, rest)| rest));
    let bare = rest.fold(first, |bare, part| bare + part);
    joined(lines(bare.as_bytes()))
}

fn lines(text: &[u8]) -> impl Iterator<Item = &str> {
    let lines = text.split(|byte| *byte == b'\n');
    let lines = lines.filter_map(|line| std::str::from_utf8(line).ok());
    lines.map(str::trim).filter(|line| !line.is_empty())
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut all = lines.collect::<Vec<_>>().join("\n");
    all.push('\n');
    all.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded::TILL;

    #[test]
    fn what_runs_is_kept() {
        let script = "// one\n/** two\n * lines */\n  let a = \"// no /* comment\";\n\n  b(); // tail\n/* x */\n";
        let lean = String::from_utf8(js(script.as_bytes())).expect("text");
        assert_eq!(lean, "let a = \"// no /* comment\";\nb(); // tail\n");
        let style = "/* a */\n.b {\n  c: d; /* e */\n}\n";
        assert_eq!(css(style.as_bytes()), b".b {\nc: d;\n}\n");
    }

    /// What the line-wise reading would break.
    #[test]
    fn the_tills_files_are_written_so() {
        for (name, bytes) in TILL.iter().filter(|(name, _)| name.ends_with(".js")) {
            let text = std::str::from_utf8(bytes).expect("text");
            for (at, line) in text.lines().enumerate() {
                let at = format!("{name}:{}", at + 1);
                assert!(line.matches('`').count() % 2 == 0, "{at}: a text over the line's end");
                let line = line.trim();
                let comment = line.starts_with("/*") || line.starts_with('*');
                let ends = line.split_once("*/").map(|(_, rest)| rest.trim());
                assert!(!comment || ends.is_none_or(str::is_empty), "{at}: code behind a comment");
            }
        }
    }
}
