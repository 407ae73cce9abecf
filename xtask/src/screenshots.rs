//! Pictures of the real window.

use crate::{
    app::Profile,
    prerequisites,
    process::{root, target},
    window_tests,
};
use anyhow::{Context, Result};
use std::fs;

/// The README's, from all that are taken.
const KEPT: [&str; 8] = [
    "inventory-light-1280.png",
    "inventory-dark-1280.png",
    "create-organization-light-1280.png",
    "reveal-light-1280.png",
    "send-form-light-1280.png",
    "copied-dark-1280.png",
    "receipt-light-1280.png",
    "offline-dark-1280.png",
];

/// Takes all into `target/screenshots`, or those of the groups that are named, and keeps the README's
/// in `tests/screenshots`.
pub(crate) fn take(groups: &[&str]) -> Result<()> {
    prerequisites::for_testing()?;
    let folder = target().join("screenshots");
    fs::create_dir_all(&folder)?;
    window_tests::run("screenshots", Profile::Release, groups)?;
    for name in KEPT {
        fs::copy(folder.join(name), root().join("tests/screenshots").join(name))
            .with_context(|| format!("{name} was not taken"))?;
    }
    println!("{} pictures in {}", fs::read_dir(&folder)?.count(), folder.display());
    Ok(())
}
