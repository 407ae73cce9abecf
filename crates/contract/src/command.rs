//! What the declarations in `commands.rs` say, for those who check them and for the page's door.

use crate::{
    accounts::*, activity::*, annotation::*, changes::*, creation::*, custody::*, export::*,
    handoff::*, inventory::*, lock::*, offline::*, owners::*, review::*, revocation::*,
    rotation::*, session::*, settings::*, table::*, triage::*,
};
use std::{collections::BTreeSet, fmt::Write as _, marker::PhantomData};
use ts_rs::{Config, TS};

/// One command.
#[derive(Debug, Clone)]
pub struct Command {
    /// As Rust calls it.
    pub name: &'static str,
    /// What it does.
    sentences: &'static [&'static str],
    /// Name and TypeScript type of each argument.
    arguments: Vec<(&'static str, String)>,
    /// In TypeScript.
    answer: String,
    /// In TypeScript; none if it does not reject.
    error: Option<String>,
    /// Labels of the windows that may call it.
    pub windows: Vec<String>,
}

/// The pixels of a value: bytes, never text.
struct Pixels;

/// A request that the page seals for Rust, so that no buffer in between has its text.
struct SealedForm<R>(PhantomData<R>);

macro_rules! is_in_typescript {
    ($name:literal, $type:ty $(, $generic:ident)?) => {
        impl$(<$generic>)? TS for $type {
            type WithoutGenerics = Pixels;
            type OptionInnerType = Self;
            fn name(_: &Config) -> String {
                $name.to_owned()
            }
            fn inline(_: &Config) -> String {
                $name.to_owned()
            }
        }
    };
}

is_in_typescript!("ArrayBuffer", Pixels);
is_in_typescript!("Uint8Array", SealedForm<R>, R);

macro_rules! commands {
    ($(
        $(#[doc = $sentence:literal])*
        $name:ident($($argument:ident: $type:ty),*) -> $answer:ty $(, $error:ty)?
            => [$($window:ident),*];
    )*) => {
        /// Every command, in the order of their declaration.
        #[must_use]
        pub fn all() -> Vec<Command> {
            let config = Config::default();
            vec![$(Command {
                name: stringify!($name),
                sentences: &[$($sentence),*],
                arguments: vec![$((stringify!($argument), <$type as TS>::name(&config))),*],
                answer: <$answer as TS>::name(&config),
                error: [$(<$error as TS>::name(&config))?].into_iter().next(),
                windows: vec![$(stringify!($window).replace('_', "-")),*],
            }),*]
        }
    };
}

include!("commands.rs");

/// The page's door: an interface, the error of each command, and what calls Rust.
#[must_use]
pub fn typescript() -> String {
    let all: Vec<_> = all().into_iter().filter(|command| command.name != "form_key").collect();
    let (mut methods, mut errors, mut calls) = (String::new(), String::new(), String::new());
    let mut named = BTreeSet::new();
    for command in &all {
        let method = camel_case(command.name);
        let typed: Vec<_> = command
            .arguments
            .iter()
            .map(|(name, kind)| format!("{}: {kind}", camel_case(name)))
            .collect();
        let names: Vec<_> = command.arguments.iter().map(|(name, _)| camel_case(name)).collect();
        let (typed, names) = (typed.join(", "), names.join(", "));
        let answer = if command.answer == "null" { "void" } else { &command.answer };
        let rejects = match &command.error {
            Some(error) => format!(" Rejects with `{error}`."),
            None => String::new(),
        };
        let sentences = command.sentences.join(" ");
        // Writing to text cannot fail.
        let _ = writeln!(methods, "  /** {}{rejects} */", sentences.trim());
        let _ = writeln!(methods, "  {method}({typed}): Promise<{answer}>;");
        if let Some(error) = &command.error {
            let _ = writeln!(errors, "  {method}: {error};");
        }
        let _ = match (command.arguments.first(), command.windows.first()) {
            (None, _) => writeln!(calls, "  {method}: () => invoke('{}'),", command.name),
            (Some((_, kind)), Some(window)) if kind == "Uint8Array" => writeln!(
                calls,
                "  {method}: ({names}) => sealed('{}', '{window}', {names}),",
                command.name
            ),
            _ => writeln!(
                calls,
                "  {method}: ({names}) => invoke('{}', {{ {names} }}),",
                command.name
            ),
        };
        let types = command.arguments.iter().map(|(_, kind)| kind).chain([&command.answer]);
        for text in types.chain(&command.error) {
            let words = text.split(|letter: char| !letter.is_alphanumeric());
            let ours = words.filter(|word| word.starts_with(char::is_uppercase));
            named.extend(ours.map(str::to_owned));
        }
    }
    for builtin in ["Array", "ArrayBuffer", "Uint8Array"] {
        named.remove(builtin);
    }
    let mut text = String::from(
        "// Made from crates/contract/src/commands.rs by `cargo xtask bindings`. Do not edit this \
         file.\nimport { invoke } from '@tauri-apps/api/core';\nimport { sealed } from '../seal';\n",
    );
    for name in named {
        let _ = writeln!(text, "import type {{ {name} }} from './{name}';");
    }
    let _ = write!(
        text,
        "\n/** What may be asked of Rust. */\nexport interface Commands {{\n{methods}}}\n\n/** What each \
         command rejects with. */\nexport interface CommandErrors {{\n{errors}}}\n\nexport const \
         commands: Commands = {{\n{calls}}};\n"
    );
    text
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Beside the types that ts-rs writes.
    #[test]
    fn export_bindings_commands() {
        if let Some(folder) = std::env::var_os("TS_RS_EXPORT_DIR") {
            let file = std::path::Path::new(&folder).join("commands.ts");
            std::fs::write(file, typescript()).unwrap();
        }
    }

    #[test]
    fn a_command_is_a_method_a_call_and_an_error() {
        let text = typescript();
        for line in [
            "  revokeKey(request: RevokeKeyRequest): Promise<RevokeKeyResponse>;",
            "  revokeKey: RevokeError;",
            "  revokeKey: (request) => invoke('revoke_key', { request }),",
            "  revealKey(ticket: string, scale: number, theme: Theme): Promise<ArrayBuffer>;",
            "  signIn: (request) => sealed('sign_in', 'sign-in', request),",
            "  clipboardLease(): Promise<LeaseState | null>;",
            "import type { RevokeError } from './RevokeError';",
        ] {
            assert!(text.lines().any(|one| one == line), "{line} in\n{text}");
        }
    }
}
