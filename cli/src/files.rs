//! Files and folders → names and byte sources.

use floorlens_core::bytes::{ByteSource, ReadError};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A file that can be read.
pub(crate) struct Found {
    /// As it stands in answers: the path as it was typed; below a folder, the folder's name and the path inside it.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) source: Rc<dyn ByteSource>,
}

/// All files that were found, and a sentence about each one that could not be opened.
pub(crate) struct Files {
    pub(crate) files: Vec<Found>,
    pub(crate) errors: Vec<String>,
}

/// Opens the files that were named and those inside the folders that were named, sorted by path. Names that begin with a dot are
/// left out inside folders.
pub(crate) fn find(paths: &[PathBuf]) -> Files {
    let mut found = Files { files: Vec::new(), errors: Vec::new() };
    for path in paths {
        if path.is_dir() {
            // `plant/` and `.` have a name too, once resolved.
            let name = path
                .file_name()
                .map(PathBuf::from)
                .or_else(|| path.canonicalize().ok()?.file_name().map(PathBuf::from));
            walk(path, &name.unwrap_or_default(), &mut found);
        } else {
            open(path, path, &mut found);
        }
    }
    found
}

/// Walks a folder without recursion, so that depth is no limit; links to folders are not followed, so that none is walked for ever.
fn walk(folder: &Path, name: &Path, found: &mut Files) {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), name.to_owned())];
    while let Some((folder, name)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => {
                found.errors.push(format!("The folder {} could not be read: {e}.", folder.display()));
                continue;
            }
        };
        for entry in entries.flatten() {
            let (path, name) = (entry.path(), name.join(entry.file_name()));
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push((path, name)),
                Ok(kind) if kind.is_symlink() && path.is_dir() => {}
                _ => files.push((path, name)),
            }
        }
    }
    files.sort();
    for (path, name) in files {
        open(&path, &name, found);
    }
}

fn open(path: &Path, name: &Path, found: &mut Files) {
    match DiskFile::open(path) {
        Ok(source) => found.files.push(Found { name: spelled(name), source: Rc::new(source) }),
        Err(e) => found.errors.push(format!("{} could not be opened: {e}. The other files are read.", path.display())),
    }
}

/// Names of files below a folder are spelled with `/` everywhere, so that answers are the same on every system.
fn spelled(name: &Path) -> String {
    let name = name.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// A file on disk, read where asked.
struct DiskFile {
    file: File,
    len: u64,
}

impl DiskFile {
    fn open(path: &Path) -> std::io::Result<Self> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Ok(Self { file, len })
    }
}

impl ByteSource for DiskFile {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        read_at(&self.file, buf, offset).map_err(|e| ReadError(format!("{e}.")))
    }
}

#[cfg(unix)]
fn read_at(file: &File, buf: &mut [u8], offset: u64) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buf, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buf: &mut [u8], offset: u64) -> std::io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buf, offset)
}
