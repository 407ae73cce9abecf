use bytes::Bytes;
use reqwest::header::HeaderValue;
use std::fmt;
use zeroize::Zeroizing;

/// A dashboard session. Wiped on drop; cannot be printed.
pub struct SessionToken(Zeroizing<String>);

impl SessionToken {
    /// Longest token that is taken, in bytes.
    const LONGEST: usize = 8192;

    /// A token, if it can stand in a header: visible ASCII, 1 to 8,192 characters.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        Self::take(Zeroizing::new(text.to_owned()))
    }

    pub(crate) fn take(text: Zeroizing<String>) -> Option<Self> {
        let fits = (1..=Self::LONGEST).contains(&text.len());
        (fits && text.bytes().all(|byte| byte.is_ascii_graphic())).then_some(Self(text))
    }

    /// Shows the token for the time of one closure, to the caller, which keeps it encrypted.
    pub fn with_text<R>(&self, keep: impl FnOnce(&str) -> R) -> R {
        keep(&self.0)
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// The line that carries it, in a buffer that wipes itself.
    pub(crate) fn header(&self) -> HeaderValue {
        let mut line = Zeroizing::new(String::with_capacity("Bearer ".len() + self.0.len()));
        line.push_str("Bearer ");
        line.push_str(&self.0);
        // Checked to be visible ASCII; an empty header is the harmless answer to the impossible.
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(line))
            .unwrap_or(HeaderValue::from_static(""));
        value.set_sensitive(true);
        value
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_what_can_stand_in_a_header() {
        for text in ["x", "eyJhbGciOiJI.eyJzdWIiOiIx.c2ln", &"t".repeat(8192)] {
            let token = SessionToken::new(text).unwrap();
            assert_eq!(token.header(), format!("Bearer {text}").as_str());
            assert!(token.header().is_sensitive());
        }
        for text in ["", " ", "a b", "a\r\nX-Injected: 1", "tökén", "\u{7f}", &"t".repeat(8193)] {
            assert!(SessionToken::new(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn debug_says_nothing_of_it() {
        let token = SessionToken::new("hush-hush").unwrap();
        assert!(token.text().contains("hush"));
        let said = format!("{token:?} {:?}", token.header());
        assert!(said.contains("Sensitive"), "{said}");
        assert!(!said.contains("hush"));
    }
}
