//! Python programs that only the tests need, each in a fixed version in `target/tools`.

use crate::process::{program, succeed, target};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};

/// How the tests are told where [`for_sending`] is.
pub(crate) const FOLDER: &str = "HANDOFF_TEST_PYTHON";

/// `aws`, and the server that stands in for AWS: values are really sent there.
pub(crate) fn for_sending() -> Result<PathBuf> {
    venv(&["awscli==1.46.3", "moto[server]==5.2.5"])
}

/// The `bin` folder of a virtual environment with exactly these packages, written as pip does
/// (`name==version`), and what they need; made unless it is there. The first one names it.
pub(crate) fn venv(packages: &[&str]) -> Result<PathBuf> {
    let first = packages.first().context("an environment without packages")?;
    let name = first.split(['=', '[']).next().unwrap_or(first);
    let folder = target().join("tools").join(format!("python-{name}"));
    let (stamp, wanted) = (folder.join("installed"), packages.join("\n"));
    let bin = folder.join("bin");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return bin.canonicalize().context("a virtual environment is not where it belongs");
    }
    println!("Installing {} into target/tools", packages.join(", "));
    // What is half there would be taken for whole.
    if folder.exists() {
        fs::remove_dir_all(&folder).context("an old virtual environment cannot be removed")?;
    }
    succeed(program("python3").args(["-m", "venv"]).arg(&folder))?;
    let bin = bin.canonicalize().context("a virtual environment is not where it belongs")?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    succeed(program(bin.join("python3")).args(pip).args(packages))?;
    fs::write(stamp, wanted).context("target/tools cannot be written")?;
    Ok(bin)
}
