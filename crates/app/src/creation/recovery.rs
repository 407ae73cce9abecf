use crate::App;
use sigsentry_keys_contract::offline::LeftBehindKey;
use sigsentry_keys_core::activity::Deed;

impl App {
    /// The keys that creations of an earlier run brought, until the person has answered.
    #[must_use]
    pub fn left_behind(&self) -> Vec<LeftBehindKey> {
        let row = |found: &crate::storage::Found| LeftBehindKey {
            key: self.row(&found.key),
            handed_over: found.handed_over,
            certain: found.certain,
        };
        self.keep.left_behind().iter().map(row).collect()
    }

    /// The person knows of such a key now.
    pub fn settle_left_behind(&self, key_id: &str) {
        if self.keep.settle(key_id) {
            self.log(key_id, Deed::FoundLeftBehind);
        }
    }
}
