//! Modules of a crate know one another in one direction: a newcomer can read them from the ground up.

use super::{
    Findings,
    sources::{self, Source, without_tests},
};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// The crates that are held to it. The sandbox's routes and what they answer from are one another's.
const CRATES: [&str; 7] = [
    "crates/app/src/",
    "crates/contract/src/",
    "crates/core/src/",
    "crates/platform/src/",
    "crates/secret/src/",
    "crates/sigsentry-api/src/",
    "src-tauri/src/",
];

pub(super) fn find() -> Result<Findings> {
    let mut findings = Vec::new();
    for folder in CRATES {
        let sources = sources::rust(folder)?;
        findings.extend(broken(folder, &sources));
    }
    Ok(findings)
}

type Module = Vec<String>;

fn broken(folder: &str, sources: &[Source]) -> Findings {
    let is_test = |path: &str| {
        path.contains("/tests/") || path.contains("/support/") || path.ends_with("tests.rs")
    };
    let modules: BTreeMap<Module, &str> = sources
        .iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| (module(path.strip_prefix(folder).unwrap_or(path)), &**text))
        .collect();
    let edges: BTreeMap<&Module, BTreeSet<Module>> =
        modules.iter().map(|(own, text)| (own, known(own, text, &modules))).collect();
    // What a module reaches; a circle is what reaches itself.
    let reaches = |from: &Module| {
        let (mut seen, mut next) = (BTreeSet::new(), edges[from].iter().collect::<Vec<_>>());
        while let Some(module) = next.pop() {
            if seen.insert(module) {
                next.extend(edges.get(module).into_iter().flatten());
            }
        }
        seen
    };
    let in_circle = modules.keys().filter(|own| reaches(own).contains(own));
    in_circle.map(|own| format!("{folder}: {} is part of a circle", own.join("::"))).collect()
}

/// `store/mod.rs` → `store`, `store/seal.rs` → `store::seal`, `lib.rs` → the crate itself.
fn module(path: &str) -> Module {
    let path = path.trim_end_matches(".rs");
    let parts = path.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main"));
    parts.map(str::to_owned).collect()
}

/// The modules that a text names, itself left out. What stands above a module may name what is below it.
fn known(own: &Module, text: &str, modules: &BTreeMap<Module, &str>) -> BTreeSet<Module> {
    let code: Vec<&str> = without_tests(text)
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .filter(|line| !line.trim_start().starts_with("pub use") && !line.contains(") use "))
        .collect();
    let code = code.join("\n");
    let mut found = BTreeSet::new();
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == ':') {
                continue;
            }
            for path in paths(&code[at..]) {
                let mut base: Vec<String> = if path[0] == "crate" { vec![] } else { own.clone() };
                for part in &path {
                    match part.as_str() {
                        "crate" => {}
                        "super" => drop(base.pop()),
                        name => base.push(name.to_owned()),
                    }
                }
                while !modules.contains_key(&base) && base.pop().is_some() {}
                if base != *own && modules.contains_key(&base) {
                    found.insert(base);
                }
            }
        }
    }
    found
}

/// `crate::{a::B, c}` → `crate::a::B`, `crate::c`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let (mut done, mut stack, mut path) = (Vec::new(), Vec::new(), Vec::<String>::new());
    let mut rest = text;
    loop {
        let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        if end > 0 {
            path.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
        if let Some(after) = rest.strip_prefix("::") {
            rest = after;
            if let Some(inside) = rest.strip_prefix('{') {
                stack.push(path.clone());
                rest = inside.trim_start();
            }
            continue;
        }
        done.push(path.clone());
        loop {
            rest = rest.trim_start();
            if stack.is_empty() {
                return done;
            }
            if let Some(after) = rest.strip_prefix(',') {
                rest = after.trim_start();
                path = stack.last().cloned().unwrap_or_default();
                if !rest.starts_with('}') {
                    break;
                }
            } else if let Some(after) = rest.strip_prefix('}') {
                stack.pop();
                rest = after;
            } else if rest.starts_with("as ") {
                rest = rest["as ".len()..].trim_start_matches(is_word);
            } else {
                return done;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Findings {
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| (format!("x/{path}"), (*text).to_owned())).collect();
        broken("x/", &sources)
    }

    #[test]
    fn a_circle_is_found_however_it_is_written() {
        let line =
            [("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::B;"), ("b.rs", "struct B;")];
        assert_eq!(found(&line), [] as [&str; 0]);
        for back in [
            "use super::a::A;",
            "use crate::{\n    c,\n    a::{A, other},\n};",
            "fn f() { crate::a::f() }",
        ] {
            let circle = [line[0], line[1], ("b.rs", back)];
            assert_eq!(found(&circle).len(), 2, "{back}");
        }
    }

    #[test]
    fn tests_comments_and_a_parent_that_lists_its_children_are_none() {
        let parent =
            [("store/mod.rs", "mod seal;\npub use seal::Seal;"), ("store/seal.rs", "struct Seal;")];
        assert_eq!(found(&parent), [] as [&str; 0]);
        let talk = [
            ("a.rs", "use crate::b::B;"),
            ("b.rs", "// crate::a\n#[cfg(test)]\nmod tests { use crate::a; }"),
        ];
        assert_eq!(found(&talk), [] as [&str; 0]);
    }

    #[test]
    fn a_tree_of_names_is_taken_apart() {
        let text = |path: Vec<String>| path.join("::");
        let all: Vec<_> = paths("crate::{a::{B as C, d}, e,\n};").into_iter().map(text).collect();
        assert_eq!(all, ["crate::a::B", "crate::a::d", "crate::e"]);
    }
}
