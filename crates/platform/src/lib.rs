//! Adapters to the operating system: the clipboard lease and process hardening.

pub mod clipboard;
pub mod hardening;
