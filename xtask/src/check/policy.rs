use super::Findings;
use crate::process::root;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;

/// What a page may load and reach: its own files, and Rust.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                   font-src 'self'; connect-src ipc: http://ipc.localhost; base-uri 'none'; \
                   form-action 'none'; frame-ancestors 'none'; object-src 'none'";

pub(super) fn find() -> Result<Findings> {
    let read = |path: &str| fs::read_to_string(root().join(path)).with_context(|| path.to_owned());
    Ok(broken(&serde_json::from_str(&read("tauri.conf.json")?)?, &read("Cargo.toml")?))
}

fn broken(config: &Value, manifest: &str) -> Findings {
    let app = &config["app"];
    let mut findings = Vec::new();
    for (place, is, must) in [
        ("app.security.csp", &app["security"]["csp"], json!(CSP)),
        ("app.security.freezePrototype", &app["security"]["freezePrototype"], json!(true)),
        (
            "app.security.capabilities",
            &app["security"]["capabilities"],
            json!(["main", "sign-in", "passphrase"]),
        ),
        ("app.withGlobalTauri", &app["withGlobalTauri"], json!(false)),
        // Windows are made in Rust, where their limits are code.
        ("app.windows", &app["windows"], json!([])),
    ] {
        if *is != must {
            findings.push(format!("tauri.conf.json: {place} must be {must}"));
        }
    }
    let tauri = manifest.lines().find(|line| line.starts_with("tauri = ")).unwrap_or_default();
    for (feature, reason) in [
        ("tracing", "it records whole messages between page and Rust"),
        ("devtools", "it opens a page's memory to anybody at the computer"),
        ("isolation", "its script is one more place that sees messages"),
    ] {
        if tauri.contains(&format!("\"{feature}\"")) {
            findings.push(format!("Cargo.toml: tauri without {feature}: {reason}"));
        }
    }
    if !tauri.contains("default-features = false") {
        findings.push("Cargo.toml: tauri without its default features".into());
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strict() -> Value {
        json!({ "app": { "withGlobalTauri": false, "windows": [], "security": {
            "csp": CSP, "freezePrototype": true, "capabilities": ["main", "sign-in", "passphrase"] } } })
    }

    const MANIFEST: &str = "tauri = { default-features = false, features = [\"wry\"] }";

    #[test]
    fn a_looser_policy_is_found() {
        assert!(broken(&strict(), MANIFEST).is_empty());
        for (place, value) in [
            ("/app/security/csp", json!("default-src 'self' 'unsafe-inline'")),
            ("/app/security/freezePrototype", json!(false)),
            ("/app/withGlobalTauri", json!(true)),
        ] {
            let mut config = strict();
            *config.pointer_mut(place).unwrap() = value;
            assert_eq!(broken(&config, MANIFEST).len(), 1, "{place}");
        }
    }

    #[test]
    fn a_feature_that_looks_into_messages_is_found() {
        let tracing = MANIFEST.replace("\"wry\"", "\"wry\", \"tracing\"");
        assert_eq!(broken(&strict(), &tracing).len(), 1);
        assert_eq!(broken(&strict(), "tauri = \"2\"").len(), 1);
    }
}
