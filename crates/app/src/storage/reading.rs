use super::Storage;
use sigsentry_keys_core::{
    inventory::{Change, Differences, Inventory, Snapshot},
    key::KeyRecord,
};
use sigsentry_keys_platform::store::{Profile, Store, StoreError};

/// What a store knows of the tenant, with what is noted about its keys; none if nothing was read yet.
pub(super) fn inventory(store: &Store) -> Result<Option<Inventory>, StoreError> {
    let Some(reading) = store.snapshot()? else { return Ok(None) };
    Ok(Some(Inventory::of(reading).with_notes(store.notes()?)))
}

impl Storage {
    /// What the open store knows of the tenant.
    pub(crate) fn inventory(&self) -> Option<Inventory> {
        self.read(inventory).flatten()
    }

    /// Keeps a reading of this person's tenant, if it is their store that is open. `found` is what
    /// differs from what the store has; without it, all is written.
    pub(crate) fn save_reading(
        &self,
        whose: &Profile,
        reading: &Snapshot,
        found: Option<&Differences<'_>>,
    ) {
        self.with_open(|open| {
            open.profile.is_same(whose).then(|| open.store.save_reading(reading, found))
        });
    }

    /// Keeps one key of this person's tenant, and what changed about it.
    pub(crate) fn save_key(&self, whose: &Profile, key: &KeyRecord, changes: &[Change]) {
        self.with_open(|open| {
            open.profile.is_same(whose).then(|| open.store.save_key(key, changes))
        });
    }
}
