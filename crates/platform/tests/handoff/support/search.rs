//! Whether a value is somewhere: in files, in the command lines and environments of processes.

use std::{fs, path::Path};

/// What a value could look like where it should not be.
pub(crate) fn needles(value: &str) -> Vec<String> {
    let hex = value.bytes().map(|byte| format!("{byte:02x}")).collect();
    // The middle of it in base64, at three alignments: the ends depend on what is beside them.
    let middle = |shift: usize| base64(&value.as_bytes()[shift..]);
    let mut all = vec![value.to_owned(), value[16..48].to_owned(), hex];
    all.extend((0..3).map(|shift| middle(shift)[..40].to_owned()));
    all
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = ALPHABET[bits >> (18 - 6 * place) & 63];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

pub(crate) fn is_in(bytes: &[u8], needles: &[String]) -> bool {
    needles.iter().any(|needle| bytes.windows(needle.len()).any(|at| at == needle.as_bytes()))
}

/// The files below a folder that have it.
pub(crate) fn files(folder: &Path, needles: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            found.extend(files(&path, needles));
        } else if kind.is_file() && is_in(&fs::read(&path).unwrap(), needles) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Every process but this one, with its command line and environment.
pub(crate) fn processes() -> Vec<(String, Vec<u8>)> {
    let ours = std::process::id().to_string();
    let mut all = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().map(Result::unwrap) {
        let id = entry.file_name().into_string().unwrap();
        if !id.bytes().all(|byte| byte.is_ascii_digit()) || id == ours {
            continue;
        }
        // It may have ended meanwhile.
        let read = |name| fs::read(entry.path().join(name)).unwrap_or_default();
        all.push((id, [read("cmdline"), read("environ")].concat()));
    }
    all
}
