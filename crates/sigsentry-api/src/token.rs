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
        let fits = (1..=Self::LONGEST).contains(&text.len());
        (fits && text.bytes().all(|byte| byte.is_ascii_graphic()))
            .then(|| Self(Zeroizing::new(text.to_owned())))
    }

    pub(crate) fn header(&self) -> HeaderValue {
        let line = Zeroizing::new(format!("Bearer {}", *self.0));
        // Checked to be visible ASCII; an empty header is the harmless answer to the impossible.
        let mut value = HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""));
        value.set_sensitive(true);
        value
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}
