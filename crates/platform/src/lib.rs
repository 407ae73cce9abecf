//! Adapters to the operating system: the clipboard lease, running a destination's program, the keychain,
//! the encrypted store, hardening.

pub mod clipboard;
pub mod handoff;
pub mod hardening;
pub mod keychain;
pub mod store;
