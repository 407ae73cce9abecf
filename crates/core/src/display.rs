//! Foreign text made safe to look at: what people read is what is there.

/// The longest text shown in one piece, in characters; a longer one is cut with an ellipsis.
pub const LONGEST: usize = 300;

/// Whether a character is invisible or changes how its neighbours are read, wherever it stands: control
/// characters, direction overrides and isolates, and what Unicode calls default-ignorable, but for
/// those of [`is_joining`]. U+2800 is a picture of nothing.
fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'
            | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Joiners and variation selectors: Persian, Indic and Mongolian scripts and emoji need them.
fn is_joining(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// The characters of a text, each with whether it is deceptive where it stands. A joining one is, after
/// a character that can need none: of Latin, Greek or Cyrillic script, a digit, a space, another joining
/// one, or nothing.
fn looked_at(text: &str) -> impl Iterator<Item = (char, bool)> {
    // The first block of a script that joins is Arabic, after Hebrew.
    let needs_none = |before: char| before < '\u{0590}' || is_joining(before);
    let mut before = ' ';
    text.chars().map(move |character| {
        let deceptive = is_deceptive(character) || (is_joining(character) && needs_none(before));
        before = character;
        (character, deceptive)
    })
}

/// Whether a text has something in it that [`safe`] would spell out.
#[must_use]
pub fn has_deceptive(text: &str) -> bool {
    looked_at(text).any(|(_, deceptive)| deceptive)
}

/// The text without what [`safe`] would spell out.
#[must_use]
pub fn without_deceptive(text: &str) -> String {
    looked_at(text).filter(|(_, deceptive)| !deceptive).map(|(character, _)| character).collect()
}

/// Writes each deceptive character as its code point, e.g. `⟨U+202E⟩`, and cuts at [`LONGEST`].
#[must_use]
pub fn safe(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (count, (character, deceptive)) in looked_at(text).enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        if deceptive {
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
    fn what_cannot_be_seen_is_spelled_out_wherever_it_hides() {
        let hidden =
            "\u{34f}\u{115f}\u{1160}\u{17b4}\u{180b}\u{2800}\u{3164}\u{ffa0}\u{fff3}\u{e0100}";
        for character in hidden.chars() {
            let name = format!("acme{character} org");
            assert!(has_deceptive(&name), "U+{:04X}", u32::from(character));
            assert!(!has_deceptive(&safe(&name)), "U+{:04X}", u32::from(character));
            assert_eq!(without_deceptive(&name), "acme org");
        }
    }

    #[test]
    fn what_joins_is_spelled_out_where_nothing_can_be_joined() {
        for needed in ["می\u{200c}خواهم", "क्\u{200d}ष", "❤\u{fe0f} ingest", "👩\u{200d}👧"]
        {
            assert_eq!(safe(needed), needed);
        }
        for hidden in ["ac\u{200d}me", "ac\u{200c}me", "acme\u{fe0f}", "и\u{200d}мя", "\u{200d}a"]
        {
            assert!(has_deceptive(hidden) && safe(hidden).contains("⟨U+"), "{}", safe(hidden));
        }
        assert_eq!(safe("👩\u{200d}\u{200d}"), "👩\u{200d}⟨U+200D⟩");
    }

    #[test]
    fn long_text_is_cut() {
        let shown = safe(&"x".repeat(100_000));
        assert_eq!(shown.chars().count(), LONGEST + 1);
    }
}
