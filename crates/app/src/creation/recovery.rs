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

    /// Whether a key whose answer was lost is told of after a restart on a computer whose clock was set
    /// meanwhile.
    async fn is_told_of(before: SignedIn, ahead_by: TimeDelta) -> bool {
        before.misbehave(json!({ "operation": "create", "dropAfterCommit": true }));
        assert!(before.app.create(SignedIn::organization_key("ci")).await.is_err());
        let after = before.restarted(ahead_by).await;
        let told: Vec<_> = after.app.orphaned_keys().into_iter().map(|it| it.key.id).collect();
        told == [after.sandbox.issued()[0].key_id.clone()]
    }

    #[test]
    fn a_key_that_was_lost_is_told_of_although_the_clock_was_set_between_two_runs() {
        for hours in [-1000, 0, 25, 1000] {
            SignedIn::run(async |one| {
                assert!(is_told_of(one, TimeDelta::hours(hours)).await, "{hours} hours ahead");
            });
        }
        SignedIn::run_ahead(TimeDelta::days(30), async |one| {
            assert!(is_told_of(one, TimeDelta::zero()).await, "set right again");
        });
    }
}
