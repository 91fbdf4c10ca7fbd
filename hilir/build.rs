//! Puts the words, the migrations and the look into the program, so that it is one file.

use std::{
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn main() {
    #[expect(clippy::disallowed_methods, reason = "cargo tells a build script where to write")]
    let (out, here) = (env::var("OUT_DIR"), env::var("CARGO_MANIFEST_DIR"));
    let (Ok(out), Ok(here)) = (out, here) else { panic!("cargo sets OUT_DIR") };
    let root = Path::new(&here).join("..");
    let mut text = String::new();
    list(&mut text, &root, "WORDS_ID", "words/id", "toml");
    list(&mut text, &root, "WORDS_EN", "words/en", "toml");
    list(&mut text, &root, "MIGRATIONS", "migrations", "sql");
    list(&mut text, &root, "STYLES", "assets/css", "css");
    list(&mut text, &root, "ASSETS", "assets", "");
    list(&mut text, &root, "PAPERS", "papers", "typ");
    list_bytes(&mut text, &root, "TILL", "assets/till");
    pack_relocations();
    if let Err(error) = fs::write(Path::new(&out).join("embedded.rs"), text) {
        panic!("cannot write embedded.rs: {error}");
    }
}

/// A program that may stand anywhere in memory begins by reading where its addresses stand: six
/// megabytes of this one's file, or a tenth of one in the form that glibc reads since 2.36. Built
/// with an older one it keeps the old form, so that it runs where it was built.
fn pack_relocations() {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let said = said.map(|said| String::from_utf8_lossy(&said.stdout).into_owned());
    let number = |part: Option<&str>| part.and_then(|part| part.trim().parse::<u32>().ok());
    let version = said.ok().and_then(|said| {
        let mut parts = said.strip_prefix("glibc ")?.split('.');
        Some((number(parts.next())?, number(parts.next())?))
    });
    #[expect(clippy::disallowed_methods, reason = "cargo tells a build script what it builds for")]
    let (host, target) = (env::var("HOST"), env::var("TARGET"));
    if version >= Some((2, 36)) && host == target && target.is_ok_and(|t| t.ends_with("linux-gnu"))
    {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// `pub const NAME: &[(&str, &str)]`: file names and their texts, in the order of names.
fn list(text: &mut String, root: &Path, name: &str, folder: &str, ending: &str) {
    let mut files = files_in(&root.join(folder));
    files.retain(|file| ending.is_empty() || file.extension().is_some_and(|e| e == ending));
    write_list(text, name, "str", "include_str", &files);
}

/// `pub const NAME: &[(&str, &[u8])]`: the same of files that need not be text.
fn list_bytes(text: &mut String, root: &Path, name: &str, folder: &str) {
    write_list(text, name, "[u8]", "include_bytes", &files_in(&root.join(folder)));
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else { panic!("{} is missing", folder.display()) };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.is_file());
    files.sort();
    files
}

fn write_list(text: &mut String, name: &str, kind: &str, include: &str, files: &[PathBuf]) {
    let _ = writeln!(text, "pub const {name}: &[(&str, &{kind})] = &[");
    for file in files {
        let Ok(path) = file.canonicalize() else { panic!("{} is gone", file.display()) };
        let bare = file.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(text, "    ({bare:?}, {include}!({:?})),", path.display().to_string());
    }
    let _ = writeln!(text, "];");
}
