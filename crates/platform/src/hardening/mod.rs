//! What a process can do so that nothing of it is kept behind its back.
#![allow(unsafe_code, reason = "process limits are the operating system's business")]

mod frames;
mod panics;

pub use frames::wipe_frames;
pub use panics::quiet_panics;

/// Sees to it that a crash leaves nothing of this process's memory behind. Call it first thing.
/// Whether the system granted it.
///
/// Linux and macOS: a limit for core dumps, which child processes inherit. Windows: error reports go
/// without the heap. Not run on macOS and Windows.
pub fn forbid_core_dumps() -> bool {
    no_core_dumps()
}

/// Keeps the other programs of the same person out of this process's memory. Whether the system
/// granted it. Release builds only, elsewhere `false`: a debugger is kept out too.
///
/// Linux: `PR_SET_DUMPABLE` 0, which also means no core dump of any kind. `/proc/self` then belongs
/// to root: what is closed to others there (`fd`, `environ`, `mem`) is closed to ourselves unless we
/// are root. GLib and Rust start child processes without it, and WebKit uses it only in its sandbox,
/// which is off; a child process that runs another program starts dumpable.
///
/// Desktop portals refuse a process that they cannot look at (`Unable to open /proc/PID/root`). The
/// window library asks one for the colour scheme when it makes a window, so call this once the
/// windows exist; later changes of the scheme come as signals, which no one is refused.
///
/// macOS: `PT_DENY_ATTACH` (not run). Windows: nothing.
pub fn keep_others_out() -> bool {
    cfg!(not(debug_assertions)) && not_readable()
}

/// Linux gives 0 no meaning where a program takes the core dumps, as systemd's and Ubuntu's do. 1 it
/// does: "RLIMIT_CORE is set to 1, aborting core" (`fs/coredump.c`); and no file is that small.
#[cfg(unix)]
const CORE_LIMIT: libc::rlim_t = if cfg!(target_os = "linux") { 1 } else { 0 };

#[cfg(unix)]
fn no_core_dumps() -> bool {
    let none = libc::rlimit { rlim_cur: CORE_LIMIT, rlim_max: CORE_LIMIT };
    // SAFETY: the call reads one struct that lives through it.
    unsafe { libc::setrlimit(libc::RLIMIT_CORE, &raw const none) == 0 }
}

#[cfg(windows)]
fn no_core_dumps() -> bool {
    use windows_sys::Win32::System::ErrorReporting::{
        WER_FAULT_REPORTING_FLAG_NOHEAP, WerSetFlags,
    };
    // SAFETY: sets one flag of this process.
    unsafe { WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP) >= 0 }
}

#[cfg(target_os = "linux")]
fn not_readable() -> bool {
    // SAFETY: sets one flag of this process.
    unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 }
}

#[cfg(target_os = "macos")]
fn not_readable() -> bool {
    // SAFETY: sets one flag of this process; no address is read.
    unsafe { libc::ptrace(libc::PT_DENY_ATTACH, 0, std::ptr::null_mut(), 0) == 0 }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn not_readable() -> bool {
    false
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    #[test]
    fn no_core_dump_is_allowed_afterwards() {
        assert!(forbid_core_dumps());
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        let words: Vec<_> = core.split_whitespace().collect();
        assert_eq!(words[4..6], ["1", "1"]);
    }

    #[test]
    fn a_debugger_is_kept_out_of_a_release_build_only() {
        // SAFETY: reads one flag of this process.
        let dumpable = || unsafe { libc::prctl(libc::PR_GET_DUMPABLE, 0, 0, 0, 0) };
        assert_eq!(dumpable(), 1);
        assert_eq!(keep_others_out(), cfg!(not(debug_assertions)));
        assert_eq!(dumpable(), i32::from(cfg!(debug_assertions)));
        assert!(not_readable());
        assert_eq!(dumpable(), 0);
    }
}
