//! Stands in for a destination's program where that has to be a real program and no script: writes down how it
//! was called, beside itself. Where a file `hang` is, it starts another program and waits for it in vain. Told to
//! `hold`, it keeps a text in memory until it is told to wipe it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "a program answers so")]

use std::{
    env,
    fs::{self, File},
    io::Read as _,
    path::Path,
    process::Command,
    thread,
    time::Duration,
};
use zeroize::{Zeroize as _, Zeroizing};

/// Longer than any test.
const LONG: Duration = Duration::from_secs(120);

fn main() {
    let program = env::current_exe().unwrap();
    let here = program.parent().unwrap();
    let words: Vec<String> = env::args().skip(1).collect();
    match &*words.join(" ") {
        "stay" => return stay(here),
        "hold" => return hold(),
        "--version" => return println!("2.30.0"),
        _ => {}
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).unwrap();
    fs::write(here.join("arguments"), words.join("\0")).unwrap();
    fs::write(here.join("folder"), env::current_dir().unwrap().to_str().unwrap()).unwrap();
    fs::write(here.join("bytes"), bytes).unwrap();
    println!("{{\"id\": \"7\"}}");
    if here.join("hang").exists() {
        Command::new(&program).arg("stay").status().unwrap();
    }
}

/// Keeps a text that tells this process from others, and the same as UTF-16; says so, and wipes both at the next
/// line.
fn hold() {
    let mut lines = std::io::stdin().lines();
    let mut text = Zeroizing::new(format!("held by process {:08}", std::process::id()));
    let mut wide = Zeroizing::new(text.encode_utf16().collect::<Vec<_>>());
    println!("held");
    lines.next().unwrap().unwrap();
    text.zeroize();
    wide.zeroize();
    println!("wiped");
    lines.next();
}

/// Keeps a file for itself until it is ended.
fn stay(here: &Path) {
    let held = held(here).unwrap();
    fs::write(here.join("stays"), "").unwrap();
    thread::sleep(LONG);
    drop(held);
}

#[cfg(windows)]
fn held(here: &Path) -> std::io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    File::options().write(true).create(true).truncate(true).share_mode(0).open(here.join("held"))
}

#[cfg(not(windows))]
fn held(here: &Path) -> std::io::Result<File> {
    File::create(here.join("held"))
}
