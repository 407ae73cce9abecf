//! The client over real sockets: against the sandbox over TLS, and against servers that follow a
//! script where no honest server would do.
#![allow(clippy::unwrap_used, reason = "a test has no better end")]

mod scripted;
mod tenant;

mod failures;
mod listing;
mod minting;
mod mishaps;
mod network;
mod pacing;
mod proxy;
mod refreshing;
mod revoking;
mod secrecy;
mod sessions;
