//! The colours in which a value is drawn: those of `ui/src/shared/theme.css`, at AA contrast on its
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
