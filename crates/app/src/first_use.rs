use crate::{App, held};
use sigsentry_keys_contract::inventory::{FirstUse, UndeployedKeys};
use sigsentry_keys_core::{first_use::HandedOver, inventory::Inventory};
use sigsentry_keys_platform::store::Store;

impl App {
    /// What is said of the first use of a key that was handed over from here.
    pub(crate) fn first_use(&self, key_id: &str) -> Option<FirstUse> {
        let handed_over = self.storage.read(|store| store.handed_over(key_id)).flatten()?;
        Some(FirstUse::of(&handed_over, self.ports.now()))
    }

    /// Ids of the keys that were handed over from here more than a day ago, and are not used: were they
    /// deployed?
    #[must_use]
    pub fn undeployed_keys(&self) -> UndeployedKeys {
        let now = self.ports.now();
        let asked = |known: &Inventory, one: &HandedOver| {
            known.key(&one.key_id).is_some_and(|key| one.is_worth_a_question(key, now))
        };
        let waiting = self.storage.read(Store::not_used_yet).unwrap_or_default();
        let key_ids = self.with_inventory(|known| {
            waiting.into_iter().filter(|one| asked(known, one)).map(|one| one.key_id).collect()
        });
        UndeployedKeys { key_ids: key_ids.unwrap_or_default() }
    }

    /// Looks which keys that were handed over are in use by now, as they were read last.
    pub(crate) fn note_first_uses(&self) {
        let waiting = self.storage.read(Store::not_used_yet).unwrap_or_default();
        let Some(known) = held(&self.account).inventory.clone() else { return };
        for mut one in waiting {
            if known.key(&one.key_id).is_some_and(|key| one.see(key.last_used)) {
                self.storage.with_store(|store| store.keep_first_use(&one));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::SignedIn;
    use sigsentry_keys_core::custody::CopyFormat;

    #[test]
    fn a_key_that_was_handed_over_is_seen_when_it_comes_into_use() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await;
            assert_eq!(one.app.first_use(&made.key.id), None, "no one has its value");
            one.app.record_copied(&made.key.id, CopyFormat::Raw);
            let first_use = || one.app.key_detail(&made.key.id).unwrap().first_use;
            assert!(matches!(first_use(), Some(FirstUse::Waits { .. })));
            assert_eq!(
                one.app.undeployed_keys().key_ids,
                Vec::<String>::new(),
                "not on the first day"
            );
            one.sandbox.use_key(&made.key.id);
            one.app.look_for_new_keys().await.unwrap();
            let Some(FirstUse::Used { after_s }) = first_use() else { panic!("{:?}", first_use()) };
            assert!(after_s < 60, "{after_s}");
            // Handed over once more: it has been in use for long.
            one.app.record_copied(&made.key.id, CopyFormat::Raw);
            assert!(matches!(first_use(), Some(FirstUse::Used { .. })));
        });
    }

    #[test]
    fn a_key_that_waits_for_a_day_is_asked_about_until_it_is_used() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await;
            let yesterday = one.app.ports.now() - chrono::TimeDelta::days(2);
            let handed_over = HandedOver::new(&made.key.id, yesterday);
            one.app
                .storage
                .with_store(|store| store.keep_first_use(&handed_over))
                .unwrap()
                .unwrap();
            assert_eq!(one.app.undeployed_keys().key_ids, std::slice::from_ref(&made.key.id));
            one.sandbox.use_key(&made.key.id);
            one.app.refresh_inventory().await.unwrap();
            assert_eq!(one.app.undeployed_keys().key_ids, Vec::<String>::new());
        });
    }
}
