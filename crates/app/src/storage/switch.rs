use super::{Open, Storage, reading::inventory, restore::Closed};
use crate::storage::Restored;
use sigsentry_keys_contract::accounts::SwitchAccountError;
use sigsentry_keys_core::inventory::Inventory;
use sigsentry_keys_platform::store::{KeptSession, StoreId};

/// A question that waits no longer than the keychain usually takes: what is open stays open,
/// and can be worked with.
const IN_PASSING: u64 = u64::MAX;

/// The store of another account, opened beside the one that is in use.
pub(crate) struct PreparedSwitch {
    open: Open,
    session: KeptSession,
    inventory: Option<Inventory>,
}

impl Storage {
    /// Opens the store of another account; the one that is open stays in use. Asks the keychain, and
    /// blocks for a moment.
    pub(crate) fn prepare_switch(&self, id: StoreId) -> Result<PreparedSwitch, SwitchAccountError> {
        let store = self.open(id, IN_PASSING, &mut || {}).map_err(|closed| match closed {
            Closed::All(_) => SwitchAccountError::NoKeychain,
            Closed::This(_) => SwitchAccountError::Unreadable,
            Closed::Locked => {
                self.note_locked(id);
                SwitchAccountError::Locked
            }
        })?;
        let unreadable = |_| SwitchAccountError::Unreadable;
        let profile = store.profile().map_err(unreadable)?.ok_or(SwitchAccountError::Unreadable)?;
        let session = store.session().map_err(unreadable)?.ok_or(SwitchAccountError::SignedOut)?;
        let inventory = inventory(&store).ok().flatten();
        let pending = store.pending_creations().unwrap_or_default();
        let open = Open { id, store, profile, pending, found: Vec::new() };
        Ok(PreparedSwitch { open, session, inventory })
    }

    /// Closes the store that is open, and puts the other one in its place. None: the person asked for
    /// yet another one in this moment.
    pub(crate) fn commit_switch(&self, prepared: PreparedSwitch) -> Option<Restored> {
        let PreparedSwitch { open, session, inventory } = prepared;
        let profile = open.profile.clone();
        let generation = self.begin();
        self.take_over(generation, open).then_some(Restored { profile, session, inventory })
    }
}
