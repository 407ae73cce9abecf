//! Files fit a few screens: 300 lines of Rust without the tests at its foot, 150 of a component.

use super::{
    Findings,
    sources::{self, Source, without_tests},
};
use anyhow::Result;

const RUST: usize = 300;
const SVELTE: usize = 150;

pub(super) fn find() -> Result<Findings> {
    let mut all = Vec::new();
    for folder in ["crates", "src-tauri", "xtask"] {
        all.extend(sources::rust(folder)?);
    }
    all.extend(sources::with_ending("ui/src", ".svelte")?);
    Ok(broken(&all))
}

fn broken(sources: &[Source]) -> Findings {
    let is_test = |path: &str| path.contains("/tests/") || path.ends_with("tests.rs");
    let sizes = sources.iter().filter(|(path, _)| !is_test(path)).map(|(path, text)| {
        let most = if path.ends_with(".svelte") { SVELTE } else { RUST };
        (path, without_tests(text).lines().count(), most)
    });
    let long = sizes.filter(|(_, lines, most)| lines > most);
    long.map(|(path, lines, most)| format!("{path}: {lines} lines, {most} at most")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_found_and_its_tests_do_not_count() {
        let file = |path: &str, lines: usize| (path.to_owned(), "line\n".repeat(lines));
        assert!(broken(&[file("a.rs", RUST), file("A.svelte", SVELTE)]).is_empty());
        assert_eq!(broken(&[file("a.rs", RUST + 1), file("A.svelte", SVELTE + 1)]).len(), 2);
        let tests =
            format!("{}#[cfg(test)]\nmod tests {{\n{}", "line\n".repeat(RUST), "line\n".repeat(9));
        assert!(broken(&[("a.rs".into(), tests), file("x/tests/a.rs", 999)]).is_empty());
    }
}
