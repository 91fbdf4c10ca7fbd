//! What the house is built on, checked without a network: licences that may be shipped, crates
//! from the public registry only, and versions that are built twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use serde_json::Value;

/// Licences that ask for no more than their text beside the program.
/// MPL-2.0 is not among them: it would ask for the changed files of that crate.
const ALLOWED: [&str; 14] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "0BSD",
];
/// Test tools that are never part of what is shipped: name and licence.
const IN_TESTS: [(&str, &str); 1] = [("webdriver", "MPL-2.0")];
const REGISTRY: &str = "registry+";

struct Crate {
    name: String,
    version: String,
    licence: String,
    source: Option<String>,
    ours: bool,
}

/// Checks every crate of the lock file that this platform builds.
///
/// # Errors
/// When cargo's metadata cannot be had, or a crate breaks a rule; each is named.
pub fn check(root: &Path) -> Result<String, String> {
    let crates = crates(&metadata(root)?)?;
    let broken = broken(&crates);
    if !broken.is_empty() {
        return Err(format!("{}\n\nlicences: {} broken rules", broken.join("\n"), broken.len()));
    }
    let twice = twice(&crates);
    for (name, versions) in &twice {
        println!("built twice: {name} {}", versions.join(", "));
    }
    let ours = crates.iter().filter(|one| one.ours).count();
    let others = crates.len() - ours;
    Ok(format!("licences: {ours} crates of the house on {others} of others, {} twice", twice.len()))
}

fn metadata(root: &Path) -> Result<Value, String> {
    let host = run(root, "rustc", &["-vV"])?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let arguments =
        ["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform", host];
    let text = run(root, env!("CARGO"), &arguments)?;
    serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))
}

fn run(root: &Path, program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).current_dir(root).output();
    let output = output.map_err(|e| format!("{program}: {e}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    String::from_utf8(output.stdout).map_err(|e| e.to_string())
}

fn crates(metadata: &Value) -> Result<Vec<Crate>, String> {
    let list = |key: &str| metadata[key].as_array().ok_or(format!("cargo metadata has no {key}"));
    let members: BTreeSet<&str> =
        list("workspace_members")?.iter().filter_map(Value::as_str).collect();
    let nodes = metadata["resolve"]["nodes"].as_array().ok_or("cargo metadata has no nodes")?;
    let used: BTreeSet<&str> = nodes.iter().filter_map(|node| node["id"].as_str()).collect();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages = list("packages")?.iter();
    let built =
        packages.filter(|package| used.contains(package["id"].as_str().unwrap_or_default()));
    Ok(built
        .map(|package| Crate {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: text(&package["license"]),
            source: package["source"].as_str().map(str::to_owned),
            ours: members.contains(package["id"].as_str().unwrap_or_default()),
        })
        .collect())
}

fn broken(crates: &[Crate]) -> Vec<String> {
    let mut broken = Vec::new();
    for one in crates {
        let Crate { name, version, licence, .. } = one;
        let in_tests = IN_TESTS.contains(&(name.as_str(), licence.as_str()));
        if !allowed(licence) && !in_tests {
            broken.push(format!("{name} {version}: licence `{licence}` is not on the list"));
        }
        let public = one.source.as_ref().is_some_and(|source| source.starts_with(REGISTRY));
        if !one.ours && !public {
            let from = one.source.as_deref().unwrap_or("a path outside the workspace");
            broken.push(format!("{name} {version}: comes from {from}, not from the registry"));
        }
    }
    broken
}

/// Crates that are built in more than one version: each costs time and space.
fn twice(crates: &[Crate]) -> Vec<(&str, Vec<&str>)> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in crates {
        versions.entry(&one.name).or_default().push(&one.version);
    }
    versions.into_iter().filter(|(_, versions)| versions.len() > 1).collect()
}

/// Whether an SPDX expression can be met by allowed licences alone.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let verdict = either(&mut rest);
    verdict && rest.is_empty()
}

fn either(rest: &mut &[&str]) -> bool {
    let mut verdict = both(rest);
    while let ["OR", tail @ ..] = rest {
        *rest = tail;
        verdict |= both(rest);
    }
    verdict
}

fn both(rest: &mut &[&str]) -> bool {
    let mut verdict = single(rest);
    while let ["AND", tail @ ..] = rest {
        *rest = tail;
        verdict &= single(rest);
    }
    verdict
}

fn single(rest: &mut &[&str]) -> bool {
    match *rest {
        ["(", tail @ ..] => {
            *rest = tail;
            let verdict = either(rest);
            let closed = rest.first() == Some(&")");
            *rest = rest.get(1..).unwrap_or_default();
            verdict && closed
        }
        [licence, "WITH", exception, tail @ ..] => {
            *rest = tail;
            ALLOWED.contains(&format!("{licence} WITH {exception}").as_str())
        }
        [licence, tail @ ..] => {
            *rest = tail;
            ALLOWED.contains(licence)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read() {
        for good in [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert!(allowed(good), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "AGPL-3.0 OR SSPL-1.0"] {
            assert!(!allowed(bad), "{bad}");
        }
    }

    #[test]
    fn a_foreign_source_is_named() {
        let one = |source: Option<&str>, ours| Crate {
            name: "x".into(),
            version: "1.0.0".into(),
            licence: "MIT".into(),
            source: source.map(str::to_owned),
            ours,
        };
        assert!(broken(&[one(Some("registry+x"), false), one(None, true)]).is_empty());
        assert_eq!(broken(&[one(Some("git+https://x"), false), one(None, false)]).len(), 2);
    }
}
