//! The UI: its packages and its build.

use crate::process::{program, root, succeed};
use anyhow::{Context, Result};
use std::{fs, path::Path, process::Command, time::SystemTime};

/// `npm` in `ui/`.
pub(crate) fn npm() -> Command {
    let mut command = program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(root().join("ui"));
    command
}

/// Installs the packages of the lock file, unless exactly those are there.
pub(crate) fn install() -> Result<()> {
    let ui = root().join("ui");
    let wanted = fs::read(ui.join("package-lock.json")).context("ui/package-lock.json")?;
    let stamp = ui.join("node_modules/.package-lock.installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Installing the UI's packages");
    // No package may run a script while it is installed.
    succeed(npm().args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::write(stamp, wanted).context("ui/node_modules cannot be written")
}

/// Builds `ui/dist`, unless it is newer than everything it is made from: the app is compiled anew
/// whenever it changes.
pub(crate) fn build() -> Result<()> {
    install()?;
    let ui = root().join("ui");
    let sources = [
        "src",
        "index.html",
        "sign-in.html",
        "passphrase.html",
        "package-lock.json",
        "vite.config.ts",
        "tsconfig.json",
    ];
    let newest = sources.iter().filter_map(|name| newest(&ui.join(name))).max();
    let built = modified(&ui.join("dist/index.html"));
    if built.is_some() && built >= newest {
        return Ok(());
    }
    println!("Building the UI");
    succeed(npm().args(["run", "--silent", "build", "--", "--logLevel", "warn"]))
}

fn newest(path: &Path) -> Option<SystemTime> {
    let below = fs::read_dir(path).into_iter().flatten().flatten();
    below.filter_map(|entry| newest(&entry.path())).chain(modified(path)).max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
