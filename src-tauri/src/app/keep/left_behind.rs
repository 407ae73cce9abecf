//! What an earlier run of the app began and did not end.

use super::Keep;
use crate::app::held;
use sigsentry_keys_core::{
    creation::{Aftermath, Progress},
    inventory::Snapshot,
    key::KeyRecord,
};

/// A key that came of a wish of an earlier run.
#[derive(Clone)]
pub(crate) struct Found {
    /// The wish, by its idempotency key.
    wish: String,
    pub(crate) key: KeyRecord,
    pub(crate) handed_over: bool,
    pub(crate) certain: bool,
}

impl Keep {
    /// Looks what became of the wishes of an earlier run, in a reading of this one.
    pub(crate) fn look_for_left_behind(&self, snapshot: &Snapshot) {
        let mut inner = held(&self.inner);
        let Some(open) = &mut inner.open else { return };
        for wish in std::mem::take(&mut open.pending) {
            match wish.aftermath(snapshot) {
                Aftermath::Made { handed_over, keys } => {
                    let certain = matches!(wish.progress, Progress::Answered { .. });
                    let wish = wish.attempt.idempotency_key;
                    let found = |key| Found { wish: wish.clone(), key, handed_over, certain };
                    open.found.extend(keys.into_iter().map(found));
                }
                // If it stays in the store, the next start looks again.
                Aftermath::Nothing => {
                    let _ = open.store.close_intent(&wish.attempt.idempotency_key);
                }
                Aftermath::NotKnown => open.pending.push(wish),
            }
        }
    }

    /// The keys that were found, until the person has answered.
    pub(crate) fn left_behind(&self) -> Vec<Found> {
        held(&self.inner).open.as_ref().map(|open| open.found.clone()).unwrap_or_default()
    }

    /// The person knows of this key now. Whether it was one of those that were found.
    pub(crate) fn settle(&self, key_id: &str) -> bool {
        let mut inner = held(&self.inner);
        let Some(open) = &mut inner.open else { return false };
        let Some(at) = open.found.iter().position(|found| found.key.id == key_id) else {
            return false;
        };
        let wish = open.found.remove(at).wish;
        if open.found.iter().all(|found| found.wish != wish) {
            // If it stays in the store, the next start says it again.
            let _ = open.store.close_intent(&wish);
        }
        true
    }
}
