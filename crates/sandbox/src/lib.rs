//! A SigSentry-compatible server on this machine, for the demo, tests and benchmarks.
//!
//! It follows what is known of SigSentry's API; `openapi.json` grades each operation as documented,
//! implied or assumed. It listens on loopback only.
#![allow(clippy::disallowed_methods, reason = "a server has a clock; see `clock.rs`")]
#![allow(clippy::unwrap_used, reason = "a poisoned lock of a test server has no better end")]

mod analyses;
mod answer;
mod auth;
mod caller;
mod certificate;
mod clock;
mod config;
mod control;
mod faults;
mod idempotency;
mod keys;
mod openapi;
mod projects;
mod rate_limit;
mod request;
mod routes;
mod seed;
mod serve;
mod token;
mod world;

pub use config::{Config, ListShape, Seed};
pub use faults::Fault;
pub use openapi::document as openapi_document;
pub use serve::{RunningSandbox, start};
pub use world::{Account, Issued, KeyRecord};
