//! The house style as a program. Each check reads the files and names what breaks a rule, with
//! its place and what to do; none of them changes anything.

use std::{fmt, path::Path};

use crate::source::{self, File, Token};

mod arrows;
mod docs;
mod examples;
mod guide;
mod habits;
mod pure;
mod size;
mod sql;
mod sql_text;
mod words;

/// A broken rule: where, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub says: String,
}

impl Finding {
    pub fn new(path: &str, line: usize, says: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, says: says.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.says)
    }
}

/// A Rust file with its tokens.
pub struct Rust<'f> {
    pub file: &'f File,
    pub tokens: Vec<Token>,
}

/// Everything that the checks look at.
pub struct House<'f> {
    pub files: &'f [File],
    pub rust: Vec<Rust<'f>>,
}

impl<'f> House<'f> {
    fn read(files: &'f [File]) -> Result<Self, String> {
        let rust = files.iter().filter(|file| file.has_extension("rs"));
        let rust = rust.map(|file| Ok(Rust { file, tokens: source::tokens(file)? }));
        Ok(Self { files, rust: rust.collect::<Result<_, String>>()? })
    }

    fn file(&self, path: &str) -> Option<&'f File> {
        self.files.iter().find(|file| file.path == path)
    }
}

type Check = fn(&House) -> Vec<Finding>;

const CHECKS: [Check; 10] = [
    size::check,
    sql::check,
    pure::check,
    arrows::check,
    habits::check,
    words::check,
    docs::check,
    docs::check_glossary,
    examples::check,
    guide::check,
];

/// Runs every check over the repository at `root`.
///
/// # Errors
/// When a file cannot be read, or a Rust file is not Rust.
pub fn run(root: &Path) -> Result<Vec<Finding>, String> {
    let files = source::read_tree(root)?;
    let house = House::read(&files)?;
    let mut findings: Vec<Finding> = CHECKS.iter().flat_map(|check| check(&house)).collect();
    findings.extend(docs::check_paths(&house, &|path| root.join(path).exists()));
    findings.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    Ok(findings)
}

/// What a check says about these samples, one line each: for the checks' own tests.
#[cfg(test)]
pub fn said(check: Check, samples: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<File> = samples.iter().map(|(path, text)| File::new(path, text)).collect();
    let house = House::read(&files).unwrap();
    check(&house).iter().map(Finding::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_tidy() {
        let findings = run(&crate::root()).unwrap();
        let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
        assert!(lines.is_empty(), "{} broken rules:\n{}", lines.len(), lines.join("\n"));
    }
}
