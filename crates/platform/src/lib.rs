//! Adapters to the operating system: the clipboard lease, running a destination's program, hardening.

pub mod clipboard;
pub mod handoff;
pub mod hardening;
