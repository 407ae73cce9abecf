//! TypeScript from `crates/contract`.

use crate::process::{cargo, output, root};
use anyhow::{Context, Result};
use std::{collections::BTreeMap, fs, path::Path};

const FOLDER: &str = "ui/src/backend/bindings";

/// Replaces what is in the UI by what the contract says today.
pub(crate) fn write() -> Result<()> {
    let fresh = generated()?;
    let folder = root().join(FOLDER);
    for stale in files(&folder)?.keys().filter(|name| !fresh.contains_key(*name)) {
        fs::remove_file(folder.join(stale))?;
    }
    for (name, text) in &fresh {
        fs::write(folder.join(name), text)?;
    }
    println!("{} files in {FOLDER}", fresh.len());
    Ok(())
}

/// Names of files that are not what the contract says today.
pub(crate) fn drift() -> Result<Vec<String>> {
    Ok(differences(&files(&root().join(FOLDER))?, &generated()?))
}

fn differences(there: &BTreeMap<String, String>, fresh: &BTreeMap<String, String>) -> Vec<String> {
    let changed = fresh.iter().filter(|(name, text)| there.get(*name) != Some(text));
    let stale = there.keys().filter(|name| !fresh.contains_key(*name));
    changed.map(|(name, _)| name).chain(stale).map(|name| format!("{FOLDER}/{name}")).collect()
}

fn generated() -> Result<BTreeMap<String, String>> {
    let folder = tempfile::tempdir()?;
    // ts-rs writes its files in tests that it generates.
    output(
        cargo()
            .args(["test", "--quiet", "--workspace", "--lib", "export_bindings"])
            .env("TS_RS_EXPORT_DIR", folder.path()),
    )?;
    files(folder.path())
}

fn files(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| FOLDER)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        found.insert(name, fs::read_to_string(entry.path())?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_new_and_stale_files_are_drift() {
        let set = |files: &[(&str, &str)]| {
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        let there = set(&[("A.ts", "a"), ("B.ts", "b"), ("Old.ts", "o")]);
        let fresh = set(&[("A.ts", "a"), ("B.ts", "changed"), ("New.ts", "n")]);
        let named: Vec<_> = differences(&there, &fresh);
        assert_eq!(named, ["B.ts", "New.ts", "Old.ts"].map(|name| format!("{FOLDER}/{name}")));
    }
}
