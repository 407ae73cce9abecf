//! A new file in a folder: never in the place of another one, and for its owner only.

use sigsentry_keys_contract::export::ExportError;
use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

/// More files of one name than a person makes in a minute.
const MOST: u32 = 100;

/// Writes `name.ending`, or `name (2).ending` if that is there already.
pub(crate) fn new_file(
    folder: &Path,
    name: &str,
    ending: &str,
    bytes: &[u8],
) -> Result<PathBuf, ExportError> {
    fs::create_dir_all(folder).map_err(|_| ExportError::NoFolder)?;
    for count in 1..=MOST {
        let number = if count == 1 { String::new() } else { format!(" ({count})") };
        let path = folder.join(format!("{name}{number}.{ending}"));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(mut file) => {
                return match file.write_all(bytes).and_then(|()| file.sync_all()) {
                    Ok(()) => Ok(path),
                    Err(_) => {
                        // Half a file would pass for a whole one.
                        let _ = fs::remove_file(&path);
                        Err(ExportError::NotWritten)
                    }
                };
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(_) => return Err(ExportError::NotWritten),
        }
    }
    Err(ExportError::NotWritten)
}
