//! The text of the project's files.

use crate::process::{output, program, root};
use anyhow::Result;
use std::fs;

/// A file's path from the top folder, and its text.
pub(super) type Source = (String, String);

/// Every Rust file that git knows or would take, below `folder`.
pub(super) fn rust(folder: &str) -> Result<Vec<Source>> {
    with_ending(folder, ".rs")
}

/// Every file with this ending that git knows or would take, below `folder`.
pub(super) fn with_ending(folder: &str, ending: &str) -> Result<Vec<Source>> {
    let listed = output(program("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        folder,
    ]))?;
    let mut sources = Vec::new();
    for path in listed.lines().filter(|path| path.ends_with(ending)) {
        // A file that was removed is still listed until the next commit.
        if let Ok(text) = fs::read_to_string(root().join(path)) {
            sources.push((path.to_owned(), text));
        }
    }
    Ok(sources)
}

/// A Rust file up to its tests, which stand at the foot.
pub(super) fn without_tests(text: &str) -> &str {
    let before = |start: &str| text.find(start).unwrap_or(text.len());
    let end = before("#[cfg(test)]\nmod ").min(before("#[cfg(test)]\npub(crate) mod "));
    &text[..end]
}
