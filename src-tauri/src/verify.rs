//! `sigsentry-keys verify FILE…`: no window, no account, no network.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks so")]

use sigsentry_keys_app::review::verify;
use std::{ffi::OsString, path::Path, process::ExitCode};

/// Checks signed reviews. Several are checked as a chain too: each has to follow the one before.
pub(crate) fn files(files: &[OsString]) -> ExitCode {
    if files.is_empty() {
        eprintln!("sigsentry-keys verify FILE…: checks signed reviews, the oldest first");
        return ExitCode::from(2);
    }
    let (mut good, mut before) = (true, None);
    for file in files {
        let name = file.to_string_lossy();
        match verify(Path::new(file)) {
            Ok(genuine) => {
                println!("{name}\n{}", genuine.words);
                if before.is_some()
                    && genuine.previous != before
                    && before != Some(genuine.hash.clone())
                {
                    eprintln!("{name}: it does not follow the one before.");
                    good = false;
                }
                before = Some(genuine.hash);
            }
            Err(refused) => {
                eprintln!("{name}: {}", refused.words());
                good = false;
            }
        }
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
