use super::{Open, Storage, data_key::no_keychain, problem, restore::Closed};
use crate::held;
use sigsentry_keys_contract::offline::{SetAsideError, StorageState};
use sigsentry_keys_platform::{
    keychain::DataKey,
    store::{Profile, Store, StoreId},
};
use zeroize::Zeroizing;

impl Storage {
    /// Opens the store of the person who has just signed in, or makes one. Whether one is open
    /// afterwards. Asks the keychain, and blocks until it answers.
    pub(crate) fn open_or_create(&self, profile: &Profile) -> bool {
        if self.profile().is_some_and(|open| open.is_same(profile)) {
            if let Some(open) = &mut held(&self.inner).open {
                open.profile = profile.clone();
            }
            return self
                .with_store(|store| store.save_profile(profile))
                .is_some_and(|kept| kept.is_ok());
        }
        let generation = self.begin();
        held(&self.inner).open = None;
        self.set(StorageState::Opening);
        let outcome = self.find(profile, generation).and_then(|found| match found {
            Some(open) => Ok(open),
            None => self.make(profile, generation),
        });
        match outcome {
            Ok(mut open) => {
                open.profile = profile.clone();
                let id = open.id;
                let kept = self.take_over(generation, open)
                    && self
                        .with_store(|store| store.save_profile(profile))
                        .is_some_and(|kept| kept.is_ok());
                if kept {
                    self.label(id, profile);
                }
                kept
            }
            Err(keeping) => {
                if self.is_current(generation) {
                    self.set(keeping);
                }
                false
            }
        }
    }

    /// Renames the store that does not open.
    pub(crate) fn set_aside(&self) -> Result<(), SetAsideError> {
        let unreadable = {
            let mut inner = held(&self.inner);
            // A store that broke while it was open is closed first.
            let broken = inner.open.take().map(|open| open.id);
            inner.unreadable.or(broken).ok_or(SetAsideError::NothingToSetAside)?
        };
        self.place.set_aside(unreadable).map_err(|_| SetAsideError::NotRenamed)?;
        held(&self.inner).unreadable = None;
        self.set(StorageState::Opening);
        Ok(())
    }

    fn find(&self, profile: &Profile, generation: u64) -> Result<Option<Open>, StorageState> {
        let mut unreadable = None;
        for id in self.place.stores() {
            if self.is_labelled_otherwise(
                id,
                &|whose| whose.is_same(profile),
                generation,
                &mut || {},
            ) {
                continue;
            }
            match self.open(id, generation, &mut || {}) {
                Ok(store) => {
                    let whose = store.profile().ok().flatten();
                    if whose.is_none_or(|whose| whose.is_same(profile)) {
                        return Ok(Some(opened(id, store, profile)));
                    }
                }
                Err(Closed::All(keeping)) => return Err(keeping),
                // Theirs, by its label; without one, it may be: nothing is made over it.
                Err(Closed::Locked) => {
                    if self.is_current(generation) {
                        self.note_locked(id);
                    }
                    return Err(StorageState::Locked);
                }
                Err(Closed::This(problem)) => {
                    unreadable = unreadable.or(Some((id, problem)));
                }
            }
        }
        match unreadable {
            None => Ok(None),
            // It may be theirs: what becomes of it is for the person to say.
            Some((id, problem)) => {
                held(&self.inner).unreadable = Some(id);
                Err(StorageState::Unreadable { problem })
            }
        }
    }

    fn make(&self, profile: &Profile, generation: u64) -> Result<Open, StorageState> {
        if let Some(refused) = self.refused() {
            return Err(refused);
        }
        let id = StoreId::new(self.ports.number());
        let mut bytes = Zeroizing::new([0; DataKey::LENGTH]);
        (self.ports.random)(&mut *bytes);
        let disk = sigsentry_keys_contract::offline::SessionOnlyReason::DiskFailed;
        let failed = StorageState::SessionOnly { reason: disk };
        let key = DataKey::from_bytes(&*bytes).ok_or_else(|| failed.clone())?;
        let question = self.keychain.write(&id.to_string(), &key);
        self.answer(&question, generation, &mut || {})
            .map_err(|error| no_keychain(error).unwrap_or_else(|| failed.clone()))?;
        let store =
            Store::create(&self.place.file(id), &key, self.ports.random).map_err(|error| {
                // A key without a store is of no use.
                drop(self.keychain.remove(&id.to_string()));
                problem(error).err().unwrap_or(failed)
            })?;
        Ok(opened(id, store, profile))
    }
}

fn opened(id: StoreId, store: Store, profile: &Profile) -> Open {
    let pending = store.pending_creations().unwrap_or_default();
    Open { id, store, profile: profile.clone(), pending, found: Vec::new() }
}
