//! Sending a held value into somebody's secret manager.

mod memory;
mod places;
mod send;

use super::held;
use memory::Memory;
use sigsentry_keys_core::handoff::DestinationId;
use sigsentry_keys_platform::handoff::Detected;
use std::{collections::BTreeMap, sync::Mutex};
use tokio::sync::MutexGuard;

/// What the app knows of destinations while it runs.
#[derive(Default)]
pub(super) struct Handoff {
    /// Held while a value is on its way: what a second one is refused by.
    sending: tokio::sync::Mutex<()>,
    /// What was found on this machine when the list was shown last.
    detected: Mutex<BTreeMap<DestinationId, Detected>>,
    memory: Mutex<Memory>,
}

impl Handoff {
    pub(super) fn is_sending(&self) -> bool {
        self.sending.try_lock().is_err()
    }

    /// Lets nobody send for as long as the answer lives; none while somebody does.
    pub(super) fn hold(&self) -> Option<MutexGuard<'_, ()>> {
        self.sending.try_lock().ok()
    }

    /// Forgets what the account that was signed in did.
    pub(super) fn forget(&self) {
        *held(&self.memory) = Memory::default();
    }
}
