//! What the hardening does to a process, seen in a process of its own: each test starts itself once
//! more, with the name of a part to play.
#![cfg(target_os = "linux")]
#![allow(unsafe_code, reason = "C memory is C's business")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use sigsentry_keys_platform::hardening;
use std::{
    env, fs,
    os::unix::{fs::FileExt as _, process::ExitStatusExt as _},
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

#[test]
#[cfg(target_env = "gnu")]
fn freed_c_memory_is_overwritten() {
    let test = "freed_c_memory_is_overwritten";
    match part().as_deref() {
        Some("as it is") => assert!(left_after_free() > 4000),
        Some("wiped") => {
            assert!(hardening::wipe_freed_c_memory());
            assert!(left_after_free() <= 8);
        }
        _ => {
            for part in ["as it is", "wiped"] {
                let output = play(test, part);
                let said = String::from_utf8_lossy(&output.stdout).into_owned();
                assert!(output.status.success() && said.contains("1 passed"), "{part}: {said}");
            }
        }
    }
}

/// How much of a block of 4,096 bytes is still there once C freed it.
fn left_after_free() -> usize {
    let memory = fs::File::open("/proc/self/mem").unwrap();
    let mut bytes = vec![0; 4096];
    // SAFETY: the block is written within its size, and nothing is read through the pointer later.
    let place = unsafe {
        let block = libc::malloc(bytes.len());
        assert!(!block.is_null());
        // Not at the end of the heap, which would grow and shrink with it.
        let fence = libc::malloc(64);
        libc::memset(block, i32::from(b'K'), bytes.len());
        libc::free(block);
        assert!(!fence.is_null());
        block as u64
    };
    memory.read_exact_at(&mut bytes, place).unwrap();
    bytes.iter().filter(|byte| **byte == b'K').count()
}
