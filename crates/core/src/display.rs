//! Foreign text made safe to look at: what people read is what is there.

/// The longest text shown in one piece, in characters; a longer one is cut with an ellipsis.
pub const LONGEST: usize = 300;

/// Whether a character is invisible or changes how its neighbours are read: control characters,
/// direction overrides and isolates, zero-width signs that no script or emoji needs, tag characters.
/// U+200C and U+200D stay: Persian, Indic scripts and emoji need them.
#[must_use]
pub fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Writes each deceptive character as its code point, e.g. `⟨U+202E⟩`, and cuts at [`LONGEST`].
#[must_use]
pub fn safe(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        if is_deceptive(character) {
            shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deceptive_characters_are_spelled_out_and_others_kept() {
        assert_eq!(safe("pay\u{202e}gpj.exe"), "pay⟨U+202E⟩gpj.exe");
        assert_eq!(safe("a\u{0}\nb"), "a⟨U+0000⟩⟨U+000A⟩b");
        assert_eq!(safe("<b>اب 👩‍👧</b>"), "<b>اب 👩‍👧</b>");
    }

    #[test]
    fn long_text_is_cut() {
        let shown = safe(&"x".repeat(100_000));
        assert_eq!(shown.chars().count(), LONGEST + 1);
    }
}
