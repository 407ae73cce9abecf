//! Rust programs that only tests and releases need, each in a fixed version in `target/tools`.

use crate::process::{cargo, succeed, target};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};

/// Speaks WebDriver for Tauri windows.
pub(crate) const TAURI_DRIVER: Tool = Tool { name: "tauri-driver", version: "2.1.0" };
/// Checks licences, sources, duplicates and advisories of dependencies.
pub(crate) const CARGO_DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };

/// Lists the crates that a program is made of.
pub(crate) const CARGO_SBOM: Tool = Tool { name: "cargo-sbom", version: "0.10.0" };

pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    /// Installs the tool unless it is there, and says where it is.
    pub(crate) fn installed(&self) -> Result<PathBuf> {
        let folder = target().join("tools");
        let register = fs::read_to_string(folder.join(".crates.toml")).unwrap_or_default();
        if !register.contains(&format!("\"{} {} ", self.name, self.version)) {
            println!("Installing {} {} into target/tools", self.name, self.version);
            succeed(
                // Without optimisation: they are built longer than they run.
                cargo()
                    .args(["install", "--quiet", "--debug", "--locked", "--root"])
                    .arg(&folder)
                    .args(["--version", self.version, self.name])
                    .env("CARGO_PROFILE_DEV_DEBUG", "0"),
            )?;
        }
        let file = format!("{}{}", self.name, std::env::consts::EXE_SUFFIX);
        let path = folder.join("bin").join(file);
        path.canonicalize().with_context(|| format!("{} is not where it belongs", self.name))
    }
}
