use crate::{FillError, OneTimeSecret};

/// A piece of a line that is made around a value.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// Plain text, visible ASCII, spaces and line feeds.
    Text(&'a str),
    /// The value itself.
    Value,
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
    }

    #[test]
    fn a_line_that_does_not_fit_is_refused() {
        let mut secret: OneTimeSecret = serde_json::from_str(r#""ss_pub_1""#).unwrap();
        let long = "x".repeat(crate::MAX_LENGTH);
        assert!(secret.compose(&[Part::Text(&long), Part::Value]).is_err());
    }
}
