//! The forms in which a value may lie in memory.

use crate::scan::Needle;
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// What stays visible for good.
const PREFIX: usize = 16;

/// A value, whole and in halves, in every encoding that the app's parts might give it.
///
/// What stays visible after dismissal is left out of the halves. JSON does not escape letters and
/// digits, so the escaped form is the plain one.
pub(crate) fn of(value: &str) -> Vec<Needle> {
    let hidden = &value[PREFIX.min(value.len() / 3)..];
    let (first, second) = hidden.split_at(hidden.len() / 2);
    let mut needles = vec![
        needle("whole, UTF-8", value.as_bytes().to_vec()),
        needle("whole, UTF-16", utf16(value)),
        needle("1st half, UTF-8", first.as_bytes().to_vec()),
        needle("1st half, UTF-16", utf16(first)),
        needle("2nd half, UTF-8", second.as_bytes().to_vec()),
        needle("2nd half, UTF-16", utf16(second)),
        needle(".env line", format!("SIGSENTRY_API_KEY={value}").into_bytes()),
        needle("curl line", format!("Bearer {value}").into_bytes()),
    ];
    for (form, lead) in [("base64, +0", 0), ("base64, +1", 1), ("base64, +2", 2)] {
        // What stands before the value shifts its base64; the shared inner part is searched.
        let shifted = STANDARD_NO_PAD.encode([&b"xx"[..lead], hidden.as_bytes()].concat());
        let inner = &shifted[4..shifted.len() - 4];
        needles.push(needle(form, inner.as_bytes().to_vec()));
    }
    needles
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

pub(crate) fn needle(form: &'static str, bytes: Vec<u8>) -> Needle {
    assert!(bytes.len() >= 7, "{form}: too short a needle finds everything");
    Needle::new(form, bytes)
}
