//! Installers of this system.

use crate::{
    prerequisites,
    process::{program, succeed},
    tools::TAURI_CLI,
    ui,
};
use anyhow::Result;

/// Linux: `.deb` and `.rpm`. macOS and Windows: what `tauri.conf.json` names for them (not run).
pub(crate) fn build() -> Result<()> {
    prerequisites::for_building()?;
    ui::install()?;
    let mut command = program(TAURI_CLI.installed()?);
    command.arg("build");
    if cfg!(target_os = "linux") {
        command.args(["--bundles", "deb,rpm"]);
    }
    succeed(&mut command)
}
