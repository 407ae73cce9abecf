use super::Findings;
use crate::process::{cargo, output};
use anyhow::Result;
use serde_json::Value;

/// Each room, and whom of the others it may use. Everything that is not named is forbidden.
const ROOMS: [(&str, &[&str]); 9] = [
    ("sigsentry-keys-secret", &[]),
    ("sigsentry-keys-core", &["sigsentry-keys-secret"]),
    ("sigsentry-keys-contract", &["sigsentry-keys-core"]),
    ("sigsentry-keys-api", &["sigsentry-keys-core", "sigsentry-keys-secret"]),
    ("sigsentry-keys-platform", &["sigsentry-keys-core", "sigsentry-keys-secret"]),
    ("sigsentry-sandbox", &[]),
    (
        "sigsentry-keys-app",
        &[
            "sigsentry-keys-api",
            "sigsentry-keys-contract",
            "sigsentry-keys-core",
            "sigsentry-keys-platform",
        ],
    ),
    (
        "sigsentry-keys",
        &[
            "sigsentry-keys-app",
            "sigsentry-keys-contract",
            "sigsentry-keys-core",
            "sigsentry-keys-platform",
        ],
    ),
    ("xtask", &[]),
];

/// Packages that only one room may name, with the reason in a word.
const RESERVED: [(&str, &str, &str); 8] = [
    ("tauri", "sigsentry-keys", "only the shell knows windows"),
    ("reqwest", "sigsentry-keys-api", "only the adapter speaks HTTP"),
    ("arboard", "sigsentry-keys-platform", "only the lease touches the clipboard"),
    ("rusqlite", "sigsentry-keys-platform", "only the store keeps anything"),
    ("keyring", "sigsentry-keys-platform", "only the keychain's adapter asks it"),
    ("region", "sigsentry-keys-secret", "only a secret's pages are protected"),
    ("ts-rs", "sigsentry-keys-contract", "only the contract becomes TypeScript"),
    ("axum", "sigsentry-sandbox", "only the sandbox serves"),
];

/// What the core must do without: no I/O, no async runtime.
const NOT_IN_CORE: [&str; 4] = ["tokio", "serde_json", "libc", "futures-util"];

pub(super) fn find() -> Result<Findings> {
    let metadata = output(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let mut findings = broken(&serde_json::from_str(&metadata)?);
    let tree = ["tree", "--package", "sigsentry-keys-app", "--edges", "normal", "--prefix", "none"];
    findings.extend(windows_in(&output(cargo().args(tree))?));
    Ok(findings)
}

/// The application knows no windows, not even by way of another package.
fn windows_in(tree: &str) -> Findings {
    let named = tree.lines().filter_map(|line| line.split(' ').next());
    let windows = named.filter(|name| ["tauri", "wry", "tao", "gtk"].contains(name));
    windows.map(|name| format!("the application must do without {name}")).collect()
}

fn broken(metadata: &Value) -> Findings {
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = ROOMS.iter().find(|room| room.0 == name) else {
            findings.push(format!("{name} is no room of the house"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            // Tests may use more: they prove things across rooms.
            if dependency["kind"] == "dev" {
                continue;
            }
            let other = dependency["name"].as_str().unwrap_or_default();
            if ROOMS.iter().any(|room| room.0 == other) && !allowed.contains(&other) {
                findings.push(format!("{name} must not know {other}"));
            }
            if let Some((_, owner, reason)) = RESERVED.iter().find(|one| one.0 == other)
                && *owner != name
            {
                findings.push(format!("{name} must not use {other}: {reason}"));
            }
            if name == "sigsentry-keys-core" && NOT_IN_CORE.contains(&other) {
                findings.push(format!("the core must do without {other}"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
        let dependencies: Vec<_> =
            dependencies.iter().map(|(name, kind)| json!({ "name": name, "kind": kind })).collect();
        json!({ "packages": [{ "name": name, "dependencies": dependencies }] })
    }

    #[test]
    fn a_window_library_below_the_application_is_found() {
        let tree = "sigsentry-keys-app v0.1.0\nchrono v0.4.45\ntauri-utils v2.0.0";
        assert!(windows_in(tree).is_empty());
        let found = windows_in(&format!("{tree}\ntauri v2.12.5 (*)"));
        assert_eq!(found, ["the application must do without tauri"]);
    }

    #[test]
    fn an_arrow_that_is_not_in_the_table_is_found() {
        for (room, other) in [
            ("sigsentry-keys-contract", "sigsentry-keys-secret"),
            ("sigsentry-keys-api", "sigsentry-keys-platform"),
            ("sigsentry-keys", "sigsentry-sandbox"),
            ("sigsentry-keys-core", "tauri"),
            ("sigsentry-keys-platform", "reqwest"),
            ("sigsentry-keys-core", "tokio"),
        ] {
            assert_eq!(broken(&package(room, &[(other, None)])).len(), 1, "{room} → {other}");
        }
        assert_eq!(broken(&package("helpers", &[])), ["helpers is no room of the house"]);
    }

    #[test]
    fn allowed_arrows_and_those_of_tests_are_not() {
        let ours = [("sigsentry-keys-core", None), ("sigsentry-keys-sandbox", Some("dev"))];
        assert!(broken(&package("sigsentry-keys-api", &ours)).is_empty());
        let tests = [("sigsentry-sandbox", Some("dev"))];
        assert!(broken(&package("sigsentry-keys-api", &tests)).is_empty());
    }
}
