//! Rules apart from I/O: a file that says `//! Pure:` imports nothing that could touch the world,
//! and each room has one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, House, Rust};
use crate::source::Kind;

const HEADER: &str = "//! Pure:";
/// Values and arithmetic on them; reading the clock or making chance is banned by clippy. Rooms to
/// the left are there for their values and rules: what asks the database needs a transaction, and
/// a pure file cannot name one.
const MAY_IMPORT: [&str; 22] = [
    "std",
    "core",
    "kernel",
    "serde",
    "serde_json",
    "schemars",
    "chrono",
    "uuid",
    "sha2",
    "pulldown_cmark",
    "sheet",
    "people",
    "catalogue",
    "agreements",
    "production",
    "consignment",
    "sales",
    "orders",
    "settlement",
    "crate",
    "super",
    "self",
];
/// Parts of `std` that reach outside.
const OUTSIDE: [&str; 5] = ["fs", "net", "process", "env", "SystemTime"];
/// Parts of a room that do, also with an end of their own (`store_shelf`).
const OUTSIDE_PARTS: [&str; 4] = ["store", "actions", "pages", "api"];
/// Rooms without a rule of their own.
const WITHOUT_RULES: [(&str, &str); 1] = [("overview", "only reads and shows")];

pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut rooms: BTreeMap<&str, bool> = BTreeMap::new();
    for rust in &house.rust {
        let pure = rust.file.text.starts_with(HEADER);
        if pure {
            imports(rust, &mut findings);
        }
        if let Some(room) = rust.file.room().filter(|_| rust.file.path.contains("/src/")) {
            *rooms.entry(room).or_default() |= pure;
        }
    }
    let excused: BTreeSet<&str> = WITHOUT_RULES.iter().map(|(room, _)| *room).collect();
    for (room, has_pure) in rooms {
        if !has_pure && !excused.contains(room) {
            let says = format!(
                "room `{room}` has no file that starts with `{HEADER}`: put its decisions in one, apart from its I/O"
            );
            findings.push(Finding::new(&format!("rooms/{room}/src"), 1, says));
        }
    }
    findings
}

fn is_outside(part: &str) -> bool {
    let stem = part.split('_').next().unwrap_or_default();
    OUTSIDE.contains(&part) || OUTSIDE_PARTS.contains(&stem)
}

fn imports(rust: &Rust, findings: &mut Vec<Finding>) {
    let mut name = |line, what: &str| {
        let says =
            format!("a pure file cannot touch `{what}`: load before, decide here, write after");
        findings.push(Finding::new(&rust.file.path, line, says));
    };
    for w in rust.tokens.windows(4).filter(|w| !w[0].in_test) {
        if w[0].is_word("async") {
            name(w[0].line, "async");
        }
        if w[0].is_word("use")
            && let Some(first) = w[1].word().filter(|first| !MAY_IMPORT.contains(first))
        {
            name(w[1].line, first);
        }
        let path = w[1].is_mark(':') && w[2].is_mark(':');
        let from = w[0].word().filter(|first| path && ["std", "crate", "super"].contains(first));
        if let (Some(first), Kind::Word(second)) = (from, &w[3].kind)
            && is_outside(second)
        {
            name(w[3].line, &format!("{first}::{second}"));
        }
        let direct = w[0].word().filter(|first| path && is_outside_crate(first));
        if let Some(first) = direct {
            name(w[0].line, first);
        }
    }
}

fn is_outside_crate(name: &str) -> bool {
    ["db", "web", "journal", "axum", "tokio", "maud", "rusqlite", "words"].contains(&name)
}

#[cfg(test)]
mod tests {
    use crate::tidy::said;

    const PURE: &str = "rooms/settlement/src/split.rs";

    #[test]
    fn a_pure_file_imports_values_only() {
        let check = |body: &str| said(super::check, &[(PURE, &format!("//! Pure: x\n{body}"))]);
        assert!(
            check("use std::collections::BTreeMap;\nuse kernel::{Rupiah, Share};\n").is_empty()
        );
        for body in [
            "use db::Tx;\n fn a() {}",
            "use std::fs::File;\n",
            "use crate::store::find_x;\n",
            "use crate::store_shelf::find_x;\n",
            "async fn a(b: u8) {}",
            "fn a() { tokio::spawn(b) }",
        ] {
            assert!(!check(body).is_empty(), "{body}");
        }
        assert!(check("#[cfg(test)] mod tests { use proptest::prelude::*; }").is_empty());
    }

    #[test]
    fn a_room_has_a_pure_file() {
        let alone = said(super::check, &[("rooms/sales/src/lib.rs", "//! Sales")]);
        assert!(alone[0].contains("room `sales` has no file"));
        let both =
            [("rooms/sales/src/lib.rs", "//! S"), ("rooms/sales/src/line.rs", "//! Pure: l")];
        assert!(said(super::check, &both).is_empty());
        assert!(said(super::check, &[("rooms/overview/src/lib.rs", "//! O")]).is_empty());
    }
}
