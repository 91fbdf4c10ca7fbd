//! Habits of writing that clippy cannot say, or that must hold in macros too.

use super::{Finding, House, Rust};
use crate::source::Kind;

/// Where a floating point type may be named though the folder is one without.
const FLOATS: [(&str, &str); 1] =
    [("base/kernel/src/input.rs", "refuses a JSON number with a point: serde hands it as a f64")];

pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rust in &house.rust {
        unwraps(rust, &mut findings);
        attributes(rust, &mut findings);
        unfinished(rust, &mut findings);
        floats(rust, &mut findings);
    }
    findings
}

fn unwraps(rust: &Rust, findings: &mut Vec<Finding>) {
    for w in rust.tokens.windows(3) {
        let call = w[0].is_mark('.') && w[2].kind == Kind::Open('(');
        let Some(word) = w[1].word().filter(|word| call && ["unwrap", "expect"].contains(word))
        else {
            continue;
        };
        if !w[1].in_test && !w[1].may_unwrap {
            let says = format!(
                "`.{word}(` outside tests: answer with a Result, or say why it can't fail in an `#[expect(clippy::{word}_used, reason = \"…\")]`"
            );
            findings.push(Finding::new(&rust.file.path, w[1].line, says));
        }
    }
}

fn attributes(rust: &Rust, findings: &mut Vec<Finding>) {
    for w in rust.tokens.windows(3) {
        let opens = w[0].kind == Kind::Open('[') && w[2].kind == Kind::Open('(');
        if opens && w[1].is_word("allow") {
            let says =
                "`allow` hides for ever: use `#[expect(…, reason = \"…\")]`, which ends by itself";
            findings.push(Finding::new(&rust.file.path, w[1].line, says));
        }
    }
}

fn unfinished(rust: &Rust, findings: &mut Vec<Finding>) {
    for w in rust.tokens.windows(2) {
        let unfinished = ["todo", "dbg", "unimplemented"];
        if let Some(word) = w[0].word().filter(|w| unfinished.contains(w))
            && w[1].is_mark('!')
        {
            let says = format!("`{word}!` is not finished work");
            findings.push(Finding::new(&rust.file.path, w[0].line, says));
        }
    }
    // Written apart, so that this file may speak of them.
    let notes = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    for (at, line) in rust.file.text.lines().enumerate() {
        if let Some(note) = notes.into_iter().find(|note| line.contains(note)) {
            let says = format!("{note}: do it, or open an issue and say the limit in a sentence");
            findings.push(Finding::new(&rust.file.path, at + 1, says));
        }
    }
}

fn floats(rust: &Rust, findings: &mut Vec<Finding>) {
    let path = &rust.file.path;
    let held = path.starts_with("rooms/") || path.starts_with("base/kernel/");
    if !held || FLOATS.iter().any(|(excused, _)| excused == path) {
        return;
    }
    for token in &rust.tokens {
        let suffix =
            matches!(&token.kind, Kind::Other(n) if n.ends_with("f64") || n.ends_with("f32"));
        if suffix || token.is_word("f64") || token.is_word("f32") {
            let says = "a float near money: count in whole units (`Rupiah`, `Share`, i64)";
            findings.push(Finding::new(path, token.line, says));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::said;

    fn check(text: &str) -> Vec<String> {
        said(super::check, &[("rooms/sales/src/lib.rs", text)])
    }

    #[test]
    fn an_unwrap_needs_a_reason_or_a_test() {
        assert!(check("fn a() { b().unwrap(); }")[0].contains("`.unwrap(`"));
        assert!(check("fn a() { b().expect(\"c\"); }")[0].contains("`.expect(`"));
        assert!(check("#[test] fn a() { b().unwrap(); }").is_empty());
        assert!(
            check("#[expect(clippy::unwrap_used, reason = \"r\")] fn a() { b().unwrap(); }")
                .is_empty()
        );
        assert_eq!(
            check("#[expect(clippy::unwrap_used)] fn a() { b().unwrap(); }").len(),
            1,
            "a reason is asked for"
        );
        let tests = said(super::check, &[("rooms/sales/tests/it/a.rs", "fn a() { b().unwrap() }")]);
        assert!(tests.is_empty());
    }

    #[test]
    fn allow_is_named() {
        assert_eq!(check("#[allow(dead_code)] fn a() {}").len(), 1);
        assert_eq!(check("#![allow(dead_code)]").len(), 1);
        assert!(check("#[expect(dead_code, reason = \"r\")] fn a() {}").is_empty());
    }

    #[test]
    fn unfinished_work_is_named() {
        assert_eq!(check("fn a() { todo!() }").len(), 1);
        assert_eq!(check("fn a() { dbg!(1); }").len(), 1);
        assert_eq!(check(concat!("// TO", "DO: later\n")).len(), 1);
    }

    #[test]
    fn floats_are_named_in_rooms() {
        assert_eq!(check("fn a(b: f64) {}").len(), 1);
        assert_eq!(check("const A: X = x(1f32);").len(), 1);
        assert!(check("fn visit_f64() {}").is_empty());
        assert!(said(super::check, &[("base/web/src/ui.rs", "fn a(b: f64) {}")]).is_empty());
    }
}
