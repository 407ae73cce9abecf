use super::{Open, Storage, data_key::no_keychain, problem, reading::inventory};
use crate::held;
use sigsentry_keys_contract::offline::{StorageState, StoreProblem};
use sigsentry_keys_core::inventory::Inventory;
use sigsentry_keys_platform::{
    keychain::{KeptKey, KeychainError},
    store::{KeptSession, Profile, Store, StoreId},
};

/// What an earlier run left.
pub(crate) struct Restored {
    pub(crate) profile: Profile,
    /// Its end may have passed.
    pub(crate) session: KeptSession,
    pub(crate) inventory: Option<Inventory>,
}

/// Why a store is not open.
pub(super) enum Closed {
    /// Nothing is kept, whichever store it is.
    All(StorageState),
    /// This one does not open.
    This(StoreProblem),
    /// This one waits for its passphrase.
    Locked,
}

impl Storage {
    /// Opens the store that was used last, of those that are wanted. None: the person has to sign in.
    /// Asks the keychain, and blocks until it answers.
    pub(crate) fn restore(
        &self,
        wanted: &dyn Fn(&Profile) -> bool,
        on_wait: &mut dyn FnMut(),
    ) -> Option<Restored> {
        let generation = self.begin();
        let mut stores = self.place.stores().into_iter();
        let id = stores.find(|id| !self.is_labelled_otherwise(*id, wanted, generation, on_wait))?;
        let store = match self.open(id, generation, on_wait) {
            Ok(store) => store,
            Err(Closed::This(problem)) => {
                held(&self.inner).unreadable = Some(id);
                self.set(StorageState::Unreadable { problem });
                return None;
            }
            Err(Closed::Locked) => {
                if self.is_current(generation) {
                    self.note_locked(id);
                    self.set(StorageState::Locked);
                }
                return None;
            }
            Err(Closed::All(keeping)) => {
                if self.is_current(generation) {
                    self.set(keeping);
                }
                return None;
            }
        };
        // Signed out with the store left: the next person signs in first.
        let session = store.session().ok().flatten()?;
        let profile = store.profile().ok().flatten().filter(wanted)?;
        let inventory = inventory(&store).ok().flatten();
        let pending = store.pending_creations().unwrap_or_default();
        let open = Open { id, store, profile: profile.clone(), pending, found: Vec::new() };
        self.take_over(generation, open).then_some(Restored { profile, session, inventory })
    }

    /// Opens a store with its data key.
    pub(super) fn open(
        &self,
        id: StoreId,
        generation: u64,
        on_wait: &mut dyn FnMut(),
    ) -> Result<Store, Closed> {
        if let Some(refused) = self.refused() {
            return Err(Closed::All(refused));
        }
        let opened = self.opened_key(id);
        let sealed = opened.is_some();
        let key = match opened {
            Some(key) => key,
            None => match self.ask_for_key(id, generation, on_wait)? {
                KeptKey::Plain(key) => key,
                KeptKey::Sealed(_) => return Err(Closed::Locked),
            },
        };
        let store =
            Store::open(&self.place.file(id), &key, self.ports.random).map_err(|error| {
                match problem(error) {
                    Ok(problem) => Closed::This(problem),
                    Err(keeping) => Closed::All(keeping),
                }
            })?;
        if sealed {
            self.note_opened(id, key);
        }
        Ok(store)
    }

    fn ask_for_key(
        &self,
        id: StoreId,
        generation: u64,
        on_wait: &mut dyn FnMut(),
    ) -> Result<KeptKey, Closed> {
        let question = self.keychain.read(&id.to_string());
        self.answer(&question, generation, on_wait).map_err(|error| {
            no_keychain(error).map_or_else(
                || {
                    Closed::This(match error {
                        KeychainError::WrongData => StoreProblem::ForeignKey,
                        _ => StoreProblem::KeyMissing,
                    })
                },
                Closed::All,
            )
        })
    }
}
