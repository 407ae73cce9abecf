//! What the person does beside replacing keys: makes others, revokes them, and locks the app.

use crate::{person::Person, say};
use sigsentry_keys_contract::{
    lock::{PassphraseError, PassphraseRequest},
    offline::StorageState,
};
use sigsentry_keys_core::creation::{organization_key, project_key, sdk_key};

/// What the names of other keys begin with.
pub(super) const OTHER: &str = "x-";
const PASSPHRASE: &str = "correct horse";

impl Person {
    pub(super) async fn do_something_else(&mut self) {
        match self.rng.below(12) {
            0..=3 => self.make_another().await,
            4..=6 => self.revoke_another().await,
            7 => self.lock_and_unlock().await,
            _ => {}
        }
    }

    /// On some computers, what is kept is under a passphrase.
    pub(super) async fn set_passphrase(&self) {
        if self.told.protected {
            let request = PassphraseRequest::Set { fresh: PASSPHRASE.into() };
            self.app.take_passphrase(request).await.unwrap();
        }
    }

    pub(super) async fn unlock(&self) {
        if self.app.storage_state() == StorageState::Locked {
            let request = || PassphraseRequest::Unlock { passphrase: PASSPHRASE.into() };
            self.opened.try_iter().for_each(drop);
            // A try that was killed counts as a wrong one, and the next has to wait.
            while let Err(error) = self.app.take_passphrase(request()).await {
                assert!(matches!(error, PassphraseError::TooSoon { .. }), "{error:?}");
            }
            self.opened.recv().unwrap();
            say("unlocked");
        }
    }

    async fn lock_and_unlock(&self) {
        if self.app.lock_by_hand().await.is_ok() {
            say("locked");
            self.unlock().await;
        }
    }

    /// Makes a key in one of the three flows. If the answer is lost, a later run finds the key.
    async fn make_another(&mut self) {
        let name = format!("{OTHER}{}", self.rng.below(u64::MAX));
        let project = self.app.with_inventory(|known| known.reading().projects[0].id.clone());
        let (project, permissions) = (project.unwrap(), ["analysis:read".to_owned()]);
        let request = match self.rng.below(3) {
            0 => sdk_key(&project, &name),
            1 => project_key(&project, &name, &permissions),
            _ => organization_key(&name, &permissions),
        };
        say(&format!("ask {name}"));
        if let Ok(made) = self.app.create(request.unwrap()).await {
            say(&format!("other {}", made.key.id));
            self.dismiss(&made).await;
        }
    }

    async fn revoke_another(&mut self) {
        let others = self.live(OTHER);
        if !others.is_empty() {
            let at = self.rng.below(others.len() as u64) as usize;
            // What fails is there the next time.
            let _ = self.revoke(&others[at]).await;
        }
    }
}
