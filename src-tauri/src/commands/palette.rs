//! The colours in which a value is drawn: those of `ui/src/shared/tokens.css`, at AA contrast on its
//! background in both themes.

use sigsentry_keys_contract::custody::Theme;
use sigsentry_keys_core::custody::Palette;

pub(crate) fn of(theme: Theme) -> Palette {
    match theme {
        Theme::Light => Palette {
            prefix: [0x5b, 0x67, 0x70],
            letter: [0x14, 0x20, 0x2b],
            digit: [0x0b, 0x64, 0x78],
        },
        Theme::Dark => Palette {
            prefix: [0x9a, 0xa7, 0xb2],
            letter: [0xf2, 0xf5, 0xf7],
            digit: [0x5e, 0xd3, 0xe6],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = include_str!("../../../ui/src/shared/tokens.css");

    /// A colour of one theme: the first list is the light one.
    fn token(dark: bool, name: &str) -> [u8; 3] {
        let list = TOKENS.split(":root").nth(if dark { 2 } else { 1 }).unwrap();
        let value = list.split_once(&format!("  {name}: #")).unwrap().1.split_once(';').unwrap().0;
        let channel = |at| u8::from_str_radix(&value[at..at + 2], 16).unwrap();
        [channel(0), channel(2), channel(4)]
    }

    #[test]
    fn a_value_is_drawn_in_the_pages_colours() {
        for (theme, dark) in [(Theme::Light, false), (Theme::Dark, true)] {
            let palette = of(theme);
            assert_eq!(palette.prefix, token(dark, "--ink-3"), "{theme:?}");
            assert_eq!(palette.letter, token(dark, "--ink"), "{theme:?}");
            assert_eq!(palette.digit, token(dark, "--accent"), "{theme:?}");
        }
    }
}
