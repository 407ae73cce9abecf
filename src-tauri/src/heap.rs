//! The C++ heap of this process, wiped when it is freed.
//!
//! What is typed at sign-in comes out of the web view through WebKit's own code, which the Rust
//! allocator never sees: one copy of a password stayed in WebKit's heap for as long as the app ran.

use std::{env, ffi::OsStr};

/// What the C library and WebKit read when a program starts, before its first line runs.
///
/// `Malloc=1`: WebKit takes the C library's heap instead of its own. `MALLOC_PERTURB_`: that heap
/// overwrites what is freed. `GLIBC_TUNABLES`: without the cache of each thread, whose blocks it
/// does not overwrite.
const SETTINGS: [(&str, &str); 3] = [
    ("Malloc", "1"),
    ("MALLOC_PERTURB_", "165"),
    ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0"),
];

/// Starts this program once more with [`SETTINGS`], in the same process. Returns where that has been
/// done, is not possible, or is not needed: elsewhere than on Linux with glibc.
pub(crate) fn start_with_wiping_heap() {
    if SETTINGS.iter().any(|(name, value)| env::var_os(name).as_deref() != Some(OsStr::new(value)))
    {
        start_over();
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn start_over() {
    use std::{os::unix::process::CommandExt as _, process::Command};
    /// Set by the first start, so that there is no third.
    const STARTED_OVER: &str = "SIGSENTRY_HEAP";
    if env::var_os(STARTED_OVER).is_some() {
        return;
    }
    let Ok(program) = env::current_exe() else { return };
    // It only comes back if it failed: then the app goes on with an ordinary heap.
    let _ = Command::new(program)
        .args(env::args_os().skip(1))
        .envs(SETTINGS)
        .env(STARTED_OVER, "wiped")
        .exec();
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn start_over() {}
