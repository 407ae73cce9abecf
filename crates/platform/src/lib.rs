//! Adapters to the operating system: the clipboard lease, the desktop's signals, running a destination's program, the keychain,
//! the encrypted store, hardening.

pub mod clipboard;
pub mod desktop;
pub mod handoff;
pub mod hardening;
pub mod keychain;
pub mod ownership;
pub mod sealed_form;
pub mod signature;
pub mod store;
pub mod triage;
