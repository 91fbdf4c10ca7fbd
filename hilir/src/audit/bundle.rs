//! The zip as it is written, and its manifest.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::Path,
};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::Trouble;

/// What lists all other files with their SHA-256.
pub const MANIFEST: &str = "manifest.json";
/// The same for `sha256sum -c`, for who has no Hilir.
pub const SUMS: &str = "SHA256SUMS";
const CHUNK: usize = 64 << 10;

/// A file in the zip.
struct Entry {
    path: String,
    bytes: u64,
    sha256: String,
}

pub struct Bundle {
    zip: ZipWriter<BufWriter<File>>,
    entries: Vec<Entry>,
    /// How often each name was asked for.
    names: BTreeMap<String, u32>,
}

impl Bundle {
    pub fn create(out: &Path) -> io::Result<Self> {
        let zip = ZipWriter::new(BufWriter::new(File::create(out)?));
        Ok(Self { zip, entries: Vec::new(), names: BTreeMap::new() })
    }

    /// A whole file. A name that is taken gets a number.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.copy(path, &mut &bytes[..])
    }

    /// A file as it is read, however long it is.
    pub fn copy(&mut self, path: &str, from: &mut dyn Read) -> Result<(), Trouble> {
        let path = self.free(path);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(true);
        self.zip.start_file(&path, options)?;
        let (mut hash, mut bytes, mut chunk) = (Sha256::new(), 0, vec![0; CHUNK]);
        loop {
            let read = from.read(&mut chunk)?;
            if read == 0 {
                break;
            }
            hash.update(&chunk[..read]);
            self.zip.write_all(&chunk[..read])?;
            bytes += read as u64;
        }
        self.entries.push(Entry { path, bytes, sha256: hex(&hash.finalize()) });
        Ok(())
    }

    /// A file that was written beside the zip, from its beginning.
    pub fn copy_file(&mut self, path: &str, mut from: File) -> Result<(), Trouble> {
        from.seek(SeekFrom::Start(0))?;
        self.copy(path, &mut BufReader::new(from))
    }

    /// A name that no file has yet: the second `a.pdf` is `a-2.pdf`.
    fn free(&mut self, path: &str) -> String {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let mut free = path.to_owned();
        while let Some(times) = self.names.get_mut(&free) {
            *times += 1;
            free = format!("{stem}-{times}.{ending}");
        }
        self.names.insert(free.clone(), 1);
        free
    }

    /// Ends with the manifest, which says `about` and lists every file.
    pub fn finish(mut self, about: Value) -> Result<usize, Trouble> {
        let files = self
            .entries
            .iter()
            .map(|entry| json!({"path": entry.path, "bytes": entry.bytes, "sha256": entry.sha256}));
        let mut manifest = about;
        manifest["files"] = files.collect();
        let line = |entry: &Entry| format!("{}  {}\n", entry.sha256, entry.path);
        let sums: String = self.entries.iter().map(line).collect();
        let files = self.entries.len();
        self.add(SUMS, sums.as_bytes())?;
        self.add(MANIFEST, &serde_json::to_vec_pretty(&manifest)?)?;
        self.zip.finish()?.flush()?;
        Ok(files)
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 and size of what can be read.
pub fn digest(from: &mut dyn Read) -> io::Result<([u8; 32], u64)> {
    let (mut hash, mut size, mut chunk) = (Sha256::new(), 0, vec![0; CHUNK]);
    loop {
        let read = from.read(&mut chunk)?;
        if read == 0 {
            return Ok((hash.finalize().into(), size));
        }
        hash.update(&chunk[..read]);
        size += read as u64;
    }
}

pub fn hash_of(file: &Path) -> io::Result<([u8; 32], u64)> {
    digest(&mut BufReader::new(File::open(file)?))
}

/// A name for a file in the zip: nothing that a file system or a reader could take for a way.
pub fn plain(name: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().map(kept).take(120).collect();
    let parts: Vec<_> = name.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "tanpa-nomor".to_owned() } else { parts.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        assert_eq!(plain("NOTA/XI/2025"), "nota-xi-2025");
        assert_eq!(plain("../../etc/passwd"), "etc-passwd");
        assert_eq!(plain("C:\\x\0\u{202e}"), "c-x");
        assert_eq!(plain("…"), "tanpa-nomor");
        assert!(plain(&"a".repeat(500)).len() <= 120);
    }
}
