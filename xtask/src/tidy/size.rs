//! Small things: functions, files and lines have a limit.

use super::{Finding, House, Rust};
use crate::source::{Kind, Token, closing};

const FUNCTION_LINES_MAX: usize = 70;
/// What an action does is told by the steps that it names.
const ACTION_LINES_MAX: usize = 45;
const TEST_FUNCTION_LINES_MAX: usize = 120;
const FILE_LINES_MAX: usize = 500;
const COLUMNS_MAX: usize = 100;
/// A string at least this long may run over the edge: breaking a sentence helps nobody.
const LONG_TEXT: usize = 40;

pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in house.files {
        let lines = file.text.lines().count();
        if ["rs", "css", "js"].iter().any(|e| file.has_extension(e)) && lines > FILE_LINES_MAX {
            let says = format!("{lines} lines; a file has at most {FILE_LINES_MAX}: part it");
            findings.push(Finding::new(&file.path, lines, says));
        }
    }
    for rust in &house.rust {
        functions(rust, &mut findings);
        columns(rust, &mut findings);
    }
    findings
}

fn functions(rust: &Rust, findings: &mut Vec<Finding>) {
    let tokens = &rust.tokens;
    for (at, pair) in tokens.windows(2).enumerate() {
        let Some(name) = pair[1].word().filter(|_| pair[0].is_word("fn")) else { continue };
        let Some(body) = body(tokens, at + 2) else { continue };
        let lines = tokens[closing(tokens, body)].line - pair[0].line + 1;
        let most = match pair[0].in_test {
            true => TEST_FUNCTION_LINES_MAX,
            false if is_action(&rust.file.path) => ACTION_LINES_MAX,
            false => FUNCTION_LINES_MAX,
        };
        if lines > most {
            let says = format!("`{name}` has {lines} lines; at most {most}: part it by its steps");
            findings.push(Finding::new(&rust.file.path, pair[0].line, says));
        }
    }
}

/// `actions.rs`, `actions_refund.rs`, or a file of the folder `actions`.
fn is_action(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("rooms/") && (name.starts_with("actions") || path.contains("/actions/"))
}

/// Where the function's body opens; `None` for one that is only declared.
fn body(tokens: &[Token], from: usize) -> Option<usize> {
    let mut at = from;
    while at < tokens.len() {
        match tokens[at].kind {
            Kind::Open('{') => return Some(at),
            Kind::Open(_) => at = closing(tokens, at),
            Kind::Mark(';') | Kind::Close(_) => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

fn columns(rust: &Rust, findings: &mut Vec<Finding>) {
    for (at, line) in rust.file.text.lines().enumerate() {
        let (width, number) = (line.chars().count(), at + 1);
        if width <= COLUMNS_MAX || line.contains("://") {
            continue;
        }
        let long_text = rust.tokens.iter().any(|token| {
            (token.line..=token.last_line).contains(&number)
                && token.text().is_some_and(|text| text.chars().count() >= LONG_TEXT)
        });
        if !long_text {
            let says = format!("{width} columns; a line has at most {COLUMNS_MAX}");
            findings.push(Finding::new(&rust.file.path, number, says));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::said;

    fn function(lines: usize) -> String {
        format!("fn long(a: [u8; 2]) {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    #[test]
    fn a_long_function_is_named() {
        let check = |text: &str| said(super::check, &[("rooms/sales/src/lib.rs", text)]);
        assert!(check(&function(70)).is_empty());
        assert!(check(&function(71))[0].contains("`long` has 71 lines"));
        let test = |lines| format!("#[cfg(test)]\nmod tests {{\n{}}}\n", function(lines));
        assert!(check(&test(120)).is_empty());
        assert!(check(&test(121))[0].contains("121 lines"));
        assert!(check("trait T { fn declared(); }\nfn next() {}").is_empty());
        let action =
            |lines| said(super::check, &[("rooms/sales/src/actions_x.rs", &function(lines))]);
        assert!(action(45).is_empty());
        assert!(action(46)[0].contains("at most 45"));
    }

    #[test]
    fn a_long_file_is_named() {
        let check = |path: &str| said(super::check, &[(path, &"\n".repeat(501))]);
        assert_eq!(check("assets/hilir.css").len(), 1);
        assert_eq!(check("rooms/sales/src/pages.rs").len(), 1);
        assert!(check("docs/use/till.md").is_empty());
    }

    #[test]
    fn a_wide_line_is_named_unless_it_is_a_sentence() {
        let check = |text: &str| said(super::check, &[("base/web/src/ui.rs", text)]).len();
        assert_eq!(check(&format!("const A: [u8; 0] = [{}];", " ".repeat(90))), 1);
        assert_eq!(check(&format!("const A: &str = \"{}\";", "word ".repeat(30))), 0);
    }
}
