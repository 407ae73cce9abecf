//! What another program finds of a secret in the memory and in the core dumps of the process that
//! holds it. The value is known to the scanner alone; that it can be found is asserted before that
//! it cannot.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod core_dump;
mod gone;
mod holder;
mod needle;
mod unlocked;
