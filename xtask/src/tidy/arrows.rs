//! Who may know whom. Cargo forbids circles; this forbids the wrong direction.

use std::collections::BTreeSet;

use super::{Finding, House};

/// Goods and money flow from left to right; a room calls only rooms to its left.
const FLOW: [&str; 7] =
    ["people", "catalogue", "agreements", "production", "consignment", "sales", "settlement"];
/// The first room that moves goods or money, and so may post.
const FIRST_TO_POST: &str = "production";

/// What each crate of the base may know of the house.
const BASE: [(&str, &[&str]); 14] = [
    ("kernel", &[]),
    ("words", &["kernel"]),
    ("db", &["kernel"]),
    ("journal", &["kernel", "db"]),
    ("paper", &["kernel"]),
    ("sheet", &["kernel"]),
    ("picture", &[]),
    ("ui", &["kernel", "words"]),
    ("web", &["kernel", "words", "db", "journal", "paper", "sheet", "ui"]),
    ("press", &["kernel", "words", "paper"]),
    ("scribe", &["kernel", "sheet"]),
    ("testkit", &["kernel", "words", "db", "journal"]),
    ("teststand", &["kernel", "db", "web", "testkit"]),
    ("testmarket", &MARKET),
];
/// What furnishes a world for tests does so through the doors of the rooms in which goods flow.
const MARKET: [&str; 10] = [
    "kernel",
    "db",
    "testkit",
    "people",
    "catalogue",
    "agreements",
    "production",
    "consignment",
    "sales",
    "settlement",
];
/// They stand in no program: tests only.
const FOR_TESTS: [&str; 3] = ["testkit", "teststand", "testmarket"];
/// The drivers stay inside the waist, and the kernel does no I/O.
const DRIVERS: [&str; 2] = ["rusqlite", "tokio-postgres"];
const IO: [&str; 5] = ["axum", "tokio", "rusqlite", "tokio-postgres", "maud"];

struct Member {
    path: String,
    name: String,
    room: bool,
    needs: Vec<String>,
    tests_need: Vec<String>,
}

pub fn check(house: &House) -> Vec<Finding> {
    let (members, mut findings) = members(house);
    let ours: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let rooms: BTreeSet<&str> =
        members.iter().filter(|member| member.room).map(|member| member.name.as_str()).collect();
    for member in &members {
        let mut name = |says: String| findings.push(Finding::new(&member.path, 1, says));
        for need in &member.needs {
            if ours.contains(need.as_str()) && !may_know(member, need, &rooms) {
                name(format!("`{}` must not know `{need}`: {}", member.name, why(member)));
            }
            let io = member.name == "kernel" && IO.contains(&need.as_str());
            if io || (member.room && DRIVERS.contains(&need.as_str())) {
                name(format!("`{}` must not use `{need}`", member.name));
            }
        }
        for need in member.tests_need.iter().filter(|need| ours.contains(need.as_str())) {
            let own = FOR_TESTS.contains(&need.as_str())
                || (member.name == "till" && need.as_str() == "ledger");
            if !own && need != &member.name && !may_know(member, need, &rooms) {
                name(format!("the tests of `{}` must not know `{need}`", member.name));
            }
        }
    }
    findings
}

fn may_know(member: &Member, need: &str, rooms: &BTreeSet<&str>) -> bool {
    match member.name.as_str() {
        "hilir" | "bench" => !FOR_TESTS.contains(&need) || member.name == "bench",
        "xtask" => false,
        _ if member.room => {
            let to_the_base =
                !rooms.contains(need) && need != "hilir" && !FOR_TESTS.contains(&need);
            to_the_base || (rooms.contains(need) && room_may_know(&member.name, need))
        }
        own => BASE.iter().any(|(base, knows)| *base == own && knows.contains(&need)),
    }
}

fn room_may_know(room: &str, need: &str) -> bool {
    let place = |room: &str| FLOW.iter().position(|own| *own == room);
    match room {
        "overview" => true,
        // It keeps the packs; the program, which knows every room, fills them.
        "audit" => need == "people",
        "storefront" => {
            // Of settlement only the pure rules: the price receipt is reckoned by the same split.
            ["people", "catalogue", "agreements", "consignment", "settlement"].contains(&need)
        }
        "demand" => {
            ["people", "catalogue", "agreements", "production", "consignment"].contains(&need)
        }
        "network" => ["people", "catalogue", "agreements"].contains(&need),
        // What a campaign brought is read from its orders and their sales.
        "promotion" => {
            ["orders", "storefront"].contains(&need)
                || (need != "settlement" && FLOW.contains(&need))
        }
        "stories" => ["people", "catalogue", "storefront"].contains(&need),
        "orders" | "feedback" => {
            ["people", "catalogue", "agreements", "production", "consignment", "sales"]
                .contains(&need)
        }
        // The phones' door to everything that a counter does.
        "till" => need == "demand" || (need != "settlement" && FLOW.contains(&need)),
        // A spreadsheet may bring what any of them records.
        "intake" => need != "settlement" && FLOW.contains(&need),
        _ if need == "ledger" => place(room) >= place(FIRST_TO_POST),
        _ => place(room).zip(place(need)).is_some_and(|(own, other)| other < own),
    }
}

fn why(member: &Member) -> String {
    if member.room {
        return format!("a room calls only to its left in {}, and the base", FLOW.join(" ◄ "));
    }
    "the base stands on db and kernel, and knows no room".into()
}

fn members(house: &House) -> (Vec<Member>, Vec<Finding>) {
    let (mut members, mut findings) = (Vec::new(), Vec::new());
    let manifests = house.files.iter().filter(|file| file.path.ends_with("/Cargo.toml"));
    for file in manifests {
        let Ok(manifest) = file.text.parse::<toml::Table>() else {
            findings.push(Finding::new(&file.path, 1, "cannot be read as TOML"));
            continue;
        };
        let name = manifest.get("package").and_then(|package| package.get("name")?.as_str());
        let keys = |table: &str| -> Vec<String> {
            let table = manifest.get(table).and_then(|table| table.as_table());
            table.map(|table| table.keys().cloned().collect()).unwrap_or_default()
        };
        let mut needs = keys("dependencies");
        needs.extend(keys("build-dependencies"));
        members.push(Member {
            path: file.path.clone(),
            name: name.unwrap_or_default().to_owned(),
            room: file.path.starts_with("rooms/"),
            needs,
            tests_need: keys("dev-dependencies"),
        });
    }
    (members, findings)
}

#[cfg(test)]
mod tests {
    use crate::tidy::said;

    /// Every crate of a small house, one of them with one dependency more.
    fn check(of: &str, table: &str, need: &str) -> Vec<String> {
        let all = [
            "base/kernel",
            "base/db",
            "base/web",
            "base/testkit",
            "rooms/people",
            "rooms/sales",
            "rooms/settlement",
            "rooms/ledger",
            "rooms/overview",
            "rooms/storefront",
            "hilir",
        ];
        let manifests: Vec<(String, String)> = all
            .iter()
            .map(|path| {
                let name = path.rsplit('/').next().unwrap();
                let more =
                    if name == of { format!("[{table}]\n{need} = \"1\"\n") } else { String::new() };
                (format!("{path}/Cargo.toml"), format!("[package]\nname = \"{name}\"\n{more}"))
            })
            .collect();
        let samples: Vec<_> = manifests.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
        said(super::check, &samples)
    }

    #[test]
    fn right_arrows_pass() {
        for (of, need) in [
            ("sales", "people"),
            ("sales", "ledger"),
            ("settlement", "sales"),
            ("overview", "sales"),
            ("storefront", "people"),
            ("hilir", "overview"),
            ("sales", "db"),
            ("web", "db"),
        ] {
            assert!(check(of, "dependencies", need).is_empty(), "{of} → {need}");
        }
        assert!(check("sales", "dev-dependencies", "testkit").is_empty());
        assert!(check("db", "dev-dependencies", "testkit").is_empty());
    }

    #[test]
    fn wrong_arrows_are_named() {
        for (of, need) in [
            ("people", "sales"),
            ("sales", "settlement"),
            ("ledger", "sales"),
            ("people", "ledger"),
            ("web", "people"),
            ("db", "web"),
            ("sales", "hilir"),
            ("sales", "overview"),
            ("storefront", "sales"),
            ("sales", "testkit"),
            ("kernel", "tokio"),
            ("sales", "rusqlite"),
        ] {
            assert_eq!(check(of, "dependencies", need).len(), 1, "{of} → {need}");
        }
        assert_eq!(check("people", "dev-dependencies", "sales").len(), 1);
    }
}
