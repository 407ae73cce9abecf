//! The application: what the app knows while it runs, and the use cases that its commands call.
//!
//! No window is known here, and no Tauri. What the application takes from outside comes through
//! [`ports`]: the time, randomness, the async runtime, and a [`Host`](ports::Host) that shows things.

mod account;
mod activity;
mod annotations;
mod app;
mod changes;
mod clock;
mod connection;
mod creation;
mod custody;
mod environment;
mod export;
mod first_use;
mod form;
mod handoff;
mod inventory;
mod lock;
mod meanwhile;
mod owners;
pub mod ports;
pub mod review;
mod revocation;
mod rotation;
mod settings_file;
mod storage;
#[cfg(test)]
mod support;
mod table_state;
mod triage;
pub mod trouble;
mod watch;

pub use app::{App, Parts};
pub use environment::Environment;
pub use sigsentry_keys_api::Pace;

use app::held;

// The support of the tests names the app as those of `tests/` do.
#[cfg(test)]
extern crate self as sigsentry_keys_app;
