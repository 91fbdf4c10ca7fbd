//! Comparing a pack with its own manifest again: nothing but the file is needed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use serde::Deserialize;
use zip::ZipArchive;

use super::{
    Trouble,
    bundle::{MANIFEST, SUMS, digest, hex},
};

/// A manifest larger than this was not written by Hilir.
const MANIFEST_MAX: u64 = 64 << 20;

#[derive(Deserialize)]
struct Manifest {
    format: String,
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    bytes: u64,
    sha256: String,
}

/// What the comparison found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Files that are as the manifest says.
    pub good: usize,
    /// Files that are not, or that are not there, or that nobody listed.
    pub wrong: Vec<String>,
}

/// Reads every file of the pack once, with bounded memory.
///
/// # Errors
/// When it is no zip, or has no manifest.
pub fn check(file: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Checked, Trouble> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(file)?))?;
    let mut text = Vec::new();
    zip.by_name(MANIFEST)?.take(MANIFEST_MAX).read_to_end(&mut text)?;
    let manifest: Manifest = serde_json::from_slice(&text)?;
    if manifest.format != "hilir-audit/1" {
        return Err(Trouble::File(format!("its manifest is a {:?}", manifest.format)));
    }
    let mut checked = Checked::default();
    let listed: BTreeMap<&str, &Listed> =
        manifest.files.iter().map(|one| (one.path.as_str(), one)).collect();
    let names = zip.file_names().map(|name| name.map(std::borrow::Cow::into_owned));
    let there: BTreeSet<String> = names.collect::<Result<_, _>>()?;
    let own = [MANIFEST, SUMS];
    for name in there.iter().filter(|name| !own.contains(&name.as_str())) {
        if !listed.contains_key(name.as_str()) {
            checked.wrong.push(format!("{name}: not in the manifest"));
        }
    }
    let total = listed.len() as u64;
    for (at, (name, one)) in listed.iter().enumerate() {
        progress(at as u64, total);
        match compare(&mut zip, one) {
            Ok(true) => checked.good += 1,
            Ok(false) => checked.wrong.push(format!("{name}: not what the manifest says")),
            Err(_) if !there.contains(*name) => checked.wrong.push(format!("{name}: missing")),
            Err(error) => checked.wrong.push(format!("{name}: {error}")),
        }
    }
    Ok(checked)
}

fn compare(zip: &mut ZipArchive<BufReader<File>>, one: &Listed) -> Result<bool, Trouble> {
    let entry = zip.by_name(&one.path)?;
    // One byte more than listed is enough to see that it is longer.
    let (sha256, bytes) = digest(&mut entry.take(one.bytes.saturating_add(1)))?;
    Ok(bytes == one.bytes && hex(&sha256) == one.sha256)
}
