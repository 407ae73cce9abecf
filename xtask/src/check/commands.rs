//! Every command is declared once, granted to the windows that its declaration names, has the types
//! that it says, and answers no bare text.

use super::{
    Findings,
    sources::{self, Source},
};
use crate::process::root;
use anyhow::{Context, Result};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// Tauri's own permissions that a window may have besides the commands.
const CORE_PERMISSIONS: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

/// Lines of a command's body: it takes apart, calls one use case, and translates the error.
const LINES: usize = 8;

/// A declaration of `crates/contract/src/commands.rs`, as text without spaces.
struct Declared<'a> {
    arguments: String,
    answer: String,
    error: Option<String>,
    windows: BTreeSet<&'a str>,
}

pub(super) fn find() -> Result<Findings> {
    let read = |path: &str| fs::read_to_string(root().join(path)).with_context(|| path.to_owned());
    let mut capabilities = Vec::new();
    for window in ["main", "sign-in", "passphrase"] {
        let text = read(&format!("src-tauri/capabilities/{window}.json"))?;
        capabilities.push(serde_json::from_str(&text)?);
    }
    let files = fs::read_dir(root().join("src-tauri/capabilities"))?.count();
    let mut findings = broken(
        &read("crates/contract/src/commands.rs")?,
        &capabilities,
        &sources::rust("src-tauri/src/commands")?,
    );
    if files != capabilities.len() {
        findings.push("src-tauri/capabilities has a file that no rule checks".into());
    }
    Ok(findings)
}

fn broken(declarations: &str, capabilities: &[Value], commands: &[Source]) -> Findings {
    let mut findings = Vec::new();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code: Vec<_> = declarations.lines().filter(is_code).collect();
    let code = code.join("\n");
    let declared = declared(&code);
    let mut granted = BTreeSet::new();
    for capability in capabilities {
        let window = capability["identifier"].as_str().unwrap_or_default();
        if capability["windows"] != serde_json::json!([window]) {
            findings.push(format!("{window}: is not for the one window of its name"));
        }
        for permission in capability["permissions"].as_array().into_iter().flatten() {
            let permission = permission.as_str().unwrap_or("a permission with a scope");
            match permission.strip_prefix("allow-") {
                Some(command) => drop(granted.insert((command.replace('-', "_"), window))),
                None if CORE_PERMISSIONS.contains(&permission) => {}
                None => findings.push(format!("{window}: grants {permission}")),
            }
        }
    }
    let meant: BTreeSet<_> = declared
        .iter()
        .flat_map(|(name, one)| one.windows.iter().map(move |window| ((*name).to_owned(), *window)))
        .map(|(name, window)| (name, window.to_owned()))
        .collect();
    let granted: BTreeSet<_> =
        granted.into_iter().map(|(name, window)| (name, window.replace('-', "_"))).collect();
    for (one, other, sentence) in
        [(&meant, &granted, "is not granted to"), (&granted, &meant, "is not declared for")]
    {
        let missing = one.difference(other);
        findings.extend(missing.map(|(command, window)| format!("{command} {sentence} {window}")));
    }
    for (path, text) in commands {
        findings.extend(bare_answers(text).into_iter().map(|line| format!("{path}: {line}")));
        findings
            .extend(other_types(&declared, text).into_iter().map(|line| format!("{path}: {line}")));
        findings.extend(long(text).into_iter().map(|line| format!("{path}: {line}")));
    }
    findings
}

/// `name(argument: Type) -> Answer, Error => [windows];`, without the sentences above it.
fn declared(text: &str) -> BTreeMap<&str, Declared<'_>> {
    let list = text.split_once("commands! {").map_or("", |(_, list)| list);
    let statements = list.split(';').filter_map(|statement| {
        let (name, rest) = statement.split_once('(')?;
        let (arguments, rest) = rest.split_once(')')?;
        let (answers, windows) = rest.strip_prefix(" ->").unwrap_or(rest).rsplit_once("=>")?;
        let answers = plain(answers).trim_start_matches("->").to_owned();
        let (answer, error) = match outer_comma(&answers) {
            Some(at) => (answers[..at].to_owned(), Some(answers[at + 1..].to_owned())),
            None => (answers, None),
        };
        let windows = windows.trim().trim_matches(['[', ']']).split(',').map(str::trim).collect();
        Some((name.trim(), Declared { arguments: plain(arguments), answer, error, windows }))
    });
    statements.collect()
}

/// The last comma that stands in no brackets.
fn outer_comma(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, letter)| {
        match letter {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            _ => {}
        }
        (letter == ',' && depth == 0).then_some(at)
    })
}

/// Without spaces, and without the comma behind a last argument.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    text.trim_end_matches(',').to_owned()
}

/// Functions whose arguments, answer or error are not what the declaration of their name says.
fn other_types(declared: &BTreeMap<&str, Declared<'_>>, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for command in text.split("#[tauri::command]").skip(1) {
        let head = plain(command.split('{').next().unwrap_or_default());
        let Some((name, rest)) = head.split_once("fn").and_then(|(_, rest)| rest.split_once('('))
        else {
            continue;
        };
        let Some(one) = declared.get(name) else {
            found.push(format!("{name} is not declared"));
            continue;
        };
        let (arguments, answer) =
            rest.rsplit_once(")->").unwrap_or((rest.trim_end_matches(')'), "()"));
        let is_from_tauri = |argument: &&str| {
            ["App<'_>", "AppHandle", "WebviewWindow"].iter().any(|kind| argument.ends_with(kind))
        };
        let arguments: Vec<_> = arguments
            .split(',')
            .filter(|argument| !argument.is_empty() && !is_from_tauri(argument))
            .collect();
        let arguments = arguments.join(",");
        let sealed = arguments == "request:Request<'_>" && one.arguments.contains("SealedForm<");
        let answer = answer.replace("Result<Response,", "Result<Pixels,");
        let answers = match &one.error {
            Some(error) => vec![format!("Result<{},{error}>", one.answer)],
            None => vec![one.answer.clone(), format!("Result<{},()>", one.answer)],
        };
        if (arguments != one.arguments && !sealed) || !answers.contains(&answer) {
            found.push(format!("{name}({arguments}) -> {answer} is declared otherwise"));
        }
    }
    found
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

/// Commands whose body is longer than [`LINES`]: something is decided there.
fn long(text: &str) -> Vec<String> {
    let commands = text.split("#[tauri::command]").skip(1).filter_map(|command| {
        let (head, rest) = command.split_once("{\n")?;
        let (_, after) = head.split_once("fn ")?;
        let lines = rest.lines().take_while(|line| *line != "}").count();
        Some((after.split('(').next().unwrap_or_default(), lines))
    });
    let long = commands.filter(|(_, lines)| *lines > LINES);
    long.map(|(name, lines)| format!("{name} has {lines} lines, {LINES} at most")).collect()
}

/// Whether `kind` occurs as a word of its own.
fn word(text: &str, kind: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(kind).any(|(at, _)| {
        !text[..at].ends_with(inside) && !text[at + kind.len()..].starts_with(inside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const DECLARED: &str = "commands! {\n    /// Copies (it); says so.\n    copy_key(ticket: String) -> \
        Option<Lease>, CopyError => [main];\n}";
    const COMMAND: &str = "#[tauri::command]\npub fn copy_key(app: App<'_>, ticket: String) -> \
        Result<Option<Lease>, CopyError> {}";

    fn found(declared: &str, permissions: Value, command: &str) -> Findings {
        let capability =
            json!({ "identifier": "main", "windows": ["main"], "permissions": permissions });
        broken(declared, &[capability], &[("c.rs".into(), command.into())])
    }

    #[test]
    fn a_command_must_be_declared_and_granted_as_it_is() {
        let whole = json!(["allow-copy-key"]);
        assert_eq!(found(DECLARED, whole.clone(), COMMAND), [] as [&str; 0]);
        assert_eq!(found(DECLARED, json!([]), COMMAND), ["copy_key is not granted to main"]);
        assert_eq!(found("", whole.clone(), "").len(), 1);
        assert_eq!(found("", whole.clone(), COMMAND).len(), 2);
        for other in [
            COMMAND.replace("ticket: String", "ticket: u32"),
            COMMAND.replace("CopyError", "CustodyError"),
            COMMAND.replace("Option<Lease>", "Lease"),
        ] {
            assert_eq!(found(DECLARED, whole.clone(), &other).len(), 1, "{other}");
        }
    }

    #[test]
    fn other_permissions_and_other_windows_are_found() {
        let extra = json!(["allow-copy-key", "core:default"]);
        assert_eq!(found(DECLARED, extra, "").len(), 1);
        let everywhere = json!({ "identifier": "main", "windows": ["*"], "permissions": [] });
        assert_eq!(broken("", &[everywhere], &[]).len(), 1);
    }

    #[test]
    fn a_command_that_does_more_than_call_is_found() {
        let body = |lines: usize| {
            let body = "    app.call();\n".repeat(lines);
            format!("#[tauri::command]\npub async fn read_key(x: String) -> R {{\n{body}}}\n")
        };
        assert_eq!(long(&body(LINES)), [] as [&str; 0]);
        assert_eq!(long(&body(LINES + 1)), ["read_key has 9 lines, 8 at most"]);
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
