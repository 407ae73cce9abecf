use crate::App;
use sigsentry_keys_contract::offline::OrphanedKey;
use sigsentry_keys_core::activity::Deed;

impl App {
    /// The keys that creations of an earlier run brought, until the person has answered.
    #[must_use]
    pub fn orphaned_keys(&self) -> Vec<OrphanedKey> {
        let row = |found: &crate::storage::Orphan| OrphanedKey {
            key: self.row(&found.key),
            handed_over: found.handed_over,
            certain: found.certain,
        };
        self.storage.orphaned_keys().iter().map(row).collect()
    }

    /// The person knows of such a key now.
    pub fn settle_orphaned_key(&self, key_id: &str) {
        self.storage.settle(key_id, self.line(key_id, Deed::FoundOrphaned));
    }
}
