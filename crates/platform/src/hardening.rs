//! What a process can do so that nothing of it is kept behind its back.
#![allow(unsafe_code, reason = "process limits are the operating system's business")]

/// What the operating system granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hardening {
    /// No core dump is written when the process crashes.
    pub no_core_dumps: bool,
    /// Other programs of the same person cannot read the process's memory. Release builds only: a
    /// debugger would be kept out too.
    pub not_dumpable: bool,
}

/// Hardens this process. Call it first thing.
///
/// Linux: `RLIMIT_CORE` 0, and `PR_SET_DUMPABLE` 0 in release builds. The latter breaks desktop
/// portals, which the app does not use, and is reset in child processes. macOS: `RLIMIT_CORE` only
/// (not run). Windows: nothing yet.
#[must_use]
pub fn apply() -> Hardening {
    Hardening { no_core_dumps: no_core_dumps(), not_dumpable: not_dumpable() }
}

#[cfg(unix)]
fn no_core_dumps() -> bool {
    let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the call reads one struct that lives through it.
    unsafe { libc::setrlimit(libc::RLIMIT_CORE, &raw const none) == 0 }
}

#[cfg(not(unix))]
fn no_core_dumps() -> bool {
    false
}

#[cfg(all(target_os = "linux", not(debug_assertions)))]
fn not_dumpable() -> bool {
    // SAFETY: sets one flag of this process.
    unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 }
}

#[cfg(not(all(target_os = "linux", not(debug_assertions))))]
fn not_dumpable() -> bool {
    false
}

/// Says where a panic happened and nothing else: its message may quote anything.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| say(&place(panic.location()))));
}

fn place(location: Option<&std::panic::Location<'_>>) -> String {
    location.map_or_else(
        || "internal error".to_owned(),
        |at| format!("internal error at {}:{}", at.file(), at.line()),
    )
}

#[allow(clippy::print_stderr, reason = "a panic is said where developers look for it")]
fn say(sentence: &str) {
    eprintln!("{sentence}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn no_core_dump_is_allowed_afterwards() {
        assert!(apply().no_core_dumps);
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        let words: Vec<_> = core.split_whitespace().collect();
        assert_eq!(words[4..6], ["0", "0"]);
    }

    #[test]
    fn a_panic_is_placed_and_not_quoted() {
        let said = place(Some(std::panic::Location::caller()));
        assert!(said.contains("hardening.rs:"), "{said}");
    }
}
