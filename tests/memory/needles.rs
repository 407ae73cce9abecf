//! The forms in which a value may lie in memory. Only the scanner knows them.

use crate::scan::Needle;
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// A value, whole and in halves, in every encoding that the app's parts might give it.
pub(crate) fn of(value: &str) -> Vec<Needle> {
    let (first, second) = value.split_at(value.len() / 2);
    let mut needles = vec![
        needle("whole, UTF-8", value.as_bytes().to_vec()),
        needle("whole, UTF-16", utf16(value)),
        // The first half begins with the prefix, which stays visible: cut it off.
        needle("1st half, UTF-8", first.as_bytes()[value_start(value)..].to_vec()),
        needle("2nd half, UTF-8", second.as_bytes().to_vec()),
        needle("2nd half, UTF-16", utf16(second)),
    ];
    for (form, lead) in [("base64, +0", 0), ("base64, +1", 1), ("base64, +2", 2)] {
        // What stands before the value shifts its base64; the shared inner part is searched.
        let shifted = STANDARD_NO_PAD.encode([&b"xx"[..lead], second.as_bytes()].concat());
        let inner = &shifted[4..shifted.len() - 4];
        needles.push(needle(form, inner.as_bytes().to_vec()));
    }
    needles
}

/// Where the part begins that nobody may see after dismissal.
fn value_start(value: &str) -> usize {
    16.min(value.len() / 2 - 4)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn needle(form: &'static str, bytes: Vec<u8>) -> Needle {
    assert!(bytes.len() >= 4, "{form}: too short a needle finds everything");
    Needle { form, bytes }
}
