//! What is kept between two starts: a data key in the keychain, the account's store, and what the
//! person is told of both.

mod data_key;
mod forget;
mod label;
mod open_or_create;
mod passphrase;
mod reading;
mod recovery;
mod relabel;
mod restore;
mod session;
mod switch;
#[cfg(test)]
mod tests;

pub(crate) use passphrase::milliseconds;
pub(crate) use recovery::Orphan;
pub(crate) use restore::Restored;

use crate::{
    held,
    ports::{Event, Ports},
    trouble::{self, Area, OrNote as _},
};
use sigsentry_keys_contract::offline::{SessionOnlyReason, StorageState, StoreProblem};
use sigsentry_keys_core::creation::PendingCreation;
use sigsentry_keys_platform::{
    keychain::Keychain,
    store::{
        InstanceLock, LockError, OpenError, Profile, Store, StoreError, StoreId, StorePlace, Way,
    },
};
use std::sync::Mutex;

/// One per process. Its calls read and write the disk; those that ask the keychain say so.
pub(crate) struct Storage {
    keychain: Keychain,
    place: StorePlace,
    /// No one else writes while it is held; without it, stores are not opened.
    lock: Result<InstanceLock, LockError>,
    inner: Mutex<Inner>,
    /// The way that the session in use travels.
    way: Mutex<Option<Way>>,
    /// Held while a passphrase is tried: one at a time.
    trying: Mutex<()>,
    ports: Ports,
}

struct Inner {
    keeping: StorageState,
    open: Option<Open>,
    /// The store that does not open, if any.
    unreadable: Option<StoreId>,
    passphrases: passphrase::Passphrases,
    /// Counts changes of mind: an answer to an older question is of no use.
    generation: u64,
}

struct Open {
    id: StoreId,
    store: Store,
    profile: Profile,
    /// Creations of an earlier run whose end is not known.
    pending: Vec<PendingCreation>,
    /// What came of them, until the person answers.
    found: Vec<recovery::Orphans>,
}

impl Storage {
    pub(crate) fn new(
        keychain: Keychain,
        place: StorePlace,
        lock: Result<InstanceLock, LockError>,
        ports: Ports,
    ) -> Self {
        let keeping = StorageState::Opening;
        let passphrases = passphrase::Passphrases::default();
        let inner = Inner { keeping, open: None, unreadable: None, passphrases, generation: 0 };
        let trying = Mutex::default();
        let (inner, way) = (Mutex::new(inner), Mutex::default());
        Self { keychain, place, lock, inner, way, trying, ports }
    }

    /// How it stands.
    pub(crate) fn state(&self) -> StorageState {
        held(&self.inner).keeping.clone()
    }

    /// Whether an earlier run left a store to open.
    pub(crate) fn has_store(&self) -> bool {
        self.lock.is_ok() && !self.place.stores().is_empty()
    }

    /// Whose store is open.
    pub(crate) fn profile(&self) -> Option<Profile> {
        held(&self.inner).open.as_ref().map(|open| open.profile.clone())
    }

    /// Which store is open.
    pub(crate) fn open_id(&self) -> Option<StoreId> {
        held(&self.inner).open.as_ref().map(|open| open.id)
    }

    /// Looks into the store, if one is open and says the truth.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&Store) -> Result<R, StoreError>) -> Option<R> {
        let read = look(&held(&self.inner).open.as_ref()?.store);
        read.map_err(|error| self.set(not_kept(error))).ok()
    }

    /// Writes into the store, if one is open. What it says of itself follows: a full disk, and that
    /// there is room again.
    pub(crate) fn with_store<R>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, StoreError>,
    ) -> Option<Result<R, StoreError>> {
        self.with_open(|open| Some(work(&mut open.store)))
    }

    fn with_open<R>(
        &self,
        work: impl FnOnce(&mut Open) -> Option<Result<R, StoreError>>,
    ) -> Option<Result<R, StoreError>> {
        let mut inner = held(&self.inner);
        let done = work(inner.open.as_mut()?)?;
        drop(inner);
        if let Err(error) = &done {
            self.set(not_kept(*error));
        } else if matches!(self.state(), StorageState::SessionOnly { .. }) {
            self.set(StorageState::Kept);
        }
        Some(done)
    }

    /// Closes the store, so that its file is whole.
    pub(crate) fn close(&self) {
        let mut inner = held(&self.inner);
        inner.generation += 1;
        inner.open = None;
    }

    fn set(&self, keeping: StorageState) {
        let mut inner = held(&self.inner);
        if inner.keeping != keeping {
            inner.keeping = keeping.clone();
            drop(inner);
            if let Some(code) = code_of(&keeping) {
                trouble::note(Area::Store, code);
            }
            self.ports.host.emit(Event::StorageChanged(keeping));
        }
    }

    /// Starts a new question; answers to older ones are of no use from now on.
    fn begin(&self) -> u64 {
        let mut inner = held(&self.inner);
        inner.generation += 1;
        inner.generation
    }

    fn is_current(&self, generation: u64) -> bool {
        held(&self.inner).generation == generation
    }

    /// Why stores are not opened at all.
    fn refused(&self) -> Option<StorageState> {
        let reason = match self.lock.as_ref().err()? {
            LockError::Held => SessionOnlyReason::InUse,
            LockError::NotOwn => SessionOnlyReason::NotOwn,
            LockError::Shared => SessionOnlyReason::SharedFolder,
            LockError::Io(error) => match OpenError::from(std::io::Error::from(error.kind())) {
                OpenError::Full => SessionOnlyReason::DiskFull,
                OpenError::ReadOnly => SessionOnlyReason::ReadOnly,
                _ => SessionOnlyReason::DiskFailed,
            },
        };
        Some(StorageState::SessionOnly { reason })
    }

    fn take_over(&self, generation: u64, open: Open) -> bool {
        let mut inner = held(&self.inner);
        if inner.generation != generation {
            return false;
        }
        // Only a hint which one to ask for first.
        self.place.remember_last(open.id).or_note(Area::Store, "the last store was not noted");
        inner.passphrases.taken_over(open.id);
        inner.open = Some(open);
        inner.unreadable = None;
        drop(inner);
        self.set(StorageState::Kept);
        true
    }
}

/// What is noted of a state in which not everything is kept.
fn code_of(keeping: &StorageState) -> Option<&'static str> {
    Some(match keeping {
        StorageState::Opening | StorageState::Kept | StorageState::Locked => return None,
        StorageState::Waiting => "waits for the keychain",
        StorageState::SessionOnly { reason } => match reason {
            SessionOnlyReason::NoKeychain => "no keychain",
            SessionOnlyReason::KeychainLocked => "the keychain stayed locked",
            SessionOnlyReason::InUse => "in use by another app",
            SessionOnlyReason::DiskFull => "the disk is full",
            SessionOnlyReason::ReadOnly => "read-only",
            SessionOnlyReason::DiskFailed => "the disk failed",
            SessionOnlyReason::NotOwn => "others may change the folder",
            SessionOnlyReason::NoKeyring => "the keychain has no keyring",
            SessionOnlyReason::SharedFolder => "a network folder without shared locks",
        },
        StorageState::Unreadable { problem } => match problem {
            StoreProblem::Damaged => "damaged",
            StoreProblem::Newer { .. } => "of a newer version",
            StoreProblem::ForeignKey => "of another key",
            StoreProblem::KeyMissing => "its key is missing",
        },
    })
}

/// A store that a person has to decide about, or why nothing is kept.
fn problem(error: OpenError) -> Result<StoreProblem, StorageState> {
    let session_only = |reason| Err(StorageState::SessionOnly { reason });
    match error {
        OpenError::Damaged => Ok(StoreProblem::Damaged),
        OpenError::Newer { version } => Ok(StoreProblem::Newer { version }),
        OpenError::ForeignKey => Ok(StoreProblem::ForeignKey),
        OpenError::ReadOnly => session_only(SessionOnlyReason::ReadOnly),
        OpenError::Full => session_only(SessionOnlyReason::DiskFull),
        OpenError::InUse => session_only(SessionOnlyReason::InUse),
        OpenError::Io(_) => session_only(SessionOnlyReason::DiskFailed),
    }
}

fn not_kept(error: StoreError) -> StorageState {
    match error {
        StoreError::Damaged => StorageState::Unreadable { problem: StoreProblem::Damaged },
        StoreError::Full => StorageState::SessionOnly { reason: SessionOnlyReason::DiskFull },
        StoreError::ReadOnly => StorageState::SessionOnly { reason: SessionOnlyReason::ReadOnly },
        StoreError::Io => StorageState::SessionOnly { reason: SessionOnlyReason::DiskFailed },
    }
}
