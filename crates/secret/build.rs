//! Draws the atlas: the 94 visible ASCII characters of JetBrains Mono, as coverage, in a few sizes.

use std::{env, fmt::Write as _, fs, path::Path};
use swash::{
    FontRef,
    scale::{Render, ScaleContext, Source},
    zeno::Format,
};

/// Font size in CSS pixels.
const SIZE: f32 = 20.0;
/// Device pixels per CSS pixel, as screens have them.
const SCALES: [f32; 5] = [1.0, 1.25, 1.5, 2.0, 3.0];

fn main() {
    println!("cargo:rerun-if-changed=assets/JetBrainsMono-Regular.ttf");
    let font_file = fs::read("assets/JetBrainsMono-Regular.ttf").expect("the font is checked in");
    let font = FontRef::from_index(&font_file, 0).expect("the font can be read");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let mut source = String::new();
    for (index, scale) in SCALES.into_iter().enumerate() {
        let cells = cells(&font, SIZE * scale);
        let file = Path::new(&out).join(format!("atlas{index}.bin"));
        fs::write(&file, &cells.coverage).expect("OUT_DIR can be written");
        writeln!(
            source,
            "    Atlas {{ scale: {scale:?}, width: {}, height: {}, coverage: include_bytes!(\"atlas{index}.bin\") }},",
            cells.width, cells.height
        )
        .expect("a String takes it");
    }
    let atlases = SCALES.len();
    let text = format!(
        "/// Ascending by scale.\nstatic ATLASES: [Atlas; {atlases}] = [\n{source}];\nconst LAST: usize = {};\n",
        atlases - 1
    );
    fs::write(Path::new(&out).join("atlas.rs"), text).expect("OUT_DIR can be written");
}

struct Cells {
    width: usize,
    height: usize,
    coverage: Vec<u8>,
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "metrics of a font at a few dozen pixels"
)]
fn cells(font: &FontRef<'_>, size: f32) -> Cells {
    let metrics = font.metrics(&[]).scale(size);
    let advance = font.glyph_metrics(&[]).scale(size).advance_width(font.charmap().map('0'));
    let width = advance.round() as usize;
    let height = (metrics.ascent + metrics.descent).ceil() as usize;
    let baseline = metrics.ascent.round() as i32;
    let mut context = ScaleContext::new();
    let mut scaler = context.builder(*font).size(size).hint(true).build();
    let mut coverage = Vec::new();
    for character in '!'..='~' {
        let image = Render::new(&[Source::Outline])
            .format(Format::Alpha)
            .render(&mut scaler, font.charmap().map(character))
            .expect("the font has every visible ASCII character");
        let mut cell = vec![0; width * height];
        let place = image.placement;
        for y in 0..place.height as i32 {
            for x in 0..place.width as i32 {
                let (left, top) = (place.left + x, baseline - place.top + y);
                if (0..width as i32).contains(&left) && (0..height as i32).contains(&top) {
                    cell[top as usize * width + left as usize] =
                        image.data[(y * place.width as i32 + x) as usize];
                }
            }
        }
        coverage.extend_from_slice(&cell);
    }
    Cells { width, height, coverage }
}
