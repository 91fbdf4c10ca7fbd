//! Documents that stay true: titles, paths and the glossary.

use std::collections::BTreeSet;

use super::{Finding, House};
use crate::source::File;

pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in house.files.iter().filter(|file| file.has_extension("md")) {
        let titles = prose(file).filter(|(_, line)| line.starts_with("# ")).count();
        if titles != 1 {
            let says = format!("{titles} titles; a document has one line that starts with `# `");
            findings.push(Finding::new(&file.path, 1, says));
        }
    }
    findings
}

/// Lines outside fenced code, with their numbers.
fn prose(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    file.text.lines().enumerate().filter_map(move |(at, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        (!fenced && !fence).then_some((at + 1, line))
    })
}

/// Paths that ARCHITECTURE.md names in backticks, and files that any document links to, exist.
pub fn check_paths(house: &House, exists: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in house.files.iter().filter(|file| file.has_extension("md")) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (line, text) in prose(file) {
            let named =
                text.split('`').skip(1).step_by(2).filter(|_| file.path == "ARCHITECTURE.md");
            let named = named.filter_map(as_path).map(str::to_owned);
            let linked = links(text).map(|link| join(folder, link));
            for path in named.chain(linked).filter(|path| !exists(path)) {
                findings.push(Finding::new(&file.path, line, format!("`{path}` does not exist")));
            }
            for name in modules(text).filter(|name| !has_module(house, folder, name)) {
                let says = format!("`{name}` is not in {folder}");
                findings.push(Finding::new(&file.path, line, says));
            }
        }
    }
    findings
}

/// `rooms/sales/src/lib.rs` or `rooms/*/src` (up to the star); `None` for code and routes.
fn as_path(code: &str) -> Option<&str> {
    let literal = code.split(['*', '{', '<']).next()?.trim_end_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let path = code.contains('/') && !code.starts_with('/') && literal.chars().all(plain);
    (path && !literal.is_empty()).then_some(literal)
}

/// `hold.rs`, which a crate's README calls a file of its own.
fn modules(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split('`').skip(1).step_by(2);
    code.filter(|code| code.ends_with(".rs") && !code.contains(['/', ' ', '*', '{']))
}

/// Outside of crates a file is named by its whole path.
fn has_module(house: &House, folder: &str, name: &str) -> bool {
    let (within, end) = (format!("{folder}/"), format!("/{name}"));
    let crates = ["base/", "rooms/", "hilir", "xtask", "bench"];
    !crates.iter().any(|at| folder.starts_with(at))
        || house
            .files
            .iter()
            .any(|file| file.path.starts_with(&within) && file.path.ends_with(&end))
}

/// Relative targets of Markdown links and pictures.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ', '#']).next());
    targets.filter(|to| !to.is_empty() && !to.contains(':') && !to.starts_with('/'))
}

fn join(folder: &str, link: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

const GLOSSARY: &str = "words/glossary.md";

/// Tables in the glossary's column `Table` are made by a migration, once their room is there.
pub fn check_glossary(house: &House) -> Vec<Finding> {
    let Some(glossary) = house.file(GLOSSARY) else { return Vec::new() };
    let made = made_tables(house);
    let rooms: BTreeSet<&str> = house.files.iter().filter_map(owner).collect();
    let is_missing = |table: &str| {
        let owner = table.split('_').next().unwrap_or_default();
        rooms.contains(owner) && !made.contains(table)
    };
    let mut findings = Vec::new();
    let mut column = None;
    for (line, text) in prose(glossary) {
        let cells: Vec<&str> = text.split('|').map(str::trim).collect();
        column = if cells.len() > 2 {
            column.or_else(|| cells.iter().position(|cell| cell.eq_ignore_ascii_case("table")))
        } else {
            None
        };
        let Some(cell) = column.and_then(|column| cells.get(column)) else { continue };
        for table in cell.split('`').skip(1).step_by(2).filter(|table| is_missing(table)) {
            let says = format!("no migration makes the table `{table}`");
            findings.push(Finding::new(GLOSSARY, line, says));
        }
    }
    findings
}

/// Whose tables carry the name: a room, or a crate of the base.
fn owner(file: &File) -> Option<&str> {
    file.room().or_else(|| file.path.strip_prefix("base/")?.split('/').next())
}

fn made_tables(house: &House) -> BTreeSet<String> {
    let migrations = house.files.iter().filter(|f| f.path.starts_with("migrations/"));
    let mut made = BTreeSet::new();
    for file in migrations {
        let text = file.text.to_lowercase().replace("if not exists ", "");
        for kind in ["create table ", "create view "] {
            made.extend(text.split(kind).skip(1).map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                    .collect::<String>()
            }));
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn a_document_has_one_title() {
        assert!(said(check, &[("a.md", "# One\n```sh\n# a comment\n```\n")]).is_empty());
        assert_eq!(said(check, &[("a.md", "# One\n# Two\n")]).len(), 1);
        assert_eq!(said(check, &[("a.md", "## Only small\n")]).len(), 1);
    }

    #[test]
    fn named_paths_exist() {
        let check = |path: &str, text: &str| {
            let files = [File::new(path, text)];
            let house = House { files: &files, rust: Vec::new() };
            check_paths(&house, &|path| ["rooms", "docs/use/a.md"].contains(&path)).len()
        };
        assert_eq!(check("ARCHITECTURE.md", "`rooms/*`, `/api/v1`, `a b/c`, `Id<K>`, `x::y`"), 0);
        assert_eq!(check("ARCHITECTURE.md", "`rooms/sails/src/lib.rs`"), 1);
        assert_eq!(check("docs/b.md", "[a](use/a.md#x) [b](https://example.org)"), 0);
        assert_eq!(check("docs/b.md", "[a](../use/a.md)"), 1);
        assert_eq!(check("rooms/sales/README.md", "the sum (`gone.rs`)"), 1);
    }

    #[test]
    fn glossary_tables_are_made() {
        let table = |table: &str| {
            let text = format!("| Word | Table |\n|---|---|\n| Laku | `{table}` |\n");
            let sql =
                "CREATE TABLE sales_sale (id uuid);\nCREATE VIEW storefront_shelf AS SELECT 1;";
            let rooms = [("rooms/sales/src/lib.rs", ""), ("rooms/storefront/src/lib.rs", "")];
            let files = [&rooms[..], &[(GLOSSARY, &text), ("migrations/0001_a.sql", sql)]].concat();
            said(check_glossary, &files).len()
        };
        assert_eq!(table("sales_sale"), 0);
        assert_eq!(table("storefront_shelf"), 0);
        assert_eq!(table("sales_sail"), 1);
        assert_eq!(table("demand_opportunity"), 0, "the room is still to come");
    }
}
