//! The forms in which the picture of a value may lie in memory.

use crate::{needles::needle, palette, scan::Needle, support::window::App};
use sigsentry_keys_contract::custody::Theme;
use sigsentry_keys_secret::{OneTimeSecret, draw};
use std::{collections::BTreeSet, process::Command};

/// Bytes of one needle: about four characters wide.
const WIDTH: usize = 48 * 4;

/// Rows of pixels as Rust draws them, as a canvas keeps them, and as they are on the screen.
pub(crate) async fn of(value: &str, app: &App) -> Vec<Needle> {
    let mut secret: OneTimeSecret =
        serde_json::from_value(serde_json::Value::String(value.into())).unwrap();
    let prefix = value.rfind('_').unwrap() + 1;
    let raster = draw(&mut secret, prefix, 1.0, palette::of(Theme::Light));
    let width = raster.width as usize * 4;
    let drawn = richest(&raster.rgba, width);
    let mut found = vec![
        needle("pixels, as drawn", drawn.to_vec()),
        needle("pixels, as drawn, BGRA", swapped(drawn)),
        needle("pixels, on the canvas", premultiplied(drawn)),
        needle("pixels, on the canvas, BGRA", swapped(&premultiplied(drawn))),
    ];
    // A page that has drawn may not be on the screen yet, and a row without a value in it is in every
    // window: so many colours only text has.
    let enough = colours(drawn) / 2;
    assert!(enough > 2, "the drawn row tells something: {enough}");
    let shown = app.until("the value on the screen", async || {
        let (row, bytes) = on_screen(app).await;
        let shown = richest(&bytes, row);
        (colours(shown) >= enough).then(|| swapped(shown))
    });
    found.push(needle("pixels, on the screen", shown.await));
    found
}

/// How many colours pixels have.
fn colours(pixels: &[u8]) -> usize {
    pixels.chunks_exact(4).collect::<BTreeSet<_>>().len()
}

/// The row that tells most about the value: of the lower half, where no prefix is.
fn richest(pixels: &[u8], width: usize) -> &[u8] {
    let lower = &pixels[pixels.len() / width / 2 * width..];
    let start = width / 2 / 4 * 4 - WIDTH / 2;
    lower
        .chunks_exact(width)
        .map(|row| &row[start..start + WIDTH])
        .max_by_key(|row| colours(row))
        .unwrap()
}

fn swapped(rgba: &[u8]) -> Vec<u8> {
    rgba.chunks_exact(4).flat_map(|p| [p[2], p[1], p[0], p[3]]).collect()
}

fn premultiplied(rgba: &[u8]) -> Vec<u8> {
    let times = |colour: u8, alpha: u8| {
        let product = u32::from(colour) * u32::from(alpha) + 128;
        u8::try_from((product + (product >> 8)) >> 8).unwrap()
    };
    rgba.chunks_exact(4)
        .flat_map(|p| [times(p[0], p[3]), times(p[1], p[3]), times(p[2], p[3]), p[3]])
        .collect()
}

/// The canvas as the X server shows it: bytes of a row, and the pixels as RGBA.
async fn on_screen(app: &App) -> (usize, Vec<u8>) {
    let script = r#"
        const { left, top, width, height } =
            document.querySelector('[data-testid="key-canvas"]').getBoundingClientRect();
        return [left, top, width, height].map(Math.round);"#;
    let place: Vec<u64> = serde_json::from_value(app.script(script).await).unwrap();
    let crop = format!("{}x{}+{}+{}", place[2], place[3], place[0], place[1]);
    let shot = Command::new("import")
        .args(["-window", "root", "-crop", &crop, "-depth", "8", "rgba:-"])
        .output()
        .expect("ImageMagick is installed by cargo xtask test");
    assert_eq!(shot.stdout.len() as u64, place[2] * place[3] * 4, "a picture of the canvas");
    (usize::try_from(place[2]).unwrap() * 4, shot.stdout)
}
