//! What the app is made of: a list of the crates and one of the packages of the pages, as CycloneDX says them.

use crate::{
    process::{output, program, target},
    tools::CARGO_SBOM,
    ui,
};
use anyhow::{Result, ensure};
use std::{fs, process::Command};

/// Writes both lists to where the installers are.
pub(crate) fn write() -> Result<()> {
    let mut crates = program(CARGO_SBOM.installed()?);
    crates.args(["--cargo-package", "sigsentry-keys", "--output-format", "cyclone_dx_json_1_4"]);
    keep("sigsentry-keys", &mut crates, "tauri")?;

    // With what only builds the pages, which is marked so: the compiler and the code it puts in are one package.
    let mut packages = ui::npm();
    packages.args(["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]);
    keep("sigsentry-keys-ui", packages.args(["--sbom-type", "application"]), "svelte")
}

/// Keeps what a program prints, once it is a list that has what is known to be in it.
fn keep(name: &str, program: &mut Command, known: &str) -> Result<()> {
    let list = output(program)?;
    let read: serde_json::Value = serde_json::from_str(&list)?;
    let components = read["components"].as_array().map_or(&[][..], Vec::as_slice);
    ensure!(
        components.iter().any(|component| component["name"] == known),
        "the list of {name} lacks {known}"
    );
    let folder = target().join("release/bundle");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.cdx.json"));
    fs::write(&file, &list)?;
    println!("{}: {} components", file.display(), components.len());
    Ok(())
}
