use super::Storage;
use crate::held;
use crate::trouble::{Area, OrNote as _};
use sigsentry_keys_contract::offline::{SignOutScope, StorageState};
use std::time::Duration;

/// How long a sign-out waits for the keychain to let a data key go. Without it the key goes later: the
/// store that it opens is gone by then.
const PATIENCE: Duration = Duration::from_secs(3);

impl Storage {
    /// Forgets the session, and with it the store and its data key, or not. Blocks for a moment.
    pub(crate) fn sign_out(&self, scope: SignOutScope) {
        let open = {
            let mut inner = held(&self.inner);
            inner.generation += 1;
            inner.open.take()
        };
        if let Some(mut open) = open {
            match scope {
                // What cannot be forgotten ends by itself, on the server within a day.
                SignOutScope::KeepStore => {
                    open.store.forget_session().or_note(Area::Store, "a session was not forgotten");
                    self.note_end(open.id, Some(self.ports.now()));
                }
                SignOutScope::ForgetAll => {
                    let question = self.keychain.remove(&open.id.to_string());
                    drop(open.store);
                    self.place.remove(open.id).or_note(Area::Store, "a store was not removed");
                    question.wait(PATIENCE).or_note(Area::Keychain, "a data key was not removed");
                }
            }
        }
        self.set(StorageState::Opening);
    }
}
