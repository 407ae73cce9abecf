//! The encrypted store on a real file system: what comes back, what is on the disk, what breaks.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "a child process tells its parent how far it came")]

mod broken;
mod canary;
#[cfg(target_os = "linux")]
mod full;
#[cfg(unix)]
mod killed;
mod readings;
mod round_trip;
mod support;
mod versions;
