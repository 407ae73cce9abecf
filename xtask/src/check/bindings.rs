use super::Findings;
use crate::bindings;
use anyhow::Result;

pub(super) fn find() -> Result<Findings> {
    let drifted = bindings::drift()?;
    Ok(drifted.into_iter().map(|file| format!("{file}: run `cargo xtask bindings`")).collect())
}
