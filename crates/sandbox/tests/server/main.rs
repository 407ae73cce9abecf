//! The sandbox over real sockets. Every answer is held against the OpenAPI document on the way.
#![allow(clippy::disallowed_methods, reason = "tests may look at the clock")]
#![allow(clippy::unwrap_used, reason = "a test has no better end")]

mod client;
mod document;

mod analyses;
mod faults;
mod idempotency;
mod keys;
mod listing;
mod program;
mod rate_limit;
mod requests;
mod sessions;
mod tls;
