//! The forms in which the picture of a value may lie in memory.

use crate::{
    needles::needle,
    palette,
    scan::Needle,
    scenarios::MAIN,
    support::{window::App, window_manager},
};
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
    let at = richest(&raster.rgba, width);
    let drawn = &raster.rgba[at..at + WIDTH];
    let mut found = vec![
        needle("pixels, as drawn", drawn.to_vec()),
        needle("pixels, as drawn, BGRA", swapped(drawn)),
        needle("pixels, on the canvas", premultiplied(drawn)),
        needle("pixels, on the canvas, BGRA", swapped(&premultiplied(drawn))),
    ];
    // A page that has drawn may not be on the screen yet, and what is there meanwhile is in every window.
    let shown = app.until("the value on the screen", async || {
        let screen = on_screen(app, (width, raster.rgba.len())).await?;
        is_shown(&raster.rgba, &screen).then(|| swapped(&screen[at..at + WIDTH]))
    });
    found.push(needle("pixels, on the screen", shown.await));
    found
}

/// Whether the screen has what was drawn: each full pixel in its colour. Half-covered ones are mixed
/// with the background.
fn is_shown(drawn: &[u8], shown: &[u8]) -> bool {
    let full: Vec<_> = drawn.chunks_exact(4).zip(shown.chunks_exact(4)).collect();
    let full: Vec<_> = full.into_iter().filter(|(drawn, _)| drawn[3] == 255).collect();
    assert!(full.len() > 100, "{} pixels are drawn in full", full.len());
    full.iter().all(|(drawn, shown)| (0..3).all(|c| drawn[c].abs_diff(shown[c]) < 4))
}

/// Where the row begins that tells most about the value: in the middle of the lower half, where no
/// prefix is.
fn richest(pixels: &[u8], width: usize) -> usize {
    let rows = pixels.len() / width;
    let start = width / 2 / 4 * 4 - WIDTH / 2;
    let colours =
        |at: &usize| pixels[*at..at + WIDTH].chunks_exact(4).collect::<BTreeSet<_>>().len();
    (rows / 2..rows).map(|row| row * width + start).max_by_key(colours).unwrap()
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

/// The canvas as the X server shows it, as RGBA; none while its size differs from that of the drawn picture:
/// `row` bytes in a row, `all` in total.
async fn on_screen(app: &App, (row, all): (usize, usize)) -> Option<Vec<u8>> {
    let script = r#"
        const { left, top, width, height } =
            document.querySelector('[data-testid="key-canvas"]').getBoundingClientRect();
        return [left, top, width, height].map(Math.round);"#;
    let place: Vec<usize> = serde_json::from_value(app.script(script).await).unwrap();
    if (place[2] * 4, place[2] * place[3] * 4) != (row, all) {
        return None;
    }
    // Of the window, wherever on the screen it is.
    let window = window_manager::window(MAIN).to_string();
    let crop = format!("{}x{}+{}+{}", place[2], place[3], place[0], place[1]);
    let shot = Command::new("import")
        .args(["-window", &window, "-crop", &crop, "-depth", "8", "rgba:-"])
        .output()
        .expect("ImageMagick is installed by cargo xtask test");
    assert_eq!(shot.stdout.len(), all, "a picture of the canvas");
    Some(shot.stdout)
}
