use crate::{FillError, OneTimeSecret};

/// A piece of a line that is made around a value.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// Plain text without control characters other than line feeds.
    Text(&'a str),
    /// The value itself.
    Value,
    /// The value in base64 (RFC 4648, padded).
    Base64,
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Four characters for up to three bytes.
fn base64_quad(three: &[u8]) -> [u8; 4] {
    let byte = |at: usize| usize::from(three.get(at).copied().unwrap_or(0));
    let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    let mut quad = [18, 12, 6, 0].map(|shift| BASE64[bits >> shift & 63]);
    quad[three.len() + 1..].fill(b'=');
    quad
}

impl OneTimeSecret {
    /// Writes `parts` in order into a secret of its own: a line that carries the value is as
    /// sacred as the value.
    ///
    /// # Errors
    /// [`FillError::Malformed`] if the line is longer than [`crate::MAX_LENGTH`] or a text has other
    /// characters.
    pub fn compose(&mut self, parts: &[Part<'_>]) -> Result<Self, FillError> {
        // EXPOSE: copied between the two secrets' pages.
        self.expose(|value| {
            Self::fill_line(|page| {
                let mut end = 0;
                for part in parts {
                    let piece = match part {
                        Part::Text(text) => text,
                        Part::Value => value,
                        Part::Base64 => {
                            // Into the page quad by quad: no buffer holds the whole.
                            for three in value.as_bytes().chunks(3) {
                                let quad = base64_quad(three);
                                page.get_mut(end..end + quad.len())?.copy_from_slice(&quad);
                                end += quad.len();
                            }
                            continue;
                        }
                    };
                    page.get_mut(end..end + piece.len())?.copy_from_slice(piece.as_bytes());
                    end += piece.len();
                }
                Some(end)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_composed_around_the_value() {
        let mut secret: OneTimeSecret = serde_json::from_str(r#""ss_pub_1""#).unwrap();
        let mut line =
            secret.compose(&[Part::Text("KEY='"), Part::Value, Part::Text("'\n")]).unwrap();
        // EXPOSE: the test compares it.
        assert!(line.expose(|line| line == "KEY='ss_pub_1'\n"));
        let mut coded = secret.compose(&[Part::Text("ü "), Part::Base64]).unwrap();
        // EXPOSE: the test compares it.
        assert!(coded.expose(|line| line == "ü c3NfcHViXzE="));
        assert!(secret.compose(&[Part::Text("\u{1b}"), Part::Value]).is_err());
    }

    #[test]
    fn a_line_that_does_not_fit_is_refused() {
        let mut secret: OneTimeSecret = serde_json::from_str(r#""ss_pub_1""#).unwrap();
        let long = "x".repeat(crate::MAX_LENGTH);
        assert!(secret.compose(&[Part::Text(&long), Part::Value]).is_err());
    }
}
