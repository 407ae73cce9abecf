use super::{
    Findings,
    sources::{self, Source, without_tests},
};
use anyhow::Result;

/// Every place that may see a value, and how often. A new one is added here, where a reviewer sees it.
const PLACES: [(&str, usize); 11] = [
    ("crates/core/src/custody/format.rs", 1),
    ("crates/core/src/custody/lend.rs", 2),
    ("crates/core/src/custody/mod.rs", 1),
    ("crates/core/src/handoff/standard_input.rs", 1),
    ("crates/platform/src/clipboard/system.rs", 1),
    ("crates/platform/src/handoff/keychain.rs", 2),
    ("crates/platform/src/handoff/run.rs", 1),
    ("crates/platform/src/handoff/redact.rs", 1),
    ("crates/platform/src/store/identity.rs", 1),
    ("crates/secret/src/compose.rs", 1),
    ("crates/secret/src/raster.rs", 1),
];

const CALL: &str = ".expose(";
const REASON: &str = "// EXPOSE:";

pub(super) fn find() -> Result<Findings> {
    let mut all = sources::rust("crates")?;
    all.extend(sources::rust("src-tauri")?);
    // Tests compare values that they made up themselves.
    all.retain(|(path, _)| !path.contains("/tests/"));
    Ok(broken(&all, &PLACES))
}

fn broken(sources: &[Source], places: &[(&str, usize)]) -> Findings {
    let mut findings = Vec::new();
    for (path, text) in sources {
        let text = without_tests(text);
        let lines: Vec<&str> = text.lines().collect();
        let calls: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(CALL)).collect();
        for &at in &calls {
            if !has_reason(&lines, at) {
                findings.push(format!("{path}:{}: no `{REASON}` above the exposure", at + 1));
            }
        }
        let listed = places.iter().find(|place| place.0 == path).map_or(0, |place| place.1);
        if calls.len() != listed {
            findings.push(format!("{path}: {} exposures, {listed} in the list", calls.len()));
        }
    }
    for (path, _) in places {
        if !sources.iter().any(|source| source.0 == *path) {
            findings.push(format!("{path} is in the list and not there"));
        }
    }
    findings
}

/// The comment stands right above the statement that the call is part of.
fn has_reason(lines: &[&str], call: usize) -> bool {
    let mut at = call;
    while at > 0 {
        at -= 1;
        let line = lines[at].trim();
        if line.starts_with("//") {
            if line.starts_with(REASON) {
                return true;
            }
        } else if line.is_empty() || line.ends_with(['{', '}', ';']) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, listed: usize) -> usize {
        broken(&[("a.rs".into(), text.into())], &[("a.rs", listed)]).len()
    }

    #[test]
    fn an_exposure_needs_its_reason_and_its_place() {
        let bare = "fn f() {\n    value.expose(|v| v.len());\n}\n";
        assert_eq!(found(bare, 1), 1);
        let reasoned = "fn f() {\n    // EXPOSE: counted.\n    value.expose(|v| v.len());\n}\n";
        assert_eq!(found(reasoned, 1), 0);
        assert_eq!(found(reasoned, 0), 1);
        assert_eq!(found("", 1), 1);
    }

    #[test]
    fn a_reason_may_have_two_lines_and_belongs_to_one_statement() {
        let long = "// EXPOSE: a\n// b\nlet x =\n    value.expose(f);\n";
        assert_eq!(found(long, 1), 0);
        let other = "// EXPOSE: a\nlet x = 1;\nvalue.expose(f);\n";
        assert_eq!(found(other, 1), 1);
    }

    #[test]
    fn tests_at_the_foot_are_left_out() {
        assert_eq!(found("#[cfg(test)]\nmod tests { value.expose(f) }", 0), 0);
    }
}
