//! The value drawn as pixels, so that the web view never has it as text.
//!
//! The glyphs come from an atlas made at build time: no font parser runs over a secret. Every cell
//! has the same width, and the value is broken into groups that a person can compare.

use crate::OneTimeSecret;
use zeroize::Zeroizing;

include!(concat!(env!("OUT_DIR"), "/atlas.rs"));

/// Characters in one group.
const GROUP: usize = 4;
/// Groups in one row, at most: 32 characters and 7 gaps are 468 CSS pixels.
const GROUPS_IN_ROW: usize = 8;

/// Colours as `[red, green, blue]`, 0–255.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    /// The type prefix, e.g. `ss_secret_`.
    pub prefix: [u8; 3],
    /// Letters and signs.
    pub letter: [u8; 3],
    /// Digits, told apart from letters as password managers do.
    pub digit: [u8; 3],
}

/// A drawn value: straight (not premultiplied) RGBA on a transparent ground.
pub struct Raster {
    /// Width in device pixels.
    pub width: u32,
    /// Height in device pixels.
    pub height: u32,
    /// Device pixels per CSS pixel that it was drawn for.
    pub scale: f32,
    /// `width × height × 4` bytes, row by row, wiped on drop.
    pub rgba: Zeroizing<Vec<u8>>,
}

/// Draws the value for a screen with `scale` device pixels per CSS pixel (the next size of the atlas
/// that is not smaller is taken). `prefix_length` characters stand on a row of their own.
#[must_use]
pub fn draw(
    secret: &mut OneTimeSecret,
    prefix_length: usize,
    scale: f32,
    palette: Palette,
) -> Raster {
    let atlas = ATLASES.iter().find(|atlas| atlas.scale >= scale).unwrap_or(&ATLASES[LAST]);
    // EXPOSE: its glyphs are copied into a buffer that wipes itself.
    secret.expose(|value| atlas.draw(value.as_bytes(), prefix_length.min(value.len()), palette))
}

/// One size of the font: cells of `width × height` coverage bytes for the 94 visible characters.
struct Atlas {
    scale: f32,
    width: usize,
    height: usize,
    coverage: &'static [u8],
}

impl Atlas {
    fn draw(&self, value: &[u8], prefix_length: usize, palette: Palette) -> Raster {
        let (prefix, random) = value.split_at(prefix_length);
        let groups = random.len().div_ceil(GROUP);
        let rows = groups.div_ceil(GROUPS_IN_ROW).max(1);
        // Rows of equal length are easier to compare than one full and one short.
        let groups_in_row = groups.div_ceil(rows).max(1);
        let gap = self.width;
        let line = self.height + self.height / 4;
        let head = usize::from(!prefix.is_empty());
        let columns = (groups_in_row * GROUP).max(prefix.len());
        let width = columns * self.width + (groups_in_row - 1) * gap;
        let height = (rows + head) * line;
        let mut picture = Picture { rgba: Zeroizing::new(vec![0; width * height * 4]), width };
        for (column, byte) in prefix.iter().enumerate() {
            picture.put(self, column * self.width, 0, *byte, palette.prefix);
        }
        for (position, byte) in random.iter().enumerate() {
            let (group, in_group) = (position / GROUP, position % GROUP);
            let (row, column) = (group / groups_in_row, group % groups_in_row);
            let x = (column * GROUP + in_group) * self.width + column * gap;
            let colour = if byte.is_ascii_digit() { palette.digit } else { palette.letter };
            picture.put(self, x, (row + head) * line, *byte, colour);
        }
        Raster {
            width: u32::try_from(width).unwrap_or(u32::MAX),
            height: u32::try_from(height).unwrap_or(u32::MAX),
            scale: self.scale,
            rgba: picture.rgba,
        }
    }
}

struct Picture {
    rgba: Zeroizing<Vec<u8>>,
    width: usize,
}

impl Picture {
    fn put(&mut self, atlas: &Atlas, left: usize, top: usize, byte: u8, colour: [u8; 3]) {
        let cell = atlas.width * atlas.height;
        let first = usize::from(byte.saturating_sub(b'!')) * cell;
        let Some(coverage) = atlas.coverage.get(first..first + cell) else { return };
        for (y, row) in coverage.chunks_exact(atlas.width).enumerate() {
            let start = ((top + y) * self.width + left) * 4;
            let pixels = &mut self.rgba[start..start + atlas.width * 4];
            for (pixel, alpha) in pixels.chunks_exact_mut(4).zip(row) {
                pixel[..3].copy_from_slice(&colour);
                pixel[3] = *alpha;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Palette = Palette { prefix: [1, 1, 1], letter: [2, 2, 2], digit: [3, 3, 3] };

    fn drawn(value: &str, prefix_length: usize, scale: f32) -> Raster {
        let mut secret: OneTimeSecret =
            serde_json::from_value(serde_json::Value::String(value.into())).unwrap();
        draw(&mut secret, prefix_length, scale, INK)
    }

    fn ink(raster: &Raster) -> usize {
        raster.rgba.chunks_exact(4).filter(|pixel| pixel[3] > 0).count()
    }

    #[test]
    fn every_visible_character_has_its_own_glyph() {
        let atlas = &ATLASES[0];
        let cells: Vec<_> = atlas.coverage.chunks_exact(atlas.width * atlas.height).collect();
        assert_eq!(cells.len(), 94);
        for (index, cell) in cells.iter().enumerate() {
            assert!(cell.iter().any(|alpha| *alpha > 0), "glyph {index} is blank");
            assert!(!cells[..index].contains(cell), "glyph {index} looks like an earlier one");
        }
    }

    #[test]
    fn a_value_is_broken_into_even_rows() {
        let value = format!("ss_secret_{}", "a1B2".repeat(10));
        let raster = drawn(&value, 10, 1.0);
        let atlas = &ATLASES[0];
        assert_eq!(raster.width as usize, atlas.width * (20 + 4));
        assert_eq!(raster.height as usize, 3 * (atlas.height + atlas.height / 4));
        assert_eq!(raster.rgba.len(), (raster.width * raster.height * 4) as usize);
        assert!(ink(&raster) > 1000);
    }

    #[test]
    fn a_larger_scale_is_a_larger_picture() {
        let (small, large) = (drawn("ss_pub_abcd", 7, 1.0), drawn("ss_pub_abcd", 7, 2.0));
        assert_eq!((small.scale, large.scale), (1.0, 2.0));
        assert!(large.width >= small.width * 2 - 8);
        assert_eq!(drawn("ss_pub_abcd", 7, 99.0).scale, ATLASES[LAST].scale);
    }

    #[test]
    fn odd_lengths_and_a_prefix_that_is_all_draw_without_panic() {
        for (value, prefix) in [("a", 0), ("a", 9), ("abcde", 2), (&"z".repeat(4096), 4)] {
            assert!(ink(&drawn(value, prefix, 1.5)) > 0);
        }
    }
}
