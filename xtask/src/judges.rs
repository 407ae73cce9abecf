//! Outside judges: what others wrote to find fault with servers, let loose on ours.

use crate::{
    app::{self, Profile},
    process::{program, root, succeed},
    python,
    sandbox::Sandbox,
};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path, process::Command};

/// Generates requests from an OpenAPI document and holds the answers against it.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";
/// The same requests every time, as far as time allows them.
const SEED: &str = "20261";
/// For all phases together, in seconds. Without the limit it goes on for as long as it finds new paths.
const TIME: &str = "120";

/// The sandbox against its own document, sequences of requests included.
pub(crate) fn run(names: &[&str]) -> Result<()> {
    if !names.is_empty() {
        bail!("the judges run all their tests or none");
    }
    app::build(Profile::Debug)?;
    let judge = python::venv(&[SCHEMATHESIS])?.join("schemathesis");
    // No judge is patient: what is limited says 429, and nothing else is seen of it.
    let sandbox = Sandbox::start(Profile::Debug, &["--rate-limit", "1000000,1000000"])?;
    let folder = tempfile::tempdir()?;
    finds_a_lie(&judge, &sandbox.url, folder.path())?;
    let document = root().join("crates/sandbox/openapi.json");
    succeed(
        asked(&judge, &sandbox.url, folder.path(), &document)
            .args(["--workers", "2", "--max-time", TIME])
            .args(["--phases", "examples,coverage,fuzzing,stateful"]),
    )
}

/// A judge that finds nothing in a document that lies would prove nothing.
fn finds_a_lie(judge: &Path, url: &str, folder: &Path) -> Result<()> {
    let truth = fs::read_to_string(root().join("crates/sandbox/openapi.json"))?;
    let lie = truth.replace(r#""success": {"const": true}"#, r#""success": {"const": "yes"}"#);
    if lie == truth {
        bail!("openapi.json has nothing to lie about");
    }
    let document = folder.join("lie.json");
    fs::write(&document, lie)?;
    let output = asked(judge, url, folder, &document)
        .args(["--phases", "examples", "--no-color"])
        .output()
        .context("schemathesis could not be started")?;
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.success() || !said.contains("Response violates schema") {
        bail!("schemathesis does not notice wrong answers:\n{said}");
    }
    Ok(())
}

fn asked(judge: &Path, url: &str, folder: &Path, document: &Path) -> Command {
    let mut command = program(judge);
    // It leaves a cache where it runs.
    command.current_dir(folder);
    command.arg("--config-file").arg(root().join("crates/sandbox/schemathesis.toml"));
    command.arg("run").arg(document).args(["--url", url, "--seed", SEED]);
    command
}
