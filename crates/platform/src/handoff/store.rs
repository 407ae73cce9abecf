//! The password store of pass: whether a file is in it, never what.

use super::Surroundings;
use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A file below the store; `None` if there is no place for a store.
pub(super) fn file(around: &Surroundings, name: &str) -> Option<PathBuf> {
    let store = match around.variable("PASSWORD_STORE_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => around.home()?.join(".password-store"),
    };
    Some(store.join(name))
}

/// When a file was last written; `None` if it is not there.
pub(super) fn written(around: &Surroundings, name: &str) -> Option<(SystemTime, u64)> {
    let file = fs::metadata(file(around, name)?).ok()?;
    Some((file.modified().ok()?, file.len()))
}

/// The first line of the file of this name that is nearest above an entry: each folder of the store may
/// have its own.
pub(super) fn nearest_line(around: &Surroundings, name: &str, entry: &str) -> Option<String> {
    let above = Path::new(entry).ancestors().skip(1);
    above.filter_map(|folder| folder.join(name).to_str().map(str::to_owned)).find_map(|name| {
        let text = fs::read_to_string(file(around, &name)?).ok()?;
        text.lines().next().map(str::to_owned)
    })
}
