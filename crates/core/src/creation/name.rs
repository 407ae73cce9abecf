use crate::{display, triage::tokens};

/// Longest name, in characters after trimming (assumed: the vendor publishes no limit).
pub const MAX_NAME_LENGTH: usize = 255;

/// A name that can be sent: trimmed, 1 to [`MAX_NAME_LENGTH`] characters, nothing invisible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyName(String);

/// Why a name cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// Nothing but spaces.
    #[error("the name is empty")]
    Empty,
    /// More than [`MAX_NAME_LENGTH`] characters.
    #[error("the name is too long")]
    TooLong,
    /// It has control or direction-changing characters, which make two names look alike.
    #[error("the name has invisible characters")]
    Invisible,
    /// It looks like a key: the value of a key must never become a name.
    #[error("the name looks like a key")]
    LooksLikeKey,
}

impl KeyName {
    /// Trims and checks.
    ///
    /// # Errors
    /// The first of [`NameProblem`] that applies.
    pub fn parse(text: &str) -> Result<Self, NameProblem> {
        let name = text.trim();
        if name.is_empty() {
            Err(NameProblem::Empty)
        } else if name.chars().count() > MAX_NAME_LENGTH {
            Err(NameProblem::TooLong)
        } else if display::has_deceptive(name) {
            Err(NameProblem::Invisible)
        } else if looks_like_key(name) {
            Err(NameProblem::LooksLikeKey)
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text has a whole key in it, of a type that the server still makes or once made.
#[must_use]
pub fn looks_like_key(text: &str) -> bool {
    tokens(text.as_bytes()).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::KEY_PREFIXES;

    #[test]
    fn names_are_trimmed_and_counted_in_characters() {
        assert_eq!(KeyName::parse("  CI smoke tests ").map(|n| n.0), Ok("CI smoke tests".into()));
        assert!(KeyName::parse(&"🔑".repeat(255)).is_ok());
        assert_eq!(KeyName::parse(&"🔑".repeat(256)), Err(NameProblem::TooLong));
        assert_eq!(KeyName::parse(" \t "), Err(NameProblem::Empty));
    }

    #[test]
    fn invisible_characters_are_refused_and_other_scripts_are_not() {
        assert_eq!(KeyName::parse("abc\u{202e}def"), Err(NameProblem::Invisible));
        assert_eq!(KeyName::parse("a\u{0}b"), Err(NameProblem::Invisible));
        assert!(KeyName::parse("مفتاح الإنتاج").is_ok());
        assert!(KeyName::parse("👩‍👩‍👧 family").is_ok());
    }

    #[test]
    fn a_pasted_key_is_no_name() {
        let pasted = format!("my ss_secret_{}", "a1".repeat(10));
        assert_eq!(KeyName::parse(&pasted), Err(NameProblem::LooksLikeKey));
        assert!(KeyName::parse("ss_secret_ rotation job").is_ok());
        assert!(KeyName::parse("tb_production_ingest_of_the_shop").is_ok());
    }

    #[test]
    fn a_key_is_seen_wherever_it_stands_and_whatever_its_alphabet() {
        let value = "aB3-_x9Zk2LmQ7-p_T";
        for prefix in KEY_PREFIXES {
            for text in [
                format!("{prefix}{value}"),
                format!("old {prefix} and {prefix}{value}"),
                format!("{prefix}a-b {prefix}{value}!"),
                format!("x{prefix}{value}"),
            ] {
                assert!(looks_like_key(&text), "{text}");
            }
            assert!(!looks_like_key(&format!("{prefix}{}", &value[..15])));
        }
    }
}
