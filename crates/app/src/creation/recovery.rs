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

#[cfg(test)]
mod tests {
    use crate::support::SignedIn;
    use chrono::TimeDelta;
    use serde_json::json;

    /// The answer to a creation is lost, the app ends, the clock is set, and the app starts again: whether it
    /// reports the key.
    async fn is_reported(before: SignedIn, ahead_by: TimeDelta) -> bool {
        before.misbehave(json!({ "operation": "create", "dropAfterCommit": true }));
        assert!(before.app.create(SignedIn::organization_key("ci")).await.is_err());
        let after = before.restarted(ahead_by).await;
        let told: Vec<_> = after.app.orphaned_keys().into_iter().map(|it| it.key.id).collect();
        told == [after.sandbox.issued()[0].key_id.clone()]
    }

    #[test]
    fn a_lost_key_is_reported_although_the_clock_was_set_between_two_runs() {
        for hours in [-1000, 0, 25, 1000] {
            SignedIn::run(async |one| {
                assert!(is_reported(one, TimeDelta::hours(hours)).await, "{hours} hours ahead");
            });
        }
        SignedIn::run_ahead(TimeDelta::days(30), async |one| {
            assert!(is_reported(one, TimeDelta::zero()).await, "set right again");
        });
    }
}
