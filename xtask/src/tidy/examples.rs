//! Examples in documentation run; crates without any don't start a runner for nothing, whose empty
//! reports would bury the end of a test run, where it says what was skipped.

use super::{Finding, House};

pub fn check(house: &House) -> Vec<Finding> {
    let manifests = house.files.iter().filter(|file| file.path.ends_with("/Cargo.toml"));
    manifests
        .filter_map(|manifest| {
            let folder = manifest.path.trim_end_matches("Cargo.toml");
            house.file(&format!("{folder}src/lib.rs"))?;
            let runs = !says_no(&manifest.text);
            let sources = format!("{folder}src/");
            let example = house.files.iter().find(|file| {
                file.path.starts_with(&sources)
                    && file.has_extension("rs")
                    && has_example(&file.text)
            });
            let says = match (example, runs) {
                (None, true) => "no example in its docs: say `[lib] doctest = false`".to_owned(),
                (Some(file), false) => {
                    format!("{} has an example, which must run: no `doctest = false`", file.path)
                }
                _ => return None,
            };
            Some(Finding::new(&manifest.path, 1, says))
        })
        .collect()
}

fn says_no(manifest: &str) -> bool {
    let manifest: Option<toml::Table> = manifest.parse().ok();
    let doctest = manifest.as_ref().and_then(|m| m.get("lib")?.get("doctest")?.as_bool());
    doctest == Some(false)
}

/// A fence in a doc comment that rustdoc takes for Rust.
fn has_example(source: &str) -> bool {
    let mut open = false;
    source.lines().any(|line| {
        let line = line.trim_start();
        let doc = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        let Some(kind) = doc.and_then(|doc| doc.trim().strip_prefix("```")) else { return false };
        open = !open;
        open && ["", "rust", "no_run", "should_panic", "compile_fail"].contains(&kind)
    })
}

#[cfg(test)]
mod tests {
    use crate::tidy::said;

    #[test]
    fn examples_run_and_only_they() {
        let check = |lib: &str, source: &str| {
            let manifest = format!("[package]\nname = \"web\"\n{lib}");
            let files =
                [("base/web/Cargo.toml", manifest.as_str()), ("base/web/src/lib.rs", source)];
            said(super::check, &files).len()
        };
        let (with, without) = ("/// ```\n/// a();\n/// ```\n", "/// ```text\n/// a\n/// ```\n");
        let off = "[lib]\ndoctest = false\n";
        assert_eq!((check("", with), check(off, without)), (0, 0));
        assert_eq!((check(off, with), check("", without)), (1, 1));
        assert!(said(super::check, &[("xtask/Cargo.toml", "[package]")]).is_empty());
    }
}
