use sigsentry_keys_secret::{OneTimeSecret, Palette, draw};

fn main() {
    let mut secret = OneTimeSecret::fill(|_| None).unwrap();
    let ink = Palette { prefix: [0; 3], letter: [0; 3], digit: [0; 3] };
    let raster = draw(&mut secret, 0, 1.0, ink);
    let _text = format!("{raster:?}");
    let _ = &mut secret;
}
