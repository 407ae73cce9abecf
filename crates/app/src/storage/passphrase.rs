//! The passphrase that a store's data key may be under. The keychain's item is the key, or the key
//! under a passphrase: setting, changing and removing one is one write of that item.

use super::Storage;
use crate::{
    held,
    trouble::{Area, OrNote as _},
};
use chrono::{DateTime, TimeDelta, Utc};
use sigsentry_keys_contract::{
    lock::{ForgetLockedError, PassphraseError, Protection, SHORTEST_PASSPHRASE},
    offline::StorageState,
};
use sigsentry_keys_platform::{
    keychain::{DataKey, KeptKey, KeychainError, Label, SealedKey, UnsealError},
    store::{StoreId, UnlockThrottle},
};
use std::time::Duration;

/// How long the keychain may take while the person waits in the passphrase window.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a data key that a passphrase has opened waits for its store to be in use.
const OPENED_FOR: TimeDelta = TimeDelta::minutes(1);

/// What is known of passphrases.
#[derive(Default)]
pub(super) struct Passphrases {
    /// The store that waits for its passphrase.
    locked: Option<StoreId>,
    /// Its data key, between the passphrase and the store in use, and since when: not for long.
    opened: Option<(StoreId, DataKey, DateTime<Utc>)>,
    /// The open store, if it is under a passphrase.
    sealed: Option<StoreId>,
}

impl Passphrases {
    /// This store is in use from now on.
    pub(super) fn taken_over(&mut self, id: StoreId) {
        let opened = self.opened.take();
        *self = Self {
            sealed: opened.and_then(|(opened, ..)| (opened == id).then_some(id)),
            ..Self::default()
        };
    }
}

impl Storage {
    /// Whether what is kept is under a passphrase.
    pub(crate) fn protection(&self) -> Protection {
        let inner = held(&self.inner);
        match &inner.open {
            None => Protection::NothingKept,
            Some(open) if inner.passphrases.sealed == Some(open.id) => Protection::Passphrase,
            Some(_) => Protection::NoPassphrase,
        }
    }

    /// Whether a store waits for its passphrase.
    pub(crate) fn is_locked(&self) -> bool {
        held(&self.inner).passphrases.locked.is_some()
    }

    /// Whose store waits for its passphrase, where that is known. Asks the keychain, and blocks for
    /// a moment.
    pub(crate) fn locked_label(&self) -> Option<Label> {
        let id = held(&self.inner).passphrases.locked?;
        self.keychain.read_label(&id.to_string()).wait(PATIENCE).ok()
    }

    /// How long until the next try of the passphrase of the store that waits for it, or of the open
    /// one. A clock that was set back begins the wait anew.
    pub(crate) fn wait(&self, locked: bool, now: DateTime<Utc>) -> Duration {
        let id = if locked { held(&self.inner).passphrases.locked } else { self.open_id() };
        id.map_or(Duration::ZERO, |id| self.tries(id, now).wait(now))
    }

    /// The store whose passphrase was typed, while another one is open.
    pub(crate) fn opened_beside(&self) -> Option<StoreId> {
        let inner = held(&self.inner);
        inner.open.as_ref()?;
        inner.passphrases.opened.as_ref().map(|(id, ..)| *id)
    }

    /// Closes the store, if it is under a passphrase. Whether it was.
    pub(crate) fn lock(&self) -> bool {
        let mut inner = held(&self.inner);
        let Some(id) = inner.open.as_ref().map(|open| open.id) else { return false };
        if inner.passphrases.sealed != Some(id) {
            return false;
        }
        inner.generation += 1;
        inner.open = None;
        inner.passphrases = Passphrases { locked: Some(id), ..Passphrases::default() };
        drop(inner);
        self.set(StorageState::Locked);
        true
    }

    /// UnlockThrottle the passphrase of the store that waits for it. Afterwards the store opens as if it had
    /// none. Blocks for about a second.
    pub(crate) fn unlock(
        &self,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PassphraseError> {
        let id = held(&self.inner).passphrases.locked.ok_or(PassphraseError::NothingThere)?;
        let key = match self.kept_key(id)? {
            KeptKey::Sealed(sealed) => self.unseal(id, &sealed, passphrase, now)?,
            // The person removed the passphrase meanwhile.
            KeptKey::Plain(key) => key,
        };
        self.note_opened(id, key);
        Ok(())
    }

    /// Puts the open store's key under a passphrase. Blocks for about a second.
    pub(crate) fn set_passphrase(&self, fresh: &str) -> Result<(), PassphraseError> {
        let id = self.in_use()?;
        match self.kept_key(id)? {
            KeptKey::Plain(key) => self.seal(id, &key, fresh),
            KeptKey::Sealed(_) => Err(PassphraseError::NothingThere),
        }
    }

    /// Replaces the open store's passphrase. Blocks for about two seconds.
    pub(crate) fn change_passphrase(
        &self,
        passphrase: &str,
        fresh: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PassphraseError> {
        check_length(fresh)?;
        let (id, key) = self.unseal_open(passphrase, now)?;
        self.seal(id, &key, fresh)
    }

    /// Leaves the open store's key to the keychain alone. Blocks for about a second.
    pub(crate) fn remove_passphrase(
        &self,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PassphraseError> {
        let (id, key) = self.unseal_open(passphrase, now)?;
        self.keychain.write(&id.to_string(), &key).wait(PATIENCE).map_err(no_key)?;
        held(&self.inner).passphrases.sealed = None;
        Ok(())
    }

    /// Deletes the store that waits for its passphrase, and its key. Blocks for a moment.
    pub(crate) fn forget_locked(&self) -> Result<(), ForgetLockedError> {
        let id = held(&self.inner).passphrases.locked.ok_or(ForgetLockedError::NothingLocked)?;
        self.place.remove(id).map_err(|_| ForgetLockedError::NotRemoved)?;
        // Without the store, its key is of no use.
        self.keychain
            .remove(&id.to_string())
            .wait(PATIENCE)
            .or_note(Area::Keychain, "a data key was not removed");
        let mut inner = held(&self.inner);
        inner.passphrases.locked = None;
        inner.passphrases.opened = None;
        let other_is_open = inner.open.is_some();
        drop(inner);
        if !other_is_open {
            self.set(StorageState::Opening);
        }
        Ok(())
    }

    /// A store whose key is under a passphrase was come upon.
    pub(super) fn note_locked(&self, id: StoreId) {
        held(&self.inner).passphrases.locked = Some(id);
    }

    /// The data key that a passphrase has opened.
    pub(super) fn opened_key(&self, id: StoreId) -> Option<DataKey> {
        let mut inner = held(&self.inner);
        inner.passphrases.opened.take_if(|(opened, ..)| *opened == id).map(|(_, key, _)| key)
    }

    /// The key opened its store, which is not in use yet.
    pub(super) fn note_opened(&self, id: StoreId, key: DataKey) {
        held(&self.inner).passphrases.opened = Some((id, key, self.ports.now()));
    }

    /// Forgets a data key that a passphrase has opened and no store is in use with: what the person
    /// wanted did not happen, or something wants the app locked.
    pub(crate) fn forget_opened(&self) {
        held(&self.inner).passphrases.opened = None;
    }

    /// The same, for one that has waited for too long.
    pub(crate) fn forget_opened_in_time(&self, now: DateTime<Utc>) {
        let waited = |(_, _, since): &mut (StoreId, DataKey, DateTime<Utc>)| {
            !(TimeDelta::zero()..OPENED_FOR).contains(&(now - *since))
        };
        drop(held(&self.inner).passphrases.opened.take_if(waited));
    }

    fn in_use(&self) -> Result<StoreId, PassphraseError> {
        self.open_id().ok_or(PassphraseError::NothingThere)
    }

    fn kept_key(&self, id: StoreId) -> Result<KeptKey, PassphraseError> {
        self.keychain.read(&id.to_string()).wait(PATIENCE).map_err(no_key)
    }

    fn seal(&self, id: StoreId, key: &DataKey, fresh: &str) -> Result<(), PassphraseError> {
        check_length(fresh)?;
        let sealed = SealedKey::seal(key, fresh, self.ports.random)
            .map_err(|_| PassphraseError::NoMemory)?;
        self.keychain.write_sealed(&id.to_string(), &sealed).wait(PATIENCE).map_err(no_key)?;
        held(&self.inner).passphrases.sealed = Some(id);
        Ok(())
    }

    fn unseal_open(
        &self,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<(StoreId, DataKey), PassphraseError> {
        let id = self.in_use()?;
        match self.kept_key(id)? {
            KeptKey::Sealed(sealed) => Ok((id, self.unseal(id, &sealed, passphrase, now)?)),
            KeptKey::Plain(_) => Err(PassphraseError::NothingThere),
        }
    }

    fn unseal(
        &self,
        id: StoreId,
        sealed: &SealedKey,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<DataKey, PassphraseError> {
        let _trying = self.trying.try_lock().map_err(|_| PassphraseError::Busy)?;
        if passphrase.is_empty() {
            return Err(PassphraseError::Empty);
        }
        let tries = self.tries(id, now);
        let wait = tries.wait(now);
        if !wait.is_zero() {
            return Err(PassphraseError::TooSoon { wait_ms: milliseconds(wait) });
        }
        let tries = tries.again(now);
        self.note_unlock_throttle(id, tries);
        match sealed.open(passphrase) {
            Ok(key) => {
                self.note_unlock_throttle(id, UnlockThrottle::default());
                Ok(key)
            }
            Err(UnsealError::WrongPassphrase) => {
                Err(PassphraseError::Wrong { wait_ms: milliseconds(tries.wait(now)) })
            }
            Err(UnsealError::NoMemory) => Err(PassphraseError::NoMemory),
        }
    }

    fn tries(&self, id: StoreId, now: DateTime<Utc>) -> UnlockThrottle {
        let kept = self.place.tries(id);
        let mended = kept.mend(now);
        if mended != kept {
            self.note_unlock_throttle(id, mended);
        }
        mended
    }

    fn note_unlock_throttle(&self, id: StoreId, tries: UnlockThrottle) {
        // A disk that takes nothing does not keep a person out of their own store.
        self.place.note_unlock_throttle(id, tries).or_note(Area::Store, "tries were not written");
    }
}

fn check_length(fresh: &str) -> Result<(), PassphraseError> {
    let long_enough = fresh.chars().count() >= SHORTEST_PASSPHRASE;
    long_enough.then_some(()).ok_or(PassphraseError::TooShort)
}

pub(crate) fn milliseconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}

fn no_key(error: KeychainError) -> PassphraseError {
    match error {
        KeychainError::Absent | KeychainError::NoKeyring => PassphraseError::NoKeychain,
        KeychainError::Waiting | KeychainError::Refused => PassphraseError::KeychainLocked,
        KeychainError::ItemMissing | KeychainError::WrongData => PassphraseError::KeyMissing,
    }
}

#[cfg(test)]
#[path = "passphrase_tests.rs"]
mod tests;
