//! A program's words, safe to show: without control sequences, and without anything of the value.

use sigsentry_keys_core::{custody::WINDOW, display::safe, key::PREFIX_LENGTH};
use sigsentry_keys_secret::OneTimeSecret;
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// How many lines are shown of the beginning, and of the end.
const EACH_END: usize = 2;
/// What stands where the value stood.
const IN_ITS_PLACE: &str = "‹value›";

/// Everything that a value can look like in another program's output. Wiped on drop.
pub(super) struct Traces {
    /// The value, whole, in every form; the longest first.
    whole: Vec<Zeroizing<String>>,
    /// The part that is not public, in every form, with as much of what is as a window needs.
    hidden: Vec<Zeroizing<String>>,
}

impl Traces {
    pub(super) fn of(value: &mut OneTimeSecret) -> Self {
        // EXPOSE: what is to be looked for, in buffers that wipe themselves.
        value.expose(|value| {
            let public = if value.len() > PREFIX_LENGTH { PREFIX_LENGTH + 1 - WINDOW } else { 0 };
            let mut whole = forms(value);
            whole.sort_by_key(|form| std::cmp::Reverse(form.len()));
            Self { whole, hidden: forms(&value[public..]) }
        })
    }

    /// Whether text has the value, or [`WINDOW`] characters in a row of it, in any form.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let whole = self.whole.iter().any(|form| text.contains(form.as_str()));
        whole
            || self.hidden.iter().any(|form| {
                let known = form.as_bytes().windows(WINDOW);
                known.into_iter().any(|part| text.as_bytes().windows(WINDOW).any(|at| at == part))
            })
    }

    /// The first and the last lines of what a program said: some say what failed before the advice,
    /// some after their trace. A line that still has a part of the value after the
    /// value itself has been taken out is withheld whole.
    pub(super) fn redacted(&self, said: &str) -> Vec<String> {
        let mut lines: Vec<String> = said
            .lines()
            .filter_map(|line| {
                let mut line = Zeroizing::new(without_sequences(line));
                for form in &self.whole {
                    if line.contains(form.as_str()) {
                        line = Zeroizing::new(line.replace(form.as_str(), IN_ITS_PLACE));
                    }
                }
                let shown = line.trim();
                (!shown.is_empty() && !self.are_in(shown)).then(|| safe(shown))
            })
            .collect();
        if lines.len() > 2 * EACH_END {
            lines.splice(EACH_END..lines.len() - EACH_END, ["…".to_owned()]);
        }
        lines
    }
}

/// Raw, as JSON and as a URL write it, in base64 at three alignments, in both alphabets, and in hex.
fn forms(value: &str) -> Vec<Zeroizing<String>> {
    let json = value.replace('\\', "\\\\").replace('"', "\\\"");
    let mut percent = String::new();
    let mut hex = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            percent.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(percent, "%{byte:02X}");
        }
        let _ = write!(hex, "{byte:02x}");
    }
    let mut forms = vec![value.to_owned(), json, percent, hex.to_ascii_uppercase(), hex];
    for shift in 0..3 {
        let standard = base64(value.as_bytes(), shift);
        forms.push(standard.replace('+', "-").replace('/', "_"));
        forms.push(standard);
    }
    let mut forms: Vec<_> = forms.into_iter().map(Zeroizing::new).collect();
    forms.retain(|form| form.len() >= WINDOW);
    forms
}

/// The characters of a base64 text that depend on these bytes alone, if `shift` others are in front.
fn base64(bytes: &[u8], shift: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |at: usize| bytes[at / 8] >> (7 - at % 8) & 1;
    let first = (6 - shift * 8 % 6) % 6;
    (first..(bytes.len() * 8).saturating_sub(5))
        .step_by(6)
        .map(|start| {
            let six = (start..start + 6).fold(0, |six, at| six << 1 | bit(at));
            char::from(ALPHABET[usize::from(six)])
        })
        .collect()
}

/// Without terminal sequences (ECMA-48): `ESC [ … letter`, `ESC ] … BEL`, `ESC` and one more.
fn without_sequences(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        if character != '\u{1b}' {
            if character == '\t' {
                clean.push(' ');
            } else if !character.is_control() {
                clean.push(character);
            }
            continue;
        }
        match rest.next() {
            Some('[') => drop(rest.by_ref().find(|c| ('@'..='~').contains(c))),
            Some(']') => {
                while let Some(c) = rest.next() {
                    if c == '\u{7}' || (c == '\u{1b}' && rest.next_if_eq(&'\\').is_some()) {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUE: &str = "ss_secret_AbC123xyz7890QQwertyUIOP";

    fn traces() -> Traces {
        let value = serde_json::Value::String(VALUE.into());
        Traces::of(&mut serde_json::from_value(value).unwrap())
    }

    fn encoded(text: &str) -> String {
        let value = serde_json::Value::String(text.into());
        let mut value: OneTimeSecret = serde_json::from_value(value).unwrap();
        let mut line = value.compose(&[sigsentry_keys_secret::Part::Base64]).unwrap();
        // EXPOSE: the test looks for it.
        line.expose(str::to_owned)
    }

    #[test]
    fn the_value_is_taken_out_in_every_form() {
        let traces = traces();
        let hex: String = VALUE.bytes().map(|byte| format!("{byte:02x}")).collect();
        let all = [
            VALUE.to_owned(),
            encoded(VALUE),
            encoded(&format!("x{VALUE}")),
            encoded(&format!("xy{VALUE}z")),
            hex.to_ascii_uppercase(),
            hex,
        ];
        for form in all {
            let said = format!("error: '{form}' is odd\nsecond");
            assert!(traces.are_in(&said), "{form}");
            for line in traces.redacted(&said) {
                assert!(!traces.are_in(&line), "{line}");
            }
        }
        assert_eq!(traces.redacted(&format!("bad {VALUE}!")), ["bad ‹value›!"]);
    }

    #[test]
    fn a_line_with_a_part_of_it_is_withheld_and_what_is_public_stays() {
        let traces = traces();
        let part = &encoded(VALUE)[24..36];
        for line in ["cut off: ss_secret_AbC123xyz7", "end: wertyUIOP", part] {
            assert!(traces.redacted(line).is_empty(), "{line}");
        }
        let apart = "ss_secret_AbC1\u{1b}[0m23xyz7890QQ";
        assert!(traces.redacted(apart).is_empty());
        assert_eq!(traces.redacted("key ss_secret_AbC123 is odd"), ["key ss_secret_AbC123 is odd"]);
    }

    #[test]
    fn a_few_lines_without_sequences_are_left() {
        let said = "1\n\n2\n\u{1b}[31;1m3\u{1b}[0m\n\u{1b}]0;title\u{7}4\u{202e}\n5\r\n";
        assert_eq!(traces().redacted(said), ["1", "2", "…", "4⟨U+202E⟩", "5"]);
        assert_eq!(traces().redacted(&"x".repeat(100_000))[0].chars().count(), 301);
    }
}
