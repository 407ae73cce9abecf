//! Python programs that only the tests need, in fixed versions, in `target/tools/python`.

use crate::process::{program, succeed, target};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};

/// `aws`, and the server that stands in for AWS.
const PACKAGES: [&str; 2] = ["awscli==1.46.3", "moto[server]==5.2.5"];
/// How the tests are told where they are.
pub(crate) const FOLDER: &str = "HANDOFF_TEST_PYTHON";

/// Installs the programs unless they are there, and says in which folder they are.
pub(crate) fn installed() -> Result<PathBuf> {
    let environment = target().join("tools/python");
    let register = environment.join("packages");
    let wanted = PACKAGES.join("\n");
    if fs::read_to_string(&register).unwrap_or_default() != wanted {
        println!("Installing {} into target/tools", PACKAGES.join(" "));
        succeed(program("python3").args(["-m", "venv"]).arg(&environment))?;
        let pip = environment.join("bin/pip");
        succeed(program(pip).args(["install", "--quiet"]).args(PACKAGES))?;
        fs::write(&register, wanted)?;
    }
    environment.join("bin").canonicalize().context("the Python programs are not where they belong")
}
