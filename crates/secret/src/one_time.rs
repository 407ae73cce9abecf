use crate::page::Pages;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::fmt;

/// The longest value that is held, in bytes. SigSentry's keys are about 50; the longest line made
/// from one (`curl`) stays under 300.
pub const MAX_LENGTH: usize = 4096;

/// A key's value between its arrival and its dismissal.
///
/// It lives in pages of its own (see [`Residency`]), is written in place and wiped on drop, also
/// while unwinding. It has no `Clone`, `Display`, `Serialize`, `Deref` or comparison; `Debug` says
/// only how long it is. Exposing needs `&mut`: one reader at a time, so that a second one can never
/// find the pages closed under it.
pub struct OneTimeSecret {
    pages: Pages,
    length: usize,
}

/// What the operating system granted for the pages of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Residency {
    /// The pages cannot be swapped out.
    Locked,
    /// The limit for locked memory is used up: the pages might be swapped out while held.
    Swappable,
}

/// Why a value could not be taken. Carries nothing of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// The operating system has no memory for it.
    #[error("no memory could be had for a key's value")]
    NoMemory,
    /// Empty, longer than [`MAX_LENGTH`], or not visible ASCII (0x21–0x7E).
    #[error("a key's value has a form that cannot be held")]
    Malformed,
}

impl OneTimeSecret {
    /// Lets `fill` write the value in place; it returns how many bytes it wrote, or `None` if there
    /// was no value after all.
    ///
    /// # Errors
    /// [`FillError::Malformed`] unless the result is 1 to [`MAX_LENGTH`] bytes of visible ASCII.
    pub fn fill(fill: impl FnOnce(&mut [u8]) -> Option<usize>) -> Result<Self, FillError> {
        let secret = Self::fill_with(fill)?;
        secret.checked(|byte| byte.is_ascii_graphic())
    }

    /// Like [`Self::fill`], for lines made from a value: UTF-8, of which only control characters are
    /// not allowed; line feeds are.
    pub(crate) fn fill_line(
        fill: impl FnOnce(&mut [u8]) -> Option<usize>,
    ) -> Result<Self, FillError> {
        let mut line = Self::fill_with(fill)?;
        let visible = line.pages.read(line.length, |bytes| {
            std::str::from_utf8(bytes)
                .is_ok_and(|text| text.chars().all(|c| c == '\n' || !c.is_control()))
        });
        if visible { Ok(line) } else { Err(FillError::Malformed) }
    }

    fn fill_with(fill: impl FnOnce(&mut [u8]) -> Option<usize>) -> Result<Self, FillError> {
        let mut pages = Pages::map(MAX_LENGTH).map_err(|_| FillError::NoMemory)?;
        let length = pages
            .write(|bytes| fill(&mut bytes[..MAX_LENGTH]))
            .filter(|length| (1..=MAX_LENGTH).contains(length))
            .ok_or(FillError::Malformed)?;
        Ok(Self { pages, length })
    }

    fn checked(mut self, allowed: impl Fn(&u8) -> bool) -> Result<Self, FillError> {
        let whole = self.pages.read(self.length, |bytes| bytes.iter().all(allowed));
        if whole { Ok(self) } else { Err(FillError::Malformed) }
    }

    /// Opens the pages for the time of one closure. Write `// EXPOSE:` and the reason above each
    /// call; let nothing that can outlive the closure hold a copy, unless it wipes itself.
    pub fn expose<R>(&mut self, use_value: impl FnOnce(&str) -> R) -> R {
        self.pages.read(self.length, |bytes| {
            // Checked to be UTF-8 when it was filled; an empty string is the harmless answer to
            // the impossible.
            use_value(std::str::from_utf8(bytes).unwrap_or_default())
        })
    }

    /// Length in bytes; of a value, which is ASCII, also the number of characters.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "a secret is never empty")]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether the pages are locked in RAM.
    #[must_use]
    pub fn residency(&self) -> Residency {
        if self.pages.locked() { Residency::Locked } else { Residency::Swappable }
    }
}

impl fmt::Debug for OneTimeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OneTimeSecret({} bytes)", self.length)
    }
}

/// Straight from the reader's buffer into the pages. The error is a constant: serde's own messages
/// quote what they did not expect.
impl<'de> Deserialize<'de> for OneTimeSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl Visitor<'_> for ValueVisitor {
            type Value = OneTimeSecret;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key's value")
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
                OneTimeSecret::fill(|page| {
                    page.get_mut(..value.len())?.copy_from_slice(value.as_bytes());
                    Some(value.len())
                })
                .map_err(E::custom)
            }
        }
        deserializer
            .deserialize_str(ValueVisitor)
            .map_err(|_| D::Error::custom(FillError::Malformed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(value: &str) -> OneTimeSecret {
        serde_json::from_value(serde_json::Value::String(value.into())).unwrap()
    }

    #[test]
    fn a_value_is_read_from_json_and_exposed_whole() {
        let mut secret: OneTimeSecret = serde_json::from_str(r#""ss_secret_\u0041b1""#).unwrap();
        assert_eq!(secret.len(), 13);
        // EXPOSE: the test compares it.
        assert!(secret.expose(|value| value == "ss_secret_Ab1"));
    }

    #[test]
    fn debug_and_errors_say_nothing_of_the_value() {
        assert_eq!(format!("{:?}", held("ss_pub_hush")), "OneTimeSecret(11 bytes)");
        for wrong in [r#""""#, r#""ss_pub_a b""#, r#""ss_pub_\u202e""#, r#"{"hush":1}"#, "17"] {
            let error = serde_json::from_str::<OneTimeSecret>(wrong).unwrap_err().to_string();
            assert!(error.starts_with("a key's value has a form that cannot be held"), "{error}");
            assert!(!error.contains("hush"));
        }
    }

    #[test]
    fn too_long_a_value_is_refused() {
        assert_eq!(held(&"k".repeat(MAX_LENGTH)).len(), MAX_LENGTH);
        let json = serde_json::to_string(&"k".repeat(MAX_LENGTH + 1)).unwrap();
        assert!(serde_json::from_str::<OneTimeSecret>(&json).is_err());
    }

    #[test]
    fn filling_nothing_holds_nothing() {
        assert_eq!(OneTimeSecret::fill(|_| None).unwrap_err(), FillError::Malformed);
        assert_eq!(OneTimeSecret::fill(|_| Some(0)).unwrap_err(), FillError::Malformed);
    }
}
