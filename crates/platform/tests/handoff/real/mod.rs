//! The tools themselves, against stores and servers of their own.

pub(crate) mod aws;
mod gcloud;
pub(crate) mod github;
mod keychain;
pub(crate) mod kubernetes;
pub(crate) mod pass;

use crate::support::Home;
use sigsentry_keys_core::handoff::Outcome;
use sigsentry_keys_platform::handoff::{Delivery, SendFailure};

/// Reads what a store has now, without the app.
pub(crate) type Stored = Box<dyn Fn(&Home) -> Vec<u8>>;

fn outcome(result: Result<Delivery, SendFailure>) -> Outcome {
    match result {
        Ok(Delivery { version, .. }) => Outcome::Stored { version },
        Err(SendFailure::Program { outcome, .. }) => outcome,
        Err(other) => panic!("{other:?}"),
    }
}
