//! Sending a value: what the programs get, what is made of what they say, and where the value never
//! is. `real` runs the tools themselves against stores and servers of its own; `recorded` puts a
//! recorder in the place of those that cannot be had, and of those that misbehave.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "what was not run is said")]

mod real;
mod recorded;
mod support;
mod unseen;
