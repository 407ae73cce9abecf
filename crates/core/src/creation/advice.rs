use super::MAX_NAME_LENGTH;
use crate::key::{KeyRecord, Revocation};

/// A friendly word about a name while it is typed. None of them forbids it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameAdvice {
    /// Says nothing about the integration: leaks are harder to triage (documented).
    Generic,
    /// A key of this name exists already; `active` if one of them still opens doors.
    Duplicate {
        /// Whether one of them is neither revoked nor expired by revocation.
        active: bool,
    },
    /// So long that tables cut it.
    Long {
        /// Characters left before the limit.
        left: usize,
    },
}

/// Longer names are cut in tables.
const COMFORTABLE_LENGTH: usize = 60;
/// Words that say nothing about who uses a key.
const EMPTY_WORDS: [&str; 24] = [
    "a",
    "api",
    "key",
    "keys",
    "new",
    "my",
    "test",
    "testing",
    "temp",
    "tmp",
    "token",
    "secret",
    "default",
    "sdk",
    "the",
    "project",
    "org",
    "organization",
    "foo",
    "bar",
    "untitled",
    "copy",
    "of",
    "sigsentry",
];

/// What there is to say about `name`, next to the keys that go by the same.
#[must_use]
pub fn advise<'a>(
    name: &str,
    namesakes: impl IntoIterator<Item = &'a KeyRecord>,
) -> Vec<NameAdvice> {
    let name = name.trim();
    if name.is_empty() {
        return Vec::new();
    }
    let mut advice = Vec::new();
    if is_generic(name) {
        advice.push(NameAdvice::Generic);
    }
    let mut namesakes = namesakes.into_iter().peekable();
    if namesakes.peek().is_some() {
        let active = namesakes.any(|key| key.revocation == Revocation::None);
        advice.push(NameAdvice::Duplicate { active });
    }
    let length = name.chars().count();
    if length > COMFORTABLE_LENGTH {
        advice.push(NameAdvice::Long { left: MAX_NAME_LENGTH.saturating_sub(length) });
    }
    advice
}

/// Whether nothing in the name tells one integration from another.
fn is_generic(name: &str) -> bool {
    name.to_lowercase()
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .all(|word| EMPTY_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::tests::key;

    #[test]
    fn generic_names_are_recognised_and_specific_ones_left_alone() {
        for generic in ["API Key 1", "test", "New key", "my-api-key_2", "Untitled", "17"] {
            assert_eq!(advise(generic, []), [NameAdvice::Generic], "{generic}");
        }
        for specific in ["production-ingest", "CI smoke tests", "staging webhook receiver", "結帳"]
        {
            assert_eq!(advise(specific, []), [], "{specific}");
        }
    }

    #[test]
    fn of_a_duplicate_its_state_is_told() {
        let mut old = key("a");
        let advice = advise("nightly replay", [&old]);
        assert_eq!(advice, [NameAdvice::Duplicate { active: true }]);
        old.revocation = Revocation::Revoked(None);
        let advice = advise("nightly replay", [&old]);
        assert_eq!(advice, [NameAdvice::Duplicate { active: false }]);
        assert_eq!(advise("", [&old]), []);
    }

    #[test]
    fn long_names_are_told_what_is_left() {
        let name = format!("ingest {}", "x".repeat(93));
        assert_eq!(advise(&name, []), [NameAdvice::Long { left: 155 }]);
    }
}
