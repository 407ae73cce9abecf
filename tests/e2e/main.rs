//! The real window, driven through WebDriver, against the sandbox over TLS.
//!
//! `cargo xtask test --only e2e` starts the display, the driver and a session bus of its own and
//! names the programs in `SIGSENTRY_E2E_APP`, `SIGSENTRY_E2E_SANDBOX` and `SIGSENTRY_E2E_DRIVER`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the output of a test is read by people")]

#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod blind;
mod changes;
mod creation;
mod exits;
mod first_use;
mod inventory;
mod kills;
mod lock;
mod mishaps;
mod offline;
mod review;
mod revocation;
mod rotation;
mod sending;
mod sign_in;
mod table;
mod triage;
mod window;
