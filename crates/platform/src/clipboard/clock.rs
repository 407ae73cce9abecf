//! A clock that goes on while the computer sleeps: a lease is over when its time is, awake or not.
//! `Instant` stands still in sleep on Linux and macOS.

use std::time::Duration;

/// Time since a moment that stays the same, sleep included.
#[cfg(unix)]
#[allow(unsafe_code, reason = "the standard library has no clock that counts sleep")]
pub(super) fn now() -> Duration {
    // On macOS, this clock counts sleep: clock_gettime(3).
    #[cfg(target_os = "macos")]
    const CLOCK: libc::clockid_t = libc::CLOCK_MONOTONIC;
    #[cfg(not(target_os = "macos"))]
    const CLOCK: libc::clockid_t = libc::CLOCK_BOOTTIME;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one `timespec`, which is ours.
    unsafe { libc::clock_gettime(CLOCK, &raw mut time) };
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Time since this was first asked for. The performance counter of Windows counts sleep.
#[cfg(windows)]
pub(super) fn now() -> Duration {
    use std::{sync::OnceLock, time::Instant};
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed()
}
