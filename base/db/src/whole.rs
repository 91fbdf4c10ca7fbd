//! A file that is there whole or not at all.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use crate::{Error, Result};

/// Lets `write` make `FILE.part`, and gives it its name `path` once it is whole. When anything
/// fails nothing is left, so that the same can be tried again. What another try left behind that
/// was cut off (a power failure) makes room for this one.
///
/// # Errors
/// Those of `write`; a fault when `path` exists; that the file could not be named.
pub fn whole_file<E: From<Error>>(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    if path.exists() {
        let why = format!("{} exists already: choose a new file", path.display());
        return Err(Error::fault(why).into());
    }
    let part = Part(with_ending(path, ".part"));
    part.clear();
    write(&part.0)?;
    part.name(path).map_err(|cause| {
        Error::Unavailable(format!("{} cannot be written: {cause}", path.display())).into()
    })
}

/// The file and what SQLite lays beside it; gone when it is dropped, unless it got its name.
struct Part(PathBuf);

impl Part {
    fn clear(&self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            // Most often there is none; one that cannot be taken away shows when it is written.
            drop(fs::remove_file(with_ending(&self.0, ending)));
        }
    }

    fn name(&self, path: &Path) -> std::io::Result<()> {
        fs::File::open(&self.0)?.sync_all()?;
        fs::rename(&self.0, path)?;
        #[cfg(unix)]
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.clear();
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("hilir-whole-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    fn files(folder: &Path) -> Vec<OsString> {
        let all = fs::read_dir(folder).expect("a folder");
        all.map(|one| one.expect("a file").file_name()).collect()
    }

    #[test]
    fn a_file_that_was_not_finished_is_not_there() {
        let folder = folder("failed");
        let file = folder.join("copy.db");
        let failed = whole_file(&file, |part| {
            fs::write(part, "half").expect("written");
            fs::write(with_ending(part, "-wal"), "half").expect("written");
            Err(Error::Unavailable("the disk is full".to_owned()))
        });
        assert!(matches!(failed, Err(Error::Unavailable(_))), "{failed:?}");
        assert!(files(&folder).is_empty(), "{:?}", files(&folder));
        // Nothing stands in the way of the next try, not even what a power failure left.
        fs::write(folder.join("copy.db.part"), "half of yesterday").expect("written");
        let write = |part: &Path| {
            assert!(!part.exists());
            fs::write(part, "whole").map_err(Error::fault)
        };
        whole_file(&file, write).expect("written");
        assert_eq!(files(&folder), ["copy.db"]);
        assert_eq!(fs::read_to_string(&file).expect("read"), "whole");
        assert!(whole_file(&file, write).is_err(), "nothing is written over");
        fs::remove_dir_all(folder).expect("removed");
    }
}
