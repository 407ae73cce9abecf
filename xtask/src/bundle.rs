//! Installers of this system.

use crate::{
    prerequisites,
    process::{program, root, succeed},
    ui,
};
use anyhow::Result;
use std::process::Command;

/// Linux: `.deb` and `.rpm`. macOS and Windows: what `tauri.conf.json` names for them (not run).
pub(crate) fn build() -> Result<()> {
    prerequisites::for_building()?;
    ui::install()?;
    succeed(tauri("build").arg("--no-bundle"))?;
    succeed(&mut bundle())
}

/// The same once more, of the app that is built already, as if it had another version.
pub(crate) fn again_as(version: &str) -> Result<()> {
    let config = serde_json::json!({ "version": version });
    succeed(bundle().args(["--config", &config.to_string()]))
}

/// What is built becomes installers. On Linux, packages have names without capitals and spaces.
fn bundle() -> Command {
    let mut command = tauri("bundle");
    if cfg!(target_os = "linux") {
        command.args(["--bundles", "deb,rpm", "--config", "src-tauri/linux/tauri.conf.json"]);
    }
    command
}

fn tauri(verb: &str) -> Command {
    let mut command = program("node");
    command.arg(root().join("ui/node_modules/@tauri-apps/cli/tauri.js")).arg(verb);
    command
}
