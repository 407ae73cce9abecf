//! Sending a held value into the person's own secret manager.

mod destinations;
mod remembered;
mod send;

pub(crate) use remembered::{Remembered, worth_noting};

use sigsentry_keys_core::handoff::DestinationId;
use sigsentry_keys_platform::handoff::Detected;
use std::{collections::BTreeMap, sync::Mutex};
use tokio::sync::MutexGuard;

/// What the app knows of destinations while it runs.
#[derive(Default)]
pub(crate) struct Handoff {
    /// Held while a value is on its way: what a second one is refused by.
    sending: tokio::sync::Mutex<()>,
    /// What was found on this machine when the list was shown last.
    pub(crate) detected: Mutex<BTreeMap<DestinationId, Detected>>,
}

impl Handoff {
    pub(crate) fn is_sending(&self) -> bool {
        self.sending.try_lock().is_err()
    }

    /// Lets no one send for as long as the answer lives; none while the person does.
    pub(crate) fn hold(&self) -> Option<MutexGuard<'_, ()>> {
        self.sending.try_lock().ok()
    }
}
