//! What a key is, and what may be done with it: no I/O, no clock, no async runtime.
//!
//! Time and randomness come in as arguments. Facts about SigSentry are graded in the README as
//! documented, implied or assumed.

pub mod account;
pub mod activity;
pub mod annotation;
pub mod creation;
pub mod custody;
pub mod display;
pub mod failure;
pub mod first_use;
pub mod fold;
pub mod handoff;
pub mod inventory;
pub mod key;
pub mod last_used;
pub mod notes;
pub mod removal;
pub mod revocation;
pub mod rhythm;
pub mod rotation;
pub mod status;
pub mod triage;
