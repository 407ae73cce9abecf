//! Every command is declared, granted to a window by name, handled, and answers no bare text.

use super::{
    Findings,
    sources::{self, Source},
};
use crate::process::root;
use anyhow::{Context, Result};
use serde_json::Value;
use std::{collections::BTreeSet, fs};

/// Tauri's own permissions that a window may have besides the commands.
const CORE_PERMISSIONS: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

pub(super) fn find() -> Result<Findings> {
    let read = |path: &str| fs::read_to_string(root().join(path)).with_context(|| path.to_owned());
    let mut capabilities = Vec::new();
    for window in ["main", "sign-in", "passphrase"] {
        let text = read(&format!("src-tauri/capabilities/{window}.json"))?;
        capabilities.push(serde_json::from_str(&text)?);
    }
    let files = fs::read_dir(root().join("src-tauri/capabilities"))?.count();
    let mut findings = broken(
        &read("src-tauri/build.rs")?,
        &read("src-tauri/src/lib.rs")?,
        &capabilities,
        &sources::rust("src-tauri/src/commands")?,
    );
    if files != capabilities.len() {
        findings.push("src-tauri/capabilities has a file that nobody checks".into());
    }
    Ok(findings)
}

fn broken(build: &str, shell: &str, capabilities: &[Value], commands: &[Source]) -> Findings {
    let mut findings = Vec::new();
    let declared = between(build, "COMMANDS: &[&str] = &[", "]", '"');
    let handled: BTreeSet<String> = shell
        .split_once("generate_handler![")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(list, _)| list.split(','))
        .into_iter()
        .flatten()
        .filter_map(|path| path.trim().rsplit("::").next().map(str::to_owned))
        .filter(|name| !name.is_empty())
        .collect();
    let mut granted = BTreeSet::new();
    for capability in capabilities {
        let name = capability["identifier"].as_str().unwrap_or_default();
        if capability["windows"] != serde_json::json!([name]) {
            findings.push(format!("{name}: is not for the one window of its name"));
        }
        for permission in capability["permissions"].as_array().into_iter().flatten() {
            let permission = permission.as_str().unwrap_or("a permission with a scope");
            match permission.strip_prefix("allow-") {
                Some(command) => drop(granted.insert(command.replace('-', "_"))),
                None if CORE_PERMISSIONS.contains(&permission) => {}
                None => findings.push(format!("{name}: grants {permission}")),
            }
        }
    }
    for (one, other, sentence) in [
        (&handled, &declared, "is handled and not declared in build.rs"),
        (&declared, &handled, "is declared and not handled"),
        (&declared, &granted, "is declared and granted to no window"),
        (&granted, &declared, "is granted and not declared"),
    ] {
        findings.extend(one.difference(other).map(|command| format!("{command} {sentence}")));
    }
    for (path, text) in commands {
        findings.extend(bare_answers(text).into_iter().map(|line| format!("{path}: {line}")));
    }
    findings
}

/// Commands that answer text or bytes outside of a type of the contract. `Response` carries the
/// pixels of a value, and only `reveal_key` may.
fn bare_answers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for command in text.split("#[tauri::command]").skip(1) {
        let head = command.split('{').next().unwrap_or_default();
        let Some((name, answer)) = head.split_once("fn ").and_then(|(_, rest)| {
            Some((rest.split('(').next()?, rest.rsplit_once("->").map_or("", |(_, answer)| answer)))
        }) else {
            continue;
        };
        let bare = ["String", "str", "Vec<u8>", "Value"].iter().any(|kind| word(answer, kind));
        if bare || (word(answer, "Response") && name != "reveal_key") {
            found.push(format!("{name} answers{answer}"));
        }
    }
    found
}

/// Whether `kind` occurs as a word of its own.
fn word(text: &str, kind: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(kind).any(|(at, _)| {
        !text[..at].ends_with(inside) && !text[at + kind.len()..].starts_with(inside)
    })
}

fn between(text: &str, start: &str, end: &str, quote: char) -> BTreeSet<String> {
    let list = text.split_once(start).and_then(|(_, rest)| rest.split_once(end));
    let names = list.map(|(list, _)| list.split(quote).skip(1).step_by(2)).into_iter().flatten();
    names.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(build: &str, shell: &str, permissions: Value, command: &str) -> Findings {
        let build = format!("const COMMANDS: &[&str] = &[{build}];");
        let shell = format!("tauri::generate_handler![{shell}]");
        let capability =
            json!({ "identifier": "main", "windows": ["main"], "permissions": permissions });
        broken(&build, &shell, &[capability], &[("c.rs".into(), command.into())])
    }

    #[test]
    fn a_command_must_be_declared_handled_and_granted() {
        let whole = json!(["allow-copy-key"]);
        let handler = "commands::custody::copy_key,";
        assert!(found("\"copy_key\",", handler, whole.clone(), "").is_empty());
        assert_eq!(found("\"copy_key\"", "", whole.clone(), "").len(), 1);
        assert_eq!(found("", handler, whole, "").len(), 2);
        assert_eq!(found("\"copy_key\"", handler, json!([]), "").len(), 1);
    }

    #[test]
    fn other_permissions_and_other_windows_are_found() {
        let extra = json!(["allow-copy-key", "core:default"]);
        assert_eq!(found("\"copy_key\"", "x::copy_key", extra, "").len(), 1);
        let everywhere = json!({ "identifier": "main", "windows": ["*"], "permissions": [] });
        assert_eq!(broken("", "", &[everywhere], &[]).len(), 1);
    }

    #[test]
    fn an_answer_of_bare_text_is_found() {
        let answers = |answer: &str| {
            bare_answers(&format!("#[tauri::command]\npub fn read_key(x: String) -> {answer} {{"))
                .len()
        };
        assert_eq!(answers("String"), 1);
        assert_eq!(answers("Result<Option<String>, E>"), 1);
        assert_eq!(answers("Result<Response, E>"), 1);
        assert_eq!(answers("Result<CreateKeyResponse, E>"), 0);
        let pixels = "#[tauri::command]\nfn reveal_key(t: String) -> Result<Response, E> {";
        assert!(bare_answers(pixels).is_empty());
    }
}
