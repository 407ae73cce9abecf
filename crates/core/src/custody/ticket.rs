use std::fmt::{self, Write as _};

/// Stands for a held value outside of Rust. Unpredictable, single-owner, worthless after dismissal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket(String);

impl Ticket {
    /// From 16 unpredictable bytes.
    #[must_use]
    pub fn new(randomness: [u8; 16]) -> Self {
        let mut text = String::with_capacity(32);
        for byte in randomness {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// From what the page sent back.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
