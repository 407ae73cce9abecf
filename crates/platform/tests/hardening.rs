//! What the hardening does to a process, seen in a process of its own: each test starts itself once
//! more, with the name of a part to play.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use sigsentry_keys_platform::hardening;
use std::{
    env,
    os::unix::process::ExitStatusExt as _,
    process::{Command, Output},
};

const PART: &str = "HARDENING_TEST_PART";

fn play(test: &str, part: &str) -> Output {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(PART, part)
        .output()
        .unwrap()
}

fn part() -> Option<String> {
    env::var(PART).ok()
}

#[test]
fn a_panic_says_where_and_not_what() {
    if let Some(part) = part() {
        if part == "quiet" {
            hardening::quiet_panics();
        }
        panic!("could not parse {:?}", "ss_secret_quoted");
    }
    let test = "a_panic_says_where_and_not_what";
    let said = |part| {
        let output = play(test, part);
        assert!(!output.status.success());
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    assert!(said("loud").contains("ss_secret_quoted"));
    let quiet = said("quiet");
    assert!(quiet.contains("internal error at") && quiet.contains("hardening.rs:"), "{quiet}");
    assert!(!quiet.contains("ss_secret_quoted"), "{quiet}");
}

/// Seen in the word of the parent, which learns from the kernel whether a core was dumped.
#[test]
fn a_crash_leaves_no_core() {
    if let Some(part) = part() {
        if part == "hardened" {
            assert!(hardening::forbid_core_dumps());
        }
        std::process::abort();
    }
    let folder = tempfile::tempdir().unwrap();
    let dumped = |part| {
        Command::new("prlimit")
            .arg("--core=unlimited")
            .arg(env::current_exe().unwrap())
            .args(["--exact", "a_crash_leaves_no_core", "--nocapture"])
            .current_dir(folder.path())
            .env(PART, part)
            .output()
            .expect("prlimit is needed, from the package util-linux")
            .status
            .core_dumped()
    };
    assert!(dumped("as it is"));
    assert!(!dumped("hardened"));
}
