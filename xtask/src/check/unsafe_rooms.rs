use super::{
    Findings,
    sources::{self, Source},
};
use anyhow::Result;

/// The lint denies unsafe code everywhere; only files in these rooms may lift it. The benchmark reads the
/// counters of the C heap.
const ROOMS: [&str; 3] = ["crates/secret/", "crates/platform/", "tests/bench/"];

pub(super) fn find() -> Result<Findings> {
    let mut all = sources::rust("crates")?;
    for folder in ["src-tauri", "tests", "xtask"] {
        all.extend(sources::rust(folder)?);
    }
    // This file speaks of it.
    all.retain(|(path, _)| path != "xtask/src/check/unsafe_rooms.rs");
    Ok(broken(&all))
}

fn broken(sources: &[Source]) -> Findings {
    sources
        .iter()
        .filter(|(path, _)| !ROOMS.iter().any(|room| path.starts_with(room)))
        .filter(|(_, text)| {
            text.contains("allow(unsafe_code") || text.contains("expect(unsafe_code")
        })
        .map(|(path, _)| format!("{path} allows unsafe code"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_code_elsewhere_is_found() {
        let lifted = "#![allow(unsafe_code, reason = \"x\")]".to_owned();
        assert!(broken(&[("crates/secret/src/page.rs".into(), lifted.clone())]).is_empty());
        assert_eq!(broken(&[("crates/core/src/key.rs".into(), lifted)]).len(), 1);
    }
}
